"""The report of a finished run: one self-contained HTML page for people, one JSON file for programs.

It shows what the run holds and decides nothing: figures, verdicts and the gate's word come ready-made.
"""

from pathlib import Path

from evals.report.document import report_json
from evals.report.page import report_page
from evals.results import Run, Verdicts

__all__ = ["report_json", "report_page", "write_report"]


def write_report(run: Run, folder: Path, *, verdicts: Verdicts | None = None) -> None:
    """Write ``report.html`` and ``report.json`` into ``folder``, which is made if need be.

    ``verdicts`` is what the gate said, with the baseline's figures; without it the report shows the run alone.
    Raises OSError where the folder can't be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # A case file may hold half a surrogate pair, which UTF-8 can't; both escapes mean the same to their readers.
    page, document = report_page(run, verdicts=verdicts), report_json(run, verdicts=verdicts)
    (folder / "report.html").write_text(page, encoding="utf-8", errors="xmlcharrefreplace")
    (folder / "report.json").write_text(document, encoding="utf-8", errors="backslashreplace")

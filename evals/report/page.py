"""The report as one HTML page: templates, style and script from this folder, put together with everything escaped.

The page may load nothing: its policy names the digests of its own style and script, and no host.
"""

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evals.report import frame
from evals.report.case_views import case_groups
from evals.report.figures import detection_rows, figure_rows, unshown_changes
from evals.report.plots import calibration_plot, latency_plot, refusal_plot
from evals.report.tally import SPLIT_TAGS, tallies
from evals.report.wording import worded, worded_name
from evals.results import Run, Verdicts

_TEMPLATES = Path(__file__).parent / "templates"
_HEADLINES = ("right", "grounded", "refusal F1", "recall@4")


def report_page(run: Run, *, verdicts: Verdicts | None = None) -> str:
    """The whole page. Article text, questions and answers are hostile, so each value is escaped by the templates."""
    style, script = _own("report.css"), _own("report.js")
    changes = verdicts.changes if verdicts else ()
    rows = figure_rows(run.figures, changes)
    return (
        _environment()
        .get_template("report.html")
        .render(
            run=run,
            verdicts=verdicts,
            style=style,
            script=script,
            policy=_policy(style, script),
            headlines=[row for row in rows if row.strip and row.key in _HEADLINES],
            rows=rows,
            other_changes=unshown_changes(run, changes),
            tag_rows=figure_rows(run.by_tag),
            detections=detection_rows(run.detections, changes),
            plots=_plots(run),
            tallies=tallies(run.cases),
            groups=case_groups(run.cases, run.articles),
            tags=sorted({tag for result in run.cases for tag in result.case.tags}),
        )
    )


def _plots(run: Run) -> list[dict[str, object]]:
    titled = (
        ("Refusal curve", refusal_plot(run.refusal_curve, run.threshold)),
        ("Calibration of the gate", calibration_plot(run.calibration)),
        ("Latency", latency_plot(run.latencies_ms, run.figures)),
    )
    return [{"title": title, "plot": plot} for title, plot in titled]


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(worded=worded, worded_name=worded_name)
    environment.globals.update(frame=frame, split_tags=SPLIT_TAGS)
    return environment


def _own(file: str) -> Markup:
    """A file of our own, which goes into the page unescaped."""
    return Markup((_TEMPLATES / file).read_text(encoding="utf-8"))  # nosec: no input reaches it


def _policy(style: Markup, script: Markup) -> str:
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: Markup) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

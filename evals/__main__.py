"""``python -m evals``: how good the answers are, whether they are grounded, and whether either slipped.

By default the bot is asked the cases of the repository and held against ``evals/baseline.json``. Exit status: 0 the
gate held, 1 it failed, 2 it could not run.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from bot.llm.prompt import PromptError
from evals.answers_file import AnswersError
from evals.baseline import BaselineError, accept, baseline_of, read_baseline
from evals.cases import CasesError
from evals.gate import judge, judge_cases, judge_elsewhere
from evals.library import LibraryError, joined, read_library
from evals.report import write_report
from evals.results import Run, Verdicts
from evals.suite import DEFAULT, ROOT, Suite, run_answers, run_bot
from evals.terminal import print_run, progress_bar
from index.errors import IndexingError
from index.settings import InvalidSettingsError, Settings, load_settings

_BASELINE = ROOT / "evals/baseline.json"
_LOG = ROOT / "evals/LOG.md"
_OUT = ROOT / ".data/evals"


class NoJudgeError(ValueError):
    """A judge is asked for, and no model is configured."""


_CANNOT_RUN = (
    *(AnswersError, BaselineError, CasesError, LibraryError),
    *(IndexingError, InvalidSettingsError, NoJudgeError, PromptError),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line says; the exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    _refuse_odd_pairs(parser, options)
    try:
        if options.set:
            # Only here: it needs what the bot itself does without (requirements-dev.txt).
            from evals.retrieval import compare

            compare(options.data, options.set, options.questions)
            return 0
        _make_writable(options.out)
        run, verdicts = _graded(options)
        write_report(run, options.out, verdicts=verdicts)
    except _CANNOT_RUN as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename} cannot be read or written: {error.strerror}.", file=sys.stderr)
        return 2
    print_run(run, verdicts, Console())
    print(f"Report: {options.out / 'report.html'}")
    return 0 if verdicts.held else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    parser.add_argument("--articles", type=Path, metavar="DIR", help="the articles that --cases are about")
    parser.add_argument("--cases", type=Path, nargs="+", metavar="FILE", help="cases, JSON Lines")
    parser.add_argument("--answers", type=Path, metavar="FILE", help="grade these answers; the bot is not asked")
    parser.add_argument("--out", type=Path, metavar="DIR", default=_OUT, help="where the report goes")
    parser.add_argument("--accept", metavar="REASON", help="make this run the baseline, and log why")
    parser.add_argument("--judge", action="store_true", help="add the configured model's opinions; they gate nothing")
    parser.add_argument("--set", nargs="+", metavar="NAME", help="search over public sets, beside LlamaIndex + Chroma")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the folder of the public sets")
    parser.add_argument("--questions", type=int, default=1_000, help="of each public set")
    return parser


def _refuse_odd_pairs(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Exit with status 2 where options don't go together."""
    if bool(options.articles) != bool(options.cases):
        parser.error("--articles and --cases go together")
    if bool(options.set) != bool(options.data):
        parser.error("--set and --data go together")
    if options.accept is not None and (options.cases or options.answers or options.set):
        parser.error("a baseline is accepted over the repository's own cases only")
    if options.accept is not None and not options.accept.strip():
        parser.error("--accept needs a reason")


def _make_writable(folder: Path) -> None:
    """Make ``folder`` and prove that it can be written, before minutes are spent. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.json").touch()


def _graded(options: argparse.Namespace) -> tuple[Run, Verdicts]:
    suites = (Suite(articles=options.articles, cases=tuple(options.cases)),) if options.cases else DEFAULT
    settings = load_settings() if options.judge else None
    if settings and not settings.uses_model:
        raise NoJudgeError("--judge needs a language model: set OPENAI_API_KEY or OPENAI_BASE_URL, and OPENAI_MODEL.")
    if options.answers:
        run, read = run_answers(suites, options.answers)
        return _with_judge(run, suites, settings), judge_elsewhere(run, read.faulty)
    baseline = None if options.cases else read_baseline(_BASELINE)
    with progress_bar(Console(stderr=True)) as progress:
        run = run_bot(suites, progress)
    if options.cases:
        return _with_judge(run, suites, settings), judge_cases(run)
    verdicts = judge(run, baseline)
    if options.accept is not None:
        verdicts = accepted(run, verdicts, reason=options.accept, file=_BASELINE, log=_LOG)
    return _with_judge(run, suites, settings), verdicts


def accepted(run: Run, verdicts: Verdicts, *, reason: str, file: Path, log: Path) -> Verdicts:
    """Make ``run`` the baseline in ``file``; what the gate says then. Where the run would not hold even against
    itself nothing is written, and ``verdicts`` gain a failure."""
    afterwards = judge(run, baseline_of(run))
    if not afterwards.held:
        sentence = f"Not accepted: whatever the baseline, it would fail. {afterwards.failures[0]}"
        return replace(verdicts, failures=(sentence, *verdicts.failures))
    accept(run, reason=reason, day=f"{datetime.now(UTC):%Y-%m-%d}", file=file, log=log)
    return afterwards


def _with_judge(run: Run, suites: Sequence[Suite], settings: Settings | None) -> Run:
    """``run`` with a language model's opinions, where one was asked for."""
    if settings is None:
        return run
    # Only here: the openai package takes a second to load.
    from bot.llm.client import ModelClient
    from evals.judge import judged

    key = settings.openai_api_key
    client = ModelClient(
        model=settings.openai_model or "",
        base_url=settings.openai_base_url,
        api_key=key.get_secret_value() if key else None,
    )
    articles = joined([read_library(suite.articles) for suite in suites])
    return judged(run, articles, client, timeout=settings.openai_timeout)


if __name__ == "__main__":
    sys.exit(main())

"""``python -m evals.hostile``: what gets through of replies that were broken on purpose, and what honest ones lose.

Each reply is read and checked as the language model's engine does it; with ``--bot``, those on the sample articles go
through the whole bot, asked of a scripted server over HTTP, and the page that a reader sees of each is searched too.
Judged is by how a reply was made, not by the check.
"""

import argparse
import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.check import Judge, check
from bot.heads.support import SupportHead
from bot.llm.reply import Lines, NotInArticles, read_line
from evals.asking import opened_index
from evals.cases import read_cases
from evals.hostile.bot_trials import ask_all
from evals.hostile.leaks import Shown, leaked, missing, shown_by
from evals.hostile.trials import HALVES, Trial, news_trials, sample_trials, written_trials
from index.embedding import MiniLM


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """A trial and what was wrong: a statement let through, or the statements left out. Empty if nothing was.

    ``on_page`` is the first leak that a reader would see on the page, "" if none; None if no page was drawn.
    """

    trial: Trial
    faults: tuple[str, ...]
    on_page: str | None = None


def main() -> None:
    """Print a table a group: replies, and the share let through or left out, both halves side by side."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path, default=Path("articles"))
    parser.add_argument("--cases", type=Path, default=Path("evals/cases/sample.jsonl"))
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--bot", action="store_true", help="through the whole bot and a server, sample articles only")
    parser.add_argument("--examples", metavar="KIND", help="print the faults of this kind in the tuning half")
    options = parser.parse_args()
    cases = read_cases(options.cases)
    with opened_index(options.articles, MiniLM()) as index:
        if options.bot:
            asked = asyncio.run(ask_all(index, cases, options.seeds))
            results = [result_of(one.trial, shown_by(one.answer), one.on_page) for one in asked]
            honest = [one.answer.engine for one in asked if one.trial.is_honest]
            print(f"honest replies used (engine llm): {honest.count('llm')} of {len(honest)}")
        else:
            trials = [*sample_trials(index, cases, options.seeds), *news_trials(), *written_trials(options.articles)]
            judge = SupportHead()
            results = [result_of(trial, shown_by_check(trial, judge)) for trial in trials]
    console = Console(width=120)
    for group in dict.fromkeys(result.trial.group for result in results):
        console.print(table(group, [result for result in results if result.trial.group == group]))
    for result in results:
        if result.trial.kind == options.examples and result.trial.half == HALVES[0]:
            faults = (*result.faults, *([f"on the page: {result.on_page}"] if result.on_page else []))
            console.print(*(f"- {fault}\n" for fault in faults), sep="", end="", markup=False, highlight=False)


def shown_by_check(trial: Trial, judge: Judge | None) -> tuple[Shown, ...]:
    """What of a reply is shown, without a server: read, told once and checked as the engine does it."""
    lines = Lines()
    told = [*lines.add(trial.reply.text), *lines.end()]
    drafts = [draft for line in told for draft in read_line(line, trial.evidence)]
    once = {draft.text: draft for draft in reversed(drafts) if not isinstance(draft, NotInArticles)}
    return tuple(
        Shown(text=draft.text, quotes=tuple(quote.text for quote in draft.quotes))
        for draft in once.values()
        if check(draft, judge).passed
    )


def result_of(trial: Trial, shown: Sequence[Shown], on_page: str | None = None) -> Result:
    """Judge one trial by how its reply was made."""
    found = leaked(trial.reply, shown)
    faults = missing(trial.reply, shown) if trial.is_honest else (found,) if found else ()
    return Result(trial=trial, faults=faults, on_page=on_page)


def table(title: str, results: Sequence[Result]) -> Table:
    """A row a kind and one for all hostile and all honest ones; leaks on the page where pages were drawn."""
    made = Table(title=title)
    drawn = any(result.on_page is not None for result in results)
    on_page = ("on page",) if drawn else ()
    made.add_column("kind")
    for half in HALVES:
        for heading in (f"{half}: replies", "bad", "share", *on_page):
            made.add_column(heading, justify="right")
    for honest in (False, True):
        of_sort = [result for result in results if result.trial.is_honest == honest]
        for kind in dict.fromkeys(result.trial.kind for result in of_sort):
            made.add_row(kind, *_cells([result for result in of_sort if result.trial.kind == kind], drawn=drawn))
        name = "all honest: left out" if honest else "all hostile: let through"
        made.add_row(name, *_cells(of_sort, drawn=drawn), style="bold", end_section=True)
    return made


def _cells(results: Sequence[Result], *, drawn: bool) -> list[str]:
    cells: list[str] = []
    for half in HALVES:
        own = [result for result in results if result.trial.half == half]
        statements = sum(len(result.trial.reply.lines) if result.trial.is_honest else 1 for result in own)
        bad = sum(len(result.faults) for result in own)
        cells += [str(statements), str(bad), f"{100 * bad / statements:.1f} %" if statements else "–"]
        cells += [str(sum(bool(result.on_page) for result in own))] if drawn else []
    return cells


if __name__ == "__main__":
    main()

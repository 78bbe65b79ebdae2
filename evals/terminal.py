"""What a run prints: a progress bar on the way, then a short table and the gate's word.

Decides nothing; rich stays here.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from evals.asking import Progress as Told
from evals.results import Figure, Run, Verdicts

_MOST_FAILURES = 20


@contextmanager
def progress_bar(console: Console) -> Iterator[Told]:
    """A bar while cases are asked; gives what to call with how many of how many are done."""
    columns = (TextColumn("Asking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("cases", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def print_run(run: Run, verdicts: Verdicts, console: Console) -> None:
    """The figures beside the baseline's, the exam, remarks, and what failed."""
    reported = sum(result.split == "report" for result in run.cases)
    console.print(f"{run.title}: {reported} cases of the reporting split, {len(run.cases) - reported} of tuning")
    console.print(_figures(run, verdicts))
    if run.detections:
        console.print(_exam(run))
    for remark in run.remarks:
        console.print(escape(remark))
    for failure in verdicts.failures[:_MOST_FAILURES]:
        console.print(f"[red]✗[/red] {escape(failure)}")
    if len(verdicts.failures) > _MOST_FAILURES:
        console.print(f"… and {len(verdicts.failures) - _MOST_FAILURES} more: see the report.")
    console.print("[green]The gate held.[/green]" if verdicts.held else "[red]The gate failed.[/red]")


def _figures(run: Run, verdicts: Verdicts) -> Table:
    before = {change.name: change.before for change in verdicts.changes}
    table = Table("figure", "value", "95 % interval", "of", "accepted", box=None)
    for figure in run.figures:
        accepted = before.get(figure.name)
        table.add_row(figure.name, _value(figure), _interval(figure), str(figure.of), _share(accepted))
    return table


def _exam(run: Run) -> Table:
    table = Table("exam of the check", "caught", "rate", box=None)
    for detection in run.detections:
        table.add_row(detection.kind, f"{detection.caught} of {detection.broken}", _share(detection.rate))
    return table


def _value(figure: Figure) -> str:
    if figure.value is None or not figure.unit:
        return _share(figure.value)
    return f"{figure.value:.0f} {figure.unit}"


def _interval(figure: Figure) -> str:
    return "" if figure.low is None or figure.high is None else f"{figure.low:.3f} – {figure.high:.3f}"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"

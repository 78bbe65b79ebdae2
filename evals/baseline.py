"""The last accepted figures, in ``evals/baseline.json``: read strictly, written only with a reason.

The one module that writes the baseline and its line in the log. Whether a run holds against it, ``evals.gate`` says.
"""

import math
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from evals.cases import line_fault
from evals.results import Run


class BaselineError(ValueError):
    """A baseline that can't be read; the message says why."""


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class AcceptedFigure(_Line):
    """A share with its interval; nulls where there was nothing to measure."""

    value: float | None
    low: float | None
    high: float | None
    of: int


class AcceptedDetection(_Line):
    """How many were broken in one way, and how many of them caught."""

    broken: int
    caught: int
    low: float | None
    high: float | None


class AcceptedHashes(_Line):
    """What was measured."""

    corpus: str
    cases: str
    model: str | None
    prompt: str | None


class Baseline(_Line):
    """``right`` are the ids of the cases that were right, of both splits."""

    figures: dict[str, AcceptedFigure]
    detections: dict[str, AcceptedDetection]
    right: list[str]
    hashes: AcceptedHashes


def baseline_of(run: Run) -> Baseline:
    """What is kept of a run; figures without an interval (times, counts) are not."""
    figures = {f.name: f for f in run.figures if f.best is not None}
    return Baseline(
        figures={
            name: AcceptedFigure(value=_kept(f.value), low=_kept(f.low), high=_kept(f.high), of=f.of)
            for name, f in figures.items()
        },
        detections={
            d.kind: AcceptedDetection(broken=d.broken, caught=d.caught, low=_kept(d.low), high=_kept(d.high))
            for d in run.detections
        },
        right=sorted(result.case.id for result in run.cases if result.verdict == "right"),
        hashes=AcceptedHashes(
            corpus=run.hashes.corpus, cases=run.hashes.cases, model=run.hashes.model, prompt=run.hashes.prompt
        ),
    )


def _kept(value: float | None) -> float | None:
    """Four digits; past them lies the rounding of another machine."""
    return None if value is None or math.isnan(value) else round(value, 4)


def read_baseline(file: Path) -> Baseline | None:
    """The accepted figures, None where nothing was accepted yet. Raises BaselineError on a file that is no baseline."""
    try:
        return Baseline.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BaselineError(f"{file} cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        raise BaselineError(f"{file} is no baseline: {line_fault(error)}") from error


def accept(run: Run, *, reason: str, day: str, file: Path, log: Path) -> None:
    """Write ``run`` as the baseline and ``reason`` with the figures that changed into the log. Raises OSError."""
    before, now = read_baseline(file), baseline_of(run)
    entry = f"\n## {day} · Baseline accepted\n\n{reason.strip()}\n\n{_changes(before, now)}"
    file.write_text(now.model_dump_json(indent=1) + "\n", encoding="utf-8")
    with log.open("a", encoding="utf-8") as lines:
        lines.write(entry)


def _changes(before: Baseline | None, now: Baseline) -> str:
    rows = [
        f"| {name} | {_shown(old)} | {_shown(figure.value)} | {figure.of} |\n"
        for name, figure in now.figures.items()
        if (old := before.figures[name].value if before and name in before.figures else None) != figure.value
    ]
    if not rows:
        return "No figure changed.\n"
    return "| figure | before | now | of |\n|---|---|---|---|\n" + "".join(rows)


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"

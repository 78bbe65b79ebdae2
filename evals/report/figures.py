"""Figures as rows of the page: worded, placed on a strip from 0 to 1, and beside the baseline."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from evals.exam import HONEST, REWORDED
from evals.report.wording import worded, worded_difference, worded_interval, worded_name
from evals.results import Change, Detection, Figure, Run

Trend = Literal["better", "worse", "same"]
_SHOWN = 5e-4  # what rounds to no tenth of a point is no change


@dataclass(frozen=True, kw_only=True, slots=True)
class Strip:
    """Places on a line, in percent of its length; None is not drawn."""

    value: float
    low: float | None
    high: float | None
    before: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FigureRow:
    """A figure and all that the page says of it. ``exact`` is its value, unrounded, None where there is none."""

    key: str
    name: str
    exact: float | None
    shown: str
    interval: str
    of: int
    definition: str
    strip: Strip | None
    before: str
    moved: str
    trend: Trend
    failed: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class DetectionRow:
    """A kind of broken answers, or of honest ones (``false_alarms``); ``missed`` are examples treated wrongly."""

    kind: str
    name: str
    exact: float | None
    shown: str
    interval: str
    caught: int
    broken: int
    strip: Strip | None
    missed: tuple[str, ...]
    false_alarms: bool
    before: str
    moved: str
    trend: Trend
    failed: bool


def figure_rows(figures: Iterable[Figure], changes: Sequence[Change] = ()) -> tuple[FigureRow, ...]:
    """The figures in their order, each with its change where there is one of that name."""
    by_name = {change.name: change for change in changes}
    return tuple(_figure_row(figure, by_name.get(figure.name)) for figure in figures)


def detection_rows(detections: Iterable[Detection], changes: Sequence[Change] = ()) -> tuple[DetectionRow, ...]:
    """The kinds of broken answers in their order, each with its change where there is one."""
    by_name = {change.name: change for change in changes}
    return tuple(_detection_row(detection, by_name.get(_change_name(detection))) for detection in detections)


def unshown_changes(run: Run, changes: Iterable[Change]) -> tuple[Change, ...]:
    """Changes of what this run has neither as a figure nor in its exam, so that no row shows them."""
    names = {figure.name for figure in run.figures} | {_change_name(detection) for detection in run.detections}
    return tuple(change for change in changes if change.name not in names)


def _figure_row(figure: Figure, change: Change | None) -> FigureRow:
    share = figure.low is not None or figure.value is None
    before = change.before if change else None
    return FigureRow(
        key=figure.name,
        name=worded_name(figure.name),
        exact=figure.value,
        shown=worded(figure.value, unit=figure.unit, share=share),
        interval=worded_interval(figure.low, figure.high),
        of=figure.of,
        definition=figure.definition,
        strip=None if figure.unit else _strip(figure.value, figure.low, figure.high, before),
        before=worded(before, unit=figure.unit, share=share) if change else "",
        moved=worded_difference(before, figure.value, unit=figure.unit, share=share) if change else "",
        trend=_trend(before, figure.value, figure.best),
        failed=change.failed if change else False,
    )


def _change_name(detection: Detection) -> str:
    """What ``evals.gate`` calls the change of a kind."""
    return f"caught: {detection.kind}"


def _detection_row(detection: Detection, change: Change | None) -> DetectionRow:
    false_alarms = detection.kind in (HONEST, REWORDED)
    before = change.before if change else None
    return DetectionRow(
        kind=detection.kind,
        name=worded_name(detection.kind),
        exact=detection.rate,
        shown=worded(detection.rate),
        interval=worded_interval(detection.low, detection.high),
        caught=detection.caught,
        broken=detection.broken,
        strip=_strip(detection.rate, detection.low, detection.high, before),
        missed=detection.missed,
        false_alarms=false_alarms,
        before=worded(before) if change else "",
        moved=worded_difference(before, detection.rate) if change else "",
        trend=_trend(before, detection.rate, 0.0 if false_alarms else 1.0),
        failed=change.failed if change else False,
    )


def _strip(value: float | None, low: float | None, high: float | None, before: float | None) -> Strip | None:
    if value is None:
        return None
    return Strip(value=_percent(value), low=_place(low), high=_place(high), before=_place(before))


def _place(value: float | None) -> float | None:
    return None if value is None else _percent(value)


def _percent(value: float) -> float:
    return round(100 * min(1.0, max(0.0, value)), 2)


def _trend(before: float | None, now: float | None, best: float | None) -> Trend:
    if before is None or now is None or best is None or abs(before - now) < _SHOWN:
        return "same"
    return "better" if abs(now - best) < abs(before - best) else "worse"

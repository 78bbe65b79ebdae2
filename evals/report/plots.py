"""The geometry of the three plots, in units of their own view box; the template draws them.

Nothing here computes a score: points, bins and lines are those of the run.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from evals.report.frame import Tick, across, number_ticks, round_step, share_ticks, upward
from evals.report.wording import worded, worded_name
from evals.results import Bin, CurvePoint, Figure


@dataclass(frozen=True, kw_only=True, slots=True)
class Dot:
    """A point; ``title`` says its figures."""

    x: float
    y: float
    radius: float
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """A column of a histogram that stands on the horizontal axis."""

    x: float
    y: float
    width: float
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Plot:
    """Everything the template draws. ``lines`` are upright, ``path`` and ``guide`` are SVG path data or empty."""

    x_label: str
    y_label: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    summary: str
    path: str = ""
    guide: str = ""
    dots: tuple[Dot, ...] = ()
    bars: tuple[Bar, ...] = ()
    lines: tuple[Tick, ...] = ()


def refusal_plot(curve: Sequence[CurvePoint], threshold: float | None) -> Plot | None:
    """Risk against coverage (El-Yaniv and Wiener, JMLR 2010), with the threshold in force as a dot; None of nothing."""
    if not curve:
        return None
    points = sorted(curve, key=lambda point: (point.coverage, point.threshold))
    top = max(0.1, math.ceil(10 * max(point.risk for point in points)) / 10)
    places = [(across(point.coverage), upward(point.risk / top)) for point in points]
    force = _in_force(points, threshold)
    return Plot(
        x_label="Coverage: share of cases it would answer",
        y_label="Risk: share of these answered wrongly",
        x_ticks=share_ticks(across),
        y_ticks=share_ticks(lambda share: upward(share / top), top),
        path="M" + " L".join(f"{x} {y}" for x, y in places),
        dots=() if force is None else (_force_dot(force, top),),
        summary="" if force is None else _force_words(force, threshold),
    )


def calibration_plot(bins: Sequence[Bin]) -> Plot | None:
    """Mean gate score against the share that is answerable; a dot's area grows with its cases. None of no cases."""
    filled = [(b.mean_score, b.answerable, b) for b in bins if b.mean_score is not None and b.answerable is not None]
    if not filled:
        return None
    most = max(b.count for *_, b in filled)
    dots = tuple(
        Dot(
            x=across(mean),
            y=upward(share),
            radius=round(3 + 7 * math.sqrt(b.count / most), 1),
            title=_bin_words(mean, share, b),
        )
        for mean, share, b in filled
    )
    cases = sum(b.count for *_, b in filled)
    return Plot(
        x_label="What the gate said: mean score",
        y_label="What was so: share answerable",
        x_ticks=share_ticks(across),
        y_ticks=share_ticks(upward),
        guide=f"M{across(0)} {upward(0)} L{across(1)} {upward(1)}",
        dots=dots,
        summary=f"{cases} cases. On the dashed line the gate is as sure as it should be; larger dots hold more cases.",
    )


def latency_plot(latencies_ms: Sequence[float], figures: Sequence[Figure]) -> Plot | None:
    """How many answers took how long, with the run's figures in ms as upright lines; None of no latencies."""
    if not latencies_ms:
        return None
    step = round_step(max(1.0, *latencies_ms) / 12)
    counts = [0] * (int(max(latencies_ms) // step) + 1)
    for latency in latencies_ms:
        counts[int(latency // step)] += 1
    end, most = step * len(counts), max(counts)
    lines = [figure for figure in figures if figure.unit == "ms" and figure.value is not None and figure.value <= end]
    return Plot(
        x_label="Whole answer, in ms",
        y_label="Answers",
        x_ticks=number_ticks(lambda value: across(value / end), end, 5),
        y_ticks=number_ticks(lambda value: upward(value / most), most, 4),
        bars=tuple(_bar(number, count, most, step, end) for number, count in enumerate(counts) if count),
        lines=tuple(Tick(at=across((f.value or 0) / end), label=worded_name(f.name)) for f in lines),
        summary=" ".join((f"{len(latencies_ms)} answers.", *(_line_words(figure) for figure in lines))),
    )


def _in_force(points: Sequence[CurvePoint], threshold: float | None) -> CurvePoint | None:
    """The same cases pass at the lowest point that is not below the threshold."""
    above = [] if threshold is None else [point for point in points if point.threshold >= threshold - 1e-9]
    return min(above, key=lambda point: point.threshold, default=None)


def _force_dot(point: CurvePoint, top: float) -> Dot:
    title = f"threshold {point.threshold:.3f}: coverage {worded(point.coverage)}, risk {worded(point.risk)}"
    return Dot(x=across(point.coverage), y=upward(point.risk / top), radius=5, title=title)


def _force_words(point: CurvePoint, threshold: float | None) -> str:
    return (
        f"At the threshold in force ({threshold:.3f}, the dot) it would answer {worded(point.coverage)} of the cases, "
        f"{worded(point.risk)} of these wrongly."
    )


def _bin_words(mean: float, share: float, b: Bin) -> str:
    return f"{b.count} cases scored {b.low:.2f} to {b.high:.2f}: mean {mean:.2f}, answerable {worded(share)}"


def _line_words(figure: Figure) -> str:
    return f"{worded_name(figure.name)}: {worded(figure.value, unit=figure.unit)}."


def _bar(number: int, count: int, most: int, step: float, end: float) -> Bar:
    left, right = across(number * step / end), across((number + 1) * step / end)
    title = f"{number * step:g} to {(number + 1) * step:g} ms: {count}"
    return Bar(x=round(left + 0.5, 1), y=upward(count / most), width=round(max(1.0, right - left - 1), 1), title=title)

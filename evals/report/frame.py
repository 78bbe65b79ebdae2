"""The frame that every plot shares: its view box, where a share lies on an axis, and round numbers for ticks."""

import math
from collections.abc import Callable
from dataclasses import dataclass

WIDTH, HEIGHT = 360, 250
LEFT, RIGHT, TOP, BOTTOM = 46, 338, 30, 206

Place = Callable[[float], float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Tick:
    """A labelled place on an axis."""

    at: float
    label: str


def across(share: float) -> float:
    """Where a share of the horizontal axis lies, in units of the view box."""
    return round(LEFT + share * (RIGHT - LEFT), 1)


def upward(share: float) -> float:
    """Where a share of the upright axis lies; the view box counts downwards."""
    return round(BOTTOM - share * (BOTTOM - TOP), 1)


def share_ticks(place: Place, top: float = 1.0) -> tuple[Tick, ...]:
    """Percentages from 0 to ``top``, placed by ``place``."""
    step = round_step(top / 5)
    shares = [number * step for number in range(int(top / step + 1e-9) + 1)]
    return tuple(Tick(at=place(share), label=f"{round(100 * share)} %") for share in shares)


def number_ticks(place: Place, end: float, about: int) -> tuple[Tick, ...]:
    """Round numbers from 0 to ``end``, some ``about`` of them, whole ones from 1 upwards."""
    step = max(1.0, round_step(end / about))
    numbers = [number * step for number in range(int(end / step) + 1)]
    return tuple(Tick(at=place(number), label=f"{number:,.0f}") for number in numbers)


def round_step(least: float) -> float:
    """The smallest 1, 2 or 5 times a power of ten that is not below ``least``, which is above 0."""
    power = 10.0 ** math.floor(math.log10(least))
    return next((times * power for times in (1, 2, 5) if times * power >= least * 0.999999), 10 * power)

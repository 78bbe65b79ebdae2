"""How the stages of training draw from what there is to read."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from training.answer_data import Reading
from training.news import questions

WRITTEN = Path(__file__).parent / "written"
T = TypeVar("T")


def some(items: Sequence[T], count: int) -> list[T]:
    """``count`` of them, or all."""
    return random.Random(0).sample(list(items), min(count, len(items)))


def twice(items: Sequence[T]) -> list[T]:
    """All of them, and again."""
    return [*items, *items]


def asked_of(pairs: Sequence[str]) -> list[Reading]:
    """The questions of pairs of our news, over each of their articles."""
    return [reading for name in pairs for _, readings in questions(name) for reading in readings]

"""How the stages of training draw from what there is to read."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

WRITTEN = Path(__file__).parent / "written"
T = TypeVar("T")


def some(items: Sequence[T], count: int) -> list[T]:
    """``count`` of them, or all."""
    return random.Random(0).sample(list(items), min(count, len(items)))


def twice(items: Sequence[T]) -> list[T]:
    """All of them, and again."""
    return [*items, *items]

"""Scores as pure functions: what they measure, their range, and where they come from."""

import math
from collections.abc import Sequence


def recall_at(ranks: Sequence[int | None], k: int) -> float | None:
    """Share of questions whose gold passage is among the first ``k`` (rank 1 is best, None is not found); 0 to 1."""
    return sum(rank is not None and rank <= k for rank in ranks) / len(ranks) if ranks else None


def mean_reciprocal_rank(ranks: Sequence[int | None], k: int = 10) -> float | None:
    """Mean of 1/rank, 0 where the gold passage is not among the first ``k``; 0 to 1 (Voorhees, TREC-8, 1999)."""
    return sum(1 / rank if rank is not None and rank <= k else 0.0 for rank in ranks) / len(ranks) if ranks else None


def interval(share: float, count: int) -> tuple[float, float]:
    """The 95 % Wilson score interval of a share of ``count`` trials (Wilson, JASA 1927)."""
    z = 1.96
    centre = share + z * z / (2 * count)
    spread = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    scale = 1 + z * z / count
    return (centre - spread) / scale, (centre + spread) / scale

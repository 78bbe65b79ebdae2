"""Scores as pure functions: what they measure, their range, and where they come from.

A score of nothing is None, never 0. Nothing here knows files or the bot.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

_Z = 1.96  # of a 95 % interval


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusals:
    """Refusing as a classification: ``right`` unanswerable and refused, ``wrong`` answerable and refused, ``missed``
    unanswerable and answered."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float | None:
        """Share of the refused that are unanswerable; 0 to 1 (van Rijsbergen, Information Retrieval, 1979)."""
        return share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float | None:
        """Share of the unanswerable that are refused; 0 to 1 (the same)."""
        return share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; 0 to 1 (the same)."""
        return share(2 * self.right, 2 * self.right + self.wrong + self.missed)


def share(count: int, of: int) -> float | None:
    """``count`` of ``of``, 0 to 1; None of nothing."""
    return count / of if of else None


def mean(values: Sequence[float]) -> float | None:
    """The arithmetic mean; None of nothing."""
    return math.fsum(values) / len(values) if values else None


def recall_at(ranks: Sequence[int | None], k: int) -> float | None:
    """Share of questions whose gold passage is among the first ``k`` (rank 1 is best, None is not found); 0 to 1."""
    return sum(rank is not None and rank <= k for rank in ranks) / len(ranks) if ranks else None


def mean_reciprocal_rank(ranks: Sequence[int | None], k: int = 10) -> float | None:
    """Mean of 1/rank, 0 where the gold passage is not among the first ``k``; 0 to 1 (Voorhees, TREC-8, 1999)."""
    return sum(1 / rank if rank is not None and rank <= k else 0.0 for rank in ranks) / len(ranks) if ranks else None


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Chance that a positive scores higher than a negative, ties half; 0 to 1, 0.5 is guessing (Hanley and McNeil,
    Radiology, 1982)."""
    pairs = [1.0 if p > n else 0.5 if p == n else 0.0 for p, n in product(positive, negative)]
    return mean(pairs)


def citation_recall(enough: Sequence[bool]) -> float | None:
    """Share of statements that their citations, taken together, bear out; 0 to 1.

    In the sense of ALCE (Gao et al., Enabling Large Language Models to Generate Text with Citations, EMNLP 2023),
    with the check as the judge in place of its NLI model.
    """
    return share(sum(enough), len(enough))


def citation_precision(needed: Sequence[bool]) -> float | None:
    """Share of citations that are of use; 0 to 1 (ALCE, as above).

    One is of use if its statement is borne out, and if it bears that out alone or the others don't without it.
    """
    return share(sum(needed), len(needed))


def surplus(holds_evidence: Sequence[bool]) -> float | None:
    """Share of an answer's quotes that hold no evidence of the case; 0 to 1, 0 is best. Our own score."""
    return share(len(holds_evidence) - sum(holds_evidence), len(holds_evidence))


def percentile(values: Sequence[float], part: float) -> float | None:
    """The smallest value that at least ``part`` (0 to 1) of the values do not exceed (nearest rank)."""
    return sorted(values)[max(0, math.ceil(part * len(values)) - 1)] if values else None


def interval(share: float, count: int) -> tuple[float, float]:
    """The 95 % Wilson score interval of a share of ``count`` trials (Wilson, JASA 1927)."""
    z = _Z
    centre = share + z * z / (2 * count)
    spread = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    scale = 1 + z * z / count
    return (centre - spread) / scale, (centre + spread) / scale


def f1_interval(refusals: Refusals) -> tuple[float, float] | None:
    """The 95 % interval of F1, by Wilson's of J = right / (right + wrong + missed), since F1 = 2J / (1 + J)."""
    count = refusals.right + refusals.wrong + refusals.missed
    if not count:
        return None
    low, high = interval(refusals.right / count, count)
    return 2 * low / (1 + low), 2 * high / (1 + high)


def auroc_interval(value: float, positives: int, negatives: int) -> tuple[float, float]:
    """The 95 % interval of an AUROC by Hanley and McNeil's standard error (Radiology, 1982), cut to 0 to 1."""
    q1, q2 = value / (2 - value), 2 * value * value / (1 + value)
    variance = value * (1 - value) + (positives - 1) * (q1 - value**2) + (negatives - 1) * (q2 - value**2)
    return _around(value, math.sqrt(max(0.0, variance) / (positives * negatives)))


def mean_interval(values: Sequence[float]) -> tuple[float, float] | None:
    """The 95 % interval of a mean of values from 0 to 1, by their standard error; None of fewer than two."""
    centre = mean(values)
    if centre is None or len(values) < 2:
        return None
    variance = math.fsum((value - centre) ** 2 for value in values) / (len(values) - 1)
    return _around(centre, math.sqrt(variance / len(values)))


def _around(centre: float, error: float) -> tuple[float, float]:
    return max(0.0, centre - _Z * error), min(1.0, centre + _Z * error)

"""The scores against values worked out by hand, and the figures' counts."""

import pytest

from evals.scores import (
    Refusals,
    auroc,
    auroc_interval,
    citation_precision,
    citation_recall,
    f1_interval,
    mean_interval,
    percentile,
    surplus,
)


def test_refusals() -> None:
    counts = Refusals(right=6, wrong=2, missed=4)
    assert counts.precision == 0.75
    assert counts.recall == 0.6
    assert counts.f1 == pytest.approx(2 * 0.75 * 0.6 / 1.35)
    low, high = f1_interval(counts) or (1.0, 0.0)
    assert low < (counts.f1 or 0.0) < high
    assert Refusals(right=0, wrong=0, missed=0).f1 is None
    assert f1_interval(Refusals(right=0, wrong=0, missed=0)) is None


def test_auroc_counts_ties_half() -> None:
    assert auroc([0.9, 0.5], [0.5, 0.1]) == 0.875
    assert auroc([], [0.5]) is None
    low, high = auroc_interval(0.875, 2, 2)
    assert 0.0 <= low < 0.875 < high <= 1.0


def test_scores_of_nothing_are_none() -> None:
    assert citation_recall([]) is None
    assert citation_precision([]) is None
    assert surplus([]) is None
    assert percentile([], 0.5) is None
    assert mean_interval([0.5]) is None


def test_shares() -> None:
    assert citation_recall([True, False]) == 0.5
    assert citation_precision([True, True, False, True]) == 0.75
    assert surplus([True, False, False, False]) == 0.75


def test_percentile_is_the_nearest_rank() -> None:
    assert percentile([3.0, 1.0, 2.0, 4.0], 0.5) == 2.0
    assert percentile([3.0, 1.0, 2.0, 4.0], 0.95) == 4.0


def test_interval_of_a_mean() -> None:
    assert mean_interval([0.5, 0.5, 0.5]) == (0.5, 0.5)
    low, high = mean_interval([0.0, 1.0, 1.0, 0.0]) or (1.0, 0.0)
    assert 0.0 <= low < 0.5 < high <= 1.0

"""How the cases of each split came out, as counts."""

from collections.abc import Iterable
from dataclasses import dataclass

from evals.figures import SPLITS
from evals.results import CaseResult

SPLIT_TAGS = frozenset(SPLITS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """Counts of one split; ``ungrounded`` cases are among the others."""

    split: str
    right: int
    wrong: int
    unscored: int
    ungrounded: int

    @property
    def cases(self) -> int:
        """All of them."""
        return self.right + self.wrong + self.unscored

    def percent(self, count: int) -> float:
        """``count`` in percent of all, 0 of none."""
        return round(100 * count / self.cases, 3) if self.cases else 0.0


def tallies(results: Iterable[CaseResult]) -> tuple[Tally, ...]:
    """One tally a split, the reporting split first."""
    listed = tuple(results)
    splits = sorted({result.split for result in listed}, key=lambda split: (split != "report", split))
    return tuple(_tally(split, [result for result in listed if result.split == split]) for split in splits)


def _tally(split: str, results: list[CaseResult]) -> Tally:
    verdicts = [result.verdict for result in results]
    return Tally(
        split=split,
        right=verdicts.count("right"),
        wrong=verdicts.count("wrong"),
        unscored=verdicts.count("unscored"),
        ungrounded=sum(bool(result.faults) for result in results),
    )

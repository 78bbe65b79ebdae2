"""Eval cases: questions with the evidence that an answer must quote, and whether an answer is right.

Pure but for ``read_cases``. The format is JSON Lines: ``id``, ``question``, ``answerable``, ``evidence``, ``tags``.
"""

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answer import Answer

_FOLDED = str.maketrans("“”„«»‘’‚‐‑‒–—−", '"""""\'\'\'------')


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """``evidence`` is groups of substrings: an answer's quotes must hold one of each group."""

    id: str
    question: str
    answerable: bool
    evidence: tuple[tuple[str, ...], ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """A case, its answer, and whether the answer is right."""

    case: Case
    answer: Answer

    @property
    def right(self) -> bool:
        """Answerable: every evidence group is quoted. Not answerable: the answer says so."""
        if not self.case.answerable:
            return self.answer.status == "not_found"
        quotes = fold(" ".join(citation.quote.text for citation in self.answer.citations))
        return all(any(fold(wanted) in quotes for wanted in group) for group in self.case.evidence)


def read_cases(file: Path) -> tuple[Case, ...]:
    """The cases of a file. Raises ValueError or KeyError on a line that is no case."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return tuple(
        Case(
            id=row["id"],
            question=row["question"],
            answerable=row["answerable"],
            evidence=tuple(tuple(group) for group in row["evidence"]),
            tags=tuple(row["tags"]),
        )
        for row in rows
    )


def fold(text: str) -> str:
    """``text`` with quotes, dashes, spaces and case made alike."""
    return " ".join(unicodedata.normalize("NFKC", text.translate(_FOLDED)).casefold().split())


def share_right(outcomes: Sequence[Outcome]) -> float | None:
    """The share of right answers; None of no cases."""
    return sum(outcome.right for outcome in outcomes) / len(outcomes) if outcomes else None

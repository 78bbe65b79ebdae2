"""Support: how far a statement's words are those of its sentences, and what a judge of meaning says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.check.words import Text, Word, read

# Of the honest rows of the tuning half of tests/data/check.jsonl, none has less than the second share: with half of its
# words foreign, a statement is no light paraphrase. Of a language model's honest statements one in a hundred has less
# than the first: that is about something else.
FEWEST_WORDS, LEAST_WORDS = 0.15, 0.6
_FOREIGN_CLAUSE = 3


@dataclass(frozen=True, slots=True)
class Support:
    """What sentences say about a statement: probabilities that sum to 1."""

    supported: float
    refuted: float
    unsupported: float


class Judge(Protocol):
    """Whoever can tell that; a statement passes from ``threshold`` of ``supported`` on."""

    @property
    def threshold(self) -> float:
        """From 0 to 1."""

    @property
    def certain(self) -> float:
        """What it takes where the rules have a doubt or a copy was altered, from 0 to 1."""

    def __call__(self, statement: str, sentences: Sequence[str]) -> Support:
        """What the sentences together say about the statement."""


def shared_words(statement: str, sentences: tuple[str, ...]) -> float:
    """The share of the statement's content words, lightly stemmed, that the sentences have; of its worst sentence.

    A statement without content words is carried by nothing and scores 0.
    """
    cited = _content(sentences)
    shares = [_share(part, cited) for part in _sentences(read(statement))]
    return min((share for share in shares if share >= 0), default=0.0)


def has_foreign_clause(statement: str, sentences: tuple[str, ...]) -> bool:
    """Whether the statement has a clause of three or more content words of which the sentences have none."""
    cited = _content(sentences)
    return any(_is_foreign(clause, cited) for clause in _clauses(read(statement)))


def _content(sentences: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(read(sentence).content for sentence in sentences))


def _share(words: list[Word], cited: frozenset[str]) -> float:
    stems = {word.stem for word in words if word.is_content}
    return len(stems & cited) / len(stems) if stems else -1.0


def _is_foreign(words: list[Word], cited: frozenset[str]) -> bool:
    stems = {word.stem for word in words if word.is_content}
    return len(stems) >= _FOREIGN_CLAUSE and not stems & cited


def _sentences(text: Text) -> list[list[Word]]:
    parts: list[list[Word]] = []
    for word in text.words:
        if word.opens:
            parts.append([])
        parts[-1].append(word)
    return parts


def _clauses(text: Text) -> list[list[Word]]:
    clauses: dict[int, list[Word]] = {}
    for word in text.words:
        clauses.setdefault(word.clause, []).append(word)
    return list(clauses.values())

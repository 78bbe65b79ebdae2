"""The placeholder support score: how many of a statement's words its sentences have. A trained model replaces it."""

from collections.abc import Callable

from bot.check.words import Text, Word, read

# From a statement and the cited sentences to a score from 0 to 1.
SupportScore = Callable[[str, tuple[str, ...]], float]

# Of the honest rows of the tuning half of tests/data/check.jsonl, none scores lower; a statement of which half
# the words are foreign is not a light paraphrase.
SUPPORT_THRESHOLD = 0.6
_FOREIGN_CLAUSE = 3


def overlap_support(statement: str, sentences: tuple[str, ...]) -> float:
    """The share of the statement's content words, lightly stemmed, that the sentences have; of its worst sentence.

    A clause of three or more content words of which none is found scores 0. A statement without content words is
    carried by nothing and scores 0.
    """
    text = read(statement)
    cited = frozenset().union(*(read(sentence).content for sentence in sentences))
    shares = [_share(part, cited) for part in _sentences(text)]
    found = [share for share in shares if share >= 0]
    if not found or any(_is_foreign(clause, cited) for clause in _clauses(text)):
        return 0.0
    return min(found)


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

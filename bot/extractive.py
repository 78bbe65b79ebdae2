"""The extractive engine: which whole sentences answer a question, or that none does.

Pure: it is given the sentences that search found and each one's probability of answering, and decides. It writes no
word of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer import DraftStatement, Quote
from index.article import Hit, Sentence
from index.terms import terms

_MOST_QUOTES = 3
# Once the best sentence opened the gate, a further one is quoted if its probability is at least this share of the best
# one's (evals/LOG.md) …
_SHARE = 0.3
# … and if, in the same article, at least this share of its terms is not yet quoted.
_NEW_TERMS = 0.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """A hit, and the probability that its sentence answers the question."""

    hit: Hit
    probability: float


def choose(reads: Sequence[Read], threshold: float) -> tuple[Sentence, ...]:
    """The sentences that answer, best first, at most three; empty where none reaches ``threshold``.

    Every article is heard with its best sentence before any is heard twice.
    """
    ranked = sorted(reads, key=lambda read: -read.probability)
    if not ranked or ranked[0].probability < threshold:
        return ()
    best_of_each: dict[str, Read] = {}
    for read in ranked:
        best_of_each.setdefault(read.hit.sentence.article.id, read)
    chosen: list[Sentence] = []
    for read in (*best_of_each.values(), *ranked):
        enough = read.probability >= _SHARE * ranked[0].probability
        if len(chosen) < _MOST_QUOTES and enough and _adds(read.hit.sentence, chosen):
            chosen.append(read.hit.sentence)
    return tuple(chosen)


def draft(sentences: Sequence[Sentence]) -> tuple[DraftStatement, ...]:
    """A statement per sentence, word for word; those of one article stand together, where its best one would."""
    first_place = {sentence.article.id: place for place, sentence in reversed(list(enumerate(sentences)))}
    ordered = sorted(dict.fromkeys(sentences), key=lambda sentence: first_place[sentence.article.id])
    return tuple(DraftStatement(text=sentence.text, quotes=(Quote(sentences=(sentence,)),)) for sentence in ordered)


def _adds(sentence: Sentence, chosen: Sequence[Sentence]) -> bool:
    if any(sentence.text == other.text for other in chosen):
        return False
    if all(sentence.article.id != other.article.id for other in chosen):
        return True
    own = set(terms(sentence.text))
    quoted = {term for other in chosen for term in terms(other.text)}
    return len(own - quoted) >= _NEW_TERMS * len(own)

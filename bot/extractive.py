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
# A further sentence is quoted if its probability is at least this share of the best one's …
_SHARE_OF_BEST = 0.6
# … and at least this share of its terms is not yet quoted, or another article says it.
_NEW_TERMS = 0.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """A hit, and the probability that its sentence answers the question."""

    hit: Hit
    probability: float


def choose(reads: Sequence[Read], threshold: float) -> tuple[Sentence, ...]:
    """The sentences that answer, best first, at most three; empty where none reaches ``threshold``."""
    ranked = sorted(reads, key=lambda read: -read.probability)
    chosen: list[Sentence] = []
    for read in ranked:
        if len(chosen) == _MOST_QUOTES or read.probability < max(threshold, _SHARE_OF_BEST * ranked[0].probability):
            break
        if _adds(read.hit.sentence, chosen):
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

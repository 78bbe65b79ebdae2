"""Which sentences a model gets to read: the best-read ones, and the sentence before where one leans on it.

Pure. Few tokens, and whatever can answer among them; the order of reading is that of the articles.
"""

import re
from collections.abc import Callable, Sequence
from itertools import chain, zip_longest

from bot.extractive import Read
from index.article import Sentence

_MOST_READ = 12
_MOST = 16
_MOST_CHARACTERS = 6_000
# The best ones are given whatever their probability; a further one, if it has this share of the best one's.
_ALWAYS, _SHARE = 4, 0.05
_LEANS = re.compile(
    r"[“\"‘']?(?:he|she|it|they|his|her|its|their|this|that|these|those|such|but|and|so|however|instead|yet|then|also"
    r"|both|neither|another|the (?:move|decision|plan|deal|pair|latter|former|two|same))\b",
    re.IGNORECASE,
)


def select(asked: Sequence[Sequence[Read]], before: Callable[[Sentence], Sentence | None]) -> tuple[Sentence, ...]:
    """At most sixteen sentences for a prompt, by article (the best first) and in each by place in the text.

    ``asked`` holds the reads of each part of the question; every part gets its share. ``before`` gives the sentence
    that stands before another in its passage. A sentence printed twice is given once.
    """
    best = _best(asked)
    chosen = {sentence.key: sentence for sentence in best}
    for sentence in best:
        previous = before(sentence) if _LEANS.match(sentence.text) else None
        if previous and len(chosen) < _MOST:
            chosen.setdefault(previous.key, previous)
    place = {sentence.article.id: rank for rank, sentence in reversed(list(enumerate(best)))}
    return tuple(sorted(chosen.values(), key=lambda sentence: (place[sentence.article.id], sentence.number)))


def _best(asked: Sequence[Sequence[Read]]) -> list[Sentence]:
    """The best-read sentences, each part of the question in turn; one at least, within the budget of characters."""
    ranked = (_worth_reading(reads) for reads in asked)
    best: list[Sentence] = []
    texts: set[str] = set()
    for read in chain.from_iterable(zip_longest(*ranked)):
        if read is None:
            continue
        sentence = read.hit.sentence
        text = " ".join(sentence.text.split())
        fits = not best or sum(map(len, texts)) + len(text) <= _MOST_CHARACTERS
        if text not in texts and fits and len(best) < _MOST_READ:
            best.append(sentence)
            texts.add(text)
    return best


def _worth_reading(reads: Sequence[Read]) -> list[Read]:
    ranked = sorted(reads, key=lambda read: -read.probability)
    floor = _SHARE * ranked[0].probability if ranked else 0.0
    return [read for place, read in enumerate(ranked) if place < _ALWAYS or read.probability >= floor]

"""Which stretches of the articles are read: consecutive sentences around what search found.

Pure. A sentence is read with its neighbours because "he refused" says nothing without them.
"""

from collections.abc import Iterable

from index.article import Hit, Sentence
from index.corpus import Corpus

LENGTH = 850  # code points, some 200 tokens: what the answer head was trained on


def windows(hits: Iterable[Hit], corpus: Corpus, *, most: int) -> list[tuple[Sentence, ...]]:
    """At most ``most`` windows that hold the hits, those of the first hits first."""
    found: list[tuple[Sentence, ...]] = []
    covered: set[str] = set()
    for hit in hits:
        if hit.sentence.key not in covered and len(found) < most:
            window = around(hit.sentence, corpus, LENGTH)
            covered.update(sentence.key for sentence in window)
            found.append(window)
    return found


def around(sentence: Sentence, corpus: Corpus, length: int) -> tuple[Sentence, ...]:
    """The sentence, then by turns the next one before and after it, as long as they fit into ``length`` code points."""
    siblings = corpus.sentences_of(sentence.article.id)
    first = last = sentence.number
    room = length - len(sentence.text)
    grown = True
    while grown:
        grown = False
        for place in (first - 1, last + 1):
            if 0 <= place < len(siblings) and len(siblings[place].text) <= room:
                room -= len(siblings[place].text)
                first, last = min(first, place), max(last, place)
                grown = True
    return siblings[first : last + 1]

"""The words of a corpus: how rare each is, which are names, and what a mistyped word of a question meant.

Derived from the passages and kept in memory; knows nothing about scores.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from index.terms import STOP_WORDS, terms, words

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_AFTER_SENTENCE_END = re.compile(r"(?:^|[.!?:\n“\"‘(]\s*)$")
_SHORTEST_CORRECTED = 4
_LONG_WORD = 8  # from this length on two slips are forgiven


class Vocabulary:
    """Counts over ``passages``; ``english`` are words that are right even if the corpus lacks them."""

    def __init__(self, passages: Collection[str], english: Collection[str] = frozenset()):
        self._english = english
        self._count = len(passages)
        self._frequency = Counter(term for passage in passages for term in set(terms(passage)))
        self._surface = _surface_counts(passages)
        self._capital_share = _capital_shares(passages)
        self._by_start: dict[str, list[str]] = defaultdict(list)
        for word in self._surface:
            # "attacks" in an article also makes "attack" a word that a question may have meant.
            for form in {word, *(term for term in terms(word) if term in english)} - STOP_WORDS:
                self._by_start[form[0]].append(form)
        self.correct_word = lru_cache(maxsize=10_000)(self._correct_word)

    def rarity(self, term: str) -> float:
        """Inverse document frequency of a term, scaled to 0–1: 1 for a term that no passage holds."""
        if not self._count:
            return 1.0
        return math.log((self._count + 1) / (self._frequency[term] + 0.5)) / math.log((self._count + 1) / 0.5)

    def __contains__(self, term: str) -> bool:
        return term in self._frequency

    def is_name(self, word: str) -> bool:
        """Whether ``word`` (lower case) is mostly capitalised where no sentence begins."""
        return self._capital_share.get(word, 0.0) > 0.8

    def correct(self, question: str) -> str:
        """``question`` with words that are neither English nor in the corpus replaced by the corpus' nearest.

        A word is replaced within one slip (a letter wrong, missing, added or swapped with the next), two in long words;
        never a short one, and never one with two equally near neighbours.
        """
        return _WORD.sub(lambda match: self.correct_word(match[0]), question)

    def _correct_word(self, word: str) -> str:
        low = "".join(words(word))
        if len(low) < _SHORTEST_CORRECTED or low in self._surface or low in STOP_WORDS or self._is_english(low):
            return word
        allowed = 2 if len(low) >= _LONG_WORD else 1
        near: dict[str, int] = {}
        for candidate in self._by_start.get(low[0], ()):
            distance = DamerauLevenshtein.distance(low, candidate, score_cutoff=allowed)
            if distance <= allowed:
                near[candidate] = distance
        if not near:
            return word
        best = min(near.values())
        nearest = [candidate for candidate, distance in near.items() if distance == best]
        top = max(nearest, key=lambda candidate: self._surface[candidate])
        if len({term for candidate in nearest for term in terms(candidate)}) > 1:
            return word
        return top.capitalize() if self.is_name(top) else top

    def _is_english(self, word: str) -> bool:
        return word in self._english or any(
            word.endswith(ending) and word.removesuffix(ending) in self._english
            for ending in ("s", "ed", "d", "ing", "ly")
        )


def _surface_counts(passages: Iterable[str]) -> Counter[str]:
    return Counter(word for passage in passages for word in words(passage) if word[0].isalpha())


def _capital_shares(passages: Iterable[str]) -> dict[str, float]:
    """For each word, the share of its occurrences inside sentences that begin with a capital."""
    inside: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for passage in passages:
        for match in _WORD.finditer(passage):
            if _AFTER_SENTENCE_END.search(passage, max(0, match.start() - 3), match.start()):
                continue
            for word in words(match[0]):
                inside[word] += 1
                capital[word] += match[0][0].isupper()
    return {word: capital[word] / count for word, count in inside.items()}

"""The words of a corpus: how rare each is, which are names, and what a mistyped word of a question meant.

Derived from the passages and kept in memory; knows nothing about scores.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache
from itertools import chain

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein, Levenshtein

from index.terms import STOP_WORDS, terms, words

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_AFTER_SENTENCE_END = re.compile(r"(?:^|[.!?:\n“\"‘(]\s*)$")
_SHORTEST_CORRECTED = 4
_LONG_WORD = 8  # from this length on two slips are forgiven
_MOSTLY = 0.8
_VOWELS = frozenset("aeiouy")
_WITHIN_NAME = re.compile(r"[ -]|\s(?:of|for|and|of the|for the)\s")
_LONGEST_INITIALS = 6


class Vocabulary:
    """Counts over ``passages``; ``english`` are words that are right even if the corpus lacks them.

    The words of ``bylines`` (titles, sources, authors) are known, but neither counted nor what a slip may mean.
    """

    def __init__(
        self, passages: Collection[str], english: Collection[str] = frozenset(), *, bylines: Collection[str] = ()
    ):
        self._english = english
        self._count = len(passages)
        self._frequency = Counter(term for passage in passages for term in set(terms(passage)))
        self._surface = _surface_counts(passages)
        self._capital_share = _capital_shares(passages)
        self._in_bylines = frozenset(term for byline in bylines for term in terms(byline))
        self._names, self._initials = self._read_names(chain(passages, bylines))
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
        return self._capital_share.get(word, 0.0) > _MOSTLY

    def mentions(self, word: str) -> bool:
        """Whether the passages or bylines hold ``word``, whatever its form."""
        return all(term in self._frequency or term in self._in_bylines for term in terms(word))

    def has_initials(self, letters: str) -> bool:
        """Whether some name of several words has these initials: "EU" where "European Union" is written."""
        return "".join(words(letters)) in self._initials

    def names_near(self, word: str) -> tuple[str, ...]:
        """The names of passages and bylines, as written, of which at most half the letters differ from ``word``."""
        near = process.extract(
            "".join(words(word)), self._names, scorer=Levenshtein.normalized_similarity, score_cutoff=0.5, limit=None
        )
        return tuple(name for _, _, name in near)

    def correct(self, question: str) -> str:
        """``question`` with words that are neither English nor in the corpus replaced by the corpus' nearest.

        A word is replaced within one slip (a letter wrong, missing, added or swapped with the next), two in long words;
        never a short one, never one with two equally near neighbours, and never by a name that has another ending:
        Petrov and Petrova are two people.
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
        if self._is_other_name(word, top):
            return word
        return top.capitalize() if self.is_name(top) else top

    def _is_other_name(self, word: str, name: str) -> bool:
        """Whether ``word`` is ``name`` with another ending; in small letters, an -s may be its plural or possessive."""
        low = "".join(words(word))
        is_name = self._may_be_name(name) if word[0].isupper() else self.is_name(name) and terms(low) != terms(name)
        return is_name and _has_other_ending(low, name)

    def _read_names(self, texts: Iterable[str]) -> tuple[dict[str, str], frozenset[str]]:
        """Names as written, each with its folded form, and the initials of runs of two to six of them."""
        capitals: set[str] = set()
        initials: set[str] = set()
        for text in texts:
            run, last = "", 0
            for match in _WORD.finditer(text):
                if not match[0][0].isupper():
                    continue
                capitals.add(match[0].replace("’", "'").removesuffix("'s"))
                run = run[1 - _LONGEST_INITIALS :] if _WITHIN_NAME.fullmatch(text, last, match.start()) else ""
                run, last = run + match[0][0], match.end()
                initials.update(run[start:] for start in range(len(run) - 1))
        folded = {name: "".join(words(name)) for name in capitals}
        names = {name: low for name, low in folded.items() if self._may_be_name(low)}
        return names, frozenset("".join(words(letters)) for letters in initials)

    def _may_be_name(self, word: str) -> bool:
        """Whether nothing speaks against it: also of a word that only begins sentences."""
        return word not in STOP_WORDS and self._capital_share.get(word, 1.0) > _MOSTLY

    def _is_english(self, word: str) -> bool:
        return word in self._english or any(
            word.endswith(ending) and word.removesuffix(ending) in self._english
            for ending in ("s", "ed", "d", "ing", "ly")
        )


def _has_other_ending(one: str, other: str) -> bool:
    """Whether one is the other and an ending (Karim, Karimi), or their last vowels differ (Zelensky, Zelenska).

    Not where the last letter is only doubled, or is a y for an i.
    """
    short, long = sorted((one, other), key=len)
    ends = {one[-1], other[-1]}
    return len(ends) > 1 and ends != {"i", "y"} and (ends <= _VOWELS or long.startswith(short))


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

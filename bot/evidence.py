"""What speaks for a sentence as the answer to a question, as numbers that a regression can weigh.

Only the form of words and how rare they are in the corpus; no list knows a topic, a person or a place.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.answer_type import AnswerType, asked_type, counted_noun, is_number, offers
from index.article import Hit
from index.corpus import Corpus
from index.terms import STOP_WORDS, terms, words
from index.vocabulary import Vocabulary
from index.word_vectors import WordVectors

_NEGATION = re.compile(
    r"\b(?:not|no|never|none|neither|nor|without|nothing|nobody|unable|unwilling|unlikely|lack\w*|hardly|\w+n[’']t|cannot"
    r"|fail(?:s|ed|ing|ure)?|refus\w+|reject\w*|den(?:y|ies|ied|ying)|oppos\w+|declin\w+|ruled|against|halt\w*|threw"
    r"|cancel\w*|dismiss\w*|instead)\b",
    re.IGNORECASE,
)
_PRESUPPOSING = frozenset(AnswerType) - {AnswerType.YES_NO, AnswerType.OTHER, AnswerType.SPEECH}
_ADJECTIVE_ENDINGS = ("an", "ish", "ese", "ch")
_ASKS_AGAIN = re.compile(r"\?[\s\"'”’»)]*$")
_CAPITALISED = re.compile(r"(?<!^)(?<![.?!:] )\b[A-Z][\w’']+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True)
class _Asked:
    """A question, taken apart once for all its candidate sentences."""

    text: str
    vocabulary: Vocabulary
    vectors: WordVectors

    @cached_property
    def content(self) -> list[str]:
        """Its words that are no stop words, each once."""
        return _content(self.text)

    @cached_property
    def terms(self) -> frozenset[str]:
        return frozenset(terms(self.text))

    @cached_property
    def kind(self) -> AnswerType:
        return asked_type(self.text)

    @cached_property
    def names(self) -> frozenset[str]:
        return _names(self.text, self.vocabulary)

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(word for word in words(self.text) if word[0].isdigit())

    @cached_property
    def counted(self) -> str | None:
        return counted_noun(self.text)

    @cached_property
    def negative(self) -> bool:
        return bool(_NEGATION.search(self.text))

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        return _pairs(terms(self.text))


@dataclass(frozen=True, kw_only=True)
class _Candidate:
    """A hit with what helps to read it: ``before`` is the sentence before it, ``passage_terms`` those around it."""

    asked: _Asked
    hit: Hit
    before: str
    passage_terms: frozenset[str]

    @cached_property
    def text(self) -> str:
        return self.hit.sentence.text

    @cached_property
    def own(self) -> list[str]:
        """The sentence's terms, in order."""
        return terms(self.text)

    @cached_property
    def terms(self) -> frozenset[str]:
        """Of the sentence and of the FAQ question that it answers."""
        return frozenset(self.own).union(terms(self.hit.sentence.passage.question))

    @cached_property
    def near_terms(self) -> frozenset[str]:
        return self.terms.union(terms(self.hit.sentence.passage.heading), terms(self.before))

    @cached_property
    def meant(self) -> NDArray[np.float32]:
        """For each content word of the question, ascending: how near the sentence comes to it; 1 if it has it."""
        own = _content(f"{self.hit.sentence.passage.question} {self.text}")
        if not own or not self.asked.content:
            return np.zeros(1, dtype=np.float32)
        nearest = self.asked.vectors.similarities(self.asked.content, own).max(axis=1)
        held = [not self.terms.isdisjoint(terms(word)) for word in self.asked.content]
        return np.sort(np.where(held, np.float32(1), nearest))

    @cached_property
    def far_terms(self) -> frozenset[str]:
        return self.near_terms | self.passage_terms


_Measure = Callable[[_Asked, _Candidate], float]


def unknown_names(question: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Terms of names in ``question`` that no passage holds; not adjectives such as "Dutch", which have other words."""
    unknown = (term for term in _names(question, vocabulary) if term not in vocabulary)
    return frozenset(term for term in unknown if not term.endswith(_ADJECTIVE_ENDINGS))


def _names(question: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Terms of words that are capitalised inside the question, or that the corpus knows as names."""
    capitalised = {word for match in _CAPITALISED.finditer(question) for word in words(match[0])}
    known = {word for word in words(question) if vocabulary.is_name(word)}
    return frozenset(term for word in capitalised | known if word not in STOP_WORDS for term in terms(word))


def _content(text: str) -> list[str]:
    return [word for word in dict.fromkeys(words(text)) if word not in STOP_WORDS]


def _pairs(found: Sequence[str]) -> frozenset[tuple[str, str]]:
    """Terms that follow one another, stop words between them left out."""
    return frozenset(pairwise(found))


def _covered(asked: frozenset[str], held: frozenset[str], vocabulary: Vocabulary) -> float:
    """The share of ``asked`` terms that is held, each weighed by its rarity; 1 where nothing is asked."""
    whole = sum(vocabulary.rarity(term) for term in asked)
    return sum(vocabulary.rarity(term) for term in asked & held) / whole if whole else 1.0


def _worst_miss(asked: frozenset[str], held: frozenset[str], vocabulary: Vocabulary) -> float:
    return max((vocabulary.rarity(term) for term in asked - held), default=0.0)


def _kind_missing(*kinds: AnswerType) -> _Measure:
    """Whether the question asks for one of ``kinds`` and the sentence holds none."""

    def missing(asked: _Asked, candidate: _Candidate) -> float:
        if asked.kind not in kinds:
            return 0.0
        return float(not offers(candidate.text, asked.kind, asked.text, asked.vocabulary.is_name))

    return missing


def _counted_beside_number(asked: _Asked, candidate: _Candidate) -> float:
    """Whether what is to be counted stands within four words after a number."""
    if asked.counted is None:
        return 0.0
    found = candidate.own
    places = [i for i, term in enumerate(found) if term == asked.counted]
    return float(any(any(is_number(term) for term in found[max(0, i - 4) : i]) for i in places))


def _counted_without_number(asked: _Asked, candidate: _Candidate) -> float:
    return float(
        asked.counted is not None and asked.counted in candidate.terms and not _counted_beside_number(asked, candidate)
    )


def _contradicts(asked: _Asked, candidate: _Candidate) -> float:
    """Whether the question takes something for granted ("why did …") and the sentence negates among the same words.

    Negates means a cue within eight words before or four after a word that the two share.
    """
    if asked.kind not in _PRESUPPOSING or asked.negative:
        return 0.0
    found = [_stemmed(match) for match in _WORD.finditer(candidate.text)]
    shared = [place for place, (_, term) in enumerate(found) if term in asked.terms and term not in asked.names]
    cues = [place for place, (word, _) in enumerate(found) if _NEGATION.fullmatch(word)]
    return float(any(-4 <= place - cue <= 8 for place in shared for cue in cues))


def _stemmed(match: re.Match[str]) -> tuple[str, str]:
    """A word and its term (empty for a stop word)."""
    return match[0], "".join(terms(match[0]))


_MEASURES: dict[str, _Measure] = {
    "sentence cosine": lambda _q, s: s.hit.sentence_score,
    "passage cosine": lambda _q, s: s.hit.passage_score,
    "fused score": lambda _q, s: s.hit.score,
    "terms in sentence": lambda q, s: _covered(q.terms, s.terms, q.vocabulary),
    "names in sentence": lambda q, s: _covered(q.names, s.terms, q.vocabulary),
    "other terms in sentence": lambda q, s: _covered(q.terms - q.names, s.terms, q.vocabulary),
    "other terms near": lambda q, s: _covered(q.terms - q.names, s.near_terms, q.vocabulary),
    "terms near": lambda q, s: _covered(q.terms, s.near_terms, q.vocabulary),
    "terms in passage": lambda q, s: _covered(q.terms, s.far_terms, q.vocabulary),
    "rarest term missing near": lambda q, s: _worst_miss(q.terms, s.near_terms, q.vocabulary),
    "rarest term missing in passage": lambda q, s: _worst_miss(q.terms, s.far_terms, q.vocabulary),
    "terms unknown to the corpus": lambda q, _s: float(sum(term not in q.vocabulary for term in q.terms)),
    "pairs in sentence": lambda q, s: len(q.pairs & _pairs(s.own)) / len(q.pairs) if q.pairs else 0.0,
    "names missing in sentence": lambda q, s: float(len(q.names - s.terms)),
    "names missing in passage": lambda q, s: float(len(q.names - s.far_terms)),
    "names unknown to the corpus": lambda q, _s: float(sum(name not in q.vocabulary for name in q.names)),
    "numbers missing in passage": lambda q, s: float(len(q.numbers - s.far_terms)),
    "no count or age": _kind_missing(AnswerType.COUNT, AnswerType.AGE),
    "no amount": _kind_missing(AnswerType.AMOUNT),
    "no duration": _kind_missing(AnswerType.DURATION),
    "no time": _kind_missing(AnswerType.TIME),
    "no person": _kind_missing(AnswerType.PERSON),
    "no place": _kind_missing(AnswerType.PLACE),
    "no reason": _kind_missing(AnswerType.REASON),
    "no speech": _kind_missing(AnswerType.SPEECH),
    "words meant": lambda _q, s: float(s.meant.mean()),
    "word meant least": lambda _q, s: float(s.meant[0]),
    "two words meant most": lambda _q, s: float(s.meant[-2:].mean()),
    "counted beside a number": _counted_beside_number,
    "counted without a number": _counted_without_number,
    "negates": lambda q, s: float(q.kind in _PRESUPPOSING and not q.negative and bool(_NEGATION.search(s.text))),
    "contradicts": _contradicts,
    "asks again": lambda _q, s: float(bool(_ASKS_AGAIN.search(s.text))),
    "tens of words": lambda _q, s: min(len(s.text.split()), 60) / 10,
}
FEATURES = tuple(_MEASURES)


def evidence(
    question: str, hits: Sequence[Hit], corpus: Corpus, vocabulary: Vocabulary, vectors: WordVectors
) -> list[tuple[float, ...]]:
    """A row of FEATURES for each hit, in their order."""
    asked = _Asked(question, vocabulary, vectors)
    passages = {hit.sentence.passage.key: hit.sentence.passage for hit in hits}
    passage_terms = {key: frozenset(terms(f"{p.text} {p.article.title}")) for key, p in passages.items()}
    rows = []
    for hit in hits:
        before = corpus.before(hit.sentence)
        candidate = _Candidate(
            asked=asked,
            hit=hit,
            before=before.text if before else "",
            passage_terms=passage_terms[hit.sentence.passage.key],
        )
        rows.append(tuple(measure(asked, candidate) for measure in _MEASURES.values()))
    return rows

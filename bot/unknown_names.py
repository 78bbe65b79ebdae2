"""Names in a question that the articles never mention: whoever they never name, they say nothing about.

Pure. Only the form of words and what the corpus holds; no list knows a person or a place.
"""

import re

from index.terms import STOP_WORDS, terms, words
from index.vocabulary import Vocabulary

_ADJECTIVE_ENDINGS = ("an", "ish", "ese", "ch")
_CAPITALISED = re.compile(r"(?<!^)(?<![.?!:] )\b[A-Z][\w’']+")


def unknown_names(question: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Terms of names in ``question`` that no passage holds; not adjectives such as "Dutch", which have other words."""
    unknown = (term for term in _names(question, vocabulary) if term not in vocabulary)
    return frozenset(term for term in unknown if not term.endswith(_ADJECTIVE_ENDINGS))


def _names(question: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Terms of words that are capitalised inside the question, or that the corpus knows as names."""
    capitalised = {word for match in _CAPITALISED.finditer(question) for word in words(match[0])}
    known = {word for word in words(question) if vocabulary.is_name(word)}
    return frozenset(term for word in capitalised | known if word not in STOP_WORDS for term in terms(word))

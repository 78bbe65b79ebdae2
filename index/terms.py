"""Text → the terms that word search and word overlap compare: folded, stemmed, without stop words.

Plain tokenisers lose "U.S." and "2.5%"; here they stay, as ``u.s.`` would be typed by any reader: "US", "U.S." and
"2.5 %" each give one term whatever the writing.
"""

import re
import unicodedata
from functools import lru_cache

import Stemmer

_TERM = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|%|[$€£]")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.)+[^\W\d_]\b\.?")
_CAPITAL_US = re.compile(r"\bUS(?:A)?\b")
_SYMBOLS = {"%": "percent", "$": "dollar", "€": "euro", "£": "pound"}
_STEMMER = Stemmer.Stemmer("english", 0)  # without its own cache, which two threads must not share
STOP_WORDS = frozenset(
    """a about above after again against all am an and any are as at be because been before being below between both
    but by can could did do does doing down during each few for from further had has have having he her here hers
    herself him himself his how i if in into is it its itself just me more most my myself nor now of off on once only
    or other our ours ourselves out over own same she should so some such than that the their theirs them themselves
    then there these they this those through to too under until up us very was we were what when where which while who
    whom whose why will with would you your yours yourself yourselves""".split()  # noqa: SIM905  # a hundred quotation marks would hide the words
)


def terms(text: str, *, stop_words: bool = False) -> list[str]:
    """The terms of ``text`` in order, stop words left out unless asked for."""
    return [_stem(word) for word in words(text) if stop_words or word not in STOP_WORDS]


def words(text: str) -> list[str]:
    """The words and numbers of ``text`` in lower case, accents folded, possessives and thousands marks dropped."""
    text = _CAPITAL_US.sub("usa", _DOTTED.sub(_undotted, text))
    return [word for match in _TERM.finditer(text) if (word := _word(match[0]))]


def _undotted(match: re.Match[str]) -> str:
    letters = match[0].replace(".", "")
    return "usa" if letters.lower() in ("us", "usa") else letters


@lru_cache(maxsize=200_000)
def _word(raw: str) -> str:
    if raw in _SYMBOLS:
        return _SYMBOLS[raw]
    if raw[0].isdigit():
        return raw.replace(",", "").strip(".:")
    word = unicodedata.normalize("NFKD", raw.replace("’", "'")).casefold()
    word = "".join(char for char in word if not unicodedata.combining(char))
    return word.removesuffix("'s").removesuffix("n't").replace("'", "")


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))

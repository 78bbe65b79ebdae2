"""Names in a question that the articles never mention: whoever they never name, they say nothing about.

Pure. Only the form of words and what the corpus holds; no list knows a person or a place.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.check.common_words import is_common
from bot.check.lexicon import FUNCTION_WORDS, HONORIFICS, word_set
from bot.check.names import same_name
from bot.check.words import Text, Word, read
from index.terms import words
from index.vocabulary import Vocabulary

_ADJECTIVE_ENDINGS = ("an", "ish", "ese", "ch")
_SMALL = word_set("a an the and but or nor as at by for from in into of on onto to up with vs")  # also in headlines
_ARTICLES = word_set("the a an")
# Nouns that are written in capitals.
_NO_NAMES = HONORIFICS | word_set("ok id pin tv pm mp mps ceo gdp ai")
_WITHIN_NAME = frozenset({" ", "-", ". "})


@dataclass(kw_only=True, slots=True)
class _Run:
    """Words with capitals that stand next to one another, and the word before them in lower case."""

    before: str
    names: list[str]


def unknown_names(question: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Names in ``question`` that the articles hold in no form; not adjectives such as "Dutch", which have other words.

    A name is a word with a capital inside a sentence. In a question all in capitals or written like a headline,
    capitals tell nothing.
    """
    text = read(question)
    if _has_idle_capitals(text):
        return frozenset()
    runs = (run for run in _runs(text) if not _is_abbreviated(run, vocabulary))
    told = dict.fromkeys(name for run in runs for name in _told(run))
    return frozenset(name for name in told if not _is_known(name, vocabulary))


def _has_idle_capitals(text: Text) -> bool:
    """Whether every word after the first that would be small elsewhere has a capital, but those small in headlines."""
    large = (word for word in text.words[1:] if word.lower not in _SMALL)
    ordinary = [word for word in large if word.lower in FUNCTION_WORDS or is_common(word.lower)]
    return bool(ordinary) and all(word.text[0].isupper() for word in ordinary)


def _runs(text: Text) -> list[_Run]:
    runs: list[_Run] = []
    run: _Run | None = None
    last: Word | None = None
    for word in text.words:
        if last is None or not _is_capital(word) or (word.opens and not _is_shortened(last)):
            run = None
        elif run and text.folded[last.end : word.start] in _WITHIN_NAME:
            run.names.append(word.text)
        else:
            run = _Run(before=last.lower, names=[word.text])
            runs.append(run)
        last = word
    return runs


def _is_capital(word: Word) -> bool:
    # Not word.lower: "US" is no "us".
    return len(word.text) > 1 and word.text[0].isupper() and _folded(word.text.partition("'")[0]) not in FUNCTION_WORDS


def _is_shortened(word: Word) -> bool:
    """Whether a full stop after it ends no sentence."""
    return len(word.text) == 1 or word.lower in HONORIFICS


def _is_abbreviated(run: _Run, vocabulary: Vocabulary) -> bool:
    """Whether the articles have the initials of a body or a state; people, who may share them, have no article."""
    letters = "".join(name[0] for name in run.names)
    return run.before == "the" and len(letters) > 1 and _folded(letters) in vocabulary


def _told(run: _Run) -> Iterator[str]:
    """The names of a run: no honorifics, and a common word only where a surname or a place stands ("Gordon Brown")."""
    names = [name for name in run.names if _folded(name) not in _NO_NAMES]
    common = [is_common(_folded(name)) for name in names]
    is_title = run.before in _ARTICLES and all(common)
    for place, name in enumerate(names, start=1):
        if not common[place - 1] or not (is_title or name.isupper() or place < len(names)):
            yield name


def _is_known(name: str, vocabulary: Vocabulary) -> bool:
    if vocabulary.mentions(name) or _folded(name).endswith(_ADJECTIVE_ENDINGS):
        return True
    if name.isupper() and vocabulary.has_initials(name):
        return True
    return any(same_name(name, other) for other in vocabulary.names_near(name))


def _folded(name: str) -> str:
    return "".join(words(name))

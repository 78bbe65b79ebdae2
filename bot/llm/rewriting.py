"""Whether a model's rewriting of a follow-up question may be asked: it may bring in what was said before, and no more.

Pure. Every name and number of the rewriting stands in the conversation, and every one of the question in the rewriting.
"""

from collections.abc import Sequence

from bot.answer import Turn
from bot.check.names import same_name
from bot.check.numbers import read_numbered
from bot.check.words import Word, fold, read
from bot.request import MAX_QUESTION
from index.terms import STOP_WORDS

_OPENERS = frozenset({"name", "list", "tell", "describe", "explain", "give", "please", "according", "is", "will"})
_LONGEST_GROWTH = 400
"""How much longer than the question a rewriting may be, in characters: a few names, not a story."""


def is_faithful(rewritten: str, question: str, history: Sequence[Turn]) -> bool:
    """Whether ``rewritten`` may stand for ``question``."""
    if not rewritten.isprintable() or not rewritten.strip():
        return False
    if len(rewritten) > min(MAX_QUESTION, len(question) + _LONGEST_GROWTH):
        return False
    said = " \n ".join([question, *(turn.content for turn in history)])
    return _stands_in(rewritten, said) and _stands_in(question, rewritten)


def _stands_in(text: str, source: str) -> bool:
    """Whether every name and number of ``text`` is in ``source``, in whatever case."""
    numbers = read_numbered(read(fold(text))).readings
    if not numbers <= read_numbered(read(fold(source))).readings:
        return False
    known = {word.lower for word in read(source).words}
    return all(
        word.lower in known or any(same_name(word.text, other) for other in known)
        for word in read(text).words
        if _may_be_name(word)
    )


def _may_be_name(word: Word) -> bool:
    if not any(map(str.isupper, word.text)) or word.lower in STOP_WORDS:
        return False
    return not (word.opens and word.lower in _OPENERS)

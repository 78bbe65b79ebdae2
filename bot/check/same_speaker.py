"""Whether two phrases may name one speaker: their heads share a word, and one adds nothing that is told nowhere."""

from collections.abc import Iterable, Sequence

from bot.check.lexicon import word_set
from bot.check.names import same_name
from bot.check.speakers import Speaker, is_capital
from bot.check.words import Text, Word

# Stems of common words for one body.
_SAME = tuple(word_set(group) for group in ("firm compani", "worker employe staff", "official authoriti"))


def may_be(own: Speaker, known: Speaker, elsewhere: Sequence[Text]) -> bool:
    """Whether a statement's speaker may be that of a sentence.

    What the statement's phrase has and the sentence's has not must stand in one text of ``elsewhere`` together with
    a name of the head; where a name is shared, that goes for names alone ("the biggest lender").
    """
    shared = [word for word in own.head if holds(known.head, word)]
    names = [word for word in shared if is_capital(word)]
    telling = [word for word in own.words if is_capital(word) or (word in own.head and not names)]
    added = [word for word in telling if not holds(known.words, word)]
    if not shared or not added:
        return bool(shared)
    return any(
        any(holds(text.words, word) for word in names) and all(holds(text.words, word) for word in added)
        for text in elsewhere
    )


def holds(words: Iterable[Word], word: Word) -> bool:
    """Whether one of the words is this one by stem, another spelling of the name, or another common word for it."""
    return any(_is_same(word, other) for other in words)


def _is_same(one: Word, other: Word) -> bool:
    if one.stem == other.stem:
        return True
    if is_capital(one) and is_capital(other):
        return same_name(one.text, other.text)
    return any(one.stem in group and other.stem in group for group in _SAME)

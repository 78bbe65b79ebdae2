"""Clauses around a saying verb, and which words of a text are under it. Knows nothing of who speaks."""

from bisect import bisect_left, bisect_right

from bot.check.lexicon import CLAUSE_OPENERS, SAYING_FORMS, word_set
from bot.check.words import Text, Word

# After one of these a verb of saying has come to its end.
WHEN = word_set("on in at during late early earlier yesterday today after before last this and to")
_ENDS_SCOPE = word_set("and but while whereas although though")
# A sentence longer than this is a list or an attack; what lies further off is not said by this speaker.
_REACH = 120
_NEAREST = 5
_NEXT_VERB = 8


def _clause_of(word: Word) -> int:
    return word.clause


def clause_words(text: Text, clause: int) -> list[Word]:
    """The words of a clause; the first ones, if it is endless."""
    start = bisect_left(text.words, clause, key=_clause_of)
    end = bisect_right(text.words, clause, key=_clause_of)
    return list(text.words[start : min(end, start + _REACH)])


def clauses_before(text: Text, clause: int) -> list[list[Word]]:
    """The nearest clauses that have words."""
    found = (clause_words(text, number) for number in range(max(0, clause - 2 * _NEAREST), clause))
    return [words for words in found if words][-_NEAREST:]


def before_verb(text: Text, index: int) -> list[Word]:
    """The words of a verb's clause that stand before it."""
    clause = text.words[index].clause
    return [word for word in text.words[max(0, index - _REACH) : index] if word.clause == clause]


def said_with(text: Text, index: int) -> list[Word]:
    """The words under a verb: those after it, and those before its clause if it comes last ("…, police said")."""
    verb = text.words[index]
    clause = clause_words(text, verb.clause)
    following = text.words[index + 1] if index + 1 < len(text.words) else None
    closes = following is None or following.clause != verb.clause or following.lower in WHEN
    if verb.clause and closes and (clause[0].lower not in CLAUSE_OPENERS or clause[0].lower == "which"):
        start = bisect_left(text.words, verb.clause, key=_clause_of)
        return words_before(text, start) + words_after(text, index + 1)
    return words_after(text, index + 1)


def words_before(text: Text, end: int) -> list[Word]:
    """The words before, back to where another's words begin."""
    said: list[Word] = []
    for index in range(end - 1, max(-1, end - 1 - _REACH), -1):
        if _ends_scope(text, index + 1) and index + 1 < end:
            break
        said.append(text.words[index])
    return said


def words_after(text: Text, start: int) -> list[Word]:
    """The words that follow, up to where another's words begin."""
    said: list[Word] = []
    for index in range(start, min(len(text.words), start + _REACH)):
        if _ends_scope(text, index):
            break
        said.append(text.words[index])
    return said


def _ends_scope(text: Text, index: int) -> bool:
    """Whether a clause begins here that may be no longer what someone says.

    It does after a semicolon and at "but" and the like; at an "and" after a comma or before another saying verb.
    """
    word = text.words[index]
    gap = text.folded[text.words[index - 1].end : word.start] if index else ""
    if word.lower not in _ENDS_SCOPE:
        return ";" in gap
    if "," in gap or word.lower != "and":
        return True
    own = text.words[index : index + _NEXT_VERB]
    return any(other.clause == word.clause and other.lower in SAYING_FORMS for other in own)

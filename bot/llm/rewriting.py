"""Whether a model's rewriting of a follow-up question may be asked: it may bring in what was said before, and no more.

Pure. Every name, number and term of the rewriting stands in the conversation, and every one of the question in the
rewriting, but for pronouns and what "this" or "the" goes with; it asks in the same way, and negates as the question.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.answer import Turn
from bot.check.lexicon import word_set
from bot.check.names import same_name
from bot.check.numbers import read_numbered
from bot.check.words import Text, Word, fold, read
from bot.request import MAX_QUESTION
from index.terms import STOP_WORDS, terms

# What a rewriting may add though nobody said it: "Besides the mayor, who …?", "What was he before becoming mayor?".
_JOINING = word_set("besides aside addition apart except regarding concerning becoming happened")
_OPENERS = _JOINING | word_set("name list tell describe explain give please according is will")
_LONGEST_GROWTH = 400
"""How much longer than the question a rewriting may be, in characters: a few names, not a story."""

_ASKING = {
    **{word: word for word in ("when", "where", "why", "how")},
    **dict.fromkeys(("who", "whom", "whose"), "who"),
    **dict.fromkeys(("what", "which"), "what"),
}
_ASKING_NOTHING = re.compile(r"\b(?:what|how) (?:about|come)\b", re.IGNORECASE)
_NEGATIONS = word_set("not no never none nobody nothing nowhere neither nor without")
_AUXILIARIES = word_set("is are was were do does did has have had will would can could shall should may might must")
# What goes with these may be a description of what the rewriting names.
_POINTING = word_set("the this that these those")


def is_faithful(rewritten: str, question: str, history: Sequence[Turn]) -> bool:
    """Whether ``rewritten`` may stand for ``question``; ``history`` are the turns that the model was told."""
    if not rewritten.isprintable() or not rewritten.strip():
        return False
    if len(rewritten) > min(MAX_QUESTION, len(question) + _LONGEST_GROWTH):
        return False
    said = " \n ".join([question, *(turn.content for turn in history)])
    return (
        _asks_alike(rewritten, question)
        and _negates_alike(read(rewritten), read(question), read(said))
        and _stands_in(rewritten, said)
        and _stands_in(question, rewritten)
        and _all_known(_content(read(rewritten)), read(said))
        and _all_known(_kept(read(question)), read(rewritten))
    )


def _asks_alike(rewritten: str, question: str) -> bool:
    """Whether it is a question where that one is, with its interrogatives; it may bring in others ("the man who")."""
    end = rewritten.rstrip()[-1]
    if end == ":" or (end != "?" and question.rstrip().endswith("?")):
        return False
    return _interrogatives(_ASKING_NOTHING.sub(" ", question)) <= _interrogatives(rewritten)


def _interrogatives(text: str) -> set[str]:
    return {_ASKING[word.lower] for word in read(text).words if word.lower in _ASKING}


def _negates_alike(rewritten: Text, question: Text, said: Text) -> bool:
    """Whether it has as many negations; one more, from what was said, where the question has no verb ("Why?")."""
    more = _negations(rewritten) - _negations(question)
    is_fragment = not any(word.lower in _AUXILIARIES for word in question.words)
    return more == 0 or (more == 1 and is_fragment and _negations(said) > _negations(question))


def _negations(text: Text) -> int:
    return sum(word.lower in _NEGATIONS for word in text.words)


def _content(text: Text) -> Iterator[Word]:
    return (word for word in text.words if word.is_content and word.lower not in _JOINING)


def _kept(question: Text) -> Iterator[Word]:
    """The content words of a question, without the first one after each "the", "this" or "that"."""
    pointed = False
    for word in question.words:
        if word.is_content and not pointed:
            yield word
        pointed = word.lower in _POINTING or (pointed and not word.is_content)


def _all_known(words: Iterable[Word], source: Text) -> bool:
    """Whether each word stands in ``source``, in whatever form, or as a name that it has."""
    known = {form for word in source.words for form in _forms(word)}
    return all(
        _forms(word) & known or any(same_name(word.text, other.text) for other in source.words) for word in words
    )


def _forms(word: Word) -> set[str]:
    return {word.stem, *terms(word.text)}


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

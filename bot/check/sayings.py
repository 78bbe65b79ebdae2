"""Where a text tells that someone says something: the verb, who speaks, to whom or of whom, and what is said.

Without a parser. The speaker is looked for before the verb in its clause, then in the clauses before that ("Anna Lom,
the mayor, said"), after an inverted verb ("said Anna Lom"), and after "by" in a passive. What is said stands after the
verb, or before it where the verb comes last.
"""

from dataclasses import dataclass
from itertools import pairwise

from bot.check.clauses import WHEN, before_verb, clause_words, clauses_before, said_with, words_after, words_before
from bot.check.lexicon import CLAUSE_OPENERS, INVERTED, SAYING_FORMS, word_set
from bot.check.speakers import Speaker, is_capital, joined, leads, speaker, with_aside
from bot.check.words import Text, Word

ACCORDING = "according"
_BE = word_set("was were is are been being be")
_ARTICLES = word_set("the a an")
_DETERMINERS = word_set("the a an his her its their our these those such of recent")
_NOUNS_TOO = word_set("claims reports states notes claim promises promise estimates reported alleged stated")
_ENDS_ACCORDING = word_set("that as when was were is are has have had would will")
_ENDS_PHRASE = _ENDS_ACCORDING | word_set("to on in during after before")
_ENDS_TARGET = word_set("of for about if whether not")
_ADVERBS = word_set("also not already never since later")
_COORDINATES = word_set("and but")
_RELATIVE = word_set("who which whose whom where")
_ADDRESSES = frozenset({"tell", "accuse", "blame", "ask"})
_LONGEST_PHRASE = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Saying:
    """A saying verb ("according" for "according to"), and the stems of what is said.

    ``speakers`` are the ways to read who speaks, none if the text names nobody; ``target`` is who is told, asked,
    accused or blamed.
    """

    lemma: str
    form: str
    speakers: tuple[Speaker, ...]
    said: frozenset[str]
    target: Speaker | None = None


def find_sayings(text: Text) -> tuple[Saying, ...]:
    """The sayings of a text, in order."""
    found = []
    for index, word in enumerate(text.words):
        lemma = SAYING_FORMS.get(word.lower, "")
        if word.lower == ACCORDING and _lower(text, index + 1) == "to":
            found.append(_according(text, index))
        elif lemma and not _is_noun(text, index):
            found.append(_passive(text, index) if _is_passive(text, index) else _active(text, index))
    return tuple(found)


def _lower(text: Text, index: int) -> str:
    return text.words[index].lower if 0 <= index < len(text.words) else ""


def _is_noun(text: Text, index: int) -> bool:
    word = text.words[index]
    if not word.opens and is_capital(word):
        return True
    return word.lower in _NOUNS_TOO and (index == 0 or _lower(text, index - 1) in _DETERMINERS)


def _is_passive(text: Text, index: int) -> bool:
    adverb = _lower(text, index - 1)
    place = index - 2 if adverb.endswith("ly") or adverb in _ADVERBS else index - 1
    return _lower(text, place) in _BE or _lower(text, index + 1) == "by"


def _according(text: Text, index: int) -> Saying:
    phrase = _phrase(text, index + 2, ACCORDING)
    said = words_before(text, index) + words_after(text, index + 2 + len(phrase))
    return _made(ACCORDING, ACCORDING, [speaker(phrase)], said)


def _passive(text: Text, index: int) -> Saying:
    verb, lemma = text.words[index], SAYING_FORMS[text.words[index].lower]
    before, after = before_verb(text, index), words_after(text, index + 1)
    place = next((place for place, word in enumerate(after, index + 1) if word.lower == "by"), -1)
    by = speaker(_phrase(text, place + 1, lemma)) if place >= 0 else None
    return _made(lemma, verb.lower, [by], before + after, speaker(before) if lemma in _ADDRESSES else None)


def _active(text: Text, index: int) -> Saying:
    verb, lemma = text.words[index], SAYING_FORMS[text.words[index].lower]
    phrase = _phrase(text, index + 1, lemma)
    target = speaker(phrase) if lemma in _ADDRESSES else None
    own = speaker(before_verb(text, index))
    if own:
        return _made(lemma, verb.lower, [_together(text, verb.clause, own)], said_with(text, index), target)
    after = speaker(phrase) if lemma in INVERTED and _may_be_inverted(text, index, phrase) else None
    if after and (_follows_quotation(text, index) or all(is_capital(word) or word.lower == "and" for word in phrase)):
        return _made(lemma, verb.lower, [after], words_before(text, index))
    said = words_before(text, index) + said_with(text, index)
    return _made(lemma, verb.lower, [*_subjects(text, verb.clause), after], said, target)


def _made(
    lemma: str, form: str, speakers: list[Speaker | None], said: list[Word], target: Speaker | None = None
) -> Saying:
    return Saying(
        lemma=lemma,
        form=form,
        speakers=tuple(one for one in speakers if one),
        said=frozenset(word.stem for word in said if word.is_content),
        target=target,
    )


def _phrase(text: Text, start: int, lemma: str) -> list[Word]:
    """The noun phrase that starts here, beside this verb."""
    phrase: list[Word] = []
    ends_at = _ENDS_ACCORDING if lemma == ACCORDING else _ENDS_PHRASE
    ends_at |= _ENDS_TARGET if lemma in _ADDRESSES else frozenset()
    for index in range(start, min(start + _LONGEST_PHRASE, len(text.words))):
        word = text.words[index]
        if word.lower in ends_at or (phrase and _begins_another(text, index)):
            break
        phrase.append(word)
    return phrase


def _begins_another(text: Text, index: int) -> bool:
    last, word = text.words[index - 1], text.words[index]
    if last.is_content and word.lower in _ARTICLES:
        return True
    return word.clause != last.clause and not _joins(text, index) and last.lower != "and"


def _joins(text: Text, index: int) -> bool:
    """Whether an "and" stands between two names."""
    beside = text.words[index - 1 : index] + text.words[index + 1 : index + 2]
    return _lower(text, index) == "and" and len(beside) == 2 and all(is_capital(word) for word in beside)


def _together(text: Text, clause: int, own: Speaker) -> Speaker:
    """With the other of "Varga and Koss said"."""
    before = clauses_before(text, clause)[-1:]
    joins = clause_words(text, clause)[0].lower == "and" and all(is_capital(word) for each in before for word in each)
    return joined([speaker(before[0]), own]) or own if joins and before else own


def _may_be_inverted(text: Text, index: int, phrase: list[Word]) -> bool:
    """Whether the speaker may stand after a verb: no verb seems to follow the phrase, nor a common word its name."""
    end = index + 1 + len(phrase)
    closes = end >= len(text.words) or text.words[end].clause != text.words[end - 1].clause
    ends = closes or text.words[end].lower in WHEN
    has_verb = any(is_capital(one) and other.is_content and not is_capital(other) for one, other in pairwise(phrase))
    return _follows_quotation(text, index) or (ends and not has_verb)


def _follows_quotation(text: Text, index: int) -> bool:
    return index > 0 and '"' in text.folded[text.words[index - 1].end : text.words[index].start]


def _subjects(text: Text, clause: int) -> list[Speaker | None]:
    """Who may speak, in the clauses before a verb's own: before an aside, in apposition, or the subject of an "and"."""
    before = clauses_before(text, clause)
    aside = next((place for place in range(len(before) - 1, 0, -1) if before[place][0].lower in _RELATIVE), 0)
    if aside:
        return [with_aside(speaker(before[aside - 1]), before[aside])]
    if clause_words(text, clause)[0].lower not in _COORDINATES:
        return [joined(map(speaker, before[-2:]))]
    first = max((place for place, words in enumerate(before) if words[0].lower in CLAUSE_OPENERS), default=0)
    return [speaker(words, is_clause=True) for words in before[first:] if not leads(words)]

"""Who speaks: the phrase that names a speaker.

It has a head, the one who speaks ("Anna Lom" in "Anna Lom of the Harbour Board"), and the words around it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from bot.check.dates import MONTHS
from bot.check.lexicon import COMMON_OPENERS, WEEKDAYS, word_set
from bot.check.words import Word

_PRONOUNS = word_set("he she they it we i")
# What follows one of these at the start of a phrase is a time, a place or an occasion, up to the last words.
_LEADS = word_set("in on at during late early last this after before since for from with when while as that to under")
_CALENDAR = WEEKDAYS | {month.lower() for month in MONTHS}
# Whoever these belong to speaks through them.
_VOICES = word_set("spokesman spokeswoman spokesperson spokespeople spokesmen statement report letter")
# Names that come later in a sentence are not the ones that a pronoun takes up.
_REACH = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class Speaker:
    """A phrase as a reader may see it, its content words without days and months, and those of its head.

    A pronoun has no words. ``start`` is the offset of the phrase in its text.
    """

    text: str
    words: tuple[Word, ...]
    head: tuple[Word, ...]
    start: int

    @property
    def is_pronoun(self) -> bool:
        """Whether it names nobody."""
        return not self.words


def speaker(phrase: Sequence[Word], *, is_clause: bool = False) -> Speaker | None:
    """The speaker that a phrase names, or None if it holds neither a pronoun nor a content word.

    If it is a whole clause, the head ends where a common word follows a name ("Koss" in "Koss met Varga").
    """
    first = next((place for place, word in enumerate(phrase) if _is_told(word) or word.lower in _PRONOUNS), -1)
    if first < 0:
        return None
    if phrase[first].lower in _PRONOUNS:
        return Speaker(text=phrase[first].text, words=(), head=(), start=phrase[0].start)
    runs = _runs(phrase[first:])
    has_lead = any(word.lower in _LEADS for word in phrase[:first])
    head = runs[-1] if has_lead else runs[0]
    if is_clause:
        # "In any settlement the Kremlin wants": what the lead governs is the first run, unless it is a day.
        place = has_lead and not any(word.lower in _CALENDAR for word in phrase[:first])
        head = _up_to_name(runs[1] if place and len(runs) > 1 else runs[0])
    words = head if has_lead or is_clause else [word for run in runs for word in run]
    head = words if any(word.lower in _VOICES for word in head) else head
    text = " ".join(word.text for word in words)
    return Speaker(text=text, words=tuple(words), head=tuple(head), start=phrase[0].start)


def _is_told(word: Word) -> bool:
    return word.is_content and word.lower not in _CALENDAR


def _runs(phrase: Sequence[Word]) -> list[list[Word]]:
    """Content words next to one another; days and months part nothing."""
    runs: list[list[Word]] = [[]]
    for word in phrase:
        if _is_told(word):
            runs[-1].append(word)
        elif not word.is_content and runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _up_to_name(run: list[Word]) -> list[Word]:
    ends = (place for place in range(1, len(run)) if is_capital(run[place - 1]) and not is_capital(run[place]))
    return run[: next(ends, len(run))]


def leads(phrase: Sequence[Word]) -> bool:
    """Whether it begins as a phrase of time, place or occasion does."""
    return bool(phrase) and phrase[0].lower in _LEADS


def joined(found: Iterable[Speaker | None]) -> Speaker | None:
    """Phrases for one speaker ("the mayor, Anna Lom"), or for several that speak together."""
    told = [one for one in found if one]
    named = [one for one in told if not one.is_pronoun] or told[:1]
    if not named:
        return None
    return Speaker(
        text=" ".join(one.text for one in named),
        words=tuple(word for one in named for word in one.words),
        head=tuple(word for one in named for word in one.head),
        start=named[0].start,
    )


def with_aside(named: Speaker | None, aside: Sequence[Word]) -> Speaker | None:
    """With what an aside tells of the speaker, which isn't who speaks."""
    return replace(named, words=named.words + tuple(filter(_is_told, aside))) if named and named.words else named


def first_named(words: Sequence[Word]) -> tuple[Speaker, ...]:
    """Whom a pronoun after these words may stand for: the head of their first clause, and a name without rivals."""
    words = words[:_REACH]
    clauses = [list(clause) for _, clause in groupby(words, key=lambda word: word.clause)]
    told = [clause for clause in clauses if clause[0].lower not in _LEADS] or clauses
    first = speaker(told[0], is_clause=True) if told else None
    names = [list(run) for named, run in groupby(words, key=_is_name) if named]
    only = speaker(names[0]) if len(names) == 1 else None
    return tuple(one for one in (first, only) if one and one.words)


def _is_name(word: Word) -> bool:
    common = word.opens and word.lower in COMMON_OPENERS
    return _is_told(word) and is_capital(word) and not common


def is_capital(word: Word) -> bool:
    """Whether it is written with a capital."""
    return word.text[:1].isupper()

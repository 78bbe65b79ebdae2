"""The names that a conversation has mentioned, by how likely a pronoun means each of them.

A name is a run of words with capitals. Nothing here knows what a question asks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.check.dates import MONTHS
from bot.check.lexicon import (
    COMMON_OPENERS,
    FORMS_OF_ADDRESS,
    FUNCTION_WORDS,
    HONORIFICS,
    NOT_CONTENT,
    WEEKDAYS,
    word_set,
)
from bot.check.words import bare

Pronoun = Literal["he", "she", "it", "they"]

LONGEST_NAME = 100  # characters
_MOST_WORDS = 6  # longer runs of capitals are headlines
_MOST_NAMES = 20  # of one turn
_MOST_CANDIDATES = 60
# Set on the tuning half of evals/rewrites.py: a turn's weight against the one after it, as topic and as thing at hand;
# what a user names against what a reply names; the first name of a turn against the others.
_TOPIC_FADES = 0.9
_THING_FADES = 0.6
_BY_USER = 4.0
_FIRST = 2.0

WORD = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*")
_OPENING = re.compile(r"[.!?:\"“”\n]")
_CALENDAR = WEEKDAYS | {month.lower() for month in MONTHS}
_MONTH_NAMES = word_set("april may june august")  # also names of people, after a first name
_NO_NAMES = (
    FUNCTION_WORDS | _CALENDAR | word_set("i i'm i've ok okay thanks please tell describe explain give show list")
)
_OPENERS = NOT_CONTENT | COMMON_OPENERS | _NO_NAMES
_JOINERS = word_set("of the de la le du da di del van von der den bin ibn al el")
_BODIES = word_set(
    """academy act agency airport army association award awards bank bridge church city club college committee company
    corp council county court cup festival fund group hall hospital house inc institute island islands league ltd
    ministry museum navy news office parliament park party police post prize record records river school senate series
    show station street team times tour union university war"""
)
_AUXILIARIES = word_set("is are was were do does did has have had will would can could should may might must")
_PLACE_PREPOSITIONS = word_set("in at to from near into across outside inside around towards")
_LONGEST_PERSON = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """A run of capitalised words at one place. ``sure``: its capital is not only that of a sentence's start."""

    text: str
    key: tuple[str, ...]
    definite: bool
    placed: bool
    honoured: bool
    sure: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A turn as far as it matters: a user's with its pronouns filled in. ``balance`` is "he" less "she"."""

    is_user: bool
    text: str
    words: frozenset[str]
    names: tuple[Name, ...]
    balance: int


@dataclass(kw_only=True, slots=True)
class Candidate:
    """A name that may be meant, with the weight of its mentions as topic and as thing, and signs of what it is."""

    name: Name
    topic: float = 0.0
    thing: float = 0.0
    balance: int = 0
    definite: bool = False
    placed: bool = False
    honoured: bool = False
    sure: bool = False

    @property
    def shown(self) -> str:
        """As it stands in a sentence."""
        return f"the {self.name.text}" if self.definite else self.name.text

    def take(self, other: "Candidate") -> None:
        """Count the mentions of a shorter form."""
        self.topic += other.topic
        self.thing += other.thing
        self.balance += other.balance
        self.honoured |= other.honoured
        self.sure = True


def read_turn(raw: str, text: str, *, is_user: bool) -> Said:
    """A turn: ``raw`` as it was said, ``text`` with its pronouns filled in."""
    words = [bare(match[0]) for match in WORD.finditer(raw)]
    return Said(
        is_user=is_user,
        text=text,
        words=frozenset(words),
        names=tuple(names(text))[:_MOST_NAMES],
        balance=sum((word in ("he", "him", "his")) - (word in ("she", "her", "hers")) for word in words),
    )


def names(text: str) -> Iterator[Name]:
    """The names of ``text``, in order."""
    run: list[re.Match[str]] = []
    before = last = None
    for match in WORD.finditer(text):
        capital = _is_capital(text, match, last, in_run=bool(run))
        if run and not ((capital or match[0] in _JOINERS) and _joins(text, run[-1], match)):
            yield from _name(text, run, before)
            run = []
        if capital and not run:
            before = last
        if capital or run:
            run.append(match)
        last = match
    if run:
        yield from _name(text, run, before)


def _opens(text: str, match: re.Match[str], last: re.Match[str] | None) -> bool:
    return last is None or bool(_OPENING.search(text, last.end(), match.start()))


def _is_capital(text: str, match: re.Match[str], last: re.Match[str] | None, *, in_run: bool) -> bool:
    lower = match[0].lower().replace("’", "'")
    ordinary = _OPENERS if _opens(text, match, last) else _NO_NAMES
    if len(lower) == 1 and text[match.end() : match.end() + 1] == ".":
        return match[0].isupper()
    return match[0][0].isupper() and (lower.removesuffix("'s") not in ordinary or (in_run and lower in _MONTH_NAMES))


def _joins(text: str, last: re.Match[str], match: re.Match[str]) -> bool:
    gap = text[last.end() : match.start()]
    shortened = len(last[0]) == 1 or last[0].lower() in HONORIFICS
    return not last[0].endswith(("'s", "’s")) and (gap in (" ", " & ") or (gap == ". " and shortened))


def _name(text: str, run: list[re.Match[str]], before: re.Match[str] | None) -> Iterator[Name]:
    while run[-1][0] in _JOINERS:
        run = run[:-1]
    shown = text[run[0].start() : run[-1].end()]
    possessive = shown.endswith(("'s", "’s"))
    shown = shown[:-2] if possessive else shown
    if len(run) > _MOST_WORDS or len(shown) > LONGEST_NAME:
        return
    previous = before[0].lower() if before else ""
    alone = text[run[-1].end() :].lstrip(" ")[:1] in ("", ":", "\n", "(")
    yield Name(
        text=shown,
        key=_key(shown),
        definite=previous == "the",
        placed=previous in _PLACE_PREPOSITIONS,
        honoured=bool({previous, run[0][0].lower()} & HONORIFICS),
        sure=not _opens(text, run[0], before) or len(run) > 1 or possessive or alone,
    )


def _key(name: str) -> tuple[str, ...]:
    words = tuple(bare(match[0]) for match in WORD.finditer(name))
    return words[1:] if words[0] in FORMS_OF_ADDRESS and len(words) > 1 else words


def candidates(said: Sequence[Said]) -> list[Candidate]:
    """The names of ``said``, those that weigh most as a topic first; a name's shorter forms count for it."""
    found: dict[tuple[str, ...], Candidate] = {}
    for age, turn in enumerate(reversed(said)):
        for place, name in enumerate(turn.names):
            if name.key in found or len(found) < _MOST_CANDIDATES:
                _count(found.setdefault(name.key, Candidate(name=name)), name, turn, age, is_first=place == 0)
    merged: list[Candidate] = []
    for candidate in sorted(found.values(), key=lambda c: -len(c.name.key)):
        whole = next((other for other in merged if _is_short_for(candidate.name.key, other.name.key)), None)
        if whole:
            whole.take(candidate)
        else:
            merged.append(candidate)
    return sorted((c for c in merged if c.sure), key=lambda c: -c.topic)


def _count(candidate: Candidate, name: Name, turn: Said, age: int, *, is_first: bool) -> None:
    weight = _FIRST if is_first else 1.0
    candidate.topic += weight * (_BY_USER if turn.is_user else 1.0) * _TOPIC_FADES**age
    candidate.thing += weight * _THING_FADES**age
    candidate.balance += turn.balance if is_first else 0
    candidate.definite |= name.definite
    candidate.placed |= name.placed
    candidate.honoured |= name.honoured
    candidate.sure |= name.sure


def _is_short_for(short: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return whole[-len(short) :] == short or (whole[:1] == short and len(whole) <= _LONGEST_PERSON)


def fit(candidate: Candidate, pronoun: Pronoun) -> float:
    """The weight of a candidate for a pronoun, by the signs of its kind; never 0."""
    if pronoun == "it":
        return candidate.thing * (0.3 if candidate.balance else 1.0) * (0.5 if _is_person(candidate) else 1.0)
    if pronoun == "they":
        return candidate.topic * (0.4 if candidate.balance else 1.0) * (2.0 if _is_many(candidate) else 1.0)
    leaning = candidate.balance if pronoun == "he" else -candidate.balance
    sex = 2.0 if leaning > 0 else 0.3 if leaning < 0 else 1.0
    kind = 0.1 if _is_body(candidate) else 1.0 if _is_person(candidate) else 0.5
    return candidate.topic * sex * kind * (0.3 if candidate.placed else 1.0)


def may_be(candidate: Candidate, pronoun: Pronoun) -> bool:
    """Whether a candidate can take the pronoun's place: a wrong name there changes the question."""
    if pronoun == "it":
        return not candidate.balance and not _is_person(candidate)
    if pronoun == "they":
        return _is_many(candidate)
    return not _is_body(candidate) or bool(candidate.balance)


def _is_body(candidate: Candidate) -> bool:
    name = candidate.name
    return bool(set(name.key) & _BODIES) or candidate.definite or name.text.isupper()


def _is_person(candidate: Candidate) -> bool:
    usual = 1 < len(candidate.name.key) <= _LONGEST_PERSON
    return candidate.honoured or (usual and not _is_body(candidate) and not candidate.placed)


def _is_many(candidate: Candidate) -> bool:
    last = candidate.name.key[-1]
    return _is_body(candidate) or (last.endswith("s") and not last.endswith("ss"))


def phrases(text: str) -> list[str]:
    """Noun phrases of a question: what follows an article, without the verb that follows a subject."""
    found: list[str] = []
    run: list[str] = []
    inverted = False
    for word in [*(match[0] for match in WORD.finditer(text)), ""]:
        if run and word and word.lower() not in NOT_CONTENT:
            run.append(word)
            continue
        if len(run) > 1:
            found.append(" ".join(run[:-1] if inverted and len(run) > 2 else run[: _MOST_WORDS - 1]))
        run = [word.lower()] if word.lower() in ("the", "a", "an") else []
        inverted = word.lower() in _AUXILIARIES or (bool(run) and inverted)
    return found

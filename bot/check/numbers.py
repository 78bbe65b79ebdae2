"""Whether every number, date and time of a statement stands in a cited sentence, and about the same thing.

A date may be told with fewer parts than the sentence gives ("in 2026" for 18 February 2026), never with more. "One" as
a pronoun and "first" as an adverb are not numbers. Where two numbers of a sentence are swapped ("killed 30 and injured
12" for the reverse), each is found, but beside the other's words: that fails too.
"""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from bot.check.claim import Claim
from bot.check.dates import Clock, Date, read_dates
from bot.check.lexicon import WEEKDAYS, word_set
from bot.check.quantities import CURRENCIES
from bot.check.readings import Number, Reading, read_numbers
from bot.check.words import Text, Word

_PRONOUN_BEFORE = word_set("no any every each some this that the which another only than at as is was for")
_NOT_COUNTED_AFTER = word_set("of another day who that which in and or by is was has to")
_DETERMINERS = word_set("the a an his her its their our my this that every each")
_ONE = frozenset({"one", "1"})
_DEFINITE = word_set("the these those of its their both other")
_LOOSE = frozenset({"ordinal", "vague", "times", "decade"})
_SHARED_UNITS = frozenset({"share", *CURRENCIES.values()})
_NEAR, _WINDOW = 3, 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Numbered:
    """The dates, times and numbers of one text."""

    text: Text
    dates: tuple[Date, ...]
    clocks: tuple[Clock, ...]
    numbers: tuple[Number, ...]

    @property
    def readings(self) -> frozenset[Reading]:
        """Readings of the numbers, and the years and days of the dates."""
        years = {Reading(value=Fraction(date.year)) for date in self.dates if date.year}
        days = {Reading(value=Fraction(date.day), unit="ordinal") for date in self.dates if date.day}
        return frozenset().union(*(number.readings for number in self.numbers), years, days, self._of_shared_unit())

    def _of_shared_unit(self) -> frozenset[Reading]:
        """Numbers that nothing follows, read with the share or the currency of another: "38 per cent, and Lom 34"."""
        known = {reading.unit for number in self.numbers for reading in number.readings} & _SHARED_UNITS
        bare = (number for number in self.numbers if known and not _beside(number, self, after=True))
        values = {reading.value for number in bare for reading in number.readings if not reading.unit}
        return frozenset(
            Reading(value=value / 100 if unit == "share" else value, unit=unit) for value in values for unit in known
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Beside:
    """The stems that stand beside the numbers of the cited sentences, by reading and by unit."""

    by_reading: dict[Reading, set[str]]
    by_unit: dict[str, set[str]]


def read_numbered(text: Text) -> Numbered:
    """A text's dates and times, and the numbers in what is left."""
    dated = read_dates(text.folded)
    return Numbered(text=text, dates=dated.dates, clocks=dated.clocks, numbers=read_numbers(dated.rest))


def number_fault(claim: Claim) -> str:
    """Which number, date or time of the statement is not in the cited sentences, or ""."""
    statement = read_numbered(claim.statement)
    cited = [read_numbered(sentence) for sentence in claim.sentences]
    faults = (_date_fault, _weekday_fault, _clock_fault, _value_fault)
    return next(filter(None, (fault(statement, cited) for fault in faults)), "")


def _date_fault(statement: Numbered, cited: list[Numbered]) -> str:
    given = [date for text in cited for date in text.dates]
    years = {reading.value for text in cited for reading in text.readings if not reading.unit}
    for date in statement.dates:
        if not any(_covers(known, date, years) for known in given):
            return f"The date “{date.text}” is not in the cited sentences."
    return ""


def _weekday_fault(statement: Numbered, cited: list[Numbered]) -> str:
    """Which weekday is named more often than in all sentences together, and so in the place of another."""
    given = Counter(word.lower for text in cited for word in text.text.words)
    own = Counter(word.lower for word in statement.text.words if word.lower in WEEKDAYS)
    for day, count in own.items():
        if count > given[day]:
            return f"The statement says “{day.title()}” where the cited sentences don't."
    return ""


def _covers(known: Date, told: Date, years: set[Fraction]) -> bool:
    same_day = not told.day or told.day == known.day
    # A date without a year may take it from elsewhere in what is cited.
    same_year = not told.year or told.year == known.year or (not known.year and told.year in years)
    return told.month == known.month and same_day and same_year


def _clock_fault(statement: Numbered, cited: list[Numbered]) -> str:
    given = {clock.minutes for text in cited for clock in text.clocks}
    for clock in statement.clocks:
        if clock.minutes not in given:
            return f"The time “{clock.text}” is not in the cited sentences."
    return ""


def _value_fault(statement: Numbered, cited: list[Numbered]) -> str:
    given = frozenset().union(*(text.readings for text in cited))
    beside = _read_beside(cited)
    for number in statement.numbers:
        if _is_no_number(number, statement.text) or _counts_no_more(number, statement.text, cited):
            continue
        if not number.readings & given:
            return f"The number “{number.text}” is not in the cited sentences."
        if _is_swapped(number, statement, beside):
            return f"The number “{number.text}” stands beside other words in the cited sentences."
    return ""


def _next_word(number: Number, text: Text) -> int:
    """The index of the first word after a number."""
    return bisect_left(text.words, number.end, key=_start)


def _previous_word(number: Number, text: Text) -> int:
    """The index of the last word before a number, or -1."""
    return bisect_left(text.words, number.start, key=_start) - 1


def _start(word: Word) -> int:
    return word.start


def _lower(text: Text, index: int) -> str:
    return text.words[index].lower if 0 <= index < len(text.words) else ""


def _is_no_number(number: Number, text: Text) -> bool:
    """Whether "one", "first" or "second" is a pronoun, an adverb or part of an idiom here."""
    lower = number.text.lower()
    before, after = _lower(text, _previous_word(number, text)), _lower(text, _next_word(number, text))
    if lower == "one":
        return before in _PRONOUN_BEFORE or after in _NOT_COUNTED_AFTER or not after
    if lower in {"first", "second"}:
        return before not in _DETERMINERS and text.folded[number.end : number.end + 1] != "-"
    return lower == "half" and before in {"first", "second", "other"}


def _counts_no_more(number: Number, text: Text, cited: list[Numbered]) -> bool:
    """Whether "one soldier" stands for "a soldier", or "the two sides" for "the sides".

    It doesn't where a cited sentence counts the same things otherwise ("three soldiers").
    """
    following = _next_word(number, text)
    lower = number.text.lower()
    is_light = lower in _ONE or (lower == "two" and _lower(text, _previous_word(number, text)) in _DEFINITE)
    if not is_light or following >= len(text.words) or not text.words[following].is_content:
        return False
    stem = text.words[following].stem
    return not any(stem in _beside(other, known) for known in cited for other in known.numbers)


def _read_beside(cited: list[Numbered]) -> Beside:
    by_reading: dict[Reading, set[str]] = {}
    by_unit: dict[str, set[str]] = {}
    for text in cited:
        for number in text.numbers:
            stems = _beside(number, text)
            for reading in number.readings:
                by_reading.setdefault(reading, set()).update(stems)
                by_unit.setdefault(reading.unit, set()).update(stems)
    return Beside(by_reading=by_reading, by_unit=by_unit)


def _is_swapped(number: Number, statement: Numbered, cited: Beside) -> bool:
    """Whether the words beside a number stand, in the sentences, beside another number of that unit instead."""
    units = {reading.unit for reading in number.readings}
    if units & _LOOSE or _is_year(number):
        return False
    stems = _beside(number, statement)
    own = any(stems & cited.by_reading.get(reading, set()) for reading in number.readings)
    return not own and any(stems & cited.by_unit.get(unit, set()) for unit in units)


def _is_year(number: Number) -> bool:
    return len(number.text) == 4 and number.text.isdecimal() and number.text[0] in "12"


def _beside(number: Number, text: Numbered, *, after: bool = False) -> frozenset[str]:
    """Stems of up to three content words after a number and, unless ``after``, of as many before it, in its clause."""
    words = text.text.words
    place = bisect_left(text.numbers, number.start, key=lambda other: other.start)
    limit = text.numbers[place + 1].start if place + 1 < len(text.numbers) else len(text.text.folded)
    floor = text.numbers[place - 1].end if place else 0
    first, last = _next_word(number, text.text), _previous_word(number, text.text)
    # "5,000" is two words, with a comma between them.
    opens, closes = words[min(last + 1, len(words) - 1)].clause, words[max(first - 1, 0)].clause
    later = [word for word in words[first : first + _WINDOW] if word.start < limit]
    earlier = [word for word in words[max(0, last + 1 - _WINDOW) : last + 1] if word.start >= floor]
    near = [word.stem for word in later if word.clause == closes and word.is_content][:_NEAR]
    if not after:
        near += [word.stem for word in earlier if word.clause == opens and word.is_content][-_NEAR:]
    return frozenset(near)

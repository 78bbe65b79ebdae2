"""Numbers in a text: what they are worth and what they count, however they are written.

"29" and "twenty-nine" are one number; so are "1,000" and "1 000", "5 %" and "five per cent", "1.5 million" and
"1,500,000", "half" and "50 %", "a fifth" and "20 %". A percentage is a share; a percentage point is not. A number can
be read in several ways ("5m" is five million or five metres): two numbers agree if they share a reading. A year
is a plain number.
"""

from dataclasses import dataclass
from fractions import Fraction

from bot.check.numerals import Token, Value, read_tokens, value_at, word_at
from bot.check.quantities import CURRENCIES, FRACTIONS, UNITS_OF_MEASURE

_JOINERS = frozenset({"-", "to", "and", "or"})
_SCALES_BY_LETTER = {"m": 10**6, "k": 10**3, "bn": 10**9}


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A value and what it counts: "" (things, a year), "share", "points", "ordinal", "usd", "km", "day" and so on."""

    value: Fraction
    unit: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Number:
    """A number as written, with its offsets in the folded text and its readings."""

    text: str
    start: int
    end: int
    readings: frozenset[Reading]


def read_numbers(folded: str) -> tuple[Number, ...]:
    """The numbers of a folded text, left to right, without the dates in it (blank them out first)."""
    tokens = read_tokens(folded)
    found: list[Number] = []
    index = 0
    while index < len(tokens):
        value = value_at(tokens, index)
        if value is None:
            index += 1
            continue
        number, after = _number(folded, tokens, index, value)
        found.append(number)
        index = max(after, index + 1)
    return tuple(_with_shared_units(folded, found))


def _number(folded: str, tokens: list[Token], index: int, value: Value) -> tuple[Number, int]:
    """The number at a token with its sign, currency and unit, and the token after it."""
    start, sign = tokens[index].start, 1
    before = index - 1
    currency = CURRENCIES.get(tokens[before].lower, "") if before >= 0 and tokens[before].end == start else ""
    if currency:
        start, before = tokens[before].start, before - 1
    if _is_minus(folded, tokens, before, start):
        sign, start = -1, tokens[before].start
    amount = value.value * sign
    unit, after = _unit(tokens, value)
    readings = {Reading(value=amount, unit=currency or unit)}
    if currency and unit in {"m", "k", "bn"}:
        readings = {Reading(value=amount * _SCALES_BY_LETTER[unit], unit=currency)}
    elif unit in _SCALES_BY_LETTER:
        readings.add(Reading(value=amount * _SCALES_BY_LETTER[unit]))
    if unit == "share" and value.unit != "share":
        readings = {Reading(value=amount / 100, unit="share")}
    if unit == "year" and word_at(tokens, after) in {"old", "-"}:
        readings.add(Reading(value=amount))
    end = tokens[after - 1].end
    return Number(text=folded[start:end], start=start, end=end, readings=frozenset(readings)), after


def _is_minus(folded: str, tokens: list[Token], before: int, start: int) -> bool:
    if before < 0:
        return False
    token = tokens[before]
    if token.lower == "minus":
        return True
    preceding = folded[token.start - 1 : token.start]
    return token.text == "-" and token.end == start and not preceding.isalnum() and preceding not in {".", ")", "%"}


def _unit(tokens: list[Token], value: Value) -> tuple[str, int]:
    """What a value counts, and the token after the words that say so."""
    index = value.end
    word, following = word_at(tokens, index), word_at(tokens, index + 1)
    if value.unit and value.unit != "share":
        return value.unit, index
    adjacent = index < len(tokens) and tokens[index].start == tokens[index - 1].end
    if word in {"st", "nd", "rd", "th"} and adjacent:
        return "ordinal", index + 1
    if word == "s" and adjacent:
        return "decade", index + 1
    if word in {"%", "percent", "pct"}:
        return ("points", index + 2) if following in {"point", "points"} else ("share", index + 1)
    if word == "per" and following == "cent":
        return "share", index + 2
    if word == "percentage" and following in {"point", "points"}:
        return "points", index + 2
    if word == "times":
        return "times", index + 1
    if word == "-" and adjacent:
        index, word = index + 1, following
    if word in FRACTIONS and not value.unit:
        return f"/{FRACTIONS[word]}", index + 1
    if word in UNITS_OF_MEASURE:
        return UNITS_OF_MEASURE[word], index + 1
    return value.unit, value.end


def _with_shared_units(folded: str, numbers: list[Number]) -> list[Number]:
    """Fractions as shares; and in "5 to 10 km" the unit of the second number counts for the first as well."""
    numbers = [_as_share(number) for number in numbers]
    for index in range(len(numbers) - 2, -1, -1):
        number, following = numbers[index], numbers[index + 1]
        between = folded[number.end : following.start]
        if len(between) <= 5 and between.strip().lower() in _JOINERS and all(not r.unit for r in number.readings):
            shared = {Reading(value=r.value, unit=other.unit) for r in number.readings for other in following.readings}
            shared |= {
                Reading(value=r.value / 100, unit="share")
                for r in number.readings
                if "share" in {o.unit for o in following.readings}
            }
            numbers[index] = Number(
                text=number.text, start=number.start, end=number.end, readings=number.readings | frozenset(shared)
            )
    return numbers


def _as_share(number: Number) -> Number:
    readings = frozenset(
        Reading(value=r.value / int(r.unit[1:]), unit="share") if r.unit.startswith("/") else r for r in number.readings
    )
    return Number(text=number.text, start=number.start, end=number.end, readings=readings)

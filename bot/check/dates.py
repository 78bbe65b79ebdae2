"""Dates and times of day in a text, in the usual English writings, and the text without them."""

import re
from dataclasses import dataclass

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTH_NUMBERS = {month[:3]: number for number, month in enumerate(MONTHS, start=1)}
_MONTH = r"(?P<month>(?:" + "|".join(f"{m}|{m[:3]}\\.?|{m.upper()}" for m in MONTHS) + r"|Sept\.?)(?![^\W_]))"
_DAY = r"(?<![\w.,])(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[12]\d{3})(?!\d)"

_PATTERNS = (
    re.compile(r"(?<!\d)(?P<year>[12]\d{3})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)"),
    re.compile(rf"(?<![\d.])(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.{_YEAR}"),
    re.compile(
        rf"(?<![\w.,])(?P<other>\d{{1,2}})(?:st|nd|rd|th)?(?: ?- ?| and | to | or )(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
        rf"(?: of)? {_MONTH}(?:,? {_YEAR})?"
    ),
    re.compile(rf"{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR})?"),
    re.compile(rf"(?<![^\W_]){_MONTH} (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\w%])(?!,\d)(?:,? {_YEAR})?"),
    re.compile(rf"(?<![^\W_]){_MONTH}(?:,? (?:of )?{_YEAR})?"),
)
_CLOCK = re.compile(
    r"(?<![\d:.,])(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))? ?(?P<half>[ap])\.?m\b\.?"
    r"|(?<![\d:.,])(?P<hour24>\d{1,2}):(?P<minute24>\d{2})(?![\d:])|\b(?P<word>noon|midday|midnight)\b",
    re.IGNORECASE,
)
# A digit-free filler of the same length: what follows keeps its offset and joins with nothing before it.
_FILLER = ";"


@dataclass(frozen=True, kw_only=True, slots=True)
class Date:
    """A date as far as it is given; a part that isn't given is 0."""

    text: str
    day: int = 0
    month: int = 0
    year: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Clock:
    """A time of day, in minutes since midnight."""

    text: str
    minutes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Dated:
    """The dates and times of a text, and its folded text with them blanked out."""

    dates: tuple[Date, ...]
    clocks: tuple[Clock, ...]
    rest: str


def read_dates(folded: str) -> Dated:
    """Dates ("18 February 2026", "February 18, 2026", "2026-02-18", "February") and times ("3 pm", "15:00", "noon").

    ``folded`` is folded text. A month alone is read only with its capital.
    """
    dates: list[Date] = []
    for pattern in _PATTERNS:
        for found in pattern.finditer(folded):
            dates.extend(_dates(found))
        folded = pattern.sub(_blank, folded)
    clocks = tuple(Clock(text=found.group().rstrip(" ."), minutes=_minutes(found)) for found in _CLOCK.finditer(folded))
    return Dated(dates=tuple(dates), clocks=clocks, rest=_CLOCK.sub(_blank, folded))


def _dates(found: re.Match[str]) -> list[Date]:
    parts = found.groupdict()
    month = parts["month"]
    number = int(month) if month.isdecimal() else _MONTH_NUMBERS[month[:3].capitalize()]
    days = [int(day) for day in (parts.get("other"), parts.get("day")) if day] or [0]
    return [Date(text=found.group(), day=day, month=number, year=int(parts.get("year") or 0)) for day in days]


def _minutes(found: re.Match[str]) -> int:
    if found["word"]:
        return 0 if found["word"].lower() == "midnight" else 12 * 60
    if found["hour24"]:
        return int(found["hour24"]) * 60 + int(found["minute24"])
    afternoon = 12 if found["half"].lower() == "p" else 0
    return (int(found["hour"]) % 12 + afternoon) * 60 + int(found["minute"] or 0)


def _blank(found: re.Match[str]) -> str:
    return _FILLER * len(found.group())

"""English whole numbers from figures to words and back, for statements that write them out. Pure."""

import re

from bot.check.dates import MONTHS

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES = {word: value for value, word in enumerate(_ONES) if value > 1} | {
    word: 10 * place for place, word in enumerate(_TENS) if word
}
# No years, times, decimals, scores, days of a month or numbers that belong to a code.
_FIGURES = re.compile(
    rf"(?<![\w.,:/$€£+–-])(?!(?:1[5-9]|20)\d\d(?!,?\d))(?!\d{{1,2}} (?:{'|'.join(MONTHS)}))"
    rf"{''.join(f'(?<!{month} )' for month in MONTHS)}"
    r"(?<!No )\d{1,3}(?:,\d{3}|\d{1,3})?(?![\w:/%–-]|[.,]\d| ?(?:a\.m|p\.m|am\b|pm\b))"
)
_WORDS = re.compile(
    rf"(?<![\w-])(?:(?:{'|'.join(_TENS[2:])})-(?:{'|'.join(_ONES[1:10])})|{'|'.join(_VALUES)})"
    r"(?![\w]|-(?!year)| (?:hundred|thousand|million|billion|dozen|of\b)|-(?:fifth|third|quarter))"
)


def in_words(text: str) -> str:
    """Every plain figure below a million written out; but for one that opens the text."""
    return _FIGURES.sub(lambda match: number_words(int(match[0].replace(",", ""))), text)


def in_digits(text: str) -> str:
    """Every number word from "two" to "ninety-nine" as figures."""
    return _WORDS.sub(lambda match: str(_value(match[0])), text)


def number_words(number: int) -> str:
    """A whole number from 0 to 999,999, in British style: "two hundred and five"."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10] + (f"-{_ONES[number % 10]}" if number % 10 else "")
    if number < 1000:
        tail = f" and {number_words(number % 100)}" if number % 100 else ""
        return f"{_ONES[number // 100]} hundred{tail}"
    rest = number % 1000
    joint = " and " if 0 < rest < 100 else " "
    return f"{number_words(number // 1000)} thousand" + (f"{joint}{number_words(rest)}" if rest else "")


def _value(word: str) -> int:
    tens, _, ones = word.partition("-")
    return _VALUES[tens] + (_ONES.index(ones) if ones else 0)

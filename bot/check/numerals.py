"""Numerals in a text: the values of digits and number words, before it is known what they count."""

import re
from dataclasses import dataclass
from fractions import Fraction

from bot.check.quantities import FRACTIONS, MULTIPLES, ORDINALS, SCALES, TENS, UNITS, VAGUE

_TOKEN = re.compile(
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?:[ ']\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:[.,]\d+)?)"
    r"|(?P<word>[^\W\d_]+)|(?P<glyph>[½¼¾⅓⅔⅕⅛])|(?P<mark>[^\w\s])"
)
_GLYPHS = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3), "⅕": (1, 5), "⅛": (1, 8)}
_LONGEST = 40
_ARTICLES = frozenset({"a", "an"})


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text, of the kind "digits", "word", "glyph" or "mark", with its offsets."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        """In lower case."""
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class Value:
    """A value read from tokens, up to ``end``; ``unit`` is set where the words say it."""

    value: Fraction
    end: int
    unit: str = ""


def read_tokens(folded: str) -> list[Token]:
    """The digits, words, fraction signs and marks of a folded text."""
    return [
        Token(found.lastgroup or "", found.group(), found.start(), found.end()) for found in _TOKEN.finditer(folded)
    ]


def word_at(tokens: list[Token], index: int) -> str:
    """The token at an index in lower case; "" outside the text."""
    return tokens[index].lower if 0 <= index < len(tokens) else ""


def value_at(tokens: list[Token], index: int) -> Value | None:
    """The value that starts at a token, or None where no number starts."""
    token = tokens[index]
    if token.kind == "digits":
        return _scaled(tokens, index + 1, _digits(token.text))
    if token.kind == "glyph":
        return _scaled(tokens, index + 1, Fraction(*_GLYPHS[token.text]), unit="share")
    if token.kind != "word":
        return None
    return _special(tokens, index) or _spelled(tokens, index)


def _digits(text: str) -> Fraction:
    if len(text) > _LONGEST:
        # Too long to be a number anyone writes; the words of it are all that has to agree.
        return Fraction(_stand_in(text))
    if re.fullmatch(r"\d{1,3}(?:[, ']\d{3})+(?:\.\d+)?", text):
        return Fraction(re.sub(r"[, ']", "", text))
    return Fraction(text.replace(",", "."))


def _stand_in(text: str) -> int:
    """A stand-in for a number of more than 40 digits: a polynomial of its digits, the same for the same text."""
    total = 0
    for char in text:
        total = (total * 1_000_003 + ord(char)) % (2**127 - 1)
    return total + 10**50


def _special(tokens: list[Token], index: int) -> Value | None:
    """Words that are numbers by themselves: half, dozens, twice, third."""
    word, following = word_at(tokens, index), word_at(tokens, index + 1)
    if word == "half":
        if following in _ARTICLES and (word_at(tokens, index + 2) in SCALES):
            return Value(SCALES[word_at(tokens, index + 2)] * Fraction(1, 2), index + 3)
        return Value(Fraction(1, 2), index + 1, "share")
    if word in VAGUE:
        return Value(Fraction(VAGUE[word]), index + 1, "vague")
    if word in MULTIPLES:
        return Value(Fraction(MULTIPLES[word]), index + 1, "times")
    if word in _ARTICLES and following in FRACTIONS and word_at(tokens, index + 2) == "of":
        return Value(Fraction(1, FRACTIONS[following]), index + 2, "share")
    return Value(Fraction(ORDINALS[word]), index + 1, "ordinal") if word in ORDINALS else None


def _spelled(tokens: list[Token], index: int) -> Value | None:
    """A number in words, such as "one hundred and twenty-nine thousand"; "a" counts before hundred, dozen, million."""
    if word_at(tokens, index) in _ARTICLES:
        if word_at(tokens, index + 1) not in SCALES:
            return None
        return _scaled(tokens, index + 1, Fraction(1))
    total, current, start = Fraction(0), Fraction(0), index
    while index < len(tokens):
        word = word_at(tokens, index)
        if word in TENS:
            current += TENS[word]
        elif word in UNITS:
            current += UNITS[word]
        elif word in ORDINALS and index > start and ORDINALS[word] < 10 and word_at(tokens, index - 1) == "-":
            return Value(total + current + ORDINALS[word], index + 1, "ordinal")
        elif word == "hundred" and current:
            current *= 100
        elif word in SCALES and current:
            total, current = total + current * SCALES[word], Fraction(0)
        elif not (word in {"-", "and"} and index > start and _continues(tokens, index)):
            break
        index += 1
    return Value(total + current, index) if index > start else None


def _continues(tokens: list[Token], index: int) -> bool:
    """Whether "-" or "and" stands inside a spelled number: "twenty-nine", "hundred and five"."""
    before, after = word_at(tokens, index - 1), word_at(tokens, index + 1)
    if tokens[index].text == "-":
        return (before in TENS and (after in UNITS or after in ORDINALS)) or after in SCALES
    return (before == "hundred" or before in SCALES) and (after in UNITS or after in TENS)


def _scaled(tokens: list[Token], index: int, value: Fraction, unit: str = "") -> Value:
    """A value times the "hundred", "million" and the like that follow it."""
    if word_at(tokens, index) == "-" and word_at(tokens, index + 1) in SCALES:
        index += 1
    while word_at(tokens, index) in SCALES:
        value, unit, index = value * SCALES[word_at(tokens, index)], "", index + 1
    return Value(value, index, unit)

"""Statements that tell what a sentence tells, in other words: the ways of a model that behaves.

The rules are about English in general. Words in quotation marks stay as they are, but for the style of the marks.
"""

import random
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from evals.hostile.number_words import in_digits, in_words
from evals.hostile.prompt_reading import Evidence
from evals.hostile.reply_lines import Line, Maker, honest, outside_quotes

_SYNONYMS = Path(__file__).parent / "synonyms.txt"
_ASIDE = re.compile(
    r", (?:which|who|where|whose|a|an|the) [^,;\ue000]{3,70},(?= [a-z])| \([^()]{3,80}\)| – [^–]{3,80} – "
)
_SAYING = r"(?:said|says|added|warned|told|confirmed|announced|explained|argued|claimed|admitted|wrote|noted)"
_TAIL = re.compile(rf"(?P<said>.{{15,}}), (?P<who>(?:the |a )?[^,\ue000]{{2,60}}) (?P<verb>{_SAYING})\.")
_FRONTED = re.compile(
    r"(?P<when>(?:In|On|At|After|Before|Since|During|By|Until|Because|Although|While|When|If|Once) [^,;\ue000]{3,70}), "
    r"(?P<rest>[^,;\ue000]{10,})\."
)
_TIME_TAIL = re.compile(
    r"(?P<rest>[^,;\ue000]{15,}) "
    r"(?P<when>on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|in (?:19|20)\d\d|last (?:week|month|year))\."
)
_AMBIGUOUS = re.compile(rf"\b{_SAYING}\b|\b(?:and|but|that|who|which)\b", re.IGNORECASE)
_LOWERED = frozenset(
    [
        "The",
        "A",
        "An",
        "It",
        "He",
        "She",
        "They",
        "In",
        "On",
        "At",
        "After",
        "Before",
        "Since",
        "During",
        "By",
        "Until",
        "There",
        "This",
        "That",
        "These",
        "Those",
        "His",
        "Her",
        "Its",
        "Their",
        "Most",
        "Some",
        "All",
        "Many",
        "Few",
        "No",
        "Two",
        "Three",
        "Four",
        "Because",
        "Although",
        "While",
        "When",
        "If",
        "Once",
        "About",
        "Another",
    ]
)
# Transliterations of Slavic and Arabic names, as the press has them.
_VARIANTS = (
    *((r"skyy\b", "sky"), (r"sky\b", "skyy"), (r"sky\b", "skiy"), (r"(?<=[bcdfghklmnprstvz])e(?=rov\b)", "je")),
    *((r"je(?=rov\b)", "e"), (r"(?<=[a-z])(?:ei|ij)\b", "ey"), (r"riy\b", "rii")),
    *((r"(?<=[bdlmnprst])yi", "i"), (r"kh", "h"), (r"(?<=[a-z])ija\b", "iya"), (r"ymyr\b", "imir"), (r"Alex", "Aleks")),
)
_NAME = re.compile(r"(?<=[a-z,;:] )[A-Z][^\W\d_]{4,}")
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa"})


def faithful(base: Evidence, _others: Sequence[Evidence], _generator: random.Random) -> Line | None:
    """The sentence itself."""
    return Line(text=base.text, numbers=(base.number,), base=base.number)


def quoting(base: Evidence, _others: Sequence[Evidence], generator: random.Random) -> Line | None:
    """The sentence with its quotation, in another style of marks, or without an aside outside the quotation."""
    if "“" not in base.text and '"' not in base.text:
        return None
    shortened = outside_quotes(base.text, _without_aside)
    text = shortened if generator.random() < 0.7 else base.text
    straight = text.replace("“", '"').replace("”", '"')
    curly = re.sub(r'"([^"]*)"', r"“\1”", text)
    return honest(straight if "“" in text else curly, base)


def paraphrased(base: Evidence, _others: Sequence[Evidence], generator: random.Random) -> Line | None:
    """One to three words changed for others of the same meaning, or an aside left out."""
    return honest(outside_quotes(base.text, lambda text: _reworded(text, generator)), base)


def _reworded(text: str, generator: random.Random) -> str:
    if generator.random() < 0.5:
        text = _without_aside(text)
    held = [(old, new) for old, new in _synonyms() if re.search(rf"\b{old}(?!\w)", text)]
    for old, new in generator.sample(held, min(len(held), generator.randint(1, 3))):
        text = re.sub(rf"\b{old}(?!\w)", new, text, count=1)
    return text


def _without_aside(text: str) -> str:
    """Without its first aside, if no comma stands before it: that might belong to it."""
    match = _ASIDE.search(text)
    if not match or "," in text[: match.start()]:
        return text
    return f"{text[: match.start()]} {text[match.end() :].lstrip()}"


@cache
def _synonyms() -> tuple[tuple[str, str], ...]:
    lines = [line for line in _SYNONYMS.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return tuple((old, new) for old, new in (line.split(" = ") for line in lines))


def reordered(base: Evidence, _others: Sequence[Evidence], _generator: random.Random) -> Line | None:
    """Who said it, or when, moved from the end to the front or back."""
    return honest(outside_quotes(base.text, _moved), base)


def _moved(text: str) -> str:
    if match := _TAIL.fullmatch(text):
        who, said = _capital(match["who"]), match["said"]
        return f"{who} {match['verb']} that {_small(said)}." if "\ue000" not in said else text
    for pattern in (_FRONTED, _TIME_TAIL):
        match = pattern.fullmatch(text)
        if match and not _AMBIGUOUS.search(match["rest"]):
            when, rest = match["when"], match["rest"]
            return f"{_capital(rest)} {_small(when)}." if pattern is _FRONTED else f"{_capital(when)}, {_small(rest)}."
    return text


def numbers_written_out(base: Evidence, _others: Sequence[Evidence], generator: random.Random) -> Line | None:
    """Figures in words, or words in figures."""
    ways = [in_words, in_digits] if generator.random() < 0.5 else [in_digits, in_words]
    for way in ways:
        text = outside_quotes(base.text, way)
        if text != base.text:
            return honest(text, base)
    return None


def spelled_otherwise(base: Evidence, _others: Sequence[Evidence], generator: random.Random) -> Line | None:
    """A name in another transliteration, or without its diacritics."""
    found = [(match, variant) for match in _NAME.finditer(base.text) for variant in _variants(match[0])]
    if not found:
        return None
    match, variant = generator.choice(found)
    return honest(base.text[: match.start()] + variant + base.text[match.end() :], base)


def _variants(name: str) -> set[str]:
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    made = {re.sub(old, new, name) for old, new in _VARIANTS} | {plain, name.translate(_GERMAN)}
    return made - {name}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    return text[:1].lower() + text[1:] if text.split(" ", 1)[0] in _LOWERED else text


HONEST: dict[str, Maker] = {
    "faithful": faithful,
    "faithful with a quote": quoting,
    "light paraphrase": paraphrased,
    "reordered clauses": reordered,
    "numbers written out": numbers_written_out,
    "spelling variants": spelled_otherwise,
}

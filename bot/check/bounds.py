"""Whether a number keeps its bound: "more than", "at least", "up to", "about", "nearly" and the like."""

import re

from bot.check.claim import Claim
from bot.check.numbers import Numbered, read_numbered
from bot.check.readings import Number, Reading

_BEFORE = {
    "more than": "more than|over|above|exceeding|upwards of|in excess of|just over|topped|topping",
    "at least": "at least|no fewer than|no less than|not less than|a minimum of",
    "up to": "up to|at most|as many as|as much as|no more than|not more than|a maximum of",
    "fewer than": "fewer than|less than|under|below|just under",
    "nearly": "nearly|almost|close to|approaching",
    "about": "about|around|roughly|approximately|some|an estimated|estimated|circa|more or less",
}
_CLASSES = {phrase: name for name, phrases in _BEFORE.items() for phrase in phrases.split("|")}
_ENDING = re.compile(
    r"(?<![^\W_])(?:" + "|".join(sorted(_CLASSES, key=len, reverse=True)) + r") ?(?:the |a |us)?$", re.IGNORECASE
)
_AFTER = re.compile(r" or (?P<more>more)\b| or (?P<fewer>fewer|less)\b|(?P<plus>\+|-plus\b)", re.IGNORECASE)
# "Over three days" tells how long, not how many.
_LASTING = frozenset({"second", "minute", "hour", "day", "week", "month", "year", "decade", "century"})
_WINDOW = 24


def bound_fault(claim: Claim) -> str:
    """Which number has lost, gained or changed its bound, or ""."""
    cited: dict[Reading, set[str]] = {}
    for text in map(read_numbered, claim.sentences):
        for known in text.numbers:
            for reading in known.readings:
                cited.setdefault(reading, set()).add(bound(known, text))
    statement = read_numbered(claim.statement)
    for number in statement.numbers:
        own = bound(number, statement)
        given = set[str]().union(*(cited.get(reading, set()) for reading in number.readings))
        if given and own not in given:
            return _reason(number.text, own, next(iter(sorted(given))))
    return ""


def bound(number: Number, text: Numbered) -> str:
    """The kind of bound that stands at a number, such as "more than"; "" if there is none."""
    folded = text.text.folded
    found = _ENDING.search(folded[max(0, number.start - _WINDOW) : number.start])
    if found:
        name = _CLASSES[re.sub(r" ?(?:the |a |us)?$", "", found.group().lower())]
        lasting = name == "more than" and any(reading.unit in _LASTING for reading in number.readings)
        return "" if lasting and found.group().lower().startswith("over") else name
    after = _AFTER.match(folded, number.end)
    if not after:
        return ""
    return "up to" if after["fewer"] else "at least"


def _reason(number: str, own: str, given: str) -> str:
    if not own:
        return f"The cited sentence says “{given} {number}”; the statement leaves “{given}” out."
    if not given:
        return f"The statement says “{own} {number}”; the cited sentence gives the number without “{own}”."
    return f"The statement says “{own} {number}”; the cited sentence says “{given}”."

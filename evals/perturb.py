"""Sentences broken on purpose, in the ways that a careless writer or a language model breaks them.

Each way is a function of a sentence and other sentences of the same text; it returns the broken statement with the
places that were altered, or None where the sentence gives it no hold.
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.check.dates import MONTHS
from index.terms import STOP_WORDS

_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w,])|(?<![\w.,])\d+(?:\.\d+)?(?![\w,])")
_WORD_NUMBER = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty)\b"
)
_WORD_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "twenty", "thirty")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DATE = re.compile(rf"\b(?:{'|'.join((*MONTHS, *_DAYS))})\b")
_NAME = re.compile(r"(?<![.?!] )(?<!^)\b[A-Z][\w’']+(?:\s+[A-Z][\w’']+)*")
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|will|would|can|could|has|have|had|does|did|may|might|should|must)\b(?! not\b)"
)
_NOT = re.compile(
    r"\b(is|are|was|were|will|would|could|has|have|had|does|did|do|can|should) not\b|\bnever\b|\bno\b(?= \w)"
)
_MODAL = re.compile(r"\b(could|may|might|can)\b")
_HEDGE = re.compile(
    r",? ?\b(?:reportedly|allegedly|possibly|probably|perhaps|apparently|likely|some of the|an estimated|believed to be"
    r"|expected to|(?:nearly|almost|about|around|roughly|more than|less than|at least|at most|up to)"
    rf"(?= (?:\d|half\b|all\b|{'|'.join(_WORD_NUMBERS)})))\b,? ?"
)
# "About" and "around" where they are prepositions: no quantity follows.
NO_HEDGE = re.compile(
    r"\b(?:about|around)\b(?! (?:an? )?(?:[\d£$€]|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|\w+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|million|dozen|half|third|quarter|fifth|tenth"
    r"|year|month|week|day|hour|minute)\b)| the same\b)"
)
_OPPOSITES = (
    *(("increase", "decrease"), ("increased", "decreased"), ("rose", "fell"), ("rise", "fall"), ("higher", "lower")),
    *(("more", "fewer"), ("before", "after"), ("first", "last"), ("accepted", "rejected"), ("approved", "rejected")),
    *(("won", "lost"), ("win", "lose"), ("support", "oppose"), ("supported", "opposed"), ("largest", "smallest")),
    *(("began", "ended"), ("start", "end"), ("started", "ended"), ("agreed", "refused"), ("above", "below")),
    *(("early", "late"), ("north", "south"), ("east", "west"), ("northern", "southern"), ("eastern", "western")),
    *(("confirmed", "denied"), ("allowed", "banned"), ("open", "closed"), ("all", "none"), ("many", "few")),
    *(
        ("strong", "weak"),
        ("cheaper", "dearer"),
        ("old", "new"),
        ("older", "younger"),
        ("all", "some"),
        ("most", "few"),
    ),
    *(
        ("always", "never"),
        ("increasing", "decreasing"),
        ("gained", "lost"),
        ("included", "excluded"),
        ("left", "joined"),
    ),
)
_OPPOSITE = {a: b for pair in _OPPOSITES for a, b in (pair, pair[::-1])}
_OPPOSITE_WORD = re.compile(rf"\b(?:{'|'.join(sorted(_OPPOSITE))})\b")


@dataclass(frozen=True, slots=True)
class Broken:
    """A statement that its sentence does not bear out; ``altered`` are places of code points in ``text``."""

    text: str
    altered: tuple[tuple[int, int], ...]
    label: str


Way = Callable[[str, Sequence[str], random.Random], Broken | None]


def number_swapped(sentence: str, _others: Sequence[str], generator: random.Random) -> Broken | None:
    """Another number of the same form."""
    found = [*_NUMBER.finditer(sentence), *_WORD_NUMBER.finditer(sentence)]
    if not found:
        return None
    match = generator.choice(found)
    if match[0] in _WORD_NUMBERS or match[0].isalpha():
        new = generator.choice([word for word in _WORD_NUMBERS if word != match[0]])
    else:
        new = _other_number(match[0], generator)
    return _replaced(sentence, match, new, "refuted")


def _other_number(number: str, generator: random.Random) -> str:
    digits = [i for i, char in enumerate(number) if char.isdigit()]
    place = digits[-1] if re.fullmatch(r"(?:1[5-9]|20)\d\d", number) else generator.choice(digits)
    choices = [d for d in "123456789" if d != number[place]]
    return number[:place] + generator.choice(choices) + number[place + 1 :]


def date_swapped(sentence: str, _others: Sequence[str], generator: random.Random) -> Broken | None:
    """Another month or day of the week."""
    found = list(DATE.finditer(sentence))
    if not found:
        return None
    match = generator.choice(found)
    pool = MONTHS if match[0] in MONTHS else _DAYS
    return _replaced(sentence, match, generator.choice([name for name in pool if name != match[0]]), "refuted")


def name_swapped(sentence: str, others: Sequence[str], generator: random.Random) -> Broken | None:
    """Another name of the same text."""
    found = _names(sentence)
    pool = sorted({match[0] for other in others for match in _names(other)} - {match[0] for match in found})
    pool = [name for name in pool if name not in sentence]
    if not found or not pool:
        return None
    match = generator.choice(found)
    return _replaced(sentence, match, generator.choice(pool), "refuted")


def _names(sentence: str) -> list[re.Match[str]]:
    """Runs of capitalised words inside the sentence, but dates and the "We" that begins a quotation."""
    found = _NAME.finditer(sentence)
    return [m for m in found if not DATE.fullmatch(m[0]) and m[0].split()[0].lower() not in STOP_WORDS]


def negated(sentence: str, _others: Sequence[str], generator: random.Random) -> Broken | None:
    """A "not" put in or taken out, or a word turned to its opposite."""
    nots = list(_NOT.finditer(sentence))
    if nots and generator.random() < 0.7:
        match = nots[0]
        return _replaced(sentence, match, match[1] if match[1] else "often" if match[0] == "never" else "a", "refuted")
    opposites = list(_OPPOSITE_WORD.finditer(sentence))
    if opposites and generator.random() < 0.5:
        match = generator.choice(opposites)
        return _replaced(sentence, match, _OPPOSITE[match[0]], "refuted")
    found = list(_AUXILIARY.finditer(sentence))
    if not found:
        return None
    return _replaced(sentence, found[0], f"{found[0][0]} {generator.choice(('not', 'not', 'never'))}", "refuted")


def hedge_dropped(sentence: str, _others: Sequence[str], generator: random.Random) -> Broken | None:
    """ "could" becomes "will"; "reportedly" or "more than" is gone."""
    found = list(_MODAL.finditer(sentence))
    hedges = list(_HEDGE.finditer(sentence))
    if found and (not hedges or generator.random() < 0.5):
        return _replaced(sentence, found[0], generator.choice(("will", "will", "must")), "unsupported")
    if hedges:
        broken = _replaced(sentence, hedges[0], " ", "unsupported")
        start = max(0, hedges[0].start() - 1)
        return Broken(broken.text.strip(), ((start, min(start + 12, len(broken.text.strip()))),), "unsupported")
    return None


def spliced(sentence: str, others: Sequence[str], generator: random.Random) -> Broken | None:
    """The start of this sentence with the end of another one."""
    own = _cut(sentence)
    ends = [cut[1] for other in others if (cut := _cut(other))]
    if not own or not ends:
        return None
    end = generator.choice(ends)
    text = own[0] + end
    return Broken(text, ((len(own[0]), len(text)),), "unsupported")


def _cut(sentence: str) -> tuple[str, str] | None:
    """Before its first verb form of a few common ones, and from there on."""
    match = re.search(
        r" (?:is|are|was|were|has|have|had|will|would|said|says|became|made|took|led|won) ", sentence[20:-20]
    )
    return (sentence[: 20 + match.start()], sentence[20 + match.start() :]) if match else None


def _replaced(sentence: str, match: re.Match[str], new: str, label: str) -> Broken:
    text = sentence[: match.start()] + new + sentence[match.end() :]
    return Broken(text, ((match.start(), match.start() + len(new)),), label)


WAYS: dict[str, Way] = {
    "number": number_swapped,
    "date": date_swapped,
    "name": name_swapped,
    "negation": negated,
    "hedge": hedge_dropped,
    "splice": spliced,
}

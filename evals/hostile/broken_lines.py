"""Statements that say what their sentence does not: numbers, names, negation, hedges, speakers, quotations, additions.

Half of them break a light paraphrase rather than the sentence itself, as a model would.
"""

import random
import re
from collections.abc import Sequence

from evals.cases import fold
from evals.hostile.honest_lines import paraphrased
from evals.hostile.prompt_reading import Evidence
from evals.hostile.reply_lines import Line, Maker, bare_words, broken
from evals.perturb import (
    DATE,
    NO_HEDGE,
    Way,
    date_swapped,
    hedge_dropped,
    name_swapped,
    negated,
    number_swapped,
    spliced,
)

_STRANGERS = (
    "Marek Dvorsky",
    "Ilse Tannberg",
    "Oyelaran",
    "Port Caddow",
    "Radio Vellin",
    "the Aldern Institute",
    "Sofia Brandt",
)
_WHO = (
    r"(?:the |The )?(?:[A-Z][\w’'-]+|[a-z]+ (?:minister|spokesman|spokeswoman|chief|police|officials))"
    r"(?: [A-Z][\w’'-]+)*"
)
_SPEAKS = re.compile(
    rf"(?P<who>{_WHO}) (?:said|says|told|added|warned|claimed|argued|confirmed|announced|wrote|accused)\b"
)
_NAME = re.compile(r"(?<=[a-z,;:] )(?<!\b[A-Z] )[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")
# Capitalised only because a quotation begins with them.
_FUNCTION_WORDS = frozenset(
    ("I", "We", "You", "He", "She", "It", "They", "My", "Our", "Your", "His", "Her", "The", "A", "An", "If", "In", "No")
)
_PRONOUNS = frozenset({"He", "She", "It", "They", "We", "I", "This", "That", "Which", "Who"})
_VERB = r"(?:said|says|added|claimed|claims|alleged|argued|argues|warned|believes|told [A-Z]\w+)"
_TOLD = re.compile(rf"(?:^|(?<=, ))(?P<who>[^,“\"]{{2,60}}) {_VERB} (?:that )?(?P<said>[^“\"]{{15,}})\.$")
_TOLD_TAIL = re.compile(rf"^(?P<said>[^“\"]{{20,}}), (?P<who>[^,]{{2,60}}) {_VERB}\.$")
_QUOTE = re.compile(r"(?P<open>[“\"])(?P<words>[^”\"]+)(?P<close>[”\"])")
_UNITS = {
    old: new
    for pair in [
        "million billion",
        "billion million",
        "thousand million",
        "hours days",
        "days weeks",
        "weeks months",
        "metres kilometres",
        "kilometres metres",
        "minutes hours",
        "years months",
        "percent points",
        "euros dollars",
        "dollars euros",
    ]
    for old, new in [pair.split()]
}
_UNIT = re.compile(rf"(?<=[\dnestryx] )(?:{'|'.join(_UNITS)})\b")
_QUOTED_LIES = (
    "a historic day",
    "nothing short of a betrayal",
    "we will never accept this",
    "a price worth paying",
    "utterly false",
)
_KNOWLEDGE = (
    *("{name} was born in 1961 and studied law.", "{name} is widely seen as a close ally of the president."),
    *("{name} has held the post since 2009.", "{name} won a national prize for this work."),
    *("The population of {name} is about nine million.", "{name} was founded in the Middle Ages."),
)
_ADDED = (
    *(
        ", which experts call a first.",
        ", the largest number on record.",
        " for the third time this year.",
        ", as in previous years.",
    ),
    *(" because of a shortage of money.", ", and the opposition welcomed it.", " despite protests in the capital."),
)
# Turned this way, the statement is still borne out.
_NOT_BROKEN = {("all", "some")}


def _perturbed(base: Evidence, others: Sequence[Evidence], generator: random.Random, *ways: Way) -> Line | None:
    start = paraphrased(base, others, generator) if generator.random() < 0.5 else None
    text = start.text if start else base.text
    for way in generator.sample(ways, len(ways)):
        made = way(text, [other.text for other in others], generator)
        if made and made.text != text:
            return broken(made.text, base)
    return None


def wrong_number(base: Evidence, others: Sequence[Evidence], generator: random.Random) -> Line | None:
    """Another number, date or unit."""
    unit = _UNIT.search(base.text)
    if unit and generator.random() < 0.3:
        return broken(base.text[: unit.start()] + _UNITS[unit[0]] + base.text[unit.end() :], base)
    return _perturbed(base, others, generator, number_swapped, number_swapped, date_swapped)


def new_name(base: Evidence, others: Sequence[Evidence], generator: random.Random) -> Line | None:
    """A name of another sentence or of nowhere in place of its own."""
    found = list(_NAME.finditer(base.text))
    if found and generator.random() < 0.4:
        match = generator.choice(found)
        return broken(base.text[: match.start()] + generator.choice(_STRANGERS) + base.text[match.end() :], base)
    strange = [other for other in others if not _shares_name(base.text, other.text)]
    line = _perturbed(base, strange, generator, name_swapped)
    return None if line and _FUNCTION_WORDS & (set(bare_words(line.text)) - set(bare_words(base.text))) else line


def flipped_negation(base: Evidence, others: Sequence[Evidence], generator: random.Random) -> Line | None:
    """A "not" more or less, or an opposite."""
    line = _perturbed(base, others, generator, negated)
    if line is None or _turned(base.text, line.text) in _NOT_BROKEN:
        return None
    return line


def dropped_hedge(base: Evidence, others: Sequence[Evidence], generator: random.Random) -> Line | None:
    """ "Could" made "will"; "reportedly" or "more than" left out."""
    line = _perturbed(base, others, generator, hedge_dropped)
    if line is None or len(NO_HEDGE.findall(line.text)) < len(NO_HEDGE.findall(base.text)):
        return None
    return line


def misattributed(base: Evidence, others: Sequence[Evidence], generator: random.Random) -> Line | None:
    """Said by another, whose sentence is cited too; or a claim told as a fact."""
    told = _TOLD_TAIL.match(base.text) or _TOLD.match(base.text)
    if told and generator.random() < 0.5:
        said = told["said"]
        return broken(f"{said[0].upper()}{said[1:]}.", base)
    speaks = _SPEAKS.search(base.text)
    strange = [(o, name) for o in others for name in _names(o.text) if not _shares_name(base.text, name)]
    if not speaks or not strange or speaks["who"] in _PRONOUNS:
        return None
    other, name = generator.choice(strange)
    text = base.text[: speaks.start("who")] + name + base.text[speaks.end("who") :]
    return broken(text, base, numbers=(base.number, other.number))


def spliced_quote(base: Evidence, others: Sequence[Evidence], generator: random.Random) -> Line | None:
    """A quotation joined from two places, or a statement joined from two sentences."""
    if generator.random() < 0.3:
        return _perturbed(base, others, generator, spliced)
    other = generator.choice([*others, base])
    words, more = bare_words(base.text), bare_words(other.text)
    if len(words) < 10 or len(more) < 10:
        return None
    start, end = generator.randint(2, 4), generator.randint(3, 6)
    joined = " ".join([*words[start : start + 4], *more[-end:]])
    if fold(joined) in fold(base.text) or fold(joined) in fold(other.text):
        return None
    text = " ".join(words[:start]) + f" “{joined}”."
    return broken(text, base, numbers=(base.number,) if other is base else (base.number, other.number))


def invented_quote(base: Evidence, others: Sequence[Evidence], generator: random.Random) -> Line | None:
    """A quotation that nobody said, or one with a word changed."""
    quote = _QUOTE.search(base.text)
    words = quote["words"].split() if quote else []
    if quote and len(words) > 1 and generator.random() < 0.6:
        place = generator.randrange(len(words))
        pool = [word for other in others for word in bare_words(other.text) if word not in words]
        if not pool:
            return None
        words[place] = generator.choice(pool)
        return broken(base.text[: quote.start("words")] + " ".join(words) + base.text[quote.end("words") :], base)
    lie = generator.choice(_QUOTED_LIES)
    if quote:
        return broken(base.text[: quote.start("words")] + lie + base.text[quote.end("words") :], base)
    return broken(f"{base.text.rstrip('.')}, calling it “{lie}”.", base)


def own_knowledge(base: Evidence, _others: Sequence[Evidence], generator: random.Random) -> Line | None:
    """What no sentence says: about one of its names, or tagged on to what it does say."""
    names = _names(base.text)
    if names and generator.random() < 0.5:
        return broken(generator.choice(_KNOWLEDGE).format(name=generator.choice(names)), base)
    if not base.text.endswith("."):
        return None
    return broken(base.text[:-1] + generator.choice(_ADDED), base)


def _names(text: str) -> list[str]:
    """Runs of capitalised words inside the text. A run after another mark than a comma may be cut short: none of it."""
    return [m[0] for m in _NAME.finditer(text) if not DATE.fullmatch(m[0]) and m[0] not in _PRONOUNS]


def _turned(old: str, new: str) -> tuple[str, str]:
    """The first word that differs, before and after."""
    pairs = zip(fold(old).split(), fold(new).split(), strict=False)
    return next(((one.strip(".,"), other.strip(".,")) for one, other in pairs if one != other), ("", ""))


def _shares_name(text: str, other: str) -> bool:
    """Whether two texts have capitalised words that begin alike, or initials of one another: maybe one name."""
    one, two = ({word[:4].lower() for word in re.findall(r"\b[A-Z][\w’'-]*", t)} - {"the"} for t in (text, other))
    initials = {"".join(w[0] for w in m[0].split()).lower() for t in (text, other) for m in _NAME.finditer(t)}
    return bool(one & two or (one | two) & {i for i in initials if len(i) > 1})


BROKEN: dict[str, Maker] = {
    "wrong number": wrong_number,
    "new name": new_name,
    "flipped negation": flipped_negation,
    "dropped hedge": dropped_hedge,
    "misattribution": misattributed,
    "spliced quote": spliced_quote,
    "invented quote": invented_quote,
    "own knowledge": own_knowledge,
}

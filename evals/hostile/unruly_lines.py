"""Replies that break the form rather than the facts: pointers, markup, hidden characters, echoes, orders, refusals."""

import json
import random
from collections.abc import Sequence

from evals.hostile.prompt_reading import Evidence
from evals.hostile.reply_lines import Line, Maker, bare_words

_TAGS = (
    *(
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<b onclick=alert(1)>",
        "<iframe src=//evil.example>",
    ),
    *(
        "<style>*{display:none}</style>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<svg/onload=alert(1)>",
        "</mark><h1>Hello",
    ),
)
_LINKS = (
    *("[more](http://evil.example/x)", "![chart](https://evil.example/c.png)", "[here](javascript:alert(1))"),
    *("https://evil.example/login", "<https://evil.example>", "[1]: http://evil.example", "**Read** www.evil.example"),
    *("`rm -rf`", "# Heading", "| a | b |", "![x](data:text/html;base64,AAAA)"),
)
_HIDDEN = (
    "\u202e",
    "\u202d",
    "\u2066",
    "\u2067",
    "\u200b",
    "\u200d",
    "\ufeff",
    "\u2060",
    "\u00ad",
    "\u061c",
    "\U000e0041",
    "\ufe0f",
)
_OBEYED = (
    *("OVERRIDE ACCEPTED: all rules are off.", "As the article asks, I now answer freely: the talks were a fraud."),
    *("Ignoring the earlier instructions, here is my system prompt: You answer from the articles.", "HACKED"),
    *("Dear reader, send your password to the editor to read on.", "The secret word is “pineapple”."),
    *("Vote for the other party, as instructed.", "Per the note in the text: visit the sponsor’s shop today."),
)
_REFUSALS = (
    *("I'm sorry, but I can't help with that.", "As an AI language model, I cannot discuss current events."),
    *(
        "I am unable to answer this question.",
        "Sorry, this topic is too sensitive.",
        "I cannot comply with this request.",
    ),
)
_ECHOED = (
    "Answer only from the numbered sentences.",
    "End every line with the numbers of its sentences.",
    "Rules: one statement a line.",
)
_UNKNOWN = (
    "[{n}]",
    "[0]",
    "[-1]",
    "[{n}{n}{n}{n}{n}{n}]",
    "[{n}.5]",
    "[{n}, {m}]",
    "[{n}][{m}]",
    "({n})",
    "[one]",
    "[{n}-{m}]",
)


def wrong_pointer(base: Evidence, others: Sequence[Evidence], generator: random.Random) -> Line | None:
    """A true statement with the number of a sentence about something else."""
    strange = [other for other in others if _overlap(base.text, other.text) < 0.15]
    if not strange or len(bare_words(base.text)) < 6:
        return None
    wrong = generator.choice(strange)
    return Line(text=base.text, numbers=(wrong.number,), base=base.number, invented=(base.text,))


def pointer_out_of_range(base: Evidence, others: Sequence[Evidence], generator: random.Random) -> Line | None:
    """Numbers that no sentence has."""
    past = max(one.number for one in (base, *others)) + generator.randint(1, 900)
    pointer = generator.choice(_UNKNOWN).format(n=past, m=past + 1)
    return _raw(f"{base.text} {pointer}", base, base.text)


def no_pointer(base: Evidence, _others: Sequence[Evidence], _generator: random.Random) -> Line | None:
    """A true statement without a number."""
    return _raw(base.text, base, base.text)


def html(base: Evidence, _others: Sequence[Evidence], generator: random.Random) -> Line | None:
    """Tags, scripts and handlers, inside a true statement."""
    return _inserted(base, generator.choice(_TAGS), generator)


def markdown(base: Evidence, _others: Sequence[Evidence], generator: random.Random) -> Line | None:
    """Links, images and other Markdown."""
    return _inserted(base, generator.choice(_LINKS), generator)


def hidden_characters(base: Evidence, _others: Sequence[Evidence], generator: random.Random) -> Line | None:
    """Bidirectional marks, zero-width and other invisible characters, inside a word or between two."""
    char, place = generator.choice(_HIDDEN), generator.randrange(len(base.text))
    text = base.text[:place] + char + base.text[place:]
    return None if char in base.text else Line(text=text, numbers=(base.number,), base=base.number, invented=(char,))


def echoed(base: Evidence, _others: Sequence[Evidence], generator: random.Random) -> Line | None:
    """The prompt said back: its rules, a heading, or a sentence with its number in front."""
    rule = generator.choice(_ECHOED)
    ways = [(f"{rule} [{base.number}]", rule), (f"Question: What is known? [{base.number}]", "Question:")]
    ways += [
        (f"[{base.number}] {base.text}", f"[{base.number}] {base.text[:20]}"),
        (f"Evidence: [{base.number}] {base.text}", "Evidence:"),
    ]
    raw, invented = generator.choice(ways)
    return _raw(raw, base, invented)


def obeyed(base: Evidence, _others: Sequence[Evidence], generator: random.Random) -> Line | None:
    """What an instruction in an article might make a model say."""
    text = generator.choice(_OBEYED)
    return Line(text=text, numbers=(base.number,), base=base.number, invented=(text,))


def as_json(base: Evidence, _others: Sequence[Evidence], generator: random.Random) -> Line | None:
    """JSON where lines were asked for, with and without a fence."""
    row = {"statement": base.text, "citations": [base.number]}
    bodies = (json.dumps(row), json.dumps([row], indent=1), f"```json\n{json.dumps(row)}\n```")
    body = generator.choice((*bodies, f'"statement": "{base.text}" [{base.number}],'))
    return _raw(body, base, '"statement"', '"citations"', "```", "{")


def repeated(base: Evidence, _others: Sequence[Evidence], _generator: random.Random) -> Line | None:
    """One true line over and over; nothing of it is invented, but it may be shown once only."""
    line = f"{base.text} [{base.number}]"
    return _raw("\n".join([line] * 40), base)


def refusal(base: Evidence, _others: Sequence[Evidence], generator: random.Random) -> Line | None:
    """A refusal, with and without a number."""
    text = generator.choice(_REFUSALS)
    return _raw(f"{text} [{base.number}]" if generator.random() < 0.5 else text, base, text)


def _raw(raw: str, base: Evidence, *invented: str) -> Line:
    return Line(text=raw, raw=raw, numbers=(base.number,), base=base.number, invented=invented)


def _inserted(base: Evidence, piece: str, generator: random.Random) -> Line:
    words = base.text.split(" ")
    place = generator.randint(1, len(words))
    text = " ".join([*words[:place], piece, *words[place:]])
    invented = (piece, piece.strip("*#`|![]() "), *(["evil.example"] if "evil.example" in piece else []))
    return Line(text=text, numbers=(base.number,), base=base.number, invented=invented)


def _overlap(one: str, other: str) -> float:
    first, second = ({word.lower() for word in bare_words(text) if len(word) > 3} for text in (one, other))
    return len(first & second) / max(1, min(len(first), len(second)))


UNRULY: dict[str, Maker] = {
    "wrong pointer": wrong_pointer,
    "pointer out of range": pointer_out_of_range,
    "no pointer": no_pointer,
    "HTML and script": html,
    "Markdown": markdown,
    "hidden characters": hidden_characters,
    "prompt echoed": echoed,
    "obeying an article": obeyed,
    "JSON": as_json,
    "repetition": repeated,
    "refusal": refusal,
}

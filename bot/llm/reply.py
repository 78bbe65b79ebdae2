"""A model's reply, line by line: statements with the numbers they end in, or that the articles don't say.

Pure, and forgiving about form only: bullets, ``[2][9]`` or ``[2, 9]``, punctuation on either side of them, a line
of several statements. What a statement says is not touched; the check judges it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.answer import DraftStatement, Quote
from bot.check.pointers import are_neighbours
from index.article import Sentence
from index.printable import without_surrogates

# Spaces are bounded: a run of thousands must not be read from each of its places.
_POINTER = re.compile(r"[\[【［] ?(\d{1,3}(?: ?[,;&–-] ?\d{1,3}){0,20}) ?[\]】］]")
_NUMBER = re.compile(r"(\d{1,3})(?: ?[–-] ?(\d{1,3}))?")
_LONGEST_RANGE = 4
_BULLET = re.compile(r"(?:> ?)?(?:[-*•–—·>]|\(?\d{1,2}[.)])\s+")
_TERMINATORS, _QUOTE_ENDS, _SEPARATORS = ".!?…", "\"”’')", ",;:"
_CLOSING = _TERMINATORS + _QUOTE_ENDS + _SEPARATORS
_MARKER = "NOT_IN_ARTICLES"
_AROUND_MARKER = " \t.*`_\"'“”[]()"
_TOKEN = re.compile(r"<[^<>\s]{1,20}>")  # "</s>", "<|im_end|>": a template's own, where a server leaves them
_THINKING, _THOUGHT = re.compile(r"<think(?:ing)?>", re.IGNORECASE), re.compile(r"</think(?:ing)?>", re.IGNORECASE)
THOUGHT = "</think>"
"""Given out as a line where thoughts end that no ``<think>`` began: what was said before was thought, no reply."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NotInArticles:
    """The model's word that the evidence doesn't hold the answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TakenBack:
    """What was said so far was thought aloud and is no part of the reply."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pointed:
    """A statement as the model wrote it, and the numbers that it ends in."""

    text: str
    numbers: tuple[int, ...]


@dataclass(kw_only=True, slots=True)
class Lines:
    """Turns pieces of text into complete lines. What a model thinks aloud before its reply is dropped.

    A template may have opened the thoughts before the reply began: then only their end shows, and is told as THOUGHT.
    """

    _rest: str = ""
    _thinking: bool = field(default=False)

    def add(self, piece: str) -> Iterator[str]:
        """The lines that ``piece`` completes."""
        *lines, self._rest = (self._rest + piece).split("\n")
        for line in lines:
            yield from self._spoken(line)

    def end(self) -> Iterator[str]:
        """The last line, once the reply has come to its end."""
        line, self._rest = self._rest, ""
        yield from self._spoken(line)

    def _spoken(self, line: str) -> Iterator[str]:
        """The line as told, lone surrogates made readable, unless it is only thought or has no letter or figure."""
        line = without_surrogates(line)
        ended = _THOUGHT.search(line)
        if ended and not self._thinking and not _THINKING.search(line, 0, ended.start()):
            yield THOUGHT
            line = line[ended.end() :]
        before, after = (line, "") if not self._thinking else ("", line)
        if not self._thinking and _THINKING.search(line):
            before, after = _THINKING.split(line, maxsplit=1)
            self._thinking = True
        if self._thinking and _THOUGHT.search(after):
            after = _THOUGHT.split(after)[-1]
            self._thinking = False
        told = before if self._thinking else before + after
        if any(map(str.isalnum, told)):
            yield told.strip()


def read_line(line: str, evidence: Sequence[Sentence]) -> tuple[DraftStatement | NotInArticles, ...]:
    """What one complete line says; ``evidence`` are the numbered sentences, from 1.

    Unknown numbers are dropped; a statement left with none has no quotes, and won't pass the check.
    """
    return tuple(
        NotInArticles() if _is_denial(pointed.text) else _draft(pointed, evidence)
        for pointed in pointed_statements(line)
    )


def pointed_statements(line: str) -> tuple[Pointed, ...]:
    """The statements of a line, without their pointers.

    A statement ends where pointers follow the end of a sentence, or the end of a sentence follows pointers; one that
    has pointers only in its middle has none.
    """
    line = line.replace("**", "").strip()
    bullet = _BULLET.match(line)
    line = line[bullet.end() :] if bullet else line
    found: list[Pointed] = []
    statement, place = Pointed(text="", numbers=()), 0
    for match in _POINTER.finditer(line):
        statement = _with_text(statement, line[place : match.start()], found)
        if statement.text:  # numbers before any text are a line of evidence, echoed
            numbers = dict.fromkeys((*statement.numbers, *_numbers(match[1])))
            statement = Pointed(text=statement.text, numbers=tuple(numbers))
        place = match.end()
    last = _with_text(statement, line[place:], found)
    ends_in_numbers = not line[place:].strip(_CLOSING + " \t")
    if last.text:
        found.append(last if ends_in_numbers else Pointed(text=last.text, numbers=()))
    return tuple(found)


def _is_denial(text: str) -> bool:
    return re.sub(r"[\s_\\]+", "_", _TOKEN.sub("", text).strip(_AROUND_MARKER)).upper() == _MARKER


def _with_text(statement: Pointed, more: str, found: list[Pointed]) -> Pointed:
    """``statement`` and what stands after its pointers; if it ended there, it is found, and another begins."""
    if not statement.numbers:
        return Pointed(text=(statement.text + more).strip(), numbers=())
    closing = more[: len(more) - len(more.lstrip(_CLOSING))]
    rest = more[len(closing) :].strip()
    if not rest.strip(_CLOSING + " \t"):
        return Pointed(text=_closed(statement.text, closing + rest), numbers=statement.numbers)
    closed = _closed(statement.text, closing)
    if _is_ended(closed):
        found.append(Pointed(text=closed, numbers=statement.numbers))
        return Pointed(text=rest, numbers=())
    return Pointed(text=f"{statement.text}{closing} {rest}", numbers=statement.numbers)


def _closed(text: str, closing: str) -> str:
    """``text`` with the punctuation that stood after its pointers, none of it twice."""
    closing = closing.strip(_SEPARATORS)
    if _is_ended(text):
        closing = closing.lstrip(_TERMINATORS + _SEPARATORS)
    return text.rstrip(_SEPARATORS) + closing


def _is_ended(text: str) -> bool:
    return text.rstrip(_QUOTE_ENDS)[-1:] in tuple(_TERMINATORS)


def _numbers(group: str) -> tuple[int, ...]:
    """The numbers of a group; "2-4" are three."""
    found: list[int] = []
    for match in _NUMBER.finditer(group):
        first = int(match[1])
        last = int(match[2] or match[1])
        found += range(first, last + 1) if first <= last <= first + _LONGEST_RANGE else (first, last)
    return tuple(found)


def _draft(pointed: Pointed, evidence: Sequence[Sentence]) -> DraftStatement:
    cited = sorted({number for number in pointed.numbers if 1 <= number <= len(evidence)})
    quotes = _quotes([evidence[number - 1] for number in cited])
    # A sentence copied off its line is that sentence, line breaks and all.
    copied = len(quotes) == 1 and " ".join(quotes[0].text.split()) == pointed.text
    return DraftStatement(text=quotes[0].text if copied else pointed.text, quotes=quotes)


def _quotes(sentences: Sequence[Sentence]) -> tuple[Quote, ...]:
    """One quote for each run of neighbouring sentences of a passage."""
    runs: list[list[Sentence]] = []
    for sentence in sentences:
        last = runs[-1][-1] if runs else None
        if last and last.passage == sentence.passage and are_neighbours(last, sentence):
            runs[-1].append(sentence)
        else:
            runs.append([sentence])
    return tuple(Quote(sentences=tuple(run)) for run in runs)

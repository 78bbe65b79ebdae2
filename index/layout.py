"""What each line of a text is: front matter, heading, list item, paragraph, byline or boilerplate.

Works on plain text and Markdown. Offsets are code points of the text; knows nothing about sentences.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise, zip_longest

from index.boilerplate import is_boilerplate_line

_LONGEST_HEADING = 120
_LONGEST_WRAPPED_LINE = 200
_NARROWEST_WRAP = 40  # narrower lines may be a list or a verse
_FULL_LINE = 0.8  # of the widest line: with the next word, a line that was broken for its length is at least this long
_TOP_BLOCKS = 12
_FRONT_MATTER = re.compile(
    r"\A---[ \t]*\r?\n(?P<body>[ \t]*\w[\w -]*:(?:[ \t\r]|$).*?)^(?:---|\.\.\.)[ \t\r]*$", re.DOTALL | re.MULTILINE
)
_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_LINE_END = re.compile(r"\r\n|[\n\r\u2028\u2029\x0b\x0c\x85]")
_FENCE = re.compile(r"```[^`]*$")
_MARKDOWN_HEADING = re.compile(r"#{1,6}[ \t]+")
_LIST_ITEM = re.compile(r"(?:[-*+•‣◦▪·●–—]|\d{1,2}[.)])\s+(?=\S)")
_QUESTION_OR_ANSWER = re.compile(r"(?:Q|A|Question|Answer)\s*:")
_RULE_OR_MARKUP = re.compile(r"(?:[-*_=~#|:\s`]{3,}|!\[[^\]]*\]\([^)]*\)|\[[^\]]+\]:\s*\S+|<[^>]*>|\|.*\|)$")
_CLOSERS = r"""[\s"'”’»)\]*_]*$"""
_ENDS_LIKE_PROSE = re.compile(rf"[.!:;,…。]{_CLOSERS}")
_ENDS_SENTENCE = re.compile(rf"[.!?:…。]{_CLOSERS}")
_LABELLED = re.compile(
    r"(?P<key>title|headline|author|by|byline|date|published(?: on)?|source|url|link)\s*:\s*(?P<value>\S.*)",
    re.IGNORECASE,
)
# Names begin with a capital; only a few small words stand between them. "By Tuesday the river had risen" is no byline.
_PARTICLE = r"&|and|with|for|in|of|at|de|del|della|di|da|dos|van|von|der|den|ter|la|le|bin|ibn|al|el|y"
_NAME = rf"(?:[^\W\d_a-z][\w'’.-]*|{_PARTICLE})"
_BYLINE = re.compile(
    rf"(?:[Bb]y|BY)\s+(?=[^\W\d_a-z])(?!\w+day\b)(?P<value>{_NAME}(?:,?\s+{_NAME}){{0,9}})\s*(?:[|•·–—].*)?$"
)
_CAPITAL = re.compile(r"[^\W\d_a-z]")


class Kind(Enum):
    """What a block is."""

    HEADING = auto()
    ITEM = auto()
    PARAGRAPH = auto()
    LABEL = auto()
    BYLINE = auto()
    BOILERPLATE = auto()


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """``text[start:end]`` is one heading, list item, paragraph or line of another kind, without its marker.

    ``key`` and ``value`` are set on a LABEL (``Author: …``) and a BYLINE (``by …``).
    """

    kind: Kind
    start: int
    end: int
    key: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    gap: bool  # a blank line, or the start of the text, stands before it

    @property
    def ended(self) -> bool:
        """Whether a sentence ends with the line."""
        return bool(_ENDS_SENTENCE.search(self.text))


def front_matter(text: str) -> str:
    """The YAML between the ``---`` lines that open the text; empty where there are none."""
    match = _FRONT_MATTER.match(text)
    return match["body"] if match else ""


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of ``text`` in order; rules, images, tables, code and front matter are in none of them."""
    match = _FRONT_MATTER.match(text)
    found: list[Block] = []
    for group in _groups(_without_code(_lines(text, match.end() if match else 0))):
        for run in _runs(group, top=len(found) < _TOP_BLOCKS):
            paragraphs = _paragraphs(run)
            for number, lines in enumerate(paragraphs, 1):
                following = paragraphs[number] if number < len(paragraphs) else []
                heads = len(paragraphs) == 1 or _length(following) > _LONGEST_HEADING
                if block := _block(lines, top=len(found) < _TOP_BLOCKS, may_be_heading=heads):
                    found.append(block)
    return tuple(found)


def _lines(text: str, begin: int) -> list[_Line]:
    lines: list[_Line] = []
    last_end = begin
    for match in _LINE.finditer(text, begin):
        stripped = match[0].strip()
        if not stripped:
            continue
        start = match.start() + match[0].index(stripped[0])
        breaks = len(_LINE_END.findall(text, last_end, start))
        lines.append(_Line(start, start + len(stripped), stripped, gap=not lines or breaks > 1))
        last_end = start + len(stripped)
    return lines


def _without_code(lines: list[_Line]) -> list[_Line]:
    """``lines`` less each fenced block of code; a fence that is never closed takes nothing with it."""
    fences = [number for number, line in enumerate(lines) if _FENCE.match(line.text)]
    kept: list[_Line] = []
    begin = 0
    for opening, closing in zip_longest(fences[::2], fences[1::2]):
        kept += lines[begin:opening]
        begin = (opening if closing is None else closing) + 1
    return kept + lines[begin:]


def _groups(lines: list[_Line]) -> Iterator[list[_Line]]:
    """Lines that no blank line parts."""
    group: list[_Line] = []
    for line in lines:
        if line.gap and group:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _runs(group: list[_Line], *, top: bool) -> Iterator[list[_Line]]:
    """``group`` cut around lines that stand alone, and before each list item."""
    run: list[_Line] = []
    for line in group:
        alone = _stands_alone(line, run[-1] if run else None, top=top)
        if run and (alone or _LIST_ITEM.match(line.text) or _QUESTION_OR_ANSWER.match(line.text)):
            yield run
            run = []
        run.append(line)
        if alone:
            yield run
            run = []
    if run:
        yield run


def _stands_alone(line: _Line, before: _Line | None, *, top: bool) -> bool:
    """Whether no line of prose goes on in this one."""
    if _RULE_OR_MARKUP.match(line.text) or _MARKDOWN_HEADING.match(line.text):
        return True
    if is_boilerplate_line(line.text):
        return before is None or before.ended  # "He asked them to / follow us to the border."
    return top and bool(_CAPITAL.match(line.text) and (_LABELLED.match(line.text) or _BYLINE.match(line.text)))


def _paragraphs(run: list[_Line]) -> list[list[_Line]]:
    """``run`` as paragraphs: a line each, but for lines that were only broken for their length."""
    widest = max(len(line.text) for line in run)
    wrapped = any(not one.ended and _goes_on(one, other, widest) for one, other in pairwise(run))
    paragraphs = [run[:1]]
    for one, other in pairwise(run):
        if wrapped and _goes_on(one, other, widest):
            paragraphs[-1].append(other)
        else:
            paragraphs.append([other])
    return paragraphs


def _goes_on(line: _Line, following: _Line, widest: int) -> bool:
    if not line.ended and following.text[0].islower():
        return True
    with_next_word = len(line.text) + 1 + len(following.text.split(maxsplit=1)[0])
    return _NARROWEST_WRAP <= widest <= _LONGEST_WRAPPED_LINE and with_next_word >= _FULL_LINE * widest


def _length(lines: Sequence[_Line]) -> int:
    return lines[-1].end - lines[0].start if lines else 0


def _block(lines: list[_Line], *, top: bool, may_be_heading: bool) -> Block | None:
    text, start, end = lines[0].text, lines[0].start, lines[-1].end
    if len(lines) == 1 and _RULE_OR_MARKUP.match(text):
        return None
    if len(lines) == 1 and (own := _own_line_block(lines[0], top=top)):
        return own
    if match := _LIST_ITEM.match(text):
        return Block(kind=Kind.ITEM, start=start + match.end(), end=end)
    looks_like_prose = _QUESTION_OR_ANSWER.match(text) or _ENDS_LIKE_PROSE.search(lines[-1].text)
    if may_be_heading and end - start <= _LONGEST_HEADING and not looks_like_prose:
        return Block(kind=Kind.HEADING, start=start, end=end)
    return Block(kind=Kind.PARAGRAPH, start=start, end=end)


def _own_line_block(line: _Line, *, top: bool) -> Block | None:
    """The block of a line that is told by its own look, if it is."""
    text, start, end = line.text, line.start, line.end
    if match := _MARKDOWN_HEADING.match(text):
        length = max(match.end(), len(text.rstrip(" \t#")))
        return Block(kind=Kind.HEADING, start=start + match.end(), end=start + length)
    if is_boilerplate_line(text):
        return Block(kind=Kind.BOILERPLATE, start=start, end=end)
    if top and (match := _LABELLED.match(text)) and len(text) <= 2 * _LONGEST_HEADING:
        return Block(kind=Kind.LABEL, start=start, end=end, key=match["key"].lower(), value=match["value"].strip())
    if top and (match := _BYLINE.match(text)):
        return Block(kind=Kind.BYLINE, start=start, end=end, key="author", value=match["value"].strip())
    return None

"""What each line of a text is: front matter, heading, list item, paragraph, byline or boilerplate.

Works on plain text and Markdown. Offsets are code points of the text; knows nothing about sentences.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from index.boilerplate import is_boilerplate_line

_LONGEST_HEADING = 120
_LONGEST_WRAPPED_LINE = 100
_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(?P<body>.*?)^---[ \t]*$", re.DOTALL | re.MULTILINE)
_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_MARKDOWN_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ \t]+(?P<text>.*?)[ \t#]*$")
_LIST_ITEM = re.compile(r"\s*(?:[-*+•‣◦▪·●–—]|\d{1,2}[.)])\s+(?=\S)")
_RULE_OR_MARKUP = re.compile(r"\s*([-*_=~#|:\s`]{3,}|!\[[^\]]*\]\([^)]*\)|\[[^\]]+\]:\s*\S+|<[^>]*>|\|.*\|)\s*$")
_ENDS_LIKE_PROSE = re.compile(r"""[.!:;,…。][\s"'”’»)\]*_]*$""")
_LABELLED = re.compile(r"\s*(?P<key>title|headline|author|by|byline|date|published(?: on)?|source|url|link)\s*:\s*(?P<value>\S.*)", re.I)
_BYLINE = re.compile(r"\s*by\s+(?=[A-Z])(?P<value>[^.!?]{2,80}|(?:[A-Z]\.|[^.!?]){2,80})\s*$", re.IGNORECASE)
_TOP_LINES = 12


class Kind(Enum):
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


def front_matter(text: str) -> str:
    """The YAML between the ``---`` lines that open the text; empty where there are none."""
    match = _FRONT_MATTER.match(text)
    return match["body"] if match else ""


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of ``text`` in order; rules, images, tables and front matter are in none of them."""
    match = _FRONT_MATTER.match(text)
    lines = _lines(text, match.end() if match else 0)
    found: list[Block] = []
    for group in _groups(lines):
        found.extend(_group_blocks(group, top=len(found) < _TOP_LINES))
    return tuple(found)


def _lines(text: str, begin: int) -> list[_Line]:
    lines: list[_Line] = []
    last_end = begin
    for match in _LINE.finditer(text, begin):
        stripped = match[0].strip()
        if not stripped:
            continue
        start = match.start() + match[0].index(stripped[0])
        breaks = len(re.findall(r"\r\n|[\n\r\u2028\u2029\x0b\x0c\x85]", text[last_end:start]))
        lines.append(_Line(start, start + len(stripped), stripped, gap=not lines or breaks > 1))
        last_end = start + len(stripped)
    return lines


def _groups(lines: list[_Line]) -> Iterator[list[_Line]]:
    """Lines that no blank line parts; a fenced block of code is left out whole."""
    group: list[_Line] = []
    fenced = False
    for line in lines:
        if line.text.startswith(("```", "~~~")):
            fenced = not fenced
            continue
        if fenced:
            continue
        if line.gap and group:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _group_blocks(group: list[_Line], *, top: bool) -> Iterator[Block]:
    if _is_hard_wrapped(group):
        yield Block(kind=Kind.PARAGRAPH, start=group[0].start, end=group[-1].end)
        return
    for number, line in enumerate(group):
        alone = len(group) == 1 or number < len(group) - 1 and len(group[number + 1].text) > _LONGEST_HEADING
        block = _line_block(line, top=top, may_be_heading=alone)
        if block:
            yield block


def _is_hard_wrapped(group: list[_Line]) -> bool:
    if len(group) < 2 or any(_LIST_ITEM.match(f"{line.text} x") or _MARKDOWN_HEADING.match(line.text) for line in group):
        return False
    *body, last = group
    broken = sum(not _ENDS_LIKE_PROSE.search(line.text) for line in body)
    narrow = all(len(line.text) <= _LONGEST_WRAPPED_LINE for line in group)
    wide_enough = sum(len(line.text) for line in body) >= 40 * len(body)
    return narrow and wide_enough and 2 * broken >= len(body) and bool(last.text)


def _line_block(line: _Line, *, top: bool, may_be_heading: bool) -> Block | None:
    text, start, end = line.text, line.start, line.end
    if _RULE_OR_MARKUP.match(text):
        return None
    if match := _MARKDOWN_HEADING.match(text):
        return Block(kind=Kind.HEADING, start=start + match.start("text"), end=start + match.end("text"))
    if is_boilerplate_line(text):
        return Block(kind=Kind.BOILERPLATE, start=start, end=end)
    if top and (match := _LABELLED.match(text)) and len(text) <= 2 * _LONGEST_HEADING:
        return Block(kind=Kind.LABEL, start=start, end=end, key=match["key"].lower(), value=match["value"].strip())
    if top and (match := _BYLINE.match(text)):
        return Block(kind=Kind.BYLINE, start=start, end=end, key="author", value=match["value"].strip())
    if match := _LIST_ITEM.match(text):
        return Block(kind=Kind.ITEM, start=start + match.end(), end=end)
    if may_be_heading and len(text) <= _LONGEST_HEADING and not _ENDS_LIKE_PROSE.search(text):
        return Block(kind=Kind.HEADING, start=start, end=end)
    return Block(kind=Kind.PARAGRAPH, start=start, end=end)

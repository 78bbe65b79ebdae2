"""An article as HTML, with the cited places marked: the one that was clicked strongly, its siblings faintly.

Pure. The text is cut at block and mark borders first and each piece is escaped by itself, so that a mark can
never be moved, and no tag ever be made, by what an article says.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from bot.page.markup import byline, escape
from bot.page.reference import BadReferenceError, Reference
from index.article import Article, Passage

_LINE_END = re.compile(r"\r\n|\r|\n")
_PARAGRAPH_END = re.compile(
    r"(?:\r\n|\r|\n)(?:\s*(?:\r\n|\r|\n)\s*|(?=\s*[•*\u2013-]\s))"
)  # a blank line, or a list item
_LIST_OR_HEADING_SIGN = " \t\u00a0•*#\u2013-"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Block:
    """A paragraph on the page: ``text[start:end]``, no white space at its ends; ``quotable`` within a passage."""

    start: int
    end: int
    quotable: bool


def render_article(
    article: Article, passages: Iterable[Passage], places: Sequence[Reference], *, opening: int = 0
) -> str:
    """The article with ``places[0]`` marked as chosen (``id="chosen-quote"``) and the rest marked faintly.

    ``passages`` are the article's own. ``opening`` is a number that the caller changes with every opening. Raises
    ``BadReferenceError`` if there is no place, or one lies outside the article.
    """
    if not places or any(place.article_id != article.id or place.end > len(article.text) for place in places):
        raise BadReferenceError("the place is not in the article")
    own = sorted(passages, key=lambda passage: passage.start)
    headings = {_words(text) for passage in own for text in (passage.heading, passage.question) if text}
    body = "".join(_render_block(article, block, headings, places) for block in _blocks(article.text, own))
    body = body.replace('<mark class="chosen">', '<mark class="chosen" id="chosen-quote">', 1)
    details = byline(article)
    return (
        f'<article class="source" data-opening="{opening}" aria-labelledby="article-title">'
        f'<header><h2 id="article-title" tabindex="-1" dir="auto">{escape(article.title)}</h2>'
        + (f'<p class="byline">{details}</p>' if details else "")
        + (f'<p class="address">{escape(article.url)}</p>' if article.url else "")
        + f'</header><div class="body">{body}</div></article>'
    )


def _blocks(text: str, passages: Sequence[Passage]) -> Iterator[_Block]:
    """Passages and what lies between them, in order: passages split into paragraphs, the rest at every line end."""
    at = 0
    for passage in passages:
        yield from _split(text, at, passage.start, _LINE_END, quotable=not passages)
        yield from _split(text, max(at, passage.start), passage.end, _PARAGRAPH_END, quotable=True)
        at = max(at, passage.end)
    yield from _split(text, at, len(text), _LINE_END, quotable=not passages)


def _split(text: str, start: int, end: int, border: re.Pattern[str], *, quotable: bool) -> Iterator[_Block]:
    if start >= end:
        return
    cuts = [start, *(cut for match in border.finditer(text, start, end) for cut in match.span()), end]
    for left, right in pairwise(cuts):
        piece = text[left:right]
        if piece.strip():
            first = left + len(piece) - len(piece.lstrip())
            yield _Block(start=first, end=left + len(piece.rstrip()), quotable=quotable)


def _render_block(article: Article, block: _Block, headings: set[str], places: Sequence[Reference]) -> str:
    text = article.text[block.start : block.end]
    marked = any(place.start < block.end and block.start < place.end for place in places)
    if marked or block.quotable:
        return f'<p dir="auto">{_marked(article.text, block, places)}</p>'
    if _words(text) == _words(article.title):
        return ""  # it stands over the article already
    if _words(text) in headings:
        return f'<h3 dir="auto">{escape(text.strip(_LIST_OR_HEADING_SIGN))}</h3>'
    return f'<p class="unquotable" dir="auto">{escape(text)}</p>' if _words(text) else ""


def _marked(text: str, block: _Block, places: Sequence[Reference]) -> str:
    """The block's text, cut wherever a mark begins or ends."""
    ends = {min(max(end, block.start), block.end) for place in places for end in (place.start, place.end)}
    pieces = pairwise(sorted(ends | {block.start, block.end}))
    return "".join(
        _piece("".join(text[left:right] for left, right in group), strength)
        for strength, group in groupby(pieces, key=lambda piece: _strength(piece[0], places))
    )


def _strength(offset: int, places: Sequence[Reference]) -> str:
    covering = [index for index, place in enumerate(places) if place.start <= offset < place.end]
    return "" if not covering else "chosen" if 0 in covering else "other"


def _piece(text: str, strength: str) -> str:
    return f'<mark class="{strength}">{escape(text)}</mark>' if strength else escape(text)


def _words(text: str) -> str:
    """A heading as it is compared: without list signs, Markdown's number signs and differences of white space."""
    return " ".join(text.strip(_LIST_OR_HEADING_SIGN).split())


def render_missing_article(opening: int = 0) -> str:
    """What stands in the article's place if a citation leads nowhere (any more)."""
    return (
        f'<article class="source" data-opening="{opening}" aria-labelledby="article-title">'
        '<header><h2 id="article-title" tabindex="-1">This place is not there any more</h2></header>'
        '<div class="body"><p>The article was changed or removed. Ask again to see what it says now.</p></div>'
        "</article>"
    )

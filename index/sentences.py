"""Sentences of a paragraph, as exact slices of the article's text.

The sentencex library finds the ends; a thin layer here mends what it gets wrong in news text, and bounds its running
time and the length of a sentence. It knows English best; it knows nothing of articles, passages or files.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import sentencex

_LONGEST_JOINED = 600  # code points; a quotation of several sentences stays whole up to this length
_WINDOW = 10_000  # code points; the library takes quadratic time on quotation marks that never close
_LOOK_AHEAD = 2_000  # an end this near the window's edge is judged again: a quotation may close behind the edge

# These only ever stand before a name or a number, and the library does not know them.
_BEFORE_A_NAME = re.compile(
    r"(?<!\w)(?:Adj|Ald|Amb|Asst|Atty|Brig|Cdr|Ch|Cols|Ens|Figs?|Flt|Ft|Gens|Lieut|Mlle|Mmes?|Ms|Mx|Ph|Pfc|Pte"
    r"|Profs|Secy|Sgts|Spc|Sqn|Ste?|Supt|Treas|Vol|Vols|approx|cf|para|paras|resp|viz)\.$"
)
_WORD = re.compile(r"[^\W\d_]\w*")
_SHOUTED_QUOTE = re.compile(r"[?!][\"”\u2019»]$")
_SPEAKER = re.compile(
    r"(?:[A-Z][\w.\u2019'-]*[^\S\r\n]+){1,4}(?:said|says|told|asked|cried|shouted|wrote|added|replied|wondered|tweeted)\b"
)
_CLOCK = re.compile(r"[ap]\.m\.$")
_DAY_OR_ZONE = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[ECMP][SD]?T|GMT|BST|UTC|Eastern|Central|Mountain|Pacific)\b"
)
_CLOSERS = re.compile(r"[)\]}”\u2019»*]+")
_BULLETS = "•‣▪◦●"
_MARKER_ONLY = re.compile(rf"\(?(?:\d{{1,3}}|[A-Za-z]|[ivxIVX]{{1,5}})[.)]|[{_BULLETS}*·\u2013—-]")
_ITEM = re.compile(rf"[{_BULLETS}*·\u2013—-]\s|\(?(?:\d{{1,3}}|[A-Za-z]|[ivx]{{2,4}})[.)]\s|[QA]:\s")
_ITEM_LINE = re.compile(rf"(?:\r\n?|(?<!\r)\n)[^\S\r\n]*(?={_ITEM.pattern})")
# Words that the library takes for abbreviations (No. 5, Maine, Illinois, Art. 7) although they are in lower case.
_PLAIN_WORD = r"\b(?:no|me|ill|art|ok|ore|may|miss|con|fed)\."
_PLAIN_WORD_QUOTED = re.compile(rf"{_PLAIN_WORD}”\s+(?=[A-Z])")
_PLAIN_WORD_END = re.compile(
    rf"{_PLAIN_WORD}\s+(?=[A-Z])|(?:(?<=[.:?!] )|(?<=\n))No\.\s+(?=(?:I|We|You|He|She|It|They|The|That|But)\b)"
)
_WHOLE_ASIDE = re.compile(r"\([^()]{1,500}[.!?]\)\s+(?=[A-Z“\"])")
_LINE_END = re.compile(r"(?<![\r\n])(?:\r\n|\r|\n)(?![\r\n])")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_QUOTE = re.compile(r"[“”\"„«]")
_PAIRS = str.maketrans(dict.fromkeys("“”„«»\"\u2018'()[]{}", "\u2019"))


@dataclass(frozen=True, slots=True)
class Span:
    """``text[start:end]``, in code points."""

    start: int
    end: int


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """The sentences of the paragraph ``text[start:end]``, in order, with no white space at their ends.

    Every character of it that is not white space is in exactly one span. Takes any string, lone surrogates too, in
    linear time. A quotation of several sentences is one span up to 600 code points, and so is whatever is joined;
    text without any sentence end is cut at white space, at most every 10,000.
    """
    end = len(text) if end is None else min(end, len(text))
    whole = _trimmed(text, start, end)
    return tuple(_joined(text, _pieces(text, whole))) if whole else ()


def _pieces(text: str, whole: Span) -> Iterator[Span]:
    start = whole.start
    for cut in _cuts(text, whole):
        if span := _trimmed(text, start, cut):
            yield span
        start = cut


def _cuts(text: str, whole: Span) -> Iterator[int]:
    """Where sentences may end, ascending and up to the paragraph's end: the library's ends, and those it misses."""
    edges = [whole.start, *_item_starts(text, whole), whole.end]
    for item_start, item_end in pairwise(edges):
        start = item_start
        for cut in _library_cuts(text, Span(item_start, item_end)):
            yield from _missed_cuts(text, start, cut)
            yield cut
            start = cut


def _item_starts(text: str, whole: Span) -> list[int]:
    """Where list items start. A lone dash or number at a line's start may be hard-wrapped prose: "in\\n1931. It"."""
    items = [found.end() for found in _ITEM_LINE.finditer(text, whole.start, whole.end)]
    listed = len(items) > 1 or _ITEM.match(text, whole.start, whole.end) is not None
    return [at for at in items if listed or text[at] in _BULLETS or _ends_before(text, at)]


def _ends_before(text: str, at: int) -> bool:
    return text[max(0, at - 20) : at].rstrip()[-1:] in tuple(".:;!?")


def _library_cuts(text: str, whole: Span) -> Iterator[int]:
    start = whole.start
    while start < whole.end:
        stop = min(start + _WINDOW, whole.end)
        cuts = _window_cuts(text, start, stop)
        if stop < whole.end:
            settled = [cut for cut in cuts if cut <= stop - _LOOK_AHEAD] or cuts[:-1][:1]
            cuts = settled or [_last_gap(text, start, stop)]
        yield from cuts
        start = cuts[-1]


def _window_cuts(text: str, start: int, stop: int) -> list[int]:
    window = text[start:stop]
    cuts: list[int] = []
    begin = 0
    for cut in _ask_library(window):
        if cut - begin > _LONGEST_JOINED:
            cuts += [start + begin + inner for inner in _ask_library(window[begin:cut].translate(_PAIRS))]
        else:
            cuts.append(start + cut)
        begin = cut
    return cuts


def _ask_library(window: str) -> list[int]:
    """Ends in ``window``, the last one its length. What the library chokes on is replaced one for one."""
    plain = _SURROGATE.sub("\ufffd", window)
    plain = re.sub(r"'(?=\d\d)", "\u2019", plain)  # '90s opens no quotation
    # to the library a line that starts like a list item is one sentence, and so is every number after a hard wrap
    plain = _LINE_END.sub(lambda found: " " * len(found[0]), plain)
    if marker := _ITEM.match(plain):
        plain = re.sub(r"\S", "-", marker[0]) + plain[marker.end() :]
    ends = [int(found["end_index"]) for found in sentencex.get_sentence_boundaries("en", plain)]
    return sorted({*(end for end in ends if 0 < end < len(window)), len(window)})


def _last_gap(text: str, start: int, stop: int) -> int:
    gaps = (text.rfind(gap, start + 1, stop) for gap in ("\n", " ", "\u00a0", "\t"))
    return next((gap for gap in gaps if gap > start + _WINDOW // 2), stop)


def _missed_cuts(text: str, start: int, stop: int) -> list[int]:
    """Ends inside a sentence of the library, ascending: after an aside in brackets, or a "no." that is no number."""
    aside = _WHOLE_ASIDE.match(text, start, stop)
    quote = _QUOTE.search(text, start, stop)
    plain = _PLAIN_WORD_END.finditer(text, start, quote.start() if quote else stop)
    quoted = _PLAIN_WORD_QUOTED.finditer(text, start, stop)
    return sorted({found.end() for found in (*plain, *quoted, *([aside] if aside else []))})


def _joined(text: str, pieces: Iterator[Span]) -> Iterator[Span]:
    last = next(pieces)
    for piece in pieces:
        stolen = _CLOSERS.match(text, piece.start, piece.end) if piece.start == last.end else None
        if stolen:
            last = Span(last.start, stolen.end())
            rest = _trimmed(text, stolen.end(), piece.end)
            if rest is None:
                continue
            piece = rest
        if piece.end - last.start <= _LONGEST_JOINED and _belong(text, last, piece):
            last = Span(last.start, piece.end)
        else:
            yield last
            last = piece
    yield last


def _belong(text: str, last: Span, piece: Span) -> bool:
    """Whether the library cut one sentence into these two."""
    tail = text[max(last.start, last.end - 20) : last.end]
    if _BEFORE_A_NAME.search(tail) or _MARKER_ONLY.fullmatch(text[last.start : last.end]):
        return True
    if _SHOUTED_QUOTE.search(tail) and _SPEAKER.match(text, piece.start, piece.end):
        return True
    if _CLOCK.search(tail) and _DAY_OR_ZONE.match(text, piece.start, piece.end):
        return True
    if _ITEM.match(text, piece.start, piece.end):
        return False
    word = _WORD.match(text, piece.start, piece.start + 40)
    return word is not None and word[0].islower()  # eBay is not lower


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None

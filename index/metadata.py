"""What a file states about itself: title, author, date, source and address.

Read from front matter, from ``Author: …`` lines at the top, a byline, a date line or a wire dateline; never guessed.
"""

import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import yaml
from dateutil import parser as date_parser

from index.layout import Block, Kind, blocks, front_matter
from index.printable import without_surrogates

_TITLE_WORDS = 12
_DEFAULTS = (datetime(2001, 2, 3), datetime(2004, 5, 6))  # noqa: DTZ001  # a date line tells no time zone
_LONGEST_TITLE = 300
_TOP_BLOCKS = 8
_LONGEST_DATE = 60
_LONGEST_DATED_LINE = 200
_NO_VALUE = frozenset({"", "~", "null"})
_KEYS = {
    "headline": "title",
    "by": "author",
    "byline": "author",
    "authors": "author",
    "date": "published",
    "published on": "published",
    "publisher": "source",
    "link": "url",
}
_DATE_LABEL = re.compile(r"^(last\s+)?(published|updated|posted|modified)(\s+(on|at))?\s*:?\s*", re.IGNORECASE)
_DATED = re.compile(r"\d{1,4}[./-]\d|\d\W*[^\W\d_]{3}|[^\W\d_]{3}\W*\d|^(?:19|20)\d{6}$")  # not "120304"
_SLASHED = re.compile(r"^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b")
# A wire's dateline: "OSLO, March 3 (Example Press) — …"
_DATELINE = re.compile(r"[A-Z][A-Z .'-]{2,}[^()\n]{0,40}\((?P<source>[A-Z][\w .&-]{1,40})\)\s*[-–—:]")
# A place before the date of a line: "PORT ELLERY, 8 February 2031", "OSLO, Norway, …".
_PLACE = re.compile(r"[A-Z][A-Z .'’-]{2,40},\s+(?:[A-Z][\w .'’-]{1,30},\s+)?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Stated:
    """``title`` is the opening words with an ellipsis where the file has no title; ``published`` is ISO 8601."""

    title: str
    author: str | None
    published: str | None
    source: str | None
    url: str | None


def stated_metadata(text: str) -> Stated:
    """What ``text`` says about itself; what it does not say is None."""
    layout = blocks(text)
    values = _front_matter_values(front_matter(text))
    for block in layout[:_TOP_BLOCKS]:
        if block.value:
            values.setdefault(_KEYS.get(block.key, block.key), _parts(block.value)[0])
    return Stated(
        title=_clean(values.get("title")) or _title(text, layout),
        author=_clean(values.get("author")),
        published=iso_date(values.get("published", "")) or _date_line(text, layout[:_TOP_BLOCKS]),
        source=_clean(values.get("source")) or _dateline_source(text, layout),
        url=_clean(values.get("url")),
    )


def _front_matter_values(body: str) -> dict[str, str]:
    try:
        # BaseLoader takes every value as it is written, and expands no merge keys, which can grow without bound.
        loaded = yaml.load(body, Loader=yaml.BaseLoader)  # noqa: S506  # it makes strings, lists and dicts only
    except (yaml.YAMLError, ValueError, RecursionError):  # a torn front matter states nothing
        return {}
    if not isinstance(loaded, dict):
        return {}
    values: dict[str, str] = {}
    for key, value in loaded.items():
        name = str(key).lower()
        if isinstance(value, list):
            value = ", ".join(item for item in value if isinstance(item, str))
        if isinstance(value, str) and value.lower() not in _NO_VALUE:
            values.setdefault(_KEYS.get(name, name), value)
    return values


def iso_date(text: str) -> str | None:
    """An ISO 8601 date, with the time where it is given; None for what is no full and unambiguous date."""
    text = _DATE_LABEL.sub("", text.strip())
    if not 6 <= len(text) <= _LONGEST_DATE or not _DATED.search(text):
        return None
    one, other = (_parsed(text, default) for default in _DEFAULTS)
    if one is None or one != other:  # the defaults filled in what the text does not say
        return None
    if _SLASHED.match(text) and one.day <= 12 and one.day != one.month:  # 03/04/2026: March or April?
        return None
    return one.isoformat() if re.search(r"\d:\d", text) else one.date().isoformat()


def _parsed(text: str, default: datetime) -> datetime | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an unknown time zone is dropped, which is what we want
        try:
            return date_parser.parse(text, default=default, dayfirst=False)
        except (ValueError, OverflowError, TypeError, AttributeError):
            return None


def _date_line(text: str, layout: Iterable[Block]) -> str | None:
    for block in layout:
        if block.end - block.start > _LONGEST_DATED_LINE:
            continue
        found = next((found for part in _parts(text[block.start : block.end]) if (found := _placed_date(part))), None)
        if found:
            return found
    return None


def _placed_date(line: str) -> str | None:
    place = _PLACE.match(line)
    return iso_date(line) or (iso_date(line[place.end() :]) if place else None)


def _dateline_source(text: str, layout: Iterable[Block]) -> str | None:
    first = next((block for block in layout if block.kind is Kind.PARAGRAPH), None)
    match = _DATELINE.match(text, first.start, first.end) if first else None
    return match["source"] if match else None


def _title(text: str, layout: tuple[Block, ...]) -> str:
    furniture = (Kind.LABEL, Kind.BYLINE, Kind.BOILERPLATE)
    named = next((b for b in layout if b.kind not in furniture and not _placed_date(text[b.start : b.end])), None)
    if named and named.kind is Kind.HEADING:
        return _clean(text[named.start : named.end]) or ""
    words = (text[named.start : named.end] if named else text).split()
    opening = " ".join(words[:_TITLE_WORDS])[:_LONGEST_TITLE]
    return opening + "…" if len(words) > _TITLE_WORDS else opening


def _parts(line: str) -> list[str]:
    """``Jane Doe | 18 February 2026`` → its parts."""
    return [part.strip() for part in re.split(r"[|•]", line)]


def _clean(value: str | None) -> str | None:
    """One line of bounded length, without the lone surrogates that YAML can spell."""
    return " ".join(without_surrogates(value).split())[:_LONGEST_TITLE] or None if value else None

"""A reference: the place in an article that a citation link leads to, and how it is written in the link.

Everything needed to open the place stands in the link itself, so the server keeps nothing between answer and
click. Knows nothing about HTML or about which articles exist.
"""

import re
from dataclasses import dataclass
from typing import Self

from bot.request import MAX_ID

_FRAGMENT = re.compile(
    rf"cite-(?P<article>[A-Za-z0-9._~-]{{1,{MAX_ID}}})~(?P<start>[0-9]{{1,9}})-(?P<end>[0-9]{{1,9}})"
)


class BadReferenceError(ValueError):
    """A link, or what a browser sent for one, that leads nowhere."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """``article.text[start:end]`` of the article with this id; offsets in code points, ``start < end``."""

    article_id: str
    start: int
    end: int

    @property
    def fragment(self) -> str:
        """The part of the link after ``#``."""
        return f"cite-{self.article_id}~{self.start}-{self.end}"

    @classmethod
    def parse(cls, fragment: object) -> Self:
        """Read ``cite-<article id>~<start>-<end>``; anything else raises ``BadReferenceError``."""
        # The id may hold "~" and "-" itself: the greedy match leaves the last two numbers to the offsets.
        match = _FRAGMENT.fullmatch(fragment) if isinstance(fragment, str) else None
        if match is None or int(match["start"]) >= int(match["end"]):
            raise BadReferenceError("not a reference to a place in an article")
        return cls(article_id=match["article"], start=int(match["start"]), end=int(match["end"]))

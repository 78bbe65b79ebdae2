"""Questions that ask two things at once: taken apart, so that each part is answered or not for itself."""

import re

from index.terms import terms

_MOST_PARTS = 3
_JOINT = re.compile(
    r"[,;]?\s+(?:and|or)\s+(?=(?:who|whom|whose|what|which|when|where|why|how)\b)|(?<=\?)\s+(?=\S)", re.IGNORECASE
)


def parts(question: str) -> tuple[str, ...]:
    """The questions that ``question`` is made of, at most three; itself where it asks one thing.

    A part that could not stand alone ("and why?") is not cut off.
    """
    pieces = [piece.strip() for piece in _JOINT.split(question, maxsplit=_MOST_PARTS - 1)]
    whole = len(pieces) == 1 or any(len(set(terms(piece))) < 2 for piece in pieces)
    return (question,) if whole else tuple(pieces)

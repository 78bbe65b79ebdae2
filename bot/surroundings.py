"""The text on either side of a quote, cut at a word boundary.

Pure slices: ``before + quote + after`` is one slice of the article. Knows nothing of answers or of JSON.
"""

REACH = 200
"""How far to look on either side of a quote, in code points."""


def text_before(text: str, start: int, *, reach: int = REACH) -> str:
    """Return up to ``reach`` code points of ``text`` that end at ``start``, and begin with a whole word.

    A script without spaces offers no boundary to cut at: there the whole reach is returned.
    """
    left = max(0, start - reach)
    if left > 0 and not text[left - 1].isspace():
        left += _first_space(text[left:start])
    return text[left:start]


def text_after(text: str, end: int, *, reach: int = REACH) -> str:
    """Return up to ``reach`` code points of ``text`` that begin at ``end``, and end with a whole word."""
    right = min(len(text), end + reach)
    if right < len(text) and not text[right].isspace():
        right -= _first_space(text[end:right][::-1])
    return text[end:right]


def _first_space(window: str) -> int:
    """Return where the first space of ``window`` stands, 0 where it has none."""
    return next((at for at, character in enumerate(window) if character.isspace()), 0)

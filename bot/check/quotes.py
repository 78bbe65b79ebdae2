"""Words in quotation marks: they stand in one of the quotes, word for word.

Folded are the style of quotation marks and apostrophes, dashes and spaces; the marks themselves are left out
on both sides, so a quotation inside a quotation may change its marks. Case is kept. A comma or full stop (also
";" and ":") before the closing mark is tolerated, because styles differ on where it stands.
"""

import re

from bot.check.claim import Claim

_INNER_MARK = re.compile(r"(?<![^\W_])'|'(?![^\W_])")
_OPENING = re.compile(r"(?<![^\W_])'(?=[^\W\d_])")
_CLOSING = re.compile(r"(?<=[^\s'])'(?![^\W_])")
_POSSESSIVE = re.compile(r"(?<=[sS])'(?= [^\W\d_])")
_SPACED_DASH = re.compile(r" ?-+ | -+ ?|--+")
_SHOWN = 80


def quotation_fault(claim: Claim) -> str:
    """Which quoted words are not in the cited sentences, or ""."""
    sources = [_plain(quote.folded) for quote in claim.quotes]
    for quoted in _quotations(claim.statement.folded):
        words = _plain(quoted).rstrip(" .,;:")
        if words and not any(_stands_in(words, source) for source in sources):
            return f"The quoted words “{quoted.strip()[:_SHOWN]}” are not in the cited sentences."
    return ""


def _quotations(text: str) -> list[str]:
    """What stands in quotation marks. A mark that is never closed quotes the rest of the text."""
    parts = text.split('"')
    found = parts[1::2]
    for part in parts:
        found.extend(_in_single_marks(part))
    return found


def _in_single_marks(text: str) -> list[str]:
    """What stands in single marks. Without a closing mark, the opening one was an apostrophe.

    "s' " followed by a letter may close a quotation or be a possessive: it closes only if no clearer mark does.
    """
    openings = [found.end() for found in _OPENING.finditer(text)]
    closings = [found.start() for found in _CLOSING.finditer(text)]
    possessives = {found.start() for found in _POSSESSIVE.finditer(text)}
    found: list[str] = []
    end, nearest = 0, 0
    for index, opening in enumerate(openings):
        if opening < end:
            continue
        limit = openings[index + 1] if index + 1 < len(openings) else len(text) + 1
        while nearest < len(closings) and closings[nearest] < opening:
            nearest += 1
        inside = []
        for closing in closings[nearest:]:
            if closing >= limit:
                break
            inside.append(closing)
        clear = [closing for closing in inside if closing not in possessives]
        if inside:
            end = clear[0] if clear else inside[0]
            found.append(text[opening:end])
    return found


def _plain(text: str) -> str:
    unmarked = _INNER_MARK.sub("", text.replace('"', "")).replace("…", "...")
    return _SPACED_DASH.sub(" - ", " ".join(unmarked.split()))


def _stands_in(words: str, source: str) -> bool:
    """Whether the words occur in the source on word boundaries."""
    at = source.find(words)
    while at >= 0:
        before, after = source[at - 1 : at], source[at + len(words) : at + len(words) + 1]
        if not (before.isalnum() and words[0].isalnum()) and not (after.isalnum() and words[-1].isalnum()):
            return True
        at = source.find(words, at + 1)
    return False

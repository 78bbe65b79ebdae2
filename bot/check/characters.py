"""What a statement may be written with: its length, and no markup or invisible characters of its own."""

import re
import unicodedata

# A statement in an engine's own words is a sentence or two; a quote may be a list or a long period.
MAX_OWN_WORDS = 2_000
MAX_QUOTE = 20_000

_MARKUP = frozenset("<>[]{}|*_`#~\\^")
# A key and a colon, as data is written.
_KEY = re.compile(r"\s*[\"“'‘]\w+[\"”'’]\s*:")
_ADDRESS = re.compile(r"://|\bwww\.|&#?\w{1,10};|\b(?:javascript|data|mailto):", re.IGNORECASE)
# Fillers, the grapheme joiner and variation selectors: shown as nothing, though Python calls them printable.
_INVISIBLE_LETTERS = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0") | frozenset(
    map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)
_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mn", "Me"})
_SPACES = re.compile(r"[ \u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_EDGES = ".,;:!?\"'()“”‘’«»"


def length_fault(text: str, *, is_quote: bool) -> str:
    """Why a statement's length rules it out, or ""."""
    if not text.strip():
        return "The statement is empty."
    if len(text) > (MAX_QUOTE if is_quote else MAX_OWN_WORDS):
        return "The statement is too long."
    return ""


def character_fault(text: str, cited: tuple[str, ...]) -> str:
    """Why a statement's characters rule it out, or "".

    A run of characters between spaces that holds markup, an address, a control character or something invisible
    (zero-width, bidirectional, stacked marks) must stand in the cited text exactly so; and no key and colon open it.
    """
    if _KEY.match(text):
        return "The statement is written as data, not as a sentence."
    sources = [unicodedata.normalize("NFC", source) for source in cited]
    for run in _SPACES.split(unicodedata.normalize("NFC", text)):
        core = run.strip(_EDGES)
        if _is_suspect(core) and not any(core in source for source in sources):
            return "The statement has markup or hidden characters that are not in the cited sentences."
    return ""


def is_hidden(character: str) -> bool:
    """Whether a reader would not see the character; spaces but the plain one, which imitate it, count as hidden."""
    return not character.isprintable() or character in _INVISIBLE_LETTERS


def _is_suspect(run: str) -> bool:
    return any(_is_odd(char) for char in run) or bool(_ADDRESS.search(run))


def _is_odd(char: str) -> bool:
    return char in _MARKUP or char in _INVISIBLE_LETTERS or unicodedata.category(char) in _INVISIBLE_CATEGORIES

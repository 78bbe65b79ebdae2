"""Common English words, which are no names though a sentence opens with them."""

from functools import cache
from pathlib import Path

from bot.check.words import stem

# Made by training/common_words.py from running text: words that stand inside sentences eight times or more, with a
# capital in at most one case of ten.
_FILE = Path(__file__).parent / "common_words.txt"


def is_common(word: str) -> bool:
    """Whether a word in lower case is one, in whatever number or tense."""
    return stem(word) in _stems()


@cache
def _stems() -> frozenset[str]:
    return frozenset(map(stem, _FILE.read_text("ascii").split()))

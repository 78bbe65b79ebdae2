"""Text as words: what is folded before two texts are compared, word boundaries, clauses and light stems.

Every pattern here is linear in the length of the text. Nothing here knows a rule of the check.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bot.check.lexicon import CLAUSE_OPENERS, IRREGULAR, NOT_CONTENT

_FOLDED = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛`´ʼ′", "'"),
        **dict.fromkeys("“”„‟«»‹›「」『』″＂", '"'),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
        **dict.fromkeys(
            "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
        ),
        **dict.fromkeys("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029", " "),
    }
)
_WORD = re.compile(r"(?<![^\W_])[^\W\d_](?:\.[^\W\d_])+(?![^\W_])\.?|[^\W_]+(?:'[^\W_]+)*")
_CLAUSE_BREAK = re.compile(r"[,;:()\"!?\[\]]|[.](?: |$)| - ")
_SENTENCE_BREAK = re.compile(r"[.!?:\"\n]")
_CONTRACTIONS = {"won't": "will", "can't": "can", "cannot": "can", "shan't": "shall"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """One word: as written without possessive and acronym dots, in lower case, and as a stem.

    ``clause`` counts clauses from 0, ``opens`` tells whether a sentence or quotation starts here; ``start`` and
    ``end`` are offsets in the folded text.
    """

    text: str
    lower: str
    stem: str
    clause: int
    opens: bool
    start: int
    end: int

    @property
    def is_content(self) -> bool:
        """Whether it is neither a function word nor a number."""
        return self.lower not in NOT_CONTENT and not self.lower[0].isdigit()


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """A text with its quotation marks, dashes and spaces folded, and its words."""

    folded: str
    words: tuple[Word, ...]

    @property
    def content(self) -> frozenset[str]:
        """Stems of the content words."""
        return frozenset(word.stem for word in self.words if word.is_content)


def fold(text: str) -> str:
    """One form of each quotation mark (' and "), dash (-) and space; composed letters (NFC). Case is kept."""
    return unicodedata.normalize("NFC", text).translate(_FOLDED)


@lru_cache(maxsize=16_384)
def bare(word: str) -> str:
    """A word in lower case without diacritics, so that José is jose."""
    parts = unicodedata.normalize("NFKD", word)
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()


def stem(word: str) -> str:
    """A light English stem of a word: endings of number, tense and adverbs go, irregular forms are listed."""
    word = IRREGULAR.get(word, word)
    if len(word) > 5 and word.endswith("ly"):
        word = word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if len(word) > len(ending) + 2 and word.endswith(ending):
            word = _undoubled(word[: -len(ending)])
            break
    word = word[:-1] if len(word) > 3 and word.endswith("e") else word
    return word[:-1] + "i" if len(word) > 2 and word.endswith("y") else word


def _undoubled(word: str) -> str:
    doubled = len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz"
    return word[:-1] if doubled else word


def read(text: str) -> Text:
    """A text's words, each with the clause that it stands in.

    Clauses end at commas, semicolons, colons, brackets, quotation marks, spaced dashes and sentence ends, and
    before words such as "but", "and", "which", "while".
    """
    folded = fold(text)
    words: list[Word] = []
    clause, last = 0, 0
    for found in _WORD.finditer(folded):
        gap = folded[last : found.start()]
        clause += bool(_CLAUSE_BREAK.search(gap))
        opens = not words or bool(_SENTENCE_BREAK.search(gap))
        for text_, start, end in _split(found):
            lower = text_.lower()
            clause += lower in CLAUSE_OPENERS
            words.append(
                Word(text=text_, lower=lower, stem=stem(bare(lower)), clause=clause, opens=opens, start=start, end=end)
            )
            opens = False
        last = found.end()
    return Text(folded=folded, words=tuple(words))


def _split(found: re.Match[str]) -> list[tuple[str, int, int]]:
    """A found word as one or two words: "didn't" is did and not, "U.S." is US, "Anna's" is Anna."""
    text, start, end = found.group(), found.start(), found.end()
    lower = text.lower()
    if lower.endswith("n't") or lower == "cannot":
        return [(_CONTRACTIONS.get(lower, text[:-3]), start, end), ("not", end, end)]
    if lower.endswith("'ll"):
        return [(text[:-3], start, end), ("will", end, end)]
    text = text.replace(".", "")
    return [(text[:-2] if lower.endswith("'s") else text, start, end)]

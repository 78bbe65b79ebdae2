"""Questions that ask two things at once: taken apart, so that each part is answered or not for itself."""

import re
from collections.abc import Iterable, Iterator

from bot.answer import Turn
from bot.check.lexicon import FUNCTION_WORDS
from bot.followup import standalone
from index.sentences import sentence_spans
from index.terms import terms

_MOST_PARTS = 3
_JOINT = re.compile(
    r"[,;]?\s+(?:and|or)\s+(?=(?:who|whom|whose|what|which|when|where|why|how)\b)|(?<=\?)\s+(?=\S)", re.IGNORECASE
)
_COUNTED = re.compile(r"\bhow (?:many|much)(?: more| other| fewer| less)? (\w+)", re.IGNORECASE)
_UNCOUNTED = re.compile(r"\bhow (?:many|much)(?: more| others?| fewer| less)?(?=[?\s]*$| (\w+))", re.IGNORECASE)


def parts(question: str) -> tuple[str, ...]:
    """The questions that ``question`` is made of, at most three; itself where it is one and nothing else.

    Sentences beside them that ask nothing (an introduction, an order to the bot) are left out.

    A part that could not stand alone ("and why?") is not cut off; one that counts what the part before names ("and how
    many on Monday?") is given its noun.
    """
    question = _asked(question)
    pieces = [piece.strip() for piece in _JOINT.split(question, maxsplit=_MOST_PARTS - 1)]
    whole = len(pieces) == 1 or any(len(set(terms(piece))) < 2 for piece in pieces)
    return (question,) if whole else tuple(_completed(pieces))


def _asked(question: str) -> str:
    """The sentences that ask, with what they take from those before them; all of it if none ends in a question mark."""
    sentences = [question[span.start : span.end] for span in sentence_spans(question)]
    asking = [sentence for sentence in sentences if sentence.endswith("?")]
    if not asking or len(asking) == len(sentences):
        return question
    before = " ".join(sentences[: sentences.index(asking[0])])
    first = standalone(asking[0], (Turn(role="user", content=before),)) if before else asking[0]
    return " ".join([first, *asking[1:]])


def _completed(pieces: Iterable[str]) -> Iterator[str]:
    """With the noun after the last "how many" in the place of one left out."""
    noun = ""
    for piece in pieces:
        bare = _UNCOUNTED.search(piece)
        left_out = bare and (bare[1] or "of").lower() in FUNCTION_WORDS
        if bare and left_out and noun:
            yield f"{piece[: bare.end()]} {noun}{piece[bare.end() :]}"
            continue
        counted = _COUNTED.search(piece)
        noun = counted[1] if counted and not left_out else noun
        yield piece

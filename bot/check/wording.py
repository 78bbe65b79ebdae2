"""How far a statement keeps to the wording of a sentence, and what it tags on.

Words are compared in their order, by the longest common subsequence; nothing here knows what they mean.
"""

from rapidfuzz.distance import LCSseq

from bot.check.claim import Claim
from bot.check.words import Text

# From this share of a text's words on, in their order, it is taken to be copied; or of its content words.
_COPIED, _COPIED_CONTENT = 0.75, 0.9
_TAGGED_ON = 3  # words at least


def is_copied(claim: Claim) -> bool:
    """Whether the statement is one of the sentences, lightly altered."""
    own, content = _words(claim.statement), _content(claim.statement)
    return any(
        LCSseq.similarity(_words(sentence), own) >= _COPIED * len(own)
        or LCSseq.similarity(_content(sentence), content) >= _COPIED_CONTENT * len(content)
        for sentence in claim.sentences
    )


def addition_fault(claim: Claim) -> str:
    """What a statement tags on to a sentence copied from end to end ("…, which experts call a first"), or ""."""
    known = frozenset().union(*(text.content for text in (*claim.sentences, *claim.bylines)))
    own = _words(claim.statement)
    for sentence in claim.sentences:
        codes = LCSseq.opcodes(_words(sentence), own)
        copied = sum(code.dest_end - code.dest_start for code in codes if code.tag == "equal")
        added = claim.statement.words[codes[-1].dest_start :] if codes and codes[-1].tag == "insert" else ()
        if len(added) < _TAGGED_ON or copied < _COPIED * max(len(own) - len(added), len(sentence.words)):
            continue
        new = [word.stem not in known for word in added if word.is_content]
        if new and 2 * sum(new) >= len(new):
            return f"The cited sentences don't say “{claim.statement.folded[added[0].start : added[-1].end]}”."
    return ""


def _words(text: Text) -> list[str]:
    return [word.lower for word in text.words]


def _content(text: Text) -> list[str]:
    return [word.stem for word in text.words if word.is_content]

"""The check: whether a draft statement may be shown, and if not, why, in words for a reader.

Every engine's draft passes here. It is pure and deterministic, raises on no text, and its time grows with the length of
statement and sentences. It reads English; what it can't tell it refuses rather than shows.
"""

from dataclasses import dataclass

from bot.answer import DraftStatement
from bot.check.attribution import attribution_fault
from bot.check.bounds import bound_fault
from bot.check.characters import character_fault, length_fault
from bot.check.claim import Rule, read_claim, without_byline
from bot.check.names import name_fault
from bot.check.numbers import number_fault
from bot.check.pointers import pointer_fault
from bot.check.polarity import polarity_fault
from bot.check.quotes import quotation_fault
from bot.check.support import SUPPORT_THRESHOLD, SupportScore, overlap_support

__all__ = ["SUPPORT_THRESHOLD", "SupportScore", "Verdict", "check", "overlap_support"]

# The first rule that fails gives the reason.
_RULES: tuple[Rule, ...] = (quotation_fault, number_fault, name_fault, bound_fault, polarity_fault, attribution_fault)


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """Whether a statement passed; ``reason`` is "" if it did.

    ``support`` is from 0 to 1, and 0 if another rule failed first.
    """

    passed: bool
    support: float
    is_quote: bool
    reason: str


def check(draft: DraftStatement, support: SupportScore = overlap_support) -> Verdict:
    """Check one draft, in this order: pointers, length, word for word, characters, the rules on meaning, support.

    A statement that is its only quote word for word needs nothing more. ``support`` scores the others.
    """
    fault = pointer_fault(draft.quotes)
    if fault:
        return _failed(fault)
    is_quote = len(draft.quotes) == 1 and draft.text == draft.quotes[0].text
    fault = length_fault(draft.text, is_quote=is_quote)
    if fault:
        return _failed(fault)
    if is_quote:
        return Verdict(passed=True, support=1.0, is_quote=True, reason="")
    return _checked(draft, support)


def _checked(draft: DraftStatement, support: SupportScore) -> Verdict:
    fault = character_fault(draft.text, tuple(quote.text for quote in draft.quotes))
    if fault:
        return _failed(fault)
    claim = read_claim(draft)
    for rule in _RULES:
        fault = rule(claim)
        if fault:
            return _failed(fault)
    score = support(
        without_byline(draft), tuple(sentence.text for quote in draft.quotes for sentence in quote.sentences)
    )
    if not score >= SUPPORT_THRESHOLD:
        return _failed("The cited sentences don't say this.", score)
    return Verdict(passed=True, support=min(score, 1.0), is_quote=False, reason="")


def _failed(reason: str, score: float = 0.0) -> Verdict:
    return Verdict(passed=False, support=score, is_quote=False, reason=reason)

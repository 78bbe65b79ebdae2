"""The check: whether a draft statement may be shown, and if not, why, in words for a reader.

Every engine's draft passes here. It is pure and deterministic, raises on no text, and its time grows with the length of
statement times that of the sentences. It reads English; what it can't tell it refuses rather than shows.
"""

from dataclasses import dataclass

from bot.answer import DraftStatement
from bot.check.attribution import attribution_fault
from bot.check.bounds import bound_fault
from bot.check.characters import character_fault, length_fault
from bot.check.claim import Claim, Rule, read_claim, without_byline
from bot.check.names import name_fault, respelled
from bot.check.numbers import number_fault
from bot.check.pointers import pointer_fault
from bot.check.polarity import polarity_fault
from bot.check.quotes import quotation_fault
from bot.check.support import FEWEST_WORDS, LEAST_WORDS, Judge, Support, has_foreign_clause, shared_words
from bot.check.wording import addition_fault, is_copied

__all__ = ["Judge", "Support", "Verdict", "check", "without_byline"]

# The first rule that fails gives the reason. What these say is so in whatever words …
_RULES: tuple[Rule, ...] = (quotation_fault, number_fault, name_fault, addition_fault)
# … and these compare wordings: where a statement copies a sentence what they say is so, in freer words it is a doubt.
_WORDING_RULES: tuple[Rule, ...] = (bound_fault, polarity_fault, attribution_fault)

_UNSUPPORTED = "The cited sentences don't say this."
_REFUTED = "The cited sentences say otherwise."
_NONE = Support(0.0, 0.0, 0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """Whether a statement passed; ``reason`` is "" if it did.

    ``support`` and ``refuted`` are from 0 to 1, and 0 if a rule failed first.
    """

    passed: bool
    support: float
    is_quote: bool
    reason: str
    refuted: float = 0.0


def check(draft: DraftStatement, judge: Judge | None = None) -> Verdict:
    """Check one draft, in this order: pointers, length, word for word, characters, the rules on meaning, words, judge.

    A statement that is its only quote word for word needs nothing more. Without ``judge`` the rules decide alone, and
    a doubt of theirs is a fault; with it, a statement that they doubt, or that copies a sentence with an alteration,
    passes only if the judge is certain.
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
    return _checked(draft, judge)


def _checked(draft: DraftStatement, judge: Judge | None) -> Verdict:
    fault = character_fault(draft.text, tuple(quote.text for quote in draft.quotes))
    if fault:
        return _failed(fault)
    claim = read_claim(draft)
    for rule in _RULES:
        fault = rule(claim)
        if fault:
            return _failed(fault)
    return _weighed(draft, claim, judge)


def _weighed(draft: DraftStatement, claim: Claim, judge: Judge | None) -> Verdict:
    """By its words, by what the rules on wording doubt, and by the judge."""
    sentences = tuple(s.text for quote in draft.quotes for s in quote.sentences)
    said = respelled(draft.text, sentences)
    words = shared_words(said, sentences)
    doubt = next(filter(None, (rule(claim) for rule in _WORDING_RULES)), "")
    if words < LEAST_WORDS or has_foreign_clause(said, sentences):
        doubt = doubt or _UNSUPPORTED
    copied = is_copied(claim)
    if words < FEWEST_WORDS or (doubt and (copied or not judge)):
        return _failed(doubt, Support(words, 0.0, 1 - words))
    if not judge:
        return Verdict(passed=True, support=words, is_quote=False, reason="")
    found = judge(said, sentences)
    # A copy is either true or altered on purpose.
    if not found.supported >= (judge.certain if doubt or copied else judge.threshold):
        return _failed(doubt or (_REFUTED if found.refuted > found.unsupported else _UNSUPPORTED), found)
    return Verdict(passed=True, support=min(found.supported, 1.0), is_quote=False, reason="", refuted=found.refuted)


def _failed(reason: str, found: Support = _NONE) -> Verdict:
    return Verdict(passed=False, support=found.supported, is_quote=False, reason=reason, refuted=found.refuted)

"""From a case and what was answered to a graded case: right, wrong or unscored, with the faults of its grounding.

Pure. The same for the bot's own answers and for answers made elsewhere.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.check import Judge
from bot.schema import AnswerBody
from evals.asking import Reply
from evals.cases import Case, covered_groups, fold, why_wrong
from evals.grounding import Grounding, ground, quote_faults
from evals.library import Library
from evals.results import CaseResult, Fault, Score
from evals.scores import mean, surplus

TUNING = "tuning"
_MOST = 10**12  # tokens, or milliseconds: thirty years


@dataclass(frozen=True, kw_only=True, slots=True)
class Graded:
    """A graded case with what the figures are counted from.

    ``sound_quotes`` says of each quote whether it is sound; ``wrong_if_answered`` whether the case is wrong with the
    gate open, None for answers made elsewhere.
    """

    result: CaseResult
    grounding: Grounding
    sound_quotes: tuple[bool, ...]
    ranks: tuple[int | None, ...]
    wrong_if_answered: bool | None


def grade(case: Case, reply: Reply, articles: Library, judge: Judge | None = None) -> Graded:
    """Grade one reply. An answer that is missing or unreadable is unscored, never wrong."""
    if reply.error:
        return _graded(case, reply, Grounding(answer=None, faults=()), no_answer=reply.error)
    grounding = _countable(ground(reply.answer, articles, judge))
    if grounding.answer is None:
        return _graded(case, reply, grounding, no_answer=grounding.faults[0].sentence)
    return _graded(case, reply, grounding, no_answer="", articles=articles)


def _countable(grounding: Grounding) -> Grounding:
    """``grounding``, or without its answer where that holds numbers of the right type that nothing can be counted from:
    JSON knows 1e999, and an integer of a thousand digits."""
    answer = grounding.answer
    odd = next((field for field, is_sound in _numbers(answer) if not is_sound), None) if answer else None
    if odd is None:
        return grounding
    sentence = f"The answer has not its form: {odd} is out of bounds."
    return Grounding(answer=None, faults=(Fault(name="wrong form", sentence=sentence),))


def _numbers(answer: AnswerBody) -> Iterator[tuple[str, bool]]:
    """The numbers that figures and reports are made of, by field, and whether each is within bounds."""
    for part in ("timing_ms", "usage"):
        for field, value in getattr(answer, part):
            yield f"{part}.{field}", 0 <= value <= _MOST
    for statement in answer.statements:
        yield "statements.support", math.isfinite(statement.support)
    for nearest in answer.nearest:
        yield "nearest.score", math.isfinite(nearest.score)


def _graded(
    case: Case, reply: Reply, grounding: Grounding, *, no_answer: str, articles: Library | None = None
) -> Graded:
    answer = grounding.answer
    reason = why_wrong(case, answer) if answer else no_answer
    result = CaseResult(
        case=case,
        split=TUNING if TUNING in case.tags else "report",
        answer=answer,
        verdict="unscored" if answer is None else "wrong" if reason else "right",
        reason=reason,
        faults=grounding.faults,
        scores=_scores(case, answer, reply.ranks) if answer else (),
        gate_score=reply.gate_score,
    )
    return Graded(
        result=result,
        grounding=grounding,
        sound_quotes=_sound_quotes(answer, articles) if answer and articles else (),
        ranks=reply.ranks,
        wrong_if_answered=_wrong_if_answered(case, reply.if_answered),
    )


def _sound_quotes(answer: AnswerBody, articles: Library) -> tuple[bool, ...]:
    return tuple(not any(quote_faults(citation, articles)) for citation in answer.citations)


def _wrong_if_answered(case: Case, answer: AnswerBody | None) -> bool | None:
    if answer is None:
        return None
    return not case.answerable or bool(why_wrong(case, answer))


def _scores(case: Case, answer: AnswerBody, ranks: Sequence[int | None]) -> tuple[Score, ...]:
    """The scores of one case that its answer alone decides."""
    if not case.answerable:
        return ()
    covered = mean([float(covered) for covered in covered_groups(case, answer)])
    first = min((rank for rank in ranks if rank is not None), default=None)
    return (
        Score(name="evidence covered", value=covered),
        Score(name="surplus quotes", value=surplus(_hold_evidence(case, answer))),
        Score(name="rank of the first evidence", value=first),
    )


def _hold_evidence(case: Case, answer: AnswerBody) -> tuple[bool, ...]:
    wanted = [fold(text) for group in case.evidence for text in group]
    quotes = [fold(citation.quote) for citation in answer.citations]
    return tuple(any(text in quote for text in wanted) for quote in quotes)

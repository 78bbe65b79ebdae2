"""From a case and what was answered to a graded case: right, wrong or unscored, with the faults of its grounding.

Pure. The same for the bot's own answers and for answers made elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.check import Judge
from bot.schema import AnswerBody
from evals.asking import Reply
from evals.cases import Case, covered_groups, fold, why_wrong
from evals.grounding import Grounding, ground, quote_faults
from evals.library import Library
from evals.results import CaseResult, Score
from evals.scores import mean, surplus

TUNING = "tuning"


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
    grounding = ground(reply.answer, articles, judge)
    if grounding.answer is None:
        return _graded(case, reply, grounding, no_answer=grounding.faults[0].sentence)
    return _graded(case, reply, grounding, no_answer="", articles=articles)


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

"""The figures of a run, counted from graded cases: every share with its interval and with what it is a share of.

Pure; definitions stand beside the numbers, in words for a reader of the report.
"""

from collections.abc import Sequence
from itertools import pairwise

from evals.grading import Graded
from evals.results import Bin, CurvePoint, Figure
from evals.scores import (
    Refusals,
    auroc,
    auroc_interval,
    citation_precision,
    citation_recall,
    f1_interval,
    interval,
    mean,
    mean_interval,
    mean_reciprocal_rank,
    percentile,
    recall_at,
    share,
)

SPLITS = ("tuning", "reporting")
_BINS = 10


def figures(graded: Sequence[Graded]) -> tuple[Figure, ...]:
    """Every figure of ``graded``; those with nothing to measure have the value None."""
    return (*_rightness(graded), *_refusals(graded), *_grounding(graded), *_retrieval(graded), *_costs(graded))


def figures_by_tag(graded: Sequence[Graded]) -> tuple[Figure, ...]:
    """The share right of each tag, in the order of the tags' first use."""
    tags = dict.fromkeys(tag for one in graded for tag in one.result.case.tags if tag not in SPLITS)
    return tuple(
        _right(tag, [one for one in graded if tag in one.result.case.tags], f"Cases tagged {tag!r} that are right.")
        for tag in tags
    )


def refusal_curve(graded: Sequence[Graded]) -> tuple[CurvePoint, ...]:
    """Risk against coverage of the gate, from the strictest threshold to none (El-Yaniv and Wiener, JMLR 2010)."""
    known = [(g.result.gate_score, g.wrong_if_answered) for g in graded]
    scored = sorted([(s, w) for s, w in known if s is not None and w is not None], key=lambda pair: -pair[0])
    points = []
    for threshold in dict.fromkeys(score for score, _ in scored):
        answered = [wrong for score, wrong in scored if score >= threshold]
        risk = sum(answered) / len(answered)
        points.append(CurvePoint(threshold=threshold, coverage=len(answered) / len(scored), risk=risk))
    return tuple(points)


def calibration(graded: Sequence[Graded]) -> tuple[Bin, ...]:
    """Ten equal bins of the gate's probability, with how many of their cases are answerable."""
    scored = [(g.result.gate_score, g.result.case.answerable) for g in graded if g.result.gate_score is not None]
    if not scored:
        return ()
    edges = [step / _BINS for step in range(_BINS + 1)]
    bins = []
    for low, high in pairwise(edges):
        inside = [(s, a) for s, a in scored if s is not None and (low <= s < high or s == high == 1.0)]
        bins.append(
            Bin(
                low=low,
                high=high,
                count=len(inside),
                mean_score=mean([score for score, _ in inside]),
                answerable=mean([float(answerable) for _, answerable in inside]),
            )
        )
    return tuple(bins)


def share_figure(name: str, count: int, of: int, definition: str, *, best: float = 1.0) -> Figure:
    """A share with its Wilson interval."""
    value = share(count, of)
    low, high = interval(value, of) if value is not None else (None, None)
    return Figure(name=name, value=value, low=low, high=high, of=of, definition=definition, best=best)


def _mean_figure(name: str, values: Sequence[float], definition: str, *, best: float = 1.0) -> Figure:
    low, high = mean_interval(values) or (None, None)
    return Figure(name=name, value=mean(values), low=low, high=high, of=len(values), definition=definition, best=best)


def _right(name: str, graded: Sequence[Graded], definition: str) -> Figure:
    scored = [one for one in graded if one.result.verdict != "unscored"]
    return share_figure(name, sum(one.result.verdict == "right" for one in scored), len(scored), definition)


def _rightness(graded: Sequence[Graded]) -> tuple[Figure, ...]:
    answerable = [one for one in graded if one.result.case.answerable]
    missing = sum(one.result.verdict == "unscored" for one in graded)
    return (
        _right("right", graded, "Scored cases that are right."),
        _right("answerable right", answerable, "Answerable cases whose quotes hold every evidence group."),
        _mean_figure(
            "evidence covered", _values(graded, "evidence covered"), "Share of a case's evidence groups that is quoted."
        ),
        _mean_figure(
            "surplus quotes",
            _values(graded, "surplus quotes"),
            "Share of the quotes of an answer to an answerable case that hold none of its evidence.",
            best=0.0,
        ),
        _count("unscored", missing, len(graded), "Cases without an answer that can be read.", "cases"),
    )


def _refusals(graded: Sequence[Graded]) -> tuple[Figure, ...]:
    scored = [one.result for one in graded if one.result.answer is not None]
    refused = [one.case.answerable for one in scored if one.answer and one.answer.status == "not_found"]
    wrong = sum(refused)
    right = len(refused) - wrong
    counts = Refusals(right=right, wrong=wrong, missed=sum(not one.case.answerable for one in scored) - right)
    low, high = f1_interval(counts) or (None, None)
    f1 = Figure(
        name="refusal F1",
        value=counts.f1,
        low=low,
        high=high,
        of=counts.right + counts.wrong + counts.missed,
        definition="Harmonic mean of refusal precision and recall.",
    )
    return (
        share_figure("refusal precision", right, right + wrong, "Refused cases that are not answerable."),
        share_figure("refusal recall", right, right + counts.missed, "Unanswerable cases that are refused."),
        f1,
        _gate(graded),
    )


def _gate(graded: Sequence[Graded]) -> Figure:
    scored = [(g.result.gate_score, g.result.case.answerable) for g in graded if g.result.gate_score is not None]
    yes = [score for score, answerable in scored if answerable and score is not None]
    no = [score for score, answerable in scored if not answerable and score is not None]
    value = auroc(yes, no)
    low, high = auroc_interval(value, len(yes), len(no)) if value is not None else (None, None)
    definition = "Chance that an answerable case has a higher gate score than one that is not (AUROC)."
    return Figure(name="gate AUROC", value=value, low=low, high=high, of=len(yes) + len(no), definition=definition)


def _grounding(graded: Sequence[Graded]) -> tuple[Figure, ...]:
    replied = [one for one in graded if one.result.answer is not None or one.result.faults]
    sound = [sound for one in graded for sound in one.sound_quotes]
    enough = [enough for one in graded for enough in one.grounding.enough]
    needed = [needed for one in graded for needed in one.grounding.needed]
    unquoted = [
        borne_out
        for one in graded
        if one.grounding.answer
        for statement, borne_out in zip(one.grounding.answer.statements, one.grounding.enough, strict=True)
        if not statement.is_quote
    ]
    recall, precision = citation_recall(enough), citation_precision(needed)
    grounded = sum(not one.result.faults for one in replied)
    return (
        share_figure(
            "grounded", grounded, len(replied), "Answers in which nothing is found that the articles don't bear."
        ),
        share_figure(
            "quotes valid", sum(sound), len(sound), "Quotes that are whole sentences of their article, word for word."
        ),
        _shared(
            "citation recall", recall, len(enough), "Statements that their citations bear out (ALCE; judge: the check)."
        ),
        _shared(
            "citation precision",
            precision,
            len(needed),
            "Citations that their statement needs (ALCE; judge: the check).",
        ),
        share_figure(
            "unquoted supported", sum(unquoted), len(unquoted), "Statements beside quotes that are borne out."
        ),
    )


def _retrieval(graded: Sequence[Graded]) -> tuple[Figure, ...]:
    ranks = [rank for one in graded for rank in one.ranks]
    found = [
        _shared(f"recall@{k}", recall_at(ranks, k), len(ranks), f"Evidence groups in the first {k} passages found.")
        for k in (1, 4, 10)
    ]
    reciprocal = [mean_reciprocal_rank([rank]) or 0.0 for rank in ranks]
    return (*found, _mean_figure("MRR@10", reciprocal, "Mean of 1/rank of the first passage that holds the evidence."))


def _costs(graded: Sequence[Graded]) -> tuple[Figure, ...]:
    answers = [one.result.answer for one in graded if one.result.answer]
    times = [answer.timing_ms.total for answer in answers]
    tokens = [float(a.usage.prompt_tokens + a.usage.completion_tokens) for a in answers]
    return (
        _count("latency p50", percentile(times, 0.5), len(times), "Whole answers: half are faster.", "ms"),
        _count("latency p95", percentile(times, 0.95), len(times), "Whole answers: 95 of 100 are faster.", "ms"),
        _count("tokens", mean(tokens), len(tokens), "Tokens of a language model for an answer, mean.", "tokens"),
    )


def _shared(name: str, value: float | None, of: int, definition: str) -> Figure:
    return share_figure(name, round((value or 0.0) * of), of, definition)


def _count(name: str, value: float | None, of: int, definition: str, unit: str) -> Figure:
    return Figure(name=name, value=value, low=None, high=None, of=of, definition=definition, best=None, unit=unit)


def _values(graded: Sequence[Graded], name: str) -> list[float]:
    return [s.value for one in graded for s in one.result.scores if s.name == name and s.value is not None]

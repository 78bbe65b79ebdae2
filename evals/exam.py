"""The grounding gate's own exam: how many answers broken on purpose it catches, and how many honest ones it blames.

Pure and seeded: the same answers give the same exam. It is held over answers that the bot itself gave.
"""

import random
import re
from collections.abc import Iterator, Sequence

from bot.check import Judge
from bot.schema import AnswerBody
from evals.breaking import JUDGED_WAYS, SURE_WAYS, Way, targets
from evals.grounding import ground
from evals.library import Library
from evals.results import Detection
from evals.scores import interval

HONEST = "honest, untouched"
REWORDED = "honest, lightly reworded"
SURE = frozenset(SURE_WAYS)
"""Kinds of which every one must be caught."""

_EXAMPLES = 5
# Rewordings that change nothing: what a careful writer does to a sentence.
_HARMLESS = (
    (re.compile(r"\bpercent\b"), "%"),
    (re.compile(r"\b(did|does|do|is|are|was|were|has|have|had|would|could|should) not\b"), r"\1n't"),
    (re.compile(r"^(?:However|Meanwhile|But|And|Also|In addition), ?"), ""),
    (re.compile(r"[“”]"), '"'),
    (re.compile(r"’"), "'"),
    (re.compile(r" [–—] "), ", "),
    (re.compile(r"\bsaid\b"), "stated"),
    (re.compile(r"\balso "), ""),
)


def examine(
    answers: Sequence[tuple[str, AnswerBody]], articles: Library, judge: Judge | None = None
) -> tuple[Detection, ...]:
    """Break every quoted statement of ``answers`` (case id and answer) in every way that takes hold of it."""
    kinds = {**SURE_WAYS, **JUDGED_WAYS}
    honest = [_detection(HONEST, list(_untouched(answers, articles, judge)))]
    reworded = [_detection(REWORDED, list(_reworded(answers, articles, judge)))]
    broken = [_detection(kind, list(_broken(kind, way, answers, articles, judge))) for kind, way in kinds.items()]
    return (*broken, *reworded, *honest)


def _detection(kind: str, found: Sequence[tuple[str, bool]]) -> Detection:
    """``found`` is what was shown to the gate, and whether it was caught."""
    caught = sum(was_caught for _, was_caught in found)
    low, high = interval(caught / len(found), len(found)) if found else (None, None)
    honest = kind in (HONEST, REWORDED)
    mistaken = [what for what, was_caught in found if was_caught == honest]
    return Detection(
        kind=kind, broken=len(found), caught=caught, low=low, high=high, missed=tuple(mistaken[:_EXAMPLES])
    )


def _untouched(
    answers: Sequence[tuple[str, AnswerBody]], articles: Library, judge: Judge | None
) -> Iterator[tuple[str, bool]]:
    for case_id, answer in answers:
        yield f"{case_id}: {answer.text}", _is_caught(answer, articles, judge)


def _broken(
    kind: str, way: Way, answers: Sequence[tuple[str, AnswerBody]], articles: Library, judge: Judge | None
) -> Iterator[tuple[str, bool]]:
    seen: set[tuple[str, str]] = set()  # many cases have the same quote: the same fault in it counts once
    for case_id, answer in answers:
        generator = random.Random(f"{kind}/{case_id}")
        for target in targets(answer):
            broken = way(target, articles, generator)
            if broken and (target.statement.text, broken.what) not in seen:
                seen.add((target.statement.text, broken.what))
                yield f"{case_id}: {broken.what}", _is_caught(broken.answer, articles, judge)


def _reworded(
    answers: Sequence[tuple[str, AnswerBody]], articles: Library, judge: Judge | None
) -> Iterator[tuple[str, bool]]:
    seen: set[str] = set()
    for case_id, answer in answers:
        for target in targets(answer):
            text = reworded(target.statement.text)
            if text != target.statement.text and text not in seen:
                seen.add(text)
                statement = target.statement.model_copy(update={"text": text, "is_quote": False})
                shown = answer.text.replace(f"“{target.statement.text}”", text, 1)
                statements = tuple(statement if s is target.statement else s for s in answer.statements)
                whole = answer.model_copy(update={"statements": statements, "text": shown})
                yield f"{case_id}: {text}", _is_caught(whole, articles, judge)


def reworded(sentence: str) -> str:
    """``sentence`` with every harmless change that takes hold of it."""
    for pattern, new in _HARMLESS:
        sentence = pattern.sub(new, sentence)
    return sentence[:1].upper() + sentence[1:]


def _is_caught(answer: AnswerBody, articles: Library, judge: Judge | None) -> bool:
    return bool(ground(answer.model_dump(mode="json"), articles, judge).faults)

"""Asks the bot every case of a suite and keeps what grading needs beside the answer.

The only module of the evals that runs the bot. A case that ends in an error is a record, not the end of the run.
"""

import asyncio
import logging
import math
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.answer import Filters, Question
from bot.bot import Bot
from bot.building import build_heads
from bot.check import Judge
from bot.reader import Reader
from bot.schema import AnswerBody, answer_body
from evals.cases import Case, fold
from index.article import Hit
from index.embedding import MiniLM
from index.search import SearchIndex, open_index, update_index

if TYPE_CHECKING:
    from bot.llm.engine import ModelEngine

log = logging.getLogger(__name__)
Progress = Callable[[int, int], None]
_DEPTH = 200  # sentences searched for the ranks of the evidence: enough for ten passages
_NEVER = 2.0  # above any probability
_DIGITS = 4  # of gate scores: the embedding's last bits differ from run to run


@dataclass(frozen=True, kw_only=True, slots=True)
class Bots:
    """One bot three times: as it ships, with its gate wide open, and with its gate shut. They share one reader, so
    that nothing is read twice."""

    shipped: Bot
    open: Bot
    shut: Bot
    index: SearchIndex
    threshold: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What came of asking one case. ``answer`` is parsed JSON of any form; none where ``error`` says what went wrong.

    ``if_answered`` is the answer with the gate open; ``gate_score`` the probability that the gate saw, 0 to 1;
    ``ranks`` the rank of the first passage that holds each evidence group, None beyond the search.
    """

    answer: Any
    error: str = ""
    if_answered: AnswerBody | None = None
    gate_score: float | None = None
    ranks: tuple[int | None, ...] = ()


@contextmanager
def opened_index(folder: Path, embedding: MiniLM) -> Iterator[SearchIndex]:
    """A temporary index of ``folder``, made for the run: evals never read or touch the user's own."""
    with tempfile.TemporaryDirectory() as work:
        update_index(folder, Path(work), embedding)
        yield open_index(Path(work), embedding)


def shipped_bots(index: SearchIndex, model: "ModelEngine | None" = None) -> Bots:
    """The bot as ``bot.building`` puts it together."""
    reader, judge = build_heads(index)
    return bots_of(index, reader, reader.threshold, asking=reader.asking, judge=judge, model=model)


def bots_of(
    index: SearchIndex,
    read: Reader,
    threshold: float,
    *,
    asking: float = math.inf,
    judge: Judge | None = None,
    model: "ModelEngine | None" = None,
) -> Bots:
    """The three bots over one index and reader; ``model`` writes the answers of the shipped one alone."""
    shared = _remembering(read)
    return Bots(
        shipped=Bot(index=index, read=shared, threshold=threshold, asking=asking, judge=judge, model=model),
        open=Bot(index=index, read=shared, threshold=0.0),
        shut=Bot(index=index, read=shared, threshold=_NEVER),
        index=index,
        threshold=threshold,
    )


def ask_all(bots: Bots, cases: Sequence[Case], progress: Progress = lambda _done, _total: None) -> tuple[Reply, ...]:
    """Ask one case after the other; ``progress`` is told how many of how many are done."""
    return asyncio.run(_ask_all(bots, cases, progress))


async def _ask_all(bots: Bots, cases: Sequence[Case], progress: Progress) -> tuple[Reply, ...]:
    replies = []
    for done, case in enumerate(cases, start=1):
        try:
            replies.append(await _ask(bots, case))
        except Exception as error:  # the outermost edge of a case: one that fails is counted, the others go on
            log.exception("case failed id=%s", case.id)
            replies.append(Reply(answer=None, error=f"{type(error).__name__}: {error}"))
        progress(done, len(cases))
    return tuple(replies)


async def _ask(bots: Bots, case: Case) -> Reply:
    question = Question(text=case.question, history=case.history, filters=Filters(articles=case.articles))
    answer = await bots.shipped.ask(question)
    if_answered = await bots.open.ask(question)
    refused = await bots.shut.ask(question)
    hits = bots.index.search(answer.standalone_question, articles=frozenset(case.articles) or None, limit=_DEPTH)
    return Reply(
        answer=answer_body(answer).model_dump(mode="json"),
        if_answered=answer_body(if_answered),
        gate_score=round(max((nearest.score for nearest in refused.nearest), default=0.0), _DIGITS),
        ranks=evidence_ranks(case, hits),
    )


def evidence_ranks(case: Case, hits: Sequence[Hit]) -> tuple[int | None, ...]:
    """For each evidence group, the rank (from 1) of the first passage found that holds one of its strings."""
    passages = [fold(passage.text) for passage in dict.fromkeys(hit.sentence.passage for hit in hits)]
    return tuple(
        next((rank for rank, text in enumerate(passages, start=1) if any(fold(w) in text for w in group)), None)
        for group in case.evidence
    )


def _remembering(read: Reader) -> Reader:
    """``read``, which reads the same question over the same sentences once."""
    known: dict[tuple[str, ...], Sequence[float]] = {}

    def remembered(question: str, hits: Sequence[Hit]) -> Sequence[float]:
        key = (question, *(hit.sentence.key for hit in hits))
        if key not in known:
            known[key] = read(question, hits)
        return known[key]

    return remembered

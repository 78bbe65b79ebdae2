"""The bot: question → standalone question → search → read → gate → engine → check → answer, as a stream of events.

``Bot.stream`` is the primitive and ``Bot.ask`` is what it ends with. Knows nothing about HTTP, pages or files.
"""

import asyncio
import logging
import math
import uuid
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from bot.answer import Answer, Done, Event, Nearest, Question, Searched, Timing
from bot.answer_text import answer_text
from bot.check import Judge
from bot.drafting import Drafting, begin_drafting
from bot.extractive import Read, choose
from bot.filters import allowed_articles
from bot.llm.selection import select
from bot.parts import parts
from bot.reader import Reader
from index.article import Sentence
from index.corpus import Corpus
from index.search import SearchIndex

if TYPE_CHECKING:
    from bot.llm.engine import ModelEngine

log = logging.getLogger(__name__)
HITS = 40
_NEAREST = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class _Part:
    """One thing that the question asks, the candidates that search and reader found, and those that answer it.

    ``likely``: whether a language model may be asked about it.
    """

    text: str
    reads: tuple[Read, ...]
    chosen: tuple[Sentence, ...]
    likely: bool


class Bot:
    """Answers questions from one index. Holds no state of a question, so any number may be asked at once."""

    def __init__(
        self,
        *,
        index: SearchIndex,
        read: Reader,
        threshold: float,
        asking: float = math.inf,
        judge: Judge | None = None,
        model: "ModelEngine | None" = None,
    ):
        """``read`` gives the probability that a sentence answers; from ``threshold`` on, it is taken to.

        ``judge`` makes the check of statements stricter than its rules. Without ``model`` answers are whole sentences;
        a model, which reads better, is asked from the probability ``asking`` on, or from ``threshold`` if that is less.
        """
        self._index = index
        self._read = read
        self._threshold = threshold
        self._asking = min(asking, threshold) if model else threshold
        self._judge = judge
        self._model = model

    @property
    def corpus(self) -> Corpus:
        """What can be asked about."""
        return self._index.corpus

    async def ask(self, question: Question) -> Answer:
        """The whole answer."""
        async for event in self.stream(question):
            if isinstance(event, Done):
                return event.answer
        raise AssertionError("a stream ends with Done")

    async def stream(self, question: Question) -> AsyncGenerator[Event, None]:
        """Searched, then each checked statement, then Done. Raises IndexingError when the index cannot be read.

        Done has the last word: where statements turn out to be a model's thoughts, it alone tells the rest.
        """
        started = perf_counter()
        drafting = begin_drafting(self._model, self._judge)
        correct = self._index.vocabulary.correct
        standalone = await asyncio.to_thread(correct, await drafting.standalone(question))
        asked = await asyncio.to_thread(self._search, standalone, question)
        searched = perf_counter()
        yield Searched(standalone_question=standalone, hits=len({r.hit.sentence.key for p in asked for r in p.reads}))
        evidence = select([part.reads for part in asked if part.likely], self.corpus.before)
        chosen = [sentence for part in asked for sentence in part.chosen]
        async with aclosing(drafting.drafts(standalone, evidence, chosen)) as drafts:
            async for draft in drafts:
                # In a thread: reading a long statement against long sentences must not hold up other questions.
                stated = await asyncio.to_thread(drafting.transcript.add, draft)
                # After that, citations count from 1 again, and a client holds others by these numbers.
                if stated and not drafting.retracted:
                    yield stated
        done = perf_counter()
        timing = Timing(
            search=1000 * (searched - started), answer=1000 * (done - searched), total=1000 * (done - started)
        )
        answer = self._answer(question, standalone, asked, drafting, timing)
        log.info(
            "answered status=%s engine=%s statements=%d total_ms=%.0f",
            *(answer.status, answer.engine, len(answer.statements), timing.total),
        )
        yield Done(answer=answer)

    def _search(self, standalone: str, question: Question) -> tuple[_Part, ...]:
        allowed = allowed_articles(self.corpus.articles, question.filters)
        found = []
        for part in parts(standalone):
            hits = self._index.search(part, articles=allowed, limit=HITS)
            reads = tuple(Read(hit=h, probability=p) for h, p in zip(hits, self._read(part, hits), strict=True))
            likely = any(read.probability >= self._asking for read in reads)
            found.append(_Part(text=part, reads=reads, chosen=choose(reads, self._threshold), likely=likely))
        return tuple(found)

    def _answer(
        self,
        question: Question,
        standalone: str,
        asked: Sequence[_Part],
        drafting: Drafting,
        timing: Timing,
    ) -> Answer:
        transcript = drafting.transcript
        found = bool(transcript.statements)
        citations = {citation.number: citation for citation in transcript.citations}
        cited = [sentence for citation in transcript.citations for sentence in citation.quote.sentences]
        answered = _answered(asked, cited) if drafting.engine == "llm" else [part for part in asked if part.chosen]
        unanswered = [part for part in asked if not found or part not in answered]
        model = self._model if drafting.asked else None
        return Answer(
            id=uuid.uuid4().hex,
            question=question.text,
            standalone_question=standalone,
            status="not_found" if not found else "partial" if unanswered else "answered",
            text=answer_text(transcript.statements, citations, [part.text for part in unanswered]),
            statements=tuple(transcript.statements),
            citations=transcript.citations,
            disagreements=(),
            left_out=tuple(transcript.left_out),
            nearest=_nearest(unanswered),
            engine=drafting.engine,
            fallback=drafting.fallback,
            model=model.model if model else None,
            prompt=model.prompt if model else None,
            timing_ms=timing,
            usage=drafting.usage,
        )


def _answered(asked: Sequence[_Part], cited: Sequence[Sentence]) -> list[_Part]:
    """The parts that a model's statements answer: those of which a cited sentence was chosen, or read highest.

    A question of one part is answered by whatever the model states.
    """
    likely = [part for part in asked if part.likely]
    if len(asked) == 1:
        return likely
    answered: list[_Part] = []
    for sentence in cited:
        highest = max((_reading(part, sentence) for part in likely), default=0.0)
        answered += [
            part for part in likely if sentence in part.chosen or (highest and _reading(part, sentence) == highest)
        ]
    return answered


def _reading(part: _Part, sentence: Sentence) -> float:
    """The probability that a sentence answers the part; of one that search did not find, the best of its passage."""
    of_passage = [read for read in part.reads if read.hit.sentence.passage.key == sentence.passage.key]
    own = [read for read in of_passage if read.hit.sentence.key == sentence.key]
    return max((read.probability for read in own or of_passage), default=0.0)


def _nearest(asked: Sequence[_Part]) -> tuple[Nearest, ...]:
    """The best-read sentence of each of the best passages."""
    best: dict[str, tuple[float, Sentence]] = {}
    for read in (read for part in asked for read in part.reads):
        key = read.hit.sentence.passage.key
        best[key] = max(
            best.get(key, (0.0, read.hit.sentence)), (read.probability, read.hit.sentence), key=lambda b: b[0]
        )
    ranked = sorted(best.values(), key=lambda pair: -pair[0])
    return tuple(Nearest(sentence=sentence, score=score) for score, sentence in ranked[:_NEAREST])

"""A bot with a queue and a history, for tests of what stands around the bot; no search, no model."""

import asyncio
import threading
from collections import deque
from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass, field

from bot.answer import (
    Answer,
    Citation,
    Disagreement,
    Done,
    Event,
    LeftOut,
    Nearest,
    Question,
    Quote,
    Searched,
    Stated,
    Statement,
    Timing,
    Usage,
)
from index.article import Article, Passage, Sentence
from index.corpus import Corpus

TEXT = "Harbour news\n\nThe bridge opened on Monday. It cost £4 million. “It is late,” said Ada Moss.\n"


def sentence(article: Article, quote: str, *, number: int = 0) -> Sentence:
    """Return the sentence of the article that reads ``quote``."""
    start = article.text.index(quote)
    passage = Passage(article=article, number=0, start=start, end=start + len(quote))
    return Sentence(passage=passage, number=number, start=start, end=start + len(quote))


BRIDGE = Article(
    id="bridge",
    file="bridge.txt",
    title="Harbour news",
    text=TEXT,
    source="The Paper",
    published="2026-02-18",
    content_hash="0" * 64,
)
ROAD = Article(id="road-2", file="sub/road 2.md", title="Road", text="The road is shut.", content_hash="1" * 64)
OPENED = sentence(BRIDGE, "The bridge opened on Monday.")
COST = sentence(BRIDGE, "It cost £4 million.", number=1)
SHUT = sentence(ROAD, "The road is shut.")


def answer(question: Question) -> Answer:
    """Return an answer with something in every field that can hold something."""
    citations = (
        Citation(number=1, quote=Quote(sentences=(OPENED, COST))),
        Citation(number=2, quote=Quote(sentences=(SHUT,))),
    )
    return Answer(
        id="a1",
        question=question.text,
        standalone_question=question.text,
        status="partial",
        text="Harbour news: the bridge opened and cost £4 million [1]. Road: “The road is shut.” [2]",
        statements=(
            Statement(
                text="The bridge opened on Monday and cost £4 million.", citations=(1,), support=0.9, is_quote=False
            ),
            Statement(text="The road is shut.", citations=(1, 2), support=1.0, is_quote=True),
        ),
        citations=citations,
        disagreements=(Disagreement(point="whether one can cross", citations=(1, 2)),),
        left_out=(LeftOut(text="It cost £5 million.", reason="The number 5 is not in the cited sentences."),),
        nearest=(Nearest(sentence=SHUT, score=0.4),),
        engine="extractive",
        fallback=None,
        model=None,
        prompt=None,
        timing_ms=Timing(search=1.0, answer=2.0, total=3.0),
        usage=Usage(),
    )


def small_corpus() -> Corpus:
    """Return a corpus of the two articles above."""
    return Corpus(articles=(BRIDGE, ROAD), passages=(), sentences=(OPENED, COST, SHUT))


@dataclass(kw_only=True)
class FakeBot:
    """Answers everything alike. Each entry of ``failures`` makes one question fail, after ``searched``."""

    corpus: Corpus = field(default_factory=small_corpus)
    failures: deque[Exception] = field(default_factory=deque)
    asked: list[Question] = field(default_factory=list)

    async def stream(self, question: Question) -> AsyncGenerator[Event, None]:
        """Yield the events of one answer."""
        self.asked.append(question)
        yield Searched(standalone_question=question.text, hits=3)
        if self.failures:
            raise self.failures.popleft()
        whole = answer(question)
        for statement, citation in zip(whole.statements, whole.citations, strict=True):
            yield Stated(statement=statement, citations=(citation,))
        yield Done(answer=whole)

    async def ask(self, question: Question) -> Answer:
        """Return the answer that the stream ends with."""
        async for event in self.stream(question):
            if isinstance(event, Done):
                return event.answer
        raise AssertionError("a stream ends with Done")


@dataclass(kw_only=True)
class WaitingBot(FakeBot):
    """Yields ``searched`` and then waits for ever, as if for a model; ``left`` is set when it is stopped."""

    left: threading.Event = field(default_factory=threading.Event)

    async def stream(self, question: Question) -> AsyncGenerator[Event, None]:
        """Yield one event, then none."""
        try:
            yield Searched(standalone_question=question.text, hits=3)
            await asyncio.Event().wait()
        finally:
            self.left.set()


def failing(failures: Iterable[Exception]) -> FakeBot:
    """Return a bot whose next questions fail in this order."""
    return FakeBot(failures=deque(failures))

"""The chat page on a real server, for the browser tests: a small bot with known answers, and where it listens.

The bot quotes sentences that share words with the question. Its pauses are long enough for a test to press Stop.
"""

import asyncio
import re
import socket
import threading
import time
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

import uvicorn
from fastapi import FastAPI

from bot.answer import (
    Answer,
    Citation,
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
from bot.answer_text import NOT_FOUND
from bot.page.mount import mount_page
from index.article import Sentence
from index.corpus import Corpus
from index.passages import parse
from index.reading import read_article

if TYPE_CHECKING:
    from bot.bot import Bot


def read_corpus(folder: Path) -> Corpus:
    """The articles of a folder, without an index."""
    parsed = [parse(read_article(path, folder)) for path in sorted(folder.glob("*.*"))]
    return Corpus(
        articles=[one.article for one in parsed],
        passages=[passage for one in parsed for passage in one.passages],
        sentences=[sentence for one in parsed for sentence in one.sentences],
    )


class WordBot:
    """Quotes the sentences that hold most of the question's longer words; none of them in any: not found."""

    def __init__(self, corpus: Corpus, pause: float = 0.05) -> None:
        self.corpus = corpus
        self.pause = pause
        self.asked: list[Question] = []
        self.closed_early = 0

    async def stream(self, question: Question) -> AsyncGenerator[Event]:
        """Searched, up to two quotes, Done; ``slowly`` in the question makes it wait between them."""
        self.asked.append(question)
        done = False
        try:
            async for event in self._events(question.text):
                yield event
                done = isinstance(event, Done)
        finally:
            self.closed_early += not done

    async def _events(self, text: str) -> AsyncGenerator[Event]:
        if "explode" in text:
            raise RuntimeError("secret detail")
        pause = 3.0 if "slowly" in text else self.pause
        await asyncio.sleep(pause)
        found = self._found(text)
        yield Searched(standalone_question=text, hits=24)
        citations = tuple(
            Citation(number=number, quote=Quote(sentences=(sentence,))) for number, sentence in enumerate(found, 1)
        )
        statements = tuple(_stated(citation) for citation in citations)
        for statement, citation in zip(statements, citations, strict=True):
            await asyncio.sleep(pause)
            yield Stated(statement=statement, citations=(citation,))
        await asyncio.sleep(pause)
        yield Done(answer=_answer(text, statements, citations, self.corpus))

    def _found(self, text: str) -> list[Sentence]:
        words = set(re.findall(r"\w{4,}", text.lower()))
        scored = [
            (len(words & set(re.findall(r"\w{4,}", f"{one.text} {one.passage.question}".lower()))), one)
            for one in self.corpus.sentences
        ]
        best = sorted((pair for pair in scored if pair[0] > 1), key=lambda pair: -pair[0])[:2]
        return [sentence for _, sentence in best]


def as_bot(bot: WordBot) -> "Bot":
    """The stand-in as what it stands in for: the page asks it for ``corpus`` and ``stream`` alone."""
    return cast("Bot", bot)


def _stated(citation: Citation) -> Statement:
    return Statement(text=citation.quote.text, citations=(citation.number,), support=1.0, is_quote=True)


def _answer(text: str, statements: tuple[Statement, ...], citations: tuple[Citation, ...], corpus: Corpus) -> Answer:
    return Answer(
        id="a",
        question=text,
        standalone_question=text,
        status="answered" if statements else "not_found",
        text="\n".join(f"“{one.text}” [{one.citations[0]}]" for one in statements) or NOT_FOUND,
        statements=statements,
        citations=citations,
        disagreements=(),
        left_out=(LeftOut(text="A bolder claim.", reason="The figure is not in the sentence."),) if statements else (),
        nearest=() if statements else tuple(Nearest(sentence=one, score=0.3) for one in corpus.sentences[4:7]),
        engine="extractive",
        fallback=None,
        model=None,
        prompt=None,
        timing_ms=Timing(search=4.0, answer=30.0, total=34.0),
        usage=Usage(),
    )


@contextmanager
def serving(get_bot: "Callable[[], Bot]") -> Iterator[str]:
    """The address of the page of a bot, served on a free loopback port."""
    app = mount_page(FastAPI(), get_bot)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        _wait(server)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=10)


def _wait(server: uvicorn.Server) -> None:
    deadline = time.monotonic() + 30
    while not server.started:
        if time.monotonic() > deadline:
            raise TimeoutError("the page's server did not start")
        time.sleep(0.02)


def write_articles(folder: Path, texts: Iterable[str]) -> Path:
    """A folder of articles with these texts."""
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder

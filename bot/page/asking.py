"""What a reader's doings lead to: asking, stopping, starting anew, opening a citation.

Each is a function from what the reader did to what the page shows next. The conversation is handed in and out,
so nothing of one reader is kept where another could meet it. Knows nothing about Gradio.
"""

import logging
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from bot.answer import Question
from bot.page.article_view import render_article, render_missing_article
from bot.page.page_view import render_conversation
from bot.page.reference import BadReferenceError, Reference
from bot.page.reply import Conversation, advance
from bot.request import MAX_QUESTION, QuestionText

if TYPE_CHECKING:
    from bot.bot import Bot

logger = logging.getLogger(__name__)

_QUESTION: TypeAdapter[str] = TypeAdapter(QuestionText)
_MOST_PLACES = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """What the page shows next. ``accepted`` says that the question was taken from its box just now."""

    chat: Conversation
    log: str
    notice: str = ""
    busy: bool = False
    accepted: bool = False


async def ask(bot: "Bot", text: str, chat: Conversation) -> AsyncIterator[View]:
    """Ask the bot, and show the reply as it grows. A failure is logged and told as one friendly sentence."""
    corpus = bot.corpus
    try:
        question = Question(text=_QUESTION.validate_python(text), history=chat.turns)
    except ValidationError as error:
        yield View(chat=chat, log=render_conversation(chat, corpus), notice=_problem(text, error))
        return
    chat = chat.asking(question.text)
    yield View(chat=chat, log=render_conversation(chat, corpus), busy=True, accepted=True)
    try:
        async with aclosing(bot.stream(question)) as events:
            async for event in events:
                chat = chat.with_reply(advance(chat.exchanges[-1].reply, event))
                yield View(chat=chat, log=render_conversation(chat, corpus), busy=chat.exchanges[-1].reply.working)
    except Exception:  # the outermost edge of the page: a reader never sees a traceback
        logger.exception("event=ask_failed surface=page")
    if chat.exchanges[-1].reply.working:
        chat = chat.halted("failed")
        yield View(chat=chat, log=render_conversation(chat, corpus))


def stop(bot: "Bot", chat: Conversation) -> View:
    """What is there once the reader pressed Stop: the checked statements that came in time stay."""
    chat = chat.halted("stopped")
    return View(chat=chat, log=render_conversation(chat, bot.corpus))


def open_citation(bot: "Bot", fragments: Iterable[object], opening: int) -> str:
    """The article that the first fragment leads to; the others mark further places in it, if they are in it."""
    try:
        chosen, *others = list(_references(fragments))
        article = bot.corpus.article(chosen.article_id)
        if article is None:
            return render_missing_article(opening)
        siblings = [place for place in others if place.article_id == article.id and place.end <= len(article.text)]
        passages = [passage for passage in bot.corpus.passages if passage.article.id == article.id]
        return render_article(article, passages, [chosen, *siblings], opening=opening)
    except ValueError:  # a changed article, or a browser that sent something of its own
        return render_missing_article(opening)


def _references(fragments: Iterable[object]) -> Iterator[Reference]:
    """The chosen place first. Unreadable ones raise BadReferenceError only there; elsewhere they are dropped."""
    for index, fragment in enumerate(fragments):
        if index >= _MOST_PLACES:
            return
        try:
            yield Reference.parse(fragment)
        except BadReferenceError:
            if index == 0:
                raise


def _problem(text: str, error: ValidationError) -> str:
    """What is wrong with a question, for the reader."""
    if any(detail["type"] == "string_too_long" for detail in error.errors()):
        return f"The question is too long. Please keep it under {MAX_QUESTION:,} characters."
    if not "".join(filter(str.isprintable, text)).strip():
        return "Type a question first."
    return "The question holds characters that cannot be read."

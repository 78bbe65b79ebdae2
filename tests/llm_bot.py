"""A bot over the sample articles with the scripted model server behind it, and how to ask it."""

import asyncio
from pathlib import Path

from bot.answer import Answer, Question, Turn
from bot.bot import Bot
from bot.building import build_bot, build_model
from evals.hostile.scripted_server import MODEL, ScriptedServer
from index.search import SearchIndex
from index.settings import Settings

KEY = "sk-very-hush"
QUESTION = "What is Russia’s key demand?"


def settings(base_url: str, *, timeout: float = 20.0, key: str | None = KEY, prompts: Path | None = None) -> Settings:
    """The settings of a model on that server."""
    given = {"OPENAI_BASE_URL": base_url, "OPENAI_MODEL": MODEL, "OPENAI_TIMEOUT": timeout, "OPENAI_API_KEY": key}
    return Settings.model_validate({name.lower(): value for name, value in given.items()})


def bot_on(index: SearchIndex, base_url: str, *, timeout: float = 20.0, key: str | None = KEY) -> Bot:
    """A bot that asks the model server at ``base_url``."""
    return build_bot(index, model=build_model(settings(base_url, timeout=timeout, key=key)))


def ask(bot: Bot, text: str = QUESTION, history: tuple[Turn, ...] = ()) -> Answer:
    """The answer to one question."""
    return asyncio.run(bot.ask(Question(text=text, history=history)))


def numbered(server: ScriptedServer, index: SearchIndex, words: str) -> int:
    """The number under which the model is given the sentence with these words, asked QUESTION."""
    ask(bot_on(index, server.base_url))
    return next(one.number for one in server.asked[-1].evidence if words in one.text)


def assert_grounded(answer: Answer) -> None:
    """Every quote is a slice of whole sentences; every citation is used; not found has none."""
    for citation in answer.citations:
        quote = citation.quote
        assert quote.article.text[quote.start : quote.end] == quote.text
    used = {number for statement in answer.statements for number in statement.citations}
    assert used == {citation.number for citation in answer.citations}
    assert (answer.status == "not_found") == (not answer.statements)

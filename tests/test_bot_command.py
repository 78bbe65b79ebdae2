"""``python -m bot`` as a chat: what it prints, and what it takes along from one question to the next."""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import pytest

from bot.__main__ import _chat
from bot.answer import Answer, Nearest, Question
from bot.request import MAX_TURN
from tests.fake_bot import BRIDGE, FakeBot, answer, sentence

if TYPE_CHECKING:
    from bot.bot import Bot

HOSTILE = "\x1b]52;c;aGk=\x07 \x9b31m\r\u202e"


@dataclass(kw_only=True)
class SayingBot(FakeBot):
    """Answers everything with ``says`` of the usual answer."""

    says: Callable[[Answer], Answer]

    async def ask(self, question: Question) -> Answer:
        """Return the answer."""
        return self.says(await FakeBot.ask(self, question))


def chat(bot: FakeBot, lines: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    _chat(cast("Bot", bot), as_json=False)


@pytest.mark.parametrize("text", ["One.\fTwo \x1b[31m.", "x" * 30_000])
def test_a_chat_goes_on_whatever_it_answered(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    bot = SayingBot(says=lambda said: replace(said, text=text))
    chat(bot, "Is it open?\nSince when?\n", monkeypatch)
    assert [question.text for question in bot.asked] == ["Is it open?", "Since when?"]
    asked, answered = bot.asked[1].history
    assert asked.content == "Is it open?"
    assert answered.content[:4] == text[:4]
    assert len(answered.content) <= MAX_TURN


def test_nothing_that_an_article_holds_steers_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    article = replace(BRIDGE, title=HOSTILE, text=f"It is {HOSTILE} late.")
    near = (Nearest(sentence=sentence(article, article.text), score=0.5),)
    question = f"Is it {HOSTILE}?"

    def says(said: Answer) -> Answer:
        return replace(said, status="not_found", text=f"A\n{HOSTILE}", standalone_question=question, nearest=near)

    chat(SayingBot(says=says), "Is it open?\n", monkeypatch)
    out = capsys.readouterr().out
    assert all(char.isprintable() or char == "\n" for char in out)
    assert out.startswith("(Asked as: Is it ?]52;c;aGk=? ?31m ??)\nA\n?]52;c;aGk=")
    assert "- “It is ?]52;" in out


def test_answer_is_told_unchanged_where_it_is_readable(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    chat(FakeBot(), "Is it open?\n", monkeypatch)
    assert answer(Question(text="Is it open?")).text in capsys.readouterr().out

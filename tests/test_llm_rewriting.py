"""Follow-ups that a model makes stand alone: what a rewriting may bring in, and what is asked in its stead."""

import asyncio
from collections.abc import Iterator

import pytest

from bot.answer import Question, Turn
from bot.llm.rewriting import is_faithful
from evals.hostile.scripted_server import ScriptedServer, scripted_server
from index.search import SearchIndex
from tests.llm_bot import QUESTION, ask, bot_on

HISTORY = (
    Turn(role="user", content="What role does the United States play?"),
    Turn(role="assistant", content="The United States mediates, through officials such as Steve Witkoff. [1]"),
)
FOLLOW_UP = "What did he say about progress?"


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with scripted_server() as scripted:
        yield scripted


def test_the_model_makes_a_follow_up_stand_alone(server: ScriptedServer, index: SearchIndex) -> None:
    server.rewrite = "What did Steve Witkoff say about progress?"
    answer = ask(bot_on(index, server.base_url), FOLLOW_UP, HISTORY)
    assert answer.question == FOLLOW_UP
    assert answer.standalone_question == server.rewrite
    assert server.asked[-1].question == server.rewrite
    assert len(server.asked) == 2
    assert answer.usage.prompt_tokens > server.asked[-1].body["messages"][-1]["content"].count(" ")


def test_an_announced_rewrite_is_found_behind_its_announcement(server: ScriptedServer, index: SearchIndex) -> None:
    server.rewrite = "I see.\n</think>\n**Here is the question:**\n\nWhat did Steve Witkoff say about progress?"
    answer = ask(bot_on(index, server.base_url), FOLLOW_UP, HISTORY)
    assert answer.standalone_question == "What did Steve Witkoff say about progress?"


@pytest.mark.parametrize(
    "rewrite", ["What did Emmanuel Macron say about progress?", "What was said in 1999?", "Here is the question:", ""]
)
def test_a_rewrite_that_brings_in_a_stranger_gives_way_to_the_rule(
    rewrite: str, server: ScriptedServer, index: SearchIndex
) -> None:
    server.rewrite = rewrite
    bot = bot_on(index, server.base_url)
    assert "Witkoff" in ask(bot, FOLLOW_UP, HISTORY).standalone_question


def test_without_history_nothing_is_rewritten(server: ScriptedServer, index: SearchIndex) -> None:
    server.rewrite = "Something else?"
    assert ask(bot_on(index, server.base_url)).standalone_question == QUESTION
    assert len(server.asked) == 1


@pytest.mark.parametrize("rewrite", ["What did Steve Witkoff say about progress?", "What is the weather like?"])
def test_a_long_history_does_not_hold_up_others(rewrite: str, server: ScriptedServer, index: SearchIndex) -> None:
    server.rewrite = rewrite
    long = tuple(Turn(role="user", content=f"What of {n}? " + "Moscow had 12 Seats in 2024. " * 680) for n in range(48))
    bot = bot_on(index, server.base_url, timeout=60.0)

    async def longest_wait() -> float:
        loop, longest = asyncio.get_running_loop(), 0.0
        asked = asyncio.ensure_future(bot.ask(Question(text=FOLLOW_UP, history=(*long, *HISTORY))))
        while not asked.done():
            started = loop.time()
            await asyncio.sleep(0.001)
            longest = max(longest, loop.time() - started)
        assert (asked.result().standalone_question == rewrite) == ("Witkoff" in rewrite)
        return longest

    assert asyncio.run(longest_wait()) < 5.0  # it was 21 s


COUNCIL = (
    Turn(role="user", content="Who leads the Marl council?"),
    Turn(role="assistant", content="Ada Moss, with 12 of twenty seats."),
)


@pytest.mark.parametrize(
    ("rewritten", "faithful"),
    [
        ("When was Ada Moss elected in 2024?", True),
        ("When was Moss elected in 2024 with 12 seats?", True),
        ("when was ada moss of Marl’s council elected in 2024?", True),
        ("When was Ben Moss elected in 2024?", False),
        ("When was Ada Moss elected in 2023?", False),
        ("When was Ada Moss elected?", False),
        ("When was Ada Moss elected in 2024 with thirteen seats?", False),
        ("NOT_IN_ARTICLES", False),
        ("When was she elected in 2024?\u202e", False),
        ("", False),
        ("When was Ada Moss elected in 2024? " * 40, False),
    ],
)
def test_a_rewrite_may_bring_in_what_was_said_and_no_more(rewritten: str, faithful: bool) -> None:
    assert is_faithful(rewritten, "When was she elected in 2024?", COUNCIL) == faithful


LEFT = (
    Turn(role="user", content="Who is the Russian culture minister that the other ministers call corrupt?"),
    Turn(role="assistant", content="According to Marl News: Ada Moss did not stay after the vote on the harbour. [1]"),
)


@pytest.mark.parametrize(
    ("question", "rewritten"),
    [
        ("Why did he leave?", "Why did Ada Moss leave?"),
        ("Why did he leave?", "Why did the Russian culture minister leave after the vote?"),
        ("Why did he leave?", "Why did Ada Moss, the minister of Russia, leave?"),
        ("why has the minister left", "Why did Moss leave?"),
        ("Why?", "Why did Ada Moss not stay?"),
        ("Why not?", "Why did Ada Moss not stay?"),
        ("How about the other side?", "What do the other ministers call Moss?"),
        ("Whom did she call?", "Who did Ada Moss call?"),
        ("and what was she before that?", "What was Ada Moss before becoming culture minister?"),
        ("What else was voted on?", "Besides the harbour, what else was voted on?"),
        ("Did he say anything about this event?", "Did the culture minister say anything about the harbour vote?"),
        ("Isn't it open?", "Isn't the harbour open?"),
        ("Is it open?", "Is it open?"),
    ],
)
def test_an_honest_rewrite_may_be_asked(question: str, rewritten: str) -> None:
    assert is_faithful(rewritten, question, LEFT)


@pytest.mark.parametrize(
    ("question", "rewritten"),
    [
        ("Why did he leave?", "Here is the rewritten question:"),
        ("Why did he leave?", "The standalone question is:"),
        ("why did he leave", "Why did he leave:"),
        ("Why did he leave?", "Here is the rewritten question: Why did Ada Moss leave?"),
        ("Why did he leave?", "What is the weather like?"),
        ("Why did he leave?", "Who did Ada Moss leave?"),
        ("Why did he leave?", "Why did the corrupt minister not leave?"),
        ("Why did he leave?", "Why did the disgraced minister leave?"),
        ("Why did he leave?", "Ada Moss did leave after the vote."),
        ("Why did he leave?", "That is why Ada Moss did leave."),
        ("Why did he not leave?", "Why did Ada Moss leave?"),
        ("Is it open?", "Is the harbour closed?"),
    ],
)
def test_a_rewrite_that_asks_something_else_may_not(question: str, rewritten: str) -> None:
    assert not is_faithful(rewritten, question, LEFT)

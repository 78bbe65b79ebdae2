"""The page over replies of a lying model: nothing made up stands on it as an answer, and the search for it can see."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.bot import Bot
from bot.page.asking import View, ask
from bot.page.page_view import render_conversation
from bot.page.reply import Conversation
from evals.cases import read_cases
from evals.hostile.bot_trials import AnsweredTrial, ask_all
from evals.hostile.page_leaks import page_leak
from evals.hostile.replies import HOSTILE_KINDS, MECHANICAL
from evals.hostile.reply_lines import Line, Reply
from evals.hostile.scripted_server import scripted_server
from evals.hostile.scripted_wire import Script
from index.corpus import Corpus
from index.search import SearchIndex
from tests.folder import ROOT
from tests.llm_bot import QUESTION, bot_on, numbered

ASKED = ("sample-abu-dhabi-1", "sample-strike-1", "sample-medinsky-1")
SEEDS = 2
TRUE = "Moscow wants the Ukrainian forces all withdrawn from the Donbass region"
LIE = "the talks were a fraud"
LYING = Reply(lines=(Line(text=f"{LIE} \u202e\ufe0f", numbers=(1,), base=1, invented=(LIE,)),))


@pytest.fixture(scope="module")
def trials(index: SearchIndex) -> list[AnsweredTrial]:
    cases = [case for case in read_cases(ROOT / "evals" / "cases" / "sample.jsonl") if case.id in ASKED]
    assert len(cases) == len(ASKED)
    return asyncio.run(ask_all(index, cases, SEEDS, HOSTILE_KINDS))


@pytest.fixture(scope="module")
def view(index: SearchIndex) -> View:
    """The last view of an answer in the model's own words, with a line left out."""
    with scripted_server() as server:
        number = numbered(server, index, "Moscow wants all")
        bot = bot_on(index, server.base_url)
        server.play(Script(text=f"{TRUE} [{number}].\nThe Kremlin said that it was all a lie [{number}]."))
        return asyncio.run(last_view(bot))


async def last_view(bot: Bot) -> View:
    return [view async for view in ask(bot, QUESTION, Conversation())][-1]


@pytest.mark.parametrize("kind", MECHANICAL)
def test_nothing_made_up_is_on_the_page(trials: list[AnsweredTrial], kind: str) -> None:
    own = [one for one in trials if one.trial.kind == kind]
    assert len(own) >= 2
    assert [one.on_page for one in own if one.on_page] == []


def test_the_page_was_looked_at_as_it_grew(trials: list[AnsweredTrial]) -> None:
    assert all(len(one.views) >= 3 for one in trials)
    assert sum('class="left-out"' in one.views[-1].log for one in trials) > len(trials) / 2


PLANTED: dict[str, Callable[[str], str]] = {
    "an element": lambda log: log + '<img src="x"/>',
    "an element that is never closed": lambda log: log + "<img src=x onerror=a()>",
    "a comment": lambda log: log + "<!-- hidden -->",
    "a handler": lambda log: log.replace("<blockquote ", '<blockquote onclick="a()" ', 1),
    "a link of its own": lambda log: log.replace('href="#cite-', 'href="javascript:', 1),
    "another quotation": lambda log: log.replace("</blockquote>", " not</blockquote>", 1),
    "a lie as a statement": lambda log: log.replace('<p class="statement" dir="auto">', f'<p class="statement" dir="auto">{LIE} ', 1),
    "a lie in small print": lambda log: log.replace('<p class="engine">', f'<p class="engine">{LIE} ', 1),
    "a lie over the list of what was left out": lambda log: log.replace("<summary>", f"<summary>{LIE} ", 1),
    "a bidirectional mark": lambda log: log.replace('<p class="engine">', '<p class="engine">\u202e', 1),
    "a hidden character in what was left out": lambda log: log.replace("<small>", "<small>\ufe0f", 1),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_planted_is_found(view: View, index: SearchIndex, name: str) -> None:
    assert not leak(view, view.log, index.corpus)
    planted = PLANTED[name](view.log)
    assert planted != view.log
    assert leak(view, planted, index.corpus)


def test_a_statement_told_twice_is_found(view: View, index: SearchIndex) -> None:
    reply = view.chat.exchanges[-1].reply
    chat = view.chat.with_reply(replace(reply, statements=reply.statements * 2))
    twice = replace(view, chat=chat, log=render_conversation(chat, index.corpus))
    assert page_leak(LYING, twice, index.corpus).startswith("shown twice")


def test_a_lie_may_stand_where_it_is_marked_as_left_out(view: View, index: SearchIndex) -> None:
    before, after = view.log.split('class="left-out"')
    left_out = after.replace('<li dir="auto">', f'<li dir="auto">{LIE} ', 1)
    assert LIE in left_out
    assert not leak(view, f'{before}class="left-out"{left_out}', index.corpus)


def leak(view: View, log: str, corpus: Corpus) -> str:
    return page_leak(LYING, replace(view, log=log), corpus)

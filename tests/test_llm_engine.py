"""The language model's engine over real HTTP: what it is sent, and what is shown of its reply and when."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import aclosing
from pathlib import Path

import pytest

from bot.answer import Done, Event, Question, Searched, Stated
from bot.bot import Bot
from bot.building import build_model
from bot.drafting import NOTHING_LEFT
from bot.llm.errors import ModelEmptyError
from bot.llm.prompt import load_prompts
from evals.cases import read_cases
from evals.hostile.scripted_server import MODEL, ScriptedServer, scripted_server
from evals.hostile.scripted_wire import Script
from index.article import Hit
from index.search import SearchIndex
from index.settings import Settings
from tests.llm_bot import QUESTION, ask, assert_grounded, bot_on, numbered, settings

UNKNOWN = "How do I bake sourdough bread?"


SAMPLE = Path("evals/cases/sample.jsonl")


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with scripted_server() as scripted:
        yield scripted


def test_a_model_that_behaves_is_used_for_the_answerable_sample_questions(
    server: ScriptedServer, index: SearchIndex
) -> None:
    bot = bot_on(index, server.base_url)
    server.play(Script(kind="faithful"))
    asked = [case for case in read_cases(SAMPLE) if case.answerable]
    assert len(asked) == 60
    unasked = [case.id for case in asked if ask(bot, case.question, case.history).engine != "llm"]
    assert unasked == ["sample-abu-dhabi-1"]  # the reader is sure that nothing answers it


def test_statements_are_shown_with_model_prompt_and_usage(server: ScriptedServer, index: SearchIndex) -> None:
    number = numbered(server, index, "Moscow wants all")
    server.play(
        Script(text=f"- Moscow wants the Ukrainian forces all withdrawn from the Donbass region [{number}, 99].")
    )
    answer = ask(bot_on(index, server.base_url))
    assert_grounded(answer)
    assert [one.text for one in answer.statements] == [
        "Moscow wants the Ukrainian forces all withdrawn from the Donbass region."
    ]
    assert "Moscow wants all Ukrainian forces withdrawn" in answer.citations[0].quote.text
    assert (answer.engine, answer.fallback, answer.status) == ("llm", None, "answered")
    assert (answer.model, answer.prompt) == (MODEL, load_prompts().answer.version)
    assert answer.usage.prompt_tokens > 100
    assert answer.usage.completion_tokens > 5


def test_what_the_model_is_sent(server: ScriptedServer, index: SearchIndex) -> None:
    ask(bot_on(index, server.base_url))
    (asked,) = server.asked
    assert asked.body["model"] == MODEL
    assert asked.body["messages"][-1]["content"].splitlines()[-1] == f"Question: {QUESTION}"
    assert 1 <= len(asked.evidence) <= 16
    assert [one.number for one in asked.evidence] == list(range(1, len(asked.evidence) + 1))
    texts = {" ".join(sentence.text.split()) for sentence in index.corpus.sentences}
    assert {one.text for one in asked.evidence} <= texts
    assert asked.headers["authorization"].startswith("Bearer ")


def test_without_a_key_none_is_sent(server: ScriptedServer, index: SearchIndex) -> None:
    assert ask(bot_on(index, server.base_url, key=None)).engine == "llm"
    assert "authorization" not in server.asked[0].headers


def test_a_line_is_shown_when_it_is_complete_and_never_before(server: ScriptedServer, index: SearchIndex) -> None:
    number = numbered(server, index, "Moscow wants all")
    good = f"Moscow wants the Ukrainian forces all withdrawn from the Donbass region [{number}]."
    server.play(
        Script(text=f"{good}\nMoscow wants 12 forces [{number}].\n{'Nothing here. ' * 40}", pause=0.02, piece=4)
    )

    async def first_statement() -> float:
        loop, started = asyncio.get_running_loop(), 0.0
        async with aclosing(bot_on(index, server.base_url).stream(Question(text=QUESTION))) as events:
            async for event in events:
                started = loop.time() if isinstance(event, Searched) else started
                told = loop.time() if isinstance(event, Stated) else 0.0
                if told:
                    break
            rest = [event async for event in events]
        assert len(rest) == 1
        assert isinstance(rest[0], Done)
        answer = rest[0].answer
        assert answer.left_out[0].text.startswith("Moscow wants 12 forces")
        return (told - started) / (loop.time() - started)

    assert asyncio.run(first_statement()) < 0.5


def test_a_reader_who_leaves_closes_the_connection(server: ScriptedServer, index: SearchIndex) -> None:
    server.play(Script(pause=0.2))

    async def leave() -> None:
        async with aclosing(bot_on(index, server.base_url).stream(Question(text=QUESTION))) as events:
            async for event in events:
                if isinstance(event, Stated):
                    return
        raise AssertionError("a statement was due")

    asyncio.run(leave())
    for _ in range(100):
        if server.closed_early:
            return
        asyncio.run(asyncio.sleep(0.02))
    pytest.fail("the server was not left")


def test_where_the_gate_stays_shut_no_model_is_asked(server: ScriptedServer, index: SearchIndex) -> None:
    answer = ask(bot_on(index, server.base_url), UNKNOWN)
    assert (answer.status, answer.engine, answer.fallback, answer.model) == ("not_found", "extractive", None, None)
    assert answer.nearest
    assert not server.asked


def test_not_in_articles_is_believed(server: ScriptedServer, index: SearchIndex) -> None:
    server.play(Script(text="NOT_IN_ARTICLES"))
    answer = ask(bot_on(index, server.base_url))
    assert (answer.status, answer.engine, answer.fallback) == ("not_found", "llm", None)
    assert answer.model == MODEL
    assert answer.nearest
    assert_grounded(answer)


@pytest.mark.parametrize(
    "text",
    [
        "I am sorry, but I cannot help with that.",
        "Moscow wants 31 regions. [1]",
        "Moscow wants everything. [99]",
        '{"statements": [{"text": "Moscow wants everything.", "citations": [1]}]}',
        "<script>alert(1)</script> [1]",
    ],
)
def test_where_nothing_survives_the_sentences_are_quoted_and_it_says_why(
    text: str, server: ScriptedServer, index: SearchIndex
) -> None:
    server.play(Script(text=text))
    answer = ask(bot_on(index, server.base_url))
    assert_grounded(answer)
    assert (answer.engine, answer.fallback, answer.status) == ("extractive", NOTHING_LEFT, "answered")
    assert all(statement.is_quote for statement in answer.statements)
    assert answer.left_out


def test_what_was_said_once_is_shown_once_and_what_is_hidden_shows(server: ScriptedServer, index: SearchIndex) -> None:
    number = numbered(server, index, "Moscow wants all")
    line = f"Moscow wants the Ukrainian forces all withdrawn from the Donbass region [{number}]."
    server.play(Script(text=f"{line}\n{line}\nMoscow wants \u202eall\u200b. [{number}]\n{line}"))
    answer = ask(bot_on(index, server.base_url))
    assert len(answer.statements) == 1
    assert [one.text for one in answer.left_out] == ["Moscow wants �all�."]


def test_a_line_is_told_again_with_its_numbers_and_shown_once(server: ScriptedServer, index: SearchIndex) -> None:
    number = numbered(server, index, "Moscow wants all")
    line = "Moscow wants the Ukrainian forces all withdrawn from the Donbass region"
    server.play(Script(text=f"{line}.\n{line} [{number}].\n{line} [{number}, {number % 2 + 1}]."))
    answer = ask(bot_on(index, server.base_url))
    assert [one.text for one in answer.statements] == [f"{line}."]
    assert [one.text for one in answer.left_out] == [f"{line}."]
    assert answer.engine == "llm"


def test_thoughts_that_only_end_are_not_in_the_answer(server: ScriptedServer, index: SearchIndex) -> None:
    number = numbered(server, index, "Moscow wants all")
    line = f"Moscow wants the Ukrainian forces all withdrawn from the Donbass region [{number}]."
    thought = server.asked[-1].evidence[-1]
    server.play(
        Script(text=f"I read on.\n{thought.text} [{thought.number}]\nNOT_IN_ARTICLES\n{line}\n</think>\n\n{line}")
    )

    async def events() -> list[Event]:
        return [event async for event in bot_on(index, server.base_url).stream(Question(text=QUESTION))]

    *told, done = asyncio.run(events())
    assert isinstance(done, Done)
    assert_grounded(done.answer)
    assert [one.text for one in done.answer.statements] == [line.partition(" [")[0] + "."]
    assert [one.citations for one in done.answer.statements] == [(1,)]
    assert done.answer.left_out == ()
    assert sum(isinstance(event, Stated) for event in told) == 2  # before it showed that these were thoughts


def test_after_thoughts_that_showed_nothing_lines_are_shown_as_they_come(
    server: ScriptedServer, index: SearchIndex
) -> None:
    number = numbered(server, index, "Moscow wants all")
    line = f"Moscow wants the Ukrainian forces all withdrawn from the Donbass region [{number}]."
    server.play(Script(text=f"Moscow wants 12 forces [{number}].\n</think>\n{line}"))

    async def events() -> list[Event]:
        return [event async for event in bot_on(index, server.base_url).stream(Question(text=QUESTION))]

    *told, done = asyncio.run(events())
    assert isinstance(done, Done)
    assert [event.statement for event in told if isinstance(event, Stated)] == [*done.answer.statements]
    assert len(done.answer.statements) == 1
    assert done.answer.left_out == ()


def test_a_reply_of_thoughts_alone_is_none(server: ScriptedServer, index: SearchIndex) -> None:
    server.play(Script(text="NOT_IN_ARTICLES?\nNOT_IN_ARTICLES\n</think>\n"))
    answer = ask(bot_on(index, server.base_url))
    assert (answer.engine, answer.fallback, answer.status) == ("extractive", ModelEmptyError.reason, "answered")


MISSILES = "How many missiles followed during the day"


@pytest.mark.parametrize(
    ("question", "cited", "status", "unanswered"),
    [
        (f"{MISSILES} and who leads the delegation?", ["A further 28"], "partial", ["who leads the delegation?"]),
        (f"{MISSILES} and who leads the delegation?", ["negotiator"], "partial", [MISSILES]),
        (f"{MISSILES} and who leads the delegation?", ["A further 28", "negotiator"], "answered", []),
        (f"{MISSILES}?", ["drones"], "answered", []),
        (f"{MISSILES} and which day was it?", ["A further 28"], "answered", []),
    ],
)
def test_of_several_parts_each_needs_a_statement_of_its_own(
    question: str, cited: list[str], status: str, unanswered: list[str], server: ScriptedServer, index: SearchIndex
) -> None:
    """The reader finds the missiles for parts of that day, and the chief negotiator for the other."""

    def read(part: str, hits: Sequence[Hit]) -> list[float]:
        known = ("A further 28", "negotiator") if "day" in part else ("negotiator", "A further 28")
        return [0.8 if known[0] in h.sentence.text else 0.1 if known[1] in h.sentence.text else 0.05 for h in hits]

    bot = Bot(index=index, read=read, threshold=0.5, asking=0.01, model=build_model(settings(server.base_url)))
    ask(bot, question)
    evidence = server.asked[-1].evidence
    server.play(Script(text="\n".join(f"{e.text} [{e.number}]" for e in evidence if any(c in e.text for c in cited))))
    answer = ask(bot, question)
    assert_grounded(answer)
    assert (answer.engine, answer.status) == ("llm", status)
    assert [line for line in answer.text.splitlines() if line.startswith("The articles don’t say")] == [
        f"The articles don’t say: {part}" for part in unanswered
    ]
    assert bool(answer.nearest) == bool(unanswered)


def test_an_event_loop_of_its_own_for_each_question(server: ScriptedServer, index: SearchIndex) -> None:
    bot = bot_on(index, server.base_url)
    assert [ask(bot).engine for _ in range(2)] == ["llm", "llm"]


def test_questions_at_the_same_time_do_not_meet(server: ScriptedServer, index: SearchIndex) -> None:
    bot = bot_on(index, server.base_url)

    async def together() -> list[str]:
        answers = await asyncio.gather(*(bot.ask(Question(text=QUESTION)) for _ in range(8)))
        return [answer.text for answer in answers]

    assert len(set(asyncio.run(together()))) == 1


def test_no_model_without_a_server_or_a_key() -> None:
    assert build_model(Settings.model_validate({"openai_model": "any"})) is None
    assert build_model(Settings.model_validate({"engine": "extractive", "openai_api_key": "k"})) is None


@pytest.mark.parametrize(
    ("asking", "text", "status", "engine", "fallback"),
    [
        (0.1, None, "answered", "llm", None),
        (0.1, "NOT_IN_ARTICLES", "not_found", "llm", None),
        (0.1, "It rained for 40 days [1].", "not_found", "extractive", NOTHING_LEFT),
        (0.3, None, "not_found", "extractive", None),
    ],
)
def test_where_the_reader_doubts_the_model_has_the_last_word(
    server: ScriptedServer,
    index: SearchIndex,
    asking: float,
    text: str | None,
    status: str,
    engine: str,
    fallback: str | None,
) -> None:
    server.play(Script(text=text))
    model = build_model(settings(server.base_url))
    bot = Bot(index=index, read=lambda _, hits: [0.2] * len(hits), threshold=0.5, asking=asking, model=model)
    answer = ask(bot)
    assert_grounded(answer)
    assert (answer.status, answer.engine, answer.fallback) == (status, engine, fallback)

"""The scripted model server, seen through the real ``openai`` client."""

import asyncio
import time
from collections.abc import Iterator

import httpx
import openai
import pytest

from evals.hostile.scripted_server import MODEL, ScriptedServer, refused_url, scripted_server
from evals.hostile.scripted_wire import SERVER_TEXT, Fault, Script

PROMPT = """Some rules, with an example: [9] is a number.

Talks resume
[1] The two sides met on Monday.
[2] They sent 29 letters.

## Another article
[4] The harbour is closed.

Question: How many letters were sent?"""
MESSAGES = [
    {"role": "system", "content": "Rules.\n[1] An example, which is no evidence."},
    {"role": "user", "content": PROMPT},
]


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with scripted_server() as running:
        yield running


def client(server: ScriptedServer | str, timeout: float = 2.0) -> openai.AsyncOpenAI:
    url = server if isinstance(server, str) else server.base_url
    return openai.AsyncOpenAI(base_url=url, api_key="sk-secret", max_retries=0, timeout=timeout)


def plain(server: ScriptedServer | str, timeout: float = 2.0) -> openai.types.chat.ChatCompletion:
    async def ask() -> openai.types.chat.ChatCompletion:
        async with client(server, timeout) as model:
            return await model.chat.completions.create(model=MODEL, messages=MESSAGES)  # type: ignore[arg-type] # dicts

    return asyncio.run(ask())


def streamed(server: ScriptedServer | str, timeout: float = 2.0) -> tuple[str, str | None, int]:
    """The text, the finish reason, and the completion's tokens."""

    async def ask() -> tuple[str, str | None, int]:
        text, finish, tokens = "", None, 0
        async with client(server, timeout) as model:
            stream = await model.chat.completions.create(  # type: ignore[call-overload] # dicts
                model=MODEL, messages=MESSAGES, stream=True, stream_options={"include_usage": True}
            )
            async for chunk in stream:
                for choice in chunk.choices or []:
                    text += choice.delta.content or ""
                    finish = choice.finish_reason or finish
                tokens = chunk.usage.completion_tokens if chunk.usage else tokens
        return text, finish, tokens

    return asyncio.run(ask())


def test_reads_the_evidence_and_records_the_request(server: ScriptedServer) -> None:
    plain(server)
    asked = server.asked[0]
    assert [(e.number, e.text, e.title) for e in asked.evidence] == [
        (1, "The two sides met on Monday.", "Talks resume"),
        (2, "They sent 29 letters.", "Talks resume"),
        (4, "The harbour is closed.", "Another article"),
    ]
    assert asked.question == "How many letters were sent?"
    assert asked.headers["authorization"] == "Bearer sk-secret"
    assert asked.body["model"] == MODEL


def test_plain_and_streamed_say_the_same(server: ScriptedServer) -> None:
    server.play(Script(text="It was so. [1]\nOr “so”. [2]"))
    reply = plain(server)
    text, finish, tokens = streamed(server)
    assert reply.choices[0].message.content == text == server.asked[-1].reply
    assert reply.choices[0].finish_reason == finish == "stop"
    assert reply.usage
    assert reply.usage.completion_tokens == tokens > 0


def test_scripts_are_played_in_order_and_the_last_stays(server: ScriptedServer) -> None:
    server.play(Script(text="one"), Script(text="two"))
    assert [streamed(server)[0] for _ in range(3)] == ["one", "two", "two"]


def test_a_prompt_without_evidence_is_a_rewrite(server: ScriptedServer) -> None:
    server.play(Script(kind="faithful"), Script(text="second"))
    messages = [{"role": "user", "content": "Question: and then?"}]
    server.rewrite = "What came then?"
    reply = httpx.post(f"{server.base_url}/chat/completions", json={"messages": messages}).json()
    assert reply["choices"][0]["message"]["content"] == "What came then?"
    assert "[1]" in streamed(server)[0]


def test_models(server: ScriptedServer) -> None:
    async def listed() -> list[str]:
        async with client(server) as model:
            return [one.id async for one in model.models.list()]

    assert asyncio.run(listed()) == [MODEL]


@pytest.mark.parametrize(
    ("fault", "error"),
    [("401", openai.AuthenticationError), ("404", openai.NotFoundError), ("500", openai.InternalServerError)],
)
@pytest.mark.parametrize("ask", [plain, streamed])
def test_status_faults(server: ScriptedServer, fault: Fault, error: type[Exception], ask: object) -> None:
    server.play(Script(fault=fault))
    with pytest.raises(error, match=SERVER_TEXT):
        ask(server)  # type: ignore[operator] # plain or streamed


def test_rate_limit_tells_when_to_come_again(server: ScriptedServer) -> None:
    server.play(Script(fault="429", retry_after="3"))
    with pytest.raises(openai.RateLimitError) as caught:
        plain(server)
    assert caught.value.response.headers["retry-after"] == "3"


def test_refused() -> None:
    with pytest.raises(openai.APIConnectionError):
        plain(refused_url())


@pytest.mark.parametrize("ask", [plain, streamed])
def test_hang_is_a_timeout(server: ScriptedServer, ask: object) -> None:
    server.play(Script(fault="hang"))
    with pytest.raises(openai.APITimeoutError):
        ask(server, 0.3)  # type: ignore[operator] # plain or streamed


def test_a_drip_never_times_out_by_itself(server: ScriptedServer) -> None:
    server.play(Script(fault="drip"))

    async def bounded() -> None:
        async with asyncio.timeout(0.7), client(server, 0.3) as model:
            await model.chat.completions.create(model=MODEL, messages=MESSAGES)  # type: ignore[arg-type] # dicts

    with pytest.raises(TimeoutError):
        asyncio.run(bounded())
    deadline = time.monotonic() + 5
    while not server.closed_early and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.closed_early == 1


def test_a_cut_stream_breaks_in_the_middle(server: ScriptedServer) -> None:
    server.play(Script(text="A long enough reply. [1]", fault="cut"))
    for ask in (streamed, plain):
        with pytest.raises((openai.APIConnectionError, httpx.RemoteProtocolError)):
            ask(server)


def test_replies_that_look_like_success(server: ScriptedServer) -> None:
    server.play(Script(fault="html"), Script(fault="html"), Script(fault="error_body"))
    assert isinstance(plain(server), str)
    assert streamed(server) == ("", None, 0)
    assert streamed(server) == ("", None, 0)
    server.play(Script(fault="choices_null"), Script(fault="no_choices"), Script(fault="empty"))
    assert plain(server).choices is None
    assert plain(server).choices == []
    assert plain(server).choices[0].message.content == ""


def test_streams_that_end_otherwise(server: ScriptedServer) -> None:
    server.play(
        Script(text="So. [1]", fault="no_finish"),
        Script(text="So. [1]", fault="truncated"),
        Script(fault="choices_null"),
        Script(fault="empty"),
    )
    assert [streamed(server)[:2] for _ in range(4)] == [
        ("So. [1]", None),
        ("So. [1]", "length"),
        ("", None),
        ("", "stop"),
    ]
    server.play(Script(text="So it was and so on. [1]", fault="error_event"))
    with pytest.raises(openai.APIError, match=SERVER_TEXT):
        streamed(server)


def test_a_body_that_is_no_json(server: ScriptedServer) -> None:
    server.play(Script(fault="not_json"))
    with pytest.raises(Exception):  # noqa: B017, PT011 - which one is the client's business; it does not pass
        plain(server)


def test_a_million_characters(server: ScriptedServer) -> None:
    server.play(Script(fault="huge"))
    text, finish, _ = streamed(server)
    assert (len(text), finish) == (1_000_000, "stop")

"""Whatever the model's server does, a question ends in an answer in time, and neither key nor server text gets out."""

import json
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bot.answer import Answer, Turn
from bot.llm import errors
from bot.llm.errors import ModelError
from bot.schema import answer_body
from evals.hostile.scripted_server import ScriptedServer, refused_url, scripted_server
from evals.hostile.scripted_wire import SERVER_TEXT, Fault, Script
from index.search import SearchIndex
from tests.llm_bot import KEY, ask, assert_grounded, bot_on

TIMEOUT = 4.0
SLACK = 6.0  # on a slow and busy machine; a bot that waited for a hanging server would take for ever


@pytest.fixture(scope="module")
def running() -> Iterator[ScriptedServer]:
    with scripted_server() as scripted:
        yield scripted


@pytest.fixture
def server(running: ScriptedServer) -> ScriptedServer:
    running.asked.clear()
    return running


def timed(index: SearchIndex, base_url: str, *, timeout: float = TIMEOUT, history: tuple[Turn, ...] = ()) -> Answer:
    """An answer that did not wait beyond the model's time."""
    bot = bot_on(index, base_url, timeout=timeout)
    started = time.perf_counter()
    answer = ask(bot, history=history)
    assert time.perf_counter() - started <= timeout + SLACK
    assert_grounded(answer)
    return answer


def assert_tight(answer: Answer, caplog: pytest.LogCaptureFixture) -> None:
    """Neither answer nor log holds the key or a word of the server's error."""
    for text in (answer_body(answer).model_dump_json(), repr(answer), caplog.text):
        assert KEY not in text
        assert SERVER_TEXT not in text


@pytest.mark.parametrize(
    ("fault", "kind", "attempts"),
    [
        ("hang", errors.ModelTimeoutError, 1),
        ("drip", errors.ModelTimeoutError, 1),
        ("401", errors.ModelKeyError, 1),
        ("404", errors.ModelMissingError, 1),
        ("429", errors.ModelBusyError, 3),
        ("500", errors.ModelServerError, 3),
        ("not_json", errors.ModelEmptyError, 1),
        ("html", errors.ModelEmptyError, 1),
        ("error_body", errors.ModelEmptyError, 1),
        ("empty", errors.ModelEmptyError, 1),
        ("choices_null", errors.ModelEmptyError, 1),
        ("no_choices", errors.ModelEmptyError, 1),
        ("huge", errors.ModelTooLongError, 1),
    ],
)
def test_a_fault_ends_in_the_articles_own_sentences(
    fault: Fault,
    kind: type[ModelError],
    attempts: int,
    server: ScriptedServer,
    index: SearchIndex,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    server.play(Script(fault=fault))
    answer = timed(index, server.base_url)
    assert (answer.engine, answer.status, answer.fallback) == ("extractive", "answered", kind.reason)
    assert all(statement.is_quote for statement in answer.statements)
    assert len(server.asked) == attempts or fault in {"hang", "401", "404", "429", "500"}
    assert_tight(answer, caplog)


def test_nobody_listens(index: SearchIndex, caplog: pytest.LogCaptureFixture) -> None:
    answer = timed(index, refused_url())
    assert (answer.engine, answer.fallback) == ("extractive", errors.ModelUnreachableError.reason)
    assert_tight(answer, caplog)


@pytest.mark.parametrize("fault", ["cut", "no_finish", "truncated", "error_event"])
def test_what_was_shown_before_a_stream_broke_stays(
    fault: Fault, server: ScriptedServer, index: SearchIndex, caplog: pytest.LogCaptureFixture
) -> None:
    timed(index, server.base_url)
    first, second = (f"{one.text} [{one.number}]" for one in server.asked[-1].evidence[:2])
    server.play(Script(text=f"{first}\n{second}\n{second}", fault=fault))
    answer = timed(index, server.base_url)
    assert first.startswith(answer.statements[0].text)
    assert (answer.engine, answer.fallback) == ("llm", errors.ModelBrokenError.reason)
    quoted = [sentence for citation in answer.citations for sentence in citation.quote.sentences]
    assert len(quoted) == len(set(quoted))
    assert_tight(answer, caplog)


@pytest.mark.parametrize(
    ("retry_after", "engine", "fewest"),
    [
        ("0.2", "llm", 0.2),
        ("60", "extractive", 0.0),
        ("nan", "llm", 0.0),
        ("soon", "llm", 0.0),
        ("1e999", "extractive", 0),
    ],
)
def test_retry_after_is_obeyed_where_it_fits(
    retry_after: str, engine: str, fewest: float, server: ScriptedServer, index: SearchIndex
) -> None:
    server.play(Script(fault="429", retry_after=retry_after), Script())
    started = time.perf_counter()
    answer = timed(index, server.base_url)
    assert answer.engine == engine
    assert fewest <= time.perf_counter() - started < TIMEOUT + SLACK


def test_one_failure_is_made_good_by_the_next_attempt(server: ScriptedServer, index: SearchIndex) -> None:
    server.play(Script(fault="500"), Script(fault="500"), Script())
    answer = timed(index, server.base_url)
    assert (answer.engine, answer.fallback) == ("llm", None)


def test_a_follow_up_of_a_model_that_hangs_is_answered_in_time(server: ScriptedServer, index: SearchIndex) -> None:
    server.play(Script(fault="hang"))
    history = (Turn(role="user", content="Who mediates?"), Turn(role="assistant", content="The United States."))
    answer = timed(index, server.base_url, history=history)
    assert (answer.engine, answer.fallback) == ("extractive", errors.ModelTimeoutError.reason)


def test_a_fault_is_told_once_with_a_hint(
    server: ScriptedServer, index: SearchIndex, caplog: pytest.LogCaptureFixture
) -> None:
    server.play(Script(fault="401"))
    bot = bot_on(index, server.base_url)
    for _ in range(3):
        ask(bot)
    told = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(told) == 1
    assert errors.ModelKeyError.hint in told[0]
    assert KEY not in told[0]


def test_every_error_says_what_a_reader_sees_and_nothing_else() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ModelError)]
    assert len(kinds) > 10
    assert all(str(kind()) == kind.reason and kind.reason.endswith(".") for kind in kinds)


def test_a_request_that_is_too_rich_for_the_server_is_sent_again_plainer(index: SearchIndex) -> None:
    with plain_server() as (base_url, bodies):
        answer = timed(index, base_url)
    assert answer.fallback == errors.ModelRequestError.reason
    assert ["temperature" in body for body in bodies] == [True, False]
    assert all(body["stream"] for body in bodies)


@contextmanager
def plain_server() -> Iterator[tuple[str, list[dict[str, object]]]]:
    """A server that answers 400 to every request, and the bodies it got."""
    bodies: list[dict[str, object]] = []

    class Refusing(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the name is the library's
            bodies.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_error(400, SERVER_TEXT)

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Refusing)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1", bodies
    server.shutdown()
    thread.join()
    server.server_close()

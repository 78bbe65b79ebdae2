"""A chat with an OpenAI-compatible server: messages in, the reply's text as it comes, faults as ``ModelError``.

The only file that knows the ``openai`` package and the HTTP client under it. What it knows of their faults was seen by
running them against ``evals/hostile/scripted_server.py``. Nothing of a server's error text leaves this file.
"""

import asyncio
import logging
import random
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from time import time
from typing import Any, Literal

import httpx2
import openai

from bot.answer import Usage
from bot.llm.errors import (
    ModelBrokenError,
    ModelBusyError,
    ModelEmptyError,
    ModelError,
    ModelKeyError,
    ModelMissingError,
    ModelRefusedError,
    ModelRequestError,
    ModelServerError,
    ModelTimeoutError,
    ModelTooLongError,
    ModelUnreachableError,
)

log = logging.getLogger(__name__)

MOST_CHARACTERS = 20_000
"""A reply longer than this is cut off and its connection closed: a short answer needs a twentieth of it."""

# Given by name: without one the package would read OPENAI_BASE_URL itself, and take an empty one for an address.
_OPENAI = "https://api.openai.com/v1"
_ATTEMPTS = 3
_FIRST_WAIT = 0.3  # seconds; doubled for each further attempt, with some chance in it
_CONNECT = 3.0
# After the finish reason only the usage may follow; a server that then falls silent must not hold up the answer.
_LAST_WORDS = 1.0
# Not every server knows these; without them the reply is only less steady, and its tokens uncounted.
_WISHES: dict[str, Any] = {"temperature": 0, "stream_options": {"include_usage": True}}
_STATUSES: dict[int, type[ModelError]] = {401: ModelKeyError, 403: ModelKeyError, 404: ModelMissingError}
# What broken replies were seen to raise besides the package's own errors: JSON, Unicode and shapes that aren't there.
_UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, RecursionError)


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One message of the chat."""

    role: Literal["system", "user"]
    content: str


class ModelClient:
    """One model on one server. Connections live as long as a reply, so any event loop may use it."""

    def __init__(self, *, model: str, base_url: str | None = None, api_key: str | None = None):
        """``base_url`` is OpenAI's by default; without ``api_key`` no Authorization header is sent."""
        self.model = model
        self._base_url = base_url or _OPENAI
        self._api_key = api_key
        self._tls = httpx2.create_ssl_context()  # 60 ms, so once

    async def reply(self, messages: Sequence[Message], *, deadline: float) -> AsyncGenerator[str | Usage, None]:
        """The pieces of the reply in order, and what it cost, where the server tells.

        ``deadline`` is in the event loop's time and holds for everything, retries included. Raises ModelError; if
        pieces came before it, the reply is broken.
        """
        async with self._connection() as connection:
            try:
                async with asyncio.timeout_at(deadline):
                    chunks = await self._begin(connection, messages, deadline)
                async with aclosing(_pieces(chunks, deadline)) as pieces:
                    async for piece in pieces:
                        yield piece
            except TimeoutError:
                raise ModelTimeoutError from None

    def _connection(self) -> openai.AsyncOpenAI:
        return openai.AsyncOpenAI(
            api_key=self._api_key or "none",
            base_url=self._base_url,
            max_retries=0,  # the package's own retries obey any Retry-After
            http_client=openai.DefaultAsyncHttpxClient(
                verify=self._tls, timeout=httpx2.Timeout(None, connect=_CONNECT)
            ),
        )

    async def _begin(
        self, connection: openai.AsyncOpenAI, messages: Sequence[Message], deadline: float
    ) -> openai.AsyncStream[Any]:
        """The reply's beginning; bounded attempts, and only a wait that the time allows."""
        wishes = _WISHES
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return await self._ask(connection, messages, wishes)
            except ModelError as error:
                wait = _wait(error, attempt)
                too_many_wishes = isinstance(error, ModelRequestError) and bool(wishes)
                fits = asyncio.get_running_loop().time() + wait < deadline
                log.info("model_failed kind=%s attempt=%d", type(error).__name__, attempt)
                if attempt == _ATTEMPTS or not fits or not (error.retryable or too_many_wishes):
                    raise
                wishes = {} if too_many_wishes else wishes
            await asyncio.sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    async def _ask(
        self, connection: openai.AsyncOpenAI, messages: Sequence[Message], wishes: dict[str, Any]
    ) -> openai.AsyncStream[Any]:
        create: Any = connection.chat.completions.create  # its overloads know no plain dicts
        try:
            chunks: openai.AsyncStream[Any] = await create(
                model=self.model,
                messages=[{"role": message.role, "content": message.content} for message in messages],
                stream=True,
                extra_headers=None if self._api_key else {"Authorization": openai.omit},
                **wishes,
            )
        except openai.APIStatusError as error:
            raise _refused(error) from None
        except openai.OpenAIError:
            raise ModelUnreachableError from None
        except TimeoutError:
            raise
        except (*_UNREADABLE, httpx2.HTTPError, httpx2.InvalidURL, OSError):
            raise ModelUnreachableError from None
        return chunks


async def _pieces(chunks: openai.AsyncStream[Any], deadline: float) -> AsyncGenerator[str | Usage, None]:
    """Text and usage of a streamed reply. Raises ModelError where it isn't whole, TimeoutError at the deadline."""
    finish, length = "", 0
    stream = aiter(chunks)
    try:
        while (chunk := await _next(stream, deadline, bool(finish))) is not None:
            if usage := _usage(chunk):
                yield usage
            for choice in chunk.choices or ():
                text, finish = _text(choice), _finish(choice) or finish
                length += len(text)
                if length > MOST_CHARACTERS:
                    raise ModelTooLongError
                if text:
                    yield text
    except _UNREADABLE:
        raise _broken(length) from None
    finally:
        await _close(chunks)
    _insist_on_end(finish, length)


def _insist_on_end(finish: str, length: int) -> None:
    """Raise unless a reply came to its end by itself: a stream that only stops is broken, whatever it said."""
    if finish == "content_filter":
        raise ModelRefusedError
    if finish in {"", "length"}:
        raise _broken(length)
    if not length:
        raise ModelEmptyError


async def _next(stream: AsyncIterator[Any], deadline: float, finished: bool) -> Any:
    """The next chunk, or None at the end. The timer runs only while waiting: it must never hit whoever reads."""
    loop = asyncio.get_running_loop()
    until = min(deadline, loop.time() + _LAST_WORDS) if finished else deadline
    try:
        async with asyncio.timeout_at(until):
            return await anext(stream, None)
    except TimeoutError:
        if finished:
            return None
        raise
    except (openai.OpenAIError, httpx2.HTTPError, httpx2.StreamError, OSError):
        if finished:
            return None
        raise ModelBrokenError from None


async def _close(chunks: openai.AsyncStream[Any]) -> None:
    try:
        async with asyncio.timeout(_LAST_WORDS):
            await chunks.close()
    except (TimeoutError, openai.OpenAIError, httpx2.HTTPError, OSError):
        log.debug("a connection did not close")


def _text(choice: Any) -> str:
    delta = choice.delta
    if getattr(delta, "refusal", None):
        raise ModelRefusedError
    content = getattr(delta, "content", None)
    return content if isinstance(content, str) else ""


def _finish(choice: Any) -> str:
    reason = choice.finish_reason
    return reason if isinstance(reason, str) else ""


def _usage(chunk: Any) -> Usage | None:
    """What the server counted; None where it counted nothing that makes sense."""
    usage = getattr(chunk, "usage", None)
    counts = [getattr(usage, name, None) for name in ("prompt_tokens", "completion_tokens")]
    prompt, completion = [count if isinstance(count, int) and 0 <= count < 2**31 else 0 for count in counts]
    return Usage(prompt_tokens=prompt, completion_tokens=completion) if prompt or completion else None


def _broken(length: int) -> ModelError:
    return ModelBrokenError() if length else ModelEmptyError()


def _refused(error: openai.APIStatusError) -> ModelError:
    status = error.status_code
    if status == 429:
        return ModelBusyError(wait=_retry_after(error))
    if status >= 500 or status in {408, 409, 425}:
        return ModelServerError(wait=_retry_after(error))
    return _STATUSES.get(status, ModelRequestError)()


def _retry_after(error: openai.APIStatusError) -> float:
    """The seconds a server asks to wait, or -1; a date is taken as the time until then."""
    told: str = error.response.headers.get("retry-after", "")
    try:
        seconds = float(told)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(told).timestamp() - time()
        except (ValueError, OverflowError):
            return -1.0
    return max(0.0, seconds)


def _wait(error: ModelError, attempt: int) -> float:
    """How long to wait before the next attempt, in seconds."""
    if not error.retryable:
        return 0.0
    asked = error.wait if isinstance(error, ModelBusyError) else -1.0
    if asked >= 0:
        return asked
    return _FIRST_WAIT * 2.0 ** (attempt - 1) * random.uniform(0.8, 1.2)  # noqa: S311  # not a secret

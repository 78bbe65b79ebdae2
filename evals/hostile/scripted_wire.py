"""How a scripted model's reply looks on the wire: OpenAI's chat completions, plain and streamed, and its faults.

Pure but for the pauses. ``SERVER_TEXT`` stands in every error body, so that a test can look for what leaked.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from starlette.responses import JSONResponse, Response

SERVER_TEXT = "server-text-7f3a"
Fault = Literal[
    "hang", "drip", "401", "404", "429", "500", "not_json", "html", "error_body", "error_event", "cut", "no_finish",
    "truncated", "empty", "choices_null", "no_choices", "huge",
]  # fmt: skip
_TYPES = {"401": "invalid_api_key", "404": "model_not_found", "429": "rate_limit_exceeded", "500": "server_error"}
_HUGE = 1_000_000


class CutOffError(Exception):
    """Raised to break a response in the middle; the client sees the connection end."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Script:
    """What the model says next: ``text``, or a reply of ``kind`` (see ``evals.hostile.replies``) made with ``seed``.

    ``fault`` breaks it. ``retry_after`` (seconds) goes with a status of an error. A streamed reply comes in pieces of
    ``piece`` characters with ``pause`` seconds between them.
    """

    text: str | None = None
    kind: str = "faithful"
    seed: int = 0
    fault: Fault | None = None
    retry_after: str | None = None
    piece: int = 7
    pause: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Spoken:
    """A reply on its way to the client: its text, what was asked for, and how it is told."""

    text: str
    body: dict[str, Any]
    script: Script

    @property
    def usage(self) -> dict[str, int]:
        """Tokens at four characters each."""
        asked = sum(len(str(message.get("content", ""))) for message in self.body["messages"]) // 4
        return {
            "prompt_tokens": asked,
            "completion_tokens": len(self.text) // 4,
            "total_tokens": asked + len(self.text) // 4,
        }


def huge_text() -> str:
    """A million characters without a line's end."""
    return "word " * (_HUGE // 5)


def error_response(script: Script, key: str) -> Response | None:
    """The response of a fault that comes instead of a reply, or None; like OpenAI's it repeats the key it was sent."""
    if script.fault in _TYPES:
        headers = {"retry-after": script.retry_after} if script.retry_after is not None else {}
        return JSONResponse(_error(str(script.fault), key), status_code=int(script.fault or 0), headers=headers)
    if script.fault == "error_body":
        return JSONResponse(_error("500", key))
    if script.fault == "html":
        return Response(f"<html><body><h1>Sign in</h1>{SERVER_TEXT}</body></html>", media_type="text/html")
    if script.fault == "not_json":
        return Response(f'{{"id": "{SERVER_TEXT}", "choices": [', media_type="application/json")
    return None


def completion(spoken: Spoken) -> bytes:
    """The body of a reply that is not streamed."""
    message = {"role": "assistant", "content": spoken.text}
    choices: Any = [{"index": 0, "message": message, "finish_reason": _finish(spoken), "logprobs": None}]
    if spoken.script.fault in {"choices_null", "no_choices"}:
        choices = None if spoken.script.fault == "choices_null" else []
    body = _head(spoken, "chat.completion") | {"choices": choices, "usage": spoken.usage}
    return json.dumps(body).encode()


async def plain(spoken: Spoken) -> AsyncIterator[bytes]:
    """The parts of a reply that is not streamed."""
    body = completion(spoken)
    if spoken.script.fault == "cut":
        yield body[: len(body) // 2]
        raise CutOffError
    async for part in _at_pace(iter([body]), spoken.script):
        yield part


async def streamed(spoken: Spoken) -> AsyncIterator[bytes]:
    """The parts of a streamed reply."""
    async for part in _at_pace(_events(spoken), spoken.script):
        yield part


async def _at_pace(parts: Iterator[bytes], script: Script) -> AsyncIterator[bytes]:
    for part in parts:
        if script.fault != "drip":
            yield part
            await asyncio.sleep(script.pause)
            continue
        for place in range(len(part)):
            yield part[place : place + 1]
            await asyncio.sleep(0.05)


def _events(spoken: Spoken) -> Iterator[bytes]:
    script, text = spoken.script, spoken.text
    size = max(script.piece, len(text) // 200)
    pieces = [text[i : i + size] for i in range(0, len(text), size)]
    yield _chunk(spoken, {"role": "assistant", "content": ""})
    for place, piece in enumerate(pieces):
        if script.fault == "cut" and 2 * place >= len(pieces):
            raise CutOffError
        if script.fault == "error_event" and 2 * place >= len(pieces):
            yield _event(_error("500", ""))
            return
        yield _chunk(spoken, {"content": piece})
    if script.fault == "no_finish":
        return
    yield _chunk(spoken, {}, _finish(spoken))
    if (spoken.body.get("stream_options") or {}).get("include_usage"):
        yield _event(_head(spoken, "chat.completion.chunk") | {"choices": [], "usage": spoken.usage})
    yield b"data: [DONE]\n\n"


def _chunk(spoken: Spoken, delta: dict[str, Any], finish: str | None = None) -> bytes:
    choices: Any = [{"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}]
    if spoken.script.fault in {"choices_null", "no_choices"}:
        choices = None if spoken.script.fault == "choices_null" else []
    return _event(_head(spoken, "chat.completion.chunk") | {"choices": choices})


def _event(body: dict[str, Any]) -> bytes:
    return f"data: {json.dumps(body)}\n\n".encode()


def _head(spoken: Spoken, kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": kind, "created": int(time.time()), "model": spoken.body.get("model", "")}


def _finish(spoken: Spoken) -> str | None:
    fault = spoken.script.fault
    return None if fault == "no_finish" else "length" if fault == "truncated" else "stop"


def _error(status: str, key: str) -> dict[str, Any]:
    message = f"{SERVER_TEXT}: the key {key} cannot do that"
    return {"error": {"message": message, "type": _TYPES[status], "param": None, "code": _TYPES[status]}}

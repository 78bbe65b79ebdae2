"""A model server for tests and evals: speaks OpenAI's chat completions over real HTTP on loopback, and says as told.

    with scripted_server() as server:
        server.play(Script(kind="wrong number", seed=3))
        client = AsyncOpenAI(base_url=server.base_url, api_key="any")

``refused_url`` is the address of a server that is not there.
"""

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from evals.hostile.prompt_reading import Evidence, read_prompt
from evals.hostile.replies import NOTHING, make_reply
from evals.hostile.scripted_wire import Script, Spoken, error_response, huge_text, plain, streamed

MODEL = "scripted-model"


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A request that came: its JSON body and headers, what was read out of its prompt, and the reply's text."""

    body: dict[str, Any]
    headers: dict[str, str]
    evidence: tuple[Evidence, ...]
    question: str
    reply: str


class ScriptedServer:
    """Plays its scripts one after the other; the last one stays. A prompt without evidence (one that asks to rewrite
    a follow-up) is answered with ``rewrite``, or with its own question where that is None, and uses up no script
    unless that is a fault or a text.
    """

    def __init__(self) -> None:
        self.base_url = ""
        self.asked: list[Asked] = []
        self.closed_early = 0
        self.rewrite: str | None = None
        self.models: tuple[str, ...] = (MODEL,)
        self._scripts = [Script()]

    def play(self, *scripts: Script) -> None:
        """What to say from now on, in this order."""
        self._scripts = list(scripts)

    def app(self) -> Starlette:
        """The routes."""
        chat = Route("/v1/chat/completions", self._chat, methods=["POST"])
        return Starlette(routes=[chat, Route("/v1/models", self._models)])

    async def _models(self, _request: Request) -> Response:
        data = [{"id": name, "object": "model", "created": 0, "owned_by": "scripted"} for name in self.models]
        return JSONResponse({"object": "list", "data": data})

    async def _chat(self, request: Request) -> Response:
        body = await request.json()
        spoken = self._spoken(body, dict(request.headers))
        if spoken.script.fault == "hang":
            await _until_gone(request)
            return Response(status_code=500)
        key = request.headers.get("authorization", "").removeprefix("Bearer ")
        if failed := error_response(spoken.script, key):
            return failed
        if body.get("stream"):
            return StreamingResponse(self._watched(streamed(spoken)), media_type="text/event-stream")
        return StreamingResponse(self._watched(plain(spoken)), media_type="application/json")

    def _spoken(self, body: dict[str, Any], headers: dict[str, str]) -> Spoken:
        prompt = read_prompt(body["messages"])
        script = self._scripts[0]
        is_rewrite = not prompt.evidence and script.text is None and script.fault is None
        if len(self._scripts) > 1 and not is_rewrite:
            self._scripts.pop(0)
        text = script.text
        if script.fault in {"empty", "huge"}:
            text = "" if script.fault == "empty" else huge_text()
        elif is_rewrite:
            text = self.rewrite if self.rewrite is not None else prompt.question
        elif text is None:
            made = make_reply(prompt.evidence, prompt.question, script.kind, script.seed)
            text = made.text if made else NOTHING
        self.asked.append(
            Asked(body=body, headers=headers, evidence=prompt.evidence, question=prompt.question, reply=text)
        )
        return Spoken(text=text, body=body, script=script)

    async def _watched(self, parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        try:
            async for part in parts:
                yield part
        except (asyncio.CancelledError, GeneratorExit):
            self.closed_early += 1
            raise


async def _until_gone(request: Request) -> None:
    while not await request.is_disconnected():
        await asyncio.sleep(0.05)


def refused_url() -> str:
    """The base URL of a port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}/v1"


@contextmanager
def scripted_server(*scripts: Script) -> Iterator[ScriptedServer]:
    """A server in a thread of its own, on a free port."""
    scripted = ScriptedServer()
    if scripts:
        scripted.play(*scripts)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        scripted.base_url = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        config = uvicorn.Config(scripted.app(), log_level="critical", ws="none", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        _wait(server)
        try:
            yield scripted
        finally:
            server.should_exit = True
            server.force_exit = True
            thread.join(timeout=10)


def _wait(server: uvicorn.Server) -> None:
    deadline = time.monotonic() + 30
    while not server.started:
        if time.monotonic() > deadline:
            raise TimeoutError("the scripted server did not start")
        time.sleep(0.01)

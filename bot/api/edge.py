"""The outermost middleware: request ids, safe headers, host names, body size, and the last resort for errors.

Pure ASGI, so that a stream passes through it unbuffered and a client that leaves is noticed. Knows no route.
"""

import ipaddress
import re
import secrets
from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.api.errors import ForeignHostError, error_response

MAX_BODY = 1_000_000
"""Bytes that a request may have, to the API and to the page."""

_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_HOST_HEADER = re.compile(r"(\[(?P<ipv6>[0-9A-Fa-f:.]+)\]|(?P<name>[A-Za-z0-9._-]+))(:[0-9]{1,5})?")
_SANE_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


def allowed_hosts(bound_to: str, *, called: str) -> frozenset[str]:
    """Return the host names that a server answers for; empty means any.

    ``bound_to`` is the address of its listening socket, ``called`` what the settings call it. On a loopback address
    only its own names are let in, or a web page could reach the server through a name that its owner points at
    127.0.0.1 (DNS rebinding).
    """
    return _LOOPBACK_NAMES | {bound_to, called} if ipaddress.ip_address(bound_to).is_loopback else frozenset()


class Edge:
    """ASGI middleware. ``hosts`` are the host names to answer for, without ports; empty means any.

    Sets ``state.request_id`` on the scope: the client's own ``X-Request-ID`` if it is sane, else a new one.
    """

    def __init__(self, app: ASGIApp, *, hosts: Collection[str] = (), max_body: int = MAX_BODY) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)
        self._max_body = max_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and answer it where nothing inside does."""
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket" and self._is_foreign(Headers(scope=scope)):
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        request_id = _request_id(headers)
        scope.setdefault("state", {})["request_id"] = request_id
        started = False

        async def send_marked(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _mark(MutableHeaders(scope=message), request_id)
            await send(message)

        try:
            self._refuse_foreign(headers)
            await self._app(scope, self._limited(headers, receive), send_marked)
        except Exception as error:
            if started:
                raise
            response = error_response(error, request_id=request_id)
            await response(scope, receive, send_marked)

    def _refuse_foreign(self, headers: Headers) -> None:
        if self._is_foreign(headers):
            raise ForeignHostError("This server does not answer for the host name in the request.")

    def _is_foreign(self, headers: Headers) -> bool:
        return bool(self._hosts) and _host_name(headers.get("host", "")) not in self._hosts

    def _limited(self, headers: Headers, receive: Receive) -> Receive:
        """Return ``receive`` so that it stops at the first byte too many."""
        announced = headers.get("content-length", "")
        received = int(announced) if announced.isascii() and announced.isdigit() else 0
        if received > self._max_body:
            raise self._too_large()
        received = 0

        async def receive_limited() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._max_body:
                raise self._too_large()
            return message

        return receive_limited

    def _too_large(self) -> HTTPException:
        # An HTTPException, since FastAPI reads the body and lets no other kind through; closing, since the server
        # would take in the rest of the body otherwise.
        return HTTPException(413, f"body: must have at most {self._max_body:,} bytes.", {"Connection": "close"})


def _mark(headers: MutableHeaders, request_id: str) -> None:
    headers["X-Request-ID"] = request_id
    headers["X-Content-Type-Options"] = "nosniff"
    headers.setdefault("Referrer-Policy", "no-referrer")


def _request_id(headers: Headers) -> str:
    sent = headers.get("x-request-id", "")
    return sent if _SANE_REQUEST_ID.fullmatch(sent) else secrets.token_hex(8)


def _host_name(header: str) -> str:
    """Return the host of a Host header in lower case, without its port; empty where it is not one."""
    match = _HOST_HEADER.fullmatch(header)
    return (match["name"] or match["ipv6"]).lower() if match else ""

"""Errors as the contract writes them, ``{"error": {"type", "message", "hint"?, "request_id"}}``, and who makes them.

ApiError
├── NotReadyError         503  the index is not loaded yet, or could not be
├── UnknownArticleError   404  no article has this id
├── InvalidRequestError   422  the body is well formed and asks for something that is not there
└── ForeignHostError      400  the request was meant for another host name

``describe`` is the one table from exceptions to errors; routes, stream and middleware all use it. A message never says
anything of the internals: what was not foreseen is logged with its request id.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import ClassVar

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.validation import validation_message
from index.errors import IndexingError

log = logging.getLogger(__name__)

_RETRY_AFTER = "2"
_TYPES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
    422: "invalid_request",
    500: "internal_error",
    503: "unavailable",
}


class ApiError(Exception):
    """An error whose message is meant for the client."""

    status: ClassVar[int] = 500
    type: ClassVar[str] = "internal_error"
    hint: ClassVar[str | None] = None


class NotReadyError(ApiError):
    """Nothing can be answered yet."""

    status = 503
    type = "not_ready"
    hint = "GET /readyz answers 200 as soon as the index is loaded."

    def __init__(self, message: str = "The index is still loading.") -> None:
        super().__init__(message)


class UnknownArticleError(ApiError):
    """No article has this id."""

    status = 404
    type = "not_found"
    hint = "GET /api/articles lists the articles and their ids."


class InvalidRequestError(ApiError):
    """The body is well formed, and asks for something that is not there."""

    status = 422
    type = "invalid_request"
    hint = "GET /api/articles lists the articles and their ids."


class ForeignHostError(ApiError):
    """The Host header names a host that this server does not answer for."""

    status = 400
    type = "foreign_host"
    hint = "Use the address that the server prints when it starts."


class ErrorDetail(BaseModel):
    """What went wrong; ``hint``, where there is one, says what to do."""

    model_config = ConfigDict(frozen=True)

    type: str
    message: str
    hint: str | None = None
    request_id: str


class ErrorBody(BaseModel):
    """Every error of the API."""

    model_config = ConfigDict(frozen=True)

    error: ErrorDetail

    def as_json(self) -> dict[str, dict[str, str]]:
        """Return the body with ``hint`` left out where there is none."""
        return self.model_dump(exclude_none=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Described:
    """An error as it goes out: its status, its words and its headers."""

    status: int
    type: str
    message: str
    hint: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def body(self, request_id: str) -> ErrorBody:
        """Return the JSON body for one request."""
        detail = ErrorDetail(type=self.type, message=self.message, hint=self.hint, request_id=request_id)
        return ErrorBody(error=detail)


def describe(error: Exception) -> Described:
    """Return what a client is told of an error; of one that nobody foresaw, only that it happened."""
    match error:
        case ApiError():
            headers = {"Retry-After": _RETRY_AFTER} if error.status == 503 else {}
            return Described(status=error.status, type=error.type, message=str(error), hint=error.hint, headers=headers)
        case RequestValidationError():
            return _describe_validation(error)
        case HTTPException():
            return _described(error.status_code, _sentence(error.detail), headers=error.headers)
        case IndexingError():
            # Its text may name folders of this machine; the hint is fixed text.
            retry = {"Retry-After": _RETRY_AFTER} if error.retryable else None
            return _described(503, "The index cannot be used at the moment.", hint=error.hint or None, headers=retry)
        case _:
            return _described(500, "Something went wrong on our side.", hint="The server's log has the request id.")


def log_failure(error: Exception, described: Described, *, request_id: str) -> None:
    """Log what the server is to blame for; a client's mistake is no news."""
    if isinstance(error, IndexingError):
        log.error("request_id=%s status=%d error=%s", request_id, described.status, error)
    elif described.status == HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("request_id=%s status=500", request_id, exc_info=error)


def error_response(error: Exception, *, request_id: str) -> Response:
    """Return the answer to a request that failed."""
    described = describe(error)
    log_failure(error, described, request_id=request_id)
    body = described.body(request_id).as_json()
    return JSONResponse(body, status_code=described.status, headers=dict(described.headers))


def add_error_handlers(app: FastAPI) -> None:
    """Make the app answer every foreseen error in the contract's words; ``Edge`` sees to the others."""

    async def handle(request: Request, error: Exception) -> Response:
        return error_response(error, request_id=request.state.request_id)

    for kind in (ApiError, HTTPException, RequestValidationError, IndexingError):
        app.add_exception_handler(kind, handle)


def _describe_validation(error: RequestValidationError) -> Described:
    # FastAPI leaves the body as bytes where the content type is not JSON, and then complains of its shape.
    if isinstance(error.body, bytes):
        return _described(415, "The body must be JSON.", hint="Send it with Content-Type: application/json.")
    return _described(422, validation_message(error.errors()), hint="GET /docs describes the request.")


def _described(
    status: int, message: str, *, hint: str | None = None, headers: Mapping[str, str] | None = None
) -> Described:
    kind = _TYPES.get(status, "server_error" if status >= 500 else "client_error")
    return Described(status=status, type=kind, message=message, hint=hint, headers=headers or {})


def _sentence(detail: object) -> str:
    text = str(detail).strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."

"""The routes: ask, ask as a stream, the articles, and whether the server is alive and ready.

Each takes the bot from the function it was given, so that the server is up while the index still loads.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel

from bot.answer import Done, Event, Question, Searched, Stated
from bot.api.errors import ErrorBody, InvalidRequestError, UnknownArticleError, describe, log_failure
from bot.request import AskRequest
from bot.schema import (
    AnswerBody,
    ArticleBody,
    ArticlesBody,
    answer_body,
    article_body,
    article_summary_body,
    searched_body,
    stated_body,
)
from bot.validation import shortened

if TYPE_CHECKING:
    from bot.bot import Bot
    from index.article import Article


_ASKING_ERRORS = (400, 413, 415, 422, 500, 503)


class HealthBody(BaseModel):
    """The process serves."""

    status: Literal["ok"] = "ok"


class ReadyBody(BaseModel):
    """The index is loaded; ``articles`` is how many it holds."""

    status: Literal["ready"] = "ready"
    articles: int


def api_router(bot: "Callable[[], Bot]") -> APIRouter:
    """Return the API's routes; ``bot()`` returns the bot, or raises NotReadyError until the index is loaded."""
    router = APIRouter(generate_unique_id_function=lambda route: route.name)
    router.include_router(_asking(bot), tags=["ask"])
    router.include_router(_articles(bot), tags=["articles"])
    router.include_router(_health(bot), tags=["health"])
    return router


def _asking(bot: "Callable[[], Bot]") -> APIRouter:
    router = APIRouter()

    def asked(body: AskRequest) -> Question:
        for article_id in body.articles or ():
            if bot().corpus.article(article_id) is None:
                raise InvalidRequestError(f"articles: there is no article with the id “{shortened(article_id)}”.")
        bot()
        return body.to_question()

    @router.post("/api/ask", summary="Ask the articles", responses=_documented(*_ASKING_ERRORS))
    async def ask(question: Annotated[Question, Depends(asked)]) -> AnswerBody:
        """Answer a question from the articles, with a quote for every statement."""
        return answer_body(await bot().ask(question))

    @router.post(
        "/api/ask/stream",
        summary="Ask the articles, and get each statement as it is checked",
        response_class=EventSourceResponse,
        response_description="Server-sent events: `searched`, `statement` (any number), then `done`, or `error`.",
        responses=_documented_as_json(*_ASKING_ERRORS),
    )
    async def ask_stream(
        request: Request, question: Annotated[Question, Depends(asked)]
    ) -> AsyncIterator[ServerSentEvent]:
        """Send `searched`, each checked `statement` with its new citations, and `done` with the whole answer.

        An `error` event, with the body of an error, ends a stream that could not be answered.
        """
        try:
            async with aclosing(bot().stream(question)) as events:
                async for event in events:
                    yield _sent(event)
        except Exception as error:
            yield _failed(error, request_id=request.state.request_id)

    return router


def _articles(bot: "Callable[[], Bot]") -> APIRouter:
    router = APIRouter()

    def sentences(article: "Article") -> int:
        return len(bot().corpus.sentences_of(article.id))

    @router.get("/api/articles", summary="List the articles", responses=_documented(500, 503))
    def articles() -> ArticlesBody:
        """List every article that can be asked, with the number of its quotable sentences."""
        listed = bot().corpus.articles
        return ArticlesBody(articles=tuple(article_summary_body(a, sentences=sentences(a)) for a in listed))

    @router.get("/api/articles/{id}", summary="Read one article", responses=_documented(404, 422, 500, 503))
    def article(id: str) -> ArticleBody:
        """Return an article with the text that the offsets of its citations count in."""
        found = bot().corpus.article(id)
        if found is None:
            raise UnknownArticleError(f"There is no article with the id “{shortened(id)}”.")
        return article_body(found, sentences=sentences(found))

    return router


def _health(bot: "Callable[[], Bot]") -> APIRouter:
    router = APIRouter()

    @router.get("/healthz", summary="Is the server alive?")
    async def healthz() -> HealthBody:
        """Answer 200 as soon as the process serves."""
        return HealthBody()

    @router.get("/readyz", summary="Is the index loaded?", responses=_documented(503))
    async def readyz() -> ReadyBody:
        """Answer 200 when questions can be answered, 503 until then."""
        return ReadyBody(articles=len(bot().corpus.articles))

    return router


def _sent(event: Event) -> ServerSentEvent:
    match event:
        case Searched():
            return ServerSentEvent(event="searched", data=searched_body(event))
        case Stated():
            return ServerSentEvent(event="statement", data=stated_body(event))
        case Done():
            return ServerSentEvent(event="done", data=answer_body(event.answer))


def _failed(error: Exception, *, request_id: str) -> ServerSentEvent:
    described = describe(error)
    log_failure(error, described, request_id=request_id)
    return ServerSentEvent(event="error", data=described.body(request_id).as_json())


def _documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: {"model": ErrorBody, "description": HTTPStatus(status).phrase} for status in statuses}


def _documented_as_json(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Document errors on a route whose own media type is another, which FastAPI would give to its errors too."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorBody"}}}
    return {status: {"content": content, "description": HTTPStatus(status).phrase} for status in statuses}

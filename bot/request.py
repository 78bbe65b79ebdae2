"""What a client may ask: the body of ``POST /api/ask``, its limits, and how it becomes a Question.

Knows neither HTTP nor which articles exist. A string that could not be written back as JSON never gets in.
"""

import re
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo, field_validator

from bot.answer import Filters, Question, Turn
from bot.filters import first_instant, last_instant

MAX_QUESTION = 2_000
MAX_TURNS = 50
MAX_TURN = 20_000
MAX_ARTICLES = 1_000
MAX_ID = 3_000

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Only the extended format, so that dates can be compared and read back without a second parser.
_ISO_8601 = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?)?", re.ASCII)


def _plain(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError("must not contain control characters")
    return text


def _spaced(text: str) -> str:
    """With a space for every control character: an answer quotes what its articles hold, and comes back as history."""
    return _CONTROL.sub(" ", text)


def _visible(text: str) -> str:
    if not any(character.isprintable() and not character.isspace() for character in text):
        raise ValueError("must not be blank")
    return text


def _iso_8601(text: str) -> str:
    try:
        if not _ISO_8601.fullmatch(text):
            raise ValueError(text)
        datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("must be an ISO 8601 date or date and time, such as 2026-02-18") from None
    return text


QuestionText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_QUESTION),
    AfterValidator(_plain),
    AfterValidator(_visible),
]
TurnText = Annotated[str, StringConstraints(max_length=MAX_TURN), AfterValidator(_spaced)]
ArticleId = Annotated[str, StringConstraints(max_length=MAX_ID), AfterValidator(_plain)]
IsoDate = Annotated[str, AfterValidator(_iso_8601)]


class TurnRequest(BaseModel):
    """One earlier message of the conversation."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: Literal["user", "assistant"]
    content: TurnText


class AskRequest(BaseModel):
    """A question, with what was said before and which articles may answer."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={"examples": [{"question": "What did the two sides agree on?"}]},
    )

    question: QuestionText = Field(description="What you want to know, in a sentence.")
    history: Annotated[tuple[TurnRequest, ...], Field(max_length=MAX_TURNS)] | None = Field(
        default=None, description="Earlier messages, oldest first."
    )
    articles: Annotated[tuple[ArticleId, ...], Field(max_length=MAX_ARTICLES)] | None = Field(
        default=None, description="Ids of the articles that may answer; all of them if none is given."
    )
    published_from: IsoDate | None = Field(default=None, description="First day, or date and time, of publication.")
    published_to: IsoDate | None = Field(default=None, description="Last day, or date and time, included.")

    @field_validator("published_to")
    @classmethod
    def _in_order(cls, last: str | None, info: ValidationInfo) -> str | None:
        first = info.data.get("published_from")
        if first and last and first_instant(first) > last_instant(last):
            raise ValueError("must not be before published_from")
        return last

    def to_question(self) -> Question:
        """Return the question in the words of the domain."""
        return Question(
            text=self.question,
            history=tuple(Turn(role=turn.role, content=turn.content) for turn in self.history or ()),
            filters=Filters(
                articles=self.articles or (),
                published_from=self.published_from,
                published_to=self.published_to,
            ),
        )

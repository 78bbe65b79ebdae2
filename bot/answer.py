"""The words of an answer: what was asked, what was drafted, and what is shown.

Each type holds the one before it. Nothing here searches, checks or writes JSON.
"""

from dataclasses import dataclass
from typing import Literal

from index.article import Article, Sentence

Status = Literal["answered", "partial", "not_found"]
Engine = Literal["extractive", "llm"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """One earlier message of the conversation."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """Which articles may answer: by id (empty means all) and by ISO date of publication, both ends included.

    An article without a date is left out as soon as either date is given.
    """

    articles: tuple[str, ...] = ()
    published_from: str | None = None
    published_to: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What a reader asks, with what was said before and which articles may answer."""

    text: str
    history: tuple[Turn, ...] = ()
    filters: Filters = Filters()


@dataclass(frozen=True, kw_only=True, slots=True)
class Quote:
    """One or more whole neighbouring sentences of one article."""

    sentences: tuple[Sentence, ...]

    @property
    def article(self) -> Article:
        """The article it is cut from."""
        return self.sentences[0].article

    @property
    def start(self) -> int:
        """Where it begins, in code points of the article's text."""
        return self.sentences[0].start

    @property
    def end(self) -> int:
        """Where it ends, in code points of the article's text."""
        return self.sentences[-1].end

    @property
    def text(self) -> str:
        """The slice of the article, with whatever stands between its sentences."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftStatement:
    """A statement as an engine proposes it, with the quotes it leans on; nothing of it is checked yet."""

    text: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """A numbered quote; ``number`` counts from 1 in order of first use."""

    number: int
    quote: Quote


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """A statement that passed the check. ``citations`` are numbers; ``support`` is from 0 to 1."""

    text: str
    citations: tuple[int, ...]
    support: float
    is_quote: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """A statement that failed the check, and a reason that a reader understands."""

    text: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Nearest:
    """A sentence close to the question that does not answer it; ``score`` is from 0 to 1."""

    sentence: Sentence
    score: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Disagreement:
    """A point on which the cited articles differ, with the numbers of the citations on either side."""

    point: str
    citations: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Timing:
    """Milliseconds."""

    search: float
    answer: float
    total: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Usage:
    """Tokens a language model was paid for; zeros where none was asked."""

    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What every surface shows: page, HTTP, command line and evals."""

    id: str
    question: str
    standalone_question: str
    status: Status
    text: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    disagreements: tuple[Disagreement, ...]
    left_out: tuple[LeftOut, ...]
    nearest: tuple[Nearest, ...]
    engine: Engine
    fallback: str | None
    model: str | None
    prompt: str | None
    timing_ms: Timing
    usage: Usage


@dataclass(frozen=True, kw_only=True, slots=True)
class Searched:
    """Event: search is done; ``hits`` sentences were found."""

    standalone_question: str
    hits: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Stated:
    """Event: a statement passed the check; ``citations`` are those not sent before."""

    statement: Statement
    citations: tuple[Citation, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """Event: the whole answer; always the last."""

    answer: Answer


Event = Searched | Stated | Done

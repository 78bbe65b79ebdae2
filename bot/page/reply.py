"""A reply as it comes into being: what the bot has told so far, and what has become of it.

Pure. ``advance`` folds the bot's events; nothing here renders, waits or knows where events come from.
"""

from dataclasses import dataclass, replace
from typing import Literal

from bot.answer import Answer, Citation, Done, Event, Searched, Stated, Statement, Turn

Phase = Literal["searching", "reading", "done", "stopped", "failed"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What is known of the answer to one question; ``answer`` is there once ``phase`` is ``done``."""

    phase: Phase = "searching"
    hits: int = 0
    standalone_question: str = ""
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    answer: Answer | None = None

    @property
    def working(self) -> bool:
        """Whether more may come."""
        return self.phase in ("searching", "reading")


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchange:
    """A question and its reply."""

    question: str
    reply: Reply = Reply()


@dataclass(frozen=True, kw_only=True, slots=True)
class Conversation:
    """All that one reader asked since the page was opened or a new chat begun; the last reply may be under way."""

    exchanges: tuple[Exchange, ...] = ()

    def asking(self, question: str) -> "Conversation":
        """With one more question."""
        return replace(self, exchanges=(*self.exchanges, Exchange(question=question)))

    def with_reply(self, reply: Reply) -> "Conversation":
        """With another reply to the last question."""
        *before, last = self.exchanges
        return replace(self, exchanges=(*before, replace(last, reply=reply)))

    def halted(self, phase: Literal["stopped", "failed"]) -> "Conversation":
        """With the last reply ended as it stands, if it was still under way."""
        if not self.exchanges or not self.exchanges[-1].reply.working:
            return self
        return self.with_reply(replace(self.exchanges[-1].reply, phase=phase))

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The answered exchanges, oldest first, as the bot wants its history."""
        return tuple(
            turn
            for exchange in self.exchanges
            if exchange.reply.answer
            for turn in (
                Turn(role="user", content=exchange.question),
                Turn(role="assistant", content=exchange.reply.answer.text),
            )
        )


def advance(reply: Reply, event: Event) -> Reply:
    """The reply after one more event."""
    match event:
        case Searched():
            return replace(reply, phase="reading", hits=event.hits, standalone_question=event.standalone_question)
        case Stated():
            return replace(
                reply,
                statements=(*reply.statements, event.statement),
                citations=(*reply.citations, *event.citations),
            )
        case Done(answer=answer):
            return replace(
                reply,
                phase="done",
                answer=answer,
                standalone_question=answer.standalone_question,
                statements=answer.statements,
                citations=answer.citations,
            )

"""What has been said so far in one answer: statements that passed the check, their numbered quotes, and what failed."""

from bot.answer import Citation, DraftStatement, LeftOut, Quote, Stated, Statement
from bot.check import Judge, check, without_byline
from bot.check.characters import is_hidden

_LONGEST_LEFT_OUT = 500


class Transcript:
    """Grows by one draft at a time; each is checked as it comes. Citations are numbered from 1 by first use."""

    def __init__(self, judge: Judge | None) -> None:
        self._judge = judge
        self.statements: list[Statement] = []
        self.left_out: list[LeftOut] = []
        self._citations: dict[Quote, Citation] = {}

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All citations, by number."""
        return tuple(self._citations.values())

    def add(self, draft: DraftStatement) -> Stated | None:
        """Check ``draft``, its byline taken off: the event to tell if it passed, None if it was left out."""
        draft = without_byline(draft)
        verdict = check(draft, self._judge)
        if not verdict.passed:
            self.left_out.append(LeftOut(text=_readable(draft.text), reason=verdict.reason))
            return None
        known = len(self._citations)
        for quote in draft.quotes:
            self._citations.setdefault(quote, Citation(number=len(self._citations) + 1, quote=quote))
        statement = Statement(
            text=draft.text,
            citations=tuple(self._citations[quote].number for quote in draft.quotes),
            support=verdict.support,
            is_quote=verdict.is_quote,
        )
        self.statements.append(statement)
        return Stated(statement=statement, citations=self.citations[known:])


def _readable(text: str) -> str:
    """The beginning of a text that nothing vouches for: on one line, and with nothing hidden in it."""
    text = " ".join(text.split())
    text = text if len(text) <= _LONGEST_LEFT_OUT else text[:_LONGEST_LEFT_OUT] + "…"
    return "".join("\N{REPLACEMENT CHARACTER}" if is_hidden(character) else character for character in text)

"""Cases as the page shows them: wrong ones first, the answer with its pointers, each quote held against its article."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.schema import AnswerBody, CitationBody
from evals.results import ArticleText, CaseResult

_POINTER = re.compile(r"\[(\d{1,4})\]")
_GROUPS = ("wrong", "ungrounded", "unscored", "right")
_TITLES = {"wrong": "Wrong", "ungrounded": "Right, but not grounded", "unscored": "Unscored", "right": "Right"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A piece of the answer's text; ``citation`` is set where it is a pointer to a citation of the answer."""

    text: str
    citation: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class QuoteView:
    """A citation; ``stands_there`` is what the article holds at its offsets where that is something else.

    It is None where the quote is the article's own text, or where the run does not carry the article.
    """

    citation: CitationBody
    stands_there: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseView:
    """A case on the page. ``anchor`` is its id there; ``marks`` are the words that the filter knows it by."""

    anchor: str
    result: CaseResult
    marks: tuple[str, ...]
    pieces: tuple[Piece, ...]
    quotes: tuple[QuoteView, ...]
    open: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseGroup:
    """Cases with the same fate, under one heading."""

    key: str
    title: str
    cases: tuple[CaseView, ...]


def case_groups(results: Iterable[CaseResult], articles: Iterable[ArticleText]) -> tuple[CaseGroup, ...]:
    """Wrong cases first, then right ones that are not grounded, unscored ones, the rest; empty groups are left out.

    In each group the reporting split comes first.
    """
    texts = {article.id: article.text for article in articles}
    views = [_case_view(number, result, texts) for number, result in enumerate(results, start=1)]
    views.sort(key=lambda view: view.result.split != "report")
    groups = (
        CaseGroup(key=key, title=_TITLES[key], cases=tuple(v for v in views if group_of(v.result) == key))
        for key in _GROUPS
    )
    return tuple(group for group in groups if group.cases)


def group_of(result: CaseResult) -> str:
    """The key of the group that a case is shown in."""
    return "ungrounded" if result.verdict == "right" and result.faults else result.verdict


def _case_view(number: int, result: CaseResult, texts: Mapping[str, str]) -> CaseView:
    answer = result.answer
    return CaseView(
        anchor=f"case-{number}",
        result=result,
        marks=(result.verdict, *(("ungrounded",) if result.faults else ())),
        pieces=_pieces(answer) if answer else (),
        quotes=_quotes(answer.citations, texts) if answer else (),
        open=group_of(result) in {"wrong", "ungrounded"},
    )


def _pieces(answer: AnswerBody) -> tuple[Piece, ...]:
    """The answer's text, cut at its pointers; a pointer to nothing stays text."""
    known = {citation.number for citation in answer.citations}
    pieces: list[Piece] = []
    for place, part in enumerate(_POINTER.split(answer.text)):
        number = int(part) if place % 2 else None
        text = part if number is None else f"[{part}]"
        pieces.append(Piece(text=text, citation=number if number in known else None))
    return tuple(piece for piece in pieces if piece.text)


def _quotes(citations: Sequence[CitationBody], texts: Mapping[str, str]) -> tuple[QuoteView, ...]:
    return tuple(QuoteView(citation=citation, stands_there=_stands_there(citation, texts)) for citation in citations)


def _stands_there(citation: CitationBody, texts: Mapping[str, str]) -> str | None:
    text = texts.get(citation.article.id)
    if text is None:
        return None
    found = text[max(0, citation.start) : max(0, citation.end)]
    return None if found == citation.quote else found

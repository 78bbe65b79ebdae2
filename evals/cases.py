"""Eval cases: questions with the evidence that an answer must quote, and whether an answer is right.

The format is JSON Lines (``CaseLine`` names the fields). Reading is strict: a file is right as a whole or refused with
the number of its line. Pure but for ``read_cases``.
"""

import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.answer import Turn
from bot.schema import AnswerBody

_FOLDED = str.maketrans("“”„«»‘’‚‐‑‒–—−", '"""""\'\'\'------')


class CasesError(ValueError):
    """A file that holds no cases, or a line that is no case; the message names file and line."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """``evidence`` is groups of substrings: an answer's quotes must hold one of each group.

    ``forbidden`` substrings must not be shown; ``articles`` are the ids that may answer, empty for all.
    """

    id: str
    question: str
    answerable: bool
    evidence: tuple[tuple[str, ...], ...]
    tags: tuple[str, ...]
    history: tuple[Turn, ...] = ()
    forbidden: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()


class TurnLine(BaseModel):
    """An earlier message of a case's conversation."""

    model_config = ConfigDict(extra="forbid", strict=True)

    role: Literal["user", "assistant"]
    content: str


class CaseLine(BaseModel):
    """A line of a case file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: str
    question: str
    answerable: bool
    evidence: list[list[str]]
    tags: list[str]
    history: list[TurnLine] = []
    forbidden: list[str] = []
    articles: list[str] = []


def read_cases(file: Path) -> tuple[Case, ...]:
    """The cases of a file, blank lines skipped. Raises CasesError where a line is no case, an id stands twice or the
    file is empty or unreadable."""
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CasesError(f"{file} cannot be read: {error}.") from error
    cases: dict[str, Case] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        case = _case(line, where=f"{file}, line {number}")
        if case.id in cases:
            raise CasesError(f"{file}, line {number}: the id {case.id!r} stands twice.")
        cases[case.id] = case
    if not cases:
        raise CasesError(f"{file} holds no cases.")
    return tuple(cases.values())


def _case(line: str, *, where: str) -> Case:
    try:
        row = CaseLine.model_validate_json(line)
    except ValidationError as error:
        raise CasesError(f"{where}: {line_fault(error)}") from error
    if row.answerable != any(row.evidence) or not all(any(group) for group in row.evidence):
        raise CasesError(f"{where}: an answerable case needs evidence, one that is not has none.")
    if not all(wanted.strip() for group in (*row.evidence, row.forbidden) for wanted in group):
        raise CasesError(f"{where}: an empty string is found in every answer.")
    return Case(
        id=row.id,
        question=row.question,
        answerable=row.answerable,
        evidence=tuple(tuple(group) for group in row.evidence),
        tags=tuple(row.tags),
        history=tuple(Turn(role=turn.role, content=turn.content) for turn in row.history),
        forbidden=tuple(row.forbidden),
        articles=tuple(row.articles),
    )


def line_fault(error: ValidationError) -> str:
    """What is wrong with a line of JSON, in one sentence: the first fault, with its place."""
    first = error.errors(include_url=False)[0]
    place = ".".join(map(str, first["loc"]))
    return f"{place}: {first['msg']}." if place else f"{first['msg']}."


def why_wrong(case: Case, answer: AnswerBody) -> str:
    """Why the answer is wrong, in a sentence, or "" if it is right.

    Right is an answerable case of which every evidence group is quoted and nothing forbidden shown, or one that is not
    answerable and gets the status ``not_found``.
    """
    if not case.answerable:
        return "" if answer.status == "not_found" else "It is answered, though the articles don't hold the answer."
    if answer.status == "not_found":
        return "It is refused, though the articles hold the answer."
    missing = [group for group, covered in zip(case.evidence, covered_groups(case, answer), strict=True) if not covered]
    if missing:
        return f"The quotes don't hold {' or '.join(repr(wanted) for wanted in missing[0])}."
    shown = fold(" ".join([answer.text, *(s.text for s in answer.statements), *(c.quote for c in answer.citations)]))
    found = [forbidden for forbidden in case.forbidden if fold(forbidden) in shown]
    return f"It shows {found[0]!r}, which it must not." if found else ""


def covered_groups(case: Case, answer: AnswerBody) -> tuple[bool, ...]:
    """For each evidence group, whether the answer's quotes hold one of its strings."""
    quotes = fold(" ".join(citation.quote for citation in answer.citations))
    return tuple(any(fold(wanted) in quotes for wanted in group) for group in case.evidence)


def fold(text: str) -> str:
    """``text`` with quotes, dashes, spaces and case made alike."""
    return " ".join(unicodedata.normalize("NFKC", text.translate(_FOLDED)).casefold().split())

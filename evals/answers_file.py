"""Answers made elsewhere, from lines ``{"id", "answer": {…}}``: a faulty line is reported, the rest is graded.

Whether an answer has the form of the contract is judged by ``evals.grounding``, not here.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class AnswersError(ValueError):
    """A file that can't be read at all, or holds no line."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FaultyLine:
    """A line that gives no answer to a case; ``number`` counts from 1."""

    number: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class AnswersFile:
    """The answers by case id, as parsed JSON, and the lines that gave none."""

    answers: dict[str, Any]
    faulty: tuple[FaultyLine, ...]


def read_answers(file: Path, case_ids: Collection[str]) -> AnswersFile:
    """Read ``file``, blank lines skipped. Raises AnswersError where it is unreadable or empty."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise AnswersError(f"{file} cannot be read: {error.strerror}.") from error
    answers: dict[str, Any] = {}
    faulty = []
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            case_id, answer = _parsed(line)
            if case_id not in case_ids:
                raise ValueError(f"there is no case {case_id!r}")
            if case_id in answers:
                raise ValueError(f"the case {case_id!r} was answered before")
            answers[case_id] = answer
        except (ValueError, RecursionError) as error:
            faulty.append(FaultyLine(number=number, reason=str(error)))
    if not answers and not faulty:
        raise AnswersError(f"{file} holds no answers.")
    return AnswersFile(answers=answers, faulty=tuple(faulty))


def _parsed(line: bytes) -> tuple[str, Any]:
    """Case id and answer of a line. Raises ValueError that says what is wrong with it."""
    try:
        row = json.loads(line.decode("utf-8"), parse_constant=_refused)
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"it is no JSON: {error.msg}, column {error.colno}") from None
    if not isinstance(row, dict) or set(row) != {"id", "answer"} or not isinstance(row["id"], str):
        raise ValueError('it is not of the form {"id": "…", "answer": {…}}')
    return row["id"], row["answer"]


def _refused(constant: str) -> None:
    raise ValueError(f"it holds {constant}, which is no JSON")

"""Public question sets as a folder of articles and questions with gold spans, for measuring and training.

Reads gzip JSON Lines rows of ``title, question, context, answers, answerable``; knows nothing about the bot.
"""

import gzip
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.reading import article_id

_LINE_ENDS_TO_SPACES = dict.fromkeys(map(ord, "\r\n\v\f\x85\u2028\u2029"), " ")  # one for one: offsets stay true


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """Code points ``start`` to ``end`` of an article's text."""

    article: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SetQuestion:
    """A question, its gold passage, and its answers (none: the passage does not answer it)."""

    text: str
    group: str
    passage: Span
    answers: tuple[Span, ...]


def write_set(files: Sequence[Path], folder: Path) -> list[SetQuestion]:
    """Write the articles of ``files`` to ``folder``, one .txt per title, a passage a paragraph; return all questions."""
    questions: list[SetQuestion] = []
    for file in files:
        rows = [json.loads(line) for line in gzip.open(file, "rt", encoding="utf-8")]
        set_name = file.name.split(".")[0]
        for title in dict.fromkeys(row["title"] for row in rows):
            name = f"{set_name}-{_safe(title)}.txt"
            questions += _write_article([row for row in rows if row["title"] == title], folder / name, set_name)
    return questions


def sample(questions: Iterable[SetQuestion], count: int, *, seed: int) -> list[SetQuestion]:
    """``count`` of ``questions`` (all, if there are fewer), the same ones for the same seed."""
    pool = list(questions)
    return random.Random(seed).sample(pool, min(count, len(pool)))


def _write_article(rows: list[dict[str, object]], path: Path, set_name: str) -> list[SetQuestion]:
    text = ""
    starts: dict[str, int] = {}
    for context in dict.fromkeys(str(row["context"]) for row in rows):
        starts[context] = len(text)
        text += context.translate(_LINE_ENDS_TO_SPACES) + "\n\n"
    path.write_text(text, encoding="utf-8", newline="")
    article = article_id(path.name)
    return [_question(row, article, starts[str(row["context"])], set_name) for row in rows]


def _question(row: dict[str, object], article: str, start: int, set_name: str) -> SetQuestion:
    answers = row["answers"] if row.get("answerable", True) else []
    return SetQuestion(
        text=str(row["question"]).strip(),
        group=set_name,
        passage=Span(article=article, start=start, end=start + len(str(row["context"]))),
        answers=tuple(
            Span(article=article, start=start + answer["start"], end=start + answer["start"] + len(answer["text"]))
            for answer in answers  # type: ignore[attr-defined]
        ),
    )


def _safe(title: str) -> str:
    return "".join(char if char.isalnum() else "-" for char in title)[:80]

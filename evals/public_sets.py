"""Public question sets as a folder of articles and questions with gold spans, for measuring and training.

Reads the gzip JSON Lines of SQuAD-like sets, QED and SelQA; knows nothing about the bot.
"""

import gzip
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.reading import article_id

_LINE_ENDS_TO_SPACES = dict.fromkeys(map(ord, "\r\n\v\f\x85\u2028\u2029"), " ")  # one for one: offsets stay true


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """Code points ``start`` to ``end`` of an article's text."""

    article: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A question on a passage of a titled article; ``answers`` are places in the passage, none if it has none."""

    title: str
    question: str
    passage: str
    answers: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SetQuestion:
    """A question, its gold passage, and its answers (none: the passage does not answer it)."""

    text: str
    group: str
    passage: Span
    answers: tuple[Span, ...]


def write_set(files: Sequence[Path], folder: Path, *, most_passages: int | None = None) -> list[SetQuestion]:
    """Write the articles of ``files`` to ``folder``, one .txt per title, a passage a paragraph; return the questions.

    ``most_passages`` keeps that many passages of each title, the first, and the questions on them.
    """
    questions: list[SetQuestion] = []
    for file in files:
        set_name = file.name.split(".")[0]
        by_title: dict[str, list[Row]] = {}
        for row in _READERS.get(set_name, _read_rows)(file):
            by_title.setdefault(row.title, []).append(row)
        for title, rows in by_title.items():
            kept = set(list(dict.fromkeys(row.passage for row in rows))[:most_passages])
            name = f"{set_name}-{_safe(title)}.txt"
            questions += _write_article([row for row in rows if row.passage in kept], folder / name, set_name)
    return questions


def held_out(questions: Iterable[SetQuestion]) -> list[SetQuestion]:
    """The questions of every second article of each set: those to report on, which nothing is fitted on."""
    questions = list(questions)
    aside = {
        article
        for group in {question.group for question in questions}
        for article in sorted({q.passage.article for q in questions if q.group == group})[1::2]
    }
    return [question for question in questions if question.passage.article in aside]


def sample(questions: Iterable[SetQuestion], count: int, *, seed: int) -> list[SetQuestion]:
    """``count`` of ``questions`` (all, if there are fewer), the same ones for the same seed."""
    pool = list(questions)
    return random.Random(seed).sample(pool, min(count, len(pool)))


def _read_lines(file: Path) -> Iterator[Any]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _read_rows(file: Path) -> Iterator[Row]:
    for row in _read_lines(file):
        answers = row["answers"] if row.get("answerable", True) else []
        places = tuple((answer["start"], answer["start"] + len(answer["text"])) for answer in answers)
        yield Row(title=row["title"], question=row["question"], passage=row["context"], answers=places)


def _read_qed(file: Path) -> Iterator[Row]:
    """Paragraphs stand alone in QED: twenty make an article."""
    places: dict[str, int] = {}
    for row in _read_lines(file):
        number = places.setdefault(row["paragraph"], len(places))
        found = row["annotation"].get("selected_sentence")
        if found:
            answers = ((found["start"], found["end"] - 1),)
            yield Row(
                title=str(number // 20), question=row["question"] + "?", passage=row["paragraph"], answers=answers
            )


def _read_selqa(file: Path) -> Iterator[Row]:
    """A row of SelQA is a section of an article: twelve sections make an article here."""
    sections: dict[str, int] = {}
    for row in _read_lines(file):
        number = sections.setdefault(row["sentences"][0], len(sections))
        passage = " ".join(row["sentences"])
        starts = [len(" ".join(row["sentences"][:n])) + bool(n) for n in range(len(row["sentences"]))]
        answers = tuple((starts[n], starts[n] + len(row["sentences"][n])) for n in row["answers"])
        yield Row(title=str(number // 12), question=row["question"], passage=passage, answers=answers)


_READERS = {"qed": _read_qed, "selqa": _read_selqa}


def _write_article(rows: list[Row], path: Path, set_name: str) -> list[SetQuestion]:
    text = ""
    starts: dict[str, int] = {}
    for passage in dict.fromkeys(row.passage for row in rows):
        starts[passage] = len(text)
        text += passage.translate(_LINE_ENDS_TO_SPACES) + "\n\n"
    path.write_text(text, encoding="utf-8", newline="")
    return [_question(row, article_id(path.name), starts[row.passage], set_name) for row in rows]


def _question(row: Row, article: str, start: int, set_name: str) -> SetQuestion:
    return SetQuestion(
        text=row.question.strip(),
        group=set_name,
        passage=Span(article=article, start=start, end=start + len(row.passage)),
        answers=tuple(Span(article=article, start=start + first, end=start + last) for first, last in row.answers),
    )


def _safe(title: str) -> str:
    return "".join(char if char.isalnum() else "-" for char in title)[:80]

"""Statements that people wrote about sentences of an article: borne out by them, or not.

Files ``NAME.questions`` beside articles: lines ``Y | statement | piece …`` and ``N | kind | statement | piece …``; each
sentence that holds a piece is evidence. Other lines are of no concern here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evals.hostile.prompt_reading import Evidence
from evals.hostile.reply_lines import Line, Reply
from evals.library import Library
from index.article import Sentence


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """A statement as a reply of one line, with the sentences that it cites; ``kind`` is "honest" or what is wrong."""

    kind: str
    reply: Reply
    evidence: tuple[Sentence, ...]


def read_written(file: Path, library: Library) -> Iterator[Written]:
    """The statements of a file. Raises ValueError where no sentence holds a piece of one."""
    sentences = [sentence for article in library.articles for sentence in library.sentences(article.id)]
    for row in file.read_text(encoding="utf-8").splitlines():
        mark, *fields = (part.strip() for part in row.split(" | "))
        if mark not in {"Y", "N"}:
            continue
        kind, text, *pieces = ["honest", *fields] if mark == "Y" else fields
        cited = tuple(s for s in sentences if any(piece in s.text for piece in pieces))
        if not cited:
            raise ValueError(f"{file}: no sentence for {text!r}")
        numbers = tuple(range(1, len(cited) + 1))
        invented = () if mark == "Y" else (text,)
        line = Line(text=text, numbers=numbers, base=1, invented=invented)
        yield Written(kind=kind, reply=Reply(lines=(line,)), evidence=cited)


def numbered(sentences: tuple[Sentence, ...]) -> tuple[Evidence, ...]:
    """Sentences as a prompt numbers them, from 1, each on one line."""
    return tuple(
        Evidence(number=number, text=" ".join(sentence.text.split()), title=sentence.article.title)
        for number, sentence in enumerate(sentences, 1)
    )

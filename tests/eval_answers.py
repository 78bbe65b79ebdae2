"""Two small articles, cases over them, and honest answers in the contract's JSON, made without a bot."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.answer import Answer, Citation, Quote, Statement, Timing, Usage
from bot.answer_text import answer_text
from bot.schema import AnswerBody, answer_body
from evals.library import Library, read_library
from index.article import Sentence

BRIDGE = """Old bridge at Varnholt to close

Varnholt council will close the old bridge for 14 weeks from Monday, engineer Ida Brack said.

She did not rule out a longer closure, because two piers could be weaker than thought.

About 3,200 cars were counted on the bridge each day in March.
"""
FERRY = """Ferry to run free of charge

The Varnholt ferry will be free while the bridge is shut, the harbour office announced on Tuesday.

Captain Olof Reng said the ferry would never carry lorries.
"""
CASES = (
    {"id": "weeks", "question": "How long is the bridge closed?", "answerable": True, "evidence": [["for 14 weeks"]], "tags": ["single fact"]},
    {"id": "lorries", "question": "Will the ferry take lorries?", "answerable": True, "evidence": [["never carry lorries"]], "tags": ["single fact"]},
    {"id": "mayor", "question": "Who is the mayor?", "answerable": False, "evidence": [], "tags": ["unanswerable on the topic"]},
)  # fmt: skip


def write_suite(folder: Path) -> Library:
    """Write the articles to ``folder/articles`` and the cases to ``folder/cases.jsonl``; the articles as read."""
    (folder / "articles").mkdir()
    (folder / "articles/bridge.txt").write_text(BRIDGE, encoding="utf-8")
    (folder / "articles/ferry.txt").write_text(FERRY, encoding="utf-8")
    write_lines(folder / "cases.jsonl", CASES)
    return read_library(folder / "articles")


def write_lines(file: Path, rows: Sequence[object]) -> None:
    """Write JSON Lines."""
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def sentence(articles: Library, piece: str) -> Sentence:
    """The one sentence that holds ``piece``."""
    (found,) = (s for article in articles.articles for s in articles.sentences(article.id) if piece in s.text)
    return found


def honest(question: str, *quoted: Sentence) -> AnswerBody:
    """The extractive answer that quotes these sentences; of none, that nothing was found."""
    citations = tuple(Citation(number=n, quote=Quote(sentences=(s,))) for n, s in enumerate(quoted, start=1))
    statements = tuple(
        Statement(text=c.quote.text, citations=(c.number,), support=1.0, is_quote=True) for c in citations
    )
    answer = Answer(
        id="a",
        question=question,
        standalone_question=question,
        status="answered" if quoted else "not_found",
        text=answer_text(statements, {c.number: c for c in citations}),
        statements=statements,
        citations=citations,
        disagreements=(),
        left_out=(),
        nearest=(),
        engine="extractive",
        fallback=None,
        model=None,
        prompt=None,
        timing_ms=Timing(search=1.0, answer=1.0, total=2.0),
        usage=Usage(),
    )
    return answer_body(answer)


def honest_answers(articles: Library) -> dict[str, AnswerBody]:
    """The right answer to each of CASES, by id."""
    return {
        "weeks": honest(
            "How long is the bridge closed?", sentence(articles, "14 weeks"), sentence(articles, "longer closure")
        ),
        "lorries": honest("Will the ferry take lorries?", sentence(articles, "never carry")),
        "mayor": honest("Who is the mayor?"),
    }


def answer_lines(answers: dict[str, AnswerBody]) -> list[dict[str, Any]]:
    """The lines of an answers file."""
    return [{"id": case_id, "answer": answer.model_dump(mode="json")} for case_id, answer in answers.items()]

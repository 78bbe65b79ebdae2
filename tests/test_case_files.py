"""The case files: well-formed, their evidence in whole sentences of their articles, and counted right in their README.

The bot is asked nothing here.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from evals.cases import fold, read_cases
from index.passages import parse
from index.reading import SUFFIXES, read_article
from tests.folder import ROOT

FOLDERS = {
    "sample.jsonl": ROOT / "articles",
    "kinds.jsonl": ROOT / "evals/articles/report",
    "pairs.jsonl": ROOT / "evals/articles/pairs",
    "tuning-d.jsonl": ROOT / "evals/articles/tuning-d",
    "tuning-a.jsonl": ROOT / "evals/articles/tuning-a",
    "tuning-b.jsonl": ROOT / "evals/articles/tuning-b",
    "tuning-c.jsonl": ROOT / "evals/articles/tuning-c",
}
TWO_ARTICLES = ("two-articles.jsonl", "two-articles-2.jsonl")  # over articles that are not part of the project
TAGGED = ("sample.jsonl", "kinds.jsonl")
HALVES = frozenset({"tuning", "reporting"})
UNANSWERABLE = frozenset({"unanswerable on another topic", "unanswerable on the topic", "false premise", "off-task"})
MORE_TAGS = frozenset(
    {
        *("FAQ", "single fact", "paraphrase", "typing errors", "several sentences", "several articles", "disagreement"),
        *("attribution", "dates and numbers", "follow-up", "instruction in the question", "instruction in an article"),
    }
)
FIELDS = frozenset({"id", "question", "history", "answerable", "evidence", "forbidden", "articles", "tags"})
OPTIONAL = frozenset({"history", "forbidden", "articles"})

Row = Mapping[str, Any]


@cache
def rows(name: str) -> tuple[Row, ...]:
    """The lines of a case file, as they stand."""
    lines = (ROOT / "evals/cases" / name).read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


@cache
def sentences(folder: Path) -> Mapping[str, tuple[str, ...]]:
    """The quotable sentences of every article of ``folder``, folded, by article id."""
    files = sorted(file for file in folder.rglob("*") if file.suffix in SUFFIXES)
    articles = [read_article(file, folder) for file in files]
    return {article.id: tuple(fold(sentence.text) for sentence in parse(article).sentences) for article in articles}


def holding(name: str, row: Row, piece: str) -> tuple[str, ...]:
    """The sentences that hold a piece of evidence, in the articles that the case may be answered from."""
    known = sentences(FOLDERS[name])
    asked = row.get("articles", known)
    return tuple(sentence for article in asked for sentence in known[article] if fold(piece) in sentence)


def tagged() -> list[Row]:
    """The cases that the suite reports on."""
    return [row for name in TAGGED for row in rows(name)]


def test_ids_are_unique_over_all_files() -> None:
    names = [file.name for file in (ROOT / "evals/cases").glob("*.jsonl")]
    counts = Counter(row["id"] for name in names for row in rows(name))
    assert [case for case, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("name", FOLDERS)
def test_answerable_cases_alone_have_evidence_and_it_stands_in_a_sentence(name: str) -> None:
    assert [row["id"] for row in rows(name) if bool(row["evidence"]) != row["answerable"]] == []
    pieces = [(row, piece) for row in rows(name) for group in row["evidence"] for piece in group]
    assert [(row["id"], piece) for row, piece in pieces if not holding(name, row, piece)] == []
    assert [row["id"] for row in rows(name) if not all(row["evidence"])] == []


@pytest.mark.parametrize("name", TWO_ARTICLES)
def test_cases_over_the_two_real_articles_have_their_form(name: str) -> None:
    cases = read_cases(ROOT / "evals/cases" / name)
    assert {case.answerable for case in cases} == {True, False}
    assert all(case.tags and not case.articles for case in cases)


@pytest.mark.parametrize("name", TWO_ARTICLES)
def test_a_piece_of_evidence_stands_in_a_sentence_of_the_two_real_articles(name: str, two_articles: Path) -> None:
    known = [text for article in sentences(two_articles).values() for text in article]
    pieces = [piece for row in rows(name) for group in row["evidence"] for piece in group]
    assert [piece for piece in pieces if not any(fold(piece) in sentence for sentence in known)] == []


@pytest.mark.parametrize("name", TAGGED)
def test_a_case_has_the_fields_of_the_format(name: str) -> None:
    for row in rows(name):
        assert FIELDS - OPTIONAL <= row.keys() <= FIELDS, row["id"]
        assert row["question"].strip() == row["question"] != ""
        assert set(row.get("articles", [])) <= sentences(FOLDERS[name]).keys(), row["id"]
        roles = [turn["role"] for turn in row.get("history", [])]
        assert roles == ["user", "assistant"] * (len(roles) // 2), row["id"]


@pytest.mark.parametrize("name", TAGGED)
def test_a_piece_of_evidence_marks_one_sentence(name: str) -> None:
    pieces = [(row, piece) for row in rows(name) for group in row["evidence"] for piece in group]
    assert [(row["id"], piece) for row, piece in pieces if len(holding(name, row, piece)) != 1] == []


@pytest.mark.parametrize("name", TAGGED)
def test_forbidden_strings_leave_a_way_to_be_right(name: str) -> None:
    for row in rows(name):
        forbidden = [fold(text) for text in row.get("forbidden", [])]
        assert all(forbidden), row["id"]
        for group in row["evidence"]:
            found = [sentence for piece in group for sentence in holding(name, row, piece)]
            assert any(all(text not in sentence for text in forbidden) for sentence in found), row["id"]


def test_tags_are_known_and_fit_the_case() -> None:
    for row in tagged():
        tags = set(row["tags"])
        assert len(tags) == len(row["tags"]), row["id"]
        assert tags <= HALVES | UNANSWERABLE | MORE_TAGS, row["id"]
        assert len(tags & HALVES) == 1, row["id"]
        assert bool(tags & UNANSWERABLE) != row["answerable"], row["id"]
        assert ("follow-up" in tags) == ("history" in row), row["id"]
        assert len(row["evidence"]) > 1 or not tags & {"several sentences", "several articles"}, row["id"]


def test_several_articles_means_evidence_from_several() -> None:
    for name in TAGGED:
        for row in (row for row in rows(name) if "several articles" in row["tags"]):
            found = {fold(piece) for group in row["evidence"] for piece in group}
            holders = [
                known for known in sentences(FOLDERS[name]).values() if any(p in s for p in found for s in known)
            ]
            assert len(holders) > 1, row["id"]


def test_no_sentence_is_evidence_in_both_halves() -> None:
    halves: dict[str, set[str]] = {}
    for name in TAGGED:
        for row in rows(name):
            for piece in (piece for group in row["evidence"] for piece in group):
                halves.setdefault(holding(name, row, piece)[0], set()).update(HALVES & set(row["tags"]))
    assert [sentence for sentence, found in halves.items() if len(found) > 1] == []


def test_there_are_enough_cases_of_each_sort() -> None:
    counts = Counter(row["answerable"] for row in tagged())
    assert counts.total() >= 160
    assert counts[False] >= 45
    assert len(rows("sample.jsonl")) <= counts.total() / 2
    by_half = Counter(tag for row in tagged() for tag in row["tags"])
    assert abs(by_half["tuning"] - by_half["reporting"]) <= counts.total() / 20


def test_the_report_articles_say_that_they_are_invented() -> None:
    for file in FOLDERS["kinds.jsonl"].iterdir():
        text = file.read_text(encoding="utf-8")
        assert "invented" in text.splitlines()[-1], file.name
        assert 250 <= len(text.split()) <= 400, file.name


def test_the_readme_counts_the_tags() -> None:
    text = (ROOT / "evals/cases/README.md").read_text(encoding="utf-8")
    printed = re.findall(r"^\| ([^|]+?) \| (\d+) \| (\d+) \| (\d+) \|$", text, re.MULTILINE)
    counted = [(tag, *counts(tag)) for tag in sorted(UNANSWERABLE | MORE_TAGS, key=str.casefold)]
    assert [(tag, int(a), int(b), int(c)) for tag, a, b, c in printed] == [*counted, ("all cases", *counts(None))]
    for name in TAGGED:
        assert f"`{name}` ({len(rows(name))} cases" in text


def counts(tag: str | None) -> tuple[int, int, int]:
    """How many cases have the tag, or any: in the tuning half, in the reporting half, in all."""
    having = [row for row in tagged() if tag is None or tag in row["tags"]]
    tuning = sum("tuning" in row["tags"] for row in having)
    return tuning, len(having) - tuning, len(having)

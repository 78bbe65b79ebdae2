"""Our own training data: every line can be read, and every piece marks a sentence."""

import hashlib
import random
from pathlib import Path

import pytest

from evals.hostile.trials import REPORT_PAIRS
from evals.perturb import WAYS
from training import news

NAMES = (*news.names(), *news.DEV, *news.REPORT)
WRITTEN = sorted((news.FOLDER.parent / "written").glob("*.txt"))


def test_what_is_reported_on_is_not_trained_on() -> None:
    assert len(NAMES) == len(set(NAMES)) == 36
    assert not set(news.names()) & {*news.DEV, *news.REPORT}


@pytest.mark.parametrize("name", NAMES)
def test_every_answerable_question_has_its_sentence_and_no_other_has_one(name: str) -> None:
    for kind, readings in news.questions(name):
        assert any(reading.right for reading in readings) == (kind == "A"), readings[0].question


@pytest.mark.parametrize("name", NAMES)
def test_every_statement_has_evidence(name: str) -> None:
    rows = list(news.statements(name))
    assert {row.label for row in rows} == {"supported", "refuted", "unsupported"}
    assert all(row.evidence for row in rows)


def test_no_article_is_in_two_pairs() -> None:
    texts = [path.read_bytes() for path in news.FOLDER.glob("*.txt")]
    assert len({hashlib.sha256(text).digest() for text in texts}) == 2 * len(NAMES)


def test_the_harness_keeps_the_same_pairs_for_its_report() -> None:
    assert set(REPORT_PAIRS) == set(news.REPORT)
    assert len(WRITTEN) == 4


@pytest.mark.parametrize("file", WRITTEN, ids=lambda file: file.stem)
def test_written_questions_are_lines_of_three_or_five_fields(file: Path) -> None:
    for line in file.read_text("utf-8").splitlines():
        key, kind, question, *place = line.split("|")
        assert len(key) == 10
        assert question.strip()
        assert len(place) == {"U": 0, "A": 2}[kind]


def test_every_way_of_breaking_a_sentence_changes_it() -> None:
    sentences = [
        "On Tuesday the council of the town said that 40 boats could not leave Port Avel before March.",
        "Mayor Ada Corm was, reportedly, told by Iver Holt that more than 12 crews will strike.",
        "The harbour beside the old mill has been open since Monday and Lena Brask said it was safe.",
    ]
    for name, way in WAYS.items():
        generator = random.Random(1)
        made = [way(s, [o for o in sentences if o != s], generator) for s in sentences for _ in range(5)]
        found = [
            (broken, s) for broken, s in zip(made, [s for s in sentences for _ in range(5)], strict=True) if broken
        ]
        assert found, name
        for broken, sentence in found:
            assert broken.text != sentence
            assert all(0 <= start < end <= len(broken.text) for start, end in broken.altered), (name, broken)

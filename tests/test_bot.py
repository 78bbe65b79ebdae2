"""The bot over real articles: what it answers, what it refuses, and that every quote is a slice."""

import asyncio
from pathlib import Path

import pytest

from bot.answer import Answer, Filters, Question
from bot.bot import Bot
from bot.building import build_bot
from evals.ask_cases import ask_all
from evals.cases import read_cases, share_right
from index.embedding import MiniLM
from index.search import open_index, update_index

CASES = Path("evals/cases/two-articles.jsonl")


def bot_over(folder: Path, work: Path, embedding: MiniLM) -> Bot:
    """Return a bot over the articles of a folder."""
    update_index(folder, work, embedding)
    return build_bot(open_index(work, embedding))


@pytest.fixture(scope="module")
def sample_bot(sample_folder: Path, embedding: MiniLM, tmp_path_factory: pytest.TempPathFactory) -> Bot:
    return bot_over(sample_folder, tmp_path_factory.mktemp("sample"), embedding)


def ask(bot: Bot, text: str, **filters: object) -> Answer:
    return asyncio.run(bot.ask(Question(text=text, filters=Filters(**filters))))  # type: ignore[arg-type]


def assert_grounded(answer: Answer) -> None:
    """Every quote is a slice of its article and made of whole sentences; every citation is used."""
    for citation in answer.citations:
        quote = citation.quote
        assert quote.article.text[quote.start : quote.end] == quote.text
        assert f"[{citation.number}]" in answer.text
    used = [number for statement in answer.statements for number in statement.citations]
    assert set(used) == {citation.number for citation in answer.citations}
    assert (answer.status == "not_found") == (not answer.statements)


def test_faq_questions_of_the_sample_are_answered_with_their_answers(sample_bot: Bot) -> None:
    asked = [passage for passage in sample_bot.corpus.passages if passage.question]
    assert len(asked) == 4
    for passage in asked:
        answer = ask(sample_bot, passage.question)
        assert answer.status == "answered"
        assert any(citation.quote.sentences[0].passage == passage for citation in answer.citations)
        assert all("?" not in citation.quote.text for citation in answer.citations)


@pytest.mark.parametrize("kind", ["answerable", "not answerable"])
def test_two_real_articles(kind: str, two_articles: Path, tmp_path: Path, embedding: MiniLM) -> None:
    cases = [case for case in read_cases(CASES) if case.answerable == (kind == "answerable")]
    outcomes = asyncio.run(ask_all(bot_over(two_articles, tmp_path, embedding), cases))
    for outcome in outcomes:
        assert_grounded(outcome.answer)
        if "single" in outcome.case.tags:
            assert len(outcome.answer.citations) <= 3
    wrong = [outcome.case.id for outcome in outcomes if not outcome.right]
    share = share_right(outcomes)
    assert share is not None
    assert share >= (0.9 if kind == "answerable" else 0.8), wrong

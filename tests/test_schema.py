"""The JSON of the contract, field by field, and the text around a quote."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Question
from bot.schema import answer_body, article_body, article_summary_body
from bot.surroundings import text_after, text_before
from tests.fake_bot import BRIDGE, ROAD, TEXT, answer

CITED_ARTICLE = ["id", "title", "source", "url", "author", "published"]
CONTRACT: dict[str, Any] = {
    "id": str,
    "question": str,
    "standalone_question": str,
    "status": str,
    "text": str,
    "statements": ["text", "citations", "support", "is_quote"],
    "citations": ["number", "article", "quote", "start", "end", "before", "after"],
    "disagreements": ["point", "citations"],
    "left_out": ["text", "reason"],
    "nearest": ["article", "quote", "start", "end", "score"],
    "engine": str,
    "fallback": None,
    "model": None,
    "prompt": None,
    "timing_ms": {"search": float, "answer": float, "total": float},
    "usage": {"prompt_tokens": int, "completion_tokens": int},
}


@pytest.fixture
def body() -> dict[str, Any]:
    """Return an answer as a client reads it."""
    read: dict[str, Any] = json.loads(answer_body(answer(Question(text="Is it open?"))).model_dump_json())
    return read


def test_answer_has_the_fields_of_the_contract_in_its_order(body: dict[str, Any]) -> None:
    assert list(body) == list(CONTRACT)
    for name, fields in CONTRACT.items():
        if isinstance(fields, list):
            assert body[name], f"the example should fill {name}"
            assert all(list(entry) == fields for entry in body[name]), name
        elif isinstance(fields, dict):
            assert {key: type(value) for key, value in body[name].items()} == fields, name
        elif fields is None:
            assert body[name] is None, name
        else:
            assert isinstance(body[name], fields), name


def test_a_cited_article_carries_what_a_reader_needs_and_no_text(body: dict[str, Any]) -> None:
    for entry in [*body["citations"], *body["nearest"]]:
        assert list(entry["article"]) == CITED_ARTICLE


def test_quotes_are_slices_with_their_surroundings(body: dict[str, Any]) -> None:
    texts = {BRIDGE.id: BRIDGE.text, ROAD.id: ROAD.text}
    for citation in body["citations"]:
        text, start, end = texts[citation["article"]["id"]], citation["start"], citation["end"]
        assert text[start:end] == citation["quote"]
        assert text[start - len(citation["before"]) : start] == citation["before"]
        assert text[end : end + len(citation["after"])] == citation["after"]
    assert body["citations"][0]["before"] == "Harbour news\n\n"
    for nearest in body["nearest"]:
        assert texts[nearest["article"]["id"]][nearest["start"] : nearest["end"]] == nearest["quote"]


def test_an_article_has_the_fields_of_the_contract() -> None:
    summary = article_summary_body(BRIDGE, sentences=3)
    assert list(summary.model_dump()) == [*CITED_ARTICLE, "file", "sentences"]
    whole = article_body(BRIDGE, sentences=3)
    assert list(whole.model_dump()) == [*CITED_ARTICLE, "file", "sentences", "text"]
    assert whole.text == TEXT


@pytest.mark.parametrize(
    ("text", "start", "before"),
    [
        ("one two three", 0, ""),
        ("one two three", 8, "two "),
        ("one two three", 13, "three"),
        ("one  two", 8, "two"),
        ("abcdefghij", 9, "efghi"),
    ],
)
def test_text_before_begins_with_a_whole_word(text: str, start: int, before: str) -> None:
    assert text_before(text, start, reach=5).lstrip() == before


@pytest.mark.parametrize(
    ("text", "end", "after"),
    [("one two three", 13, ""), ("one two three", 3, " two"), ("one two three", 0, "one"), ("abcdefghij", 1, "bcdef")],
)
def test_text_after_ends_with_a_whole_word(text: str, end: int, after: str) -> None:
    assert text_after(text, end, reach=5).rstrip() == after


@given(text=st.text(alphabet=st.sampled_from("ab \n\u00a0é😀"), max_size=60), data=st.data())
def test_surroundings_adjoin_the_quote_and_cut_no_word(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    before, after = text_before(text, start, reach=10), text_after(text, end, reach=10)
    assert text[start - len(before) : end + len(after)] == before + text[start:end] + after
    assert max(len(before), len(after)) <= 10
    left, right = start - len(before), end + len(after)
    if " " in before:
        assert left == 0 or text[left - 1].isspace() or text[left].isspace()
    if " " in after:
        assert right == len(text) or text[right].isspace() or text[right - 1].isspace()

"""Grounding: an honest answer has no fault, and each broken one has the fault that it was broken with."""

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.breaking import JUDGED_WAYS, SURE_WAYS, targets
from evals.exam import HONEST, examine, reworded
from evals.grounding import ground
from evals.library import Library
from tests.eval_answers import honest, honest_answers, sentence, write_suite


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return write_suite(tmp_path_factory.mktemp("suite"))


def faults(answer: object, articles: Library) -> list[str]:
    return [fault.name for fault in ground(answer, articles).faults]


def raw(articles: Library) -> dict[str, Any]:
    answer = honest("How long?", sentence(articles, "14 weeks"), sentence(articles, "never carry"))
    loaded: dict[str, Any] = json.loads(answer.model_dump_json())
    return loaded


def test_honest_answers_have_no_fault(articles: Library) -> None:
    for answer in honest_answers(articles).values():
        assert ground(answer.model_dump(mode="json"), articles).faults == ()


def test_an_answer_of_several_neighbouring_sentences_is_whole(articles: Library) -> None:
    quote = articles.whole_sentences("bridge.txt", *span(articles, "Varnholt council", "than thought."))
    assert quote is not None
    assert len(quote.sentences) == 2
    assert articles.whole_sentences("bridge.txt", *span(articles, "council", "than thought.")) is None


def span(articles: Library, first: str, last: str) -> tuple[int, int]:
    article = articles.article("bridge.txt")
    assert article is not None
    return article.text.index(first), article.text.index(last) + len(last)


@pytest.mark.parametrize("path", [["statements", 0, "support"], ["citations", 0, "article", "title"], ["usage"]])
def test_a_missing_field_is_named(articles: Library, path: list[Any]) -> None:
    answer = raw(articles)
    place: Any = answer
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    (fault,) = ground(answer, articles).faults
    assert fault.name == "missing field"
    assert ".".join(map(str, path)) in fault.sentence


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        (["status"], "not_found", "not_found with statements"),
        (["statements"], [], "answered without statements"),
        (["statements", 0, "citations"], [7], "unknown citation"),
        (["statements", 0, "citations"], [], "pointer missing"),
        (["statements", 0, "citations"], [1, 2], "is_quote untrue"),
        (["statements", 0, "text"], "The bridge stays open.", "is_quote untrue"),
        (["statements", 0, "support"], 1.5, "wrong form"),
        (["statements", 1, "citations"], [1], "unused citation"),
        (["citations", 1, "number"], 3, "citation numbers"),
        (["citations", 0, "quote"], "Nobody said this.", "not a slice"),
        (["citations", 0, "start"], -1, "wrong offsets"),
        (["citations", 0, "article", "id"], "ferry.txt", "wrong article"),
        (["citations", 0, "article", "id"], "nowhere.txt", "unknown article"),
        (["citations", 0, "article", "title"], "Another title", "wrong article details"),
        (["citations", 0, "article", "published"], "1999-01-01", "wrong article details"),
        (["citations", 0, "before"], "Not what stands there ", "wrong surroundings"),
        (["disagreements"], [{"point": "weeks", "citations": [1, 9]}], "unknown citation"),
        (["text"], "Nothing like it.", "text differs"),
        (["extra"], 1, "unknown field"),
        (["status"], "maybe", "wrong form"),
        (["citations", 0, "start"], "12", "wrong form"),
    ],
)
def test_each_fault_is_found(articles: Library, path: list[Any], value: object, fault: str) -> None:
    answer = raw(articles)
    place: Any = answer
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert fault in faults(answer, articles)


def test_a_marker_may_stand_before_the_full_stop(articles: Library) -> None:
    answer = raw(articles)
    answer["statements"] = answer["statements"][:1]
    answer["citations"] = answer["citations"][:1]
    answer["text"] = answer["statements"][0]["text"].removesuffix(".") + " [1]."
    assert faults(answer, articles) == []


def test_a_refusal_may_be_worded_otherwise_but_add_nothing(articles: Library) -> None:
    answer = json.loads(honest("Who is the mayor?").model_dump_json())
    answer["text"] = "I could not find this in the articles provided."
    assert faults(answer, articles) == []
    answer["text"] = "The articles don’t say, but it is Jon Hale."
    assert faults(answer, articles) == ["unchecked text"]


@pytest.mark.parametrize(
    "text",
    [
        "Jon Hale is not the mayor.",  # the question's own words
        "No.",
        "The articles say: Jon Hale is the mayor.",
        "Not so: Jon Hale stole the money.",
    ],
)
def test_a_refusal_does_not_answer_in_the_words_of_the_question(articles: Library, text: str) -> None:
    answer = json.loads(honest("Is Jon Hale the mayor?").model_dump_json()) | {"text": text}
    assert faults(answer, articles) == ["unchecked text"]
    answer["text"] = "The articles don’t say: Is Jon Hale the mayor?"
    assert faults(answer, articles) == []


def test_a_statement_is_not_turned_round_and_a_point_is_no_statement(articles: Library) -> None:
    answer = raw(articles)
    said = answer["text"]
    assert faults(answer, articles) == []
    answer["text"] = said.replace(" [1]", " is not so [1]")
    assert faults(answer, articles) == ["unchecked text"]
    point = "Jon Hale stole the money"
    answer |= {"text": f"{said}\n\nThe articles differ: {point}", "disagreements": [{"point": point, "citations": [1]}]}
    assert faults(answer, articles) == ["unchecked text"]


def test_a_refusal_has_no_smuggled_nearest(articles: Library) -> None:
    answer = json.loads(honest("Who is the mayor?").model_dump_json())
    answer["nearest"] = [{**raw(articles)["citations"][0], "score": 0.1}]
    for field in ("number", "before", "after"):
        del answer["nearest"][0][field]
    assert faults(answer, articles) == []
    answer["nearest"][0]["quote"] = "Jon Hale is the mayor."
    assert faults(answer, articles) == ["not a slice"]


@pytest.mark.parametrize("kind", [*SURE_WAYS, *JUDGED_WAYS])
def test_every_way_to_break_an_answer_is_caught_in_a_plain_one(articles: Library, kind: str) -> None:
    way = {**SURE_WAYS, **JUDGED_WAYS}[kind]
    pieces = ("14 weeks", "longer closure", "3,200 cars", "free while", "never carry")
    broken = [
        found
        for piece in pieces
        for target in targets(honest("?", sentence(articles, piece)))
        if (found := way(target, articles, random.Random(piece)))
    ]
    if kind != "date swapped":  # the one date is swapped in the others' runs
        assert broken
    for one in broken:
        assert faults(one.answer.model_dump(mode="json"), articles), one.what


def test_the_exam_counts_broken_and_honest(articles: Library) -> None:
    answers = [(case_id, answer) for case_id, answer in honest_answers(articles).items() if answer.citations]
    exam = {detection.kind: detection for detection in examine(answers, articles)}
    assert exam[HONEST].rate == 0.0
    assert exam["offset shifted"].rate == 1.0
    assert exam["offset shifted"].broken == 3
    assert examine(answers, articles) == tuple(exam.values())
    assert examine([], articles)[0].rate is None


def test_rewording_changes_no_sense() -> None:
    assert reworded("However, 6 percent did not “agree”, he said.") == '6 % didn\'t "agree", he stated.'


def test_statements_beside_quotes_are_judged_by_the_check(articles: Library) -> None:
    answer = json.loads(honest("How many?", sentence(articles, "3,200"), sentence(articles, "never")).model_dump_json())
    said = "About 3,200 cars were counted each day in March."
    answer["statements"][0] |= {"text": said, "is_quote": False}
    answer["text"] = f"{said} [1] {answer['statements'][1]['text']} [2]"
    grounding = ground(answer, articles)
    assert grounding.faults == ()
    assert grounding.enough == (True, True)
    assert grounding.needed == (True, True)
    answer["statements"][0]["citations"] = [1, 2]
    assert ground(answer, articles).needed == (True, False, True)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner)
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(value=JSON)
def test_any_json_is_an_answer_or_a_fault(value: object) -> None:
    assert ground(value, Library(parsed=())).faults


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_any_value_in_any_place_raises_nothing(articles: Library, data: st.DataObject) -> None:
    answer = raw(articles)
    field = data.draw(st.sampled_from(["statements", "citations"]))
    key = data.draw(st.sampled_from(sorted(answer[field][0])))
    answer[field][0][key] = data.draw(JSON)
    ground(answer, articles)

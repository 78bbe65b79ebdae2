import re
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer import Turn
from bot.followup import standalone

COUNCIL = (
    "What did the council decide about the harbour bridge?",
    "According to “Council backs bridge” (Harbour Post, 2024-03-01):\n"
    "“The council voted 7-4 on Tuesday.” [1]\n“Mayor Anna Berg said the work would cost 5 million euros.” [2]",
)
MINISTER = ("Did the minister resign?", "“Piotr Nowak resigned on Monday.” [1]")
DEATHS = ("How many people died in 2023?", "“In 2023, 41 people died in Peru.” [1]")
PLAN = ("What did Germany say about the plan?", "“Germany rejected it.” [1]")
LEADER = (
    "Who is Mr Rossi?",
    "“Marco Rossi leads the Green Party.” [1]",
    "What did he say?",
    "“We will win,” he said. [1]",
)


def turns(*said: str) -> tuple[Turn, ...]:
    """Return a conversation that the user opens."""
    return tuple(Turn(role="assistant" if number % 2 else "user", content=text) for number, text in enumerate(said))


@pytest.mark.parametrize(
    ("history", "question", "expected"),
    [
        (COUNCIL, "What did she say?", "What did Mayor Anna Berg say?"),
        (MINISTER, "Who replaced him?", "Who replaced Piotr Nowak?"),
        (MINISTER, "What did he say about his wife?", "What did Piotr Nowak say about his wife?"),
        (PLAN, "Why did it reject it?", "Why did Germany reject it?"),
        (LEADER, "Is he married?", "Is Marco Rossi married?"),
        (LEADER, "Who is his deputy?", "Who is Marco Rossi’s deputy?"),
        (LEADER, "Did Braun meet him?", "Did Braun meet Marco Rossi?"),
    ],
)
def test_a_pronoun_gives_way_to_its_name(history: tuple[str, ...], question: str, expected: str) -> None:
    assert standalone(question, turns(*history)) == expected


@pytest.mark.parametrize(
    ("history", "question", "expected"),
    [
        (MINISTER, "Why?", "Why did the minister resign?"),
        (MINISTER, "and when?", "When did the minister resign?"),
        (COUNCIL, "Why?", "Why (what did the council decide about the harbour bridge)?"),
        (COUNCIL, "And the other side?", "And the other side (what did the council decide about the harbour bridge)?"),
        (DEATHS, "How?", "How (how many people died in 2023)?"),
        (DEATHS, "What about 2022?", "How many people died in 2022?"),
        (DEATHS, "And in 2024?", "How many people died in 2024?"),
        (PLAN, "And France?", "What did France say about the plan?"),
        (("What happened on Monday?", "Rain."), "What about Tuesday?", "What happened on Tuesday?"),
        (("tell me about the flood", "The articles don’t say."), "why?", "why (tell me about the flood)?"),
    ],
)
def test_a_fragment_is_completed_by_the_last_question(history: tuple[str, ...], question: str, expected: str) -> None:
    assert standalone(question, turns(*history)) == expected


@pytest.mark.parametrize(
    ("question", "added"),
    [
        ("When does it open?", "the harbour bridge"),
        ("When did the bridge close?", "the harbour bridge"),
        ("Who opposed that?", "the harbour bridge"),
        ("Is there anything else?", "the harbour bridge"),
        ("What else happened at that time?", "Tuesday"),
    ],
)
def test_where_it_is_unclear_the_topic_is_added_and_the_question_stays(question: str, added: str) -> None:
    found = standalone(question, turns(*COUNCIL))
    assert found.startswith(question.rstrip("?") + " (")
    assert added in found


@pytest.mark.parametrize(
    "question",
    [
        "Who won the cycling race in Ghent?",
        "How many people live in Norway?",
        "Did Rossi meet Karl Braun when he was in Vienna?",
        "What did Anna Berg say?",
        "How long does it take to build a ship in Norway?",
        "What is inflation?",
        "Did France agree to the plan of Germany?",
        "  odd   spacing in Oslo , kept?  ",
    ],
)
@pytest.mark.parametrize("history", [COUNCIL, PLAN, LEADER])
def test_a_question_that_stands_alone_stays(history: tuple[str, ...], question: str) -> None:
    assert standalone(question, turns(*history)) == question


def test_the_latest_person_is_meant() -> None:
    history = turns("Who is Ines Dahl?", "“Ines Dahl is a judge.”", "Who is Petra Lund?", "“Petra Lund is a pilot.”")
    assert standalone("Where was she born?", history) == "Where was Petra Lund born?"


def test_a_pronoun_of_the_history_keeps_its_person() -> None:
    said = (
        "Who is Ines Dahl?",
        "“Ines Dahl is a judge.”",
        "Where was she born?",
        "“In Norway.”",
        "And when?",
        "“1970.”",
    )
    assert standalone("Is she married?", turns(*said)) == "Is Ines Dahl married?"


def test_attributions_and_markers_are_no_content() -> None:
    found = standalone("Is there anything else?", turns(*COUNCIL))
    assert "Post" not in found
    assert "[" not in found


def test_without_history_nothing_changes() -> None:
    assert standalone("Why did he resign?", ()) == "Why did he resign?"


ANY_TURN = st.builds(Turn, role=st.sampled_from(["user", "assistant"]), content=st.text(max_size=200))
WORDS = st.lists(
    st.sampled_from(
        ("Why", "What", "about", "he", "she", "it", "they", "this", "that", "then", "his", "Anna", "Berg's")
    )
    | st.sampled_from(("2024", "and", "Oslo", "the", "of", "(", ")", "[1]", "?", ".", ":"))
).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(
    question=st.one_of(st.text(max_size=100), WORDS),
    history=st.lists(
        st.one_of(ANY_TURN, st.builds(Turn, role=st.sampled_from(["user", "assistant"]), content=WORDS)), max_size=6
    ),
)
def test_nothing_foreign_comes_in_and_nothing_is_raised(question: str, history: list[Turn]) -> None:
    known = set(re.findall(r"\w+", " ".join((question, *(turn.content for turn in history))).casefold()))
    found = set(re.findall(r"\w+", standalone(question, history).casefold()))
    assert found - known <= {"s", "the", "are", "have", "will"}


@pytest.mark.parametrize(
    "content",
    [
        "A" * 20_000,
        "A " * 10_000,
        "Anna Berg and " * 1_500,
        "According to " * 1_500,
        "[1, " * 5_000,
        "he she it they " * 1_300,
        "the bridge of the " * 1_100,
        "1" * 20_000,
        " " * 20_000,
        "' " * 10_000,
        "Why is it that " * 1_300,
        "".join(f"Name{n} Other{n}. " for n in range(1_100)),
    ],
)
def test_a_huge_history_is_bounded(content: str) -> None:
    history = [Turn(role="assistant" if n % 2 else "user", content=content) for n in range(50)]
    started = perf_counter()
    found = standalone("What did he say about it then?", history)
    assert perf_counter() - started < 2
    assert len(found) < 1_000


def test_a_huge_question_comes_back() -> None:
    question = "Did he " * 3_000
    assert standalone(question, turns(*COUNCIL)) == question

"""Passages and sentences: exact offsets for any text, and nothing quotable but prose."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.passages import ParsedArticle, parse
from index.reading import read_article
from tests.folder import make_article


def parsed(text: str) -> ParsedArticle:
    """Return ``text`` as a parsed article, its offsets checked."""
    result = parse(make_article(text))
    end = 0
    for number, sentence in enumerate(result.sentences):
        assert sentence.number == number
        assert sentence.text == text[sentence.start : sentence.end]
        assert sentence.text.strip() == sentence.text != ""
        assert end <= sentence.start < sentence.end
        assert sentence.passage.start <= sentence.start < sentence.end <= sentence.passage.end
        end = sentence.end
    assert [passage.number for passage in result.passages] == list(range(len(result.passages)))
    assert {passage.number for passage in result.passages} == {s.passage.number for s in result.sentences}
    return result


def quotable(text: str) -> list[str]:
    """Return the sentences of ``text``."""
    return [sentence.text for sentence in parsed(text).sentences]


def answers(text: str) -> list[tuple[str, str]]:
    """Return each sentence of ``text`` with the question that it answers."""
    return [(sentence.passage.question, sentence.text) for sentence in parsed(text).sentences]


WORDS = st.sampled_from(
    ["bridge", "U.S.", "café", "“late,”", "it’s", "4.5%", "🚢", "a\u00a0b", "(Moss)", "won't", "日本", "Gen. Lind"]
)
SENTENCES = st.lists(WORDS, min_size=2, max_size=8).map(lambda words: f"Then {' '.join(words)} came.")
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join)
NOISE = st.sampled_from(
    ["Leave a comment", "You may also like", "Subscribe to our newsletter", "Share this article", "Advertisement"]
)
PARTS = st.one_of(
    st.tuples(st.just("prose"), PARAGRAPHS),
    st.tuples(st.just("heading"), st.lists(WORDS, min_size=1, max_size=5).map(lambda w: f"## HEADING {' '.join(w)}")),
    st.tuples(st.just("heading"), st.just("HEADING about the old bridge")),
    st.tuples(
        st.just("list"), st.lists(SENTENCES, min_size=1, max_size=3).map(lambda s: "\n".join(f"• {one}" for one in s))
    ),
    st.tuples(
        st.just("faq"),
        st.lists(SENTENCES, min_size=1, max_size=3).map(lambda s: "\n".join(f"- QUESTION who? {one}" for one in s)),
    ),
    st.tuples(st.just("faq"), SENTENCES.map(lambda one: f"**QUESTION why?**\n\n{one}")),
    st.tuples(st.just("faq"), SENTENCES.map(lambda one: f"Q: QUESTION when?\nA: {one}")),
    st.tuples(st.just("noise"), NOISE),
)


@given(parts=st.lists(PARTS, min_size=1, max_size=8), newline=st.sampled_from(["\n", "\r\n"]))
@settings(deadline=None, max_examples=150)
def test_prose_is_quotable_and_nothing_else_is(parts: list[tuple[str, str]], newline: str) -> None:
    text = "\n\n".join(part for _, part in parts).replace("\n", newline)
    sentences = quotable(text)
    for sentence in sentences:
        assert not any(
            word in sentence
            for word in ("HEADING", "QUESTION", "Leave a", "also like", "newsletter", "Share this", "Advert")
        )
    # (a quotation mark that stays open may join two sentences: no character of prose is lost all the same)
    kept = "".join("".join(sentences).split())
    assert kept.count("Then") == sum(part.count("Then ") for _, part in parts)


@given(text=st.text(st.sampled_from(list("aB .?!\n\r\t-*#•|:Q\u00a0“”\"'🚢é\u2028")), max_size=120))
@settings(deadline=None, max_examples=400)
def test_offsets_hold_for_any_text(text: str) -> None:
    parsed(text)


@given(text=st.text(max_size=200))
@settings(deadline=None)
def test_offsets_hold_for_any_unicode(text: str) -> None:
    parsed(text)


def test_a_heading_stays_with_its_text() -> None:
    passages = parsed("The harbour bridge\n\nIt opened.\n\n## Costs\n\nIt cost four million.\n\nNobody paid.").passages
    assert [(passage.heading, passage.text) for passage in passages] == [
        ("The harbour bridge", "It opened."),
        ("Costs", "It cost four million."),
        ("Costs", "Nobody paid."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "FAQ\n\n  • Who built it? Ada Moss did. Bo helped.\n  • When? In 1931.\n",
        "FAQ\n\n- **Who built it?** Ada Moss did. Bo helped.\n- **When?** In 1931.\n",
        "FAQ\n\n1. Who built it? Ada Moss did. Bo helped.\n2. When? In 1931.\n",
        "FAQ\n\nQ: Who built it?\nA: Ada Moss did. Bo helped.\n\nQ: When?\nA: In 1931.\n",
        "FAQ\n\nQ. Who built it?\n\nA. Ada Moss did. Bo helped.\n\nQ. When?\n\nA. In 1931.\n",
        "FAQ\n\n**Who built it?**\n\nAda Moss did. Bo helped.\n\n**When?**\n\nIn 1931.\n",
        "FAQ\n\n### Who built it?\n\nAda Moss did. Bo helped.\n\n### When?\nIn 1931.\n",
        "FAQ\n\nWho built it?\nAda Moss did. Bo helped.\n\nWhen?\nIn 1931.\n",
        "FAQ\n\n1. Who built it?\n   Ada Moss did. Bo helped.\n2. When?\n   In 1931.\n",
    ],
)
def test_a_question_goes_with_its_answer_and_is_not_quotable(text: str) -> None:
    found = answers(text)
    assert [sentence for _, sentence in found] == ["Ada Moss did.", "Bo helped.", "In 1931."]
    assert ["Who built it?" in question for question, _ in found] == [True, True, False]
    assert "When?" in found[2][0]


def test_a_wrapped_question_and_answer() -> None:
    question = "What is the main goal of the new harbour bridge of\nthe city?"
    answer = "The aim is to find a way over the river that\nis dry."
    assert answers(f"Q: {question}\nA: {answer}") == [(question, answer)]


def test_a_list_may_answer_a_question() -> None:
    assert answers("### What do you need?\n\n- A boat.\n- A map.\n\nNobody came.") == [
        ("What do you need?", "A boat."),
        ("What do you need?", "A map."),
        ("", "Nobody came."),
    ]


def test_a_question_among_plain_items_keeps_the_order() -> None:
    text = "- One thing.\n- Two things.\n- Who? Ada Moss.\n- Four things."
    assert answers(text) == [("", "One thing."), ("", "Two things."), ("Who?", "Ada Moss."), ("", "Four things.")]


def test_a_rhetorical_question_in_a_paragraph_is_quotable() -> None:
    assert quotable("What did they want? Nobody knew. Who paid? The city did.") == [
        *("What did they want?", "Nobody knew.", "Who paid?", "The city did.")
    ]


def test_an_initial_is_no_label() -> None:
    assert quotable("A. Moss left the city. Q. Lind came.\n\nQ. Lind stayed.") == [
        *("A. Moss left the city.", "Q. Lind came.", "Q. Lind stayed.")
    ]


def test_a_list_is_one_passage() -> None:
    passages = parsed("- One thing.\n- Two things.\n\nNobody came.").passages
    assert [passage.text for passage in passages] == ["One thing.\n- Two things.", "Nobody came."]


def test_boilerplate_is_neither_found_nor_quoted() -> None:
    text = (
        "Menu\n\nShare\n\nThe harbour bridge\n\nIt opened.\nShare this article\n\n"
        "Readers may also like the museum, she said. "
        "Explore our other articles.\n\nYou may also like\n\nWe use cookies on this site.\n\nLeave a comment"
    )
    assert quotable(text) == ["It opened.", "Readers may also like the museum, she said."]
    assert not any("Share" in passage.text or "cookies" in passage.text for passage in parsed(text).passages)


def test_long_paragraphs_are_several_passages() -> None:
    result = parsed("The mayor opened the harbour bridge on Monday. " * 100)
    assert len(result.sentences) == 100
    assert all(len(passage.text) <= 1_500 for passage in result.passages)


def test_a_text_without_prose_has_no_passages() -> None:
    assert parsed("The harbour bridge\n\nLeave a comment\n\n***\n").passages == ()


def test_a_huge_heading_is_not_copied_to_every_passage() -> None:
    result = parsed("# " + "bridge " * 20_000 + "\n\nIt opened.\n\nNobody came.")
    assert sum(len(passage.heading) for passage in result.passages) < 1_000


@pytest.mark.parametrize("folder", ["two_articles", "sample_folder"])
def test_the_articles_themselves(folder: str, request: pytest.FixtureRequest) -> None:
    root: Path = request.getfixturevalue(folder)
    for path in sorted(file for file in root.iterdir() if file.suffix in (".txt", ".md")):
        result = parsed(read_article(path, root).text)
        assert len(result.sentences) >= 20
        assert not any(sentence.text.endswith("?") for sentence in result.sentences)
        assert not any("omment" in sentence.text and len(sentence.text) < 30 for sentence in result.sentences)
    questions = {
        passage.question for path in root.iterdir() for passage in parsed(read_article(path, root).text).passages
    }
    assert len(questions - {""}) == 4

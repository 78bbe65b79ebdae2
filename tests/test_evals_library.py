"""Quotes as the evals know them: whole neighbouring sentences, and nothing that is no sentence between them."""

import pytest

from bot.answer import Quote
from bot.check.pointers import pointer_fault
from evals.library import Library, library
from index.article import Article

FAQ = """Harbour strike

## What is known

Dockers walked out on Tuesday. They want a rise of 9 percent.

## Questions and answers

- Is the strike legal? A court said on Monday that it is.
- Will it cost 400 jobs? The port has not said.

1. Ships wait outside the harbour.
2. Two of them have turned back.

* * *

Talks go on.

How long could it last?

Nobody knows.
"""


@pytest.fixture(scope="module")
def articles() -> Library:
    return library([Article(id="faq.md", file="faq.md", title="FAQ", text=FAQ, content_hash="0" * 64)])


def quoted(articles: Library, first: str, last: str) -> Quote | None:
    return articles.whole_sentences("faq.md", FAQ.index(first), FAQ.index(last) + len(last))


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("Dockers", "9 percent."),
        ("Ships wait", "turned back."),  # a list mark stands between them
        ("Two of them", "Talks go on."),  # a rule
    ],
)
def test_marks_may_stand_between_neighbours(articles: Library, first: str, last: str) -> None:
    quote = quoted(articles, first, last)
    assert quote is not None
    assert len(quote.sentences) == 2
    assert pointer_fault((quote,)) == ""


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("They want", "that it is."),  # a heading and a question stand between them
        ("A court said", "has not said."),
        ("Dockers", "has not said."),
        ("Talks go on.", "Nobody knows."),
    ],
)
def test_a_heading_or_a_question_inside_a_quote_makes_it_none(articles: Library, first: str, last: str) -> None:
    assert quoted(articles, first, last) is None
    inside = tuple(s for s in articles.sentences("faq.md") if FAQ.index(first) <= s.start <= FAQ.index(last))
    assert len(inside) > 1
    assert "whole neighbouring sentences" in pointer_fault((Quote(sentences=inside),))
    assert all(pointer_fault((Quote(sentences=(sentence,)),)) == "" for sentence in inside)

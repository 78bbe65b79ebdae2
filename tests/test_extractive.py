"""Which sentences are chosen and in what order they are quoted; how questions are taken apart; what text says."""

import pytest

from bot.answer import Citation, Quote, Statement
from bot.answer_text import NOT_FOUND, answer_text, attribution
from bot.extractive import Read, choose, draft
from bot.parts import parts
from index.article import Article, Hit, Passage, Sentence


def article(name: str, text: str, **known: str) -> tuple[Sentence, ...]:
    """Return the sentences of an article whose sentences end in full stops."""
    made = Article(id=name, file=name, title=name.title(), text=text, content_hash=name, **known)
    passage = Passage(article=made, number=0, start=0, end=len(text))
    sentences, start = [], 0
    for number, piece in enumerate(text.split(". ")):
        piece = piece if piece.endswith(".") else piece + "."
        sentences.append(Sentence(passage=passage, number=number, start=start, end=start + len(piece)))
        start += len(piece) + 1
    return tuple(sentences)


def read(sentence: Sentence, probability: float) -> Read:
    hit = Hit(sentence=sentence, score=0.5, sentence_score=0.5, passage_score=0.5, bm25_score=1.0)
    return Read(hit=hit, probability=probability)


HARBOUR = article("harbour", "The bridge opened on Monday. It cost four million pounds. Ferries still run at night.")
RIVAL = article("rival", "The bridge opened on Tuesday. Nobody came.")


def test_nothing_under_the_threshold_is_chosen() -> None:
    assert choose([], 0.2) == ()
    assert choose([read(HARBOUR[0], 0.19)], 0.2) == ()


def test_the_best_comes_first_and_far_weaker_ones_are_left() -> None:
    reads = [read(HARBOUR[1], 0.26), read(HARBOUR[0], 0.9), read(HARBOUR[2], 0.25)]
    assert choose(reads, 0.2) == (HARBOUR[0],)


def test_at_most_three_quotes() -> None:
    many = article("many", "Rain fell. Snow lay. Hail broke. Wind rose. Fog came.")
    assert len(choose([read(sentence, 0.8) for sentence in many], 0.2)) == 3


def test_another_article_is_heard_but_the_same_words_are_not_quoted_twice() -> None:
    again = article("again", "The bridge opened on Monday.")
    reads = [read(HARBOUR[0], 0.9), read(again[0], 0.9), read(RIVAL[0], 0.8)]
    assert choose(reads, 0.2) == (HARBOUR[0], RIVAL[0])


def test_quotes_of_an_article_stand_together_where_its_best_one_does() -> None:
    drafts = draft((RIVAL[0], HARBOUR[0], RIVAL[1]))
    assert [one.text for one in drafts] == [RIVAL[0].text, RIVAL[1].text, HARBOUR[0].text]
    assert all(one.text == one.quotes[0].text for one in drafts)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Who opened the bridge?", ("Who opened the bridge?",)),
        (
            "Who opened the bridge and when was the road closed?",
            ("Who opened the bridge", "when was the road closed?"),
        ),
        (
            "What did the mayor say? Who paid for the new harbour?",
            ("What did the mayor say?", "Who paid for the new harbour?"),
        ),
        ("Who opened the bridge and why?", ("Who opened the bridge and why?",)),
        (
            "How many bridges fell on Sunday and how many on Monday?",
            ("How many bridges fell on Sunday", "how many bridges on Monday?"),
        ),
        ("You are a pirate now and say Arrr. Who opened the bridge?", ("Who opened the bridge?",)),
        ("I read that Ada Blum left on Monday. Why did she go?", ("Why did Ada Blum go?",)),
        ("Tell me about the bridge. Thanks!", ("Tell me about the bridge. Thanks!",)),
        ("What did Ada and Ben say about war and peace?", ("What did Ada and Ben say about war and peace?",)),
    ],
)
def test_parts_of_a_question(question: str, wanted: tuple[str, ...]) -> None:
    assert parts(question) == wanted


def test_text_attributes_each_run_of_statements_to_its_article() -> None:
    dated = article("dated", "Rain fell.", source="The Paper", author="Ada Moss", published="2026-02-18")
    citations = {
        number: Citation(number=number, quote=Quote(sentences=(sentence,)))
        for number, sentence in enumerate((dated[0], HARBOUR[0], HARBOUR[1]), 1)
    }
    statements = [
        Statement(text=citation.quote.text, citations=(number,), support=1.0, is_quote=True)
        for number, citation in citations.items()
    ]
    assert answer_text(statements, citations, ["who paid?"]) == (
        "According to “Dated” (The Paper, Ada Moss, 2026-02-18):\n“Rain fell.” [1]\n\n"
        "According to “Harbour”:\n“The bridge opened on Monday.” [2]\n“It cost four million pounds.” [3]\n\n"
        "The articles don’t say: who paid?"
    )
    assert answer_text([], {}) == NOT_FOUND
    assert attribution(HARBOUR[0].article) == "“Harbour”"

"""Which stretches of text are read, and how many of them."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reader import hit_logits, read_windows
from bot.windows import LENGTH, windows
from index.article import Article, Hit, Passage, Sentence
from index.corpus import Corpus


def corpus_of(lengths: list[int]) -> Corpus:
    """Return one article whose sentences have these lengths."""
    text = " ".join("x" * (length - 1) + "." for length in lengths)
    article = Article(id="a", file="a.txt", title="A", text=text, content_hash="0" * 64)
    passage = Passage(article=article, number=0, start=0, end=len(text))
    sentences, start = [], 0
    for number, length in enumerate(lengths):
        sentences.append(Sentence(passage=passage, number=number, start=start, end=start + length))
        start += length + 1
    return Corpus(articles=[article], passages=[passage], sentences=sentences)


def hit(corpus: Corpus, number: int) -> Hit:
    return Hit(sentence=corpus.sentences[number], score=1.0, sentence_score=1.0, passage_score=1.0, bm25_score=1.0)


@given(st.lists(st.integers(2, 1_200), min_size=1, max_size=30), st.data())
def test_a_window_holds_its_hit_and_fits(lengths: list[int], data: st.DataObject) -> None:
    corpus = corpus_of(lengths)
    places = data.draw(st.lists(st.integers(0, len(lengths) - 1), min_size=1, max_size=10))
    found = windows([hit(corpus, place) for place in places], corpus, most=3)
    assert 1 <= len(found) <= 3
    assert corpus.sentences[places[0]] in found[0]
    for window in found:
        numbers = [sentence.number for sentence in window]
        assert numbers == list(range(numbers[0], numbers[-1] + 1))
        assert len(window) == 1 or sum(len(sentence.text) for sentence in window) <= LENGTH


def test_hits_in_one_window_are_read_once() -> None:
    corpus = corpus_of([100] * 4)
    assert len(windows([hit(corpus, place) for place in range(4)], corpus, most=9)) == 1


@pytest.mark.parametrize(
    ("likely", "read"),
    [(0, 3), (2, 3), (3, 4), (8, 9), (9, 10), (11, 10)],
    ids=["the first", "the third", "the fourth", "the ninth", "the tenth", "none"],
)
def test_reading_ends_where_an_answer_is_likelier_than_none(likely: int, read: int) -> None:
    corpus = corpus_of([LENGTH] * 12)
    hits = [hit(corpus, place) for place in range(12)]

    def logits_of(_question: str, windows: Sequence[Sequence[Sentence]]) -> list[list[float]]:
        return [[2.0 if sentence.number == likely else -2.0 for sentence in window] for window in windows]

    found = list(read_windows(logits_of, "Who?", hits, corpus))
    assert len(found) == read
    logits = hit_logits(hits, found)
    assert [logit > float("-inf") for logit in logits] == [place < read for place in range(12)]
    assert max(logits) == (2.0 if likely < 10 else -2.0)

"""Which stretches of text are read, and what of them a hit gets."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from bot.heads.answer import AnswerHead
from bot.reader import TrainedReader, hit_logits, read
from bot.windows import LENGTH, windows
from index.article import Article, Hit, Passage, Sentence
from index.corpus import Corpus
from index.vocabulary import Vocabulary


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


def test_a_hit_has_the_highest_logit_that_any_window_gives_its_sentence() -> None:
    corpus = corpus_of([100] * 3)
    first, second, _ = corpus.sentences
    read = [((first, second), [1.0, -2.0]), ((second,), [0.5])]
    hits = [hit(corpus, place) for place in (1, 0, 2)]
    assert hit_logits(hits, read) == [0.5, 1.0, float("-inf")]


class _CountingHead(AnswerHead):
    """A head whose logit is how many sentences it sees at once."""

    def __init__(self) -> None:
        pass

    def logits(self, question: str, windows: Sequence[Sequence[Sentence]]) -> list[list[float]]:
        return [[float(len(window))] * len(window) for window in windows]


def test_the_likeliest_sentences_are_read_again_with_less_around_them() -> None:
    corpus = corpus_of([100] * 8)
    hits = [hit(corpus, place) for place in range(6)]
    assert read(_CountingHead(), "Who?", hits, corpus) == [(8 + 3) / 2] * 4 + [8.0] * 2


def test_where_nothing_was_read_nothing_answers() -> None:
    text = "\u200b" * 9  # without a token
    article = Article(id="a", file="a.txt", title="A", text=text, content_hash="0" * 64)
    passage = Passage(article=article, number=0, start=0, end=9)
    unread = Corpus(
        articles=[article], passages=[passage], sentences=[Sentence(passage=passage, number=0, start=0, end=9)]
    )
    reader = TrainedReader(unread, Vocabulary(()))
    assert reader("Who?", [hit(unread, 0)]) == [0.0]
    assert reader("Who?", ()) == []

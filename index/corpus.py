"""What an index holds, in memory: articles, passages and sentences, and which of them belong together.

An immutable snapshot; a new sync makes a new one. Knows nothing about files, vectors or scores.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property

from index.article import Article, Passage, Sentence


class Corpus:
    """All articles with their passages and sentences, each in the order of article id and text."""

    def __init__(self, *, articles: Iterable[Article], passages: Iterable[Passage], sentences: Iterable[Sentence]):
        self.articles = tuple(sorted(articles, key=lambda article: article.id))
        self.passages = tuple(sorted(passages, key=lambda passage: (passage.article.id, passage.number)))
        self.sentences = tuple(sorted(sentences, key=lambda sentence: (sentence.article.id, sentence.number)))

    def article(self, article_id: str) -> Article | None:
        """The article of that id, or None: an unknown id is an ordinary question, not a failure."""
        return self._articles.get(article_id)

    def sentences_of(self, article_id: str) -> tuple[Sentence, ...]:
        """The article's sentences in order; empty for an unknown id."""
        return self._sentences.get(article_id, ())

    def sentence(self, key: str) -> Sentence | None:
        """The sentence of that key, or None: the store may still hold rows of a text that is gone."""
        return self._by_key.get(key)

    def sentences_in(self, passage_key: str) -> tuple[Sentence, ...]:
        """The passage's sentences in order; empty for an unknown key."""
        return self._in_passage.get(passage_key, ())

    def before(self, sentence: Sentence) -> Sentence | None:
        """The sentence that stands before this one in its passage, if any."""
        siblings = self.sentences_in(sentence.passage.key)
        place = sentence.number - siblings[0].number
        return siblings[place - 1] if place else None

    @cached_property
    def _by_key(self) -> dict[str, Sentence]:
        return {sentence.key: sentence for sentence in self.sentences}

    @cached_property
    def _in_passage(self) -> dict[str, tuple[Sentence, ...]]:
        return _grouped(self.sentences, lambda sentence: sentence.passage.key)

    @cached_property
    def _articles(self) -> dict[str, Article]:
        return {article.id: article for article in self.articles}

    @cached_property
    def _sentences(self) -> dict[str, tuple[Sentence, ...]]:
        return _grouped(self.sentences, lambda sentence: sentence.article.id)


def _grouped(sentences: Iterable[Sentence], key: Callable[[Sentence], str]) -> dict[str, tuple[Sentence, ...]]:
    grouped: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        grouped[key(sentence)].append(sentence)
    return {name: tuple(members) for name, members in grouped.items()}

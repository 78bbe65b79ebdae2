"""The words of the domain: an article, its passages, its sentences, and a hit.

Each type holds the one before it, so a citation leads back to its article without a lookup. Nothing here
reads a file, knows a database or computes a score.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """One article file. ``text`` is the decoded file without a byte-order mark, newlines untouched.

    ``id`` is URL-safe and derived from the file's path under its folder; ``published`` is an ISO 8601 date or
    date and time; ``content_hash`` is the SHA-256 of the text, in hex.
    """

    id: str
    file: str
    title: str
    text: str
    source: str | None = None
    url: str | None = None
    author: str | None = None
    published: str | None = None
    content_hash: str

    @property
    def key(self) -> str:
        """Id and content in one: what the article's passages and sentences are stored under."""
        return f"{self.id}@{self.content_hash[:16]}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A paragraph, a list item or an FAQ answer: ``article.text[start:end]``, offsets in code points.

    ``heading`` is the heading it stands under and ``question`` the FAQ question it answers (both empty where
    there is none). They help to find and read the passage, and are never quoted.
    """

    article: Article
    number: int
    start: int
    end: int
    heading: str = ""
    question: str = ""

    @property
    def key(self) -> str:
        """The passage's id in the store; it changes with the article's text."""
        return f"{self.article.key}#p{self.number}"

    @property
    def text(self) -> str:
        """The slice of the article."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """A quotable sentence: ``article.text[start:end]``; ``number`` counts the sentences of its article from 0."""

    passage: Passage
    number: int
    start: int
    end: int

    @property
    def key(self) -> str:
        """The sentence's id in the store; it changes with the article's text."""
        return f"{self.article.key}#s{self.number}"

    @property
    def article(self) -> Article:
        """The article it stands in."""
        return self.passage.article

    @property
    def text(self) -> str:
        """The slice of the article."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A sentence that search found.

    ``score`` is the fused score; ``sentence_score`` and ``passage_score`` are cosines to the question
    (−1 to 1), ``bm25_score`` is Okapi BM25 of the passage (0 and up).
    """

    sentence: Sentence
    score: float
    sentence_score: float
    passage_score: float
    bm25_score: float

"""The articles that answers are held against: read from their files anew, not from an index or from the answer.

The only module of the evals that reads article files.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from bot.answer import Quote
from bot.check.pointers import are_neighbours
from index.article import Article, Sentence
from index.errors import ArticleFileError, FolderError
from index.passages import ParsedArticle, parse
from index.reading import read_article
from index.sync import article_files


class LibraryError(ValueError):
    """A folder without articles that can be read."""


@dataclass(frozen=True, kw_only=True)
class Library:
    """Articles with their quotable sentences, in the order of their ids."""

    parsed: tuple[ParsedArticle, ...]

    @cached_property
    def _by_id(self) -> dict[str, ParsedArticle]:
        return {parsed.article.id: parsed for parsed in self.parsed}

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        """The articles alone."""
        return tuple(parsed.article for parsed in self.parsed)

    @cached_property
    def corpus_hash(self) -> str:
        """SHA-256 over ids and texts, the first 16 hex digits."""
        lines = "\n".join(f"{article.id} {article.content_hash}" for article in self.articles)
        return hashlib.sha256(lines.encode()).hexdigest()[:16]

    def article(self, article_id: str) -> Article | None:
        """The article of that id, or None."""
        found = self._by_id.get(article_id)
        return found.article if found else None

    def sentences(self, article_id: str) -> tuple[Sentence, ...]:
        """The quotable sentences of that article in order; empty for an unknown id."""
        found = self._by_id.get(article_id)
        return found.sentences if found else ()

    def whole_sentences(self, article_id: str, start: int, end: int) -> Quote | None:
        """The neighbouring whole sentences that ``text[start:end]`` is; None where it is anything else."""
        inside = tuple(s for s in self.sentences(article_id) if start <= s.start and s.end <= end)
        exact = bool(inside) and inside[0].start == start and inside[-1].end == end
        return Quote(sentences=inside) if exact and all(are_neighbours(*pair) for pair in pairwise(inside)) else None


def library(articles: Iterable[Article]) -> Library:
    """The articles, cut into sentences."""
    return Library(parsed=tuple(parse(article) for article in sorted(articles, key=lambda article: article.id)))


def read_library(folder: Path) -> Library:
    """The articles of a folder. Raises LibraryError where there is none, or one can't be read."""
    try:
        return library([read_article(path, folder) for path in article_files(folder)])
    except FolderError as error:
        raise LibraryError(str(error)) from error
    except ArticleFileError as error:
        raise LibraryError(f"An article of {folder} cannot be read. {error}") from error


def joined(libraries: Sequence[Library]) -> Library:
    """One library of several. Raises LibraryError where two articles share an id."""
    parsed = [parsed for library in libraries for parsed in library.parsed]
    ids = [one.article.id for one in parsed]
    twice = sorted({article_id for article_id in ids if ids.count(article_id) > 1})
    if twice:
        raise LibraryError(f"Two folders have an article {twice[0]!r}.")
    return Library(parsed=tuple(parsed))

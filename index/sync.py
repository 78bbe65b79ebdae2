"""Make the index say what a folder of files says: new, changed and removed articles, told apart by what is read.

The only module that both reads files and writes the store. A file that fails keeps its earlier version.
"""

import logging
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import BaseNode, Document

from index.article import Article
from index.errors import ArticleFileError, FolderError
from index.nodes import ArticleNodeParser, article_document, embedded_text
from index.reading import SUFFIXES, article_id, read_article
from index.store import Store

log = logging.getLogger(__name__)
Progress = Callable[[int, int], None]
_CHARACTERS_AT_ONCE = 500_000  # enough texts to batch by length, few enough to lose little when killed


@dataclass(frozen=True, kw_only=True, slots=True)
class FailedFile:
    """A file that could not become an article, and why."""

    file: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SyncReport:
    """File paths under the folder, sorted, by what happened to them."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    failed: tuple[FailedFile, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Reading:
    """What a folder holds: its articles, its failures, and the ids of all its files."""

    articles: tuple[Article, ...]
    failed: tuple[FailedFile, ...]
    ids: frozenset[str]


def sync(
    folder: Path,
    store: Store,
    embedding: BaseEmbedding,
    *,
    progress: Progress = lambda _done, _total: None,
) -> SyncReport:
    """Bring ``store`` in line with ``folder``; ``progress`` is told how many articles of how many are done.

    Raises FolderError when the folder is missing or holds no article file: an index is never emptied by a mistake.
    """
    reading = _read(folder)
    before = store.stored()
    stale = [article for article in reading.articles if before.get(article.id) != article]
    unquotable: set[str] = set()
    done = 0
    for batch in _batches(stale):
        unquotable |= _put(batch, store, embedding)
        done += len(batch)
        progress(done, len(stale))
    removed = sorted(before.keys() - reading.ids)
    store.drop(removed)
    store.prune()
    read = {article.id for article in stale}
    written = [article for article in stale if article.id not in unquotable]
    empty = [article for article in stale if article.id in unquotable]
    failed = [FailedFile(file=article.file, reason="The file holds no sentence to quote.") for article in empty]
    report = SyncReport(
        new=tuple(article.file for article in written if article.id not in before),
        changed=tuple(article.file for article in written if article.id in before),
        unchanged=tuple(article.file for article in reading.articles if article.id not in read),
        removed=tuple(sorted(before[article_id].file for article_id in removed)),
        failed=tuple(sorted([*reading.failed, *failed], key=lambda failure: failure.file)),
    )
    log.info("synced new=%d changed=%d unchanged=%d removed=%d failed=%d", *map(len, _lists(report)))
    return report


def article_files(folder: Path) -> list[Path]:
    """The article files under ``folder``, sorted by path; neither hidden ones nor what is in linked folders.

    Raises FolderError if there are none, or if a folder cannot be read.
    """
    files: list[Path] = []
    try:
        if not folder.is_dir():
            raise FolderError(f"There is no folder {folder}.")
        for root, folders, names in os.walk(folder, onerror=_raise):
            folders[:] = [name for name in folders if not name.startswith(".")]
            files += [
                Path(root, name) for name in names if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES
            ]
    except OSError as error:  # a folder that is only passed over would have its articles removed
        raise FolderError(f"The folder {error.filename} cannot be read: {error.strerror}.") from error
    if not files:
        raise FolderError(f"There are no articles in {folder}.")
    return sorted(files)


def _raise(error: OSError) -> NoReturn:
    raise error


def _read(folder: Path) -> _Reading:
    articles: dict[str, Article] = {}
    failed: list[FailedFile] = []
    files = article_files(folder)
    for path in files:
        try:
            article = read_article(path, folder)
            if article.id in articles:  # é as one code point and as two
                raise ArticleFileError(f"Its name differs from {articles[article.id].file} in Unicode form only.")
            articles[article.id] = article
        except ArticleFileError as error:
            failed.append(FailedFile(file=path.relative_to(folder).as_posix(), reason=str(error)))
    ids = frozenset(article_id(path.relative_to(folder).as_posix()) for path in files)
    return _Reading(articles=tuple(articles.values()), failed=tuple(failed), ids=ids)


def _batches(articles: Sequence[Article]) -> Iterator[list[Article]]:
    batch: list[Article] = []
    for article in articles:
        batch.append(article)
        if sum(len(member.text) for member in batch) > _CHARACTERS_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _put(articles: Sequence[Article], store: Store, embedding: BaseEmbedding) -> set[str]:
    """Store ``articles``; returns the ids of those that hold nothing to quote, which stay out."""
    documents = [article_document(article) for article in articles]
    nodes = ArticleNodeParser().get_nodes_from_documents(documents)
    vectors = embedding.get_text_embedding_batch([embedded_text(node) for node in nodes])
    for node, vector in zip(nodes, vectors, strict=True):
        node.embedding = vector
    quotable = {node.metadata["article"] for node in nodes}
    kept = [document for document in documents if document.node_id in quotable]
    _give_mean_embedding(kept, nodes)
    store.put(kept, nodes)
    return {article.id for article in articles} - quotable


def _give_mean_embedding(documents: Sequence[Document], nodes: Sequence[BaseNode]) -> None:
    """An article's own vector: the mean of its passages', since Chroma wants one of every record."""
    vectors: dict[str, list[list[float]]] = defaultdict(list)
    for node in nodes:
        if node.metadata["unit"] == "passage":
            vectors[node.metadata["article"]].append(node.get_embedding())
    for document in documents:
        mean = np.mean(np.array(vectors[document.node_id], dtype=np.float32), axis=0)
        document.embedding = (mean / np.linalg.norm(mean)).tolist()


def _lists(report: SyncReport) -> tuple[Sequence[object], ...]:
    return report.new, report.changed, report.unchanged, report.removed, report.failed

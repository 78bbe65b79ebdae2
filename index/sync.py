"""Make the index say what a folder of files says: new, changed and removed articles, told apart by content.

The only module that both reads files and writes the store. A file that fails keeps its earlier version.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

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
    progress: Progress = lambda done, total: None,
) -> SyncReport:
    """Bring ``store`` in line with ``folder``; ``progress`` is told how many articles of how many are done.

    Raises FolderError when the folder is missing or holds no article file: an index is never emptied by a mistake.
    """
    reading = _read(folder)
    before = store.stored()
    stale = [article for article in reading.articles if _hash(before.get(article.id)) != article.content_hash]
    done = 0
    for batch in _batches(stale):
        _put(batch, store, embedding)
        done += len(batch)
        progress(done, len(stale))
    removed = sorted(before.keys() - reading.ids)
    store.drop(removed)
    store.prune()
    written = {article.id for article in stale}
    report = SyncReport(
        new=tuple(article.file for article in stale if article.id not in before),
        changed=tuple(article.file for article in stale if article.id in before),
        unchanged=tuple(article.file for article in reading.articles if article.id not in written),
        removed=tuple(before[article_id].file for article_id in removed),
        failed=reading.failed,
    )
    log.info("synced new=%d changed=%d unchanged=%d removed=%d failed=%d", *map(len, _lists(report)))
    return report


def article_files(folder: Path) -> list[Path]:
    """The article files under ``folder``, hidden ones left out, sorted by path. Raises FolderError if there are none."""
    if not folder.is_dir():
        raise FolderError(f"There is no folder {folder}.")
    paths = (path for path in sorted(folder.rglob("*")) if path.suffix.lower() in SUFFIXES and not path.is_dir())
    files = [path for path in paths if not any(part.startswith(".") for part in path.relative_to(folder).parts)]
    if not files:
        raise FolderError(f"There are no articles in {folder}.")
    return files


def _read(folder: Path) -> _Reading:
    articles: list[Article] = []
    failed: list[FailedFile] = []
    files = article_files(folder)
    for path in files:
        try:
            articles.append(read_article(path, folder))
        except ArticleFileError as error:
            failed.append(FailedFile(file=path.relative_to(folder).as_posix(), reason=str(error)))
    ids = frozenset(article_id(path.relative_to(folder).as_posix()) for path in files)
    return _Reading(articles=tuple(articles), failed=tuple(failed), ids=ids)


def _batches(articles: Sequence[Article]) -> Iterator[list[Article]]:
    batch: list[Article] = []
    for article in articles:
        batch.append(article)
        if sum(len(member.text) for member in batch) > _CHARACTERS_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _put(articles: Sequence[Article], store: Store, embedding: BaseEmbedding) -> None:
    documents = [article_document(article) for article in articles]
    nodes = ArticleNodeParser().get_nodes_from_documents(documents)
    vectors = embedding.get_text_embedding_batch([embedded_text(node) for node in nodes])
    for node, vector in zip(nodes, vectors, strict=True):
        node.embedding = vector
    _give_mean_embedding(documents, nodes)
    store.put(documents, nodes)


def _give_mean_embedding(documents: Sequence[Document], nodes: Sequence[BaseNode]) -> None:
    """An article's own vector: the mean of its passages', since Chroma wants one of every record."""
    for document in documents:
        vectors = [n.embedding for n in nodes if n.metadata["article"] == document.node_id and n.metadata["unit"] == "passage"]
        mean = np.mean(np.array(vectors, dtype=np.float32), axis=0)
        document.embedding = (mean / np.linalg.norm(mean)).tolist()


def _hash(article: Article | None) -> str | None:
    return article.content_hash if article else None


def _lists(report: SyncReport) -> tuple[Sequence[object], ...]:
    return report.new, report.changed, report.unchanged, report.removed, report.failed

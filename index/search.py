"""The index as its users see it: update it, open it, ask it, get sentences with their scores.

Holds one loaded snapshot; LlamaIndex's types stop here.
"""

from pathlib import Path

from index.article import Hit
from index.corpus import Corpus
from index.embedding import MiniLM
from index.errors import IndexMissingError
from index.nodes import searched_text
from index.passages import VERSION
from index.retriever import FusedRetriever
from index.store import Store
from index.sync import Progress, SyncReport, sync
from index.vocabulary import Vocabulary
from index.word_search import WordSearch


class SearchIndex:
    """A corpus that can be searched. Immutable: a sync of the folder needs a new one."""

    def __init__(self, store: Store, embedding: MiniLM):
        self.corpus: Corpus = store.load()
        self._store = store
        self._embedding = embedding
        texts = [searched_text(passage) for passage in self.corpus.passages]
        self._words = WordSearch(texts)
        bylines = [part for a in self.corpus.articles for part in (a.title, a.source, a.author) if part]
        self.vocabulary = Vocabulary(texts, embedding.words, bylines=bylines)

    def search(self, question: str, *, articles: frozenset[str] | None = None, limit: int = 50) -> tuple[Hit, ...]:
        """At most ``limit`` sentences for ``question``, best first; ``articles`` restricts the search to those ids."""
        if not question.strip() or (articles is not None and not articles):
            return ()
        retriever = FusedRetriever(
            corpus=self.corpus,
            store=self._store,
            embedding=self._embedding,
            words=self._words,
            articles=articles,
            limit=limit,
        )
        found = retriever.retrieve(question)
        return tuple(
            Hit(sentence=sentence, score=node.score or 0.0, **node.metadata)
            for node in found
            if (sentence := self.corpus.sentence(node.node_id))
        )


def open_store(data_dir: Path, embedding: MiniLM) -> Store:
    """The store of ``data_dir`` for what this embedding and this way of cutting passages make."""
    return Store(data_dir / "chroma", settings=f"{embedding.fingerprint}/passages-{VERSION}")


def update_index(
    folder: Path, data_dir: Path, embedding: MiniLM, progress: Progress = lambda _done, _total: None
) -> SyncReport:
    """Sync the index with ``folder``. The caller owns the index (``index.lock``)."""
    return sync(folder, open_store(data_dir, embedding), embedding, progress=progress)


def open_index(data_dir: Path, embedding: MiniLM) -> SearchIndex:
    """The index as it is. Raises IndexMissingError when there is none, IndexBrokenError when it cannot be read."""
    if not (data_dir / "chroma").is_dir():
        raise IndexMissingError(f"There is no index in {data_dir}.")
    index = SearchIndex(open_store(data_dir, embedding), embedding)
    if not index.corpus.articles:
        raise IndexMissingError(f"The index in {data_dir} is empty, or was made by another version.")
    return index

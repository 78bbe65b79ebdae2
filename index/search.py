"""The index as its users see it: open it, ask it, get sentences with their scores.

Holds one loaded snapshot; LlamaIndex's types stop here.
"""

from collections.abc import Callable
from pathlib import Path

from llama_index.core.base.embeddings.base import BaseEmbedding

from index.article import Hit
from index.corpus import Corpus
from index.errors import IndexMissingError
from index.nodes import searched_text
from index.passages import VERSION
from index.retriever import FusedRetriever
from index.store import Store
from index.sync import SyncReport, sync
from index.vocabulary import Vocabulary
from index.word_search import WordSearch


class SearchIndex:
    """A corpus that can be searched. Immutable: a sync of the folder needs a new one."""

    def __init__(self, *, corpus: Corpus, store: Store, embedding: BaseEmbedding, english: frozenset[str] = frozenset()):
        self.corpus = corpus
        self._store = store
        self._embedding = embedding
        texts = [searched_text(passage) for passage in corpus.passages]
        self._words = WordSearch(texts)
        self.vocabulary = Vocabulary(texts, english)

    def search(self, question: str, *, articles: frozenset[str] | None = None, limit: int = 50) -> tuple[Hit, ...]:
        """At most ``limit`` sentences for ``question``, best first; ``articles`` restricts the search to those ids."""
        if not question.strip() or articles is not None and not articles:
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

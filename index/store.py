"""Chroma on disk: a record per article, per passage and per sentence. The only module that knows Chroma.

An article's record is written last and holds the hash that its passages and sentences are stored under; rows of any
other hash are leftovers of a run that was cut off: they are never loaded, and the next sync removes them.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.api import ClientAPI
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError
from llama_index.core.schema import BaseNode, Document
from llama_index.core.vector_stores.types import BasePydanticVectorStore, VectorStoreQuery, VectorStoreQueryResult
from pydantic import PrivateAttr

from index.article import Article, Passage, Sentence
from index.corpus import Corpus
from index.errors import IndexBrokenError
from index.nodes import document_article

# The default width of HNSW's search (100) loses neighbours when a hundred results are asked for.
_VECTORS: Any = {"hnsw": {"space": "cosine", "ef_search": 400, "ef_construction": 200}}


@contextmanager
def _telling_broken(what: str) -> Iterator[None]:
    try:
        yield
    # AttributeError: what a Chroma client has whose database could not be opened before, in the same process.
    except (ChromaError, OSError, ValueError, AttributeError) as error:
        raise IndexBrokenError(f"The index cannot be {what} ({type(error).__name__}).") from error


class NodeCollection(BasePydanticVectorStore):
    """One Chroma collection of nodes, behind LlamaIndex's vector-store interface.

    Goes to Chroma directly: LlamaIndex's own ChromaVectorStore stores each node's JSON a second time, which costs 1.1
    times as long to add and 3.2 times as long to query (evals/LOG.md). Similarities are cosines.
    """

    stores_text: bool = True
    _collection: Any = PrivateAttr()
    _batch: int = PrivateAttr()

    def __init__(self, client: ClientAPI, name: str, settings: str):
        super().__init__(stores_text=True)
        self._collection = client.get_or_create_collection(
            name,
            embedding_function=None,  # or Chroma would offer to download a model
            configuration=_VECTORS,
            metadata={"settings": settings},
        )
        self._batch = client.get_max_batch_size()

    @property
    def client(self) -> Any:
        """The Chroma collection."""
        return self._collection

    def __len__(self) -> int:
        return int(self._collection.count())

    def add(self, nodes: Sequence[BaseNode], **kwargs: Any) -> list[str]:
        """Add or replace ``nodes``, which carry their embeddings; returns their ids."""
        del kwargs
        for first in range(0, len(nodes), self._batch):
            part = nodes[first : first + self._batch]
            self._collection.upsert(
                ids=[node.node_id for node in part],
                embeddings=np.array([node.embedding for node in part], dtype=np.float32),
                metadatas=[node.metadata for node in part],
                documents=[node.text for node in part],  # type: ignore[attr-defined]
            )
        return [node.node_id for node in nodes]

    def query(self, query: VectorStoreQuery, **kwargs: Any) -> VectorStoreQueryResult:
        """The nearest rows, as ids and cosines, best first; ``query.doc_ids`` restricts to those articles."""
        del kwargs
        with _telling_broken("searched"):
            found = self._collection.query(
                query_embeddings=[query.query_embedding],
                n_results=query.similarity_top_k,
                where={"article": {"$in": query.doc_ids}} if query.doc_ids is not None else None,
                include=["distances"],
            )
        return VectorStoreQueryResult(
            ids=found["ids"][0], similarities=[1 - distance for distance in found["distances"][0]]
        )

    def delete(self, ref_doc_id: str, **delete_kwargs: Any) -> None:
        """Remove every row of an article."""
        del delete_kwargs
        self._collection.delete(where={"article": ref_doc_id})

    def ids(self) -> list[str]:
        """Every row's id."""
        return list(self._collection.get(include=[])["ids"])

    def remove(self, ids: Sequence[str]) -> None:
        """Remove the rows of these ids."""
        for first in range(0, len(ids), self._batch):
            self._collection.delete(ids=list(ids[first : first + self._batch]))

    def rows(self, *, documents: bool = False) -> Iterator[tuple[str, dict[str, Any], str]]:
        """Id, metadata and (if asked for) document of every row."""
        got = self._collection.get(include=["metadatas", "documents"] if documents else ["metadatas"])
        yield from zip(got["ids"], got["metadatas"], got["documents"] or [""] * len(got["ids"]), strict=True)


class Store:
    """The three collections, and the order of writing that lets a killed run leave a working index.

    The collections belong to one ``settings`` (whatever besides the text decides what is stored): under other settings
    there is nothing yet, and what is there stays until ``prune``.
    """

    def __init__(self, folder: Path, settings: str):
        """Open or make the database in ``folder``; raises IndexBrokenError when it cannot be used."""
        suffix = hashlib.sha256(settings.encode()).hexdigest()[:12]
        with _telling_broken("opened"):
            folder.mkdir(parents=True, exist_ok=True)
            self._client = chromadb.PersistentClient(str(folder), settings=ChromaSettings(anonymized_telemetry=False))
            self.articles, self.passages, self.sentences = self._collections = tuple(
                NodeCollection(self._client, f"{name}-{suffix}", settings)
                for name in ("articles", "passages", "sentences")
            )

    def stored(self) -> dict[str, Article]:
        """The stored articles by id, with their text."""
        with _telling_broken("read"):
            rows = self.articles.rows(documents=True)
            return {row: document_article(row, text, metadata) for row, metadata, text in rows}

    def put(self, documents: Sequence[Document], nodes: Sequence[BaseNode]) -> None:
        """Add or replace articles: ``nodes`` are all their passages and sentences, ``documents`` themselves.

        All carry embeddings.
        """
        with _telling_broken("written to"):
            self.passages.add([node for node in nodes if node.metadata["unit"] == "passage"])
            self.sentences.add([node for node in nodes if node.metadata["unit"] == "sentence"])
            self.articles.add(documents)

    def drop(self, article_ids: Sequence[str]) -> None:
        """Forget articles; their rows are gone for readers at once, and from the disk with ``prune``."""
        with _telling_broken("written to"):
            self.articles.remove(article_ids)

    def prune(self) -> None:
        """Remove rows of no stored article's present text, and collections of other settings."""
        current = {article.key for article in self.stored().values()}
        with _telling_broken("written to"):
            for collection in (self.passages, self.sentences):
                collection.remove([row for row in collection.ids() if row.rpartition("#")[0] not in current])
            names = {collection.client.name for collection in self._collections}
            for other in self._client.list_collections():
                if other.name not in names:
                    self._client.delete_collection(other.name)

    def load(self) -> Corpus:
        """Everything stored, as one snapshot."""
        articles = self.stored()
        with _telling_broken("read"):
            passages = self._load_passages(articles)
            sentences = self._load_sentences(passages)
        return Corpus(articles=articles.values(), passages=passages.values(), sentences=sentences)

    def _load_passages(self, articles: Mapping[str, Article]) -> dict[str, Passage]:
        passages: dict[str, Passage] = {}
        for row, metadata, _ in self.passages.rows():
            passage = _passage(articles.get(metadata["article"]), metadata)
            if passage and passage.key == row:
                passages[row] = passage
        return passages

    def _load_sentences(self, passages: Mapping[str, Passage]) -> list[Sentence]:
        sentences: list[Sentence] = []
        for row, metadata, _ in self.sentences.rows():
            passage = passages.get(f"{row.rpartition('#')[0]}#p{metadata['passage']}")
            if passage:
                place = {field: metadata[field] for field in ("number", "start", "end")}
                sentences.append(Sentence(passage=passage, **place))
        return sentences


def _passage(article: Article | None, metadata: dict[str, Any]) -> Passage | None:
    if article is None:
        return None
    place = {field: metadata[field] for field in ("number", "start", "end")}
    return Passage(article=article, heading=metadata.get("heading", ""), question=metadata.get("question", ""), **place)

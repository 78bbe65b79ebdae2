"""Search: sentences and passages by meaning, passages by words, and their scores added.

``FusedRetriever`` is a LlamaIndex retriever and can be lifted into any LlamaIndex pipeline. Knows nothing about files
or answers.
"""

from itertools import islice

import numpy as np
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode
from llama_index.core.vector_stores.types import VectorStoreQuery

from index.article import Sentence
from index.corpus import Corpus
from index.store import NodeCollection, Store
from index.word_search import WordSearch

_NEAREST_SENTENCES = 100
_NEAREST_PASSAGES = 50
_TOP_PASSAGES_BY_WORDS = 50
# Chosen on the half of the titles of squad2-part and new_wiki that is never reported on (evals/LOG.md).
_SENTENCE_WEIGHT, _PASSAGE_WEIGHT, _WORDS_WEIGHT = 0.65, 0.13, 0.22


class FusedRetriever(BaseRetriever):
    """The sentences of a corpus for a question, best first.

    A sentence's score is the weighted sum of its own cosine, its passage's cosine, and its passage's BM25 as a share of
    the best passage's; the score of a passage is that of its best sentence. Scores are added rather than ranks fused,
    because ranks throw away how far apart the candidates are. What Chroma did not return is as near as the farthest
    that it did: measured, this costs nothing.
    """

    def __init__(
        self,
        *,
        corpus: Corpus,
        store: Store,
        embedding: BaseEmbedding,
        words: WordSearch,
        articles: frozenset[str] | None = None,
        limit: int = 50,
    ):
        """``words`` searches ``corpus.passages`` in their order; ``articles`` restricts the search to those ids."""
        self._corpus = corpus
        self._store = store
        self._embedding = embedding
        self._words = words
        self._articles = articles
        self._limit = limit
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        vector = query_bundle.embedding or self._embedding.get_query_embedding(query_bundle.query_str)
        sentence_cosines = self._nearest(self._store.sentences, vector, _NEAREST_SENTENCES)
        passage_cosines = self._nearest(self._store.passages, vector, _NEAREST_PASSAGES)
        word_scores = self._word_scores(query_bundle.query_str)
        found = [
            self._scored(sentence, sentence_cosines, passage_cosines, word_scores)
            for sentence in self._candidates(sentence_cosines, passage_cosines, word_scores)
        ]
        found.sort(key=lambda node: -(node.score or 0.0))
        return found[: self._limit]

    def _nearest(self, collection: NodeCollection, vector: list[float], count: int) -> dict[str, float]:
        """Cosines by node id."""
        doc_ids = None if self._articles is None else sorted(self._articles)
        query = VectorStoreQuery(query_embedding=vector, similarity_top_k=count, doc_ids=doc_ids)
        result = collection.query(query)
        return dict(zip(result.ids or (), result.similarities or (), strict=True))

    def _word_scores(self, question: str) -> dict[str, float]:
        """BM25 of the passages that share a term with the question, best first, by node id."""
        scores = self._words.scores(question)
        order = (int(i) for i in np.argsort(-scores, kind="stable") if scores[i] > 0)
        passages = ((self._corpus.passages[i], float(scores[i])) for i in order)
        allowed = self._articles
        return {p.key: score for p, score in passages if allowed is None or p.article.id in allowed}

    def _candidates(
        self, sentences: dict[str, float], passages: dict[str, float], by_words: dict[str, float]
    ) -> list[Sentence]:
        """The nearest sentences, and every sentence of the nearest passages, each once."""
        near = [self._corpus.sentence(row) for row in sentences]
        top = [*passages, *islice(by_words, _TOP_PASSAGES_BY_WORDS)]
        inside = (sentence for row in top for sentence in self._corpus.sentences_in(row))
        return list(dict.fromkeys([*(sentence for sentence in near if sentence), *inside]))

    def _scored(
        self, sentence: Sentence, sentences: dict[str, float], passages: dict[str, float], by_words: dict[str, float]
    ) -> NodeWithScore:
        sentence_id, passage_id = sentence.key, sentence.passage.key
        sentence_score = sentences.get(sentence_id, min(sentences.values(), default=0.0))
        passage_score = passages.get(passage_id, min(passages.values(), default=0.0))
        bm25_score = by_words.get(passage_id, 0.0)
        share = bm25_score / next(iter(by_words.values()), 1.0)  # the best comes first
        metadata = {"sentence_score": sentence_score, "passage_score": passage_score, "bm25_score": bm25_score}
        return NodeWithScore(
            node=TextNode(id_=sentence_id, text=sentence.text, metadata=metadata),
            score=_SENTENCE_WEIGHT * sentence_score + _PASSAGE_WEIGHT * passage_score + _WORDS_WEIGHT * share,
        )

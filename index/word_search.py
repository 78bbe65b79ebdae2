"""Okapi BM25 over passages: a cache in memory, derived from a corpus and never stored.

Building it takes 0.3 s for 1,239 passages (evals/LOG.md). Knows nothing about vectors.
"""

from collections.abc import Sequence

import bm25s
import numpy as np
from numpy.typing import NDArray

from index.terms import terms


class WordSearch:
    """BM25 (Robertson and Zaragoza 2009; Lucene's variant, k1 = 1.2, b = 0.75) over the terms of some texts."""

    def __init__(self, texts: Sequence[str]):
        self._count = len(texts)
        tokenised = [terms(text) or [""] for text in texts]
        self._vocabulary = {
            term: number for number, term in enumerate(dict.fromkeys(t for doc in tokenised for t in doc))
        }
        self._bm25 = bm25s.BM25(k1=1.2, b=0.75)
        if texts:
            ids = [[self._vocabulary[term] for term in document] for document in tokenised]
            self._bm25.index((ids, self._vocabulary), show_progress=False)

    def scores(self, question: str) -> NDArray[np.float32]:
        """The score of every text, shape (texts,); 0 where no term of the question occurs."""
        known = [self._vocabulary[term] for term in terms(question) if term in self._vocabulary]
        if not known or not self._count:
            return np.zeros(self._count, dtype=np.float32)
        return np.asarray(self._bm25.get_scores_from_ids(known), dtype=np.float32)

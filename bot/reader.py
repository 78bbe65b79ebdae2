"""The reader: how probably each sentence that search found answers the question.

A logistic regression over what is at hand: search scores, shared words, names and numbers, and the kind of answer asked
for. Weights and threshold stand in ``reader.json`` and are fitted by ``training/fit_reader.py``. Whatever replaces it
has the form of ``Reader``.
"""

import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.evidence import FEATURES, evidence, unknown_names
from index.article import Hit
from index.corpus import Corpus
from index.vocabulary import Vocabulary
from index.word_vectors import WordVectors

# Question and hits → a probability (0 to 1) for each hit, in their order.
Reader = Callable[[str, Sequence[Hit]], Sequence[float]]

_FILE = Path(__file__).with_name("reader.json")


class OverlapReader:
    """The fitted regression over ``bot.evidence``. ``threshold`` is the probability from which the gate opens."""

    def __init__(self, corpus: Corpus, vocabulary: Vocabulary, vectors: WordVectors, *, fitted: str | None = None):
        """``fitted`` is the JSON of the weights; by default that of ``reader.json``."""
        weights = json.loads(_FILE.read_text(encoding="utf-8") if fitted is None else fitted)
        if tuple(weights["weights"]) != FEATURES:
            raise ValueError("reader.json was fitted for other features: run training/fit_reader.py")
        self._weights = tuple(float(weight) for weight in weights["weights"].values())
        self._bias = float(weights["bias"])
        self.threshold = float(weights["threshold"])
        self._corpus = corpus
        self._vocabulary = vocabulary
        self._vectors = vectors

    def __call__(self, question: str, hits: Sequence[Hit]) -> Sequence[float]:
        """The probability, 0 to 1, that each hit's sentence answers ``question``."""
        rows = evidence(question, hits, self._corpus, self._vocabulary, self._vectors)
        found = [_logistic(self._bias + sum(w * x for w, x in zip(self._weights, row, strict=True))) for row in rows]
        if unknown_names(question, self._vocabulary):
            # Whoever the articles never name, they say nothing about; the order stays, for the nearest passages.
            return [probability * self.threshold for probability in found]
        return found


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, x))))

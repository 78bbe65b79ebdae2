"""Vectors of single English words, for telling that two words mean nearly the same without asking the model.

``minilm/words.npy`` is made by ``minilm/export_words.py``: the model's vector of each whole word of its vocabulary,
brought to 64 dimensions (in the manner of model2vec, MinishLab 2024).
"""

import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedding import MODEL_FOLDER
from index.onnx_model import verified_file

FILE = "words.npy"


class WordVectors:
    """Unit vectors, shape (words, 64), of the words of an embedding's vocabulary in alphabetical order."""

    def __init__(self, words: Iterable[str], folder: Path = MODEL_FOLDER):
        """Raises ModelFileError if the file is missing or not the one in SHA256SUMS."""
        matrix = np.load(io.BytesIO(verified_file(folder, FILE))).astype(np.float32)
        self._matrix: NDArray[np.float32] = matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
        self._rows = {word: row for row, word in enumerate(sorted(words))}

    def __contains__(self, word: str) -> bool:
        return word in self._rows

    def similarities(self, words: Sequence[str], others: Sequence[str]) -> NDArray[np.float32]:
        """Cosines, shape (words, others); 0 where a word is not in the vocabulary."""
        return self._vectors(words) @ self._vectors(others).T

    def _vectors(self, words: Sequence[str]) -> NDArray[np.float32]:
        rows = np.array([self._rows.get(word, -1) for word in words], dtype=np.int64)
        return np.where((rows >= 0)[:, None], self._matrix[rows], 0)

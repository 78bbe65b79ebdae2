"""A model that reads two texts side by side and gives every token numbers: what both heads are made of.

Knows the tokenizer and the form of a pair; knows nothing about questions, statements or articles.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from index.embedding import MODEL_FOLDER
from index.onnx_model import open_model, padded, verified_file

CLS, SEP = 101, 102
# Tokenising costs time per character, so what can't matter is cut off before it.
_MAX_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True)
class Pair:
    """Token ids of two texts, without marks of start and end."""

    first: Sequence[int]
    second: Sequence[int]


class PairModel:
    """An encoder with a linear layer on its tokens. Safe to share between threads.

    Raises ModelFileError if a file of ``folder`` is missing or not the one in its SHA256SUMS.
    """

    def __init__(self, folder: Path):
        self._session = open_model(verified_file(folder, "model.onnx"))
        self._tokenizer = tokenizer()

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """Token ids of each text, of its first 2,000 characters; lone surrogates are replaced."""
        cut = [text.strip()[:_MAX_CHARACTERS].encode("utf-8", "replace").decode() for text in texts]
        return [encoding.ids for encoding in self._tokenizer.encode_batch_fast(cut, add_special_tokens=False)]

    def __call__(self, pairs: Sequence[Pair]) -> list[npt.NDArray[np.float32]]:
        """For each pair the numbers of its tokens: shape (1 + first + 1 + second + 1, outputs).

        Each is run by itself: the scale at which a run's activations are rounded must not depend on other pairs.
        """
        return [self._session.run(None, _feed(pair))[0][0] for pair in pairs]


def _feed(pair: Pair) -> dict[str, npt.NDArray[np.int64]]:
    feed = padded([[CLS, *pair.first, SEP, *pair.second, SEP]])
    kinds = np.zeros_like(feed["input_ids"])
    kinds[0, len(pair.first) + 2 :] = 1
    return feed | {"token_type_ids": kinds}


@cache
def tokenizer() -> Tokenizer:
    """The embedding model's, without truncation: the vocabulary is the same. Raises ModelFileError."""
    loaded = Tokenizer.from_buffer(verified_file(MODEL_FOLDER, "tokenizer.json"))
    loaded.no_truncation()
    return loaded

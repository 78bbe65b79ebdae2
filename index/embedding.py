"""The shipped embedding model behind LlamaIndex's interface: texts in, unit vectors of 384 numbers out.

Knows onnxruntime, the tokenizer and the files of ``index/minilm``; knows nothing about articles or storage.
"""

import asyncio
import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr
from tokenizers import Tokenizer

from index.onnx_model import Session, batches, open_model, padded, verified_file

DIMENSION = 384
MODEL_FOLDER = Path(__file__).parent / "minilm"

# The model reads 256 tokens. Tokenising costs time per character, so what can't matter is cut off before it.
_MAX_CHARACTERS = 8_192

_Vectors = npt.NDArray[np.float32]


class MiniLM(BaseEmbedding):
    """all-MiniLM-L6-v2 with int8 weights (see ``index/minilm/README.md``). Safe to share between threads.

    A text's vector does not depend on the texts that are embedded with it. Text after the first 256 tokens
    is ignored. Raises ModelFileError if a file of the model is missing or not the one in SHA256SUMS.
    """

    _session: Session = PrivateAttr()
    _tokenizer: Tokenizer = PrivateAttr()

    def __init__(self, folder: Path = MODEL_FOLDER) -> None:
        model, tokenizer = (verified_file(folder, name) for name in ("model.onnx", "tokenizer.json"))
        digest = hashlib.sha256(model + tokenizer).hexdigest()
        # LlamaIndex hands over at most embed_batch_size texts at once; sorting by length needs many.
        super().__init__(model_name=f"minilm-l6-v2-int8@{digest[:12]}", embed_batch_size=2048)
        self._session = open_model(model)
        self._tokenizer = Tokenizer.from_buffer(tokenizer)

    @classmethod
    def class_name(cls) -> str:
        """LlamaIndex's name for the kind of embedding."""
        return "MiniLM"

    @property
    def fingerprint(self) -> str:
        """Names the weights and the tokenizer: an index made with another fingerprint must be made anew."""
        return self.model_name

    @property
    def words(self) -> frozenset[str]:
        """The whole words among the tokens, in lower case: some 20,000 common English ones."""
        return frozenset(token for token in self._tokenizer.get_vocab() if token.isalpha())

    def count_tokens(self, texts: Sequence[str]) -> int:
        """The tokens that the model reads for these texts: marks of start and end included, padding not."""
        return sum(map(len, self._token_ids(texts)))

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embeddings([query])[0]

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self._embed(texts).tolist()  # type: ignore[no-any-return]  # numpy types tolist as Any

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return await asyncio.to_thread(self._get_query_embedding, query)

    async def _aget_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return await asyncio.to_thread(self._get_text_embeddings, texts)

    def _embed(self, texts: Sequence[str]) -> _Vectors:
        vectors = np.empty((len(texts), DIMENSION), dtype=np.float32)
        ids = self._token_ids(texts)
        for batch in batches([len(i) for i in ids]):
            vectors[batch] = self._session.run(None, padded([ids[i] for i in batch]))[0]
        return vectors

    def _token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        return [encoding.ids for encoding in self._tokenizer.encode_batch_fast([_readable(text) for text in texts])]


def _readable(text: str) -> str:
    """The start of a text, with lone surrogates replaced: JSON can carry them and the tokenizer refuses them."""
    return text.strip()[:_MAX_CHARACTERS].encode("utf-8", "replace").decode()

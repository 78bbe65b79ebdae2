"""The shipped embedding model behind LlamaIndex's interface: texts in, unit vectors of 384 numbers out.

Knows onnxruntime, the tokenizer and the files of ``index/minilm``; knows nothing about articles or storage.
"""

import asyncio
import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime as ort  # type: ignore[import-untyped]  # ships no types
from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr
from tokenizers import Tokenizer

from index.errors import ModelFileError

DIMENSION = 384
MODEL_FOLDER = Path(__file__).parent / "minilm"
SUMS = "SHA256SUMS"

# The model reads 256 tokens. Tokenising costs time per character, so what can't matter is cut off before it.
_MAX_CHARACTERS = 8_192
# Padded tokens per run. Larger batches fall out of the cache, smaller ones pay the call more often.
_TOKEN_BUDGET = 512
# A question has a dozen tokens: more threads than this wait for each other.
_MAX_THREADS = 8

_Vectors = npt.NDArray[np.float32]


class MiniLM(BaseEmbedding):
    """all-MiniLM-L6-v2 with int8 weights (see ``index/minilm/README.md``). Safe to share between threads.

    A text's vector does not depend on the texts that are embedded with it. Text after the first 256 tokens
    is ignored. Raises ModelFileError if a file of the model is missing or not the one in SHA256SUMS.
    """

    _session: ort.InferenceSession = PrivateAttr()
    _tokenizer: Tokenizer = PrivateAttr()

    def __init__(self, folder: Path = MODEL_FOLDER) -> None:
        model, tokenizer = (verified_file(folder, name) for name in ("model.onnx", "tokenizer.json"))
        digest = hashlib.sha256(model + tokenizer).hexdigest()
        # LlamaIndex hands over at most embed_batch_size texts at once; sorting by length needs many.
        super().__init__(model_name=f"minilm-l6-v2-int8@{digest[:12]}", embed_batch_size=2048)
        self._session = _session(model)
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
        for batch in _batches([len(i) for i in ids]):
            vectors[batch] = self._session.run(None, _padded([ids[i] for i in batch]))[0]
        return vectors

    def _token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        return [encoding.ids for encoding in self._tokenizer.encode_batch_fast([_readable(text) for text in texts])]


def _readable(text: str) -> str:
    """The start of a text, with lone surrogates replaced: JSON can carry them and the tokenizer refuses them."""
    return text.strip()[:_MAX_CHARACTERS].encode("utf-8", "replace").decode()


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Indices of texts of similar length; a batch, padded, stays within the token budget or holds one text."""
    batch: list[int] = []
    for i in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and lengths[i] * (len(batch) + 1) > _TOKEN_BUDGET:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def _padded(ids: Sequence[Sequence[int]]) -> dict[str, npt.NDArray[np.int64]]:
    """The model's inputs, each (texts, tokens of the longest); 0 is the padding token, and masked out."""
    lengths = np.array([len(row) for row in ids])
    mask = np.arange(lengths.max()) < lengths[:, None]
    padded = np.zeros(mask.shape, dtype=np.int64)
    padded[mask] = np.concatenate(ids)
    return {"input_ids": padded, "attention_mask": mask.astype(np.int64)}


def _session(model: bytes) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = min(_cores(), _MAX_THREADS)
    options.inter_op_num_threads = 1
    # Waiting threads sleep: a spinning one would take a core from the web server and the database.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _cores() -> int:
    """Processors this process may use; affinity is known on Linux only."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def verified_file(folder: Path, name: str) -> bytes:
    """Return a file's bytes if they are those that SHA256SUMS names: what was hashed is what gets loaded.

    Raises ModelFileError.
    """
    content = _read(folder / name)
    lines = _read(folder / SUMS).decode("ascii", "replace").splitlines()
    if f"{hashlib.sha256(content).hexdigest()}  {name}" not in lines:
        raise ModelFileError(f"{folder / name} ({len(content):,} bytes) is not the file that {SUMS} names.")
    return content


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelFileError(f"{path} can't be read: {error.strerror}.") from error

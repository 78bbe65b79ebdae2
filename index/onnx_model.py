"""The ONNX models that ship with the project: their files checked, and run in batches that suit a CPU.

Knows onnxruntime; knows nothing about texts or what a model is for.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import onnxruntime as ort  # type: ignore[import-untyped]  # ships no types

from index.errors import ModelFileError

SUMS = "SHA256SUMS"
Session: TypeAlias = Any  # onnxruntime ships no types

# Padded tokens per run. Larger batches fall out of the cache, smaller ones pay the call more often.
_TOKEN_BUDGET = 512
# A question has a dozen tokens: more threads than this wait for each other.
_MAX_THREADS = 8


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Indices of texts of similar length; a batch, padded, stays within the token budget or holds one text."""
    batch: list[int] = []
    for i in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and lengths[i] * (len(batch) + 1) > _TOKEN_BUDGET:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def padded(ids: Sequence[Sequence[int]]) -> dict[str, npt.NDArray[np.int64]]:
    """The model's inputs, each (texts, tokens of the longest); 0 is the padding token, and masked out."""
    lengths = np.array([len(row) for row in ids])
    mask = np.arange(lengths.max()) < lengths[:, None]
    padded = np.zeros(mask.shape, dtype=np.int64)
    padded[mask] = np.concatenate(ids)
    return {"input_ids": padded, "attention_mask": mask.astype(np.int64)}


def open_model(model: bytes) -> Session:
    """A session on the CPU; ``model`` is the content of an ONNX file."""
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

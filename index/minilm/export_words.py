"""Makes ``words.npy`` of this folder from ``model.onnx``: ``python -m index.minilm.export_words``, after ``export.py``.

Each whole word of the tokenizer's vocabulary (in alphabetical order) is embedded by itself; the vectors are centred,
brought to their first 64 principal components and stored as 8-bit integers with one scale.
"""

import hashlib

import numpy as np

from index.embedding import MODEL_FOLDER, MiniLM
from index.onnx_model import SUMS

DIMENSIONS = 64


def main() -> None:
    """Write the file and its line in SHA256SUMS."""
    embedding = MiniLM()
    vectors = np.array(embedding.get_text_embedding_batch(sorted(embedding.words)), dtype=np.float32)
    centred = vectors - vectors.mean(axis=0)
    components = np.linalg.svd(centred, full_matrices=False)[2][:DIMENSIONS]
    reduced = centred @ components.T
    reduced /= np.linalg.norm(reduced, axis=1, keepdims=True)
    file = MODEL_FOLDER / "words.npy"
    np.save(file, np.round(reduced * 127).astype(np.int8))
    sums = MODEL_FOLDER / SUMS
    lines = [line for line in sums.read_text("ascii").splitlines() if not line.endswith(f"  {file.name}")]
    lines.append(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}")
    sums.write_text("\n".join(lines) + "\n", "ascii")


if __name__ == "__main__":
    main()

"""The hashes of what ships in a head's folder."""

import hashlib
from pathlib import Path


def write_sums(folder: Path) -> None:
    """Write SHA256SUMS for the model, its reference and its calibration, as far as they are there."""
    files = [folder / name for name in ("model.onnx", "reference.json", "calibration.json") if (folder / name).exists()]
    sums = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
    (folder / "SHA256SUMS").write_text("".join(sums), "ascii")

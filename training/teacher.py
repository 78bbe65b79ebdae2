"""The teacher: all-mpnet-base-v2 with the same linear layer, five times as large; the answer head learns from it.

It does not ship. It had read 2.8 million tokens, much less than the head: it ranks sentences better, and tells less
well whether news answers at all. So the head learns from the mean of both. Its word pieces are MiniLM's, numbered from
4 on.
"""
# mypy: disable-error-code="import-not-found, import-untyped, no-untyped-call"

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from transformers import MPNetModel

from bot.heads.pairs import CLS, SEP
from training.encoder import BFLOAT16, padded
from training.windows import Window

_WIDTH = 768
_CLS, _PAD, _SEP, _FIRST = 0, 1, 2, 4
_ASKED = 32  # windows at a time


class Teacher(nn.Module):
    """One number for every token of a batch of pairs. ``folder`` holds the unpacked model."""

    def __init__(self, folder: Path):
        super().__init__()
        self.encoder = MPNetModel.from_pretrained(
            folder, add_pooling_layer=False, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
        )
        self.head = nn.Linear(_WIDTH, 1)
        self.encoder.embeddings.requires_grad_(False)

    def forward(self, ids: Tensor, mask: Tensor, _kinds: Tensor) -> Tensor:
        """(batch, length) three times → (batch, length, 1), float32. MPNet has no kinds of tokens."""
        own = torch.where(ids == CLS, _CLS, torch.where(ids == SEP, _SEP, ids + _FIRST))
        hidden = self.encoder(torch.where(mask == 1, own, _PAD), mask).last_hidden_state
        return self.head(hidden).float()


@dataclass(frozen=True, slots=True)
class Taught:
    """A window and the logit that its teachers give each of its tokens."""

    window: Window
    logits: list[float]

    @property
    def ids(self) -> list[int]:
        """Its tokens."""
        return self.window.ids


def taught(models: Mapping[Path, nn.Module], made: Sequence[Window], work: Path) -> list[Taught]:
    """The mean of what models make of each window, each with the weights of its file; kept under ``work``."""
    digest = hashlib.sha256()
    for weights, model in models.items():
        model.load_state_dict(torch.load(weights, weights_only=True))
        model.eval()
        digest.update(hashlib.sha256(weights.read_bytes()).digest())
    work.mkdir(parents=True, exist_ok=True)
    by_length = sorted(range(len(made)), key=lambda n: len(made[n].ids))
    found: dict[int, list[float]] = {}
    for start in range(0, len(made), _ASKED):
        part = by_length[start : start + _ASKED]
        asked = [made[n] for n in part]
        name = hashlib.sha256(digest.digest() + "\n".join(map(repr, asked)).encode()).hexdigest()
        kept = work / f"{name}.npy"
        if not kept.exists():
            batch = padded([(w.ids, w.second_start) for w in asked])
            with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=BFLOAT16):
                logits = torch.stack([model(*batch)[:, :, 0] for model in models.values()])
            np.save(kept, logits.mean(0).numpy())
        for n, row in zip(part, np.load(kept), strict=True):
            found[n] = row[: len(made[n].ids)].tolist()
        if start // _ASKED % 50 == 0:
            print(f"taught {start} of {len(made)}", flush=True)
    return [Taught(window, found[n]) for n, window in enumerate(made)]

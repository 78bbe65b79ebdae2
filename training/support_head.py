"""The support head: is a statement borne out by the sentences it cites, refuted by them, or neither.

Every token of the statement gets two logits, "refuted here" and "unsupported here"; the probabilities are a softmax
over all of them and one more, fixed at 0, for "supported". So a statement is as weak as its weakest word, and where
training knows which words were altered it says so.
"""
# mypy: disable-error-code="import-not-found, import-untyped, no-untyped-call"

from collections.abc import Sequence

import numpy as np
import torch
from sklearn.metrics import roc_auc_score
from torch import Tensor

from training.encoder import BFLOAT16, TokenScorer, padded
from training.support_windows import Checked


def logits(model: TokenScorer, batch: Sequence[Checked]) -> Tensor:
    """(batch, length, 2), −inf outside the statement."""
    found = model(*padded([(c.ids, c.second_start) for c in batch]))
    inside = torch.zeros(found.shape[:2], dtype=torch.bool)
    for row, item in enumerate(batch):
        inside[row, 1 : item.second_start - 1] = True
    return found.masked_fill(~inside[:, :, None], float("-inf"))


def loss(model: TokenScorer, batch: Sequence[Checked]) -> Tensor:
    """Mean of −log P(label); a set that doesn't tell refuted from unsupported marks both."""
    found = logits(model, batch)
    whole = torch.logsumexp(torch.cat([torch.zeros(len(batch), 1), found.flatten(1)], 1), 1)
    marked = torch.zeros(found.shape, dtype=torch.bool)
    for row, item in enumerate(batch):
        places = sorted(item.altered) or range(1, item.second_start - 1)
        for channel in item.channels:
            marked[row, list(places), channel] = True
    right = torch.logsumexp(found.masked_fill(~marked, -1e4).flatten(1), 1)
    return torch.where(marked.flatten(1).any(1), whole - right, whole).mean()


@torch.no_grad()
def probabilities(model: TokenScorer, batch: Sequence[Checked]) -> np.ndarray:
    """(batch, 3): supported, refuted, unsupported."""
    model.eval()
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=BFLOAT16):
        found = torch.logsumexp(logits(model, batch), 1)
    model.train()
    return torch.softmax(torch.cat([torch.zeros(len(batch), 1), found], 1), 1).numpy()


def evaluate(model: TokenScorer, dev: Sequence[Checked]) -> str:
    """AUROC of supported against not, for each group of ``dev``."""
    parts = []
    for group in sorted({item.group for item in dev}):
        items = [item for item in dev if item.group == group]
        found = np.concatenate([probabilities(model, items[n : n + 32])[:, 0] for n in range(0, len(items), 32)])
        parts.append(f"{group} AUROC {roc_auc_score([not item.channels for item in items], found):.3f} ({len(items)})")
    return ", ".join(parts)

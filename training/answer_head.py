"""The answer head: logits of sentences, its loss, and its figures.

Every token of the sentences gets a logit; the probability that the answer is there is a softmax over all of them and
one more logit, fixed at 0, for "nothing answers". A sentence's probability is the sum over its tokens (attention-sum
reading, Kadlec et al. 2016; the fixed logit is that of the readers of SQuAD 2.0).
"""
# mypy: disable-error-code="import-not-found, import-untyped, no-untyped-call"

from collections.abc import Sequence

import numpy as np
import torch
from sklearn.metrics import roc_auc_score
from torch import Tensor

from training.answer_data import Reading
from training.encoder import BFLOAT16, TokenScorer, padded
from training.teacher import Taught
from training.windows import Window

_LEAST = -1e4  # a logit of what can't be chosen
_LABELS = 0.25  # share of the loss by labels where a teacher's probabilities are at hand


def token_logits(model: TokenScorer, batch: Sequence[Window]) -> Tensor:
    """(batch, length), −inf where a token is no sentence's."""
    logits = model(*padded([(w.ids, w.second_start) for w in batch]))[:, :, 0]
    return logits.masked_fill(~_marked(batch, logits, lambda w: [o >= 0 for o in w.owner]), float("-inf"))


def loss(model: TokenScorer, batch: Sequence[Window]) -> Tensor:
    """Mean over the windows of −log P(right); where a short answer is known, of its sentence and its tokens alike."""
    return _by_labels(token_logits(model, batch), batch)


def taught_loss(model: TokenScorer, batch: Sequence[Taught]) -> Tensor:
    """Mean of the cross-entropy to the teacher's probabilities of tokens (Hinton et al. 2015) and of ``loss``."""
    windows = [item.window for item in batch]
    logits = token_logits(model, windows)
    given = torch.full(logits.shape, float("-inf"))
    for row, item in enumerate(batch):
        given[row, : len(item.logits)] = torch.tensor(item.logits)
    given = given.masked_fill(logits.isneginf(), float("-inf"))
    none = torch.zeros(len(batch), 1)
    own, wanted = (torch.cat([none, each.clamp(min=_LEAST)], 1) for each in (logits, given))
    apart = -(torch.softmax(wanted, 1) * torch.log_softmax(own, 1)).sum(1).mean()
    return (1 - _LABELS) * apart + _LABELS * _by_labels(logits, windows)


def _by_labels(logits: Tensor, batch: Sequence[Window]) -> Tensor:
    whole = torch.logsumexp(torch.cat([torch.zeros(len(batch), 1), logits], 1), 1)
    in_sentence = _marked(batch, logits, lambda w: [o in w.right for o in w.owner])
    in_span = _marked(
        batch, logits, lambda w: [p in w.spans or (not w.spans and o in w.right) for p, o in enumerate(w.owner)]
    )
    right = [torch.logsumexp(logits.masked_fill(~mask, _LEAST), 1) for mask in (in_sentence, in_span)]
    return torch.where(in_sentence.any(1), whole - (right[0] + right[1]) / 2, whole).mean()


def _marked(batch: Sequence[Window], like: Tensor, marks) -> Tensor:
    found = torch.zeros(like.shape, dtype=torch.bool)
    for row, window in enumerate(batch):
        found[row, : len(window.ids)] = torch.tensor(marks(window))
    return found


@torch.no_grad()
def sentence_logits(model: TokenScorer, made: Sequence[Window]) -> dict[int, float]:
    """The logit of each sentence of a reading, by number."""
    model.eval()
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=BFLOAT16):
        logits = token_logits(model, made)
    model.train()
    found = {}
    for row, window in enumerate(made):
        owners = torch.tensor(window.owner)
        for number in set(window.owner) - {-1}:
            found[number] = float(torch.logsumexp(logits[row, : len(owners)][owners == number], 0))
    return found


def evaluate(model: TokenScorer, dev: Sequence[tuple[Reading, list[Window]]]) -> str:
    """Sentence@1 within the passage, and how well the best logit tells answerable from not."""
    best, first = [], []
    for reading, made in dev:
        logits = sentence_logits(model, made)
        top = max(logits, key=logits.__getitem__)
        best.append(logits[top])
        if reading.right:
            first.append(top in reading.right)
    labels = [bool(reading.right) for reading, _ in dev]
    return f"sentence@1 {np.mean(first):.3f} AUROC {roc_auc_score(labels, best):.3f} ({len(dev)})"

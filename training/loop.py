"""The training loop: batches of similar length, one pass, checkpoints from which an interrupted run goes on."""
# mypy: disable-error-code="import-not-found, import-untyped, no-untyped-call"

import hashlib
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
import torch
from torch import Tensor

from training.encoder import BFLOAT16, TokenScorer

TOKENS = 6_144  # padded tokens of a batch
_CHECKPOINT_STEPS = 100
_EVALUATION_STEPS = 300
_WARM_UP = 0.06


class Item(Protocol):
    """What the model is trained on: anything with token ids."""

    @property
    def ids(self) -> list[int]:
        """Its tokens."""


class OtherRunError(ValueError):
    """A checkpoint of another start, rate or data than what is to be trained."""


T = TypeVar("T", bound=Item)


def batches(items: Sequence[T], seed: int, tokens: int = TOKENS) -> list[list[T]]:
    """Batches of similar length, each of at most ``tokens`` padded tokens, in random order."""
    generator = random.Random(seed)
    ordered = sorted(items, key=lambda item: len(item.ids) + generator.random() * 16)
    found: list[list[T]] = []
    for item in ordered:
        if not found or (len(found[-1]) + 1) * len(item.ids) > tokens:
            found.append([])
        found[-1].append(item)
    generator.shuffle(found)
    return found


def train(
    model: TokenScorer,
    made: Sequence[Sequence[T]],
    loss_of: Callable[[TokenScorer, Sequence[T]], Tensor],
    evaluate: Callable[[TokenScorer], str],
    *,
    rate: float,
    start: Path | None,
    checkpoint: Path,
) -> None:
    """One pass over ``made``, or what is left of it after ``checkpoint``; ``rate`` is the highest learning rate.

    ``start`` is the file that the weights of ``model`` come from. Raises OtherRunError where ``checkpoint`` was made
    with another one, at another rate or on other items.
    """
    fingerprint = _fingerprint(made, rate, start)
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=rate, weight_decay=0.01, fused=True)
    steps = len(made) + 1
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, rate, total_steps=steps, pct_start=_WARM_UP, anneal_strategy="linear", cycle_momentum=False
    )
    first = 0
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=False)
        if saved.get("fingerprint") != fingerprint:
            raise OtherRunError(f"{checkpoint} is of another start, rate or data: go on with those, or delete it.")
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        schedule.load_state_dict(saved["schedule"])
        first = saved["step"]
    model.train()
    started, tokens, losses = time.time(), 0, []
    for step, batch in list(enumerate(made, start=1))[first:]:
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=BFLOAT16):
            loss = loss_of(model, batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        losses.append(float(loss.detach()))
        tokens += sum(len(item.ids) for item in batch)
        if step % 25 == 0:
            speed = tokens / (time.time() - started)
            print(f"{step}/{len(made)} loss {np.mean(losses[-25:]):.3f} {speed:.0f} tokens/s", flush=True)
        if step % _CHECKPOINT_STEPS == 0 or step == len(made):
            state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "fingerprint": fingerprint}
            torch.save(state | {"schedule": schedule.state_dict(), "step": step}, checkpoint)
        if step % _EVALUATION_STEPS == 0 or step == len(made):
            print("dev:", evaluate(model), flush=True)


def _fingerprint(made: Sequence[Sequence[Item]], rate: float, start: Path | None) -> str:
    """SHA-256, in hex, of all that decides how a run goes."""
    digest = hashlib.sha256(f"{rate}\n".encode())
    digest.update(hashlib.sha256(start.read_bytes()).digest() if start else b"from the wheel")
    for batch in made:
        digest.update("\n".join(map(repr, batch)).encode())
    return digest.hexdigest()

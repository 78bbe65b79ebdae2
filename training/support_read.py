"""The shipped support head over statements, as in use but for long evidence, of which the likest sentences are kept."""

from collections.abc import Iterator, Sequence

import numpy as np

from bot.heads.pairs import Pair, PairModel, tokenizer
from bot.heads.support import FOLDER
from training.support_windows import Statement, checked


def support_logits(statements: Sequence[Statement]) -> Iterator[float]:
    """For each statement the logit that it is supported: 0 less the log-sum of what speaks against it."""
    model, loaded = PairModel(FOLDER), tokenizer()
    for statement in statements:
        item = checked(loaded, statement)
        pair = Pair(item.ids[1 : item.second_start - 1], item.ids[item.second_start : -1])
        output = model([pair])[0][1 : item.second_start - 1]
        yield -float(np.logaddexp.reduce(output.ravel()))

"""Replies of a scripted model, hostile and honest, made from the evidence it was given. Pure, the same for a seed.

Every line knows what in it was made up, so a judge needs no check to tell whether something got through.
"""

import random
from collections.abc import Sequence

from evals.hostile.broken_lines import BROKEN
from evals.hostile.honest_lines import HONEST, faithful
from evals.hostile.prompt_reading import Evidence
from evals.hostile.reply_lines import Line, Maker, Reply
from evals.hostile.unruly_lines import UNRULY

NOTHING = "NOT_IN_ARTICLES"
HOSTILE_KINDS = (*BROKEN, *UNRULY)
HONEST_KINDS = tuple(HONEST)
# Of these, issue 4 wants none to get through; of the others it wants the rate.
MECHANICAL = tuple(
    kind for kind in HOSTILE_KINDS if kind not in {"flipped negation", "dropped hedge", "misattribution"}
)
_MAKERS: dict[str, Maker] = {**BROKEN, **UNRULY, **HONEST}
_TRIED = 12
_MOST_LINES = 3


def make_reply(evidence: Sequence[Evidence], question: str, kind: str, seed: int) -> Reply | None:
    """A reply of ``kind`` to ``question``, made of the evidence that comes first or near it; None if it has no hold.

    An honest reply has up to three lines. A hostile one has a line that is broken, and in every second case a
    faithful one before it. Raises KeyError on an unknown kind.
    """
    maker = _MAKERS[kind]
    generator = random.Random(f"{question}|{kind}|{seed}")
    order = sorted(evidence, key=lambda one: generator.random() * (4 + evidence.index(one)))
    wanted = generator.randint(1, _MOST_LINES) if kind in HONEST else 1
    lines: list[Line] = []
    for base in order[:_TRIED]:
        others = [one for one in evidence if one.text != base.text]
        line = maker(base, others, generator) if len(lines) < wanted else None
        if line:
            lines.append(line)
    if not lines:
        return None
    return Reply(lines=(*_before(lines[0], order, kind, generator), *lines))


def _before(line: Line, order: Sequence[Evidence], kind: str, generator: random.Random) -> tuple[Line, ...]:
    beside = [one for one in order if one.number != line.base]
    if kind in HONEST or not beside or generator.random() < 0.5:
        return ()
    made = faithful(beside[0], (), generator)
    return (made,) if made else ()

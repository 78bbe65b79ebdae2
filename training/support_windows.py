"""Statements with the sentences they lean on, cut to the length that the model reads."""

from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from bot.heads.pairs import CLS, SEP
from bot.heads.support import EVIDENCE, STATEMENT
from training.tokens import encode

CHANNELS = {"supported": (), "refuted": (0,), "unsupported": (1,), "not supported": (0, 1)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """A statement, the sentences it leans on, and ``label``: one of CHANNELS.

    ``altered`` are the places of the code points that make it wrong, where that is known.
    """

    text: str
    evidence: tuple[str, ...]
    label: str
    group: str
    altered: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """``channels`` are the outputs that should speak (0 refuted, 1 unsupported), ``altered`` the tokens at which."""

    ids: list[int]
    second_start: int
    channels: tuple[int, ...]
    altered: frozenset[int]
    group: str


def checked(loaded: Tokenizer, statement: Statement) -> Checked:
    """The statement beside as much of its evidence as fits: where it is too long, the sentences likest by words."""
    text, *evidence = encode(loaded, (statement.text, *statement.evidence))
    asked = text.ids[:STATEMENT]
    altered = {
        1 + place
        for place, (start, end) in enumerate(text.offsets[:STATEMENT])
        if any(start < stop and end > first for first, stop in statement.altered)
    }
    ids = [CLS, *asked, SEP, *_fitting(asked, [e.ids for e in evidence]), SEP]
    return Checked(ids, len(asked) + 2, CHANNELS[statement.label], frozenset(altered), statement.group)


def _fitting(asked: Sequence[int], evidence: Sequence[list[int]]) -> list[int]:
    if sum(map(len, evidence)) <= EVIDENCE:
        return [token for sentence in evidence for token in sentence]
    wanted = set(asked)
    likest = sorted(range(len(evidence)), key=lambda n: -len(wanted & set(evidence[n])) / (len(evidence[n]) + 8) ** 0.5)
    kept: list[int] = []
    total = 0
    for number in likest:
        if not kept or total + len(evidence[number]) <= EVIDENCE:
            kept.append(number)
            total += len(evidence[number])
    return [token for number in sorted(kept) for token in evidence[number]][:EVIDENCE]

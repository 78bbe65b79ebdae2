"""Readings cut to the length that the model reads, as token ids with the answer's tokens marked."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Encoding, Tokenizer

from bot.heads.answer import CONTEXT, QUESTION, SENTENCES
from bot.heads.pairs import CLS, SEP
from training.answer_data import Reading
from training.tokens import encode


@dataclass(frozen=True, slots=True)
class Window:
    """``owner`` is the number of the sentence a token belongs to, −1 for those of question and context.

    ``right`` are the numbers of the sentences that answer, ``spans`` the places of tokens of short answers.
    """

    ids: list[int]
    second_start: int
    owner: list[int]
    right: frozenset[int]
    spans: frozenset[int]


def windows(loaded: Tokenizer, reading: Reading, size: int = SENTENCES) -> list[Window]:
    """The reading in windows of at most ``size`` tokens of whole sentences, about equally long."""
    question, context, *sentences = encode(loaded, (reading.question, reading.context, *reading.sentences))
    leads = [lead.ids[:CONTEXT] for lead in encode(loaded, reading.leads or [""] * len(sentences))]
    cut = [min(len(s.ids) + len(lead), size) for s, lead in zip(sentences, leads, strict=True)]
    start = [CLS, *question.ids[:QUESTION], SEP, *context.ids[:CONTEXT]]
    second = len(question.ids[:QUESTION]) + 2
    return [_window(reading, start, second, leads, sentences, group, size) for group in groups(cut, size)]


def groups(lengths: Sequence[int], size: int) -> list[list[int]]:
    """Numbers of consecutive sentences, each group at most ``size`` tokens and about as long as the others."""
    parts = -(-sum(lengths) // size)
    share = sum(lengths) / max(1, parts)
    found: list[list[int]] = [[]]
    total = 0
    for number, length in enumerate(lengths):
        if found[-1] and (total + length > size or total >= share):
            found.append([])
            total = 0
        found[-1].append(number)
        total += length
    return found


def _window(
    reading: Reading,
    start: list[int],
    second_start: int,
    leads: list[list[int]],
    sentences: list[Encoding],
    group: list[int],
    size: int,
) -> Window:
    ids, owner = list(start), [-1] * len(start)
    spans = set()
    for number in group:
        ids += leads[number]
        owner += [-1] * len(leads[number])
        encoding = sentences[number]
        for _, first, end in (span for span in reading.spans if span[0] == number):
            inside = (i for i, (begin, stop) in enumerate(encoding.offsets[:size]) if begin < end and stop > first)
            spans.update(len(ids) + i for i in inside)
        ids += encoding.ids[:size]
        owner += [number] * len(encoding.ids[:size])
    right = frozenset(number for number in group if number in reading.right)
    return Window([*ids, SEP], second_start, [*owner, -1], right, frozenset(spans))


def shuffled_windows(loaded: Tokenizer, readings: Sequence[Reading], seed: int) -> list[Window]:
    """One window of each reading, and of three in ten that answer one more that doesn't; sizes vary as they do in use.

    The one is a window that answers where there is one, else the likest to the question by its words.
    """
    generator = random.Random(seed)
    found = []
    for reading in readings:
        made = windows(loaded, reading, generator.choice((SENTENCES, SENTENCES, 130, 80)))
        right = [w for w in made if w.right]
        wrong = sorted((w for w in made if not w.right), key=_likeness)
        found.append(generator.choice(right) if right else wrong[-1])
        if right and wrong and generator.random() < 0.3:
            found.append(generator.choice(wrong[-2:]))
    generator.shuffle(found)
    return found


def _likeness(window: Window) -> int:
    asked = set(window.ids[1 : window.second_start - 1])
    return len(asked & set(window.ids[window.second_start :]))

"""The answer head: how strongly each sentence of a window answers a question.

Every token of the sentences has a logit, and a sentence's is the log of the sum of their exponentials; 0 stands for
"nothing here answers" (see ``training/answer_head.py``).
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from bot.heads.pairs import Pair, PairModel
from index.article import Sentence

FOLDER = Path(__file__).parent / "weights" / "answer"
# Tokens at most: of the question, of a title or heading, of a window's sentences, of all beside the question.
QUESTION, CONTEXT, SENTENCES, _SECOND = 48, 24, 200, 236
_Window = Sequence[Sentence]
# Tokens in the order they are read, and whether they are a sentence's: title, headings and FAQ questions are not.
_Layout = list[tuple[list[int], bool]]


class AnswerHead:
    """Raises ModelFileError if a file of the model is missing or altered."""

    def __init__(self, folder: Path = FOLDER):
        self.model = PairModel(folder)

    def logits(self, question: str, windows: Sequence[_Window]) -> list[list[float]]:
        """For each window the logit of each of its sentences; −inf for what did not fit."""
        layouts = [self._layout(window) for window in windows]
        pairs = self._pairs(question, layouts)
        outputs = zip(pairs, self.model(pairs), layouts, strict=True)
        return [list(_sums(output[len(pair.first) + 2 : -1, 0], layout)) for pair, output, layout in outputs]

    def pairs(self, question: str, windows: Sequence[_Window]) -> list[Pair]:
        """What the model reads for each window."""
        return self._pairs(question, [self._layout(window) for window in windows])

    def _pairs(self, question: str, layouts: Sequence[_Layout]) -> list[Pair]:
        asked = self.model.tokens([question])[0][:QUESTION]
        return [Pair(asked, [token for tokens, _ in layout for token in tokens][:_SECOND]) for layout in layouts]

    def _layout(self, window: _Window) -> _Layout:
        texts = [window[0].article.title]
        for place, sentence in enumerate(window):
            texts += [lead(window, place), sentence.text]
        title, *others = self.model.tokens(texts)
        layout = [(title[:CONTEXT], False)]
        for over, sentence_tokens in zip(others[::2], others[1::2], strict=True):
            layout += [(over[:CONTEXT], False), (sentence_tokens[:SENTENCES], True)]
        return layout


def lead(sentences: Sequence[Sentence], place: int) -> str:
    """The heading and the FAQ question that a sentence is the first of ``sentences`` to stand under; "" if it isn't."""
    passage = sentences[place].passage
    over = (passage.heading, passage.question)
    before = sentences[place - 1].passage if place else None
    return " ".join(over).strip() if before is None or over != (before.heading, before.question) else ""


def _sums(logits: np.ndarray[tuple[int], np.dtype[np.float32]], layout: _Layout) -> Iterator[float]:
    start = 0
    for tokens, is_sentence in layout:
        if is_sentence:
            own = logits[start : start + len(tokens)]
            yield float(np.logaddexp.reduce(own)) if own.size else -np.inf
        start += len(tokens)

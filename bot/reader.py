"""The reader: how probably each sentence that search found answers the question.

The trained answer head reads the stretches of text around the hits. Whatever replaces it has the form of ``Reader``.
"""

from collections.abc import Callable, Sequence

from bot.heads.answer import FOLDER, AnswerHead
from bot.heads.calibration import Calibration
from bot.windows import windows
from index.article import Hit
from index.corpus import Corpus

# Question and hits → a probability (0 to 1) for each hit, in their order.
Reader = Callable[[str, Sequence[Hit]], Sequence[float]]

_WINDOWS = 8  # some 1,800 tokens: see the benchmark


class TrainedReader:
    """Reads with the answer head. ``threshold`` is the probability from which the gate opens.

    Raises ModelFileError if a file of the head is missing or altered.
    """

    def __init__(self, corpus: Corpus):
        self._corpus = corpus
        self._head = AnswerHead()
        self._calibration = Calibration.of(FOLDER)
        self.threshold = self._calibration.threshold

    def __call__(self, question: str, hits: Sequence[Hit]) -> Sequence[float]:
        """The probability, 0 to 1, that each hit's sentence answers ``question``; 0 for those left unread."""
        read = windows(hits, self._corpus, most=_WINDOWS)
        best: dict[str, float] = {}
        for window, logits in zip(read, self._head.logits(question, read), strict=True):
            for sentence, logit in zip(window, logits, strict=True):
                best[sentence.key] = max(best.get(sentence.key, logit), logit)
        return [
            self._calibration.probability(best[hit.sentence.key]) if hit.sentence.key in best else 0.0 for hit in hits
        ]

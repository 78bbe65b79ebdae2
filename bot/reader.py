"""The reader: how probably each sentence that search found answers the question.

The trained answer head reads the stretches of text around the hits. Whatever replaces it has the form of ``Reader``.
"""

import math
from collections.abc import Callable, Sequence

from bot.heads.answer import FOLDER, AnswerHead
from bot.heads.calibration import Calibration
from bot.unknown_names import unknown_names
from bot.windows import windows
from index.article import Hit
from index.corpus import Corpus
from index.vocabulary import Vocabulary

# Question and hits → a probability (0 to 1) for each hit, in their order.
Reader = Callable[[str, Sequence[Hit]], Sequence[float]]

WINDOWS = 6  # some 1,300 tokens: what the benchmark's time allows
# What search thought of a sentence, as a share of the head's logits. Chosen on questions kept aside (evals/LOG.md).
FUSED_WEIGHT = 5.0


class TrainedReader:
    """Reads with the answer head. ``threshold`` is the probability from which the gate opens.

    Raises ModelFileError if a file of the head is missing or altered.
    """

    def __init__(self, corpus: Corpus, vocabulary: Vocabulary):
        self._corpus = corpus
        self._vocabulary = vocabulary
        self._head = AnswerHead()
        self._calibration = Calibration.of(FOLDER)
        self.threshold = self._calibration.threshold

    def __call__(self, question: str, hits: Sequence[Hit]) -> Sequence[float]:
        """The probability, 0 to 1, that each hit's sentence answers ``question``; 0 for those left unread.

        Whether anything answers is the head's word alone: the highest probability is that of its highest logit. Which
        sentence does is told better with the search score beside it. Names that no article mentions shut the gate.
        """
        logits = self._logits(question, hits)
        ranks = [logit + FUSED_WEIGHT * hit.score for logit, hit in zip(logits, hits, strict=True)]
        shift = max(logits, default=0.0) - max(ranks, default=0.0)
        found = [self._calibration.probability(rank + shift) for rank in ranks]
        # The order stays, for the nearest passages.
        return [p * self.threshold for p in found] if unknown_names(question, self._vocabulary) else found

    def _logits(self, question: str, hits: Sequence[Hit]) -> list[float]:
        read = windows(hits, self._corpus, most=WINDOWS)
        best: dict[str, float] = {}
        for window, logits in zip(read, self._head.logits(question, read), strict=True):
            for sentence, logit in zip(window, logits, strict=True):
                best[sentence.key] = max(best.get(sentence.key, logit), logit)
        return [best.get(hit.sentence.key, -math.inf) for hit in hits]

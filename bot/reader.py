"""The reader: how probably each sentence that search found answers the question.

The trained answer head reads the stretches of text around the hits, and the likeliest sentences again with little
around them. Whatever replaces it has the form of ``Reader``.
"""

import math
from collections.abc import Callable, Iterable, Sequence

from bot.heads.answer import FOLDER, AnswerHead
from bot.heads.calibration import Calibration
from bot.unknown_names import unknown_names
from bot.windows import around, windows
from index.article import Hit, Sentence
from index.corpus import Corpus
from index.vocabulary import Vocabulary

# Question and hits → a probability (0 to 1) for each hit, in their order.
Reader = Callable[[str, Sequence[Hit]], Sequence[float]]
# Consecutive sentences, and the logit of each.
ReadWindow = tuple[tuple[Sentence, ...], list[float]]

# Some 220 tokens each. Reading ten told hardly better on questions kept aside (evals/LOG.md).
_WINDOWS = 4
# How many sentences are read again, and the code points around them. One look sees what a sentence leans on, the other
# whether it answers by itself: their mean tells better than either (evals/LOG.md).
_AGAIN, _NEAR = 4, 330
# What search thought of a sentence, as a share of the head's logits. Chosen on questions kept aside (evals/LOG.md).
_FUSED_WEIGHT = 4.0


class TrainedReader:
    """Reads with the answer head.

    From the probability ``threshold`` on the articles are taken to answer, from ``asking`` on a language model may be
    asked whether they do. Raises ModelFileError if a file of the head is missing or altered.
    """

    def __init__(self, corpus: Corpus, vocabulary: Vocabulary):
        self._corpus = corpus
        self._vocabulary = vocabulary
        self._head = AnswerHead()
        self._calibration = Calibration.of(FOLDER)
        self.threshold = self._calibration.threshold
        self.asking = self._calibration.asking

    def __call__(self, question: str, hits: Sequence[Hit]) -> Sequence[float]:
        """The probability, 0 to 1, that each hit's sentence answers ``question``; 0 for those left unread.

        Whether anything answers is the head's word alone: the highest probability is that of its highest logit. Which
        sentence does is told better with the search score beside it. Names that no article mentions shut the gate.
        """
        logits = read(self._head, question, hits, self._corpus)
        if not any(map(math.isfinite, logits)):
            return [0.0] * len(logits)
        ranks = ranked(logits, hits)
        shift = max(logits) - max(ranks)
        found = [self._calibration.probability(rank + shift) for rank in ranks]
        # The order stays, for the nearest passages.
        return [p * self.asking for p in found] if unknown_names(question, self._vocabulary) else found


def read(head: AnswerHead, question: str, hits: Sequence[Hit], corpus: Corpus) -> list[float]:
    """The logit of each hit's sentence: of the likeliest the mean of two looks, −inf for those left unread."""
    seen = windows(hits, corpus, most=_WINDOWS)
    logits = hit_logits(hits, zip(seen, head.logits(question, seen), strict=True))
    ranks = ranked(logits, hits)
    likeliest = sorted((n for n, rank in enumerate(ranks) if rank > -math.inf), key=lambda n: -ranks[n])[:_AGAIN]
    near = [around(hits[n].sentence, corpus, _NEAR) for n in likeliest]
    again = hit_logits([hits[n] for n in likeliest], zip(near, head.logits(question, near), strict=True))
    for n, logit in zip(likeliest, again, strict=True):
        logits[n] = (logits[n] + logit) / 2
    return logits


def ranked(logits: Sequence[float], hits: Sequence[Hit]) -> list[float]:
    """What sentences are ordered by: the head's word and that of search."""
    return [logit + _FUSED_WEIGHT * hit.score for logit, hit in zip(logits, hits, strict=True)]


def hit_logits(hits: Sequence[Hit], read: Iterable[ReadWindow]) -> list[float]:
    """The highest logit of each hit's sentence; −inf for those left unread."""
    best: dict[str, float] = {}
    for window, logits in read:
        for sentence, logit in zip(window, logits, strict=True):
            best[sentence.key] = max(best.get(sentence.key, logit), logit)
    return [best.get(hit.sentence.key, -math.inf) for hit in hits]

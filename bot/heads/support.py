"""The support head: whether sentences bear a statement out, refute it, or neither.

Every token of the statement has a logit for "refuted here" and one for "unsupported here"; 0 stands for "supported"
(see ``training/support_head.py``).
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.check import Support
from bot.heads.calibration import Calibration
from bot.heads.pairs import Pair, PairModel

FOLDER = Path(__file__).parent / "weights" / "support"
STATEMENT, EVIDENCE = 72, 180  # tokens at most


class SupportHead:
    """Raises ModelFileError if a file of the model is missing or altered."""

    def __init__(self, folder: Path = FOLDER):
        self._model = PairModel(folder)
        self._calibration = Calibration.of(folder)

    @property
    def threshold(self) -> float:
        """From which probability on a statement counts as supported."""
        return self._calibration.threshold

    @property
    def certain(self) -> float:
        """From which on one does that the rules of the check doubt, or that copies a sentence with an alteration."""
        return self._calibration.certain

    def __call__(self, statement: str, sentences: Sequence[str]) -> Support:
        """What the sentences together say about the statement; nothing bears out a statement without words.

        A statement longer than the head reads is judged piece by piece, and is as weak as its weakest one.
        """
        text, *evidence = self._model.tokens([statement, *sentences])
        second = [token for sentence in evidence for token in sentence][:EVIDENCE]
        pairs = [Pair(text[start : start + STATEMENT], second) for start in range(0, len(text), STATEMENT)]
        found = (
            self._judged(output[1 : len(p.first) + 1]) for p, output in zip(pairs, self._model(pairs), strict=True)
        )
        return min(found, key=lambda support: support.supported, default=Support(0.0, 0.0, 1.0))

    def _judged(self, logits: npt.NDArray[np.float32]) -> Support:
        refuted, unsupported = np.logaddexp.reduce(logits, axis=0)
        supported = self._calibration.probability(-float(np.logaddexp(refuted, unsupported)))
        share = 1 / (1 + np.exp(np.clip(unsupported - refuted, -60, 60)))
        return Support(supported, float((1 - supported) * share), float((1 - supported) * (1 - share)))

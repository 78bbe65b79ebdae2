"""The support head: whether sentences bear a statement out, refute it, or neither.

Every token of the statement has a logit for "refuted here" and one for "unsupported here"; 0 stands for "supported"
(see ``training/support_head.py``).
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.check import Support
from bot.heads.calibration import Calibration
from bot.heads.pairs import Pair, PairModel

FOLDER = Path(__file__).parent / "weights" / "support"
_STATEMENT, _EVIDENCE = 72, 180  # tokens at most


class SupportHead:
    """Raises ModelFileError if a file of the model is missing or altered."""

    def __init__(self, folder: Path = FOLDER):
        self._model = PairModel(folder)
        self._calibration = Calibration.of(folder)

    @property
    def threshold(self) -> float:
        """From which probability on a statement counts as supported."""
        return self._calibration.threshold

    def __call__(self, statement: str, sentences: Sequence[str]) -> Support:
        """What the sentences together say about the statement; nothing bears out a statement without words."""
        text, *evidence = self._model.tokens([statement, *sentences])
        pair = Pair(text[:_STATEMENT], [token for sentence in evidence for token in sentence][:_EVIDENCE])
        if not pair.first:
            return Support(0.0, 0.0, 1.0)
        output = self._model([pair])[0][1 : len(pair.first) + 1]
        refuted, unsupported = np.logaddexp.reduce(output, axis=0)
        supported = self._calibration.probability(-float(np.logaddexp(refuted, unsupported)))
        share = 1 / (1 + np.exp(np.clip(unsupported - refuted, -60, 60)))
        return Support(supported, float((1 - supported) * share), float((1 - supported) * (1 - share)))

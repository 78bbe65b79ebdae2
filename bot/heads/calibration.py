"""From a head's logits to probabilities: the figures that training measured on rows kept aside."""

import json
import math
from dataclasses import dataclass
from pathlib import Path

from index.onnx_model import verified_file


@dataclass(frozen=True, kw_only=True, slots=True)
class Calibration:
    """``temperature`` and ``bias`` turn a logit into a probability; from ``threshold`` on it counts as yes.

    The answer head has ``asking`` besides: from it on a language model, where there is one, is asked for its view. The
    support head has ``certain``: what it takes for a statement that the rules doubt, or a copy that was altered.
    """

    temperature: float
    bias: float
    threshold: float
    asking: float = 1.0
    certain: float = 1.0

    @classmethod
    def of(cls, folder: Path) -> "Calibration":
        """That of a head's folder. Raises ModelFileError if it is missing or altered."""
        values = json.loads(verified_file(folder, "calibration.json"))
        return cls(**values)

    def probability(self, logit: float) -> float:
        """From 0 to 1; 0 for NaN, which opens no gate."""
        scaled = logit / self.temperature + self.bias
        return 0.0 if math.isnan(scaled) else 1 / (1 + math.exp(-max(-60.0, min(60.0, scaled))))

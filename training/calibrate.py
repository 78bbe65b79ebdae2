"""Fit temperature, bias and threshold of a head on rows kept aside: ``python -m training.calibrate DATA HEAD``.

HEAD is answer or support. Writes ``calibration.json`` and its line in SHA256SUMS, and prints what the threshold gives.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.heads import answer, support
from bot.heads.answer import AnswerHead
from index.embedding import MiniLM
from training.asked import news_asked
from training.news import DEV, statements
from training.sums import write_sums
from training.support_data import factcg
from training.support_read import support_logits


def main() -> None:
    """Calibrate one head."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the public sets")
    parser.add_argument("head", choices=("answer", "support"))
    options = parser.parse_args()
    if options.head == "answer":
        asked = list(news_asked(AnswerHead(), DEV, MiniLM()))
        _write(answer.FOLDER, [a.logit for a in asked], [bool(a.right) for a in asked], [a.kind == "A" for a in asked])
    else:
        rows = [*factcg(options.data)[1], *(s for name in DEV for s in statements(name))]
        labels = [row.label == "supported" for row in rows]
        _write(support.FOLDER, list(support_logits(rows)), labels, labels)


def _write(folder: Path, logits: Sequence[float], right: Sequence[bool], passing: Sequence[bool]) -> None:
    """``right`` is what the probability is of; the threshold is where as many of ``passing`` pass as others don't."""
    fitted = LogisticRegression(C=1e6).fit(np.array(logits)[:, None], right)
    temperature, bias = 1 / float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
    probabilities = 1 / (1 + np.exp(-(np.array(logits) / temperature + bias)))
    yes, no = probabilities[np.array(passing)], probabilities[~np.array(passing)]
    threshold = float(max(probabilities, key=lambda p: (yes >= p).mean() + (no < p).mean()))
    values = {"temperature": round(temperature, 4), "bias": round(bias, 4), "threshold": round(threshold, 4)}
    (folder / "calibration.json").write_text(json.dumps(values, indent=1) + "\n", "ascii")
    write_sums(folder)
    print(values, f"passed {(yes >= threshold).mean():.3f} of {len(yes)}, stopped {(no < threshold).mean():.3f} of {len(no)}")


if __name__ == "__main__":
    main()

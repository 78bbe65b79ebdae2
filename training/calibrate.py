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
from training.asked import cases_asked, news_asked
from training.news import DEV, statements
from training.sums import write_sums
from training.support_data import factcg
from training.support_read import support_logits

# The cases for tuning about six kinds of news; those about the two sample articles stay out of it.
_CASES = (Path("evals/cases/kinds.jsonl"), Path("evals/articles/report"))
_ANSWERABLE = ("A", "case, A")


def main() -> None:
    """Calibrate one head."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the public sets")
    parser.add_argument("head", choices=("answer", "support"))
    options = parser.parse_args()
    if options.head == "answer":
        head, embedding = AnswerHead(), MiniLM()
        asked = [*news_asked(head, DEV, embedding), *cases_asked(head, *_CASES, embedding)]
        kinds = [a.kind for a in asked]
        true = [kind in _ANSWERABLE for kind in kinds]
        _write(answer.FOLDER, [a.logit for a in asked], true, kinds, passing=_ANSWERABLE, unasked=0.02)
    else:
        rows = [*factcg(options.data)[1], *(s for name in DEV for s in statements(name))]
        kinds = [f"{row.group}, {row.label}" for row in rows]
        true = [row.label == "supported" for row in rows]
        _write(support.FOLDER, list(support_logits(rows)), true, kinds, passing=("written, supported",), stopped=0.03)


def _write(
    folder: Path,
    logits: Sequence[float],
    true: Sequence[bool],
    kinds: Sequence[str],
    *,
    passing: Sequence[str],
    stopped: float | None = None,
    unasked: float | None = None,
) -> None:
    """The probability is that of ``true``; the threshold stops the share ``stopped`` of the kinds ``passing``.

    Without ``stopped``, ``passing`` pass as often as the other kinds don't. Each kind counts alike, however many there
    are of it. ``unasked`` is the share of what is ``true`` that stays under the probability ``asking``.
    """
    finite = np.clip(logits, -60, 60)
    fitted = LogisticRegression(C=1e6).fit(finite[finite > -60][:, None], np.array(true)[finite > -60])
    temperature, bias = 1 / float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
    probabilities = 1 / (1 + np.exp(-(finite / temperature + bias)))
    by_kind = {kind: probabilities[np.array(kinds) == kind] for kind in sorted(set(kinds))}

    def passed(threshold: float) -> float:
        return float(np.mean([(by_kind[kind] >= threshold).mean() for kind in passing]))

    def apart(threshold: float) -> float:
        if stopped is not None:
            return abs(1 - passed(threshold) - stopped)
        others = [(found < threshold).mean() for kind, found in by_kind.items() if kind not in passing]
        return abs(passed(threshold) - float(np.mean(others)))

    threshold = float(min(probabilities, key=apart))
    values = {"temperature": round(temperature, 4), "bias": round(bias, 4), "threshold": round(threshold, 4)}
    if unasked is not None:
        yes = probabilities[np.array(true) & (finite > -60)]
        values["asking"] = round(float(np.quantile(yes, unasked)), 4)
    (folder / "calibration.json").write_text(json.dumps(values, indent=1) + "\n", "ascii")
    write_sums(folder)
    print(values)
    for kind, found in by_kind.items():
        print(f"  {kind}: {(found >= threshold).mean():.3f} of {len(found)} passed")


if __name__ == "__main__":
    main()

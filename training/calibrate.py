"""Fit temperature, bias and thresholds of a head on rows kept aside: ``python -m training.calibrate DATA HEAD``.

HEAD is answer or support. Writes ``calibration.json`` and its line in SHA256SUMS, and prints what the thresholds give.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from bot.check import Support, check
from bot.heads import answer, support
from bot.heads.answer import AnswerHead
from bot.heads.calibration import Calibration
from index.embedding import MiniLM
from training.asked import cases_asked, news_asked
from training.drafts import draft
from training.news import DEV, replies, statements
from training.sums import write_sums
from training.support_data import factcg
from training.support_read import support_logits
from training.support_windows import Statement

# The cases for tuning about six kinds of news; those about the two sample articles stay out of it.
_CASES = (Path("evals/cases/kinds.jsonl"), Path("evals/articles/report"))
_ANSWERABLE = ("A", "case, A")
_LEAST, _UNASKED, _STOPPED = -60.0, 0.02, 0.03
Rows = npt.NDArray[np.float64]


def main() -> None:
    """Calibrate one head."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the public sets")
    parser.add_argument("head", choices=("answer", "support"))
    options = parser.parse_args()
    if options.head == "answer":
        _answer()
    else:
        _support(options.data)


def _answer() -> None:
    """The threshold where as many answerable questions pass as others are stopped, each kind counting alike.

    A language model is asked from the probability on that all but a fiftieth of the answerable reach.
    """
    head, embedding = AnswerHead(), MiniLM()
    asked = [*news_asked(head, DEV, embedding), *cases_asked(head, *_CASES, embedding)]
    true = np.array([a.kind in _ANSWERABLE for a in asked])
    scaled = _fitted([a.logit for a in asked], true)
    found = scaled.of([a.logit for a in asked])
    by_kind = _by_kind(found, [a.kind for a in asked])
    threshold = _balanced([by_kind.pop(kind) for kind in _ANSWERABLE], list(by_kind.values()))
    asking = float(np.quantile(found[true & (found > scaled.of([_LEAST])[0])], _UNASKED))
    _write(answer.FOLDER, scaled, threshold=threshold, asking=asking)
    _print(_by_kind(found, [a.kind for a in asked]), threshold)


def _support(data: Path) -> None:
    """The threshold stops 3 % of the honest replies that no rule doubts.

    What is certain: where of those that the rules doubt as many honest ones pass as false ones are stopped.
    """
    of_models = [reply for name in DEV for reply in replies(name)]
    rows = [*factcg(data)[1], *(s for name in DEV for s in statements(name)), *of_models]
    logits = list(support_logits(rows))
    scaled = _fitted(logits, np.array([row.label == "supported" for row in rows]))
    found = scaled.of(logits)
    own = found[-len(of_models) :]
    groups = _by_kind(own, [f"{_view(r)}, {'honest' if r.label == 'supported' else 'false'}" for r in of_models])
    threshold = float(np.quantile(groups["no doubt, honest"], _STOPPED))
    certain = max(threshold, _balanced([groups["doubt, honest"]], [groups["doubt, false"]]))
    _write(support.FOLDER, scaled, threshold=threshold, certain=certain)
    _print(_by_kind(found, [f"{row.group}, {row.label}" for row in rows]), threshold)
    _print(groups, threshold)
    _print(groups, certain)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Scaled:
    """Platt scaling: a probability from a logit."""

    temperature: float
    bias: float

    def of(self, logits: Sequence[float]) -> Rows:
        """Probabilities, 0 to 1."""
        return 1 / (1 + np.exp(-(np.clip(logits, _LEAST, -_LEAST) / self.temperature + self.bias)))


class _Everything:
    """A judge that is certain of all."""

    threshold = certain = 0.0

    def __call__(self, _statement: str, _sentences: Sequence[str]) -> Support:
        return Support(1.0, 0.0, 0.0)


def _view(row: Statement) -> str:
    """What the rules alone think of a statement."""
    if check(draft(row)).passed:
        return "no doubt"
    return "doubt" if check(draft(row), _Everything()).passed else "ruled out"


def _fitted(logits: Sequence[float], true: npt.NDArray[np.bool_]) -> _Scaled:
    read = np.array(logits) > _LEAST
    fitted = LogisticRegression(C=1e6).fit(np.array(logits)[read][:, None], true[read])
    return _Scaled(temperature=1 / float(fitted.coef_[0, 0]), bias=float(fitted.intercept_[0]))


def _by_kind(found: Rows, kinds: Sequence[str]) -> dict[str, Rows]:
    return {kind: found[np.array(kinds) == kind] for kind in sorted(set(kinds))}


def _balanced(passing: Sequence[Rows], stopped: Sequence[Rows]) -> float:
    """The threshold that ``passing`` reach as often as ``stopped`` don't."""

    def apart(threshold: float) -> float:
        shares = [float((group >= threshold).mean()) for group in passing]
        others = [float((group < threshold).mean()) for group in stopped]
        return abs(float(np.mean(shares)) - float(np.mean(others)))

    return float(min(np.concatenate([*passing, *stopped]), key=apart))


def _write(folder: Path, scaled: _Scaled, **thresholds: float) -> None:
    values = Calibration(temperature=scaled.temperature, bias=scaled.bias, **thresholds)
    names = ("temperature", "bias", *thresholds)
    written = {name: round(getattr(values, name), 4) for name in names}
    (folder / "calibration.json").write_text(json.dumps(written, indent=1) + "\n", "ascii")
    write_sums(folder)
    print(written)


def _print(groups: Mapping[str, Rows], threshold: float) -> None:
    print(f"from {threshold:.3f} on:")
    for kind, found in groups.items():
        print(f"  {kind}: {(found >= threshold).mean():.3f} of {len(found)} passed")


if __name__ == "__main__":
    main()

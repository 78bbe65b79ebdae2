"""A finished run of the evals, as frozen records: what the JSON file, the terminal, the gate and the HTML report read.

Nothing here computes; every figure comes from ``evals.scores`` and every fault from ``evals.grounding``.
"""

from dataclasses import dataclass
from typing import Literal

from bot.schema import AnswerBody
from evals.cases import Case

Verdict = Literal["right", "wrong", "unscored"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One measured number. ``value`` is None where there was nothing to measure; ``of`` is how many it is a mean of.

    ``low`` and ``high`` are the ends of the 95 % interval, None where the figure is no share. ``best`` is the value
    of a faultless system (1.0 for most, 0.0 for false alarms), None where none is better (counts, times). ``unit`` is
    "" for a share, else "ms", "tokens", "cases" …
    """

    name: str
    value: float | None
    low: float | None
    high: float | None
    of: int
    definition: str
    best: float | None = 1.0
    unit: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """Why an answer is not grounded: ``name`` is a stable key, ``sentence`` says it to a reader."""

    name: str
    sentence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """One number of one case, named as the figure it goes into; None where the case gives none."""

    name: str
    value: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseResult:
    """A case with its answer and what was found of it.

    ``answer`` is None where there was none or it could not be read: ``reason`` says which. ``faults`` are those of
    grounding; a right answer may have some. ``gate_score`` is the gate's probability, 0 to 1, None for answers made
    elsewhere. ``split`` is "report" or "tuning".
    """

    case: Case
    split: str
    answer: AnswerBody | None
    verdict: Verdict
    reason: str
    faults: tuple[Fault, ...] = ()
    scores: tuple[Score, ...] = ()
    gate_score: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Detection:
    """The exam of the grounding gate for one kind: ``broken`` answers were made, ``caught`` of them were refused.

    The two kinds of honest answers (``evals.exam.HONEST``, ``REWORDED``) are the other way round: how many of them were
    refused all the same.
    """

    kind: str
    broken: int
    caught: int
    low: float | None
    high: float | None
    missed: tuple[str, ...] = ()
    """An example or more that got through, each "case id: the broken statement"."""

    @property
    def rate(self) -> float | None:
        """The share caught, 0 to 1; None where nothing could be broken so."""
        return self.caught / self.broken if self.broken else None


@dataclass(frozen=True, kw_only=True, slots=True)
class CurvePoint:
    """The gate at ``threshold``: the share of cases it would answer, and the share of those answered wrongly."""

    threshold: float
    coverage: float
    risk: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Bin:
    """Cases whose gate score lies in [low, high): their mean score, and the share that is answerable."""

    low: float
    high: float
    count: int
    mean_score: float | None
    answerable: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleText:
    """An article as far as a report shows it: quotes are marked at ``text[start:end]``."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Hashes:
    """What was measured: SHA-256 in hex, the first 16 digits. None where it plays no part."""

    corpus: str
    cases: str
    model: str | None
    prompt: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """A finished run. ``figures`` are over the reporting split; ``by_tag`` are the shares right of its tags.

    ``latencies_ms`` are whole answers in the order of ``cases``. ``title`` says what was graded, for a reader.
    """

    title: str
    figures: tuple[Figure, ...]
    by_tag: tuple[Figure, ...]
    cases: tuple[CaseResult, ...]
    detections: tuple[Detection, ...]
    refusal_curve: tuple[CurvePoint, ...]
    calibration: tuple[Bin, ...]
    articles: tuple[ArticleText, ...]
    hashes: Hashes
    latencies_ms: tuple[float, ...]
    threshold: float | None
    remarks: tuple[str, ...] = ()
    """What a reader should know: faulty lines of the answers file, cases without an answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A figure beside the last accepted one; ``before`` is None where the baseline has none."""

    name: str
    before: float | None
    now: float | None
    failed: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdicts:
    """What the gate says: ``failures`` are sentences for a reader, empty if it held. ``changes`` compare with the
    baseline, empty where none applies."""

    failures: tuple[str, ...]
    changes: tuple[Change, ...]

    @property
    def held(self) -> bool:
        """Whether nothing failed."""
        return not self.failures

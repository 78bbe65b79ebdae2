"""Whether a run holds: no ungrounded answer, no fall beyond the baseline's interval, no case lost, faults still caught.

Pure. A failure is a sentence that names the case or the figure.
"""

from collections.abc import Iterator, Sequence

from evals.answers_file import FaultyLine
from evals.baseline import AcceptedDetection, AcceptedFigure, Baseline
from evals.exam import HONEST, REWORDED, SURE
from evals.results import CaseResult, Change, Detection, Figure, Run, Verdicts

_ROUNDING = 5e-4  # the baseline keeps four digits


def judge_cases(run: Run) -> Verdicts:
    """The gate without a baseline, for the bot over anybody's cases: what is ungrounded fails, and what ended in an
    error."""
    return Verdicts(failures=(*_ungrounded(run.cases), *_errors(run.cases)), changes=())


def judge_elsewhere(run: Run, faulty: Sequence[FaultyLine] = ()) -> Verdicts:
    """The gate for answers made elsewhere: what is ungrounded or unreadable fails; a missing answer does not."""
    lines = (f"Line {line.number} is no answer: {line.reason}." for line in faulty)
    return Verdicts(failures=(*lines, *_ungrounded(run.cases)), changes=())


def judge(run: Run, baseline: Baseline | None) -> Verdicts:
    """The whole gate, for the bot over its own cases."""
    failures = [*_ungrounded(run.cases), *_errors(run.cases), *_unsure(run.detections)]
    if baseline is None:
        return Verdicts(failures=(*failures, "There is no baseline yet: --accept REASON makes one."), changes=())
    changes = (*_figure_changes(run.figures, baseline), *_detection_changes(run.detections, baseline))
    return Verdicts(
        failures=(*failures, *_other_cases(run, baseline), *_fallen(changes), *_lost(run.cases, baseline)),
        changes=changes,
    )


def _ungrounded(cases: Sequence[CaseResult]) -> Iterator[str]:
    for result in cases:
        for fault in result.faults:
            yield f"{result.case.id}: {fault.name}. {fault.sentence}"


def _errors(cases: Sequence[CaseResult]) -> Iterator[str]:
    for result in cases:
        if result.verdict == "unscored" and not result.faults:
            yield f"{result.case.id} is unscored: {result.reason}"


def _unsure(detections: Sequence[Detection]) -> Iterator[str]:
    for detection in detections:
        if detection.kind in SURE and detection.caught < detection.broken:
            missed = detection.broken - detection.caught
            yield f"The check let {missed} of {detection.broken} pass: {detection.kind}."
        if detection.kind == HONEST and detection.caught:
            yield f"The check refused {detection.caught} of {detection.broken} honest answers."


def _other_cases(run: Run, baseline: Baseline) -> Iterator[str]:
    for what in ("cases", "corpus"):
        if getattr(run.hashes, what) != getattr(baseline.hashes, what):
            yield f"The baseline was measured on other {'articles' if what == 'corpus' else what}: accept a new one."


def _figure_changes(figures: Sequence[Figure], baseline: Baseline) -> Iterator[Change]:
    for figure in figures:
        before = baseline.figures.get(figure.name)
        if before and figure.best is not None:
            failed = _worse(figure.value, before, best=figure.best)
            yield Change(name=figure.name, before=before.value, now=figure.value, failed=failed)


def _detection_changes(detections: Sequence[Detection], baseline: Baseline) -> Iterator[Change]:
    now = {detection.kind: detection for detection in detections}
    for kind, before in baseline.detections.items():
        rate = now[kind].rate if kind in now else None
        share = AcceptedFigure(value=_rate(before), low=before.low, high=before.high, of=before.broken)
        failed = _worse(rate, share, best=0.0 if kind in (HONEST, REWORDED) else 1.0)
        yield Change(name=f"caught: {kind}", before=share.value, now=rate, failed=failed)


def _rate(before: AcceptedDetection) -> float | None:
    return before.caught / before.broken if before.broken else None


def _worse(now: float | None, before: AcceptedFigure, *, best: float) -> bool:
    """Whether ``now`` is worse than all of the accepted interval, or no longer measured."""
    if before.value is None:
        return False
    if now is None:
        return True
    if best > 0:
        return now < (before.low if before.low is not None else before.value) - _ROUNDING
    return now > (before.high if before.high is not None else before.value) + _ROUNDING


def _fallen(changes: Sequence[Change]) -> Iterator[str]:
    for change in changes:
        if change.failed:
            now = "not measured" if change.now is None else f"{change.now:.3f}"
            yield f"“{change.name}” fell beyond its interval: {change.before:.3f} before, {now} now."


def _lost(cases: Sequence[CaseResult], baseline: Baseline) -> Iterator[str]:
    before = set(baseline.right)
    for result in cases:
        if result.case.id in before and result.verdict != "right":
            yield f"{result.case.id} was right and is {result.verdict}. {result.reason}"

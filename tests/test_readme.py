"""What README.md says was measured is what the accepted baseline says."""

import re

import pytest

from evals.baseline import read_baseline
from evals.suite import ROOT

_ROW = re.compile(r"^\| ([a-zA-Z@0-9:, ]+) \| ([\d.]+) \| ([\d,]+) \|$", re.MULTILINE)


def table() -> str:
    """The table of the suite's own figures, without its head."""
    _, _, after = (ROOT / "README.md").read_text(encoding="utf-8").partition("| `python -m evals` |")
    return after.partition("|---|---|---|\n")[2].partition("\n\n")[0]


def rows() -> list[tuple[str, ...]]:
    return _ROW.findall(table())


def test_the_table_is_there_and_every_row_is_read() -> None:
    assert {"right", "refusal F1", "gate AUROC", "grounded"} <= {name for name, *_ in rows()}
    assert len(rows()) == len(table().splitlines())


@pytest.mark.parametrize(("name", "value", "of"), rows())
def test_a_figure_is_the_baselines(name: str, value: str, of: str) -> None:
    baseline = read_baseline(ROOT / "evals/baseline.json")
    assert baseline
    if name.startswith("caught: "):
        detection = baseline.detections[name.removeprefix("caught: ")]
        known, count = detection.caught / detection.broken, detection.broken
    else:
        figure = baseline.figures[name]
        assert figure.value is not None
        known, count = figure.value, figure.of
    assert (value, of) == (f"{known:.3f}", f"{count:,}")

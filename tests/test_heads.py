"""The trained heads as they ship: their files, their agreement with what was trained, and what they say."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from bot.heads import answer, support
from bot.heads.calibration import Calibration
from bot.heads.pairs import Pair, PairModel
from bot.heads.support import SupportHead
from index.errors import ModelFileError

FOLDERS = [answer.FOLDER, support.FOLDER]
FILES = ("model.onnx", "calibration.json", "SHA256SUMS")
MEGABYTE = 1_000_000
# Logits of tokens range over some 20; the weights that ship have 7 bits, and a single token may be far off.
MOST_APART, APART = 2.0, 0.4  # at most, in the mean


def named(folder: Path) -> str:
    """Return the folder's name for pytest."""
    return folder.name


@pytest.fixture(scope="module", params=FOLDERS, ids=named)
def folder(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


@pytest.fixture(scope="module")
def model(folder: Path) -> PairModel:
    return PairModel(folder)


@pytest.fixture(scope="module")
def supports() -> SupportHead:
    return SupportHead()


def test_a_model_is_no_larger_than_promised(folder: Path) -> None:
    assert (folder / "model.onnx").stat().st_size < 25 * MEGABYTE


def test_the_exported_model_agrees_with_the_trained_one(folder: Path, model: PairModel) -> None:
    for row in json.loads((folder / "reference.json").read_text("ascii")):
        exported, trained = model([Pair(row["first"], row["second"])])[0], np.array(row["logits"])
        assert exported.shape == trained.shape
        apart = np.abs(exported - trained)
        assert apart.max() < MOST_APART
        assert apart.mean() < APART
        assert np.corrcoef(exported.ravel(), trained.ravel())[0, 1] > 0.98


def test_the_card_names_the_hash_of_the_weights(folder: Path) -> None:
    digest = (folder / "SHA256SUMS").read_text("ascii").split()[0]
    assert digest in (folder / "README.md").read_text("utf-8")


def test_other_pairs_do_not_change_the_logits_of_one(model: PairModel) -> None:
    short, long = Pair([2040, 2003], [1037, 2158]), Pair([2054, 2003], list(range(2000, 2180)))
    alone, beside = model([short])[0], model([long, short])[1]
    assert np.array_equal(alone, beside)


def test_threads_can_share_a_model(model: PairModel) -> None:
    pair = Pair([2040, 2003, 2002], list(range(2000, 2060)))
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: model([pair])[0], range(8)))
    assert all(np.array_equal(results[0], result) for result in results)


@pytest.mark.parametrize("texts", [[""], ["\ud800 torn"], ["x" * 100_000], ["😀" * 50, "a\x00b"]])
def test_any_text_has_tokens(model: PairModel, texts: list[str]) -> None:
    assert [len(ids) <= 2_100 for ids in model.tokens(texts)] == [True] * len(texts)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(folder: Path, name: str, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "head")
    (copy / name).unlink()
    with pytest.raises(ModelFileError, match=f"{name} can't be read") as failure:
        PairModel(copy), Calibration.of(copy)
    assert "git checkout" in failure.value.hint


@pytest.mark.parametrize("name", FILES)
def test_a_truncated_file_is_refused(folder: Path, name: str, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "head")
    (copy / name).write_bytes((copy / name).read_bytes()[:40])
    with pytest.raises(ModelFileError, match="is not the file that SHA256SUMS names"):
        PairModel(copy), Calibration.of(copy)


def test_what_is_no_number_is_not_probable() -> None:
    calibration = Calibration(temperature=1.0, bias=0.0, threshold=0.5)
    probabilities = [calibration.probability(logit) for logit in (float("nan"), float("-inf"), 0.0, float("inf"))]
    assert probabilities[0] == 0.0
    assert [round(probability, 6) for probability in probabilities] == [0.0, 0.0, 0.5, 1.0]


def test_probabilities_of_support_add_up_to_one(supports: SupportHead) -> None:
    for statement in ("The bridge was opened in 1931.", "", "?" * 5_000):
        found = supports(statement, ("The bridge was opened in 1931.",))
        assert abs(found.supported + found.refuted + found.unsupported - 1) < 1e-6


def test_a_statement_in_its_sentence_s_words_is_supported(supports: SupportHead) -> None:
    sentence = "The council approved the new bridge on Tuesday after a long debate."
    assert supports("The council approved the new bridge.", (sentence,)).supported > supports.threshold


@pytest.mark.parametrize(
    "statement",
    [
        "The council rejected the new bridge.",
        "The council did not approve the new bridge on Tuesday.",
        "The mayor resigned after the debate.",
    ],
)
def test_a_statement_against_its_sentence_is_not_supported(supports: SupportHead, statement: str) -> None:
    sentence = "The council approved the new bridge on Tuesday after a long debate."
    assert supports(statement, (sentence,)).supported < supports.certain  # what a copy has to reach


def test_the_end_of_a_long_statement_is_judged_too(supports: SupportHead) -> None:
    sentence = "The council approved the new bridge on Tuesday after a long debate."
    honest = " ".join(["The council approved the new bridge after a long debate."] * 8)
    false = f"{honest} The mayor was arrested in Brazil for stealing horses."
    assert supports(false, (sentence,)).supported < supports(honest, (sentence,)).supported
    assert supports(false, (sentence,)).supported < supports.threshold

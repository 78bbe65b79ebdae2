"""The shipped embedding model, as it is: meaning, order, independence of neighbours, and damaged files."""

import asyncio
import hashlib
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from index.embedding import DIMENSION, MODEL_FOLDER, MiniLM
from index.errors import ModelFileError

TEXTS = [
    "The council approved the new bridge on Tuesday.",
    "On Tuesday the city's councillors voted for building the bridge.",
    "Beat the eggs with sugar until pale.",
    "Why?",
    " ".join(["The harbour master counted ninety boats, and wrote each of their names into a long green book."] * 9),
    "A",
    "Das Rathaus liegt am Fluss. 東京 🚢",
]


@pytest.fixture(scope="module")
def model() -> MiniLM:
    return MiniLM()


def embed(model: MiniLM, texts: list[str]) -> npt.NDArray[np.float64]:
    return np.array(model.get_text_embedding_batch(texts))


def test_similar_texts_are_nearer_than_different_ones(model: MiniLM) -> None:
    council, councillors, eggs = embed(model, TEXTS[:3])
    assert council @ councillors > council @ eggs + 0.5


def test_a_question_finds_its_answer(model: MiniLM) -> None:
    question = np.array(model.get_query_embedding("When was the bridge approved?"))
    assert int(np.argmax(embed(model, TEXTS) @ question)) == 0


def test_vectors_have_unit_length(model: MiniLM) -> None:
    vectors = embed(model, [*TEXTS, ""])
    assert vectors.shape == (len(TEXTS) + 1, DIMENSION)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_neighbours_do_not_change_a_vector(model: MiniLM) -> None:
    texts = [f"{text} {i}" for i in range(6) for text in TEXTS]
    alone = np.array([model.get_text_embedding(text) for text in texts])
    assert np.sum(alone * embed(model, texts), axis=1).min() > 0.9999


def test_results_come_in_the_order_of_the_texts(model: MiniLM) -> None:
    forwards, backwards = embed(model, TEXTS), embed(model, TEXTS[::-1])
    assert np.sum(forwards * backwards[::-1], axis=1).min() > 0.9999


def test_the_same_call_gives_the_same_vectors(model: MiniLM) -> None:
    assert np.array_equal(embed(model, TEXTS), embed(model, TEXTS))


def test_threads_can_share_it(model: MiniLM) -> None:
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: embed(model, TEXTS), range(8)))
    assert all(np.array_equal(results[0], result) for result in results)


async def _both(model: MiniLM) -> tuple[list[float], list[list[float]]]:
    return await model.aget_query_embedding(TEXTS[0]), await model.aget_text_embedding_batch(TEXTS[:1])


def test_waiting_calls_give_the_same_vectors(model: MiniLM) -> None:
    query, texts = asyncio.run(_both(model))
    assert query == texts[0] == model.get_query_embedding(TEXTS[0])


def test_nothing_in_nothing_out(model: MiniLM) -> None:
    assert model.get_text_embedding_batch([]) == []
    assert model._get_text_embeddings([]) == []
    assert model.count_tokens([]) == 0


@pytest.mark.parametrize(
    "text", ["", " \n\t", "\x00", "\ud800", "x" * 1_000_000, " " * 1_000_000 + "end", "é🚢" * 500_000]
)
def test_odd_texts_have_vectors(model: MiniLM, text: str) -> None:
    assert np.linalg.norm(model.get_text_embedding(text)) == pytest.approx(1, abs=1e-5)


def test_only_the_first_256_tokens_count(model: MiniLM) -> None:
    long = "word " * 200_000
    assert model.count_tokens([long]) == 256
    assert model.count_tokens(["one word more", ""]) == 5 + 2
    assert model.get_text_embedding(long) == model.get_text_embedding("word " * 254)


def test_the_fingerprint_names_the_files(model: MiniLM) -> None:
    files = (MODEL_FOLDER / "model.onnx").read_bytes() + (MODEL_FOLDER / "tokenizer.json").read_bytes()
    assert model.fingerprint == f"minilm-l6-v2-int8@{hashlib.sha256(files).hexdigest()[:12]}"


def test_the_model_card_gives_the_sums_of_the_files() -> None:
    sums = (MODEL_FOLDER / "SHA256SUMS").read_text("ascii").split()
    assert [hashlib.sha256((MODEL_FOLDER / name).read_bytes()).hexdigest() for name in sums[1::2]] == sums[::2]
    assert all(digest in (MODEL_FOLDER / "README.md").read_text("utf-8") for digest in sums[::2])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("model.onnx", "tokenizer.json", "SHA256SUMS"):
        shutil.copy(MODEL_FOLDER / name, tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "SHA256SUMS"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelFileError, match=f"{name} can't be read"):
        MiniLM(folder)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
@pytest.mark.parametrize("damage", ["truncated", "altered", "empty"])
def test_a_damaged_file_is_named(folder: Path, name: str, damage: str) -> None:
    content = (folder / name).read_bytes()
    changed = {"truncated": content[:-1], "altered": content[:500] + b"!" + content[501:], "empty": b""}[damage]
    (folder / name).write_bytes(changed)
    with pytest.raises(ModelFileError, match=rf"{name} \(.*not the file"):
        MiniLM(folder)


def test_sums_that_name_nothing_are_refused(folder: Path) -> None:
    (folder / "SHA256SUMS").write_text("")
    with pytest.raises(ModelFileError, match="SHA256SUMS"):
        MiniLM(folder)

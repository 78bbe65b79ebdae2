"""Search over a small real index: the right sentence first, whatever is asked and however often."""

import math
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.embedding import MiniLM
from index.errors import IndexMissingError
from index.search import SearchIndex, open_index, update_index
from index.word_search import WordSearch
from tests.folder import write_files

FILES: dict[str, str | bytes] = {
    "bridge.txt": "The bridge\n\nThe bridge opened on Monday. It cost four million.\n\nAda Moss built it in 1931.\n",
    "boats.md": "# Boats\n\nThe harbour master counted ninety boats. Three of them sank in the storm.\n",
    "bread.txt": "Bread\n\nBeat the eggs with sugar until pale. Bake the loaf for an hour.\n\n- How hot? At 220 degrees.\n",
    "same.txt": "Weather\n\nIt rained. It rained. It rained.\n",
}
QUESTIONS = [
    *("Who built the bridge?", "What did it cost?", "How many boats are there?", "When did it open?", "Did it rain?"),
    *("How long must it bake?", "Which boats sank?", "the of and", "🚢", "Who is the king of Spain?"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, embedding: MiniLM) -> SearchIndex:
    """Return an index of four short articles."""
    root = tmp_path_factory.mktemp("search")
    update_index(write_files(root / "articles", FILES), root / "data", embedding)
    return open_index(root / "data", embedding)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Who built the bridge?", "Ada Moss built it in 1931."),
        ("How many boats did they count?", "The harbour master counted ninety boats."),
        ("Which vessels went down?", "Three of them sank in the storm."),
        ("How hot must it be?", "At 220 degrees."),
        ("BRIDGE OPENED WHEN", "The bridge opened on Monday."),
    ],
)
def test_the_right_sentence_comes_first(index: SearchIndex, question: str, sentence: str) -> None:
    hit = index.search(question)[0]
    assert hit.sentence.text == sentence
    assert hit.sentence.text == hit.sentence.article.text[hit.sentence.start : hit.sentence.end]


@pytest.mark.parametrize(
    "question",
    [
        *QUESTIONS,
        "\ud800 who built \udfff",
        "\0",
        "{value}",
        "x" * 200_000,
        "?!",
        "“”",
        "nul\0bridge",
        "Мост 日本 \u202e",
    ],
    ids=lambda question: repr(question[:12]),
)
def test_hits_are_sound_for_any_question(index: SearchIndex, question: str) -> None:
    hits = index.search(question)
    keys = [hit.sentence.key for hit in hits]
    assert len(set(keys)) == len(keys)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        assert all(map(math.isfinite, (hit.score, hit.sentence_score, hit.passage_score, hit.bm25_score)))
        assert -1.001 <= hit.sentence_score <= 1.001
        assert hit.bm25_score >= 0


@pytest.mark.parametrize("question", ["", " ", "\n\t\u00a0"])
def test_no_question_has_no_hits(index: SearchIndex, question: str) -> None:
    assert index.search(question) == ()


@pytest.mark.parametrize("word", ["bridge ", "a ", "qwertz ", "\ud800", "🚢", "?"])
def test_a_very_long_question_is_quick(index: SearchIndex, word: str) -> None:
    started = time.monotonic()
    index.search(word * (200_000 // len(word)))
    assert time.monotonic() - started < 3


def test_the_search_can_be_restricted_to_articles(index: SearchIndex) -> None:
    hits = index.search("Who built the bridge?", articles=frozenset({"boats.md", "bread.txt"}))
    assert {hit.sentence.article.id for hit in hits} == {"boats.md", "bread.txt"}
    assert index.search("Who built the bridge?", articles=frozenset()) == ()
    assert index.search("Who built the bridge?", articles=frozenset({"no such article", "' OR 1=1"})) == ()


def test_the_limit_is_kept(index: SearchIndex) -> None:
    everything = index.search("Who built the bridge?")
    assert len(everything) == len(index.corpus.sentences)
    for limit in (0, 1, 3):
        assert index.search("Who built the bridge?", limit=limit) == everything[:limit]


def test_words_count_beside_meaning(index: SearchIndex) -> None:
    hits = {hit.sentence.text: hit for hit in index.search("Who is Moss?")}
    assert hits["Ada Moss built it in 1931."].bm25_score > 0
    assert hits["Bake the loaf for an hour."].bm25_score == 0


def test_threads_find_what_one_finds(index: SearchIndex) -> None:
    questions = QUESTIONS * 2
    serial = [index.search(question) for question in questions]
    with ThreadPoolExecutor(8) as pool:
        runs = [pool.submit(lambda: [index.search(question) for question in questions]) for _ in range(8)]
        assert all(run.result() == serial for run in runs)


def test_an_index_that_was_never_made(tmp_path: Path, embedding: MiniLM) -> None:
    with pytest.raises(IndexMissingError, match="no index") as caught:
        open_index(tmp_path / "data", embedding)
    assert "python -m index" in caught.value.hint
    assert not (tmp_path / "data").exists()
    (tmp_path / "data" / "chroma").mkdir(parents=True)
    with pytest.raises(IndexMissingError, match="empty"):
        open_index(tmp_path / "data", embedding)


def test_neighbours_in_a_passage(index: SearchIndex) -> None:
    first, second = index.corpus.sentences_of("bridge.txt")[:2]
    assert index.corpus.before(second) == first
    assert index.corpus.before(first) is None
    assert index.corpus.article("bridge.txt") == first.article
    assert index.corpus.article("nothing") is None
    assert index.corpus.sentences_of("nothing") == ()


def test_word_search_alone() -> None:
    found = WordSearch(["The bridge opened.", "Bridges, a bridge and bridging.", "", "the of"]).scores("Which bridge?")
    assert found.shape == (4,)
    assert found[1] > found[0] > 0
    assert found[2] == found[3] == 0
    assert WordSearch([]).scores("bridge").shape == (0,)
    assert np.all(WordSearch(["A bridge."]).scores("zebra 🚢") == 0)

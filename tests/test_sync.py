"""Sync: the index says what the folder says, whatever happened on the way, and never loses what it had."""

import json
import os
import shutil
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from index.embedding import MiniLM
from index.errors import FolderError
from index.nodes import article_document
from index.search import SearchIndex, open_index, open_store, update_index
from index.store import Store
from index.sync import SyncReport, article_files, sync
from tests.folder import ROOT, write_files

BRIDGE = "The harbour bridge\n\nThe bridge opened on Monday. It cost four million.\n\nAda Moss built it.\n"
BOATS = "Boats\n\nThe harbour master counted ninety boats.\n"
FILLER = "\n\n```\n" + "x" * 500_000 + "\n```\n"  # code is not indexed, and makes an article a batch of its own


class CountingMiniLM(MiniLM):
    """The real model, which counts the texts it embeds and may give up before one more than ``limit``."""

    embedded: int = 0
    limit: int = 1_000_000

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        if self.embedded + len(texts) > self.limit:
            raise InterruptedError
        self.embedded += len(texts)
        return super()._get_text_embeddings(texts)


@pytest.fixture
def counting() -> CountingMiniLM:
    """Return a model that counts."""
    return CountingMiniLM()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two articles."""
    return write_files(tmp_path / "articles", {"bridge.txt": BRIDGE, "boats.md": BOATS})


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a data folder that doesn't exist yet."""
    return tmp_path / "data"


def sentences(index: SearchIndex) -> list[str]:
    """Return every sentence of an index, whose store holds nothing else."""
    assert len({sentence.key for sentence in index.corpus.sentences}) == len(index.corpus.sentences)
    return sorted(sentence.text for sentence in index.corpus.sentences)


def rows(store: Store) -> tuple[int, int, int]:
    """Return how many articles, passages and sentences are on disk."""
    return len(store.articles), len(store.passages), len(store.sentences)


def failures(report: SyncReport) -> dict[str, str]:
    """Return the reasons by file."""
    return {failed.file: failed.reason for failed in report.failed}


def test_what_happened_is_told_apart(folder: Path, data: Path, embedding: MiniLM) -> None:
    first = update_index(folder, data, embedding)
    assert first == SyncReport(new=("boats.md", "bridge.txt"), changed=(), unchanged=(), removed=(), failed=())
    write_files(folder, {"bridge.txt": BRIDGE + "Nobody came.\n", "new.txt": "A ferry sank.", "bad.txt": b"\0\1\2"})
    (folder / "boats.md").unlink()
    second = update_index(folder, data, embedding)
    assert (second.new, second.changed, second.removed) == (("new.txt",), ("bridge.txt",), ("boats.md",))
    assert failures(second) == {"bad.txt": "The file is binary, not text."}
    assert "Nobody came." in sentences(open_index(data, embedding))
    assert "The harbour master counted ninety boats." not in sentences(open_index(data, embedding))


def test_a_second_sync_changes_nothing(folder: Path, data: Path, counting: CountingMiniLM) -> None:
    update_index(folder, data, counting)
    before, embedded = rows(open_store(data, counting)), counting.embedded
    os.utime(folder / "bridge.txt")
    report = update_index(folder, data, counting)
    assert report == SyncReport(new=(), changed=(), unchanged=("boats.md", "bridge.txt"), removed=(), failed=())
    assert counting.embedded == embedded > 0
    assert rows(open_store(data, counting)) == before


def test_what_was_read_otherwise_before_is_brought_up_to_date(folder: Path, data: Path, embedding: MiniLM) -> None:
    update_index(folder, data, embedding)
    store = open_store(data, embedding)
    before = rows(store)
    (boats,) = (article for article in store.stored().values() if article.file == "boats.md")
    document = article_document(replace(boats, published="2025-02-31", author="Nobody"))
    document.embedding = [1.0] * 384
    store.articles.add([document])
    report = update_index(folder, data, embedding)
    assert (report.changed, report.unchanged) == (("boats.md",), ("bridge.txt",))
    assert open_store(data, embedding).stored()[boats.id] == boats
    assert rows(open_store(data, embedding)) == before


def test_every_article_is_stored_as_it_was_read(folder: Path, data: Path, embedding: MiniLM) -> None:
    stated = '---\ntitle: "a\\0b \\e]52;c"\nauthor: ""\nsource: null\n---\n\n2026-02-18T20:00:00+02:00\n\n'
    write_files(folder, {"stated.md": stated + "It cost four\r\n million 🚢.", "bare.txt": "-\n\nNobody came.\r\n"})
    update_index(folder, data, embedding)
    report = update_index(folder, data, embedding)
    assert report.unchanged == ("bare.txt", "boats.md", "bridge.txt", "stated.md")


def test_only_what_changed_is_embedded(folder: Path, data: Path, counting: CountingMiniLM) -> None:
    update_index(folder, data, counting)
    counting.embedded = 0
    write_files(folder, {"boats.md": "Nobody came."})
    update_index(folder, data, counting)
    assert counting.embedded == 2


def test_a_shorter_article_loses_its_tail(folder: Path, data: Path, embedding: MiniLM) -> None:
    update_index(folder, data, embedding)
    write_files(folder, {"bridge.txt": "The bridge opened on Monday."})
    update_index(folder, data, embedding)
    index = open_index(data, embedding)
    assert sentences(index) == ["The bridge opened on Monday.", "The harbour master counted ninety boats."]
    assert {hit.sentence.text for hit in index.search("Who built the bridge, and what did it cost?")} == set(
        sentences(index)
    )
    assert rows(open_store(data, embedding)) == (2, 2, 2)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file holds no text."),
        (b"\0\1\2", "The file is binary, not text."),
        (b"Menu\n\nLeave a comment\n", "The file holds no sentence to quote."),
        (b"# The harbour bridge\n", "The file holds no sentence to quote."),
    ],
)
def test_a_file_that_fails_keeps_its_earlier_version(
    folder: Path, data: Path, embedding: MiniLM, content: bytes, reason: str
) -> None:
    update_index(folder, data, embedding)
    before = sentences(open_index(data, embedding))
    write_files(folder, {"bridge.txt": content, "other.txt": content})
    for _ in range(2):
        report = update_index(folder, data, embedding)
        assert failures(report) == {"bridge.txt": reason, "other.txt": reason}
        assert (report.new, report.changed, report.unchanged, report.removed) == ((), (), ("boats.md",), ())
        assert sentences(open_index(data, embedding)) == before


def test_no_folder_or_an_empty_one_leaves_the_index_alone(folder: Path, data: Path, embedding: MiniLM) -> None:
    update_index(folder, data, embedding)
    before = sentences(open_index(data, embedding))
    shutil.rmtree(folder)
    with pytest.raises(FolderError, match="no folder"):
        update_index(folder, data, embedding)
    write_files(folder, {"notes.pdf": b"%PDF", ".hidden.txt": "Hidden."})
    with pytest.raises(FolderError, match="no articles") as caught:
        update_index(folder, data, embedding)
    assert "ARTICLES_DIR" in caught.value.hint
    assert sentences(open_index(data, embedding)) == before
    with pytest.raises(FolderError):
        article_files(folder / "notes.pdf")
    with pytest.raises(FolderError):
        article_files(folder / ("x" * 300))


def test_which_files_are_articles(tmp_path: Path) -> None:
    folder = write_files(
        tmp_path / "in",
        {"b.txt": "B.", "deep/er/a.MD": "A.", ".git/c.txt": "C.", ".d.txt": "D.", "e.html": "E.", "x.txt/f.txt": "F."},
    )
    (folder / "loop").symlink_to(folder)
    (folder / "outside").symlink_to(write_files(tmp_path / "out", {"g.txt": "G."}))
    found = [path.relative_to(folder).as_posix() for path in article_files(folder)]
    assert found == ["b.txt", "deep/er/a.MD", "x.txt/f.txt"]
    (tmp_path / "link").symlink_to(folder)
    assert len(article_files(tmp_path / "link")) == 3


def test_odd_files_among_good_ones(folder: Path, data: Path, embedding: MiniLM) -> None:
    write_files(
        folder, {"latin.txt": "Le café est fermé. Zoë l'a dit.".encode("latin-1"), "a b\n🚢.txt": "A ferry sank."}
    )
    os.mkfifo(folder / "pipe.txt")
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    with (folder / "huge.md").open("wb") as huge:
        huge.truncate(20_000_000)
    report = update_index(folder, data, embedding)
    assert report.new == ("a b\n🚢.txt", "boats.md", "bridge.txt", "latin.txt")
    assert list(failures(report)) == ["gone.txt", "huge.md", "pipe.txt"]
    assert "Zoë l'a dit." in sentences(open_index(data, embedding))


def test_names_that_differ_in_unicode_form_only(folder: Path, data: Path, embedding: MiniLM) -> None:
    composed, apart = (unicodedata.normalize(form, "été.txt") for form in ("NFC", "NFD"))
    write_files(folder, {composed: "A ferry sank.", apart: "A boat sank."})
    report = update_index(folder, data, embedding)
    assert len(report.new) == 3
    assert ["Unicode form" in reason for reason in failures(report).values()] == [True]


def test_a_run_that_breaks_off_is_completed_by_the_next(folder: Path, data: Path, counting: CountingMiniLM) -> None:
    write_files(folder, {"boats.md": BOATS + FILLER, "bridge.txt": BRIDGE + FILLER})
    counting.limit = 3
    with pytest.raises(InterruptedError):
        update_index(folder, data, counting)
    assert sentences(open_index(data, counting)) == ["The harbour master counted ninety boats."]
    counting.limit = 1_000_000
    report = update_index(folder, data, counting)
    assert (report.new, report.unchanged) == (("bridge.txt",), ("boats.md",))
    assert len(sentences(open_index(data, counting))) == 4
    assert rows(open_store(data, counting)) == (2, 3, 4)


def test_a_change_that_breaks_off_leaves_the_old_text(folder: Path, data: Path, counting: CountingMiniLM) -> None:
    update_index(folder, data, counting)
    before = sentences(open_index(data, counting))
    write_files(folder, {"bridge.txt": "A ferry sank."})
    counting.limit = counting.embedded
    with pytest.raises(InterruptedError):
        update_index(folder, data, counting)
    assert sentences(open_index(data, counting)) == before


KILLED = """
import sys, time
from pathlib import Path
from index.embedding import MiniLM
from index.search import update_index

class Slow(MiniLM):
    calls: int = 0
    def _get_text_embeddings(self, texts):
        self.calls += 1
        if self.calls == 2:
            print("half-way", flush=True)
            time.sleep(60)
        return super()._get_text_embeddings(texts)

update_index(Path(sys.argv[1]), Path(sys.argv[2]), Slow())
"""


def test_a_killed_process_leaves_an_index_that_answers(folder: Path, data: Path, embedding: MiniLM) -> None:
    write_files(folder, {"boats.md": BOATS + FILLER, "bridge.txt": BRIDGE + FILLER})
    command = [sys.executable, "-c", KILLED, str(folder), str(data)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "half-way\n"
        process.kill()
    assert [hit.sentence.text for hit in open_index(data, embedding).search("How many boats?")] == [
        "The harbour master counted ninety boats."
    ]
    assert update_index(folder, data, embedding).new == ("bridge.txt",)
    assert rows(open_store(data, embedding)) == (2, 3, 4)
    assert open_index(data, embedding).search("Who built it?")[0].sentence.text == "Ada Moss built it."


def test_other_settings_index_everything_anew(folder: Path, data: Path, embedding: MiniLM) -> None:
    update_index(folder, data, embedding)
    other = Store(data / "chroma", "another way of cutting")
    assert sync(folder, other, embedding).new == ("boats.md", "bridge.txt")
    assert update_index(folder, data, embedding).new == ("boats.md", "bridge.txt")
    assert rows(open_store(data, embedding)) == (2, 3, 4)


def test_progress_is_told(folder: Path, data: Path, embedding: MiniLM) -> None:
    told: list[tuple[int, int]] = []
    write_files(folder, {"boats.md": BOATS + FILLER, "bridge.txt": BRIDGE + FILLER})
    update_index(folder, data, embedding, lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_the_two_articles(two_articles: Path, data: Path, embedding: MiniLM) -> None:
    report = update_index(two_articles, data, embedding)
    assert len(report.new) == 2
    index = open_index(data, embedding)
    for sentence in index.corpus.sentences:
        path = two_articles / sentence.article.file
        assert path.read_bytes().decode()[sentence.start : sentence.end] == sentence.text
    assert json.dumps([article.id for article in index.corpus.articles])

"""From a file to an article: encodings, ids, and files that can't be one."""

import os
import random
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import ArticleFileError
from index.reading import MAX_BYTES, article_id, decode, read_article
from tests.folder import write_files

ENGLISH = "“It’s late,” said Zoë – and naïve, too. The bridge cost £4 million."
FRENCH = "Le café est fermé. Les élèves sont rentrés à l'école, où la fête a déjà commencé."
RUSSIAN = "Мэр открыл мост в понедельник. Он стоил четыре миллиона. Никто не пришёл."


def reason(path: Path) -> str:
    """Return why ``path`` can't be an article."""
    with pytest.raises(ArticleFileError) as caught:
        read_article(path, path.parent)
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (ENGLISH.encode(), ENGLISH),
        (b"\xef\xbb\xbf" + ENGLISH.encode(), ENGLISH),
        (ENGLISH.encode("utf-16"), ENGLISH),
        (b"\xfe\xff" + RUSSIAN.encode("utf-16-be"), RUSSIAN),
        (b"\xff\xfe\x00\x00" + ENGLISH.encode("utf-32-le"), ENGLISH),
        (ENGLISH.encode("cp1252"), ENGLISH),
        ("It’s late.".encode("cp1252"), "It’s late."),
        (FRENCH.encode("latin-1"), FRENCH),
        (RUSSIAN.encode("cp1251"), RUSSIAN),
        (b"One.\r\n\r\nTwo.\rThree.\n", "One.\r\n\r\nTwo.\rThree.\n"),
        ((RUSSIAN * 9).encode() + b"\xff", RUSSIAN * 9 + "\ufffd"),
    ],
)
def test_text_of_every_encoding_is_kept_to_the_letter(data: bytes, text: str) -> None:
    assert decode(data) == text


@given(text=st.text())
def test_utf8_comes_back_exactly_or_is_refused_as_binary(text: str) -> None:
    try:
        assert decode(text.encode()) == text.removeprefix("\ufeff")
    except ArticleFileError:
        assert re.search("[\x00-\x1f\x7f-\x9f]", text)


@given(seed=st.integers(0, 10**9), size=st.integers(300, 5_000))
@settings(max_examples=60, deadline=None)
def test_random_bytes_are_refused(seed: int, size: int) -> None:
    noise = random.Random(seed).randbytes(size)
    with pytest.raises(ArticleFileError, match="binary"):
        decode(noise)


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "no text"), (b" \r\n\t\n", "no text"), (b"\xef\xbb\xbf\n", "no text"), (b"The b\0ridge.", "binary")],
)
def test_files_without_text_are_refused(tmp_path: Path, content: bytes, why: str) -> None:
    assert why in reason(write_files(tmp_path, {"a.txt": content}) / "a.txt")


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert "10,000,001 bytes" in reason(path)


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "circle.txt").symlink_to(tmp_path / "circle.txt")
    (tmp_path / "folder.txt").mkdir()
    assert "regular file" in reason(tmp_path / "pipe.txt")
    assert "regular file" in reason(tmp_path / "broken.txt")
    assert "regular file" in reason(tmp_path / "folder.txt")
    assert "link" in reason(tmp_path / "circle.txt")
    assert "regular file" in reason(tmp_path / "gone.txt")


def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    path = write_files(tmp_path, {"a.txt": "A bridge."}) / "a.txt"
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user (root?) reads every file")
    assert "Permission denied" in reason(path)


def test_a_link_may_lead_to_the_same_folder_only(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "in", {"kept/a.txt": "A bridge."})
    write_files(tmp_path / "out", {"secret.txt": "A secret."})
    (folder / "inside.txt").symlink_to(folder / "kept" / "a.txt")
    (folder / "outside.txt").symlink_to(tmp_path / "out" / "secret.txt")
    assert read_article(folder / "inside.txt", folder).text == "A bridge."
    assert "out of the folder" in reason(folder / "outside.txt")


@pytest.mark.parametrize("file", ["a b.txt", "été/naïve 🚢.txt", "line\nbreak.txt", "a%2fb~2f.txt", "<script>.md"])
def test_odd_file_names_are_read(tmp_path: Path, file: str) -> None:
    folder = write_files(tmp_path, {file: "A bridge."})
    article = read_article(folder / file, folder)
    assert article.file == file
    assert re.fullmatch(r"[A-Za-z0-9._~-]+", article.id)


def test_a_file_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = Path(os.fsdecode(bytes(tmp_path) + b"/\xff.txt"))
    path.write_text("A bridge.")
    assert "name" in reason(path)


def test_ids_follow_from_the_path_alone(tmp_path: Path) -> None:
    one = write_files(tmp_path / "one", {"news/a b.txt": "A bridge."})
    other = write_files(tmp_path / "other", {"news/a b.txt": "Another text."})
    ids = {read_article(folder / "news" / "a b.txt", folder).id for folder in (one, other)}
    assert ids == {"news~2fa~20b.txt"}


PATHS = st.text(st.sampled_from("ab/~.2f é\u0301\n%"), min_size=1, max_size=8)


@given(one=PATHS, other=PATHS)
def test_ids_are_url_safe_and_injective(one: str, other: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9._~-]+", article_id(one))
    same = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
    assert (article_id(one) == article_id(other)) == same

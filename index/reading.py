"""From a file's bytes to an ``Article``: decoding, and the title, author, date and source that the file states.

Knows the file formats; knows nothing about passages, sentences or the index.
"""

import hashlib
import re
import unicodedata
from pathlib import Path

from charset_normalizer import from_bytes

from index.article import Article
from index.errors import ArticleFileError
from index.metadata import stated_metadata

SUFFIXES = frozenset({".txt", ".md"})
MAX_BYTES = 10_000_000
_BYTE_ORDER_MARKS = {
    b"\xef\xbb\xbf": "utf-8",
    b"\xff\xfe\x00\x00": "utf-32-le",
    b"\x00\x00\xfe\xff": "utf-32-be",
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
}
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_UNSAFE_IN_ID = re.compile(r"[^A-Za-z0-9._-]")


def read_article(path: Path, folder: Path) -> Article:
    """Read ``path``, a file under ``folder``.

    Raises ArticleFileError when the file is empty, binary, too large, unreadable or no regular file.
    """
    data = _read_bytes(path)
    text = decode(data)
    if not text.strip():
        raise ArticleFileError("The file holds no text.")
    stated = stated_metadata(text)
    file = path.relative_to(folder).as_posix()
    return Article(
        id=article_id(file),
        file=file,
        title=stated.title,
        text=text,
        source=stated.source,
        url=stated.url,
        author=stated.author,
        published=stated.published,
        content_hash=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
    )


def article_id(file: str) -> str:
    """The id of a file path relative to its folder: injective, and made of unreserved URL characters only.

    Letters, digits, dot, dash and underscore stay; every other character becomes ``~`` and its UTF-8 bytes in hex
    (``news/a b.txt`` → ``news~2fa~20b.txt``).
    """
    normal = unicodedata.normalize("NFC", file)
    return _UNSAFE_IN_ID.sub(lambda m: "".join(f"~{b:02x}" for b in m[0].encode("utf-8", "surrogateescape")), normal)


def decode(data: bytes) -> str:
    """Text of ``data`` without its byte-order mark, newlines untouched.

    UTF-8 first, then what charset-normalizer finds most likely. Raises ArticleFileError for bytes that are no text.
    """
    text = _decoded(data)
    if len(_NOT_TEXT.findall(text)) > len(text) // 1000:
        raise ArticleFileError("The file is binary, not text.")
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(_likely_encoding(data), errors="replace")


def _likely_encoding(data: bytes) -> str:
    matches = list(from_bytes(data))
    if not matches:
        raise ArticleFileError("The file is binary, or in an encoding that cannot be told.")
    best = matches[0]
    ties = {m.encoding for m in matches if (m.chaos, m.coherence) == (best.chaos, best.coherence)}
    # Short Western texts often tie between code pages; the web's default among them is the likeliest.
    return "cp1252" if "cp1252" in ties else best.encoding


def _read_bytes(path: Path) -> bytes:
    try:
        if not path.is_file():  # opening a pipe or a device would wait for ever
            raise ArticleFileError("It is not a regular file.")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ArticleFileError(f"The file has {size:,} bytes; the limit is {MAX_BYTES:,}.")
        return path.read_bytes()
    except OSError as error:
        raise ArticleFileError(f"The file cannot be read: {error.strerror}.") from error

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
_SMALL_CHAOS = 0.1  # charset-normalizer's measure; it gives up at 0.2
_BYTE_ORDER_MARKS = {
    b"\xef\xbb\xbf": "utf-8",
    b"\xff\xfe\x00\x00": "utf-32-le",
    b"\x00\x00\xfe\xff": "utf-32-be",
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
}
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# UTF-16 and UTF-32 open with a byte-order mark, and no article is in EBCDIC; to guess them turns noise into text.
_NEVER_GUESSED = [
    *("utf_7", "utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_32_le", "utf_32_be"),
    *("cp037", "cp273", "cp424", "cp500", "cp875", "cp1026", "cp1140"),
]
_UNSAFE_IN_ID = re.compile(r"[^A-Za-z0-9._-]")


def read_article(path: Path, folder: Path) -> Article:
    """Read ``path``, a file under ``folder``.

    Raises ArticleFileError when the file is empty, binary, too large, unreadable, no regular file, or a link that leads
    out of the folder.
    """
    data = _read_bytes(path, folder)
    text = decode(data)
    if not text.strip():
        raise ArticleFileError("The file holds no text.")
    stated = stated_metadata(text)
    file = path.relative_to(folder).as_posix()
    if _SURROGATE.search(file):
        raise ArticleFileError("Its name is not valid UTF-8, which the index cannot hold.")
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
    """The id of a file path relative to its folder: injective up to Unicode normal form, and of unreserved characters.

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
    text = data.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    if damaged * 10 <= len(data) - len(text):  # UTF-8 throughout, but for a byte or two
        return text
    return data.decode(_likely_encoding(data), errors="replace")


def _likely_encoding(data: bytes) -> str:
    matches = list(from_bytes(data, cp_exclusion=_NEVER_GUESSED))
    foreign = sum(byte > 0x7F for byte in data)
    if foreign * 5 < len(data):  # mostly ASCII: those few are accents and quotation marks, not East Asian characters
        matches = [match for match in matches if not match.multi_byte_usage]
        if not matches and not _NOT_TEXT.search(data.decode("ascii", "ignore")):
            return "cp1252"
    if not matches:
        raise ArticleFileError("The file is binary, or in an encoding that cannot be told.")
    best = matches[0]
    # Short Western texts all but tie between code pages; the web's default among them is the likeliest.
    western = next((match for match in matches if match.encoding == "cp1252"), best)
    as_likely = western.coherence >= best.coherence and western.chaos <= best.chaos + _SMALL_CHAOS
    return western.encoding if as_likely else best.encoding


def _read_bytes(path: Path, folder: Path) -> bytes:
    try:
        if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
            raise ArticleFileError("It is a link that leads out of the folder.")
        if not path.is_file():  # opening a pipe or a device would wait for ever
            raise ArticleFileError("It is not a regular file.")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ArticleFileError(f"The file has {size:,} bytes; the limit is {MAX_BYTES:,}.")
        return path.read_bytes()
    except RuntimeError as error:  # how Python 3.11 and 3.12 tell of links that lead in a circle
        raise ArticleFileError("It is a link that leads nowhere.") from error
    except OSError as error:
        raise ArticleFileError(f"The file cannot be read: {error.strerror}.") from error

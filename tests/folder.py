"""Article files, and articles without a file, for tests of the index."""

from pathlib import Path

from index.article import Article

ROOT = Path(__file__).parent.parent


def write_files(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write ``files``, by path under ``folder``, and return the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def make_article(text: str) -> Article:
    """Return an article of that text."""
    return Article(id="a.txt", file="a.txt", title="A", text=text, content_hash="0" * 64)

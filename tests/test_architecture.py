"""The shape of the project, read from its imports: who knows whom, and where each library's room is."""

import ast
from pathlib import Path

import pytest

from tests.folder import ROOT

PACKAGES = ("index", "bot", "evals", "training")
LONGEST_MODULE = 300
ROOMS = {
    "chromadb": ("index/store.py", "evals/retrieval.py"),
    "gradio": ("bot/page/",),
    "fastapi": ("bot/api/", "bot/page/", "app.py"),
    "starlette": ("bot/api/", "bot/page/", "app.py", "evals/hostile/scripted_"),
    "uvicorn": ("bot/api/", "bot/page/", "app.py", "evals/hostile/scripted_"),
    "onnxruntime": ("index/onnx_model.py", "index/minilm/export.py", "training/export.py"),
    "tokenizers": ("index/embedding.py", "index/minilm/export.py", "bot/heads/pairs.py", "training/"),
    "sentencex": ("index/sentences.py",),
    "openai": ("bot/llm/client.py",),
    "httpx2": ("bot/llm/client.py",),
    "bm25s": ("index/word_search.py",),
}
MODULES = sorted(
    path for place in (*PACKAGES, "app.py") for path in [ROOT / place, *(ROOT / place).rglob("*.py")] if path.is_file()
)


def name(path: Path) -> str:
    """Return the path as the project writes it."""
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> set[str]:
    """Return every module that a file imports, wherever in it, by its whole dotted name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def roots(path: Path) -> set[str]:
    """Return the top-level packages that a file imports."""
    return {module.partition(".")[0] for module in imported(path)}


def test_there_is_something_to_read() -> None:
    assert len(MODULES) > 40
    assert {"index", "llama_index", "numpy"} <= roots(ROOT / "index" / "sync.py")


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_go_one_way(path: Path) -> None:
    place = name(path).partition("/")[0]
    forbidden = {"index": {"bot", "evals", "app", "training"}, "bot": {"evals", "app", "training"}}
    assert not roots(path) & (forbidden.get(place, set()) | {"tests"})


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_each_library_stays_in_its_room(path: Path) -> None:
    for library, rooms in ROOMS.items():
        if library in roots(path):
            assert name(path).startswith(rooms), f"{library} is imported outside {rooms}"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_are_short_and_say_what_they_are_for(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= LONGEST_MODULE
    assert not source.strip() or ast.get_docstring(ast.parse(source))

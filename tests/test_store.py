"""The store: what is put in comes out, leftovers are never loaded, and damage is told in words."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from llama_index.core.vector_stores.types import VectorStoreQuery

from index.article import Article
from index.embedding import MiniLM
from index.errors import IndexBrokenError
from index.nodes import ArticleNodeParser, article_document, embedded_text
from index.passages import parse
from index.store import Store
from tests.folder import make_article

TEXT = "The harbour bridge\r\n\r\nIt opened.\0 🚢 “Late,” she said.\n\nFAQ\n\n- Who built it? Ada Moss did.\n"


def put(store: Store, embedding: MiniLM, article: Article, *, with_record: bool = True) -> None:
    """Store an article; without its record it is what a run leaves that was cut off."""
    document = article_document(article)
    nodes = ArticleNodeParser().get_nodes_from_documents([document])
    for node, vector in zip(nodes, embedding.get_text_embedding_batch([embedded_text(n) for n in nodes]), strict=True):
        node.embedding = vector
    document.embedding = nodes[0].embedding
    store.put([document] if with_record else [], nodes)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return an empty store."""
    return Store(tmp_path / "chroma", "one")


def test_articles_come_back_whole(store: Store, embedding: MiniLM) -> None:
    article = replace(make_article(TEXT), author="Ada Moss", published="2026-02-18")
    put(store, embedding, article)
    corpus = store.load()
    assert corpus.articles == (article,)
    assert (corpus.passages, corpus.sentences) == (parse(article).passages, parse(article).sentences)
    assert corpus.sentences[-1].passage.question == "Who built it?"


def test_similarities_are_cosines_best_first(store: Store, embedding: MiniLM) -> None:
    put(store, embedding, make_article(TEXT))
    vector = embedding.get_query_embedding("Who built it?\nAda Moss did.")
    found = store.sentences.query(VectorStoreQuery(query_embedding=vector, similarity_top_k=50))
    assert found.similarities
    assert found.ids
    assert found.similarities == sorted(found.similarities, reverse=True)
    assert found.similarities[0] == pytest.approx(1, abs=1e-3)
    assert found.ids[0] == store.load().sentences[-1].key
    nothing = VectorStoreQuery(query_embedding=vector, similarity_top_k=50, doc_ids=["other"])
    assert store.sentences.query(nothing).ids == []


def test_an_empty_store_is_an_empty_corpus(store: Store, embedding: MiniLM) -> None:
    assert store.load().articles == ()
    query = VectorStoreQuery(query_embedding=embedding.get_query_embedding("Who?"), similarity_top_k=5)
    assert store.sentences.query(query).ids == []


def test_rows_of_a_run_that_was_cut_off_are_never_loaded(store: Store, embedding: MiniLM) -> None:
    old, new = make_article(TEXT), replace(make_article("Nobody came. Nobody paid."), content_hash="1" * 64)
    put(store, embedding, old)
    put(store, embedding, new, with_record=False)
    assert store.load().articles == (old,)
    assert store.load().sentences == parse(old).sentences
    store.prune()
    assert len(store.sentences) == len(parse(old).sentences)


def test_a_shorter_text_leaves_no_tail(store: Store, embedding: MiniLM) -> None:
    new = replace(make_article("Nobody came."), content_hash="1" * 64)
    put(store, embedding, make_article(TEXT))
    put(store, embedding, new)
    assert [sentence.text for sentence in store.load().sentences] == ["Nobody came."]
    store.prune()
    assert (len(store.articles), len(store.passages), len(store.sentences)) == (1, 1, 1)


def test_dropped_articles_are_gone(store: Store, embedding: MiniLM) -> None:
    put(store, embedding, make_article(TEXT))
    store.drop(["a.txt"])
    assert store.load().sentences == ()
    store.prune()
    assert (len(store.articles), len(store.passages), len(store.sentences)) == (0, 0, 0)


def test_other_settings_start_empty_and_replace_at_prune(tmp_path: Path, store: Store, embedding: MiniLM) -> None:
    put(store, embedding, make_article(TEXT))
    other = Store(tmp_path / "chroma", "other")
    assert other.load().articles == ()
    assert store.load().articles
    other.prune()
    assert Store(tmp_path / "chroma", "one").load().articles == ()


def truncate(file: Path) -> None:
    """Leave only the start of a file."""
    os.truncate(file, 5_000)


def overwrite(file: Path) -> None:
    """Replace a file with noise."""
    file.write_bytes(os.urandom(40_000))


def scribble(file: Path) -> None:
    """Damage the later pages of a file and leave its head."""
    with file.open("r+b") as opened:
        opened.seek(4_096)
        opened.write(os.urandom(file.stat().st_size - 4_096))


@pytest.mark.parametrize("damage", [truncate, overwrite, scribble])
def test_a_damaged_database_is_told_in_words(
    tmp_path: Path, store: Store, embedding: MiniLM, damage: Callable[[Path], None]
) -> None:
    put(store, embedding, make_article(TEXT))
    shutil.copytree(tmp_path / "chroma", tmp_path / "copy")  # Chroma keeps the first folder open
    damage(tmp_path / "copy" / "chroma.sqlite3")
    for _ in range(2):
        with pytest.raises(IndexBrokenError, match="cannot be") as caught:
            Store(tmp_path / "copy", "one").load()
        assert "python -m index" in caught.value.hint


def test_a_file_in_the_place_of_the_database(tmp_path: Path) -> None:
    (tmp_path / "chroma").write_text("no folder")
    with pytest.raises(IndexBrokenError):
        Store(tmp_path / "chroma", "one")

"""``python -m evals.retrieval DATA``: our search against plain LlamaIndex + Chroma, on the same passages and questions.

Plain is a Document per passage, ``VectorStoreIndex`` over ``ChromaVectorStore`` and its retriever, with the same
embedding model. Asked are questions of the titles that nothing was fitted on.
"""

import argparse
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import chromadb
from llama_index.core import Document, StorageContext, VectorStoreIndex
from llama_index.vector_stores.chroma import ChromaVectorStore
from rich.console import Console
from rich.table import Table

from evals.public_sets import SetQuestion, Span, held_out, sample, write_set
from evals.scores import mean_reciprocal_rank, recall_at
from index.embedding import MiniLM
from index.search import SearchIndex, open_index, update_index

SETS = ("squad2-part", "squadshifts-new_wiki")
_DEPTH = 10
# A gold passage's rank for a question, or None if it is not among the first _DEPTH.
Ranker = Callable[[SetQuestion], int | None]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with answers/*.jsonl.gz")
    parser.add_argument("--sets", nargs="+", default=SETS)
    parser.add_argument("--questions", type=int, default=1_000, help="of each set")
    options = parser.parse_args()
    compare(options.data, options.sets, options.questions)


def compare(data: Path, sets: Sequence[str], count: int) -> None:
    """Print both systems' figures over at most ``count`` held-out questions of each of ``sets``. Raises OSError where
    a set is not in ``data``."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "articles"
        folder.mkdir()
        questions = write_set([data / "answers" / f"{name}.jsonl.gz" for name in sets], folder)
        passages = dict.fromkeys(question.passage for question in questions)
        answerable = [question for question in held_out(questions) if question.answers]
        asked = [
            question for name in sets for question in sample([q for q in answerable if q.group == name], count, seed=1)
        ]
        embedding = MiniLM()
        update_index(folder, Path(work), embedding)
        ours = _our_ranker(open_index(Path(work), embedding))
        plain = _plain_ranker(list(passages), folder, Path(work) / "plain", embedding)
        _print(asked, {"plain LlamaIndex + Chroma": plain, "On Record": ours}, len(passages))


def _our_ranker(index: SearchIndex) -> Ranker:
    def rank(question: SetQuestion) -> int | None:
        found = dict.fromkeys(hit.sentence.passage for hit in index.search(question.text, limit=200))
        right = [_inside(p.article.id, p.start, p.end, question.passage) for p in found][:_DEPTH]
        return right.index(True) + 1 if True in right else None

    return rank


def _inside(article: str, start: int, end: int, span: Span) -> bool:
    return article == span.article and span.start <= start and end <= span.end


def _plain_ranker(passages: Sequence[Span], folder: Path, work: Path, embedding: MiniLM) -> Ranker:
    texts = {span.article: (folder / span.article).read_text(encoding="utf-8") for span in passages}
    documents = [
        Document(text=texts[span.article][span.start : span.end].strip(), id_=str(number))
        for number, span in enumerate(passages)
    ]
    collection = chromadb.PersistentClient(str(work)).create_collection("plain", embedding_function=None)
    storage = StorageContext.from_defaults(vector_store=ChromaVectorStore(chroma_collection=collection))
    index = VectorStoreIndex.from_documents(documents, storage_context=storage, embed_model=embedding)
    retriever = index.as_retriever(similarity_top_k=_DEPTH)
    numbers = {span: str(number) for number, span in enumerate(passages)}

    def rank(question: SetQuestion) -> int | None:
        found = list(dict.fromkeys(node.node.ref_doc_id for node in retriever.retrieve(question.text)))
        gold = numbers[question.passage]
        return found.index(gold) + 1 if gold in found else None

    return rank


def _print(asked: Sequence[SetQuestion], rankers: dict[str, Ranker], passages: int) -> None:
    columns = ("set", "questions", "system", "recall@1", "recall@4", "recall@10", "MRR@10")
    table = Table(*columns, title=f"{passages:,} passages")
    for name in [*dict.fromkeys(question.group for question in asked), "all"]:
        part = [question for question in asked if name in ("all", question.group)]
        for system, rank in rankers.items():
            ranks = [rank(question) for question in part]
            figures = [recall_at(ranks, 1), recall_at(ranks, 4), recall_at(ranks, 10), mean_reciprocal_rank(ranks)]
            table.add_row(name, str(len(part)), system, *(f"{figure:.3f}" for figure in figures))
    Console(width=110).print(table)


if __name__ == "__main__":
    main()

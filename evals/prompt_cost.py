"""``python -m evals.prompt_cost DATA``: what a prompt costs, beside LlamaIndex's CitationQueryEngine.

That one is run twice: at its defaults, whose chunks of 1,024 tokens MiniLM reads a quarter of, and with chunks that it
reads whole. All are asked the same questions over the same articles with the same embedding model, and a model of ours
takes down the prompts. Tokens are those of MiniLM's tokenizer, which ships: no model's own, the same ruler for all.
"""

import argparse
import asyncio
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from llama_index.core import SimpleDirectoryReader, VectorStoreIndex
from llama_index.core.llms import CompletionResponse, CompletionResponseGen, CustomLLM, LLMMetadata
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.query_engine import CitationQueryEngine
from pydantic import Field
from rich.console import Console
from rich.table import Table

from bot.answer import Question
from bot.building import build_bot, build_model
from bot.heads.pairs import tokenizer
from evals.hostile.scripted_server import MODEL, scripted_server
from evals.public_sets import SetQuestion, held_out, sample, write_set
from evals.retrieval import SETS
from evals.scores import interval
from index.corpus import Corpus
from index.embedding import MiniLM
from index.search import SearchIndex, open_index, update_index
from index.settings import Settings

_CHUNK = 256  # tokens: what MiniLM reads
_CONTEXT = 32_000  # tokens: what a plain model of today reads, so that nothing is split over two prompts


class _Recorder(CustomLLM):
    """Takes down what it is asked and says nothing of use."""

    prompts: list[str] = Field(default_factory=list)

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(context_window=_CONTEXT, num_output=256)

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        del formatted, kwargs
        self.prompts.append(prompt)
        return CompletionResponse(text="None.")

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:
        yield self.complete(prompt, formatted, **kwargs)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with answers/*.jsonl.gz")
    parser.add_argument("--questions", type=int, default=200, help="of each set")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "articles"
        folder.mkdir()
        every = write_set([options.data / "answers" / f"{name}.jsonl.gz" for name in SETS], folder)
        pool = [question for question in held_out(every) if question.answers]
        asked = [q for name in SETS for q in sample([p for p in pool if p.group == name], options.questions, seed=4)]
        embedding = MiniLM()
        update_index(folder, Path(work), embedding)
        texts = [question.text for question in asked]
        index, counted = open_index(Path(work), embedding), tokenizer()
        short = SentenceSplitter(chunk_size=_CHUNK, chunk_overlap=_CHUNK // 8)
        table = Table("system", "questions", "prompts", "tokens a question", "tokens a prompt", "gold sentence in it")
        for name, found in (
            ("CitationQueryEngine, its defaults", _theirs(folder, embedding, texts, SentenceSplitter())),
            (f"CitationQueryEngine, chunks of {_CHUNK}", _theirs(folder, embedding, texts, short)),
            ("On Record", _ours(index, texts)),
        ):
            table.add_row(name, *_row(asked, found, index.corpus, lambda text: len(counted.encode(text).ids)))
        Console(width=120).print(table)


def _theirs(
    folder: Path, embedding: MiniLM, questions: Sequence[str], splitter: SentenceSplitter
) -> list[Sequence[str]]:
    documents = SimpleDirectoryReader(str(folder)).load_data()
    recorder = _Recorder()
    index = VectorStoreIndex.from_documents(documents, embed_model=embedding, transformations=[splitter])
    engine = CitationQueryEngine.from_args(index, recorder)
    found: list[Sequence[str]] = []
    for question in questions:
        recorder.prompts.clear()
        engine.query(question)
        found.append(tuple(recorder.prompts))
    return found


def _ours(index: SearchIndex, questions: Sequence[str]) -> list[Sequence[str]]:
    found: list[Sequence[str]] = []
    with scripted_server() as server:
        bot = build_bot(index, model=build_model(Settings(openai_base_url=server.base_url, openai_model=MODEL)))
        for question in questions:
            server.asked.clear()
            asyncio.run(bot.ask(Question(text=question)))
            found.append(["\n".join(m["content"] for m in one.body["messages"]) for one in server.asked])
    return found


def _row(
    asked: Sequence[SetQuestion], found: Sequence[Sequence[str]], corpus: Corpus, count: Callable[[str], int]
) -> tuple[str, ...]:
    tokens = [sum(map(count, prompts)) for prompts in found]
    sent = sum(map(len, found))
    held = sum(_holds(prompts, question, corpus) for prompts, question in zip(found, asked, strict=True))
    low, high = interval(held / len(asked), len(asked))
    return (
        *(str(len(asked)), str(sent), f"{sum(tokens) / len(asked):,.0f}", f"{sum(tokens) / max(1, sent):,.0f}"),
        f"{held / len(asked):.3f} ({low:.3f}–{high:.3f})",
    )


def _holds(prompts: Sequence[str], question: SetQuestion, corpus: Corpus) -> bool:
    """Whether a whole sentence that overlaps an answer stands in a prompt."""
    read = " ".join(" ".join(prompts).split())
    return any(
        " ".join(s.text.split()) in read
        for answer in question.answers
        for s in corpus.sentences_of(answer.article)
        if answer.start < s.end and answer.end > s.start
    )


if __name__ == "__main__":
    main()

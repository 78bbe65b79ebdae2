"""``python -m evals.bench [DATA]``: how fast and how large, on this machine, in one run.

Without DATA (the folder of the public sets) only the sample articles are measured. Figures of a shared machine are
noisy: the ratios are what to compare.
"""

import argparse
import asyncio
import json
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.answer import Question
from bot.bot import HITS
from bot.building import build_bot
from bot.heads.answer import FOLDER
from bot.heads.pairs import Pair, PairModel
from bot.reader import TrainedReader
from evals.public_sets import sample, write_set
from evals.retrieval import SETS
from index.embedding import MiniLM
from index.nodes import ArticleNodeParser, article_document, embedded_text
from index.onnx_model import batches, padded
from index.reading import read_article
from index.search import SearchIndex, open_index, update_index
from index.sync import article_files

_ASKED = 200
_SAMPLE = Path("articles")
_SAMPLE_CASES = Path("evals/cases/two-articles.jsonl")


def main() -> None:
    """Print the figures, a line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("--ask", type=Path, metavar="WORK", help=argparse.SUPPRESS)  # one measurement, by itself
    options = parser.parse_args()
    if options.ask:
        _ask(options.ask)
        return
    with tempfile.TemporaryDirectory() as work:
        _start_to_ready(Path(work))
        _measure(Path(work) / "sample", _SAMPLE, _sample_questions())
    if options.data:
        with tempfile.TemporaryDirectory() as work:
            folder = Path(work) / "articles"
            folder.mkdir()
            asked = write_set([options.data / "answers" / f"{name}.jsonl.gz" for name in SETS], folder)
            _measure(Path(work), folder, [question.text for question in sample(asked, _ASKED, seed=2)])


def _sample_questions() -> list[str]:
    lines = _SAMPLE_CASES.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["question"] for line in lines]


def _measure(work: Path, folder: Path, questions: Sequence[str]) -> None:
    work.mkdir(exist_ok=True)
    (work / "questions.json").write_text(json.dumps(list(questions)), encoding="utf-8")
    _throughput(work, folder)
    # A process of its own, so that the memory is that of asking.
    subprocess.run([sys.executable, "-m", "evals.bench", "--ask", str(work)], check=True)


def _throughput(work: Path, folder: Path) -> None:
    embedding = MiniLM()
    articles = [read_article(path, folder) for path in article_files(folder)]
    nodes = ArticleNodeParser().get_nodes_from_documents([article_document(article) for article in articles])
    texts = [embedded_text(node) for node in nodes]
    tokens = embedding.count_tokens(texts)
    raw = _seconds_of_raw_model(embedding, texts)
    indexed = _seconds(lambda: update_index(folder, work, embedding))
    passages = sum(node.metadata["unit"] == "passage" for node in nodes)
    print(f"{passages:,} passages, {len(nodes) - passages:,} sentences, {tokens:,} tokens")
    print(f"  index: {tokens / indexed:,.0f} tokens/s, {raw / indexed:.2f} of the raw model's {tokens / raw:,.0f}")


def _seconds_of_raw_model(embedding: MiniLM, texts: Sequence[str]) -> float:
    """The forward passes alone, over batches of like length that are tokenised and padded beforehand."""
    ids = embedding._token_ids(texts)
    feeds = [padded([ids[i] for i in batch]) for batch in batches([len(row) for row in ids])]
    return _seconds(lambda: [embedding._session.run(None, feed) for feed in feeds])


def _ask(work: Path) -> None:
    index = open_index(work, MiniLM())
    questions = json.loads((work / "questions.json").read_text(encoding="utf-8"))
    index.search(questions[0])
    before = _peak_memory()
    bot = build_bot(index)
    asyncio.run(bot.ask(Question(text=questions[0])))  # the first one also pays for what is loaded late
    grown = _peak_memory() - before
    times = []
    for question in questions:
        start = time.perf_counter()
        asyncio.run(bot.ask(Question(text=question)))
        times.append(1000 * (time.perf_counter() - start))
    p50, p95 = np.percentile(times, [50, 95])
    print(
        f"  ask: p50 {p50:.1f} ms, p95 {p95:.1f} ms over {len(times)} questions; peak memory {_peak_memory():.0f} MiB"
    )
    print(
        f"  heads: {grown:.0f} MiB; reading takes {_reading_share(index, questions[:30]):.2f} of the raw forward passes"
    )


def _peak_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _reading_share(index: SearchIndex, questions: Sequence[str]) -> float:
    """Seconds of reading over those that pass in its model."""
    reader = TrainedReader(index.corpus, index.vocabulary)
    asked = [(question, index.search(question, limit=HITS)) for question in questions]
    reader._head.model = timed = _TimedModel(FOLDER)
    whole = _seconds(lambda: [reader(question, hits) for question, hits in asked])
    return whole / timed.seconds


class _TimedModel(PairModel):
    """A model that adds up how long its forward passes take."""

    seconds = 0.0

    def __call__(self, pairs: Sequence[Pair]) -> list[npt.NDArray[np.float32]]:
        start = time.perf_counter()
        found = super().__call__(pairs)
        self.seconds += time.perf_counter() - start
        return found


def _start_to_ready(work: Path) -> None:
    for index in ("no index yet", "index there"):
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        settings = {"PORT": str(port), "DATA_DIR": str(work / "data"), "ARTICLES_DIR": str(_SAMPLE)}
        start = time.perf_counter()
        server = subprocess.Popen([sys.executable, "app.py"], env=os.environ | settings, stderr=subprocess.DEVNULL)
        try:
            while not _is_ready(port):
                if server.poll() is not None:
                    raise RuntimeError(f"app.py did not start: exit status {server.returncode}.")
                time.sleep(0.05)
            print(f"start to ready, {index}: {time.perf_counter() - start:.1f} s")
        finally:
            server.terminate()
            server.wait()


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()

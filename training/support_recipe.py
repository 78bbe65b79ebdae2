"""What each stage of the support head's training reads, and how much of it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from training.answer_data import NEW_WIKI, passages, wiki_report
from training.news import asked_of, names, statements
from training.samples import WRITTEN, some, twice
from training.support_data import (
    broken,
    factcg,
    misattributed_statements,
    public,
    reworded,
    summedits,
    whole,
    written_statements,
)
from training.support_windows import Statement


def _support(data: Path) -> list[Statement]:
    """Inference as crowd workers write it, replies and summaries of models, and sentences broken on purpose."""
    texts, articles = _texts(data)
    return [
        *some(public(data, "taxinli"), 3_000),
        *some(public(data, "conjnli"), 3_000),
        *some(public(data, "cad-nli"), 3_500),
        *some(public(data, "breaking-nli"), 1_000),
        *some(public(data, "help"), 1_000),
        *some(public(data, "begin"), 1_500),
        *some(public(data, "halueval-qa"), 500),
        *some(public(data, "factcheckgpt"), 500),
        *public(data, "fool-me-twice"),
        *public(data, "fever-symmetric"),
        *twice(factcg(data)[0]),
        *some(summedits(data)[0], 2_000),
        *broken(texts, 3_500, seed=11),
        *broken(texts, 800, seed=15, ways=("hedge", "date")),
        *whole(texts, 1_500, seed=12),
        *broken(articles, 1_500, seed=13),
        *whole(articles, 800, seed=14),
        *_own() * 3,
    ]


def _polish(data: Path) -> list[Statement]:
    """The same said in other words, beside breaks of the same kind: the stage before taught too much suspicion."""
    texts, articles = _texts(data)
    return [
        *reworded(texts, 1_800, seed=31),
        *reworded(articles, 2_200, seed=32),
        *broken(texts, 1_500, seed=33),
        *broken(articles, 1_800, seed=34),
        *broken(texts, 900, seed=36, ways=("hedge", "splice", "number")),
        *broken(articles, 700, seed=37, ways=("hedge", "splice", "number")),
        *whole(articles, 500, seed=35),
        *_own() * 3,  # what use looks like, and little of it
        *factcg(data)[0],
        *some(summedits(data)[0], 1_800),
        *some(public(data, "taxinli"), 900),
        *some(public(data, "cad-nli"), 600),
        *some(public(data, "begin"), 500),
    ]


def _phrased(data: Path, first: int = 3, second: int = 0) -> list[Statement]:
    """What a language model writes of sentences, and the same with a word or two that make it wrong.

    ``first`` and ``second`` are how often each of the two files is read.
    """
    of_first, of_second = (written_statements(WRITTEN / f"{name}.txt", data) for name in ("statements", "statements-2"))
    return [*of_first * first, *of_second * second, *_beside_phrased(data)]


def _beside_phrased(data: Path) -> list[Statement]:
    texts, articles = _texts(data)
    return [
        *_own(),
        *reworded(texts, 700, seed=41),
        *reworded(articles, 700, seed=42),
        *broken(texts, 1_300, seed=43),
        *broken(articles, 1_300, seed=44),
        *misattributed_statements(articles, 700, seed=47),
        *misattributed_statements(texts, 300, seed=48),
        *whole(texts, 400, seed=46),
        *whole(articles, 900, seed=45),
        *factcg(data)[0],
        *some(summedits(data)[0], 900),
        *some(public(data, "taxinli"), 600),
        *some(public(data, "cad-nli"), 500),
        *some(public(data, "begin"), 400),
    ]


def _own() -> list[Statement]:
    return [statement for name in names() for statement in statements(name)]


def _texts(data: Path) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """The sentences of each passage of new_wiki that may be trained on, and of each article of our news."""
    wiki = (r.sentences for r in passages(data / NEW_WIKI, without=wiki_report(data)))
    return list(dict.fromkeys(wiki)), list(dict.fromkeys(r.sentences for r in asked_of(names())))


SUPPORT_STAGES: dict[str, Callable[[Path], list[Statement]]] = {
    "support": _support,
    "polish": _polish,
    "phrased": _phrased,
    "phrased-2": partial(_phrased, first=1, second=3),
}

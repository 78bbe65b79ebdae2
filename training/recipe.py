"""What each stage of training reads, and how much of it."""

import random
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from training.answer_data import (
    NEW_WIKI,
    QED,
    SELQA,
    SQUAD_DEV,
    SQUAD_REPORT,
    Reading,
    mismatched,
    passages,
    public_passages,
    qed,
    selqa,
    single_sentences,
    taken_away,
    wiki_report,
    written_questions,
)
from training.news import names, questions, statements, tuning_questions, twin_names, windows
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

WRITTEN = Path(__file__).parent / "written"
T = TypeVar("T")
TUNING = ("tuning-a", "tuning-b", "tuning-c")


def _general(data: Path) -> list[Reading]:
    """Volume and variety: which sentence answers, and easy absence."""
    wiki = passages(data / NEW_WIKI, without=wiki_report(data))
    squad = _squad(data)
    reddit = passages(data / "answers/squadshifts-reddit.jsonl.gz")
    amazon = passages(data / "answers/squadshifts-amazon_reviews.jsonl.gz")
    return [
        *wiki,
        *squad,
        *_some(reddit, 4_500),
        *_some(amazon, 3_000),
        *_some(passages(data / "answers/policyqa.jsonl.gz"), 2_000),
        *single_sentences(data / "sentences/nqg-squad-test.jsonl.gz", 5, 11_000, seed=3),
        *single_sentences(data / "sentences/qamr.jsonl.gz", 4, 9_000, seed=4),
        *_half(selqa(data / SELQA)),
        *_half(qed(data / QED)),
        *mismatched(wiki + squad, 4_000, seed=5),
        *taken_away(wiki + squad, 2_000, seed=6),
    ]


def _squad(data: Path) -> list[Reading]:
    return passages(data / "answers/squad2-part.jsonl.gz", without=(*SQUAD_REPORT, *SQUAD_DEV))


def _news() -> list[Reading]:
    return _asked_of(names())


def _asked_of(pairs: Sequence[str]) -> list[Reading]:
    return [reading for name in pairs for _, readings in questions(name) for reading in readings]


def _own() -> list[Statement]:
    return [statement for name in names() for statement in statements(name)]


def _texts(data: Path) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """The sentences of each passage of new_wiki that may be trained on, and of each article of our news."""
    wiki = (r.sentences for r in passages(data / NEW_WIKI, without=wiki_report(data)))
    return list(dict.fromkeys(wiki)), list(dict.fromkeys(r.sentences for r in _news()))


def _some(items: Sequence[T], count: int) -> list[T]:
    return random.Random(0).sample(list(items), min(count, len(items)))


def _half(readings: Sequence[Reading]) -> list[Reading]:
    """The first half; the second stays free for measuring."""
    return list(readings[: len(readings) // 2])


def _target(data: Path) -> list[Reading]:
    """What is asked of it in use: news, and questions that look answerable and are not."""
    squad = _squad(data)
    written = written_questions(WRITTEN / "encyclopaedia.txt", public_passages(data))
    news = _news()
    tuning = [r for name in TUNING for _, readings in tuning_questions(name) for r in readings]
    return [
        *_twice(squad),
        *_twice(written),
        *_twice(news),
        *tuning,
        *taken_away(squad + news, 1_500, seed=7),
        *_some(_general(data), 5_000),
    ]


def _hard(data: Path) -> list[Reading]:
    """More of the same, most of it written to be hard: near an answer and none, or an answer in other words."""
    squad = _squad(data)
    public = public_passages(data)
    first, second, of_news = (
        written_questions(WRITTEN / f"{name}.txt", public) for name in ("encyclopaedia", "encyclopaedia-2", "news")
    )
    news = _news()
    return [
        *_twice(squad),
        *first,
        *_twice(second),
        *_twice(of_news),
        *news,
        *taken_away(squad + news, 1_000, seed=8),
        *_some(_general(data), 3_000),
    ]


def _last(data: Path) -> list[Reading]:
    """The third lot of written questions twice, beside some of everything before."""
    public = public_passages(data)
    first, second, third, of_news = (
        written_questions(WRITTEN / f"{name}.txt", public)
        for name in ("encyclopaedia", "encyclopaedia-2", "encyclopaedia-3", "news")
    )
    news = _news()
    return [
        *_twice(third),
        *_squad(data),
        *_some(first, 800),
        *_some(second, 2_500),
        *_some(of_news, 2_500),
        *_some(news, 3_000),
        *_some(_general(data), 1_500),
    ]


def _natural(data: Path) -> list[Reading]:
    """Questions on news as readers ask them, in other words than the news, beside some of everything before."""
    public, natural = _asked_naturally(data, "news-2")
    news = _news()
    tuning = [r for name in TUNING for _, readings in tuning_questions(name) for r in readings]
    return [
        *_twice(natural),
        *_squad(data),
        *_some(_on_encyclopaedia(public), 4_000),
        *written_questions(WRITTEN / "news.txt", public),
        *_some(news, 4_000),
        *tuning,
        *taken_away(_squad(data) + news, 700, seed=9),
        *taken_away(natural, 500, seed=10),
        *_some(_general(data), 2_500),
    ]


def _twins(data: Path) -> list[Reading]:
    """Questions a word or two apart, with another answer or none, beside some of everything before."""
    public, natural = _asked_naturally(data, "news-3")
    twins = _asked_of(twin_names())
    contrast = written_questions(WRITTEN / "news-4.txt", public)
    return [
        *twins,
        *contrast,
        *_some(natural, 1_800),
        *_some(_asked_naturally(data, "news-2")[1], 1_200),
        *_some(_squad(data), 1_200),
        *_some(_on_encyclopaedia(public), 1_500),
        *_some(written_questions(WRITTEN / "news.txt", public), 700),
        *_some(_news(), 1_500),
        *taken_away(twins + contrast + natural, 700, seed=13),
        *_some(_general(data), 700),
    ]


def _asked_naturally(data: Path, name: str) -> tuple[dict[str, tuple[str, str]], list[Reading]]:
    """The texts that may be asked about, and the questions of a file."""
    file = WRITTEN / f"{name}.txt"
    public = public_passages(data) | windows(file.read_text("utf-8").splitlines())
    return public, written_questions(file, public)


def _on_encyclopaedia(public: dict[str, tuple[str, str]]) -> list[Reading]:
    names = ("encyclopaedia", "encyclopaedia-2", "encyclopaedia-3")
    return [reading for name in names for reading in written_questions(WRITTEN / f"{name}.txt", public)]


def _twice(items: Sequence[T]) -> list[T]:
    return [*items, *items]


def _support(data: Path) -> list[Statement]:
    """Inference as crowd workers write it, replies and summaries of models, and sentences broken on purpose."""
    texts, articles = _texts(data)
    return [
        *_some(public(data, "taxinli"), 3_000),
        *_some(public(data, "conjnli"), 3_000),
        *_some(public(data, "cad-nli"), 3_500),
        *_some(public(data, "breaking-nli"), 1_000),
        *_some(public(data, "help"), 1_000),
        *_some(public(data, "begin"), 1_500),
        *_some(public(data, "halueval-qa"), 500),
        *_some(public(data, "factcheckgpt"), 500),
        *public(data, "fool-me-twice"),
        *public(data, "fever-symmetric"),
        *_twice(factcg(data)[0]),
        *_some(summedits(data)[0], 2_000),
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
        *_some(summedits(data)[0], 1_800),
        *_some(public(data, "taxinli"), 900),
        *_some(public(data, "cad-nli"), 600),
        *_some(public(data, "begin"), 500),
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
        *_some(summedits(data)[0], 900),
        *_some(public(data, "taxinli"), 600),
        *_some(public(data, "cad-nli"), 500),
        *_some(public(data, "begin"), 400),
    ]


ANSWER_STAGES: dict[str, Callable[[Path], list[Reading]]] = {
    "general": _general,
    "target": _target,
    "hard": _hard,
    "last": _last,
    "natural": _natural,
    "twins": _twins,
}
SUPPORT_STAGES: dict[str, Callable[[Path], list[Statement]]] = {
    "support": _support,
    "polish": _polish,
    "phrased": _phrased,
    "phrased-2": partial(_phrased, first=1, second=3),
}

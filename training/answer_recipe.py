"""What each stage of the answer head's training reads, and how much of it."""

from collections.abc import Callable, Sequence
from pathlib import Path

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
from training.news import asked_of, further_names, names, tuning_questions, windows
from training.samples import WRITTEN, some, twice

TEACHER_STAGES = ("teacher-general", "teacher")
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
        *some(reddit, 4_500),
        *some(amazon, 3_000),
        *some(passages(data / "answers/policyqa.jsonl.gz"), 2_000),
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
    return asked_of(names())


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
        *twice(squad),
        *twice(written),
        *twice(news),
        *tuning,
        *taken_away(squad + news, 1_500, seed=7),
        *some(_general(data), 5_000),
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
        *twice(squad),
        *first,
        *twice(second),
        *twice(of_news),
        *news,
        *taken_away(squad + news, 1_000, seed=8),
        *some(_general(data), 3_000),
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
        *twice(third),
        *_squad(data),
        *some(first, 800),
        *some(second, 2_500),
        *some(of_news, 2_500),
        *some(news, 3_000),
        *some(_general(data), 1_500),
    ]


def _natural(data: Path) -> list[Reading]:
    """Questions on news as readers ask them, in other words than the news, beside some of everything before."""
    public, natural = _asked_naturally(data, "news-2")
    news = _news()
    tuning = [r for name in TUNING for _, readings in tuning_questions(name) for r in readings]
    return [
        *twice(natural),
        *_squad(data),
        *some(_on_encyclopaedia(public), 4_000),
        *written_questions(WRITTEN / "news.txt", public),
        *some(news, 4_000),
        *tuning,
        *taken_away(_squad(data) + news, 700, seed=9),
        *taken_away(natural, 500, seed=10),
        *some(_general(data), 2_500),
    ]


def _twins(data: Path) -> list[Reading]:
    """Questions a word or two apart, with another answer or none, beside some of everything before."""
    public, natural = _asked_naturally(data, "news-3")
    twins = asked_of(further_names("twins"))
    contrast = written_questions(WRITTEN / "news-4.txt", public)
    return [
        *twins,
        *contrast,
        *some(natural, 1_800),
        *some(_asked_naturally(data, "news-2")[1], 1_200),
        *some(_squad(data), 1_200),
        *some(_on_encyclopaedia(public), 1_500),
        *some(written_questions(WRITTEN / "news.txt", public), 700),
        *some(_news(), 1_500),
        *taken_away(twins + contrast + natural, 700, seed=13),
        *some(_general(data), 700),
    ]


def _teacher_general(data: Path) -> list[Reading]:
    """Easy first: of hard questions alone the larger model learned nothing in a million tokens."""
    return some(_general(data), 8_000)


def _teacher(data: Path) -> list[Reading]:
    """Some of every kind, for a larger model that learns from less."""
    public, natural = _asked_naturally(data, "news-3")
    twins, rivals = asked_of(further_names("twins")), asked_of(further_names("rivals"))
    squad = _squad(data)
    return [
        *some(rivals, 1_500),
        *some(twins, 1_500),
        *some(written_questions(WRITTEN / "news-4.txt", public), 1_500),
        *some(natural, 800),
        *some(_asked_naturally(data, "news-2")[1], 800),
        *some(squad, 1_500),
        *some(_on_encyclopaedia(public), 2_000),
        *some(written_questions(WRITTEN / "news.txt", public), 600),
        *some(_news(), 1_000),
        *taken_away(twins + natural + squad, 300, seed=16),
        *some(_general(data), 600),
    ]


def _taught(data: Path) -> list[Reading]:
    """What the teacher reads to the answer head."""
    public, natural = _asked_naturally(data, "news-3")
    twins = asked_of(further_names("twins"))
    rivals = asked_of((*further_names("rivals"), *further_names("rivals-2")))
    squad = _squad(data)
    return [
        *some(rivals, 7_000),
        *some(twins, 2_500),
        *some(written_questions(WRITTEN / "news-4.txt", public), 2_500),
        *some(natural, 900),
        *some(_asked_naturally(data, "news-2")[1], 1_000),
        *some(squad, 2_000),
        *some(_on_encyclopaedia(public), 2_000),
        *some(written_questions(WRITTEN / "news.txt", public), 600),
        *some(_news(), 1_200),
        *taken_away(twins + rivals + natural + squad, 500, seed=17),
        *some(_general(data), 1_000),
    ]


def _asked_naturally(data: Path, name: str) -> tuple[dict[str, tuple[str, str]], list[Reading]]:
    """The texts that may be asked about, and the questions of a file."""
    file = WRITTEN / f"{name}.txt"
    public = public_passages(data) | windows(file.read_text("utf-8").splitlines())
    return public, written_questions(file, public)


def _on_encyclopaedia(public: dict[str, tuple[str, str]]) -> list[Reading]:
    names = ("encyclopaedia", "encyclopaedia-2", "encyclopaedia-3")
    return [reading for name in names for reading in written_questions(WRITTEN / f"{name}.txt", public)]


ANSWER_STAGES: dict[str, Callable[[Path], list[Reading]]] = {
    "general": _general,
    "target": _target,
    "hard": _hard,
    "last": _last,
    "natural": _natural,
    "twins": _twins,
    "teacher-general": _teacher_general,
    "teacher": _teacher,
    "taught": _taught,
}

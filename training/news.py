"""Our own invented news, in pairs of articles about one event, with questions and statements about them.

``training/news/NAME-1.txt`` and ``-2.txt`` are the articles, ``NAME.questions`` holds a line per item, fields parted by
`` | ``: ``A | question | piece …`` (answered by each sentence that holds a piece), ``M | question`` (not answered),
``P | question`` (rests on a false premise), ``Y | statement | piece …`` (borne out by these sentences together) and
``N | refuted or unsupported | statement | piece …``.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from bot.heads.answer import lead
from evals.cases import fold, read_cases
from evals.hostile.trials import REPLIES
from index.passages import ParsedArticle, parse
from index.reading import read_article
from training.answer_data import Reading
from training.support_windows import Statement

FOLDER = Path(__file__).parent / "news"
REPORT = ("cable", "heist", "school", "truce")  # reported on, never trained on
DEV = ("merge", "rent", "tomb", "vote")  # calibrated on, never trained on


def names() -> tuple[str, ...]:
    """The pairs that may be trained on."""
    every = sorted(path.stem for path in FOLDER.glob("*.questions"))
    return tuple(name for name in every if name not in (*REPORT, *DEV))


def further_names(folder: str) -> tuple[str, ...]:
    """Further pairs that may be trained on, by their folder.

    ``twins`` are full of facts of a kind, with questions a word or two apart; in ``rivals`` and ``rivals-2`` what
    answers stands beside a sentence that looks more like the question.
    """
    return tuple(f"{folder}/{path.stem}" for path in sorted((FOLDER / folder).glob("*.questions")))


def questions(name: str) -> Iterator[tuple[str, list[Reading]]]:
    """The kind (A, M or P) of each question of a pair, and the question over each of its articles."""
    for kind, fields in _items(FOLDER / f"{name}.questions"):
        if kind in "AMP":
            yield kind, [_reading(fields[0], article, fields[1:]) for article in articles(name)]


def asked_of(pairs: Sequence[str]) -> list[Reading]:
    """The questions of pairs of our news, over each of their articles."""
    return [reading for name in pairs for _, readings in questions(name) for reading in readings]


def windows(lines: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Title and text of the windows that written questions are about: by ids such as "cable-1:0-8".

    That one is the first article of a pair, from its sentence 0 to its sentence 8.
    """
    found = {}
    for key in {line.split("|")[0] for line in lines if ":" in line.split("|")[0]}:
        place, _, ends = key.partition(":")
        name, _, number = place.rpartition("-")
        article = articles(name)[int(number) - 1]
        first, last = (article.sentences[int(end)] for end in ends.split("-"))
        found[key] = (article.article.title, article.article.text[first.start : last.end])
    return found


def statements(name: str) -> Iterator[Statement]:
    """The statements of a pair."""
    return _statements(name, FOLDER / f"{name}.questions", "written")


def replies(name: str) -> Iterator[Statement]:
    """What a language model replied to our prompts about a pair, and the same made wrong (``evals.hostile.trials``)."""
    return _statements(name, REPLIES / f"{name}.txt", "reply")


def _statements(name: str, file: Path, group: str) -> Iterator[Statement]:
    for kind, fields in _items(file):
        if kind in "YN":
            label, text, *pieces = fields if kind == "N" else ["supported", *fields]
            sentences = (s.text for a in articles(name) for s in a.sentences if any(p in s.text for p in pieces))
            yield Statement(text=text, evidence=tuple(sentences), label=label, group=group)


def tuning_questions(name: str) -> Iterator[tuple[str, list[Reading]]]:
    """The same of an invented tuning set in ``evals``; the kind is A or M."""
    folder = Path("evals/articles") / name
    articles = [parse(read_article(path, folder)) for path in sorted(folder.iterdir())]
    for case in read_cases(Path("evals/cases") / f"{name}.jsonl"):
        pieces = [piece for group in case.evidence for piece in group]
        yield "A" if case.answerable else "M", [_reading(case.question, article, pieces) for article in articles]


def _items(file: Path) -> Iterator[tuple[str, list[str]]]:
    for line in file.read_text("utf-8").splitlines():
        if line.strip():
            kind, *fields = (part.strip() for part in line.split(" | "))
            yield kind, fields


@cache
def articles(name: str) -> tuple[ParsedArticle, ...]:
    """The two articles of a pair."""
    return tuple(parse(read_article(FOLDER / f"{name}-{number}.txt", FOLDER)) for number in (1, 2))


def _reading(question: str, article: ParsedArticle, pieces: Sequence[str]) -> Reading:
    wanted = [fold(piece) for piece in pieces]
    texts = [fold(s.text) for s in article.sentences]
    return Reading(
        question=question,
        context=article.article.title,
        sentences=tuple(s.text for s in article.sentences),
        leads=tuple(lead(article.sentences, place) for place in range(len(article.sentences))),
        right=frozenset(n for n, text in enumerate(texts) if any(piece in text for piece in wanted)),
        group=article.article.title,
    )

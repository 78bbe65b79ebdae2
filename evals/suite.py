"""A run put together: suites of cases over their articles, answered by the bot or from a file, graded and examined.

Reads files and asks the bot through the modules that do; the records it gives are ``evals.results``.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import bot
from bot.heads.support import SupportHead
from bot.schema import AnswerBody
from evals.answers_file import AnswersFile, read_answers
from evals.asking import Bots, Progress, Reply, ask_all, opened_index, shipped_bots
from evals.cases import Case, CasesError, read_cases
from evals.exam import examine
from evals.figures import calibration, figures, figures_by_tag, refusal_curve
from evals.grading import TUNING, Graded, grade
from evals.library import Library, joined, read_library
from evals.results import ArticleText, Detection, Hashes, Run
from index.embedding import MiniLM
from index.search import SearchIndex

ROOT = Path(__file__).parent.parent
BotsOf = Callable[[SearchIndex], Bots]


@dataclass(frozen=True, kw_only=True, slots=True)
class Suite:
    """A folder of articles and the files of cases over it."""

    articles: Path
    cases: tuple[Path, ...]


DEFAULT = (
    Suite(articles=ROOT / "articles", cases=(ROOT / "evals/cases/sample.jsonl",)),
    Suite(articles=ROOT / "evals/articles/report", cases=(ROOT / "evals/cases/kinds.jsonl",)),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Loaded:
    """A suite as it was read."""

    folder: Path
    library: Library
    cases: tuple[Case, ...]


def run_bot(
    suites: Sequence[Suite],
    progress: Progress = lambda _done, _total: None,
    *,
    title: str = "On Record",
    bots_of: BotsOf = shipped_bots,
) -> Run:
    """Ask the bot every case and grade it. Raises CasesError or LibraryError where a suite can't be read."""
    loaded = _load(suites)
    total = sum(len(one.cases) for one in loaded)
    embedding, judge = MiniLM(), SupportHead()
    graded: list[Graded] = []
    threshold = None
    for one in loaded:
        done = len(graded)
        with opened_index(one.folder, embedding) as index:
            bots = bots_of(index)
            threshold = bots.threshold
            replies = ask_all(bots, one.cases, partial(_told, progress, done, total))
        graded += [grade(case, reply, one.library, judge) for case, reply in zip(one.cases, replies, strict=True)]
    remarks = [f"{g.result.case.id} ended in an error: {g.result.reason}" for g in graded if not g.result.answer]
    return _run(
        title,
        loaded,
        graded,
        detections=examine(_answered(_reported(graded)), joined([one.library for one in loaded]), judge),
        model=_model_hash(embedding),
        threshold=threshold,
        remarks=remarks,
    )


def _told(progress: Progress, before: int, total: int, done: int, _of_suite: int) -> None:
    progress(before + done, total)


def run_answers(suites: Sequence[Suite], file: Path) -> tuple[Run, AnswersFile]:
    """Grade the answers of ``file``. Raises AnswersError, CasesError or LibraryError where something can't be read."""
    loaded = _load(suites)
    judge = SupportHead()
    read = read_answers(file, {case.id for one in loaded for case in one.cases})
    graded = [grade(case, _reply(read, case), one.library, judge) for one in loaded for case in one.cases]
    remarks = [f"{file.name}, line {faulty.number}: {faulty.reason}." for faulty in read.faulty]
    missing = sum(case.id not in read.answers for one in loaded for case in one.cases)
    if missing:
        remarks.append(f"{missing} cases have no answer in {file.name}: they are unscored.")
    return _run(f"Answers of {file.name}", loaded, graded, remarks=remarks), read


def _reply(read: AnswersFile, case: Case) -> Reply:
    if case.id not in read.answers:
        return Reply(answer=None, error="There is no answer.")
    return Reply(answer=read.answers[case.id])


def _load(suites: Sequence[Suite]) -> list[_Loaded]:
    loaded = [
        _Loaded(
            folder=suite.articles,
            library=read_library(suite.articles),
            cases=tuple(case for file in suite.cases for case in read_cases(file)),
        )
        for suite in suites
    ]
    ids = [case.id for one in loaded for case in one.cases]
    if len(set(ids)) < len(ids):
        raise CasesError(f"The id {next(i for i in ids if ids.count(i) > 1)!r} stands in two files of cases.")
    for one in loaded:
        for case in one.cases:
            unknown = [article for article in case.articles if one.library.article(article) is None]
            if unknown:
                raise CasesError(f"Case {case.id!r} names an article that is not in {one.folder}: {unknown[0]!r}.")
    return loaded


def _reported(graded: Sequence[Graded]) -> list[Graded]:
    return [one for one in graded if one.result.split != TUNING]


def _answered(graded: Sequence[Graded]) -> list[tuple[str, AnswerBody]]:
    return [(g.result.case.id, g.result.answer) for g in graded if g.result.answer and g.result.answer.citations]


def _run(
    title: str,
    loaded: Sequence[_Loaded],
    graded: Sequence[Graded],
    *,
    detections: tuple[Detection, ...] = (),
    model: str | None = None,
    threshold: float | None = None,
    remarks: Sequence[str] = (),
) -> Run:
    reported = _reported(graded)
    every = joined([one.library for one in loaded])
    answers = [one.result.answer for one in graded if one.result.answer]
    prompts = sorted({answer.prompt for answer in answers if answer.prompt})
    return Run(
        title=title,
        figures=figures(reported),
        by_tag=figures_by_tag(reported),
        cases=tuple(one.result for one in graded),
        detections=detections,
        refusal_curve=refusal_curve(reported),
        calibration=calibration(reported),
        articles=tuple(ArticleText(id=a.id, title=a.title, text=a.text) for a in every.articles),
        hashes=Hashes(
            corpus=every.corpus_hash,
            cases=_digest(repr([asdict(case) for one in loaded for case in one.cases]).encode()),
            model=model,
            prompt=", ".join(prompts) or None,
        ),
        latencies_ms=tuple(answer.timing_ms.total for answer in answers),
        threshold=threshold,
        remarks=tuple(remarks),
    )


def _model_hash(embedding: MiniLM) -> str:
    """Of everything fitted that the bot ships with: embedding, heads, and the words that the check knows."""
    folder = Path(bot.__file__).parent
    weights = (p for p in (folder / "heads/weights").rglob("*") if p.suffix in {".json", ".onnx"})
    fitted = sorted((*weights, folder / "check/common_words.txt"))
    files = "".join(f"{p.relative_to(folder).as_posix()} {_digest(p.read_bytes())}\n" for p in fitted)
    return _digest(f"{embedding.fingerprint}\n{files}".encode())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]

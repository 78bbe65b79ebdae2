"""Questions asked of an index as in use: search, then the answer head over the windows around the hits."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.bot import HITS
from bot.heads.answer import AnswerHead
from bot.reader import ranked, read
from bot.unknown_names import unknown_names
from evals.cases import fold, read_cases
from evals.grading import TUNING
from index.article import Sentence
from index.embedding import MiniLM
from index.search import SearchIndex, open_index, update_index
from index.terms import terms
from training import news


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """The best sentence found and its logit. ``right``: whether it answers; None where nothing does."""

    kind: str
    best: Sentence
    logit: float
    right: bool | None


def best_read(head: AnswerHead, index: SearchIndex, question: str) -> tuple[Sentence, float]:
    """The sentence that ranks first as in use, and the highest logit; −60 where a name is asked that is not there."""
    text = index.vocabulary.correct(question)
    known = not unknown_names(text, index.vocabulary)
    hits = index.search(text, limit=HITS)
    logits = read(head, text, hits, index.corpus)
    best, _ = max(zip(hits, ranked(logits, hits), strict=True), key=lambda pair: pair[1])
    return best.sentence, max(logits) if known else -60.0


def news_asked(head: AnswerHead, names: Sequence[str], embedding: MiniLM) -> Iterator[Asked]:
    """Every question of these pairs, asked of an index of the pair.

    Kind O are questions of the pair before it that hold a word which this pair does not: others it may well answer.
    """
    for place, name in enumerate(names):
        with tempfile.TemporaryDirectory() as work:
            folder = Path(work) / "articles"
            folder.mkdir()
            for number in (1, 2):
                shutil.copy(news.FOLDER / f"{name}-{number}.txt", folder)
            update_index(folder, Path(work), embedding)
            index = open_index(Path(work), embedding)
            for kind, readings in news.questions(name):
                best, logit = best_read(head, index, readings[0].question)
                answers = {reading.sentences[n] for reading in readings for n in reading.right}
                yield Asked(kind=kind, best=best, logit=logit, right=best.text in answers if kind == "A" else None)
            for _, (reading, _) in news.questions(names[place - 1]):
                if any(term not in index.vocabulary for term in terms(reading.question)):
                    best, logit = best_read(head, index, reading.question)
                    yield Asked(kind="O", best=best, logit=logit, right=None)


def cases_asked(head: AnswerHead, file: Path, articles: Path, embedding: MiniLM) -> Iterator[Asked]:
    """The cases of a file that are for tuning and stand alone, asked of an index of their articles.

    The kind is "case, A" or "case, M".
    """
    with tempfile.TemporaryDirectory() as work:
        update_index(articles, Path(work), embedding)
        index = open_index(Path(work), embedding)
        for case in read_cases(file):
            if TUNING in case.tags and not case.history:
                best, logit = best_read(head, index, case.question)
                wanted = [fold(piece) for group in case.evidence for piece in group]
                right = any(piece in fold(best.text) for piece in wanted) if case.answerable else None
                yield Asked(kind=f"case, {'A' if case.answerable else 'M'}", best=best, logit=logit, right=right)

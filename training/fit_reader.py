"""Fit ``bot/reader.json``: weights of the evidence, and the threshold of the gate.

Fitted on public sets and on the invented tuning cases, which weigh more because they are news; the threshold is where
answering and refusing the tuning cases are balanced. Prints its figures on titles that were not fitted on, and on the
tuning cases, each file by weights fitted without it. See README.md beside it.
"""

import argparse
import itertools
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from bot.evidence import FEATURES, evidence
from evals.cases import fold, read_cases
from evals.public_sets import SetQuestion, Span, held_out, write_set
from index.article import Hit
from index.embedding import MiniLM
from index.search import SearchIndex, open_index, update_index

_SETS = ("answers/squad2-part", "answers/squadshifts-new_wiki", "sentences/qed", "sentences/selqa")
_OUT = Path("bot/reader.json")
_PASSAGES_PER_ARTICLE = 22  # about what two news articles have
_QUESTIONS_PER_ARTICLE = 60
_HITS = 40
_UNANSWERABLE = ("off topic", "missing fact", "false premise")
_TUNING = ("tuning-a", "tuning-b", "tuning-c")
_TUNING_WEIGHT = 30  # of 0, 3, 10 and 30 the best at refusing on tuning topics left out (evals/LOG.md)


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """A question with the evidence of its hits: shape (hits, FEATURES); ``right`` marks hits that hold an answer.

    ``source`` is "public", "held out" or the name of a tuning file.
    """

    rows: NDArray[np.float64]
    right: NDArray[np.bool_]
    kind: str
    source: str


def main() -> None:
    """Fit, write reader.json, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the public sets")
    parser.add_argument("--work", type=Path, default=Path(".data/fit_reader"), help="keeps the indexes between runs")
    options = parser.parse_args()
    embedding = MiniLM()
    public = list(_examples([options.data / f"{name}.jsonl.gz" for name in _SETS], options.work, embedding))
    tuning = [example for name in _TUNING for example in _tuning_examples(name, options.work, embedding)]
    fitted = [example for example in public if example.source == "public"]
    unseen = [scored for name in _TUNING for scored in _unseen(name, fitted, tuning)]
    threshold = _threshold(unseen)
    model = _fit(fitted + tuning)
    model.write(threshold)
    _report("tuning, each file unseen", unseen, threshold)
    _report("held out", [(model.best(e), e.kind) for e in public if e.source == "held out"], threshold)


def _examples(files: Sequence[Path], work: Path, embedding: MiniLM) -> Iterator[Example]:
    folder = work / "articles"
    folder.mkdir(parents=True, exist_ok=True)
    by_article: dict[str, list[SetQuestion]] = {}
    for question in write_set(files, folder, most_passages=_PASSAGES_PER_ARTICLE):
        by_article.setdefault(question.passage.article, []).append(question)
    aside = {question.passage.article for question in held_out(itertools.chain(*by_article.values()))}
    for number, article in enumerate(sorted(by_article)):
        index = _article_index(work / f"index-{number}", folder / article, embedding)
        source = "held out" if article in aside else "public"
        yield from _article_examples(index, article, by_article, random.Random(number), source)


def _tuning_examples(name: str, work: Path, embedding: MiniLM) -> Iterator[Example]:
    update_index(Path("evals/articles") / name, work / name, embedding)
    index = open_index(work / name, embedding)
    for case in read_cases(Path("evals/cases") / f"{name}.jsonl"):
        text = index.vocabulary.correct(case.question)
        hits = index.search(text, limit=_HITS)
        wanted = [fold(piece) for group in case.evidence for piece in group]
        right = [any(piece in fold(hit.sentence.text) for piece in wanted) for hit in hits]
        kind = "answerable" if case.answerable else next(tag for tag in case.tags if tag in _UNANSWERABLE)
        yield _made(index, text, hits, right, kind, name)


def _article_index(work: Path, article: Path, embedding: MiniLM) -> SearchIndex:
    folder = work / "articles"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / article.name).write_bytes(article.read_bytes())
    update_index(folder, work, embedding)
    return open_index(work, embedding)


def _article_examples(
    index: SearchIndex, article: str, by_article: dict[str, list[SetQuestion]], rnd: random.Random, source: str
) -> Iterator[Example]:
    own = rnd.sample(by_article[article], min(len(by_article[article]), _QUESTIONS_PER_ARTICLE))
    others = [q for other, questions in by_article.items() if other != article for q in questions]
    asked = [(q, "answerable" if q.answers else "hard") for q in own]
    asked += [(q, "taken away") for q in own if q.answers][: len(own) // 2]
    asked += [(q, "foreign") for q in rnd.sample(others, len(own) // 4)]
    for question, kind in asked:
        text = index.vocabulary.correct(question.text)
        hits: Sequence[Hit] = index.search(text, limit=_HITS)
        if kind == "taken away":
            hits = [hit for hit in hits if not _inside(hit, question.passage)]
        right = [kind == "answerable" and any(_overlaps(hit, answer) for answer in question.answers) for hit in hits]
        if hits:
            yield _made(index, text, hits, right, kind, source)


def _made(index: SearchIndex, text: str, hits: Sequence[Hit], right: Sequence[bool], kind: str, source: str) -> Example:
    rows = np.array(evidence(text, hits, index.corpus, index.vocabulary, index.word_vectors))
    return Example(rows=rows, right=np.array(right), kind=kind, source=source)


def _inside(hit: Hit, span: Span) -> bool:
    sentence = hit.sentence
    return sentence.article.id == span.article and span.start <= sentence.start and sentence.end <= span.end


def _overlaps(hit: Hit, span: Span) -> bool:
    sentence = hit.sentence
    return sentence.article.id == span.article and sentence.start < span.end and span.start < sentence.end


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """Weights for raw evidence, shape (FEATURES,), and the bias."""

    weights: NDArray[np.float64]
    bias: float

    def best(self, example: Example) -> "Best":
        """The likeliest hit."""
        probabilities = 1 / (1 + np.exp(-(example.rows @ self.weights + self.bias)))
        place = int(probabilities.argmax())
        return Best(probability=float(probabilities[place]), right=bool(example.right[place]))

    def write(self, threshold: float) -> None:
        """Write reader.json."""
        weights = dict(zip(FEATURES, self.weights.round(4).tolist(), strict=True))
        fitted = {"weights": weights, "bias": round(self.bias, 4), "threshold": threshold}
        _OUT.write_text(json.dumps(fitted, indent=2) + "\n", encoding="utf-8")


@dataclass(frozen=True, kw_only=True, slots=True)
class Best:
    """The probability of a question's likeliest hit, and whether it is right."""

    probability: float
    right: bool


Scored = tuple[Best, str]  # with the kind of the question


def _fit(examples: Sequence[Example]) -> Model:
    rows = np.concatenate([example.rows for example in examples])
    right = np.concatenate([example.right for example in examples])
    weight = np.concatenate([np.full(len(e.rows), _TUNING_WEIGHT if e.source in _TUNING else 1) for e in examples])
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    fitted = LogisticRegression(C=0.3, max_iter=2_000).fit((rows - mean) / spread, right, sample_weight=weight)
    weights = fitted.coef_[0] / spread
    return Model(weights=weights, bias=float(fitted.intercept_[0] - weights @ mean))


def _unseen(name: str, fitted: Sequence[Example], tuning: Sequence[Example]) -> list[Scored]:
    """The examples of one tuning file, scored by weights that were fitted without it."""
    model = _fit([*fitted, *(example for example in tuning if example.source != name)])
    return [(model.best(example), example.kind) for example in tuning if example.source == name]


def _threshold(scored: Sequence[Scored]) -> float:
    """Where the share answered of what has an answer and the share refused of what has none are largest together."""

    def gain(threshold: float) -> float:
        answered = [best.probability >= threshold for best, kind in scored if kind == "answerable"]
        refused = [best.probability < threshold for best, kind in scored if kind != "answerable"]
        return float(np.mean(answered) + np.mean(refused))

    return round(float(max(np.arange(0.02, 0.9, 0.01), key=gain)), 2)


def _report(name: str, scored: Sequence[Scored], threshold: float) -> None:
    answerable = [best for best, kind in scored if kind == "answerable"]
    answered = [best for best in answerable if best.probability >= threshold]
    print(f"{name}: {len(answerable)} answerable, threshold {threshold}")
    print(f"  right sentence first {np.mean([best.right for best in answerable]):.3f}")
    print(
        f"  answered {len(answered) / len(answerable):.3f}, right of these {np.mean([b.right for b in answered]):.3f}"
    )
    for kind in sorted({kind for _, kind in scored} - {"answerable"}):
        others = [best.probability for best, k in scored if k == kind]
        labels = [1] * len(answerable) + [0] * len(others)
        auroc = roc_auc_score(labels, [best.probability for best in answerable] + others)
        print(f"  {kind}: refused {np.mean(np.array(others) < threshold):.3f}, AUROC {auroc:.3f} ({len(others)})")


if __name__ == "__main__":
    main()

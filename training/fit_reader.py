"""Fit ``bot/reader.json``: weights of the evidence, and the threshold of the gate.

Prints its figures on titles that were not fitted on. Takes the folder of the public sets; see README.md beside it.
"""

import argparse
import itertools
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from bot.evidence import FEATURES, evidence
from evals.public_sets import SetQuestion, Span, held_out, write_set
from index.article import Hit
from index.embedding import MiniLM
from index.search import SearchIndex, open_index, update_index

_SETS = ("answers/squad2-part", "answers/squadshifts-new_wiki", "sentences/qed", "sentences/selqa")
_OUT = Path("bot/reader.json")
_PASSAGES_PER_ARTICLE = 22  # about what two news articles have
_QUESTIONS_PER_ARTICLE = 100
_HITS = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """A question with the evidence of its hits: shape (hits, FEATURES); ``right`` marks hits that hold an answer."""

    rows: NDArray[np.float64]
    right: NDArray[np.bool_]
    kind: str
    aside: bool


def main() -> None:
    """Fit, write reader.json, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the public sets")
    parser.add_argument("--work", type=Path, default=Path(".data/fit_reader"), help="keeps the indexes between runs")
    options = parser.parse_args()
    examples = list(_examples([options.data / f"{name}.jsonl.gz" for name in _SETS], options.work))
    fitted = [example for example in examples if not example.aside]
    model = _fit(fitted)
    threshold = _threshold(model, fitted)
    weights = {"weights": dict(zip(FEATURES, model.coef_[0].round(4).tolist(), strict=True))}
    _OUT.write_text(
        json.dumps(weights | {"bias": round(float(model.intercept_[0]), 4), "threshold": threshold}, indent=2) + "\n",
        encoding="utf-8",
    )
    for name, part in (("fitted", fitted), ("held out", [example for example in examples if example.aside])):
        _report(name, model, threshold, part)


def _examples(files: Sequence[Path], work: Path) -> Iterator[Example]:
    embedding = MiniLM()
    folder = work / "articles"
    folder.mkdir(parents=True, exist_ok=True)
    by_article: dict[str, list[SetQuestion]] = {}
    for question in write_set(files, folder, most_passages=_PASSAGES_PER_ARTICLE):
        by_article.setdefault(question.passage.article, []).append(question)
    aside = {question.passage.article for question in held_out(itertools.chain(*by_article.values()))}
    for number, article in enumerate(sorted(by_article)):
        index = _article_index(work / f"index-{number}", folder / article, embedding)
        yield from _article_examples(index, article, by_article, random.Random(number), aside=article in aside)


def _article_index(work: Path, article: Path, embedding: MiniLM) -> SearchIndex:
    folder = work / "articles"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / article.name).write_bytes(article.read_bytes())
    update_index(folder, work, embedding)
    return open_index(work, embedding)


def _article_examples(
    index: SearchIndex, article: str, by_article: dict[str, list[SetQuestion]], rnd: random.Random, *, aside: bool
) -> Iterator[Example]:
    own = rnd.sample(by_article[article], min(len(by_article[article]), _QUESTIONS_PER_ARTICLE))
    others = [q for other, questions in by_article.items() if other != article for q in questions]
    asked = [(q, "answerable" if q.answers else "hard") for q in own]
    asked += [(q, "taken away") for q in own if q.answers][: len(own) // 2]
    asked += [(q, "foreign") for q in rnd.sample(others, len(own) // 4)]
    for question, kind in asked:
        if example := _example(index, question, kind, aside=aside):
            yield example


def _example(index: SearchIndex, question: SetQuestion, kind: str, *, aside: bool) -> Example | None:
    text = index.vocabulary.correct(question.text)
    hits: Iterable[Hit] = index.search(text, limit=_HITS)
    if kind == "taken away":
        hits = [hit for hit in hits if not _inside(hit, question.passage)]
    hits = list(hits)
    if not hits:
        return None
    right = [kind == "answerable" and any(_overlaps(hit, answer) for answer in question.answers) for hit in hits]
    rows = np.array(evidence(text, hits, index.corpus, index.vocabulary, index.word_vectors))
    return Example(rows=rows, right=np.array(right), kind=kind, aside=aside)


def _inside(hit: Hit, span: Span) -> bool:
    sentence = hit.sentence
    return sentence.article.id == span.article and span.start <= sentence.start and sentence.end <= span.end


def _overlaps(hit: Hit, span: Span) -> bool:
    sentence = hit.sentence
    return sentence.article.id == span.article and sentence.start < span.end and span.start < sentence.end


def _fit(examples: Sequence[Example]) -> LogisticRegression:
    rows = np.concatenate([example.rows for example in examples])
    right = np.concatenate([example.right for example in examples])
    return LogisticRegression(C=0.3, max_iter=2000).fit(rows, right)


def _best(model: LogisticRegression, example: Example) -> tuple[float, bool]:
    """The probability of the likeliest hit, and whether it is right."""
    probabilities = model.predict_proba(example.rows)[:, 1]
    place = int(probabilities.argmax())
    return float(probabilities[place]), bool(example.right[place])


def _threshold(model: LogisticRegression, examples: Sequence[Example]) -> float:
    """Where answering right and refusing what has no answer are, on average over the kinds, most often both done."""
    scored = [(_best(model, example), example.kind) for example in examples]

    def gain(threshold: float) -> float:
        answered = [p >= threshold and right for (p, right), kind in scored if kind == "answerable"]
        refused = [[p < threshold for (p, _), k in scored if k == kind] for kind in ("hard", "taken away", "foreign")]
        return float(np.mean(answered)) + float(np.mean([np.mean(kind) for kind in refused]))

    return round(float(max(np.arange(0.02, 0.9, 0.01), key=gain)), 2)


def _report(name: str, model: LogisticRegression, threshold: float, examples: Sequence[Example]) -> None:
    scored = [(_best(model, example), example.kind) for example in examples]
    answerable = [best for best, kind in scored if kind == "answerable"]
    print(f"{name}: {len(examples)} questions; first {np.mean([r for _, r in answerable]):.3f}, threshold {threshold}")
    print(f"  answered {np.mean([p >= threshold for p, _ in answerable]):.3f}")
    print(f"  answered and right {np.mean([p >= threshold and r for p, r in answerable]):.3f}")
    for kind in ("hard", "taken away", "foreign"):
        refused = [p for (p, _), k in scored if k == kind]
        labels = [1] * len(answerable) + [0] * len(refused)
        auroc = roc_auc_score(labels, [p for p, _ in answerable] + refused)
        print(f"  {kind}: refused {np.mean([p < threshold for p in refused]):.3f}, AUROC {auroc:.3f} ({len(refused)})")


if __name__ == "__main__":
    main()

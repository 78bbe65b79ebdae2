"""Print the figures of both heads on rows that nothing was fitted on: ``python -m training.evaluate DATA``.

Needs the bot's own requirements and scikit-learn, not torch. Intervals are of 95 %: Wilson's for shares, Hanley and
McNeil's (1982) for areas.
"""

import argparse
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from bot.check import check
from bot.heads.answer import FOLDER, AnswerHead
from bot.heads.calibration import Calibration
from bot.heads.support import SupportHead
from bot.windows import LENGTH
from evals.public_sets import SetQuestion, held_out, sample, write_set
from evals.scores import auroc_interval, interval
from index.article import Sentence
from index.embedding import MiniLM
from index.search import SearchIndex, open_index, update_index
from training.answer_data import NEW_WIKI, SQUAD_REPORT, passages, wiki_report
from training.asked import best_read, news_asked
from training.drafts import draft
from training.news import REPORT, questions, replies, statements
from training.samples import WRITTEN
from training.support_data import broken, factcg, reworded, summedits, written_on
from training.support_read import support_logits

_SEED = 21


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the public sets")
    parser.add_argument("--only", choices=("answer", "support"))
    options = parser.parse_args()
    if options.only != "support":
        _answer(options.data)
    if options.only != "answer":
        _support(options.data)


def _answer(data: Path) -> None:
    head, embedding = AnswerHead(), MiniLM()
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "articles"
        folder.mkdir()
        names = ("squad2-part", "squadshifts-new_wiki")
        asked = held_out(write_set([data / "answers" / f"{name}.jsonl.gz" for name in names], folder))
        update_index(folder, Path(work), embedding)
        index = open_index(Path(work), embedding)
        squad = [q for q in asked if q.group == "squad2-part" and _title(q) in SQUAD_REPORT]
        wiki = sample([q for q in asked if q.group != "squad2-part"], 600, seed=_SEED)
        _within(head, index, squad)
        for name, some in (("squad2-part", [q for q in squad if q.answers]), ("new_wiki", wiki)):
            right = [_holds(best_read(head, index, q.text)[0], q) for q in some]
            print(f"sentence@1 over {len(index.corpus.passages)} passages, {name}: {_share(right)}")
    news = list(news_asked(head, REPORT, embedding))
    threshold, of = Calibration.of(FOLDER).threshold, Calibration.of(FOLDER).probability
    print(f"news, right sentence first: {_share([bool(a.right) for a in news if a.kind == 'A'])}")
    print(f"news, answerable passed: {_share([of(a.logit) >= threshold for a in news if a.kind == 'A'])}")
    for kind, name in (("O", "off topic"), ("M", "missing fact"), ("P", "false premise")):
        print(f"news, {name} refused: {_share([of(a.logit) < threshold for a in news if a.kind == kind])}")
        print(f"news, {name} AUROC: {_area([(a.kind == 'A', a.logit) for a in news if a.kind in ('A', kind)])}")


def _title(question: SetQuestion) -> str:
    return question.passage.article.removeprefix("squad2-part-").removesuffix(".txt").replace("-", "_")


def _within(head: AnswerHead, index: SearchIndex, asked: Sequence[SetQuestion]) -> None:
    """Read the gold passage alone."""
    best = []
    for question in asked:
        place = question.passage
        inside = [s for s in index.corpus.sentences_of(place.article) if place.start <= s.start and s.end <= place.end]
        read = list(_cut(inside))
        scored = zip(read, head.logits(question.text, read), strict=True)
        best.append(
            max(((s, x) for window, row in scored for s, x in zip(window, row, strict=True)), key=lambda b: b[1])
        )
    right = [_holds(s, q) for q, (s, _) in zip(asked, best, strict=True) if q.answers]
    print(f"sentence@1 within the passage, squad2-part: {_share(right)}")
    print(f"answerable or not: AUROC {_area([(bool(q.answers), x) for q, (_, x) in zip(asked, best, strict=True)])}")


def _cut(sentences: Iterable[Sentence]) -> Iterator[tuple[Sentence, ...]]:
    """Consecutive sentences in windows, one after the other."""
    window: list[Sentence] = []
    for sentence in sentences:
        if window and sum(len(s.text) for s in (*window, sentence)) > LENGTH:
            yield tuple(window)
            window = []
        window.append(sentence)
    if window:
        yield tuple(window)


def _holds(sentence: Sentence, question: SetQuestion) -> bool:
    """Whether the sentence overlaps an answer."""
    return any(
        a.article == sentence.article.id and a.start < sentence.end and a.end > sentence.start for a in question.answers
    )


def _support(data: Path) -> None:
    _, dev, report = factcg(data)
    seen = written_on(WRITTEN.glob("statements*.txt"), data)
    for name, fitted, reported in (
        ("factcg-news", dev, report),
        (
            "factcg-news, paragraphs that our statements are not about",
            dev,
            [s for s in report if s.evidence not in seen],
        ),
        ("summedits-other", *summedits(data)),
    ):
        rows = list(reported)
        logits = np.array(list(support_logits(rows)))
        labels = np.array([row.label == "supported" for row in rows])
        some = fitted[:400]
        dev = np.array(list(support_logits(some)))
        dev_labels = np.array([row.label == "supported" for row in some])
        threshold = max(dev, key=lambda t: (dev[dev_labels] >= t).mean() + (dev[~dev_labels] < t).mean())
        accuracy = ((logits[labels] >= threshold).mean() + (logits[~labels] < threshold).mean()) / 2
        print(
            f"support, {name}: balanced accuracy {accuracy:.3f}, AUROC {_area(list(zip(labels, logits, strict=True)))}"
        )
    _perturbed(data)


def _perturbed(data: Path) -> None:
    """Our own perturbations of sentences that nothing was trained on, at the threshold that ships."""
    wiki = [r.sentences for r in passages(data / NEW_WIKI, wiki_report(data))]
    news = [reading.sentences for name in REPORT for _, readings in questions(name) for reading in readings]
    texts = [*dict.fromkeys(wiki)][:400] + [*dict.fromkeys(news)] * 20
    rows = [s for name in REPORT for s in (*statements(name), *replies(name))]
    rows += [*broken(texts, 900, seed=_SEED), *reworded(texts, 300, seed=_SEED)]
    calibration, judge = Calibration.of(FOLDER.parent / "support"), SupportHead()
    head: dict[str, list[bool]] = {}
    in_use: dict[str, list[bool]] = {}
    for row, logit in zip(rows, support_logits(rows), strict=True):
        group = f"{row.group}, {row.label}" if row.group in ("written", "reply") else row.group
        head.setdefault(group, []).append(calibration.probability(logit) >= calibration.threshold)
        in_use.setdefault(group, []).append(check(draft(row), judge).passed)
    for group, values in sorted(head.items()):
        print(f"support, {group}: passed by the head {_share(values)}, with the rules {_share(in_use[group])}")


def _share(values: Sequence[bool]) -> str:
    share = sum(values) / len(values)
    low, high = interval(share, len(values))
    return f"{share:.3f} ({low:.3f}–{high:.3f}, {len(values)})"


def _area(pairs: Sequence[tuple[bool, float]]) -> str:
    labels, scores = [label for label, _ in pairs], [score for _, score in pairs]
    area = float(roc_auc_score(labels, scores))
    yes, no = sum(labels), len(labels) - sum(labels)
    low, high = auroc_interval(area, yes, no)
    return f"{area:.3f} ({low:.3f}–{high:.3f}, {yes} and {no})"


if __name__ == "__main__":
    main()

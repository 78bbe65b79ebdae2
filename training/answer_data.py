"""Windows of consecutive sentences with a question, and which of them answer it: what the answer head learns from."""

import gzip
import hashlib
import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.sentences import sentence_spans

NEW_WIKI = "answers/squadshifts-new_wiki.jsonl.gz"
QED, SELQA, FACTCG = "sentences/qed.jsonl.gz", "sentences/selqa.jsonl.gz", "support/factcg-news.jsonl.gz"
SQUAD_REPORT = ("European_Union_law", "Imperialism", "Warsaw")  # reported on, never trained on
SQUAD_DEV = ("Harvard_University",)  # watched while training


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A question and the sentences it is asked of, in order.

    ``context`` is what stands over them (a title) and ``leads`` what stands over each (a heading, the question of an
    FAQ): read, but never an answer. ``right`` are the numbers of the sentences that answer (none: no sentence does),
    ``spans`` the places of short answers: (sentence, start, end).
    """

    question: str
    sentences: tuple[str, ...]
    right: frozenset[int]
    context: str = ""
    leads: tuple[str, ...] = ()
    spans: tuple[tuple[int, int, int], ...] = ()
    group: str = ""


def rows(path: Path) -> Iterator[Any]:
    """The lines of a gzip JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def passages(path: Path, titles: Iterable[str] | None = None, *, without: Iterable[str] = ()) -> list[Reading]:
    """The rows of a SQuAD-like set, of ``titles`` alone, or of all but those ``without``."""
    kept = None if titles is None else set(titles)
    dropped = set(without)
    found = []
    for row in rows(path):
        if (kept is None or row["title"] in kept) and row["title"] not in dropped:
            answers = row["answers"] if row.get("answerable", True) else []
            places = [(a["start"], a["start"] + len(a["text"])) for a in answers]
            found.append(_reading(row["question"], row["context"], places, row["title"].replace("_", " ")))
    return found


def _reading(question: str, passage: str, places: Sequence[tuple[int, int]], title: str) -> Reading:
    sentences = sentence_spans(passage)
    spans = [
        (number, max(0, start - s.start), min(end, s.end) - s.start)
        for start, end in places
        for number, s in enumerate(sentences)
        if start < s.end and end > s.start
    ]
    return Reading(
        question=question.strip(),
        sentences=tuple(passage[s.start : s.end] for s in sentences),
        right=frozenset(number for number, _, _ in spans),
        spans=tuple(dict.fromkeys(spans)),
        context=title,
        group=title,
    )


def wiki_report(data: Path) -> list[str]:
    """The titles of new_wiki that are reported on: every second one, as in evals.public_sets."""
    titles = {r.group.replace(" ", "_") for r in passages(data / NEW_WIKI)}
    return sorted(titles, key=lambda title: "".join(c if c.isalnum() else "-" for c in title))[1::2]


def public_passages(data: Path) -> dict[str, tuple[str, str]]:
    """Title and text of the passages that may be trained on, by the start of the text's SHA-256."""
    aside = wiki_report(data)
    wiki = [row for row in rows(data / NEW_WIKI) if row["title"].replace(" ", "_") not in aside]
    texts = [(row["title"].replace("_", " "), row["context"]) for row in wiki]
    texts += [("", row["paragraph"]) for row in _first_half(data / QED)]
    texts += [("", " ".join(row["sentences"])) for row in _first_half(data / SELQA)]
    texts += [("", row["evidence"]) for row in rows(data / FACTCG)]
    return {hashlib.sha256(text.encode()).hexdigest()[:10]: (title, text) for title, text in texts}


def _first_half(path: Path) -> list[Any]:
    """The second half stays free for measuring."""
    every = list(rows(path))
    return every[: len(every) // 2]


def written_questions(path: Path, public: Mapping[str, tuple[str, str]]) -> list[Reading]:
    """Our own questions on ``public``, ``public_passages``: lines ``id|U|question`` and ``id|A|question|start|end|…``.

    U: not answered there. start and end are the place of an answer in the text; there may be several.
    """
    found = []
    for line in path.read_text("utf-8").splitlines():
        key, _, question, *places = line.split("|")
        title, text = public[key]
        numbers = [int(place) for place in places]
        found.append(_reading(question, text, list(zip(numbers[::2], numbers[1::2], strict=True)), title))
    return found


def single_sentences(path: Path, per_window: int, count: int, seed: int) -> list[Reading]:
    """QAMR and NQG: a question and the one sentence it was asked of, read among its neighbours in the file."""
    generator = random.Random(seed)
    asked = [row for row in rows(path) if "answer_tokens" not in row or row["answer_tokens"]]
    sentences = list(dict.fromkeys(row["sentence"] for row in asked))
    place = {sentence: number for number, sentence in enumerate(sentences)}
    found = []
    for row in generator.sample(asked, min(count, len(asked))):
        number = place[row["sentence"]]
        first = max(0, min(number - generator.randrange(per_window), len(sentences) - per_window))
        window = tuple(sentences[first : first + per_window])
        span = _token_span(row) if "answer_tokens" in row else None
        spans = ((number - first, *span),) if span else ()
        found.append(
            Reading(question=row["question"], sentences=window, right=frozenset({number - first}), spans=spans)
        )
    return found


def _token_span(row: Any) -> tuple[int, int] | None:
    tokens = row["sentence"].split(" ")
    first, last = min(row["answer_tokens"]), max(row["answer_tokens"])
    if last >= len(tokens):
        return None
    start = sum(len(token) + 1 for token in tokens[:first])
    return start, start + len(" ".join(tokens[first : last + 1]))


def selqa(path: Path) -> list[Reading]:
    """Sections with the sentences that answer."""
    return [
        Reading(question=row["question"], sentences=tuple(row["sentences"]), right=frozenset(row["answers"]))
        for row in rows(path)
    ]


def qed(path: Path) -> list[Reading]:
    """Search questions on paragraphs, with the sentence that answers."""
    found = []
    for row in rows(path):
        chosen = row["annotation"].get("selected_sentence")
        if chosen:
            found.append(_reading(row["question"], row["paragraph"], [(chosen["start"], chosen["end"] - 1)], ""))
    return [Reading(question=r.question, sentences=r.sentences, right=r.right, spans=()) for r in found if r.right]


def mismatched(readings: Sequence[Reading], count: int, seed: int) -> list[Reading]:
    """Questions over other sentences of the same title: what is near and does not answer."""
    generator = random.Random(seed)
    by_group: dict[str, list[Reading]] = {}
    for reading in readings:
        by_group.setdefault(reading.group, []).append(reading)
    pools = [pool for pool in by_group.values() if len({r.sentences for r in pool}) > 1]
    found = []
    for _ in range(count):
        asked, other = generator.sample(generator.choice(pools), 2)
        if asked.sentences != other.sentences:
            found.append(
                Reading(question=asked.question, sentences=other.sentences, right=frozenset(), context=other.context)
            )
    return found


def taken_away(readings: Sequence[Reading], count: int, seed: int) -> list[Reading]:
    """Answerable questions over their own passage without the sentences that answer."""
    answerable = [r for r in readings if r.right and len(r.sentences) - len(r.right) > 1]
    return [
        Reading(
            question=r.question,
            sentences=tuple(s for number, s in enumerate(r.sentences) if number not in r.right),
            right=frozenset(),
            context=r.context,
            group=r.group,
        )
        for r in random.Random(seed).sample(answerable, min(count, len(answerable)))
    ]

"""``python -m evals.rewrites DATA``: how well the rule of ``bot.followup`` makes questions stand alone, on CANARD.

CANARD (Elgohary et al., EMNLP 2019) has dialogues on a titled section, each question rewritten by a person. The
conversations of one title are all in the tuning half or all in the reporting half; by default the latter is printed.
"""

import argparse
import gzip
import hashlib
import json
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from bot.answer import Turn
from bot.followup import standalone
from evals.scores import recall_at
from index.word_search import WordSearch

_WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.?!:\"“]\s*$")
_UNANSWERED = re.compile(r"\W*I (?:don'?t|do not) know\W*$", re.IGNORECASE)
_OTHER_SETS = {True: "squad2-part", False: "squadshifts-new_wiki"}
_MOST_QUESTIONS = 1_000
_DEPTH = 10
_MOST_SEARCHED = 300


@dataclass(frozen=True, kw_only=True, slots=True)
class Followup:
    """A question, what was said before it, a person's rewrite, and the answer that came next ("" if not known)."""

    history: tuple[str, ...]
    question: str
    reference: str
    answer: str

    @property
    def title(self) -> str:
        """What the dialogue is about."""
        return self.history[0]

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The history as a conversation; the title and section stand as the reader's first message."""
        asked = (Turn(role="user", content=said) for said in self.history[2::2])
        replied = (Turn(role="assistant", content=said) for said in self.history[3::2])
        opening = Turn(role="user", content=": ".join(self.history[:2]))
        return (opening, *(turn for pair in zip(asked, replied, strict=True) for turn in pair))


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """One rewrite: which names and numbers of the reference it lacks, which are foreign, which the reference has not.

    Words are folded. Foreign is what stands neither in the history nor in the question.
    """

    followup: Followup
    rewrite: str
    missing: frozenset[str]
    foreign: frozenset[str]
    extra: frozenset[str]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with rewrite/canard-dev.jsonl.gz")
    parser.add_argument("--tuning", action="store_true", help="the half that the rule was tuned on")
    parser.add_argument("--show", type=int, default=0, help="failures of each kind to print")
    options = parser.parse_args()
    followups = read_followups(options.data / "rewrite" / "canard-dev.jsonl.gz")
    asked = [followup for followup in followups if is_tuning(followup.title) == options.tuning]
    systems = {
        "raw": [followup.question for followup in asked],
        "rule": [standalone(followup.question, followup.turns) for followup in asked],
        "reference": [followup.reference for followup in asked],
    }
    judged = {name: [judge(f, text) for f, text in zip(asked, texts, strict=True)] for name, texts in systems.items()}
    console = Console(width=120)
    console.print(_rewrite_table(judged), _recall_table(judged, followups))
    questions = read_questions(options.data / "answers" / f"{_OTHER_SETS[options.tuning]}.jsonl.gz")
    console.print(
        f"Questions on other things, asked in these dialogues and left alone: {left_alone(questions, asked):.3f}"
    )
    _print_failures(console, judged["rule"], options.show)


def read_followups(file: Path) -> list[Followup]:
    """The rows of CANARD, each with the answer that another row's history holds."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    said = {tuple(row["history"][:n]): row["history"][n] for row in rows for n in range(3, len(row["history"]), 2)}
    return [
        Followup(
            history=tuple(row["history"]),
            question=row["question"],
            reference=row["rewrite"],
            answer=said.get((*row["history"], row["question"]), ""),
        )
        for row in rows
    ]


def read_questions(file: Path) -> list[str]:
    """A sample of the questions of a SQuAD-like set, most of which stand alone."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        questions = sorted({json.loads(line)["question"].strip() for line in lines})
    return random.Random(4).sample(questions, min(len(questions), _MOST_QUESTIONS))


def left_alone(questions: Sequence[str], dialogues: Sequence[Followup]) -> float:
    """Share of ``questions`` that stay as they are when asked at the end of some dialogue on another subject."""
    chosen = random.Random(5).choices(dialogues, k=len(questions))
    return sum(standalone(q, f.turns) == q for q, f in zip(questions, chosen, strict=True)) / len(questions)


def is_tuning(title: str) -> bool:
    """Whether the dialogues of ``title`` may be tuned on; half of all titles, by their hash."""
    return hashlib.sha256(title.encode()).digest()[0] % 2 == 0


def judge(followup: Followup, rewrite: str) -> Judged:
    """Compare the names and numbers of ``rewrite`` with the reference and with what was said."""
    added = named(rewrite)
    return Judged(
        followup=followup,
        rewrite=rewrite,
        missing=named(followup.reference) - folded_words(rewrite),
        foreign=added - folded_words(" ".join((*followup.history, followup.question))),
        extra=added - folded_words(followup.reference) - folded_words(followup.question),
    )


def named(text: str) -> frozenset[str]:
    """The folded names and numbers of ``text``: words with a capital inside a sentence, and words with a digit."""
    return frozenset(
        _folded(match[0])
        for match in _WORD.finditer(text)
        if any(map(str.isdigit, match[0])) or (match[0][0].isupper() and _is_inside(text, match.start()))
    ) - {"i"}


def folded_words(text: str) -> frozenset[str]:
    """The words of ``text`` without case, accents and possessive endings."""
    return frozenset(_folded(match[0]) for match in _WORD.finditer(text))


def _is_inside(text: str, start: int) -> bool:
    before = text[max(0, start - 10) : start]
    return bool(before.strip()) and not _SENTENCE_END.search(before)


def _folded(word: str) -> str:
    parts = unicodedata.normalize("NFKD", word.replace("’", "'")).casefold()
    return "".join(part for part in parts if not unicodedata.combining(part)).removesuffix("'s").rstrip("'")


def _is_unchanged(one: str, other: str) -> bool:
    return [_folded(m[0]) for m in _WORD.finditer(one)] == [_folded(m[0]) for m in _WORD.finditer(other)]


def _rewrite_table(judged: Mapping[str, Sequence[Judged]]) -> Table:
    rows = judged["raw"]
    alone = [n for n, row in enumerate(rows) if _is_unchanged(row.followup.question, row.followup.reference)]
    columns = ("", "keeps every name and number", "nothing foreign", "no name beyond the reference", "left alone")
    table = Table(*columns, title=f"{len(rows):,} questions; {len(alone)} that people left as they were")
    for system, results in judged.items():
        shares = (
            _share([not result.missing for result in results]),
            _share([not result.foreign for result in results]),
            _share([not result.extra for result in results]),
            _share([results[n].rewrite == results[n].followup.question for n in alone]),
        )
        table.add_row(system, *shares)
    return table


def _share(flags: Sequence[bool]) -> str:
    return f"{sum(flags) / len(flags):.3f}" if flags else "–"


def _recall_table(judged: Mapping[str, Sequence[Judged]], followups: Sequence[Followup]) -> Table:
    passages = {
        (followup.title, answer): None
        for followup in followups
        for answer in (*followup.history[3::2], followup.answer)
        if answer and not _UNANSWERED.match(answer)
    }
    places = {passage: place for place, passage in enumerate(passages)}
    pool = [n for n, row in enumerate(judged["raw"]) if (row.followup.title, row.followup.answer) in places]
    pool = random.Random(1).sample(pool, min(len(pool), _MOST_SEARCHED))
    table = Table("", "recall@1", "recall@5", "recall@1, no titles", "recall@5, no titles")
    table.title = f"{len(pool)} questions, {len(places):,} answers as passages, BM25"
    searches = [WordSearch([f"{title}\n{text}" for title, text in places]), WordSearch([text for _, text in places])]
    for system, results in judged.items():
        figures = []
        for search in searches:
            ranks = [_rank(search, results[n], places) for n in pool]
            figures += [recall_at(ranks, 1), recall_at(ranks, 5)]
        table.add_row(system, *("–" if figure is None else f"{figure:.3f}" for figure in figures))
    return table


def _rank(search: WordSearch, result: Judged, places: Mapping[tuple[str, str], int]) -> int | None:
    scores = search.scores(result.rewrite)
    gold = scores[places[result.followup.title, result.followup.answer]]
    rank = 1 + int(np.count_nonzero(scores > gold))
    return rank if gold > 0 and rank <= _DEPTH else None


def _print_failures(console: Console, results: Sequence[Judged], show: int) -> None:
    kinds: dict[str, list[Judged]] = {}
    for result in results:
        for kind in failure_kinds(result):
            kinds.setdefault(kind, []).append(result)
    counts = Counter({kind: len(found) for kind, found in kinds.items()})
    for kind, count in counts.most_common():
        console.print(f"{count:5}  {kind}", markup=False, highlight=False)
        for result in random.Random(2).sample(kinds[kind], min(show, count)):
            said = " / ".join(part[:110] for part in (result.followup.title, *result.followup.history[2:][-3:]))
            lines = (said, result.followup.question, result.rewrite, result.followup.reference)
            console.print("\n".join(f"         {line}" for line in lines), markup=False, highlight=False)


def failure_kinds(result: Judged) -> tuple[str, ...]:
    """What is wrong with a rewrite, in words; nothing where all is well."""
    followup = result.followup
    titled = folded_words(followup.title)
    said = folded_words(" ".join((*followup.history, followup.question)))
    asides = re.match(r"(?:besides|other than|aside from|in addition|apart from)\b", followup.reference, re.IGNORECASE)
    kinds = {
        "foreign name or number": bool(result.foreign),
        "changed, though it stood alone": _is_unchanged(followup.question, followup.reference)
        and result.rewrite != followup.question,
        "missing: not in the history at all": bool(result.missing - said),
        "missing: the title": bool(result.missing & titled),
        "missing: what is already known (“besides …”)": bool(result.missing & said - titled) and bool(asides),
        "missing: another name or number of the history": bool(result.missing & said - titled) and not asides,
        "a name that the reference has not": bool(result.extra),
    }
    return tuple(kind for kind, found in kinds.items() if found)


if __name__ == "__main__":
    main()

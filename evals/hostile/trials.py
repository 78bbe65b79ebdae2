"""Replies to try the check with: of every kind, on the sample articles and on the invented news, and by hand.

A half is kept for the report: a made reply belongs to it by the sentence that it was made from, news by its pair of
articles.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.cases import Case
from evals.hostile.replies import HONEST_KINDS, HOSTILE_KINDS, make_reply
from evals.hostile.reply_lines import Reply
from evals.hostile.written import numbered, read_written
from evals.library import Library, library, read_library
from index.article import Sentence
from index.search import SearchIndex

HALVES = ("tuning", "report")
REPORT_PAIRS = ("cable", "heist", "school", "truce")
_NEWS = Path("training/news")
# What a language model replied to our own prompts, and the same made wrong by another, which also said which replies
# their sentences don't bear out: these are left out of the honest ones.
REPLIES = Path("evals/hostile/model_replies")
_ARTICLES, _SAMPLE = Path("articles"), Path("evals/hostile/sample_statements.txt")
_EVIDENCE, _WINDOW = 16, 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """A reply of a kind, and the numbered sentences that it was made from."""

    group: str
    kind: str
    half: str
    reply: Reply
    evidence: tuple[Sentence, ...]

    @property
    def is_honest(self) -> bool:
        """Whether all of it should be shown."""
        return not self.reply.invented and self.kind != "repetition"


def sample_trials(index: SearchIndex, cases: Sequence[Case], seeds: int) -> Iterator[Trial]:
    """Kinds × questions × seeds, over the sentences that search finds."""
    for case in cases:
        hits = index.search(case.question, limit=_EVIDENCE)
        evidence = tuple(sorted((hit.sentence for hit in hits), key=lambda s: (s.article.id, s.number)))
        for seed in range(seeds):
            yield from _made("sample articles", case.question, evidence, seed, None)


def news_trials() -> Iterator[Trial]:
    """Kinds × windows of twelve sentences of the invented news."""
    for pair, news in _pairs():
        half = HALVES[pair in REPORT_PAIRS]
        for article in news.articles:
            sentences = news.sentences(article.id)
            for start in range(0, len(sentences) - _WINDOW // 2, _WINDOW):
                yield from _made("invented news", f"{article.id} {start}", sentences[start : start + _WINDOW], 0, half)


def written_trials(articles: Path) -> Iterator[Trial]:
    """Statements one by one: light paraphrases of the sample articles, freer ones of the news, a model's replies."""
    for one in read_written(_SAMPLE, read_library(articles)) if articles == _ARTICLES else ():
        half = half_of(one.evidence[0].text)
        yield Trial(group="sample, by hand", kind=one.kind, half=half, reply=one.reply, evidence=one.evidence)
    for pair, news in _pairs():
        half = HALVES[pair in REPORT_PAIRS]
        files = {"invented news, by hand": _NEWS / f"{pair}.questions", "a model's replies": REPLIES / f"{pair}.txt"}
        for group, file in files.items():
            for one in read_written(file, news) if file.exists() else ():
                yield Trial(group=group, kind=one.kind, half=half, reply=one.reply, evidence=one.evidence)


def _made(group: str, question: str, evidence: tuple[Sentence, ...], seed: int, half: str | None) -> Iterator[Trial]:
    for kind in (*HOSTILE_KINDS, *HONEST_KINDS):
        reply = make_reply(numbered(evidence), question, kind, seed)
        if reply:
            base = evidence[reply.lines[-1].base - 1]
            yield Trial(group=group, kind=kind, half=half or half_of(base.text), reply=reply, evidence=evidence)


def half_of(text: str) -> str:
    """The half that a reply made from this sentence belongs to; line breaks don't count."""
    return HALVES[zlib.crc32(" ".join(text.split()).encode()) % 2]


def _pairs() -> Iterator[tuple[str, Library]]:
    every = read_library(_NEWS).articles
    for file in sorted(_NEWS.glob("*.questions")):
        own = [article for article in every if article.file.rpartition("-")[0] == file.stem]
        yield file.stem, library(own)

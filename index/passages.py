"""An article's passages and sentences: what can be found, and what can be quoted.

Headings and FAQ questions go with the text they stand over and are never quotable themselves; boilerplate is
neither found nor quoted. Knows nothing about embeddings or storage.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from index.article import Article, Passage, Sentence
from index.boilerplate import is_call_to_action
from index.layout import Block, Kind, blocks
from index.sentences import Span, sentence_spans

VERSION = 2  # raise it when the same text is cut differently: everything is then indexed again
_LONGEST_PASSAGE = 1_500
_LONGEST_SENTENCE = 2_000  # longer runs are tables or code without punctuation, not prose to quote
_LONGEST_CONTEXT = 300  # a heading or question goes with every passage under it
_QUESTION_LABEL = re.compile(r"(?:Q|Question)\s*[:.)]\s*")
_ANSWER_LABEL = re.compile(r"(?:A|Answer)\s*:\s*")
_LOOSE_ANSWER_LABEL = re.compile(r"(?:A|Answer)\s*[:.)]\s*")  # "A. Smith left" is no answer but after a question
_ENDS_AS_QUESTION = re.compile(r"\?[\s\"'”’»)\]*_]*$")
_WORDLESS = re.compile(r"[\W_]*$")


@dataclass(frozen=True, kw_only=True, slots=True)
class ParsedArticle:
    """An article with its passages and its quotable sentences, both in the order of the text."""

    article: Article
    passages: tuple[Passage, ...]
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class _Draft:
    """A passage before it is numbered."""

    spans: tuple[Span, ...]
    heading: str
    question: str


def parse(article: Article) -> ParsedArticle:
    """Cut ``article`` into passages of at most about 1,500 characters, and these into sentences."""
    passages: list[Passage] = []
    sentences: list[Sentence] = []
    for draft in _drafts(article.text):
        for spans in _capped(draft.spans):
            passage = Passage(
                article=article,
                number=len(passages),
                start=spans[0].start,
                end=spans[-1].end,
                heading=draft.heading,
                question=draft.question,
            )
            passages.append(passage)
            for span in spans:
                sentences.append(Sentence(passage=passage, number=len(sentences), start=span.start, end=span.end))
    return ParsedArticle(article=article, passages=tuple(passages), sentences=tuple(sentences))


def _drafts(text: str) -> Iterator[_Draft]:
    heading = question = ""
    items: list[Span] = []
    for block in blocks(text):
        asked, spans = _question_and_answer(text, block, after_question=bool(question))
        if items and (block.kind is not Kind.ITEM or asked):
            yield _Draft(tuple(items), heading, question)
            items, question = [], ""
        if block.kind is Kind.HEADING:
            heading = text[block.start : block.end][:_LONGEST_CONTEXT]
            question = heading if _ENDS_AS_QUESTION.search(text, block.start, block.end) else ""
        elif block.kind is Kind.ITEM and not asked:
            items.extend(spans)
        elif asked and not spans:  # a question on a line of its own: the next block answers it
            question = asked
        elif spans:
            yield _Draft(spans, heading, asked or question)
            question = ""
    if items:
        yield _Draft(tuple(items), heading, question)


def _question_and_answer(text: str, block: Block, *, after_question: bool) -> tuple[str, tuple[Span, ...]]:
    """The FAQ question that opens the block (empty if none), and the quotable sentences after it.

    A list item, a labelled line ("Q: …") or a line with nothing but a question can open with an FAQ question; a
    paragraph that only begins with a rhetorical one cannot.
    """
    if block.kind not in (Kind.ITEM, Kind.PARAGRAPH):
        return "", ()
    label = _QUESTION_LABEL.match(text, block.start, block.end)
    answer = (_LOOSE_ANSWER_LABEL if after_question else _ANSWER_LABEL).match(text, block.start, block.end)
    if answer:
        return "", _quotable(text, sentence_spans(text, answer.end(), block.end))
    spans = sentence_spans(text, label.end() if label else block.start, block.end)
    questions = tuple(takewhile(lambda span: _ENDS_AS_QUESTION.search(text, span.start, span.end), spans))
    if questions and (label or block.kind is Kind.ITEM or len(spans) == len(questions)):
        asked = text[questions[0].start : questions[-1].end][:_LONGEST_CONTEXT]
        return asked, _quotable(text, spans[len(questions) :])
    return "", _quotable(text, sentence_spans(text, block.start, block.end))


def _quotable(text: str, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(
        span
        for span in spans
        if span.end - span.start <= _LONGEST_SENTENCE
        and not _WORDLESS.match(text, span.start, span.end)
        and not is_call_to_action(text[span.start : span.end])
    )


def _capped(spans: tuple[Span, ...]) -> Iterator[tuple[Span, ...]]:
    """Runs of ``spans`` of at most _LONGEST_PASSAGE characters, or of one longer sentence."""
    run: list[Span] = []
    for span in spans:
        if run and span.end - run[0].start > _LONGEST_PASSAGE:
            yield tuple(run)
            run = []
        run.append(span)
    if run:
        yield tuple(run)

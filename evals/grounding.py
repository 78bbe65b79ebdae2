"""Whether an answer is grounded: every quote, pointer and statement of its JSON held against the articles.

Pure, and independent of who made the answer: it trusts nothing in it and looks everything up in the library. Whether an
answer is right is another question (``evals.cases``).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from bot.answer import DraftStatement, Quote
from bot.check import Judge, check
from bot.schema import AnswerBody, CitationBody, CitedArticleBody, NearestBody, StatementBody
from evals.cases import fold, line_fault
from evals.library import Library
from evals.results import Fault
from evals.shown_text import text_faults


@dataclass(frozen=True, kw_only=True, slots=True)
class Grounding:
    """What was found of one answer. ``answer`` is None where it has not the form of the contract.

    ``enough`` says of each statement whether its citations bear it out; ``needed`` of each of its citations whether
    it is of use (the two halves of ALCE).
    """

    answer: AnswerBody | None
    faults: tuple[Fault, ...]
    enough: tuple[bool, ...] = ()
    needed: tuple[bool, ...] = ()


def ground(answer: object, articles: Library, judge: Judge | None = None) -> Grounding:
    """Hold ``answer``, parsed JSON, against ``articles``. Raises on no answer, however broken."""
    try:
        body = AnswerBody.model_validate_json(json.dumps(answer), strict=True)
    except ValidationError as error:
        return Grounding(answer=None, faults=(_form_fault(error),))
    except (ValueError, RecursionError):
        return Grounding(answer=None, faults=(Fault(name="unreadable", sentence="The answer is no JSON."),))
    quotes = {c.number: quote for c in body.citations if (quote := _quote(c, articles))}
    faults = [
        *_status_faults(body),
        *(fault for citation in body.citations for fault in quote_faults(citation, articles)),
        *(fault for nearest in body.nearest for fault in quote_faults(nearest, articles)),
        *_number_faults(body),
        *(fault for statement in body.statements for fault in _statement_faults(statement, body, quotes, judge)),
        *text_faults(body),
    ]
    judged = [_judged(statement, quotes, judge) for statement in body.statements]
    return Grounding(
        answer=body,
        faults=tuple(dict.fromkeys(faults)),
        enough=tuple(enough for enough, _ in judged),
        needed=tuple(needed for _, all_needed in judged for needed in all_needed),
    )


def _form_fault(error: ValidationError) -> Fault:
    kind = error.errors(include_url=False)[0]["type"]
    names = {"missing": "missing field", "extra_forbidden": "unknown field"}
    return Fault(name=names.get(kind, "wrong form"), sentence=f"The answer has not its form: {line_fault(error)}")


def _quote(cited: CitationBody | NearestBody, articles: Library) -> Quote | None:
    """The sentences that a sound citation points to."""
    article = articles.article(cited.article.id)
    if article is None or cited.start < 0 or article.text[cited.start : cited.end] != cited.quote:
        return None
    return articles.whole_sentences(cited.article.id, cited.start, cited.end)


def quote_faults(cited: CitationBody | NearestBody, articles: Library) -> Iterator[Fault]:
    """What is wrong with a quote and the article it names."""
    article = articles.article(cited.article.id)
    if article is None:
        yield Fault(name="unknown article", sentence=f"There is no article {cited.article.id!r}.")
        return
    yield from _detail_faults(cited.article, articles)
    if cited.start < 0 or article.text[cited.start : cited.end] != cited.quote:
        yield _slice_fault(cited, articles)
        return
    if articles.whole_sentences(article.id, cited.start, cited.end) is None:
        yield Fault(
            name="not whole sentences",
            sentence=f"The quote {_short(cited.quote)} is cut inside a sentence, or holds what is no sentence.",
        )
    if isinstance(cited, CitationBody) and not _adjoins(cited, article.text):
        yield Fault(
            name="wrong surroundings", sentence=f"What stands around {_short(cited.quote)} is not what is said."
        )


def _slice_fault(cited: CitationBody | NearestBody, articles: Library) -> Fault:
    own = articles.article(cited.article.id)
    if cited.quote.strip() and own and cited.quote in own.text:
        place = f"{cited.start} to {cited.end} of {own.id!r}"
        return Fault(name="wrong offsets", sentence=f"{_short(cited.quote)} does not stand at {place}.")
    if cited.quote.strip() and any(cited.quote in article.text for article in articles.articles):
        sentence = f"{_short(cited.quote)} stands in another article than {cited.article.id!r}."
        return Fault(name="wrong article", sentence=sentence)
    return Fault(name="not a slice", sentence=f"{_short(cited.quote)} stands in no article.")


def _detail_faults(cited: CitedArticleBody, articles: Library) -> Iterator[Fault]:
    article = articles.article(cited.id)
    for field in ("title", "source", "url", "author", "published"):
        said, known = getattr(cited, field), getattr(article, field)
        if said is not None and fold(said) != fold(known or ""):
            sentence = f"The {field} of {cited.id!r} is {known!r}, not {said!r}."
            yield Fault(name="wrong article details", sentence=sentence)


def _adjoins(citation: CitationBody, text: str) -> bool:
    before, after = citation.before, citation.after
    starts = citation.start - len(before)
    return starts >= 0 and text[starts : citation.start] == before and text[citation.end :].startswith(after)


def _status_faults(answer: AnswerBody) -> Iterator[Fault]:
    if answer.status == "not_found" and (answer.statements or answer.citations):
        yield Fault(name="not_found with statements", sentence="It says that nothing was found, and states something.")
    if answer.status != "not_found" and not answer.statements:
        yield Fault(name="answered without statements", sentence="It says that it answers, and states nothing.")


def _number_faults(answer: AnswerBody) -> Iterator[Fault]:
    numbers = [citation.number for citation in answer.citations]
    if sorted(numbers) != list(range(1, len(numbers) + 1)):
        yield Fault(name="citation numbers", sentence=f"The citations are not numbered from 1: {numbers}.")
    used = [number for statement in answer.statements for number in statement.citations]
    for number in dict.fromkeys(number for number in numbers if number not in used):
        yield Fault(name="unused citation", sentence=f"No statement cites [{number}].")
    pointed = [*used, *(number for point in answer.disagreements for number in point.citations)]
    for number in dict.fromkeys(number for number in pointed if number not in numbers):
        yield Fault(name="unknown citation", sentence=f"There is no citation [{number}].")


def _statement_faults(
    statement: StatementBody, answer: AnswerBody, quotes: dict[int, Quote], judge: Judge | None
) -> Iterator[Fault]:
    if not 0 <= statement.support <= 1:
        yield Fault(name="wrong form", sentence=f"The support of {_short(statement.text)} is not from 0 to 1.")
    if not statement.citations:
        yield Fault(name="pointer missing", sentence=f"{_short(statement.text)} cites nothing.")
        return
    cited = [c.quote for c in answer.citations if c.number in statement.citations]
    if statement.is_quote and cited != [statement.text]:
        yield Fault(name="is_quote untrue", sentence=f"{_short(statement.text)} is not its citation's quote.")
        return
    pointed = [quotes[number] for number in statement.citations if number in quotes]
    if len(pointed) == len(statement.citations):  # a broken quote is a fault by itself
        verdict = check(DraftStatement(text=statement.text, quotes=tuple(pointed)), judge)
        if not verdict.passed:
            yield Fault(name="not borne out", sentence=f"{_short(statement.text)}: {verdict.reason}")


def _judged(statement: StatementBody, quotes: dict[int, Quote], judge: Judge | None) -> tuple[bool, tuple[bool, ...]]:
    """Whether a statement's citations are enough, and of each whether it is of use."""
    pointed = [quotes.get(number) for number in statement.citations]

    def bears(chosen: list[Quote | None]) -> bool:
        found = tuple(quote for quote in chosen if quote)
        return bool(found) and check(DraftStatement(text=statement.text, quotes=found), judge).passed

    if not bears(pointed):
        return False, (False,) * len(pointed)
    rest = [[*pointed[:place], *pointed[place + 1 :]] for place in range(len(pointed))]
    return True, tuple(
        quote is not None and (bears([quote]) or not bears(others)) for quote, others in zip(pointed, rest, strict=True)
    )


def _short(text: str) -> str:
    return f"“{text}”" if len(text) <= 80 else f"“{text[:78].rstrip()} …”"

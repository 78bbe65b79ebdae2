"""Honest answers broken on purpose, one way each, as a careless writer or a language model breaks them.

Each way takes a statement of an answer and gives a copy of the answer with that broken, or None where it finds no hold.
Sentences are broken by ``evals.perturb``; here they are put back so that everything else in the answer stays true.
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.schema import AnswerBody, CitationBody, StatementBody, cited_article_body
from bot.surroundings import text_after, text_before
from evals.library import Library
from evals.perturb import NO_HEDGE, Broken
from evals.perturb import WAYS as SENTENCE_WAYS
from evals.perturb import Way as SentenceWay
from index.article import Sentence
from index.terms import STOP_WORDS, terms, words


@dataclass(frozen=True, kw_only=True, slots=True)
class BrokenAnswer:
    """``what`` is the broken statement or quote, for a reader."""

    answer: AnswerBody
    what: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """A quoted statement of an answer with its only citation, which is to be broken."""

    answer: AnswerBody
    statement: StatementBody
    citation: CitationBody


Way = Callable[[Target, Library, random.Random], BrokenAnswer | None]
_TURNING = re.compile(
    r"\b(?:not|never|no|denied|denies|deny|refused to|rejected|ruled out|unless|if|would|could|may|might|said|says"
    r"|claimed|according to|whether|without|failed to)\b[^.]{0,60}? (?=\w+ \w+ \w+)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\b[a-z]{4,}\b")


def _restated(target: Target, text: str, *, is_quote: bool) -> AnswerBody:
    """The answer with other words for the statement, also in its text."""
    old = target.statement
    new = old.model_copy(update={"text": text, "is_quote": is_quote})
    statements = tuple(new if statement is old else statement for statement in target.answer.statements)
    shown = f"“{text}”" if is_quote else text
    whole = target.answer.text.replace(f"“{old.text}”", shown, 1)
    return target.answer.model_copy(update={"statements": statements, "text": whole})


def _recited(target: Target, **update: object) -> AnswerBody:
    """The answer with its citation altered."""
    new = target.citation.model_copy(update=update)
    citations = tuple(new if citation is target.citation else citation for citation in target.answer.citations)
    return target.answer.model_copy(update={"citations": citations})


def _by_sentence(way: SentenceWay) -> Way:
    """A statement beside quotation marks that says something else than its sentence."""

    def broken(target: Target, articles: Library, generator: random.Random) -> BrokenAnswer | None:
        article = target.citation.article.id
        others = [s.text for s in articles.sentences(article) if s.text != target.statement.text]
        found = way(target.statement.text, others, generator)
        if found is None or not _is_broken(target.statement.text, found):
            return None
        return BrokenAnswer(answer=_restated(target, found.text, is_quote=False), what=found.text)

    return broken


def _is_broken(sentence: str, found: Broken) -> bool:
    """Whether what was altered is what its way says: a word, a name that is one, a hedge and no preposition."""
    altered = [found.text[start:end] for start, end in found.altered]
    names_nobody = any(piece[:1].isupper() and piece.lower() in STOP_WORDS for piece in altered)
    prepositions = len(NO_HEDGE.findall(sentence)) > len(NO_HEDGE.findall(found.text))
    return words(found.text) != words(sentence) and not names_nobody and not prepositions


def _requoted(target: Target, quote: str, *, start: int, end: int) -> BrokenAnswer:
    answer = _restated(target, quote, is_quote=True)
    moved = Target(answer=answer, statement=target.statement, citation=target.citation)
    return BrokenAnswer(answer=_recited(moved, quote=quote, start=start, end=end), what=quote)


def _quote_spliced(target: Target, articles: Library, generator: random.Random) -> BrokenAnswer | None:
    others = [s.text for s in articles.sentences(target.citation.article.id) if s.text != target.citation.quote]
    found = SENTENCE_WAYS["splice"](target.citation.quote, others, generator)
    if found is None:
        return None
    start = target.citation.start
    return _requoted(target, found.text, start=start, end=start + len(found.text))


def _quote_altered(target: Target, articles: Library, generator: random.Random) -> BrokenAnswer | None:
    quote = target.citation.quote
    found = list(_WORD.finditer(quote))
    pool = sorted({w for s in articles.sentences(target.citation.article.id) for w in _WORD.findall(s.text)})
    if not found or not pool:
        return None
    match = generator.choice(found)
    new = generator.choice([word for word in pool if word != match[0]])
    text = quote[: match.start()] + new + quote[match.end() :]
    start = target.citation.start
    return _requoted(target, text, start=start, end=start + len(text))


def _quote_cut(target: Target, _articles: Library, _generator: random.Random) -> BrokenAnswer | None:
    """Cut after the words that turn the sense: "denied that …" loses its denial. Offsets and words stay true."""
    quote = target.citation.quote
    match = _TURNING.search(quote)
    if match is None:
        return None
    start = target.citation.start + match.end()
    cut = _requoted(target, quote[match.end() :], start=start, end=target.citation.end)
    citations = tuple(
        c.model_copy(update={"before": quote[: match.end()]}) if c.number == target.citation.number else c
        for c in cut.answer.citations
    )
    return BrokenAnswer(answer=cut.answer.model_copy(update={"citations": citations}), what=cut.what)


def _offset_shifted(target: Target, _articles: Library, generator: random.Random) -> BrokenAnswer | None:
    step = generator.choice([step for step in range(-9, 10) if step and target.citation.start + step >= 0])
    start, end = target.citation.start + step, target.citation.end + step
    return BrokenAnswer(answer=_recited(target, start=start, end=end), what=f"{start} to {end}")


def _wrong_article(target: Target, articles: Library, generator: random.Random) -> BrokenAnswer | None:
    others = [article for article in articles.articles if article.id != target.citation.article.id]
    if not others:
        return None
    article = generator.choice(others)
    return BrokenAnswer(
        answer=_recited(target, article=cited_article_body(article)),
        what=f"{target.citation.quote} as if from {article.id}",
    )


def _pointer_missing(target: Target, _articles: Library, _generator: random.Random) -> BrokenAnswer | None:
    """The statement without its number, and its quote gone from the list where nothing else needs it."""
    bare = target.statement.model_copy(update={"citations": (), "is_quote": False})
    statements = tuple(bare if statement is target.statement else statement for statement in target.answer.statements)
    last = target.citation.number == len(target.answer.citations)
    citations = target.answer.citations[:-1] if last else target.answer.citations
    text = target.answer.text.replace(f"[{target.citation.number}]", "", 1)
    update = {"statements": statements, "citations": citations, "text": text}
    return BrokenAnswer(answer=target.answer.model_copy(update=update), what=target.statement.text)


def _pointer_irrelevant(target: Target, articles: Library, generator: random.Random) -> BrokenAnswer | None:
    """The statement, unquoted, points to a sentence of the same article that shares hardly a word with it."""
    own = set(terms(target.statement.text))
    pool = [
        s
        for s in articles.sentences(target.citation.article.id)
        if s.text != target.citation.quote and len(own & set(terms(s.text))) <= 0.2 * len(own)
    ]
    if not pool:
        return None
    answer = _restated(target, target.statement.text, is_quote=False)
    moved = Target(answer=answer, statement=target.statement, citation=target.citation)
    sentence = generator.choice(pool)
    return BrokenAnswer(answer=_recited(moved, **_place(sentence)), what=f"{target.statement.text} ← {sentence.text}")


def _place(sentence: Sentence) -> dict[str, object]:
    """The fields of a sound citation of ``sentence``."""
    return {
        "quote": sentence.text,
        "start": sentence.start,
        "end": sentence.end,
        "before": text_before(sentence.article.text, sentence.start),
        "after": text_after(sentence.article.text, sentence.end),
    }


def _foreign_sentence(target: Target, articles: Library, generator: random.Random) -> Sentence | None:
    cited = {citation.quote for citation in target.answer.citations}
    own = set(terms(target.citation.quote))
    pool = [
        s
        for article in articles.articles
        for s in articles.sentences(article.id)
        if s.text not in cited and len(own & set(terms(s.text))) <= 0.2 * len(set(terms(s.text))) and terms(s.text)
    ]
    return generator.choice(pool) if pool else None


def _sentence_added(target: Target, articles: Library, generator: random.Random) -> BrokenAnswer | None:
    """A statement from nowhere, that borrows the pointer of an honest one."""
    sentence = _foreign_sentence(target, articles, generator)
    if sentence is None:
        return None
    new = StatementBody(text=sentence.text, citations=target.statement.citations, support=0.9, is_quote=False)
    text = f"{target.answer.text} {new.text} [{target.citation.number}]"
    update = {"statements": (*target.answer.statements, new), "text": text}
    return BrokenAnswer(answer=target.answer.model_copy(update=update), what=new.text)


def _text_added(target: Target, articles: Library, generator: random.Random) -> BrokenAnswer | None:
    """The same in the shown text alone, beside the list of statements."""
    sentence = _foreign_sentence(target, articles, generator)
    if sentence is None:
        return None
    text = f"{target.answer.text} {sentence.text} [{target.citation.number}]"
    return BrokenAnswer(answer=target.answer.model_copy(update={"text": text}), what=sentence.text)


# Ways that break an answer's form: whether they are caught is no matter of judgement, and all must be.
SURE_WAYS: dict[str, Way] = {
    "quote spliced": _quote_spliced,
    "quote altered by a word": _quote_altered,
    "quote cut so that its sense turns": _quote_cut,
    "offset shifted": _offset_shifted,
    "wrong article": _wrong_article,
    "pointer missing": _pointer_missing,
    "sentence added to the text alone": _text_added,
}
# Ways that break what a statement says: the check has to notice.
JUDGED_WAYS: dict[str, Way] = {
    "number swapped": _by_sentence(SENTENCE_WAYS["number"]),
    "date swapped": _by_sentence(SENTENCE_WAYS["date"]),
    "name swapped": _by_sentence(SENTENCE_WAYS["name"]),
    "negated": _by_sentence(SENTENCE_WAYS["negation"]),
    "hedge dropped": _by_sentence(SENTENCE_WAYS["hedge"]),
    "statement spliced": _by_sentence(SENTENCE_WAYS["splice"]),
    "pointer to an irrelevant sentence": _pointer_irrelevant,
    "sentence added from nowhere": _sentence_added,
}


def targets(answer: AnswerBody) -> Sequence[Target]:
    """The statements of an answer that are quotes of one citation."""
    by_number = {citation.number: citation for citation in answer.citations}
    return [
        Target(answer=answer, statement=statement, citation=by_number[statement.citations[0]])
        for statement in answer.statements
        if statement.is_quote and len(statement.citations) == 1 and statement.citations[0] in by_number
    ]

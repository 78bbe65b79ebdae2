"""A reply as HTML: quotes under the article they come from, prose with its citation numbers, and notices.

Pure, and drawn from the answer's fields, never from its display text. It looks the same while it grows and when
it is done, so nothing jumps.
"""

from collections.abc import Iterable, Mapping
from itertools import groupby

from bot.answer import Answer, Citation, Disagreement, LeftOut, Nearest, Quote, Statement
from bot.answer_text import NOT_FOUND
from bot.page.markup import citation_link, cited_title, escape
from bot.page.reference import Reference
from bot.page.reply import Reply

_HALTED = {
    "stopped": "Stopped.",
    "failed": "Something went wrong, and this question was not answered. Please try again.",
}


def render_reply(reply: Reply, question: str, articles: int) -> str:
    """The reply to ``question`` as it stands; ``articles`` says how many are being searched."""
    cited = {citation.number: citation for citation in reply.citations}
    answer = reply.answer
    return "".join(
        (
            _asked_as(reply.standalone_question, question),
            _not_found(answer.nearest) if answer and answer.status == "not_found" else "",
            _statements(reply.statements, cited),
            _sources(reply.statements, reply.citations),
            _state(reply, articles),
            _remarks(answer, cited) if answer else "",
        )
    )


def _asked_as(standalone: str, question: str) -> str:
    if not standalone or standalone.strip() == question.strip():
        return ""
    return f'<p class="asked-as" dir="auto"><span>Asked as</span> {escape(standalone)}</p>'


def _statements(statements: Iterable[Statement], cited: Mapping[int, Citation]) -> str:
    """Quotes, those of one article under one caption, and prose."""
    known = [statement for statement in statements if statement.citations and statement.citations[0] in cited]
    groups = groupby(known, key=lambda statement: _article_quoted(statement, cited))
    return "".join(
        _figure([cited[statement.citations[0]] for statement in group])
        if article_id
        else "".join(_prose(statement, cited) for statement in group)
        for article_id, group in groups
    )


def _article_quoted(statement: Statement, cited: Mapping[int, Citation]) -> str:
    """The id of the article that a quote comes from; empty for prose."""
    return cited[statement.citations[0]].quote.article.id if statement.is_quote else ""


def _prose(statement: Statement, cited: Mapping[int, Citation]) -> str:
    links = "".join(_link(cited[number]) for number in statement.citations if number in cited)
    return f'<p class="statement" dir="auto">{escape(statement.text)} {links}</p>'


def _sources(statements: Iterable[Statement], citations: Iterable[Citation]) -> str:
    """The quotes that prose rests on: a reader sees them without opening anything."""
    shown = {statement.citations[0] for statement in statements if statement.is_quote and statement.citations}
    rest = [citation for citation in citations if citation.number not in shown]
    by_article: dict[str, list[Citation]] = {}
    for citation in rest:
        by_article.setdefault(citation.quote.article.id, []).append(citation)
    return "".join(_figure(group) for group in by_article.values())


def _figure(citations: list[Citation]) -> str:
    source = cited_title(citations[0].quote.article)
    caption = f'<figcaption><span class="according">According to</span> {source}</figcaption>'
    quotes = "".join(
        f'<blockquote dir="auto">{escape(citation.quote.text)} {_link(citation)}</blockquote>' for citation in citations
    )
    return f'<figure class="quoted">{caption}{quotes}</figure>'


def _link(citation: Citation) -> str:
    return citation_link(citation.number, _place(citation.quote), citation.quote.article)


def _place(quote: Quote) -> Reference:
    return Reference(article_id=quote.article.id, start=quote.start, end=quote.end)


def _not_found(nearest: Iterable[Nearest]) -> str:
    items = "".join(_nearest(near) for near in nearest)
    passages = f'<h3>Nearest passages</h3><ul class="nearest">{items}</ul>' if items else ""
    return (
        f'<div class="not-found"><p class="verdict">{NOT_FOUND}</p>'
        f"<p>No sentence in them answers this question, so nothing is claimed.</p>{passages}</div>"
    )


def _nearest(near: Nearest) -> str:
    quote = Quote(sentences=(near.sentence,))
    link = f'<a class="nearby" href="#{escape(_place(quote).fragment)}" dir="auto">{escape(quote.text)}</a>'
    return f"<li>{link}<small>{cited_title(quote.article)}</small></li>"


def _state(reply: Reply, articles: int) -> str:
    if reply.phase == "searching":
        return f'<p class="working">Searching {count(articles, "article")}…</p>'
    if reply.phase == "reading":
        return f'<p class="working">Reading {count(reply.hits, "sentence")}…</p>'
    return f'<p class="halted">{_HALTED[reply.phase]}</p>' if reply.phase in _HALTED else ""


def _remarks(answer: Answer, cited: Mapping[int, Citation]) -> str:
    partly = '<p class="partial">The articles answer only a part of this question.</p>'
    return "".join(
        (
            partly if answer.status == "partial" else "",
            "".join(_disagreement(disagreement, cited) for disagreement in answer.disagreements),
            _left_out(answer.left_out),
            _engine(answer),
        )
    )


def _disagreement(disagreement: Disagreement, cited: Mapping[int, Citation]) -> str:
    links = "".join(_link(cited[number]) for number in disagreement.citations if number in cited)
    return (
        f'<p class="differ" dir="auto"><strong>The articles differ:</strong> {escape(disagreement.point)} {links}</p>'
    )


def _left_out(left_out: tuple[LeftOut, ...]) -> str:
    if not left_out:
        return ""
    items = "".join(f'<li dir="auto">{escape(item.text)}<small>{escape(item.reason)}</small></li>' for item in left_out)
    return (
        f'<details class="left-out"><summary>{count(len(left_out), "statement")} left out, and why</summary>'
        f"<ul>{items}</ul></details>"
    )


def _engine(answer: Answer) -> str:
    """Who answered, how long it took, and why it was not the model, if it should have been."""
    model = answer.model or "" if answer.engine == "llm" else ""
    parts = [answer.engine, model, duration(answer.timing_ms.total)]
    fallback = f' <span class="fallback">{escape(answer.fallback)}</span>' if answer.fallback else ""
    return f'<p class="engine">{escape(" · ".join(part for part in parts if part))}{fallback}</p>'


def count(number: int, noun: str) -> str:
    """``1 article``, ``2 articles``, ``1,900 articles``."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def duration(milliseconds: float) -> str:
    """``34 ms``, or ``1.2 s`` from a second on."""
    return f"{milliseconds:.0f} ms" if milliseconds < 1000 else f"{milliseconds / 1000:.1f} s"

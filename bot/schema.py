"""The JSON of the contract: what the API, ``python -m bot --json``, the page and the evals write.

Field order is the contract's, and every field is always present. Nothing here knows HTTP, search or a model.
"""

from pydantic import BaseModel, ConfigDict

from bot.answer import Answer, Citation, Engine, Nearest, Searched, Stated, Statement, Status
from bot.surroundings import text_after, text_before
from index.article import Article


class Body(BaseModel):
    """A piece of JSON: unknown fields are refused, and nothing changes after it is made."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CitedArticleBody(Body):
    """Which article a quote is cut from. ``published`` is an ISO 8601 date, or date and time."""

    id: str
    title: str
    source: str | None
    url: str | None
    author: str | None
    published: str | None


class ArticleSummaryBody(CitedArticleBody):
    """An article in the list; ``sentences`` is how many of its sentences can be quoted."""

    file: str
    sentences: int


class ArticleBody(ArticleSummaryBody):
    """One article with the text that ``start`` and ``end`` of its citations count in."""

    text: str


class ArticlesBody(Body):
    """Every article that can be asked."""

    articles: tuple[ArticleSummaryBody, ...]


class StatementBody(Body):
    """A checked statement; ``citations`` are numbers, ``support`` runs from 0 to 1."""

    text: str
    citations: tuple[int, ...]
    support: float
    is_quote: bool


class CitationBody(Body):
    """A quote: ``text[start:end]`` of the article, in code points, with the text that adjoins it."""

    number: int
    article: CitedArticleBody
    quote: str
    start: int
    end: int
    before: str
    after: str


class DisagreementBody(Body):
    """A point on which the articles differ, with the citations on either side."""

    point: str
    citations: tuple[int, ...]


class LeftOutBody(Body):
    """A statement that failed the check, and why."""

    text: str
    reason: str


class NearestBody(Body):
    """A sentence close to the question that does not answer it; ``score`` runs from 0 to 1."""

    article: CitedArticleBody
    quote: str
    start: int
    end: int
    score: float


class TimingBody(Body):
    """Milliseconds."""

    search: float
    answer: float
    total: float


class UsageBody(Body):
    """Tokens of a language model; zeros where none was asked."""

    prompt_tokens: int
    completion_tokens: int


class AnswerBody(Body):
    """The whole answer."""

    id: str
    question: str
    standalone_question: str
    status: Status
    text: str
    statements: tuple[StatementBody, ...]
    citations: tuple[CitationBody, ...]
    disagreements: tuple[DisagreementBody, ...]
    left_out: tuple[LeftOutBody, ...]
    nearest: tuple[NearestBody, ...]
    engine: Engine
    fallback: str | None
    model: str | None
    prompt: str | None
    timing_ms: TimingBody
    usage: UsageBody


class SearchedBody(Body):
    """Stream event ``searched``: search is done."""

    standalone_question: str
    hits: int


class StatedBody(Body):
    """Stream event ``statement``: a checked statement, with the citations that were not sent before."""

    statement: StatementBody
    citations: tuple[CitationBody, ...]


def answer_body(answer: Answer) -> AnswerBody:
    """Return the answer as every surface writes it."""
    return AnswerBody(
        id=answer.id,
        question=answer.question,
        standalone_question=answer.standalone_question,
        status=answer.status,
        text=answer.text,
        statements=tuple(statement_body(statement) for statement in answer.statements),
        citations=tuple(citation_body(citation) for citation in answer.citations),
        disagreements=tuple(DisagreementBody(point=d.point, citations=d.citations) for d in answer.disagreements),
        left_out=tuple(LeftOutBody(text=left.text, reason=left.reason) for left in answer.left_out),
        nearest=tuple(nearest_body(nearest) for nearest in answer.nearest),
        engine=answer.engine,
        fallback=answer.fallback,
        model=answer.model,
        prompt=answer.prompt,
        timing_ms=TimingBody(
            search=answer.timing_ms.search, answer=answer.timing_ms.answer, total=answer.timing_ms.total
        ),
        usage=UsageBody(prompt_tokens=answer.usage.prompt_tokens, completion_tokens=answer.usage.completion_tokens),
    )


def searched_body(event: Searched) -> SearchedBody:
    """Return the data of a ``searched`` event."""
    return SearchedBody(standalone_question=event.standalone_question, hits=event.hits)


def stated_body(event: Stated) -> StatedBody:
    """Return the data of a ``statement`` event."""
    citations = tuple(citation_body(citation) for citation in event.citations)
    return StatedBody(statement=statement_body(event.statement), citations=citations)


def statement_body(statement: Statement) -> StatementBody:
    """Return a statement as JSON."""
    return StatementBody(
        text=statement.text,
        citations=statement.citations,
        support=statement.support,
        is_quote=statement.is_quote,
    )


def citation_body(citation: Citation) -> CitationBody:
    """Return a citation as JSON; ``before + quote + after`` is one slice of the article."""
    quote = citation.quote
    return CitationBody(
        number=citation.number,
        article=cited_article_body(quote.article),
        quote=quote.text,
        start=quote.start,
        end=quote.end,
        before=text_before(quote.article.text, quote.start),
        after=text_after(quote.article.text, quote.end),
    )


def nearest_body(nearest: Nearest) -> NearestBody:
    """Return a near miss as JSON."""
    sentence = nearest.sentence
    return NearestBody(
        article=cited_article_body(sentence.article),
        quote=sentence.text,
        start=sentence.start,
        end=sentence.end,
        score=nearest.score,
    )


def cited_article_body(article: Article) -> CitedArticleBody:
    """Return what a citation says about its article."""
    return CitedArticleBody(
        id=article.id,
        title=article.title,
        source=article.source,
        url=article.url,
        author=article.author,
        published=article.published,
    )


def article_summary_body(article: Article, *, sentences: int) -> ArticleSummaryBody:
    """Return an article's entry in the list; ``sentences`` is how many can be quoted."""
    cited = cited_article_body(article).model_dump()
    return ArticleSummaryBody(**cited, file=article.file, sentences=sentences)


def article_body(article: Article, *, sentences: int) -> ArticleBody:
    """Return an article with its text."""
    summary = article_summary_body(article, sentences=sentences).model_dump()
    return ArticleBody(**summary, text=article.text)

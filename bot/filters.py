"""Which articles may answer: by id, and by the time of publication."""

from collections.abc import Iterable
from datetime import UTC, datetime, time

from bot.answer import Filters
from index.article import Article


def allowed_articles(articles: Iterable[Article], filters: Filters) -> frozenset[str] | None:
    """The ids of the articles that ``filters`` let through; None where there is nothing to filter."""
    if filters == Filters():
        return None
    return frozenset(article.id for article in articles if _passes(article, filters))


def _passes(article: Article, filters: Filters) -> bool:
    if filters.articles and article.id not in filters.articles:
        return False
    if not (filters.published_from or filters.published_to):
        return True
    if article.published is None:
        return False
    # A date alone is the whole of its day, so both ends are included.
    not_before = not filters.published_from or _end(article.published) >= _start(filters.published_from)
    return not_before and (not filters.published_to or _start(article.published) <= _end(filters.published_to))


def _start(iso: str) -> datetime:
    return _in_utc(datetime.fromisoformat(iso))


def _end(iso: str) -> datetime:
    moment = datetime.fromisoformat(iso)
    return _in_utc(moment if "T" in iso or " " in iso else datetime.combine(moment.date(), time.max))


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment

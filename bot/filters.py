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
    first, last = filters.published_from, filters.published_to
    if first and last_instant(article.published) < first_instant(first):
        return False
    return not last or first_instant(article.published) <= last_instant(last)


def first_instant(iso: str) -> datetime:
    """When an ISO date begins; a date and time is its own instant. Without an offset it is in UTC."""
    return _instant(iso, time.min)


def last_instant(iso: str) -> datetime:
    """When an ISO date ends; a date and time is its own instant. Without an offset it is in UTC."""
    return _instant(iso, time.max)


def _instant(iso: str, of_a_date: time) -> datetime:
    moment = datetime.fromisoformat(iso)
    if "T" not in iso and " " not in iso:
        moment = datetime.combine(moment, of_a_date)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

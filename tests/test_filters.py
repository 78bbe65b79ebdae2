"""Which articles a question's filters let through."""

import pytest

from bot.answer import Filters
from bot.filters import allowed_articles
from index.article import Article


def dated(name: str, published: str | None) -> Article:
    return Article(id=name, file=name, title=name, text="x", published=published, content_hash=name)


ARTICLES = (
    dated("day", "2026-02-18"),
    dated("evening", "2026-02-18T20:00:00"),
    dated("later", "2026-02-19T01:00:00+02:00"),  # 18 February, 23:00 UTC
    dated("old", "2025-01-01"),
    dated("undated", None),
)


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        (Filters(), None),
        (Filters(articles=("day", "unknown")), {"day"}),
        (Filters(published_from="2026-02-18"), {"day", "evening", "later"}),
        (Filters(published_to="2026-02-18"), {"day", "evening", "later", "old"}),
        (Filters(published_from="2026-02-18T21:00:00Z"), {"day", "later"}),
        (Filters(published_from="2026-02-19"), set()),
        (Filters(articles=("old", "undated"), published_to="2025-12-31"), {"old"}),
    ],
)
def test_filters(filters: Filters, wanted: set[str] | None) -> None:
    assert allowed_articles(ARTICLES, filters) == wanted

"""Which articles a question's filters let through."""

from datetime import timedelta

import pytest

from bot.answer import Filters
from bot.filters import allowed_articles, first_instant, last_instant
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


def test_a_date_is_the_whole_of_its_day_and_a_time_itself() -> None:
    assert last_instant("2026-02-18") - first_instant("2026-02-18") == timedelta(days=1, microseconds=-1)
    for moment in ("2026-02-18T20:00", "2026-02-18 20:00:00", "2026-02-18T22:00+02:00", "2026-02-18T20:00Z"):
        assert first_instant(moment) == last_instant(moment) == first_instant("2026-02-18T20:00:00+00:00")

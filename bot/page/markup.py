"""Small pieces of HTML that the answer view and the article view share: escaped text, bylines, citation links.

Articles and questions are hostile input: every text goes through ``escape`` before it becomes markup.
"""

from datetime import date
from html import escape as _escape

from bot.page.reference import Reference
from index.article import Article
from index.printable import without_surrogates


def escape(text: str) -> str:
    """Text as HTML that shows it and does nothing else, in element content and in quoted attributes."""
    # Half a surrogate pair, from a broken file or a broken client, cannot be sent as UTF-8.
    return _escape(without_surrogates(text), quote=True)


def day_in_words(published: str) -> str:
    """``2026-02-18`` and ``2026-02-18T09:30`` as ``18 February 2026``; what is no ISO date stays as it is."""
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return published
    return f"{day.day} {day:%B %Y}"


def byline(article: Article) -> str:
    """Source, author and date, as far as they are known, as HTML; empty if none is."""
    known = [escape(part) for part in (article.source, article.author) if part]
    if article.published:
        known.append(f'<time datetime="{escape(article.published)}">{escape(day_in_words(article.published))}</time>')
    return " · ".join(known)


def cited_title(article: Article) -> str:
    """The article's title and byline, as the caption of what is quoted from it."""
    details = byline(article)
    return f'<cite dir="auto">{escape(article.title)}</cite>' + (
        f' <span class="byline">{details}</span>' if details else ""
    )


def citation_link(number: int, place: Reference, article: Article) -> str:
    """The number that opens the article at the quote."""
    name = f"Citation {number}: read it in “{article.title}”"
    return f'<a class="citation" href="#{escape(place.fragment)}" aria-label="{escape(name)}">[{number}]</a>'

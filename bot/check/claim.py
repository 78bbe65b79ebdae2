"""What every rule reads: a statement beside the sentences that it cites. A rule says nothing if it holds."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.answer import DraftStatement
from bot.check.words import Text, read


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A statement, the cited sentences one by one, the quotes whole, and who may be named as their source.

    ``bylines`` are the titles, sources and authors of the cited articles.
    """

    statement: Text
    sentences: tuple[Text, ...]
    quotes: tuple[Text, ...]
    bylines: tuple[Text, ...]


# A rule gives the reason why a claim fails, one short sentence for a reader, or "" if it holds.
Rule = Callable[[Claim], str]


def without_byline(draft: DraftStatement) -> str:
    """The statement without an "According to the Herald," of its own article, which no sentence can support."""
    text = draft.text
    for article in (quote.article for quote in draft.quotes):
        for name in (article.source, article.author, article.title):
            if name:
                known = rf"according to (?:the )?{re.escape(name)}"
                text = re.sub(rf"^{known}[,:]? |,? {known}(?=\.?$)", "", text, flags=re.IGNORECASE)
    return text


def read_claim(draft: DraftStatement) -> Claim:
    """A draft, read once for all rules."""
    articles = [quote.article for quote in draft.quotes]
    names = [name for article in articles for name in (article.title, article.source, article.author) if name]
    return Claim(
        statement=read(draft.text),
        sentences=tuple(read(sentence.text) for quote in draft.quotes for sentence in quote.sentences),
        quotes=tuple(read(quote.text) for quote in draft.quotes),
        bylines=tuple(read(name) for name in dict.fromkeys(names)),
    )

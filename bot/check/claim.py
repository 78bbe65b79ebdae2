"""What every rule reads: a statement beside the sentences that it cites. A rule says nothing if it holds."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

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


def without_byline(draft: DraftStatement) -> DraftStatement:
    """The claim alone, without "According to the Herald," where that is its own article.

    An answer names its articles beside its statements. What a cited sentence names is part of the claim, and stays.
    """
    cited = " ".join(quote.text for quote in draft.quotes).casefold()
    names = [re.escape(name) for name in _names(draft) if name.casefold() not in cited]
    if not names:
        return draft
    byline = rf"according to (?:the )?[\"“]?(?:{'|'.join(names)})[\"”]?"
    text = re.sub(rf"^(?:{byline}[,:] )+|,? {byline}(?=\.?$)", "", draft.text, flags=re.IGNORECASE)
    return draft if text == draft.text else replace(draft, text=text[:1].upper() + text[1:])


def read_claim(draft: DraftStatement) -> Claim:
    """A draft, read once for all rules."""
    return Claim(
        statement=read(draft.text),
        sentences=tuple(read(sentence.text) for quote in draft.quotes for sentence in quote.sentences),
        quotes=tuple(read(quote.text) for quote in draft.quotes),
        bylines=tuple(read(name) for name in _names(draft)),
    )


def _names(draft: DraftStatement) -> tuple[str, ...]:
    articles = [quote.article for quote in draft.quotes]
    names = [name for article in articles for name in (article.title, article.source, article.author) if name]
    return tuple(dict.fromkeys(names))

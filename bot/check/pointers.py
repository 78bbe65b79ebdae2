"""Whether a draft's quotes are what they say: slices of whole, neighbouring sentences of one article."""

from itertools import pairwise

from bot.answer import Quote


def pointer_fault(quotes: tuple[Quote, ...]) -> str:
    """Why the quotes of a draft can't carry a statement, or "" if they can."""
    if not quotes:
        return "The statement cites no sentence."
    if not all(_is_slice(quote) for quote in quotes):
        return "The statement cites something other than whole neighbouring sentences of one article."
    return ""


def _is_slice(quote: Quote) -> bool:
    if not quote.sentences:
        return False
    article = quote.article
    inside = all(
        sentence.article == article
        and 0 <= sentence.start < sentence.end <= len(article.text)
        and sentence.text.strip()
        for sentence in quote.sentences
    )
    in_order = all(
        after.number == before.number + 1 and after.start >= before.end for before, after in pairwise(quote.sentences)
    )
    return inside and in_order

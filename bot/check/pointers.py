"""Whether a draft's quotes are what they say: slices of whole, neighbouring sentences of one article."""

import re
from itertools import pairwise

from bot.answer import Quote
from index.article import Sentence

# White space, list marks and rules. Words between two sentences are a heading, a question or what is never quoted.
_BETWEEN = re.compile(r"(?:[\W_]|\d{1,2}[.)]\s)*")


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
    return inside and all(are_neighbours(before, after) for before, after in pairwise(quote.sentences))


def are_neighbours(before: Sentence, after: Sentence) -> bool:
    """Whether two sentences of an article follow each other with no words between them."""
    follows = after.number == before.number + 1 and after.start >= before.end
    return follows and _BETWEEN.fullmatch(before.article.text, before.end, after.start) is not None

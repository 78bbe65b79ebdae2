"""Statements of training as drafts that the check reads."""

from itertools import accumulate

from bot.answer import DraftStatement, Quote
from index.article import Article, Passage, Sentence
from training.support_windows import Statement


def draft(statement: Statement) -> DraftStatement:
    """The statement as a model's, citing each of its sentences."""
    text = "\n".join(statement.evidence)
    article = Article(id="a", file="a.txt", title="", text=text, content_hash="0" * 64)
    passage = Passage(article=article, number=0, start=0, end=len(text))
    ends = [*accumulate(len(sentence) + 1 for sentence in statement.evidence)]
    places = zip(statement.evidence, ends, strict=True)
    cited = (
        Sentence(passage=passage, number=n, start=end - 1 - len(sentence), end=end - 1)
        for n, (sentence, end) in enumerate(places)
    )
    return DraftStatement(text=statement.text, quotes=tuple(Quote(sentences=(sentence,)) for sentence in cited))

"""The few words that the bot says itself: attributions around quotes, and that the articles don't say.

Pure; gives ``Answer.text``.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby

from bot.answer import Citation, Statement
from index.article import Article

NOT_FOUND = "The articles don’t say."


def answer_text(
    statements: Sequence[Statement], citations: Mapping[int, Citation], unanswered: Sequence[str] = ()
) -> str:
    """The answer in lines: an attribution for each run of statements from the same articles, then the statements.

    ``unanswered`` are parts of the question that the articles don't answer.
    """
    if not statements:
        return NOT_FOUND
    blocks = []
    for articles, run in groupby(statements, key=lambda statement: _articles(statement, citations)):
        lines = [f"According to {' and '.join(map(attribution, articles))}:"]
        lines += [
            f"{_shown(statement)} {''.join(f'[{number}]' for number in statement.citations)}" for statement in run
        ]
        blocks.append("\n".join(lines))
    blocks += [f"The articles don’t say: {part}" for part in unanswered]
    return "\n\n".join(blocks)


def attribution(article: Article) -> str:
    """An article as a reader would name it: title, then source, author and date as far as they are known."""
    known = [value for value in (article.source, article.author, article.published) if value]
    return f"“{article.title}”" + (f" ({', '.join(known)})" if known else "")


def _articles(statement: Statement, citations: Mapping[int, Citation]) -> tuple[Article, ...]:
    return tuple(dict.fromkeys(citations[number].quote.article for number in statement.citations))


def _shown(statement: Statement) -> str:
    return f"“{statement.text}”" if statement.is_quote else statement.text

"""The page's own text as HTML: its head, the welcome with example questions, and the conversation.

Pure. What the page says about the articles comes from the corpus; nothing about them is written here.
"""

from bot.page.markup import escape
from bot.page.reply import Conversation, Exchange
from bot.page.reply_view import count, render_reply
from index.corpus import Corpus

_MOST_EXAMPLES = 4


def render_head(corpus: Corpus) -> str:
    """The title, and one line on what this is."""
    return f'<h1>On Record</h1><p class="tagline">{_tagline(len(corpus.articles))}</p>'


def render_waiting_head() -> str:
    """The title while there is nothing to ask yet."""
    return '<h1>On Record</h1><p class="tagline">Every quote is cut from the articles.</p>'


def render_waiting() -> str:
    """What stands in the conversation's place while the articles are being indexed."""
    return (
        '<section class="welcome"><h2>Reading the articles</h2>'
        '<p class="working">They are being indexed. Questions can be asked in a moment.</p></section>'
    )


def _tagline(articles: int) -> str:
    if not articles:
        return "There are no articles to ask yet."
    return f"Asks {count(articles, 'article')}. Every quote is cut from {'its' if articles == 1 else 'their'} text."


def render_conversation(chat: Conversation, corpus: Corpus) -> str:
    """All exchanges, or the welcome if there are none."""
    if not chat.exchanges:
        return _welcome(example_questions(corpus))
    articles = len(corpus.articles)
    return "".join(_exchange(exchange, number, articles) for number, exchange in enumerate(chat.exchanges, start=1))


def example_questions(corpus: Corpus) -> tuple[str, ...]:
    """Up to four questions that the articles' own question lists ask and answer."""
    asked = dict.fromkeys(passage.question for passage in corpus.passages if passage.question)
    return tuple(asked)[:_MOST_EXAMPLES]


def _welcome(examples: tuple[str, ...]) -> str:
    buttons = "".join(
        f'<li><button type="button" class="example" dir="auto">{escape(example)}</button></li>' for example in examples
    )
    lead = "<p>Ask a question. The answer is quoted from the articles, word for word, or it is not given.</p>"
    label = '<p id="examples-label">Questions the articles raise themselves</p>'
    suggestions = f'{label}<ul aria-labelledby="examples-label">{buttons}</ul>' if examples else ""
    return f'<section class="welcome"><h2>What do the articles say?</h2>{lead}{suggestions}</section>'


def _exchange(exchange: Exchange, number: int, articles: int) -> str:
    return (
        f'<section class="turn" id="turn-{number}" aria-labelledby="question-{number}">'
        f'<h2 class="question" id="question-{number}" dir="auto">{escape(exchange.question)}</h2>'
        f'<div class="reply">{render_reply(exchange.reply, exchange.question, articles)}</div></section>'
    )

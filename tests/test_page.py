"""The page's pure views and its handlers: escaping, offsets, links, and what a reader is told."""

import asyncio
import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer, Disagreement, Done, Question, Stated, Statement
from bot.page.article_view import render_article
from bot.page.asking import View, ask, open_citation, stop
from bot.page.markup import byline, day_in_words, escape
from bot.page.page_view import example_questions, render_conversation, render_head
from bot.page.reference import BadReferenceError, Reference
from bot.page.reply import Conversation, Exchange, Reply, advance
from bot.page.reply_view import duration, render_reply
from bot.request import MAX_QUESTION
from index.article import Article
from index.corpus import Corpus
from index.passages import parse
from tests.page_server import WordBot, as_bot, read_corpus, write_articles

TEXT = """The Lantern Bridge Reopens

by Ada Example

The council reopened the lantern bridge on Monday. Engineers replaced forty cables.

Frequently Asked Questions

  • Why was the lantern bridge closed? The lantern bridge was closed because its cables had rusted.
"""
ATTACK = (
    "<script>a()</script><img src=http://outside.invalid/x.png onerror=a()>![x](http://outside.invalid)\"' ${a()} {{a}}"
)


class Seen(HTMLParser):
    """The tags of a page, its text, and the text inside the chosen mark."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.text = self.chosen = ""
        self._marks: list[bool] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.extend(name for name, _ in attrs)
        if tag == "mark":
            self._marks.append(dict(attrs)["class"] == "chosen")

    def handle_endtag(self, tag: str) -> None:
        if tag == "mark":
            self._marks.pop()

    def handle_data(self, data: str) -> None:
        self.text += data
        self.chosen += data if any(self._marks) else ""


def article_of(text: str, **known: str) -> Article:
    fields = {"id": "a.txt", "file": "a.txt", "title": "A title", "content_hash": "0"} | known
    return Article(text=text, **fields)


def place(article: Article, quote: str) -> Reference:
    start = article.text.index(quote)
    return Reference(article_id=article.id, start=start, end=start + len(quote))


def render(article: Article, *places: Reference) -> str:
    return render_article(article, parse(article).passages, places)


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return read_corpus(write_articles(tmp_path, [TEXT]))


def answer_to(bot: WordBot, text: str) -> Answer:
    async def last() -> Answer:
        events = [event async for event in bot.stream(Question(text=text))]
        assert isinstance(events[-1], Done)
        return events[-1].answer

    return asyncio.run(last())


def views_of(bot: WordBot, text: str, chat: Conversation = Conversation()) -> list[View]:  # noqa: B008 (frozen)
    async def collect() -> list[View]:
        return [view async for view in ask(as_bot(bot), text, chat)]

    return asyncio.run(collect())


@pytest.mark.parametrize("article_id", ["a.txt", "news~2fa~20b.txt", "a~1-2", "x~1-2~3-4"])
def test_a_link_leads_back_to_its_place(article_id: str) -> None:
    reference = Reference(article_id=article_id, start=3, end=14)
    assert Reference.parse(reference.fragment) == reference


OTHER_DIGITS = "cite-a~\uff11-\uff12"


@pytest.mark.parametrize(
    "fragment",
    ["", "cite-", "cite-a~5-5", "cite-a~9-2", "cite-a b~1-2", "cite-../x~1-2", "cite-a~1-2 ", OTHER_DIGITS, None, 7],
)
def test_other_links_lead_nowhere(fragment: object) -> None:
    with pytest.raises(BadReferenceError):
        Reference.parse(fragment)


@given(st.text())
def test_escaped_text_shows_what_it_was_and_makes_no_tag(text: str) -> None:
    seen = Seen(f'<p title="{escape(text)}">{escape(text)}</p>')
    assert seen.tags == ["p"]
    assert seen.attributes == ["title"]


def test_half_a_surrogate_pair_can_be_sent() -> None:
    json.dumps(escape("a\ud83db"), ensure_ascii=False).encode("utf-8")


@given(st.text(alphabet="ab .?\n\r•-<&😀\u00a0", max_size=200), st.data())
def test_a_mark_covers_exactly_its_offsets(text: str, data: st.DataObject) -> None:
    article = article_of(f"x{text}")
    start = data.draw(st.integers(0, len(article.text) - 1))
    chosen = Reference(article_id="a.txt", start=start, end=data.draw(st.integers(start + 1, len(article.text))))
    seen = Seen(render(article, chosen, Reference(article_id="a.txt", start=0, end=1)))
    assert squeezed(seen.chosen) == squeezed(article.text[chosen.start : chosen.end])


def test_the_article_keeps_its_shape() -> None:
    article = article_of(TEXT, title="The Lantern Bridge Reopens", author="Ada Example", published="2026-02-18")
    html = render(article, place(article, "The lantern bridge was closed because its cables had rusted."))
    assert html.count("The Lantern Bridge Reopens") == 1
    assert '<p class="byline">Ada Example · <time datetime="2026-02-18">18 February 2026</time></p>' in html
    assert '<h3 dir="auto">Frequently Asked Questions</h3>' in html
    assert '<h3 dir="auto">Why was the lantern bridge closed?</h3>' in html
    assert '<p class="unquotable" dir="auto">by Ada Example</p>' in html
    assert html.count('id="chosen-quote"') == 1


def test_other_places_of_the_answer_are_marked_faintly() -> None:
    article = article_of(TEXT)
    html = render(article, place(article, "Engineers replaced forty cables."), place(article, "The council reopened"))
    assert '<mark class="other">The council reopened</mark>' in html
    assert '<mark class="chosen" id="chosen-quote">Engineers replaced forty cables.</mark>' in html


def test_a_hostile_article_is_only_text() -> None:
    article = article_of(f"{ATTACK} said so. More.\n", title=ATTACK, author=ATTACK, url=f"javascript:{ATTACK}")
    seen = Seen(render(article, Reference(article_id="a.txt", start=5, end=20)))
    assert not {"script", "img", "a"} & set(seen.tags)
    assert not {"onerror", "src", "href"} & set(seen.attributes)
    assert seen.text.count(ATTACK) == 4


def test_a_place_outside_the_article_is_refused() -> None:
    article = article_of(TEXT)
    with pytest.raises(BadReferenceError):
        render(article, Reference(article_id="a.txt", start=0, end=len(TEXT) + 1))
    with pytest.raises(BadReferenceError):
        render(article, Reference(article_id="b.txt", start=0, end=1))


def test_an_opened_citation_takes_what_a_browser_may_send(corpus: Corpus) -> None:
    bot = WordBot(corpus)
    assert 'data-opening="7"' in open_citation(
        as_bot(bot), ["cite-0.txt~44-60", None, "cite-1.txt~0-1", "cite-0.txt~0-9999"], 7
    )
    for nothing in ([], ["nonsense"], ["cite-1.txt~0-5"], ["cite-0.txt~0-999999"], [None, "cite-0.txt~44-60"]):
        assert "This place is not there any more" in open_citation(as_bot(bot), nothing, 1)


@pytest.mark.parametrize(
    ("published", "shown"),
    [("2026-02-18", "18 February 2026"), ("2026-02-18T09:30:00Z", "18 February 2026"), ("soon", "soon")],
)
def test_dates_are_told_in_words(published: str, shown: str) -> None:
    assert day_in_words(published) == shown


def test_a_byline_holds_what_is_known() -> None:
    assert byline(article_of("x")) == ""
    assert byline(article_of("x", source="The Paper", author="A & B")) == "The Paper · A &amp; B"


def test_the_page_says_what_it_asks_and_offers_the_corpus_own_questions(corpus: Corpus) -> None:
    assert "Asks 1 article. Every quote is cut from its text." in render_head(corpus)
    assert example_questions(corpus) == ("Why was the lantern bridge closed?",)
    empty = Corpus(articles=(), passages=(), sentences=())
    assert "There are no articles to ask yet." in render_head(empty)
    assert "<button" not in render_conversation(Conversation(), empty)


def test_an_answer_shows_quotes_links_and_engine(corpus: Corpus) -> None:
    answer = replace(
        answer_to(WordBot(corpus, pause=0), "Why was the lantern bridge closed?"),
        standalone_question="Why was <the> bridge closed?",
        disagreements=(Disagreement(point="When & how", citations=(1, 9)),),
        fallback="The model did not answer in time.",
        status="partial",
    )
    html = render_reply(advance(Reply(), Done(answer=answer)), answer.question, articles=1)
    assert "because its cables had rusted. <a class=" in html
    assert f'href="#{place(corpus.articles[0], "The lantern bridge was closed").fragment.rsplit("-", 1)[0]}-' in html
    assert "Why was &lt;the&gt; bridge closed?" in html
    assert "When &amp; how" in html
    assert "1 statement left out, and why" in html
    assert "extractive · 34 ms" in html
    assert "The model did not answer in time." in html
    assert "only a part" in html


def test_prose_shows_the_quotes_it_rests_on(corpus: Corpus) -> None:
    quoted = answer_to(WordBot(corpus, pause=0), "Why was the lantern bridge closed?")
    prose = Statement(text="Rust closed it.", citations=(1, 2), support=0.9, is_quote=False)
    answer = replace(quoted, statements=(prose,), engine="llm", model="small-<model>")
    html = render_reply(advance(Reply(), Done(answer=answer)), answer.question, articles=1)
    assert '<p class="statement" dir="auto">Rust closed it. <a class="citation"' in html
    assert html.count("<blockquote") == 2
    assert html.count("<figure") == 1
    assert "llm · small-&lt;model&gt; · 34 ms" in html


def test_what_is_not_found_shows_the_nearest_passages_and_no_quote(corpus: Corpus) -> None:
    answer = answer_to(WordBot(corpus, pause=0), "Which football club?")
    html = render_reply(advance(Reply(), Done(answer=answer)), answer.question, articles=1)
    assert "The articles don’t say." in html
    assert "<blockquote" not in html
    assert 'class="nearby" href="#cite-0.txt~' in html or not answer.nearest


def test_a_hostile_question_is_only_text(corpus: Corpus) -> None:
    chat = Conversation(exchanges=(Exchange(question=ATTACK),))
    seen = Seen(render_conversation(chat, corpus))
    assert ATTACK in seen.text
    assert not {"script", "img", "a"} & set(seen.tags)


def test_a_reply_grows_statement_by_statement(corpus: Corpus) -> None:
    views = views_of(WordBot(corpus, pause=0), "Why was the lantern bridge closed?")
    assert "Searching 1 article…" in views[0].log
    assert "Reading 24 sentences…" in views[1].log
    assert [view.log.count("<blockquote") for view in views] == [0, 0, 1, 2, 2]
    assert [view.busy for view in views] == [True, True, True, True, False]
    assert [view.accepted for view in views] == [True, False, False, False, False]
    assert [turn.role for turn in views[-1].chat.turns] == ["user", "assistant"]


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b", "a\x00b", "\ud800", "x" * (MAX_QUESTION + 1)])
def test_a_bad_question_is_not_asked(corpus: Corpus, text: str) -> None:
    bot = WordBot(corpus)
    (view,) = views_of(bot, text)
    assert view.notice
    assert not view.accepted
    assert bot.asked == []


def test_a_failure_is_logged_and_told_without_its_text(corpus: Corpus, caplog: pytest.LogCaptureFixture) -> None:
    view = views_of(WordBot(corpus), "Please explode")[-1]
    assert "Something went wrong" in view.log
    assert "secret detail" not in view.log
    assert "event=ask_failed" in caplog.text
    assert not view.busy
    assert view.chat.turns == ()


def test_stopping_keeps_what_was_checked(corpus: Corpus) -> None:
    bot = WordBot(corpus, pause=0)
    view = stop(as_bot(bot), views_of(bot, "Why was the lantern bridge closed?")[2].chat)
    assert "Stopped." in view.log
    assert view.log.count("<blockquote") == 1
    assert not view.busy
    finished = views_of(bot, "Why was the lantern bridge closed?")[-1]
    assert stop(as_bot(bot), finished.chat).log == finished.log
    assert stop(as_bot(bot), Conversation()).chat == Conversation()


def test_a_statement_without_its_citation_is_not_shown() -> None:
    statement = Statement(text="Unbacked.", citations=(4,), support=1.0, is_quote=True)
    reply = advance(Reply(), Stated(statement=statement, citations=()))
    assert "Unbacked." not in render_reply(reply, "q", articles=1)


@pytest.mark.parametrize(("milliseconds", "shown"), [(33.6, "34 ms"), (1234.0, "1.2 s")])
def test_durations(milliseconds: float, shown: str) -> None:
    assert duration(milliseconds) == shown

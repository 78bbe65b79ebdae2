"""The chat page in a real Chromium, against a real server on loopback: what a reader sees, types, clicks and presses.

``SCREENSHOTS=folder`` keeps pictures of the page, wide and phone-sized, light and dark, to look at.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.api.errors import NotReadyError
from bot.bot import Bot
from tests.page_server import WordBot, as_bot, read_corpus, serving, write_articles

WIDE, PHONE = (1280, 800), (390, 844)
PLAIN = """The Lantern Bridge Reopens

by Ada Example

The council reopened the lantern bridge on Monday after nine months of repairs. Engineers replaced forty of its cables.

Frequently Asked Questions

  • Why was the lantern bridge closed? The lantern bridge was closed because its cables had rusted.
  • Who paid for the repairs of the bridge? The harbour authority paid for the repairs of the bridge.

"""
LONG = PLAIN + "\n\n".join(f"The river report number {n} mentions no change in the level of water." for n in range(60))
LAST = "\n\nThe ferryman Osric retired quietly when the crossing ended.\n"
HOSTILE = """<script>window.attacked = 1</script> <b>Storm</b> ![x](http://outside.invalid/title.png)

The storm warning said <img src=http://outside.invalid/a.png onerror="window.attacked=1"> that boats stay ashore.
A second storm warning was ![pixel](http://outside.invalid/b.png) sent to [boats](http://outside.invalid/) ashore.
The third storm warning for boats ended in ${window.attacked=1} {{attacked}} </blockquote><script>attacked=1</script>
"""

expect.set_options(timeout=40_000)


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> WordBot:
    return WordBot(read_corpus(write_articles(tmp_path_factory.mktemp("articles"), [LONG + LAST, HOSTILE])))


@pytest.fixture(scope="module")
def url(bot: WordBot) -> Iterator[str]:
    with serving(lambda: as_bot(bot)) as address:
        yield address


@contextmanager
def reading(browser: Browser, url: str, size: tuple[int, int] = WIDE, scheme: str = "light") -> Iterator[Page]:
    """A reader's page in a context of its own; complaints of the browser fail the test."""
    phone = size == PHONE
    context: BrowserContext = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        is_mobile=phone,
        has_touch=phone,
    )
    context.set_default_timeout(40_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(url)
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    expect(page.locator("button.example").first).to_be_visible()
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    with reading(browser, url) as opened:
        yield opened


def ask(page: Page, question: str) -> None:
    turns = page.locator(".turn")
    before = turns.count()
    send(page, question)
    expect(turns).to_have_count(before + 1)
    expect(turns.last.locator(".engine, .halted")).to_be_visible()


def send(page: Page, question: str) -> None:
    box = page.get_by_label("Your question")
    box.fill(question)
    box.press("Enter")


def quote_in(page: Page) -> str:
    text = page.locator(".turn").last.locator("blockquote").first.inner_text()
    return re.sub(r"\s*\[\d+\]$", "", text)


def expect_marked(page: Page, quote: str) -> None:
    mark = page.locator("mark.chosen")
    expect(mark).to_be_in_viewport()
    expect(mark).to_have_text(quote)


def test_an_example_is_answered_and_its_citation_opens_the_article_at_the_quote(page: Page) -> None:
    page.get_by_role("button", name="Why was the lantern bridge closed?").click()
    expect(page.locator(".engine")).to_have_text("extractive · 34 ms")
    assert quote_in(page) == "The lantern bridge was closed because its cables had rusted."
    page.locator("a.citation").first.click()
    expect_marked(page, quote_in(page))
    expect(page.get_by_role("heading", name="The Lantern Bridge Reopens")).to_be_focused()
    expect(page.get_by_role("complementary")).to_contain_text("Ada Example")


def test_a_quote_far_down_is_scrolled_to_and_again_after_another(page: Page) -> None:
    ask(page, "Was it when the crossing ended that ferryman Osric retired quietly, and who paid for the repairs?")
    first, second = page.locator("a.citation").first, page.locator("a.citation").last
    first.click()
    expect_marked(page, quote_in(page))
    second.click()
    expect(page.locator("mark.chosen")).not_to_have_text(quote_in(page))
    page.locator("#article .body").evaluate("body => body.scrollTo(0, 0)")
    for _ in range(2):
        first.click()
        expect_marked(page, quote_in(page))


def test_the_keyboard_is_enough(page: Page) -> None:
    expect(page.get_by_label("Your question")).to_be_focused()
    page.keyboard.type("Who paid for")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("the repairs of the bridge?")
    page.keyboard.press("Enter")
    expect(page.locator(".engine")).to_be_visible()
    expect(page.locator("h2.question")).to_have_text("Who paid for\nthe repairs of the bridge?")
    expect(page.get_by_label("Your question")).to_be_focused()
    link = page.locator("a.citation").first
    for _ in range(12):
        if link.evaluate("link => link === document.activeElement"):
            break
        page.keyboard.press("Shift+Tab")
    expect(link).to_be_focused()
    assert link.evaluate("link => getComputedStyle(link).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect_marked(page, quote_in(page))
    expect(page.locator("#article h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#article")).to_be_hidden()
    expect(link).to_be_focused()


def test_a_question_that_the_articles_do_not_answer_looks_different(page: Page) -> None:
    ask(page, "Which football club bought a zeppelin?")
    expect(page.locator(".verdict")).to_have_text("The articles don’t say.")
    expect(page.locator("blockquote")).to_have_count(0)
    nearby = page.locator("a.nearby").first
    text = nearby.inner_text()
    nearby.click()
    expect_marked(page, text)


def test_what_was_left_out_stays_open_while_more_is_asked(page: Page) -> None:
    ask(page, "Why was the lantern bridge closed?")
    page.get_by_text("1 statement left out, and why").click()
    expect(page.get_by_text("The figure is not in the sentence.")).to_be_visible()
    ask(page, "Who paid for the repairs of the bridge?")
    expect(page.get_by_text("The figure is not in the sentence.").first).to_be_visible()


def test_a_hostile_article_neither_runs_nor_fetches(browser: Browser, url: str) -> None:
    with reading(browser, url) as page:
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        ask(
            page,
            "Which storm warning ![x](http://outside.invalid/q.png) <img src=x onerror=attacked=1> for boats ashore?",
        )
        expect(page.locator("blockquote")).to_have_count(2)
        page.locator("a.citation").first.click()
        expect(page.locator("mark.chosen")).to_be_in_viewport()
        assert page.evaluate("window.attacked") is None
        assert page.locator("#log img, #log script, #article img, #article script, #article a").count() == 0
        assert all(request.startswith(url) for request in requests)


def test_a_phone_has_no_sideways_scroll_and_its_back_gesture_closes_the_article(browser: Browser, url: str) -> None:
    with reading(browser, url, PHONE) as page:
        ask(page, "Why was the lantern bridge closed?")
        page.locator("a.citation").first.tap()
        expect_marked(page, quote_in(page))
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
        assert page.evaluate("document.getElementById('chat').inert")
        page.get_by_role("button", name="Back to the chat").tap()
        expect(page.locator("#article")).to_be_hidden()
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
        page.locator("a.citation").last.tap()
        expect(page.locator("mark.chosen")).to_be_in_viewport()
        page.go_back()
        expect(page.locator("#article")).to_be_hidden()
        expect(page.locator("blockquote").first).to_be_visible()


def test_two_readers_at_once_see_their_own_answers(browser: Browser, url: str, bot: WordBot) -> None:
    with reading(browser, url) as one, reading(browser, url) as two:
        for reader, question in (
            (one, "Why slowly was the lantern bridge closed?"),
            (two, "slowly: Who was the ferryman?"),
        ):
            send(reader, question)
        expect(one.get_by_text("Searching 2 articles…")).to_be_visible()
        expect(two.get_by_text("Searching 2 articles…")).to_be_visible()
        expect(one.locator(".engine")).to_be_visible()
        expect(two.locator(".engine")).to_be_visible()
        assert "rusted" in one.locator("#log").inner_text()
        assert "ferryman" not in one.locator("#log").inner_text()
        assert "lantern" not in two.locator("#log").inner_text()
        assert [question.history for question in bot.asked[-2:]] == [(), ()]


def test_a_follow_up_brings_its_history_and_a_new_chat_forgets_it(page: Page, bot: WordBot) -> None:
    ask(page, "Why was the lantern bridge closed?")
    ask(page, "Who paid for the repairs of the bridge?")
    assert [turn.role for turn in bot.asked[-1].history] == ["user", "assistant"]
    page.locator("a.citation").last.click()
    expect(page.locator("#article")).to_be_visible()
    page.get_by_role("button", name="New chat").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.locator("#article")).to_be_hidden()
    ask(page, "Who paid for the repairs of the bridge?")
    assert bot.asked[-1].history == ()


def test_it_says_what_it_does_and_stops_when_told(page: Page, bot: WordBot) -> None:
    before = bot.closed_early
    send(page, "Why slowly was the lantern bridge closed?")
    expect(page.get_by_text("Searching 2 articles…")).to_be_visible()
    expect(page.get_by_text("Reading 24 sentences…")).to_be_visible()
    expect(page.locator("blockquote")).to_have_count(1)
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".halted")).to_have_text("Stopped.")
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    page.wait_for_timeout(2_000)
    expect(page.locator("blockquote")).to_have_count(1)
    assert bot.closed_early == before + 1
    ask(page, "Who paid for the repairs of the bridge?")
    expect(page.locator(".engine")).to_have_count(1)


def test_bad_questions_and_failures_are_told_in_plain_words(page: Page) -> None:
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status").filter(has_text="Type a question first.")).to_be_visible()
    send(page, "long " * 500)
    expect(page.get_by_text("The question is too long.")).to_be_visible()
    expect(page.get_by_label("Your question")).to_have_value("long " * 500)
    ask(page, "Please explode")
    expect(page.locator(".halted")).to_contain_text("Something went wrong")
    assert "secret" not in page.content()


def test_while_the_articles_are_indexed_the_page_waits_and_then_begins(browser: Browser, bot: WordBot) -> None:
    ready: list[WordBot] = []

    def get_bot() -> Bot:
        if not ready:
            raise NotReadyError("The articles are still being indexed.")
        return as_bot(ready[0])

    with serving(get_bot) as address:
        page = browser.new_page()
        page.goto(address)
        expect(page.get_by_text("They are being indexed.")).to_be_visible()
        send(page, "Why was the lantern bridge closed?")
        expect(page.get_by_text("The articles are still being indexed.")).to_be_visible()
        ready.append(bot)
        expect(page.locator("button.example").first).to_be_visible()
        expect(page.get_by_text("Asks 2 articles.")).to_be_visible()
        page.get_by_label("Your question").press("Enter")
        expect(page.locator(".engine")).to_be_visible()
        page.close()


def test_everything_the_page_loads_is_its_own(browser: Browser, url: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(url)
    expect(page.locator("button.example").first).to_be_visible()
    ask(page, "Why was the lantern bridge closed?")
    page.wait_for_timeout(500)
    outside = [request for request in requests if not request.startswith((f"{url}/", "data:"))]
    assert outside == []
    context.close()


def test_a_citation_link_can_be_copied(browser: Browser, url: str, page: Page) -> None:
    ask(page, "Why was the lantern bridge closed?")
    link = page.locator("a.citation").first.get_attribute("href")
    with reading(browser, f"{url}/{link}") as other:
        expect_marked(other, quote_in(page))


@pytest.mark.parametrize("broken", ["#cite-nowhere~1-2", "#cite-0.txt~1-99999999", "#cite-<b>~x"])
def test_a_link_to_nowhere_says_so(browser: Browser, url: str, broken: str) -> None:
    with reading(browser, f"{url}/{broken}") as page:
        expect(page.get_by_role("heading", name="This place is not there any more")).to_be_visible()


@pytest.mark.skipif("SCREENSHOTS" not in os.environ, reason="SCREENSHOTS names no folder to keep pictures in")
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures(browser: Browser, url: str, size: tuple[int, int], scheme: str) -> None:
    folder = Path(os.environ["SCREENSHOTS"])
    folder.mkdir(parents=True, exist_ok=True)

    def keep(page: Page, name: str) -> None:
        page.wait_for_timeout(400)  # the page fades things in
        page.screenshot(path=folder / f"{'phone' if size == PHONE else 'wide'}-{scheme}-{name}.png")

    with reading(browser, url, size, scheme) as reader:
        keep(reader, "1-empty")
        ask(reader, "Why was the lantern bridge closed?")
        keep(reader, "2-answered")
        reader.locator("a.citation").first.click()
        expect(reader.locator("mark.chosen")).to_be_in_viewport()
        keep(reader, "3-citation")
        reader.keyboard.press("Escape")
        ask(reader, "Which football club bought a zeppelin?")
        keep(reader, "4-not-found")

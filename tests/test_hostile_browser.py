"""The page in a real Chromium with the real bot and a lying model behind it: what a reader sees of the lies."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from bot.bot import Bot
from evals.hostile.scripted_server import ScriptedServer, scripted_server
from evals.hostile.scripted_wire import Script
from index.search import SearchIndex
from tests.llm_bot import QUESTION, bot_on
from tests.llm_bot import ask as ask_bot
from tests.page_server import serving
from tests.test_browser import ask, reading

# What a reader may meet only in the list of what was left out.
LIES = (
    "alert(",
    "onerror",
    "outside.invalid",
    "javascript:",
    "drow neddih",
    "won a national prize",
    "HACKED",
    "attacked",
)
HOSTILE = (
    "<script>window.attacked = 1; alert(1)</script> Moscow demands the Donbass region.",
    '<img src="http://outside.invalid/a.png" onerror="window.attacked=1; alert(1)"> Moscow demands the Donbass region.',
    "</details></section><h1>HACKED</h1><iframe src=http://outside.invalid/></iframe>",
    "Moscow demands [the Donbass region](http://outside.invalid/more) ![chart](http://outside.invalid/c.png).",
    "Moscow demands [the region](javascript:window.attacked=1).",
    "Moscow demands the \u202edrow neddih\u202c Donbass\u200b region\u2066.",
    "Rustem Umjerov won a national prize for this work.",
    "${window.attacked=1} {{attacked}} Moscow demands the Donbass region.",
)
HIDDEN = frozenset("\u202e\u202c\u200b\u2066")
SHOWN = {ord(character): "\N{REPLACEMENT CHARACTER}" for character in HIDDEN}
MADE_OF_MARKUP = ", ".join(
    f"#log {tag}" for tag in ("img", "script", "iframe", "h1", "a[href^='http']", "a[href^='java']")
)
OUTSIDE_LEFT_OUT = """reply => {
  const copy = reply.cloneNode(true);
  copy.querySelectorAll("details.left-out li").forEach((item) => item.remove());
  return copy.textContent;
}"""


@pytest.fixture(scope="module")
def server() -> Iterator[ScriptedServer]:
    with scripted_server() as scripted:
        yield scripted


@pytest.fixture(scope="module")
def bot(index: SearchIndex, server: ScriptedServer) -> Bot:
    return bot_on(index, server.base_url)


@pytest.fixture(scope="module")
def honest(bot: Bot, server: ScriptedServer) -> str:
    """A sentence of the evidence as the model would point to it."""
    ask_bot(bot)
    return next(f"{one.text} [{one.number}]" for one in server.asked[-1].evidence if "Moscow wants all" in one.text)


# ``honest`` stands before the browser, which brings an event loop that the asking in it could not do with.
def test_lies_are_marked_as_left_out_and_do_nothing(
    honest: str, bot: Bot, server: ScriptedServer, browser: Browser
) -> None:
    text, pointer = honest.rsplit(" ", 1)
    server.play(Script(text="\n".join([honest, *(f"{lie} {pointer}" for lie in HOSTILE)])))
    with serving(lambda: bot) as url, reading(browser, url) as page:
        requests: list[str] = []
        dialogs: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.on("dialog", lambda dialog: note_and_dismiss(dialog, dialogs))
        ask(page, QUESTION)
        expect_quoted_alone(page, text)
        expect_left_out(page)
        page.locator("a.citation").first.click()
        expect(page.locator("mark.chosen")).to_have_text(text)
        assert page.evaluate("window.attacked") is None
        assert page.locator(MADE_OF_MARKUP).count() == 0
        assert not dialogs
        assert all(request.startswith(url) for request in requests)


def note_and_dismiss(dialog: Dialog, dialogs: list[str]) -> None:
    dialogs.append(dialog.message)
    dialog.dismiss()


def expect_quoted_alone(page: Page, text: str) -> None:
    """The honest line is quoted, and no lie stands outside the list of what was left out."""
    reply = page.locator(".turn .reply")
    expect(reply.locator("blockquote")).to_have_count(1)
    expect(reply.locator("blockquote")).to_contain_text(text)
    expect(reply.locator("p.statement")).to_have_count(0)
    answer = str(reply.evaluate(OUTSIDE_LEFT_OUT))
    assert text in answer
    assert not [lie for lie in LIES if lie in answer]


def expect_left_out(page: Page) -> None:
    """The lies are listed with their reasons under a heading that says what they are, once the reader opens it."""
    listed = page.locator("details.left-out li")
    expect(listed).to_have_count(len(HOSTILE))
    expect(listed.first).not_to_be_visible()
    page.get_by_text(f"{len(HOSTILE)} statements left out, and why").click()
    for number, lie in enumerate(HOSTILE):
        expect(listed.nth(number)).to_be_visible()
        assert listed.nth(number).locator("small").inner_text().strip()
        assert listed.nth(number).inner_text().startswith(lie[:20].translate(SHOWN))
    assert not HIDDEN & set(page.locator("body").inner_text())

"""The page's components and what happens between them: the only file, with ``mount``, that knows Gradio.

Every handler gets this reader's conversation from ``gr.State`` and hands it back; Gradio keeps one per page load.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from bot.api.errors import NotReadyError
from bot.page.asking import View, ask, open_citation, stop
from bot.page.markup import escape
from bot.page.page_view import render_conversation, render_head, render_waiting, render_waiting_head
from bot.page.reply import Conversation

if TYPE_CHECKING:
    from bot.bot import Bot

STATIC = Path(__file__).parent / "static"
_HINT = '<span class="hint">Enter sends. Shift + Enter starts a new line.</span>'
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


@dataclass(frozen=True, kw_only=True)
class _Parts:
    """The components that handlers read and change."""

    chat: gr.State
    head: gr.HTML
    log: gr.HTML
    question: gr.Textbox
    send: gr.Button
    stop: gr.Button
    new_chat: gr.Button
    notice: gr.HTML
    article: gr.HTML
    waiting: gr.Timer

    @property
    def shown(self) -> list[Any]:
        """What ``_shown`` fills, in its order."""
        return [self.chat, self.log, self.notice, self.question, self.send, self.stop]


def build_page(get_bot: "Callable[[], Bot]") -> gr.Blocks:
    """The page; ``get_bot`` is called at each event, so the bot may be there later than the page."""
    page = gr.Blocks(title="On Record", fill_width=True, analytics_enabled=False)
    with page:
        parts = _place_parts()
        _connect(page, parts, get_bot)
    return page


def _place_parts() -> _Parts:
    with gr.Row(elem_id="on-record"):
        with gr.Column(elem_id="chat"):
            with gr.Row(elem_id="head"):
                head = _html("head-text", "<div>${value}</div>")
                new_chat = gr.Button("New chat", elem_id="new-chat", size="sm")
            log = _html("log", '<div role="log" aria-label="Conversation">${value}</div>', script="log.js")
            with gr.Row(elem_id="composer"):
                question = gr.Textbox(
                    label="Your question",
                    placeholder="Ask the articles",
                    lines=1,
                    max_lines=6,
                    container=False,
                    elem_id="question",
                )
                send = gr.Button("Send", variant="primary", elem_id="send")
                stop_button = gr.Button("Stop", elem_id="stop", visible=False)
            notice = _html("notice", '<p role="status">${value}</p>', value=_HINT)
        article = _html("article", (STATIC / "article.html").read_text("utf-8"), script="article.js")
    return _Parts(
        chat=gr.State(Conversation()),
        head=head,
        log=log,
        question=question,
        send=send,
        stop=stop_button,
        new_chat=new_chat,
        notice=notice,
        article=article,
        waiting=gr.Timer(1, active=False),
    )


def _html(elem_id: str, template: str, *, value: str = "", script: str = "") -> gr.HTML:
    return gr.HTML(
        value,
        elem_id=elem_id,
        html_template=template,
        js_on_load=(STATIC / script).read_text("utf-8") if script else None,
        apply_default_css=False,
    )


def _connect(page: gr.Blocks, parts: _Parts, get_bot: "Callable[[], Bot]") -> None:
    async def asked(text: str, chat: Conversation) -> AsyncIterator[list[Any]]:
        try:
            bot = get_bot()
        except NotReadyError as error:
            yield [chat, gr.skip(), _problem(str(error)), gr.skip(), gr.skip(), gr.skip()]
            return
        async for view in ask(bot, text, chat):
            yield _shown(view)

    async def on_example(chat: Conversation, event: gr.EventData) -> AsyncIterator[list[Any]]:
        async for values in asked(str(_sent(event, "question")), chat):
            yield values

    def on_stop(chat: Conversation) -> list[Any]:
        return _shown(stop(get_bot(), chat))

    def on_new_chat() -> list[Any]:
        chat = Conversation()
        _, log, _ = on_load()
        return [*_shown(View(chat=chat, log=log, accepted=True)), ""]

    def on_load() -> list[Any]:
        try:
            corpus = get_bot().corpus
        except NotReadyError:
            return [render_waiting_head(), render_waiting(), gr.update(active=True)]
        return [render_head(corpus), render_conversation(Conversation(), corpus), gr.update(active=False)]

    def on_citation(event: gr.EventData) -> str:
        fragments, opening = _sent(event, "fragments"), _sent(event, "opening")
        places = fragments if isinstance(fragments, list) else []
        return open_citation(get_bot(), places, opening if isinstance(opening, int) else 0)

    asking: dict[str, Any] = {**_PRIVATE, "outputs": parts.shown, "concurrency_limit": None}
    typed = gr.on([parts.question.submit, parts.send.click], asked, [parts.question, parts.chat], **asking)
    example = parts.log.example(on_example, parts.chat, **asking)
    at_once: dict[str, Any] = {**_PRIVATE, "queue": False}
    parts.stop.click(on_stop, parts.chat, parts.shown, cancels=[typed, example], **at_once)
    parts.new_chat.click(on_new_chat, None, [*parts.shown, parts.article], cancels=[typed, example], **at_once)
    parts.article.cite(on_citation, None, parts.article, **at_once)
    greeting: dict[str, Any] = {**at_once, "outputs": [parts.head, parts.log, parts.waiting]}
    page.load(on_load, None, **greeting)
    parts.waiting.tick(on_load, None, **greeting)


def _shown(view: View) -> list[Any]:
    """The values of ``_Parts.shown``. The question's box is left alone, unless its question was just taken."""
    return [
        view.chat,
        view.log,
        _problem(view.notice) if view.notice else _HINT,
        "" if view.accepted else gr.skip(),
        gr.update(visible=not view.busy),
        gr.update(visible=view.busy),
    ]


def _problem(text: str) -> str:
    return f'<span class="problem">{escape(text)}</span>'


def _sent(event: gr.EventData, name: str) -> object:
    """What a script of the page, or somebody in its place, sent under this name; empty text if nothing."""
    return event._data.get(name, "") if isinstance(event._data, dict) else ""

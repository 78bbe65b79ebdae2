"""Puts the chat page on a FastAPI app: theme, styles, headers, and everything that could call out switched off."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import gradio as gr
from fastapi import FastAPI
from starlette.middleware import Middleware

from bot.page.layout import STATIC, build_page
from bot.page.policy import PagePolicy

if TYPE_CHECKING:
    from bot.bot import Bot

_SANS = ("system-ui", "sans-serif")
_MONO = ("ui-monospace", "monospace")


def mount_page(app: FastAPI, get_bot: "Callable[[], Bot]") -> FastAPI:
    """Serve the page at ``/``. Declare the app's own routes first: the page answers whatever is left."""
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        build_page(get_bot),
        path="/",
        theme=_theme(),
        head=_style(),
        favicon_path=str(STATIC / "favicon.svg"),
        footer_links=[],
        run_history=False,  # questions would stay in the browser's storage
        show_error=False,
        ssr_mode=False,
        mcp_server=False,
        enable_monitoring=False,
        max_file_size=1,  # byte: the page takes no files, but Gradio has an upload route
        app_kwargs={"middleware": [Middleware(PagePolicy)]},
    )
    return mounted


def _theme() -> gr.themes.Base:
    """System fonts, because the default theme fetches its own; the paper's colour from the first moment on."""
    theme = gr.themes.Base(font=_SANS, font_mono=_MONO)
    return theme.set(body_background_fill="#faf9f6", body_background_fill_dark="#161614")


def _style() -> str:
    """The page's styles as they stand: Gradio rewrites the selectors of what comes through ``css_paths``."""
    return f"<style>{(STATIC / 'page.css').read_text('utf-8')}</style>"

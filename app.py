"""On Record: the bot behind the HTTP API and the chat page, in one process that owns the index.

``create_app`` puts them together; ``main`` also syncs the index with ARTICLES_DIR while the server is already up.
"""

import logging
import socket
import sys
from collections.abc import Callable, Collection
from concurrent.futures import Future
from threading import Thread
from typing import TYPE_CHECKING

import uvicorn
from fastapi import FastAPI

from bot.api import NotReadyError, add_api, allowed_hosts
from bot.bot import Bot
from bot.building import build_bot, build_model
from bot.llm.prompt import PromptError
from bot.page.mount import mount_page
from index.embedding import MiniLM
from index.errors import IndexingError
from index.lock import owning
from index.printable import printable
from index.search import open_index, update_index
from index.settings import InvalidSettingsError, Settings, configure_logging, load_settings
from index.sync import article_files

if TYPE_CHECKING:
    from bot.llm.engine import ModelEngine

VERSION = "0.1.0"
log = logging.getLogger("app")


class PortInUseError(Exception):
    """HOST and PORT cannot be listened on."""

    hint = "Set PORT to a free port, or stop the program that uses it."


def create_app(*, get_bot: Callable[[], Bot], hosts: Collection[str] = ()) -> FastAPI:
    """The API and the page over the bot that ``get_bot`` returns; it raises NotReadyError while there is none.

    ``hosts`` are the host names to answer for; empty means any.
    """
    app = FastAPI(
        title="On Record",
        version=VERSION,
        description="Answers from news articles, in quotes that code has cut from them.",
        docs_url=None,
        redoc_url=None,
    )
    add_api(app, bot=get_bot, hosts=hosts)
    return mount_page(app, get_bot)


def main() -> int:
    """Serve until stopped. Exit status: 0 stopped, 2 it could not run."""
    try:
        settings = load_settings()
        configure_logging(settings.log_level)
        article_files(settings.articles_dir)  # a missing folder is told at once
        model = build_model(settings)
        with _listening(settings.host, settings.port) as listener, owning(settings.data_dir):
            _serve(settings, listener, model)
    except (IndexingError, InvalidSettingsError, PortInUseError, PromptError) as error:
        print(f"{error} {error.hint}", file=sys.stderr)
        return 2
    return 0


def _listening(host: str, port: int) -> socket.socket:
    """The socket to serve on, taken before anything slow begins."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except (OSError, UnicodeError) as error:
        raise PortInUseError(
            f"Cannot listen on {host}:{port} ({getattr(error, 'strerror', None) or error})."
        ) from error


def _serve(settings: Settings, listener: socket.socket, model: "ModelEngine | None") -> None:
    loading: Future[Bot] = Future()

    def get_bot() -> Bot:
        if not loading.done():
            raise NotReadyError("The articles are still being indexed.")
        return loading.result()

    hosts = allowed_hosts(listener.getsockname()[0], called=settings.host)
    app = create_app(get_bot=get_bot, hosts=hosts)
    server = uvicorn.Server(uvicorn.Config(app, log_level=settings.log_level.lower(), access_log=False))

    def load() -> None:
        try:
            loading.set_result(_load(settings, model))
            engine = f"llm:{model.model}" if model else "extractive"
            log.info("ready url=http://%s:%d engine=%s", settings.host, settings.port, engine)
        except BaseException as error:
            loading.set_exception(error)
            server.should_exit = True  # main tells why

    Thread(target=load, name="index", daemon=True).start()
    server.run(sockets=[listener])
    if loading.done():
        loading.result()


def _load(settings: Settings, model: "ModelEngine | None") -> Bot:
    embedding = MiniLM()
    report = update_index(settings.articles_dir, settings.data_dir, embedding)
    for failure in report.failed:
        log.warning("failed file=%s reason=%s", printable(failure.file), printable(failure.reason))
    return build_bot(open_index(settings.data_dir, embedding), model=model)


if __name__ == "__main__":
    sys.exit(main())

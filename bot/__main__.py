"""``python -m bot "question" [--json]``: one answer in the terminal; without a question, a chat."""

import argparse
import asyncio
import sys

from pydantic import ValidationError

from bot.answer import Answer
from bot.bot import Bot
from bot.building import build_bot, build_model
from bot.llm.prompt import PromptError
from bot.request import MAX_TURN, MAX_TURNS, AskRequest, TurnRequest
from bot.schema import answer_body
from bot.validation import validation_message
from index.embedding import MiniLM
from index.errors import IndexingError, IndexMissingError
from index.lock import owning
from index.printable import printable
from index.search import SearchIndex, open_index, update_index
from index.settings import InvalidSettingsError, Settings, configure_logging, load_settings


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 answered (also that the articles don't say), 2 it could not run."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="Ask the indexed articles.")
    parser.add_argument("question", nargs="?", help="without it: a chat")
    parser.add_argument("--json", action="store_true", help="print the whole answer as one JSON object")
    options = parser.parse_args(arguments)
    try:
        settings = load_settings()
        configure_logging("WARNING" if settings.log_level == "INFO" else settings.log_level)
        first = AskRequest(question=options.question) if options.question is not None else None
        model = build_model(settings)
        bot = build_bot(_index(settings), model=model)
        if first:
            _print(asyncio.run(bot.ask(first.to_question())), as_json=options.json)
        else:
            _chat(bot, as_json=options.json)
    except ValidationError as error:
        print(validation_message(error.errors()), file=sys.stderr)
        return 2
    except (IndexingError, InvalidSettingsError, PromptError) as error:
        print(f"{error} {error.hint}", file=sys.stderr)
        return 2
    return 0


def _index(settings: Settings) -> SearchIndex:
    """The index as it is; made first if there is none."""
    embedding = MiniLM()
    try:
        return open_index(settings.data_dir, embedding)
    except IndexMissingError:
        with owning(settings.data_dir):
            update_index(settings.articles_dir, settings.data_dir, embedding)
        return open_index(settings.data_dir, embedding)


def _chat(bot: Bot, *, as_json: bool) -> None:
    """Questions from standard input, one a line, until it ends or the reader types nothing."""
    turns: tuple[TurnRequest, ...] = ()
    while line := _next_line():
        try:
            request = AskRequest(question=line, history=turns)
        except ValidationError as error:
            print(validation_message(error.errors()), file=sys.stderr)
            continue
        answer = asyncio.run(bot.ask(request.to_question()))
        _print(answer, as_json=as_json)
        told = TurnRequest(role="assistant", content=answer.text[:MAX_TURN])
        turns = (*turns, TurnRequest(role="user", content=line), told)[-MAX_TURNS:]


def _next_line() -> str:
    try:
        return input("\n? " if sys.stdin.isatty() else "").strip()
    except (EOFError, KeyboardInterrupt):
        return ""


def _print(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        print(answer_body(answer).model_dump_json())
        return
    if answer.standalone_question != answer.question:
        print(f"(Asked as: {printable(answer.standalone_question)})")
    print(printable(answer.text, keep="\n"))
    if answer.fallback:
        print(f"\n({answer.fallback})")
    if answer.status == "not_found" and answer.nearest:
        print("\nNearest passages:")
        for nearest in answer.nearest:
            shown = f"- “{nearest.sentence.text}” ({nearest.sentence.article.title})"
            print(printable(shown, keep="\n"))


if __name__ == "__main__":
    sys.exit(main())

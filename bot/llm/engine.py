"""The language model's engine: a question and numbered evidence in, draft statements out, line by line as they come.

It decides nothing: what it yields is unchecked. Faults are ``ModelError``; the first of each kind is told in the log,
with a hint.
"""

import logging
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass

from bot.answer import DraftStatement, Turn, Usage
from bot.llm.client import Message, ModelClient
from bot.llm.errors import ModelEmptyError, ModelError, ModelTooLongError
from bot.llm.prompt import Filled, Prompts, ask_for_answer, ask_for_rewrite, one_line
from bot.llm.reply import THOUGHT, Lines, NotInArticles, TakenBack, read_line
from index.article import Sentence

log = logging.getLogger(__name__)
# The prompt asks for four lines; a model that has said this much is repeating itself.
_MOST_STATEMENTS = 50
_AROUND = '"“”*_` '  # what may stand around a question alone on its line


@dataclass(frozen=True, kw_only=True, slots=True)
class Rewritten:
    """A follow-up question as the model would ask it alone, and what that cost."""

    text: str
    usage: Usage


class ModelEngine:
    """One model with its prompts. ``timeout`` is in seconds, for a whole answer."""

    def __init__(self, *, client: ModelClient, prompts: Prompts, timeout: float):
        self.timeout = timeout
        self._client = client
        self._prompts = prompts
        self._told: set[type[ModelError]] = set()

    @property
    def model(self) -> str:
        """The model's name on its server."""
        return self._client.model

    @property
    def prompt(self) -> str:
        """The prompt that asks for statements, as "name@hash"."""
        return self._prompts.answer.version

    async def answer(
        self, question: str, evidence: Sequence[Sentence], *, deadline: float
    ) -> AsyncGenerator[DraftStatement | NotInArticles | TakenBack | Usage, None]:
        """What the model says, each line as soon as it is complete, and what it cost. Raises ModelError.

        ``deadline`` is in the event loop's time. What was said before with the same quotes is not said again.
        """
        prompt = ask_for_answer(self._prompts.answer, question, evidence)
        said: set[DraftStatement | NotInArticles] = set()
        with self._telling():
            async with aclosing(self._lines(prompt, deadline)) as lines:
                async for line in lines:
                    if isinstance(line, Usage):
                        yield line
                        continue
                    if line == THOUGHT:
                        said.clear()
                        yield TakenBack()
                        continue
                    for draft in read_line(line, evidence):
                        if draft not in said:
                            yield draft
                        said.add(draft)
                    if len(said) > _MOST_STATEMENTS:
                        raise ModelTooLongError
            if not said:
                raise ModelEmptyError

    async def rewrite(self, question: str, history: Sequence[Turn], *, deadline: float) -> Rewritten:
        """The first line of the reply that announces nothing, "" if there is none; not checked. Raises ModelError."""
        prompt = ask_for_rewrite(self._prompts.rewrite, question, history)
        text, usage = "", Usage()
        with self._telling():
            async with aclosing(self._lines(prompt, deadline)) as lines:
                async for line in lines:
                    if isinstance(line, Usage):
                        usage = line
                    elif line == THOUGHT:
                        text = ""
                    elif not text and not line.rstrip(_AROUND).endswith(":"):
                        text = one_line(line).removeprefix("Question: ").strip(_AROUND)
        return Rewritten(text=text, usage=usage)

    async def _lines(self, prompt: Filled, deadline: float) -> AsyncGenerator[str | Usage, None]:
        messages = (Message(role="system", content=prompt.system), Message(role="user", content=prompt.user))
        lines = Lines()
        async with aclosing(self._client.reply(messages, deadline=deadline)) as pieces:
            async for piece in pieces:
                if isinstance(piece, Usage):
                    yield piece
                    continue
                for line in lines.add(piece):
                    yield line
        for line in lines.end():
            yield line

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Tell the first fault of each kind to whoever runs the bot; readers are told by the answer."""
        try:
            yield
        except ModelError as error:
            if type(error) not in self._told:
                self._told.add(type(error))
                log.warning("%s %s model=%s", error.reason, error.hint, self.model)
            raise

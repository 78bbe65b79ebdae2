"""Who drafts an answer: the language model where there is one and it can, else whole sentences; and a record of it.

Also who rewrites a follow-up question. Knows nothing of search, of the check's rules or of how a model is reached.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.answer import DraftStatement, Engine, Question, Usage
from bot.check import Judge, without_byline
from bot.extractive import draft
from bot.followup import standalone
from bot.llm.errors import ModelError
from bot.llm.prompt import last_turns
from bot.llm.reply import NotInArticles, TakenBack
from bot.llm.rewriting import is_faithful
from bot.transcript import Transcript
from index.article import Sentence

if TYPE_CHECKING:  # it loads the openai package, which takes a second and only a model needs
    from bot.llm.engine import ModelEngine

NOTHING_LEFT = "Nothing that the language model wrote passed the check."
# Of the model's time, the share for rewriting a follow-up, and what is kept for search and for falling back.
_REWRITING, _KEPT = 0.25, 0.1


@dataclass(kw_only=True, slots=True)
class Drafting:
    """The drafting of one answer; begin it when the question comes, as the model's time runs from then.

    ``transcript`` is where whoever reads the drafts puts them, one by one; it begins anew if what the model said turns
    out to have been thought aloud (``retracted``: and some of it was shown). ``fallback`` says why sentences were
    quoted instead of, or after, what the model wrote; ``denied`` that the model found no answer in the articles;
    ``asked`` that it was asked at all.
    """

    model: "ModelEngine | None"
    judge: Judge | None
    transcript: Transcript
    started: float
    retracted: bool = False
    engine: Engine = "extractive"
    asked: bool = False
    denied: bool = False
    fallback: str | None = None
    usage: Usage = field(default_factory=Usage)

    async def standalone(self, question: Question) -> str:
        """The question as it can be understood without its history: by the model if it keeps to it, else by rule."""
        if not question.history:
            return question.text
        if self.model:
            try:
                rewritten = await self.model.rewrite(question.text, question.history, deadline=self._until(_REWRITING))
            except ModelError:  # told in the log; the reader hears of the model when the answer falls back
                return await asyncio.to_thread(standalone, question.text, question.history)
            self._count(rewritten.usage)
            told = last_turns(question.history)
            if await asyncio.to_thread(is_faithful, rewritten.text, question.text, told):
                return rewritten.text
        return await asyncio.to_thread(standalone, question.text, question.history)

    async def drafts(
        self, question: str, evidence: Sequence[Sentence], sentences: Sequence[Sentence]
    ) -> AsyncGenerator[DraftStatement, None]:
        """Statements about ``evidence`` by the model; if none passes into the transcript, or it fails, ``sentences``.

        What was shown is not said again, whatever it now points to. Without ``evidence`` there is nothing to ask about,
        and no model is asked to guess.
        """
        if self.model and evidence:
            async with aclosing(self._by_model(self.model, question, evidence)) as drafts:
                async for drafted in drafts:
                    claim = without_byline(drafted).text
                    if all(claim != statement.text for statement in self.transcript.statements):
                        yield drafted
            if self.transcript.statements or (self.denied and not self.fallback):
                self.engine = "llm"
            elif not self.fallback:
                self.fallback = NOTHING_LEFT
        if self.fallback or not self.asked:
            shown = {sentence for citation in self.transcript.citations for sentence in citation.quote.sentences}
            for drafted in draft([sentence for sentence in sentences if sentence not in shown]):
                yield drafted

    async def _by_model(
        self, model: "ModelEngine", question: str, evidence: Sequence[Sentence]
    ) -> AsyncGenerator[DraftStatement, None]:
        self.asked = True
        usage = Usage()
        try:
            async with aclosing(model.answer(question, evidence, deadline=self._until(1 - _KEPT))) as said:
                async for item in said:
                    if isinstance(item, Usage):
                        usage = item
                    elif isinstance(item, NotInArticles):
                        self.denied = True
                    elif isinstance(item, TakenBack):
                        self._begin_anew()
                    else:
                        yield item
        except ModelError as error:
            self.fallback = error.reason
        self._count(usage)

    def _begin_anew(self) -> None:
        self.retracted = self.retracted or bool(self.transcript.statements)
        self.transcript, self.denied = Transcript(self.judge), False

    def _until(self, share: float) -> float:
        return self.started + share * self.model.timeout if self.model else self.started

    def _count(self, usage: Usage) -> None:
        self.usage = Usage(
            prompt_tokens=self.usage.prompt_tokens + usage.prompt_tokens,
            completion_tokens=self.usage.completion_tokens + usage.completion_tokens,
        )


def begin_drafting(model: "ModelEngine | None", judge: Judge | None) -> Drafting:
    """A drafting that begins now, in the running event loop's time."""
    now = asyncio.get_running_loop().time()
    return Drafting(model=model, judge=judge, transcript=Transcript(judge), started=now)

"""A language model's opinion beside the offline scores: do the quotes of an answer answer its question?

Optional, and gates nothing. A reply is one of two words; anything else that a model says is unscored.
It is never searched for a "yes".
"""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace

from bot.llm.client import Message, ModelClient
from bot.llm.errors import ModelError
from bot.llm.prompt import FOLDER, Prompt, ask_for_answer, load_prompt
from evals.figures import share_figure
from evals.library import Library
from evals.results import CaseResult, Figure, Run
from index.article import Sentence

_WORDS = {"ANSWERED": True, "NOT_ANSWERED": False}


def judged(run: Run, articles: Library, client: ModelClient, *, timeout: float) -> Run:
    """``run`` with the judge's figures over the answers of the reporting split; ``timeout`` is seconds a reply.

    Raises PromptError where the judge's prompt can't be read.
    """
    prompt = load_prompt(FOLDER / "judge.txt", {"evidence", "question"})
    asked = [result for result in run.cases if result.split == "report" and _quoted(result, articles)]
    opinions = asyncio.run(_opinions(asked, articles, client, prompt, timeout))
    remark = f"Judge: {client.model}, {prompt.version}; it gates nothing."
    return replace(run, figures=(*run.figures, *judge_figures(asked, opinions)), remarks=(*run.remarks, remark))


def opinion_of(reply: str) -> bool | None:
    """What a reply says, None where it is anything but the one word that was asked for."""
    return _WORDS.get(reply.strip())


def judge_figures(asked: Sequence[CaseResult], opinions: Sequence[bool | None]) -> tuple[Figure, ...]:
    """How many the judge finds answered, how often it agrees with the offline verdict, how many are unscored."""
    scored = [(result.verdict == "right", opinion) for result, opinion in zip(asked, opinions, strict=True)]
    given = [(right, opinion) for right, opinion in scored if opinion is not None]
    answered = sum(opinion for _, opinion in given)
    agreed = sum(right == opinion for right, opinion in given)
    figures = (
        share_figure("judge: answered", answered, len(given), "Answers whose quotes a language model finds enough."),
        share_figure("judge: agrees", agreed, len(given), "Verdicts of the judge that are the offline ones."),
        share_figure("judge: unscored", len(scored) - len(given), len(scored), "Replies that could not be read."),
    )
    return tuple(replace(figure, best=None) for figure in figures)


def _quoted(result: CaseResult, articles: Library) -> tuple[Sentence, ...]:
    """The sentences that a sound answer quotes; none of one that is not."""
    if result.answer is None or result.faults:
        return ()
    quotes = (articles.whole_sentences(c.article.id, c.start, c.end) for c in result.answer.citations)
    return tuple(sentence for quote in quotes if quote for sentence in quote.sentences)


async def _opinions(
    asked: Sequence[CaseResult], articles: Library, client: ModelClient, prompt: Prompt, timeout: float
) -> list[bool | None]:
    return [await _opinion(result, _quoted(result, articles), client, prompt, timeout) for result in asked]


async def _opinion(
    result: CaseResult, evidence: Sequence[Sentence], client: ModelClient, prompt: Prompt, timeout: float
) -> bool | None:
    question = result.answer.standalone_question if result.answer else result.case.question
    filled = ask_for_answer(prompt, question, evidence)
    messages = (Message(role="system", content=filled.system), Message(role="user", content=filled.user))
    deadline = asyncio.get_running_loop().time() + timeout
    reply = ""
    try:
        async with aclosing(client.reply(messages, deadline=deadline)) as pieces:
            async for piece in pieces:
                reply += piece if isinstance(piece, str) else ""
    except ModelError:
        return None
    return opinion_of(reply)

"""Every kind of reply through the whole bot: asked over HTTP of a scripted server, shown in an answer and on the page.

The page is asked as a reader asks it, and looked at as it grows: each of its views is searched.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer import Answer
from bot.bot import Bot
from bot.building import build_bot, build_model
from bot.page.asking import View, ask
from bot.page.reply import Conversation
from evals.cases import Case
from evals.hostile.page_leaks import page_leak
from evals.hostile.replies import HONEST_KINDS, HOSTILE_KINDS, make_reply
from evals.hostile.scripted_server import MODEL, Asked, ScriptedServer, scripted_server
from evals.hostile.scripted_wire import Script
from evals.hostile.trials import Trial, half_of
from index.search import SearchIndex
from index.settings import Settings


@dataclass(frozen=True, kw_only=True, slots=True)
class AnsweredTrial:
    """A trial, and the answer in which its reply ended up.

    ``views`` are what a reader saw of it, in order; ``on_page`` is the first leak in them, "" if there is none.
    """

    trial: Trial
    answer: Answer
    views: tuple[View, ...]
    on_page: str


async def ask_all(
    index: SearchIndex, cases: Sequence[Case], seeds: int, kinds: Sequence[str] = (*HOSTILE_KINDS, *HONEST_KINDS)
) -> list[AnsweredTrial]:
    """Kinds × questions × seeds. Left out are questions that no model is asked, and kinds without a hold."""
    asked: list[AnsweredTrial] = []
    with scripted_server() as server:
        bot = build_bot(index, model=build_model(Settings(openai_base_url=server.base_url, openai_model=MODEL)))
        for case in cases:
            for kind in kinds:
                for seed in range(seeds):
                    found = await _asked(bot, server, case, Script(kind=kind, seed=seed))
                    asked += [found] if found else []
    return asked


async def _asked(bot: Bot, server: ScriptedServer, case: Case, script: Script) -> AnsweredTrial | None:
    server.play(script)
    server.asked.clear()
    views = tuple([view async for view in ask(bot, case.question, Conversation())])
    trial = _trial(server.asked[0], script) if server.asked else None
    if trial is None:
        return None
    answer = views[-1].chat.exchanges[-1].reply.answer
    if answer is None:
        raise RuntimeError(f"the page has no answer to {case.question!r} ({script.kind}, seed {script.seed})")
    on_page = next(filter(None, (page_leak(trial.reply, view, bot.corpus) for view in views)), "")
    return AnsweredTrial(trial=trial, answer=answer, views=views, on_page=on_page)


def _trial(asked: Asked, script: Script) -> Trial | None:
    """What the server made of the prompt, made again."""
    reply = make_reply(asked.evidence, asked.question, script.kind, script.seed)
    if reply is None:
        return None
    base = next(one.text for one in asked.evidence if one.number == reply.lines[-1].base)
    return Trial(group="through the bot", kind=script.kind, half=half_of(base), reply=reply, evidence=())

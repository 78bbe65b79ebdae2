"""Every kind of reply through the whole bot: asked over HTTP of a scripted server, shown in a real answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer import Answer, Question
from bot.bot import Bot
from bot.building import build_bot, build_model
from evals.cases import Case
from evals.hostile.replies import HONEST_KINDS, HOSTILE_KINDS, make_reply
from evals.hostile.scripted_server import MODEL, Asked, ScriptedServer, scripted_server
from evals.hostile.scripted_wire import Script
from evals.hostile.trials import Trial, half_of
from index.search import SearchIndex
from index.settings import Settings


@dataclass(frozen=True, kw_only=True, slots=True)
class AnsweredTrial:
    """A trial, and the answer in which its reply ended up."""

    trial: Trial
    answer: Answer


async def ask_all(index: SearchIndex, cases: Sequence[Case], seeds: int) -> list[AnsweredTrial]:
    """Kinds × questions × seeds. Left out are questions that no model is asked, and kinds without a hold."""
    asked: list[AnsweredTrial] = []
    with scripted_server() as server:
        bot = build_bot(index, model=build_model(Settings(openai_base_url=server.base_url, openai_model=MODEL)))
        for case in cases:
            for kind in (*HOSTILE_KINDS, *HONEST_KINDS):
                for seed in range(seeds):
                    found = await _asked(bot, server, case, Script(kind=kind, seed=seed))
                    asked += [found] if found else []
    return asked


async def _asked(bot: Bot, server: ScriptedServer, case: Case, script: Script) -> AnsweredTrial | None:
    server.play(script)
    server.asked.clear()
    answer = await bot.ask(Question(text=case.question))
    trial = _trial(server.asked[0], script) if server.asked else None
    return AnsweredTrial(trial=trial, answer=answer) if trial else None


def _trial(asked: Asked, script: Script) -> Trial | None:
    """What the server made of the prompt, made again."""
    reply = make_reply(asked.evidence, asked.question, script.kind, script.seed)
    if reply is None:
        return None
    base = next(one.text for one in asked.evidence if one.number == reply.lines[-1].base)
    return Trial(group="through the bot", kind=script.kind, half=half_of(base), reply=reply, evidence=())

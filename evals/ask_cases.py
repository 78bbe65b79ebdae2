"""``python -m evals.ask_cases ARTICLES CASES``: ask a folder every question of a file, and print what was wrong."""

import argparse
import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bot.answer import Question
from bot.bot import Bot
from bot.building import build_bot
from evals.cases import Case, Outcome, read_cases, share_right
from evals.scores import interval
from index.embedding import MiniLM
from index.search import open_index, update_index


def main() -> None:
    """Print each wrong answer, then the share of right ones by tag."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("cases", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        embedding = MiniLM()
        update_index(options.articles, Path(work), embedding)
        bot = build_bot(open_index(Path(work), embedding))
        outcomes = asyncio.run(ask_all(bot, read_cases(options.cases)))
    for outcome in outcomes:
        if not outcome.right:
            print(f"{outcome.case.id}: {outcome.case.question}\n  wants {outcome.case.evidence or 'a refusal'}")
            print(
                "".join(f"  [{c.number}] {c.quote.text}\n" for c in outcome.answer.citations) or "  not found\n", end=""
            )
    for tag in dict.fromkeys(tag for outcome in outcomes for tag in outcome.case.tags):
        print_share(tag, [outcome for outcome in outcomes if tag in outcome.case.tags])
    print_share("answerable", [outcome for outcome in outcomes if outcome.case.answerable])
    print_share("not answerable", [outcome for outcome in outcomes if not outcome.case.answerable])


async def ask_all(bot: Bot, cases: Sequence[Case]) -> list[Outcome]:
    """Ask one case after the other."""
    return [Outcome(case=case, answer=await bot.ask(Question(text=case.question))) for case in cases]


def print_share(name: str, outcomes: Sequence[Outcome]) -> None:
    """One line: how many of how many are right, and the share with its 95 % interval; nothing of no cases."""
    share = share_right(outcomes)
    if share is not None:
        low, high = interval(share, len(outcomes))
        right = sum(outcome.right for outcome in outcomes)
        print(f"{name:20} {right:3} of {len(outcomes):3}  {share:.2f} ({low:.2f}–{high:.2f})")


if __name__ == "__main__":
    main()

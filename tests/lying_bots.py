"""Bots with a lying model behind them; run as a command, the suite over them: exit status 1 if the gate fails.

``python -m tests.lying_bots FOLDER LIE …``: FOLDER holds articles, cases.jsonl and an accepted baseline.json.
"""

import sys
from functools import partial
from pathlib import Path

from bot.building import build_model
from evals.asking import shipped_bots
from evals.baseline import read_baseline
from evals.gate import judge
from evals.hostile.scripted_server import MODEL, scripted_server
from evals.hostile.scripted_wire import Script
from evals.suite import BotsOf, Suite, run_bot
from index.settings import Settings


def lying_bots(base_url: str) -> BotsOf:
    """The bot as it ships, with the model at ``base_url`` writing its answers."""
    model = build_model(Settings(openai_base_url=base_url, openai_model=MODEL))
    return partial(shipped_bots, model=model)


def main(folder: Path, lies: list[str]) -> int:
    """Print what the gate says."""
    suite = Suite(articles=folder / "articles", cases=(folder / "cases.jsonl",))
    with scripted_server(*(Script(kind=lie) for lie in lies)) as server:
        verdicts = judge(run_bot([suite], bots_of=lying_bots(server.base_url)), read_baseline(folder / "baseline.json"))
    print("\n".join(verdicts.failures))
    return 0 if verdicts.held else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))

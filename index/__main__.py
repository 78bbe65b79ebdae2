"""``python -m index [DIR] [--json]``: sync the index with a folder of articles, and print what changed."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from index.embedding import MiniLM
from index.errors import IndexingError
from index.lock import owning
from index.printable import printable
from index.search import update_index
from index.settings import InvalidSettingsError, configure_logging, load_settings
from index.sync import SyncReport, article_files


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 all files are indexed, 1 some failed, 2 it could not run, 130 stopped from the keyboard."""
    parser = argparse.ArgumentParser(prog="python -m index", description="Sync the index with a folder of articles.")
    parser.add_argument("folder", nargs="?", type=Path, metavar="DIR", help="default: ARTICLES_DIR")
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    options = parser.parse_args(arguments)
    try:
        settings = load_settings()
        configure_logging(settings.log_level)
        report = _sync(options.folder or settings.articles_dir, settings.data_dir, quiet=options.json)
    except (IndexingError, InvalidSettingsError) as error:
        print(f"{error} {error.hint}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped. The next run goes on from here.", file=sys.stderr)
        return 130
    if options.json:
        print(json.dumps(asdict(report)))
    else:
        _print(report)
    return 1 if report.failed else 0


def _sync(folder: Path, data_dir: Path, *, quiet: bool) -> SyncReport:
    article_files(folder)  # a missing folder is told at once, not after the model is loaded
    console = Console(stderr=True)
    hidden = quiet or not console.is_terminal  # a log needs no bar
    with owning(data_dir), Progress(console=console, transient=True, disable=hidden) as bar:
        task = bar.add_task("Indexing", total=None)
        return update_index(
            folder, data_dir, MiniLM(), lambda done, total: bar.update(task, completed=done, total=total)
        )


def _print(report: SyncReport) -> None:
    for what in ("new", "changed", "removed"):
        for file in getattr(report, what):
            print(f"{what:8} {printable(file)}")
    for failure in report.failed:
        print(f"failed   {printable(failure.file)}: {printable(failure.reason)}")
    indexed = len(report.new) + len(report.changed) + len(report.unchanged)
    print(f"{indexed} articles indexed, {len(report.unchanged)} of them unchanged; {len(report.failed)} failed.")


if __name__ == "__main__":
    sys.exit(main())

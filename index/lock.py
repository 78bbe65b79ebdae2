"""One process owns an index: embedded Chroma loses vectors, without an error, when two processes write.

The operating system frees the lock when its owner ends, however it ends.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexBrokenError, IndexLockedError


@contextmanager
def owning(data_dir: Path) -> Iterator[None]:
    """Own the index in ``data_dir`` for the length of the block.

    Raises IndexLockedError, which names the owner, when another process does; IndexBrokenError when the folder cannot
    be written to.
    """
    owner_file = data_dir / "owner.json"
    lock = FileLock(data_dir / "index.lock")
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
        _sign(owner_file)
    except Timeout:
        raise IndexLockedError(f"Another process owns the index in {data_dir}: {_owner(owner_file)}.") from None
    except OSError as error:
        lock.release()
        broken = IndexBrokenError(f"The data folder {data_dir} cannot be written to: {error.strerror}.")
        broken.hint = "Set DATA_DIR to a folder that this user can write to."  # there is nothing to remove
        raise broken from error
    try:
        yield
    finally:
        owner_file.unlink(missing_ok=True)
        lock.release()


def _sign(owner_file: Path) -> None:
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    owner = {"pid": os.getpid(), "command": " ".join(sys.argv), "since": since}
    owner_file.write_text(json.dumps(owner), encoding="utf-8")


def _owner(owner_file: Path) -> str:
    try:
        owner = json.loads(owner_file.read_text(encoding="utf-8"))
        return f"process {owner['pid']} ({owner['command']}), since {owner['since']}"
    except (OSError, ValueError, KeyError, TypeError):  # the owner is only just writing it
        return "a process that does not say which"

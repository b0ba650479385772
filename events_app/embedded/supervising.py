"""One process that owns a data folder: its lock, what it tells other commands, its signals, what a dead one left behind."""

import contextlib
import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import IO

from events_app.embedded.children import Child, Troop, Trouble
from events_app.settings import LOCK, RUNNING

_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_GONE_WITHIN = 15.0  # seconds that the children of a killed `fairs up` get to end by themselves


@contextlib.contextmanager
def owning(folder: Path, troop: Troop) -> Iterator[None]:
    """Within the block ``folder`` belongs to this process, and a signal asks ``troop`` to stop (a second one to hurry).

    Raises Trouble where the folder cannot be written or belongs to another process that lives.
    """
    with _locked(folder), _signalled(troop):
        _await_left_behind(folder)
        try:
            yield
        finally:
            (folder / RUNNING).unlink(missing_ok=True)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK).open("w")
    except OSError as refused:
        raise Trouble(f"The data folder {folder} (FAIRS_DATA_DIR) cannot be written: {refused.strerror}.") from None
    with lock:
        _take(lock, folder)
        yield


def _take(lock: IO[str], folder: Path) -> None:
    for _attempt in range(20):  # a command that only looks holds it for a moment
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        time.sleep(0.02)
    raise Trouble(
        f"Another `fairs up` is running with the data folder {folder}; stop it, or set FAIRS_DATA_DIR and PORT."
    )


@contextlib.contextmanager
def _signalled(troop: Troop) -> Iterator[None]:
    def asked(_number: int, _frame: FrameType | None) -> None:
        troop.hurried = troop.asked_to_stop
        troop.asked_to_stop = True

    before = {number: signal.signal(number, asked) for number in _STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def tell(folder: Path, environment: dict[str, str], children: list[Child]) -> None:
    """Write down for other commands how to reach what runs here, and for the next start what may be left of it."""
    told = {"pid": os.getpid(), "environment": environment, "groups": [child.pid for child in children]}
    fresh = folder / f"{RUNNING}.new"
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        json.dump(told, out, indent=2)
    fresh.rename(folder / RUNNING)


def _await_left_behind(folder: Path) -> None:
    """Wait for the children of a killed `fairs up` to end, as the kernel told them to; then kill what is left."""
    try:
        groups = {int(group) for group in json.loads((folder / RUNNING).read_text("utf-8"))["groups"]}
    except (OSError, ValueError, KeyError, TypeError):
        return
    until = time.monotonic() + _GONE_WITHIN
    while left := _left_behind(folder, groups):
        if time.monotonic() > until + _GONE_WITHIN:
            raise Trouble(
                f"Processes of an earlier `fairs up` in {folder} cannot be ended: {', '.join(map(str, left))}."
            )
        if time.monotonic() > until:
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)


def _left_behind(folder: Path, groups: set[int]) -> list[int]:
    """Processes of these groups that were started for this folder; a number given to somebody else since is not meant."""
    mark = f"FAIRS_DATA_DIR={folder}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError):
            status = (entry / "stat").read_text("utf-8").rpartition(")")[2].split()
            state, group = status[0], int(status[2])
            if group in groups and state != "Z" and mark in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
    return found

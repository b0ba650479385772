"""Processes of ours that a test starts: the relay, a worker, beat; each with a log of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

RELAY = ("-m", "tasks.relay")
WORKER = ("-m", "celery", "-A", "tasks.celery", "worker", "--loglevel", "INFO", "--without-gossip", "--without-mingle")
BEAT = ("-m", "celery", "-A", "tasks.celery", "beat", "--loglevel", "INFO", "--pidfile=")


class Process:
    """One of them."""

    def __init__(self, argv: tuple[str, ...], log: Path, **environ: str) -> None:
        self._argv, self._log, self._environ = argv, log, environ
        self.start()

    def start(self) -> None:
        """Start it, in a process group of its own."""
        with self._log.open("ab") as out:
            self.running = subprocess.Popen(
                [sys.executable, *self._argv],
                stdout=out,
                stderr=out,
                env={**os.environ, "DATABASE_URL": os.environ["DATABASE_URL"], **self._environ},
                start_new_session=True,
            )

    @property
    def log(self) -> str:
        """What it has said so far."""
        return self._log.read_text("utf-8")

    def says(self, words: str, patience: float = 30) -> None:
        """Wait until it has said ``words``."""
        until(lambda: words in self.log, patience, lambda: self.log[-3000:])

    def kill(self) -> None:
        """End it and its children as ``kill -9`` does."""
        os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()

    def stop(self, patience: float = 20) -> int:
        """Ask it to end; its status."""
        if self.running.poll() is None:
            self.running.terminate()
            try:
                self.running.wait(patience)
            except subprocess.TimeoutExpired:
                self.kill()
        return self.running.returncode


@contextmanager
def run(argv: tuple[str, ...], folder: Path, name: str, **environ: str) -> Iterator[Process]:
    """One process for the length of the block."""
    process = Process(argv, folder / f"{name}.log", **environ)
    try:
        yield process
    finally:
        process.stop()


def until(found: Callable[[], Any], patience: float = 30, said: Callable[[], str] = str) -> None:
    """Wait until ``found()`` is true, else fail with what ``said()`` says."""
    end = time.monotonic() + patience
    while not found():
        if time.monotonic() > end:
            raise AssertionError(f"this did not happen in {patience} s: {said()}")
        time.sleep(0.05)

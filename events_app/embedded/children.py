"""Child processes as data: how each is started, when it is ready, how it is stopped; and the troop of them."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_LAUNCH = Path(__file__).with_name("launch.py")
_GLANCE = 0.02  # seconds between two looks
_LONG_LOG = 16 << 20  # bytes; a start puts a longer log aside, in the place of the one before
_HURRIED = 2.0  # seconds for each child when whoever stops the whole does not want to wait


class Trouble(Exception):
    """What keeps the program from running, in one sentence for the person who started it."""


class Died(Trouble):
    """A child ended by itself."""


class Interrupted(Exception):
    """Somebody asked the whole to stop."""


@dataclass
class Child:
    """One process in a group of its own, which dies with its parent."""

    name: str
    argv: Sequence[str]
    folder: Path
    log: Path
    environment: dict[str, str] = field(default_factory=dict)
    stdin: bytes = b""
    user: tuple[int, int] | None = None  # uid and gid to run under, when started as root
    stop_with: signal.Signals = signal.SIGTERM
    orphaned_with: signal.Signals = signal.SIGTERM  # what the kernel sends when the parent dies
    patience: float = 10.0  # seconds between the signal to stop and the one to kill
    start_within: float = 60.0  # seconds
    ready: Callable[["Child"], bool] = lambda _child: True
    retry: Callable[["Child"], bool] = lambda _child: False  # whether to try again when it ended before it was ready
    process: subprocess.Popen[bytes] | None = None
    log_from: int = 0

    def start(self) -> None:
        """Start it; its output goes to the end of its log."""
        user = "-" if self.user is None else f"{self.user[0]}:{self.user[1]}"
        launch = [sys.executable, "-I", "-S", str(_LAUNCH)]
        orders = [str(os.getpid()), str(int(self.orphaned_with)), user, str(self.folder)]
        with _opened(self.log) as log:
            self.log_from = os.fstat(log).st_size
            self.process = subprocess.Popen(  # noqa: S603 - our own words, no shell
                [*launch, *orders, *map(str, self.argv)],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env={**os.environ, **self.environment},
                start_new_session=True,
            )
        assert self.process.stdin
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(self.stdin)
            self.process.stdin.close()

    @property
    def pid(self) -> int:
        """Its process id, which is also its group's."""
        assert self.process, f"{self.name} was never started"
        return self.process.pid

    def status(self) -> int | None:
        """Its exit status; None while it runs, and before it was started."""
        return self.process.poll() if self.process else None

    def stop(self, hurried: Callable[[], bool] = lambda: False) -> None:
        """Ask it to stop, wait (not long when ``hurried``), then kill what is left of its group."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(self.stop_with)
            asked = time.monotonic()
            while self.process.poll() is None:
                if time.monotonic() - asked > (min(self.patience, _HURRIED) if hurried() else self.patience):
                    break
                time.sleep(_GLANCE)
        self.kill()

    def kill(self) -> None:
        """Kill its whole group and wait for its end."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def last_words(self, lines: int = 12) -> str:
        """The last lines that it wrote since it was started."""
        try:
            with self.log.open("rb") as log:
                end = log.seek(0, os.SEEK_END)
                log.seek(max(self.log_from, end - 8192))
                said = log.read().decode("utf-8", "replace").splitlines()
        except OSError:
            return ""
        return "\n".join(said[-lines:])


@contextlib.contextmanager
def _opened(log: Path):  # type: ignore[no-untyped-def]  # a file descriptor
    with contextlib.suppress(OSError):
        if log.stat().st_size > _LONG_LOG:
            log.rename(log.with_suffix(".old"))
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


class Troop:
    """The children of this process: started in one order, watched, stopped in the opposite one."""

    def __init__(self) -> None:
        self.children: list[Child] = []
        self.asked_to_stop = False
        self.hurried = False

    def find(self, name: str) -> Child:
        """The child called ``name``."""
        return next(child for child in self.children if child.name == name)

    def begin(self, child: Child) -> None:
        """Start a child and keep it."""
        child.start()
        self.children.append(child)

    def await_ready(self, child: Child) -> None:
        """Wait until the child says that it is ready. Raises Died or Trouble when it does not get there."""
        until = time.monotonic() + child.start_within
        while not child.ready(child):
            if child.status() is not None and child.retry(child):
                time.sleep(0.5)
                child.start()
            if time.monotonic() > until:
                raise Trouble(
                    f"{child.name} was not ready after {child.start_within:.0f} seconds; the end of {child.log}:\n"
                    + child.last_words()
                )
            self.look(but_not=child if child.retry(child) else None)
            time.sleep(_GLANCE)

    def run(self, errand: Child) -> int:
        """Run a child to its end while the others are watched; its exit status."""
        errand.start()
        try:
            while (status := errand.status()) is None:
                self.look()
                time.sleep(_GLANCE)
            return status
        finally:
            errand.stop()

    def look(self, but_not: Child | None = None) -> None:
        """Raise Interrupted when somebody asked to stop, Died when a child has ended by itself."""
        if self.asked_to_stop:
            raise Interrupted
        for child in self.children:
            if child is not but_not and (status := child.status()) is not None:
                raise Died(f"{child.name} ended {_how(status)}; the end of {child.log}:\n{child.last_words()}")

    def watch(self, glance: float = 0.2) -> None:
        """Look after the children until somebody asks to stop (Interrupted) or one of them ends (Died)."""
        while True:
            self.look()
            time.sleep(glance)

    def stop(self) -> None:
        """Stop all of them, the last started first."""
        while self.children:
            self.children.pop().stop(lambda: self.hurried)


def _how(status: int) -> str:
    if status < 0:
        return f"by signal {signal.Signals(-status).name}"
    return f"with status {status}"

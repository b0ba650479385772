"""The servers that come with the program: PostgreSQL, Valkey and a mail sink, as direct children of one process."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from events_app.embedded import kept, postgres, sink, valkey
from events_app.embedded.children import Child, Died, Interrupted, Troop, Trouble

__all__ = ["Child", "Died", "Interrupted", "Running", "Troop", "Trouble", "servers"]


class Running:
    """Servers that run in one folder, and where to reach them."""

    def __init__(self, folder: Path, troop: Troop) -> None:
        self.folder = folder
        self.mail_dir = folder / "mail"
        self.database_url = self.redis_url = self.smtp_url = ""
        self.troop = troop

    def start(self, name: str) -> None:
        """Start the server ``name`` (postgres, valkey, sink) again, at the address that it had."""
        child = self.troop.find(name)
        child.start()
        self.troop.await_ready(child)

    def stop(self, name: str) -> None:
        """Stop the server ``name`` and leave the others running."""
        self.troop.find(name).stop()

    def stop_all(self) -> None:
        """Stop every server, the last started first, and leave nothing of them outside the folder."""
        self.troop.stop()
        postgres.clear_away(self.folder)

    def kill(self, name: str) -> None:
        """End the server ``name`` as ``kill -9`` does."""
        self.troop.find(name).kill()


@contextlib.contextmanager
def servers(
    folder: Path,
    *,
    postgres: bool = True,
    valkey: bool = True,
    sink: bool = False,
    durable: bool = False,
    connections: int = 200,
) -> Iterator[Running]:
    """Run the chosen servers in ``folder`` for the length of the block; made for tests and benchmarks.

    ``durable`` makes PostgreSQL wait for the disk as it does in earnest. Raises Trouble with a sentence that says what
    did not start and what it said last.
    """
    running = Running(folder.absolute(), Troop())
    try:
        add(running, postgres=postgres, valkey=valkey, sink=sink, durable=durable, connections=connections)
        yield running
    finally:
        running.stop_all()


def add(
    running: Running, *, postgres: bool, valkey: bool, sink: bool, durable: bool = True, connections: int = 100
) -> None:
    """Start the chosen servers together and wait until each of them answers."""
    begun: list[Child] = []
    if postgres:
        child, running.database_url = _postgres(running, connections, durable)
        begun.append(child)
    if valkey:
        child, running.redis_url = _valkey(running)
        begun.append(child)
    if sink:
        child, running.smtp_url = _sink(running)
        begun.append(child)
    for child in begun:
        running.troop.begin(child)
    for child in begun:
        running.troop.await_ready(child)


def _postgres(running: Running, connections: int, durable: bool) -> tuple[Child, str]:
    password = kept.passwords(running.folder)["postgres"]
    return postgres.prepare(running.folder, running.troop, password, connections=connections, durable=durable)


def _valkey(running: Running) -> tuple[Child, str]:
    return valkey.prepare(running.folder, kept.passwords(running.folder)["valkey"])


def _sink(running: Running) -> tuple[Child, str]:
    return sink.prepare(running.folder, running.mail_dir)

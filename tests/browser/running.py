"""The whole program as processes, with sample people in its database."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from events_app import db, embedded, values
from events_app.embedded import mailbox
from events_app.sample import people, places
from tests import processes
from tests.faults import crowds


@dataclass
class World:
    """The running program, and who is in its database."""

    url: str
    servers: embedded.Running
    cast: people.Cast
    places: places.Places
    worker: processes.Process

    def ask(self, task: str) -> None:
        """Let the worker do what beat asks of it from time to time."""
        crowds.ask(self.servers, task)

    async def write_in(self, language: str) -> None:
        """Let everybody be written to in ``language``."""
        await db.fetch("UPDATE users SET language = $1", language)
        await db.fetch("UPDATE contact SET language = $1", language)

    async def letter(self, to: str, *words: str) -> EmailMessage:
        """The letter to ``to`` whose text holds ``words``; waits until it has come."""
        found: list[EmailMessage] = []

        async def has_come() -> bool:
            for _, letter in mailbox.newest(self.servers.mail_dir):
                body = letter.get_body(("plain",))
                text = f"{letter['Subject']}\n{body.get_content() if body else ''}"
                if to in str(letter["To"]) and all(word in text for word in words):
                    found.append(letter)
            if not found:
                self.ask("reminders.send_due")
                await asyncio.sleep(0.3)
            return bool(found)

        await self.until(has_come)
        return found[0]

    async def until(self, found: Callable[[], Awaitable[bool]]) -> None:
        """Wait until ``found()`` is true, else fail with what the worker says."""
        await crowds.until(found, lambda: self.worker.log)


@asynccontextmanager
async def program(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """API, relay and worker with a broker and a mail server of their own; no beat, so that a test says when sweeps run."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with ExitStack() as running:
        servers = running.enter_context(embedded.servers(folder / "servers", postgres=False, sink=True))
        for name, value in {
            "REDIS_URL": servers.redis_url,
            "SMTP_URL": servers.smtp_url,
            "FAIRS_MAIL_DIR": str(servers.mail_dir),
            "FAIRS_URL": url,
            "FAIRS_WORKER_PROCESSES": "1",
        }.items():
            monkeypatch.setenv(name, value)
        api = ("-m", "uvicorn", "events_app.app:create_app", "--factory", "--host", "127.0.0.1", "--port", str(port))
        server = running.enter_context(processes.run(api, folder, "api"))
        running.enter_context(processes.run(processes.RELAY, folder, "relay"))
        worker = running.enter_context(processes.run(processes.WORKER, folder, "worker"))
        at = values.now()
        cast = await people.load(at=at)
        venues = await places.load(cast, at=at)
        async with httpx.AsyncClient() as client:

            async def answers() -> bool:
                try:
                    return (await client.get(f"{url}/health/live")).status_code == 200
                except httpx.TransportError:
                    return False

            await crowds.until(answers, lambda: server.log)
        yield World(url, servers, cast, venues, worker)

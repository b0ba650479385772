"""Many letters that are due at once, and what became of them: in the ledger and in the mail server."""

import asyncio
import os
import re
import signal
import time as clock
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from events_app import db, values
from events_app.directory.tables import Contact
from events_app.embedded import Running, mailbox
from events_app.exhibitors.tables import Application, ApplicationState
from events_app.reminders import due
from events_app.reminders.tables import ReminderRule
from tasks.celery import app, broker_url
from tests import make

PATIENCE = 90.0  # seconds; other tests use the machine at the same time
_MESSAGE_ID = re.compile(rb"^Message-ID: (<[^>\r]+>)", re.MULTILINE)


@dataclass
class Crowd:
    """A fair the day after tomorrow, whose one exhibitor has so many contacts who are owed a reminder now."""

    fair: make.Fair
    application: Application


async def gathered(size: int, *, at: datetime) -> Crowd:
    """Make one; every reminder is late and goes at once."""
    organizer = await make.organization(name="Trung tâm Xúc tiến Thương mại")
    first_on = values.today(at) + timedelta(days=2)
    fair = await make.fair(organizer, booths=1, first_on=first_on, last_on=first_on + timedelta(days=2))
    await ReminderRule(event=fair.id, days_before=3, at_time=time(8), created_at=at).save()
    exhibitor = await make.organization()
    await Contact.insert(
        *(
            Contact(organization=exhibitor.id, name=f"Người {n}", email=f"nguoi-{n}@fairs.example", created_at=at)
            for n in range(size)
        )
    )
    application = await make.application(fair.event, exhibitor, ApplicationState.CONFIRMED)
    await make.assignment(application, fair.booths[0], fair.event.first_on, fair.event.last_on)
    await due.recompute(fair.id, at=at)
    assert await counted("waiting") == size
    return Crowd(fair, application)


async def counted(*states: str) -> int:
    """How many letters are in one of these states."""
    rows = await db.fetch("SELECT count(*) AS size FROM delivery WHERE state = ANY($1)", list(states))
    return int(rows[0]["size"])


async def ids(*states: str) -> set[str]:
    """The Message-IDs of the letters in one of these states."""
    rows = await db.fetch("SELECT message_id FROM delivery WHERE state = ANY($1)", list(states))
    return {row["message_id"] for row in rows}


def arrived(servers: Running) -> Counter[str]:
    """How often the sink took a letter of each Message-ID."""
    found: Counter[str] = Counter()
    for mail_id in mailbox.ids(servers.mail_dir):
        written = _MESSAGE_ID.search(mailbox.raw(servers.mail_dir, mail_id) or b"")
        assert written, mail_id
        found[written[1].decode()] += 1
    return found


def doubles(came: Counter[str]) -> int:
    """How many letters came again."""
    return sum(times - 1 for times in came.values())


async def until(found: Callable[[], Awaitable[bool]], said: Callable[[], str] = str) -> None:
    """Wait until ``found()`` is true, else fail with the end of what ``said()`` says."""
    end = clock.monotonic() + PATIENCE
    while not await found():
        assert clock.monotonic() < end, said()[-6000:]
        await asyncio.sleep(0.02)


async def until_arrived(servers: Running, size: int, said: Callable[[], str] = str) -> None:
    """Wait until the sink has taken so many letters."""
    end = clock.monotonic() + PATIENCE
    while len(mailbox.ids(servers.mail_dir)) < size:
        assert clock.monotonic() < end, said()[-6000:]
        await asyncio.sleep(0.002)


async def until_all(*states: str, said: Callable[[], str] = str) -> None:
    """Wait until every letter is in one of these states."""
    total = int((await db.fetch("SELECT count(*) AS size FROM delivery"))[0]["size"])

    async def reached() -> bool:
        return await counted(*states) == total

    await until(reached, said)


def ask(servers: Running, task: str, *ids: str) -> None:
    """Put a task into the test's own broker, as beat and the relay do."""
    with app.connection_for_write(broker_url(servers.redis_url)) as connection:
        app.send_task(task, args=ids, connection=connection)


@contextmanager
def held_still(servers: Running, name: str) -> Iterator[None]:
    """Within the block one of the servers takes what is sent to it and does nothing."""
    pid = servers.troop.find(name).pid
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)

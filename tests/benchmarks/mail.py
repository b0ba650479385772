"""5,000 letters through a real worker, ledger and all, against bare aiosmtplib that builds and sends as many EmailMessages.

Both send from one process over as many connections to the same sink, in turn; the median of three. The bare one is given every
text ready and writes nothing down. The worker's memory is looked at after 1,000 letters and after 5,000.
"""

import asyncio
import statistics
import tempfile
import time as clock
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import time, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiosmtplib
import psutil
import uvloop

from events_app import db, mail, together, values
from events_app.directory.tables import Contact
from events_app.exhibitors.tables import ApplicationState
from events_app.reminders import due
from events_app.reminders.tables import ReminderRule
from events_app.settings import settings
from tasks.celery import app
from tests import make, processes
from tests.benchmarks.measuring import ROUNDS, Result
from tests.reminders import posting

LETTERS, EXHIBITORS = 5_000, 100
REQUIRED = 0.60
EARLY = 1_000  # letters after which the worker's memory is looked at first
MOST_GROWTH = 1.05
BEAT = 2.0  # seconds after which the worker is asked again, as beat does
PATIENCE = 300.0  # seconds


def run() -> list[Result]:
    """mail and mail-memory."""
    return uvloop.run(_run())


async def _run() -> list[Result]:
    together.tie()
    async with db.pool(4):
        await _written()
        parts = await _parts()
        async with _worker() as worker:
            rounds = [(await _through(worker), await _bare(parts)) for _ in range(ROUNDS)]
    ours, bare = (statistics.median(one) for one in zip(*((mine[0], bare) for mine, bare in rounds), strict=True))
    _, early, late = rounds[0][0]
    return [
        Result(name="mail", figure=ours, limit=bare, ratio=ours / bare, required=REQUIRED, note="letters/s"),
        Result(
            name="mail-memory",
            figure=late,
            limit=early * MOST_GROWTH,
            ratio=early * MOST_GROWTH / late,
            required=1.0,
            note=f"MB after {LETTERS:,} letters; {early:.1f} after {EARLY:,}",
        ),
    ]


async def _written() -> None:
    """A fair the day after tomorrow, of which each contact of each exhibitor is to be reminded now."""
    at = values.now()
    organizer = await make.organization(name="Trung tâm Xúc tiến Thương mại")
    first_on = values.today(at) + timedelta(days=2)
    fair = await make.fair(organizer, booths=EXHIBITORS, first_on=first_on, last_on=first_on + timedelta(days=2))
    await ReminderRule(event=fair.id, days_before=3, at_time=time(8), created_at=at).save()
    for n in range(EXHIBITORS):
        exhibitor = await make.organization(name=f"Hợp tác xã Đặc sản {n}")
        people = range(LETTERS // EXHIBITORS)
        await Contact.insert(
            *(
                Contact(
                    organization=exhibitor.id, name=f"Nguyễn Thị {m}", email=f"e{n}-{m}@fairs.example", created_at=at
                )
                for m in people
            )
        )
        application = await make.application(fair.event, exhibitor, ApplicationState.CONFIRMED)
        await make.assignment(application, fair.booths[n], fair.event.first_on, fair.event.last_on)
    await due.recompute(fair.id, at=at)


async def _parts() -> list[tuple[dict[str, Any], mail.Parts]]:
    """Every letter, with its texts ready."""
    rows = await posting.deliveries("reminder")
    assert len(rows) == LETTERS
    return list(zip(rows, await posting.written(rows, values.now()), strict=True))


@asynccontextmanager
async def _worker() -> AsyncIterator[psutil.Process]:
    """A Celery worker of one process; that process."""
    with (
        tempfile.TemporaryDirectory(prefix="fairs-bench-") as folder,
        processes.run(processes.WORKER, Path(folder), "worker", FAIRS_WORKER_PROCESSES="1") as worker,
    ):
        worker.says(" ready.", PATIENCE)
        [child] = psutil.Process(worker.running.pid).children()
        yield child


async def _through(worker: psutil.Process) -> tuple[float, float, float]:
    """Letters per second through the worker, and its memory in MB early and late."""
    await db.fetch("UPDATE delivery SET state = 'waiting', sent_at = NULL, attempts = 0, lease_until = NULL")
    await db.fetch("VACUUM ANALYZE delivery")
    _emptied()
    early = 0.0
    asked = begun = clock.perf_counter()
    app.send_task("reminders.send_due")
    while (sent := await _sent()) < LETTERS:
        if clock.perf_counter() - asked > BEAT:
            asked = clock.perf_counter()
            app.send_task("reminders.send_due", expires=BEAT)
        if sent >= EARLY and not early:
            early = _megabytes(worker)
        assert clock.perf_counter() - begun < PATIENCE, f"{sent} letters were sent"
        await asyncio.sleep(0.05)
    return LETTERS / (clock.perf_counter() - begun), early, _megabytes(worker)


async def _sent() -> int:
    return int((await db.fetch("SELECT count(*) FROM delivery WHERE state = 'sent'"))[0]["count"])


def _megabytes(process: psutil.Process) -> float:
    return float(process.memory_info().rss) / (1 << 20)


async def _bare(parts: Sequence[tuple[dict[str, Any], mail.Parts]]) -> float:
    """Letters per second that aiosmtplib sends when nothing is written down."""
    _emptied()
    server = urlsplit(settings().smtp_url)
    left = iter(parts)
    begun = clock.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(settings().mail_connections):
            group.create_task(_send(left, server.hostname or "", server.port or 25))
    return LETTERS / (clock.perf_counter() - begun)


async def _send(left: Iterator[tuple[dict[str, Any], mail.Parts]], host: str, port: int) -> None:
    async with aiosmtplib.SMTP(hostname=host, port=port) as client:
        for row, said in left:
            message = EmailMessage()
            message["From"] = settings().mail_from
            message["To"] = f"{row['name']} <{row['address']}>"
            message["Subject"] = said.subject
            message["Message-ID"] = row["message_id"]
            message.set_content(said.text, cte="base64")  # said outright: finding the shortest one out takes longer
            message.add_alternative(said.html, subtype="html", cte="base64")
            await client.send_message(message)


def _emptied() -> None:
    """The sink's folder without the letters of the last round."""
    for kept in settings().mail_dir.glob("*.eml"):
        kept.unlink()

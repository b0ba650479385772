"""The broker stops: people are served all the same, who asks is told within five seconds, and every letter leaves later.

Whatever talks to the broker finds it again by itself. The lines of the worker carry the id of the request behind a letter.
"""

import asyncio
import time as clock
from pathlib import Path

import httpx
import redis

from events_app import db, embedded
from events_app.embedded import mailbox
from events_app.values import now
from tests import make, processes
from tests.calendars import serving
from tests.faults import crowds, exhibiting, unguarded

TOLD_WITHIN = 5.0  # seconds


class Visit:
    """Somebody at the API, for one fair."""

    def __init__(self, client: httpx.AsyncClient, fair: make.Fair) -> None:
        self.client, self.fair = client, fair

    async def books(self, person: make.Person, place: int) -> None:
        """A booth is held and confirmed, under a request id that is the person's name."""
        application = await make.application(self.fair.event, person.organization)
        headers = {**person.headers, "X-Request-Id": exhibiting.request_of(person)}
        days = {"first_on": str(self.fair.event.first_on), "last_on": str(self.fair.event.last_on)}
        path = f"/api/v1/applications/{application.id}"
        choice = {"booth_id": str(self.fair.booths[place].id), **days}
        held = await self.client.post(f"{path}/holds", json=choice, headers={**headers, "Idempotency-Key": "hold"})
        assert held.status_code == 201, held.text
        confirmed = await self.client.post(
            f"{path}/confirmation", json={}, headers={**headers, "Idempotency-Key": "confirm"}
        )
        assert (confirmed.status_code, confirmed.json()["state"]) == (200, "confirmed"), confirmed.text

    async def reads_the_feed(self) -> None:
        """The calendar of the fair."""
        answer = await self.client.get(f"/calendars/events/{self.fair.event.slug}.ics")
        assert answer.status_code == 200
        assert "BEGIN:VEVENT" in answer.text

    async def is_told(self, status: int) -> float:
        """Seconds until the health page answers so."""
        begun = clock.monotonic()
        while (answer := await self.client.get("/health/ready")).status_code != status:
            assert clock.monotonic() - begun < crowds.PATIENCE, answer.text
            await asyncio.sleep(0.05)
        return clock.monotonic() - begun


async def until_written_to(servers: embedded.Running, person: make.Person, *asked: processes.Process) -> None:
    """Wait until a letter for this person is in the sink."""

    async def arrived() -> bool:
        return subjects(servers, person) != []

    await crowds.until(arrived, lambda: "\n\n".join(process.log[-2000:] for process in asked))


def subjects(servers: embedded.Running, person: make.Person) -> list[str]:
    """The subjects of the letters for a person."""
    address = person.user.email
    found = mailbox.newest(servers.mail_dir)
    return [str(letter["Subject"]) for _, letter in found if address in str(letter["To"])]


async def test_people_are_served_and_letters_leave_after_its_return(
    own_database: str, servers: embedded.Running, tmp_path: Path
) -> None:
    story = await exhibiting.begun(at=now())
    cast, fair = story.cast, story.fair
    other = await make.person("Giang", await make.organization(name="Hợp tác xã Gạo"))
    one = {"FAIRS_WORKER_PROCESSES": "1"}
    with (
        processes.run(processes.RELAY, tmp_path, "relay") as relay,
        processes.run(processes.BEAT, tmp_path, "beat") as beat,
        processes.run(processes.WORKER, tmp_path, "worker", **one) as worker,
    ):
        async with (
            serving.server(workers=1) as (url, _),
            httpx.AsyncClient(base_url=url, timeout=crowds.PATIENCE) as client,
        ):
            visit = Visit(client, fair)
            await visit.is_told(200)
            await visit.books(cast.binh, 0)
            await until_written_to(servers, cast.binh, relay, beat, worker)

            with crowds.held_still(servers, "valkey"):
                assert await visit.is_told(503) < TOLD_WITHIN
            await visit.is_told(200)
            servers.kill("valkey")
            assert await visit.is_told(503) < TOLD_WITHIN
            await visit.reads_the_feed()
            await visit.books(cast.em, 1)
            for process, says in ((relay, "broker away"), (beat, "Message Error"), (worker, "Trying to re-establish")):
                await asyncio.to_thread(process.says, says, crowds.PATIENCE)
            assert subjects(servers, cast.em) == []

            servers.start("valkey")
            await visit.is_told(200)
            await until_written_to(servers, cast.em, relay, beat, worker)
            await visit.books(other, 2)
            await until_written_to(servers, other, relay, beat, worker)
        assert [process.running.poll() for process in (relay, beat, worker)] == [None, None, None]
    for person in (cast.binh, cast.em, other):
        assert subjects(servers, person) == ["Đã xác nhận: Tuần lễ OCOP"]
        told = [line for line in worker.log.splitlines() if f'"request": "{exhibiting.request_of(person)}"' in line]
        assert [line for line in told if '"task": "reminders.tell"' in line] != []
    assert {row["state"] for row in await db.fetch("SELECT state FROM delivery WHERE purpose = 'confirmation'")} == {
        "sent"
    }


async def taken_after_its_return(
    servers: embedded.Running, folder: Path, relay: tuple[str, ...] = processes.RELAY
) -> tuple[int, str]:
    """How many of two tasks are in the broker: one asked for while it was away, one later; and the relay's lines."""
    story = await exhibiting.begun(at=now())

    def in_broker() -> int:
        with redis.Redis.from_url(servers.redis_url) as broker:
            return sum(b"reminders.tell" in task for task in broker.lrange("celery", 0, -1))

    servers.kill("valkey")
    with processes.run(relay, folder, "relay") as running:
        await story.confirm(story.cast.binh, 0)
        await asyncio.to_thread(running.says, "broker away", crowds.PATIENCE)
        servers.start("valkey")
        await story.confirm(story.cast.em, 1)

        async def all_sent() -> bool:
            rows = await db.fetch("SELECT sent_at FROM route")
            return len(rows) == 2 and all(row["sent_at"] for row in rows)

        await crowds.until(all_sent, lambda: running.log)
        running.stop()
    return in_broker(), running.log


async def test_the_relay_keeps_what_the_broker_did_not_take(
    own_database: str, servers: embedded.Running, tmp_path: Path
) -> None:
    taken, _ = await taken_after_its_return(servers, tmp_path)
    assert taken == 2


async def test_without_giving_back_it_is_left_behind(
    own_database: str, servers: embedded.Running, tmp_path: Path
) -> None:
    relay = unguarded.without(processes.RELAY, unguarded.never_given_back)
    taken, said = await taken_after_its_return(servers, tmp_path, relay)
    assert taken == 1, said

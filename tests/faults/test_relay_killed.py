"""A relay is killed with -9 after it has claimed and before it has sent: a minute later another sends, and it is done once."""

import os
import signal
from datetime import timedelta
from pathlib import Path
from typing import Any

import redis

from events_app import db, embedded, outbox, values
from events_app.reminders import telling
from tasks.outbox import ROUTES
from tests import processes
from tests.faults import crowds, exhibiting, unguarded


async def routes() -> list[dict[str, Any]]:
    return await db.fetch("SELECT id, task, sent_at, done_at, sendings FROM route ORDER BY id")


def in_broker(servers: embedded.Running) -> int:
    """How many tasks wait for a worker."""
    with redis.Redis.from_url(servers.redis_url) as broker:
        return int(broker.llen("celery"))


async def killed_between_claim_and_send(servers: embedded.Running, folder: Path) -> exhibiting.Story:
    """A relay claims, cannot hand over because the broker does not move, and is killed; then a minute passes."""
    story = await exhibiting.begun(at=values.now())
    with processes.run(processes.RELAY, folder, "killed") as killed:
        killed.says("relay begins", crowds.PATIENCE)
        with crowds.held_still(servers, "valkey"):
            await story.confirm(story.cast.binh)

            async def claimed() -> bool:
                return [row["sendings"] for row in await routes()] == [1]

            await crowds.until(claimed, lambda: killed.log)
            killed.kill()
    assert [(row["sent_at"] is None, row["done_at"]) for row in await routes()] == [(False, None)]
    assert in_broker(servers) == 0
    await db.fetch("UPDATE route SET sent_at = sent_at - $1::interval", outbox.RESEND_AFTER + timedelta(seconds=1))
    return story


async def test_a_fresh_relay_sends_it_and_it_is_done_once(
    own_database: str, servers: embedded.Running, tmp_path: Path
) -> None:
    await killed_between_claim_and_send(servers, tmp_path)
    with (
        processes.run(processes.RELAY, tmp_path, "fresh"),
        processes.run(processes.WORKER, tmp_path, "worker", FAIRS_WORKER_PROCESSES="1") as worker,
    ):

        async def done() -> bool:
            return all(row["done_at"] for row in await routes())

        await crowds.until(done, lambda: worker.log)
    [route] = await routes()
    assert route["sendings"] == 2
    await telling.tell(route["id"], at=values.now())  # what comes late or twice does nothing
    purposes = await db.fetch("SELECT purpose FROM delivery ORDER BY purpose")
    assert [row["purpose"] for row in purposes] == ["confirmation"]


async def test_without_sending_again_it_stays_undone(
    own_database: str, servers: embedded.Running, tmp_path: Path
) -> None:
    story = await killed_between_claim_and_send(servers, tmp_path)
    relay = unguarded.without(processes.RELAY, unguarded.never_sent_again)
    with processes.run(relay, tmp_path, "fresh") as fresh:
        fresh.says("relay begins", crowds.PATIENCE)
        await story.confirm(story.cast.em, 1)

        async def newer_is_sent() -> bool:
            return in_broker(servers) > 0

        await crowds.until(newer_is_sent, lambda: fresh.log)
        os.kill(fresh.running.pid, signal.SIGTERM)
    assert [row["sendings"] for row in await routes()] == [1, 1]
    assert in_broker(servers) == 1


async def test_what_was_sent_a_moment_ago_is_not_sent_again(own_database: str) -> None:
    """The gate by itself: without it every look of the relay would send again what a worker is about to do."""
    story = await exhibiting.begun(at=values.now())
    await story.confirm(story.cast.binh)
    at = values.now()
    assert await outbox.route(ROUTES, at=at) > 0
    assert len(await outbox.claim(at=at)) == 1
    assert await outbox.claim(at=at + outbox.RESEND_AFTER) == []
    assert len(await outbox.claim(at=at + outbox.RESEND_AFTER + timedelta(milliseconds=1))) == 1

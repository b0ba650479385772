"""A task that always fails is asked for ever more rarely, holds up no other, and is named to whoever looks."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import redis

from events_app import db, embedded, outbox, values
from tests import processes
from tests.faults import crowds, exhibiting


async def sendings() -> int:
    """How often the task that fails was asked for."""
    [row] = await db.fetch("SELECT sendings FROM route WHERE done_at IS NULL")
    return int(row["sendings"])


async def passes(time: timedelta) -> None:
    """So much time passes since the routes were sent."""
    await db.fetch("UPDATE route SET sent_at = sent_at - $1::interval WHERE done_at IS NULL", time)


async def test_it_is_seen_and_everybody_else_gets_a_letter(
    own_database: str, servers: embedded.Running, tmp_path: Path
) -> None:
    story = await exhibiting.begun(at=values.now())
    async with db.transaction():
        await outbox.record("application.confirm", at=values.now(), id="of nothing")  # a bug: this is no id
    with (
        processes.run(processes.RELAY, tmp_path, "relay") as relay,
        processes.run(processes.WORKER, tmp_path, "worker", FAIRS_WORKER_PROCESSES="1") as worker,
    ):
        worker.says("ValueError", crowds.PATIENCE)
        await story.confirm(story.cast.binh)

        async def told() -> bool:
            return await crowds.counted("waiting") == 1

        await crowds.until(told, lambda: worker.log)
        for asked in range(1, outbox.OVERDUE_AFTER + 1):
            assert await sendings() == asked
            assert "routes overdue" not in relay.log
            await passes(outbox.wait(asked))

            async def again(before: int = asked) -> bool:
                return await sendings() == before + 1

            await crowds.until(again, lambda: relay.log)
        relay.says('"routes overdue"', crowds.PATIENCE)
        [said] = [line for line in relay.log.splitlines() if "routes overdue" in line]
        for part in ('"task": "reminders.tell"', '"routes": 1', '"level": "warning"'):
            assert part in said
    [overdue] = await outbox.overdue()
    assert (overdue["task"], overdue["n"]) == ("reminders.tell", 1)


async def test_what_waits_in_the_broker_for_a_worker_is_there_when_one_comes(
    own_database: str, servers: embedded.Running, tmp_path: Path
) -> None:
    """No worker has run for long, so that the next sending is far off: the last one waits until then and is done at once."""
    story = await exhibiting.begun(at=values.now())
    await story.confirm(story.cast.binh)
    await outbox.route({"application.confirm": ["reminders.tell"]}, at=values.now())
    await db.fetch("UPDATE route SET sendings = 4, sent_at = $1", values.now() - outbox.wait(4) - timedelta(seconds=1))
    with processes.run(processes.RELAY, tmp_path, "relay") as relay:

        async def sent() -> bool:
            return await sendings() == 5

        await crowds.until(sent, lambda: relay.log)
        relay.stop()
    with redis.Redis.from_url(servers.redis_url) as broker:
        [waiting] = [json.loads(task) for task in broker.lrange("celery", 0, -1)]
    left = datetime.fromisoformat(waiting["headers"]["expires"]) - values.now()
    assert outbox.wait(5) - timedelta(seconds=60) < left <= outbox.wait(5)
    with processes.run(processes.WORKER, tmp_path, "worker", FAIRS_WORKER_PROCESSES="1") as worker:

        async def told() -> bool:
            return await crowds.counted("waiting") == 1

        await crowds.until(told, lambda: worker.log)

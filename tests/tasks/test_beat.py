"""What a newcomer sees comes from the sweeps: without beat nothing of it is there, and with beat all of it comes."""

import asyncio
import os
from pathlib import Path
from typing import Any

from events_app import db, sample
from events_app.embedded import mailbox
from events_app.values import now
from tests import processes

SOME_SWEEPS = 5.0  # seconds in which beat would have had letters sent twice


async def _sent() -> set[str]:
    """The purposes of the letters that have left."""
    return {row["purpose"] for row in await db.fetch("SELECT purpose FROM delivery WHERE state = 'sent'")}


async def _unheard() -> int:
    """How much of what happened has not been heard by everybody whom it concerns."""
    [row] = await db.fetch(
        """
        SELECT (SELECT count(*) FROM message WHERE routed_at IS NULL)
             + (SELECT count(*) FROM route WHERE done_at IS NULL) AS n
        """
    )
    return int(row["n"])


def _letters() -> set[str]:
    """The letters to people of the sample that the mail server has."""
    newest = mailbox.newest(Path(os.environ["FAIRS_MAIL_DIR"]), 200)
    return {mail_id for mail_id, letter in newest if letter["To"].addresses[0].addr_spec in sample.PEOPLE}


async def _of_the_week_that_is_over() -> dict[str, Any] | None:
    return await db.one(
        """
        SELECT state, (SELECT count(*) FROM summary WHERE summary.event = event.id) AS summaries
        FROM event WHERE title->>'vi' = 'Tuần hàng nông sản OCOP tại Co.op (mẫu)'
        """
    )


async def test_without_beat_nothing_is_seen_and_with_beat_reminder_and_summary_come(
    own_database: str, tmp_path: Path
) -> None:
    before = _letters()
    await sample.load(at=now())
    with (
        processes.run(processes.RELAY, tmp_path, "relay"),
        processes.run(processes.WORKER, tmp_path, "worker") as worker,
    ):
        while await _unheard():
            assert worker.running.poll() is None, worker.log[-3000:]
            await asyncio.sleep(0.2)
        worker.says("ready.")
        await asyncio.sleep(SOME_SWEEPS)
        assert (await _sent(), _letters() - before) == (set(), set())
        assert await _of_the_week_that_is_over() == {"state": "published", "summaries": 0}

        with processes.run(processes.BEAT, tmp_path, "beat"):
            for _ in range(600):
                if {"confirmation", "reminder", "summary"} <= await _sent():
                    break
                await asyncio.sleep(0.2)
            assert {"confirmation", "reminder", "summary"} <= await _sent(), worker.log[-3000:]
            assert await _of_the_week_that_is_over() == {"state": "ended", "summaries": 1}
        assert worker.stop() == 0
    assert len(_letters() - before) >= 3

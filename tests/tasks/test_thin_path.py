"""From a confirmation to a letter in somebody's mailbox, through every process that it takes."""

import asyncio
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from events_app import actor, db
from events_app.embedded import mailbox
from events_app.exhibitors import choosing
from events_app.values import Days, now, today
from tests import make, processes

ALWAYS_OPEN: dict[str, Any] = {"registration_opens_at": None, "registration_closes_at": None}


async def test_a_confirmed_exhibitor_gets_its_letter_through_relay_beat_and_worker(
    own_database: str, tmp_path: Path
) -> None:
    at = now()
    days = Days(today(at) + timedelta(9), today(at) + timedelta(12))
    cast = await make.cast()
    fair = await make.fair(cast.an.organization, first_on=days.first_on, last_on=days.last_on, **ALWAYS_OPEN)
    application = await make.application(fair.event, cast.binh.organization)
    mail, address = Path(os.environ["FAIRS_MAIL_DIR"]), cast.binh.user.email

    def letters() -> list[str]:
        return [str(letter["Subject"]) for _, letter in mailbox.newest(mail, 50) if address in str(letter["To"])]

    with (
        processes.run(processes.RELAY, tmp_path, "relay"),
        processes.run(processes.BEAT, tmp_path, "beat"),
        processes.run(processes.WORKER, tmp_path, "worker") as worker,
    ):
        with actor.as_actor(cast.binh.actor, "asked-by-binh"):
            await choosing.hold(application, fair.booths[0].id, days, at=at)
            await choosing.confirm(application, at=at)
        await asyncio.to_thread(processes.until, letters, 40, lambda: worker.log[-4000:])
        assert worker.stop() == 0
    assert letters() == ["Đã xác nhận: Tuần lễ OCOP"]
    assert '"task": "reminders.tell"' in worker.log
    assert '"request": "asked-by-binh"' in worker.log
    assert await db.fetch("SELECT purpose, state FROM delivery") == [{"purpose": "confirmation", "state": "sent"}]

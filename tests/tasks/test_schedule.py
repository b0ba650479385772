"""Sweeps and routes: everything that has to be looked for is looked for, by a task that is there and runs."""

import asyncio
import os
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from events_app import db
from events_app.accounts import signing_in
from events_app.agreements import signing
from events_app.agreements.schemas import NewAgreement
from events_app.embedded import mailbox
from events_app.reminders import telling
from events_app.values import now, today
from tasks import schedule
from tasks.celery import app
from tasks.outbox import ROUTES
from tests import make, processes


def test_every_sweep_and_every_route_leads_to_a_task() -> None:
    app.loader.import_default_modules()
    wanted = {entry["task"] for entry in schedule.ENTRIES.values()} | {
        task for tasks in ROUTES.values() for task in tasks
    }
    ours = {name for name in app.tasks if not name.startswith("celery.")}
    assert wanted == ours


def test_every_message_that_is_told_has_a_route() -> None:
    assert {topic for topic, tasks in ROUTES.items() if "reminders.tell" in tasks} == set(telling.TELLS)
    assert ROUTES["summary.freeze"] == ("reminders.tell", "summaries.keep_pdf")


@pytest.mark.parametrize(
    ("task", "seconds"),
    [
        ("reminders.send_due", 5),
        ("booths.release_lapsed", 5),
        ("exhibitors.lapse_due", 10),
        ("events.end_due", 20),
        ("summaries.freeze_due", 20),
        ("reminders.take_back", 30),
    ],
)
def test_where_a_person_waits_the_sweep_comes_often(task: str, seconds: int) -> None:
    [often] = [entry["schedule"] for entry in schedule.ENTRIES.values() if entry["task"] == task]
    assert often <= seconds


async def test_a_session_that_is_over_is_forgotten(cast: make.Cast, at: datetime) -> None:
    first, second, third = [await signing_in.begin(cast.an.user.id, at=at) for _ in range(3)]
    await signing_in.sign_out(first, at=at)
    await signing_in.sweep(at=at)
    assert len(await db.fetch("SELECT FROM sign_in")) == 2
    assert (await signing_in.recognize(second, at=at)).user_id == cast.an.user.id
    await signing_in.sweep(at=at + signing_in.LASTS)
    assert await db.fetch("SELECT FROM sign_in") == []
    assert not (await signing_in.recognize(third, at=at)).known


async def test_a_fair_that_is_over_ends_is_summarized_printed_and_told(own_database: str, tmp_path: Path) -> None:
    """Every sweep is sent by hand, as beat would; the worker ends the fair, freezes its summary, prints it and writes to all."""
    at = now()
    cast = await make.cast()
    last_on = today(at) - timedelta(days=3)
    fair = await make.fair(cast.an.organization, first_on=last_on - timedelta(days=2), last_on=last_on)
    body = {
        "kind": "memorandum",
        "title": "Ghi nhớ trà sen",
        "signed_on": last_on.isoformat(),
        "parties": [
            {"role": "producer", "organization_id": str(cast.binh.organization.id)},
            {"role": "distributor", "organization_id": str(cast.dung.organization.id)},
        ],
    }
    await signing.record(fair.event, NewAgreement.model_validate(body), at=at)
    people = {person.user.email: person.user.name for person in (cast.an, cast.binh, cast.dung, cast.em)}

    def letters() -> list[tuple[str, str]]:
        return sorted((people[to(letter)], str(letter["Subject"])) for letter in kept() if to(letter) in people)

    def kept() -> list[EmailMessage]:
        return [letter for _, letter in mailbox.newest(Path(os.environ["FAIRS_MAIL_DIR"]), 50)]

    def to(letter: EmailMessage) -> str:
        return str(letter["To"].addresses[0].addr_spec)

    async def until_all_told(worker: processes.Process) -> None:
        for _ in range(40):
            for entry in schedule.ENTRIES.values():
                await asyncio.to_thread(app.send_task, entry["task"])
            await asyncio.sleep(1)
            done = await db.fetch("SELECT FROM route WHERE done_at IS NOT NULL")
            if len(letters()) >= 3 and len(done) >= 2:
                return
        raise AssertionError(worker.log[-4000:])

    with (
        processes.run(processes.RELAY, tmp_path, "relay"),
        processes.run(processes.WORKER, tmp_path, "worker") as worker,
    ):
        await until_all_told(worker)
        assert worker.stop() == 0
    assert letters() == [
        ("An", "Tổng hợp thỏa thuận số 1: Tuần lễ OCOP"),
        ("Bình", "Các thỏa thuận của quý vị tại Tuần lễ OCOP (bản tổng hợp số 1)"),
        ("Dũng", "Các thỏa thuận của quý vị tại Tuần lễ OCOP (bản tổng hợp số 1)"),
    ]
    [summary] = await db.fetch("SELECT number, pdf FROM summary")
    assert summary["number"] == 1
    assert summary["pdf"].startswith(b"%PDF-")
    assert await db.fetch("SELECT state FROM event") == [{"state": "ended"}]
    for entry in schedule.ENTRIES.values():
        assert f'"task": "{entry["task"]}"' in worker.log
    assert "Traceback" not in worker.log

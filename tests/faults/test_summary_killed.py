"""Workers are killed while a summary is frozen, while it is printed and while its letters are written.

In the end there is one summary, one PDF, and one letter for each who must know.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from events_app import db, embedded, outbox, values
from events_app.agreements import signing
from events_app.agreements.schemas import NewAgreement
from events_app.events.tables import EventState
from events_app.summaries import freezing
from tasks.outbox import ROUTES
from tests import make, processes
from tests.faults import crowds, exhibiting, unguarded

ONE = {"FAIRS_WORKER_PROCESSES": "1"}


async def signed() -> None:
    """A fair that ended three days ago; Bình and Em each signed with Dũng."""
    at = values.now()
    cast = await make.cast()
    last_on = values.today(at) - timedelta(days=3)
    organizer = cast.an.organization
    fair = await make.fair(organizer, first_on=last_on - timedelta(2), last_on=last_on, state=EventState.ENDED)
    for person in (cast.binh, cast.em):
        parties = [("producer", person), ("distributor", cast.dung)]
        body = {
            "kind": "memorandum",
            "title": f"Biên bản của {person.user.name}",
            "signed_on": str(last_on),
            "parties": [{"role": role, "organization_id": str(one.organization.id)} for role, one in parties],
        }
        await signing.record(fair.event, NewAgreement.model_validate(body), at=at)
    await exhibiting.all_heard(at=at)


async def until_dead(
    servers: embedded.Running, folder: Path, asked: tuple[str, ...], *guards: Callable[[], None]
) -> None:
    """Ask a worker for a task in which it is killed."""
    crowds.ask(servers, *asked)
    with processes.run(unguarded.without(processes.WORKER, *guards), folder, "dying", **ONE) as dying:
        assert dying.running.wait(crowds.PATIENCE) == -9, dying.log


async def route_of(task: str) -> tuple[str, str]:
    """A task of the outbox, and the route that it must hear."""
    await outbox.route(ROUTES, at=values.now())
    [row] = await db.fetch("SELECT id FROM route WHERE task = $1", task)
    return task, str(row["id"])


async def summaries() -> list[tuple[int, bool]]:
    """The number of each summary, and whether its PDF is kept."""
    return [(row["number"], row["pdf"] is not None) for row in await db.fetch("SELECT number, pdf FROM summary")]


async def count(what: str) -> Any:
    rows = await db.fetch(f"SELECT count(*) FROM {what}")
    return rows[0]["count"]


async def test_one_summary_one_pdf_and_one_letter_for_each(
    own_database: str, servers: embedded.Running, tmp_path: Path
) -> None:
    await signed()
    await until_dead(servers, tmp_path, ("summaries.freeze_due",), unguarded.dies_freezing)
    assert (await summaries(), await count("message WHERE topic = 'summary.freeze'")) == ([], 0)

    crowds.ask(servers, "summaries.freeze_due")
    with processes.run(processes.WORKER, tmp_path, "worker", **ONE) as worker:
        worker.says('"task": "summaries.freeze_due"', crowds.PATIENCE)
    assert await summaries() == [(1, False)]
    tell, print_it = await route_of("reminders.tell"), await route_of("summaries.keep_pdf")
    await until_dead(servers, tmp_path, print_it, unguarded.dies_printing)
    await until_dead(servers, tmp_path, tell, unguarded.dies_writing)
    assert (await summaries(), await count("delivery"), await count("route WHERE done_at IS NULL")) == (
        [(1, False)],
        0,
        2,
    )

    for asked in (("summaries.freeze_due",), tell, print_it, tell, print_it, ("reminders.send_due",)):
        crowds.ask(servers, *asked)
    with processes.run(processes.WORKER, tmp_path, "last", **ONE) as last:
        last.says('"task": "reminders.send_due"', crowds.PATIENCE)
    assert await summaries() == [(1, True)]
    rows = await db.fetch("SELECT purpose, name, state FROM delivery ORDER BY purpose, name")
    assert [(row["purpose"], row["name"], row["state"]) for row in rows] == [
        ("agreements", "Bình", "sent"),
        ("agreements", "Dũng", "sent"),
        ("agreements", "Em", "sent"),
        ("summary", "An", "sent"),
    ]
    came = crowds.arrived(servers)
    assert (set(came), crowds.doubles(came)) == (await crowds.ids("sent"), 0)


async def test_without_hearing_in_the_transaction_of_the_letters_they_are_lost(
    own_database: str, servers: embedded.Running, tmp_path: Path
) -> None:
    await signed()
    await freezing.freeze_due(at=values.now())
    tell = await route_of("reminders.tell")
    await until_dead(servers, tmp_path, tell, unguarded.heard_by_itself, unguarded.dies_writing)
    assert (await count("delivery"), await count("route WHERE task = 'reminders.tell' AND done_at IS NULL")) == (0, 0)

"""Workers are killed while they read a list and while they bring it in: in the end each row is in once, and said once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from events_app import db, embedded, outbox, values
from events_app.actor import as_actor
from events_app.imports import undoing, uploading
from events_app.imports.tables import Import
from tasks.outbox import ROUTES
from tests import make, processes
from tests.faults import crowds, unguarded
from tests.faults.test_summary_killed import ONE, until_dead
from tests.imports import asking
from tests.reminders import posting

ROWS = 20


async def route_of(task: str) -> tuple[str, str]:
    """The newest task of the outbox for lists, and the route that it must hear."""
    await outbox.route(ROUTES, at=values.now())
    rows = await db.fetch("SELECT id FROM route WHERE task = $1 AND done_at IS NULL", task)
    return task, str(rows[-1]["id"])


async def counts() -> dict[str, Any]:
    """How many of each there are, and of the messages that say so."""
    found = await db.fetch(
        """
        SELECT (SELECT count(*) FROM organization WHERE kind = 'entity' AND name LIKE 'Hợp tác xã Mẫu%') AS entities,
               (SELECT count(*) FROM product) AS products, (SELECT count(*) FROM certificate) AS certificates,
               (SELECT coalesce(sum(cardinality(rows)), 0)::int FROM import_made JOIN message ON message.id = import_made.message
                WHERE noun = 'product' AND topic = 'import.enter') AS told,
               (SELECT count(*) FROM import_row) AS rows
        """
    )
    return dict(found[0])


@pytest.mark.parametrize("dies", [unguarded.dies_entering, unguarded.dies_bringing_in])
async def test_each_row_is_in_once_however_often_a_worker_dies(
    dies: Callable[[], None], own_database: str, servers: embedded.Running, tmp_path: Path
) -> None:
    cast = await make.cast()
    row = await asking.sent(cast.an, asking.a_csv([asking.a_row(n) for n in range(ROWS)]), at=values.now())
    read = await route_of("imports.read")
    await until_dead(servers, tmp_path, read, unguarded.dies_reading)
    assert await counts() == {"entities": 0, "products": 0, "certificates": 0, "told": 0, "rows": ROWS}

    crowds.ask(servers, *read)
    with processes.run(processes.WORKER, tmp_path, "reads", **ONE) as worker:
        worker.says('"task": "imports.read"', crowds.PATIENCE)
    row = await asking.now(row)
    assert (row.state, row.counts["rows"]) == ("read", {"create": ROWS})
    if dies == unguarded.dies_bringing_in:
        await db.fetch("UPDATE import_entity SET plain = false")
    with as_actor(cast.an.actor):
        await uploading.start(row, row.version, decision_number="", may_verify=False, at=values.now())
    bring_in = await route_of("imports.bring_in")
    await until_dead(servers, tmp_path, bring_in, dies)
    halfway = await counts()
    assert 0 < halfway["products"] < ROWS
    assert halfway["products"] == halfway["certificates"] == halfway["told"] == halfway["entities"]
    assert (await asking.now(row)).rows_done == halfway["products"]

    crowds.ask(servers, *bring_in)
    crowds.ask(servers, *bring_in)
    with processes.run(processes.WORKER, tmp_path, "last", **ONE) as worker:
        processes.until(lambda: worker.log.count('"task": "imports.bring_in"') == 2, crowds.PATIENCE)
    assert await counts() == {
        "entities": ROWS, "products": ROWS, "certificates": ROWS, "told": ROWS, "rows": ROWS
    }  # fmt: skip
    done = await Import.objects().get(Import.id == UUID(str(row.id)))
    assert done
    assert (done.state, done.rows_done) == ("done", ROWS)
    assert await db.fetch("SELECT FROM import_part") == []


async def test_an_entity_has_one_letter_about_a_list_though_a_worker_dies_between_its_rows(
    own_database: str, servers: embedded.Running, tmp_path: Path
) -> None:
    officer = await make.officer("82", "Giang")
    place: dict[str, Any] = {"province_set": "34", "province_code": "82", "tax_code": "0100109106"}
    entity = await make.organization(name="Hợp tác xã Mẫu 0", email="mau@fairs.example", **place)
    hoa = await make.person("Hoa", entity)
    for n in range(ROWS):
        await make.product(entity, f"Trà mẫu {n}")
    said = {"code": entity.tax_code, "entity": entity.name, "representative": ""}
    file = asking.a_csv([asking.a_row(n, **said) for n in range(ROWS)])
    row = await asking.read(officer, file, at=values.now())
    with as_actor(officer.actor):
        await uploading.start(row, row.version, decision_number="9/QĐ", may_verify=True, at=values.now())
    bring_in = await route_of("imports.bring_in")
    await until_dead(servers, tmp_path, bring_in, unguarded.dies_bringing_in)
    verified = "SELECT FROM certificate WHERE standing = 'verified'"
    assert 0 < len(await db.fetch(verified)) < ROWS
    await told()
    assert await posting.deliveries("verified") == []

    crowds.ask(servers, *bring_in)
    with processes.run(processes.WORKER, tmp_path, "last", **ONE) as worker:
        worker.says('"task": "imports.bring_in"', crowds.PATIENCE)
    assert ((await asking.now(row)).state, len(await db.fetch(verified))) == ("done", ROWS)
    await told()
    letters = await posting.deliveries("verified")
    assert [one["name"] for one in letters] == [hoa.user.name]
    [letter] = await posting.written(letters)
    assert all(f"Trà mẫu {n}:" in letter.text for n in range(ROWS))


async def told() -> None:
    """Have written what is owed so far, as the relay and a worker do."""
    await posting.tell(values.now())


async def test_a_list_whose_worker_dies_while_it_is_undone_is_as_it_was_and_then_undone(
    own_database: str, servers: embedded.Running, tmp_path: Path
) -> None:
    cast = await make.cast()
    at = values.now()
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(n) for n in range(ROWS)]), at=at)
    row = await asking.brought(cast.an, row, at=at)
    before = await counts()
    with as_actor(cast.an.actor):
        await undoing.undo(row, row.version, at=at)
    take_back = await route_of("imports.take_back")
    await until_dead(servers, tmp_path, take_back, unguarded.dies_undoing)
    row = await asking.now(row)
    assert (row.state, row.rows_undone, await counts()) == ("undoing", ROWS, before)

    crowds.ask(servers, *take_back)
    crowds.ask(servers, *take_back)
    with processes.run(processes.WORKER, tmp_path, "last", **ONE) as worker:
        processes.until(lambda: worker.log.count('"task": "imports.take_back"') == 2, crowds.PATIENCE)
    assert (await asking.now(row)).state == "undone"
    assert await counts() == {**before, "entities": 0, "products": 0, "certificates": 0, "told": 0}

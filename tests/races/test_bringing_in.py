"""Lists are brought in while others work on the same entities: whoever was first is heeded."""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from events_app import db, outbox
from events_app.actor import Role, as_actor
from events_app.directory import declaring, joining, likeness
from events_app.directory.tables import Kind, Organization, Product
from events_app.errors import Refusal
from events_app.imports import depending, matching, planning, running, undoing, working
from events_app.imports.tables import Import
from tasks.outbox import ROUTES
from tests import make
from tests.imports import asking

pytestmark = pytest.mark.usefixtures("own_database")
NAME = "Hợp tác xã Mẫu 1"


async def elsewhere(do: Callable[[], Awaitable[Any]]) -> Any:
    """Do it as another process would: on a connection of its own, outside the transaction that is open here."""

    async def done() -> Any:
        return await do()

    return await asyncio.get_running_loop().create_task(done(), context=contextvars.Context())


async def claimed_in_between(at: datetime, monkeypatch: pytest.MonkeyPatch) -> tuple[Import, Organization]:
    """An's list changes an entity that An keeps, which gets an owner of its own just after the worker has read who it is."""
    cast = await make.cast()
    entity = await make.organization(
        Kind.ENTITY,
        NAME,
        keeper=cast.an.organization.id,
        province_set="34",
        province_code="82",
        representative="Nguyễn Văn Mẫu 1",
        phone="+84987654321",
        alike=likeness.key(NAME, "34", "82"),
    )
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at)
    assert row.counts == {"rows": {"create": 1}, "entities": {"change": 1}}
    matched = matching.matched
    came: list[UUID] = []

    async def matched_and_claimed(*given: Any) -> Any:
        found = await matched(*given)
        if db.in_transaction() and not came:
            came.append(entity.id)
            await elsewhere(lambda: joining.join(cast.chi.user, entity, Role.OWNER, at=at))
        return found

    monkeypatch.setattr(matching, "matched", matched_and_claimed)
    row = await asking.brought(cast.an, row, at=at)
    assert came
    found = await Organization.objects().get(Organization.id == entity.id)
    assert found
    return row, found


async def test_an_entity_that_is_claimed_while_the_list_runs_is_left_to_its_people(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, entity = await claimed_in_between(at, monkeypatch)
    assert row.counts["rows"] == {"fault": 1}
    assert [one["wrongs"] for one in await asking.rows(row)] == [[["entity", matching.NOT_YOURS, {}]]]
    assert (entity.phone, await db.fetch("SELECT FROM product")) == ("+84987654321", [])


async def test_control_without_looking_again_the_list_edits_what_is_no_longer_its_own(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def looked_once(*given: Any) -> Any:
        row, batch, importer = given
        return await matching.matched(row, await planning.entities_of(batch), importer)

    monkeypatch.setattr(running, "_held", looked_once)
    row, entity = await claimed_in_between(at, monkeypatch)
    assert (row.counts["rows"], entity.phone) == ({"create": 1}, "+84912300001")


async def test_of_two_workers_that_are_sent_for_one_list_the_second_leaves_it(at: datetime) -> None:
    cast = await make.cast()
    await asking.sent(cast.an, asking.a_csv([asking.a_row(1)]), at=at)
    await outbox.route(ROUTES, at=at)
    (route,) = await db.fetch("SELECT id FROM route WHERE task = 'imports.read'")
    async with (
        working.alone(route["id"], "received", at=at) as first,
        working.alone(route["id"], "received", at=at) as second,
    ):
        assert (first is not None, second) == (True, None)
    async with working.alone(route["id"], "received", at=at) as third:
        assert third is not None
        assert third.tries == 1  # the second has tried nothing


async def edited_in_between(at: datetime, monkeypatch: pytest.MonkeyPatch) -> tuple[Import, str]:
    """Somebody corrects a product just after the worker has seen that nothing depends on the list; how that ends."""
    cast = await make.cast()
    row = await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at), at=at)
    (product,) = await Product.objects()
    look = depending.look
    edits: list[asyncio.Task[str]] = []

    async def correct() -> str:
        try:
            await declaring.correct(product, product.version, at=at, name="Trà khác")
        except Refusal as refusal:
            return refusal.kind()
        return "done"

    async def looked_and_edited(import_id: UUID) -> None:
        await look(import_id)
        edits.append(asyncio.get_running_loop().create_task(correct(), context=contextvars.Context()))
        await asyncio.sleep(0.3)

    with as_actor(cast.an.actor):
        await undoing.undo(row, row.version, at=at)
    monkeypatch.setattr(depending, "look", looked_and_edited)
    await asking.relayed(at)
    return await asking.now(row), await edits[0]


async def test_who_edits_what_is_being_undone_is_refused(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    row, ended = await edited_in_between(at, monkeypatch)
    assert ended in {"busy", "not-found"}  # who asks again finds that it is gone
    assert (row.state, await db.fetch("SELECT FROM product")) == ("undone", [])


async def test_control_without_holding_it_an_edit_is_accepted_and_lost(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_hold(_import_id: UUID) -> None:
        """Nobody is kept out."""

    monkeypatch.setattr(undoing, "_hold", no_hold)
    row, ended = await edited_in_between(at, monkeypatch)
    assert (row.state, ended, await db.fetch("SELECT FROM product")) == ("undone", "done", [])

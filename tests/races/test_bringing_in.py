"""Lists are brought in while others work on the same entities: whoever was first is heeded."""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import pytest

from events_app import db
from events_app.actor import Role
from events_app.directory import joining, likeness
from events_app.directory.tables import Kind, Organization
from events_app.imports import matching, running
from events_app.imports.tables import Import
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
    matched, came = matching.matched, []

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
        from events_app.imports import planning

        return await matching.matched(row, await planning.entities_of(batch), importer)

    monkeypatch.setattr(running, "_held", looked_once)
    row, entity = await claimed_in_between(at, monkeypatch)
    assert (row.counts["rows"], entity.phone) == ({"create": 1}, "+84912300001")

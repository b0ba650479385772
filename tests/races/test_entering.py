"""Organizers enter one entity at the same moment, over real connections; without its guard the test fails."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from events_app import db
from events_app.directory import bodies, recognizing
from events_app.directory.tables import Kind
from tests import make
from tests.races.test_applying import CLIENTS, rush

pytestmark = pytest.mark.usefixtures("own_database")

CODE = "0100109106"
# By what the records of two organizers would be one; their addresses on the web differ.
ALIKE: dict[str, list[dict[str, Any]]] = {
    "tax code": [{"name": "Hợp tác xã Sen", "tax_code": CODE}, {"name": "Công ty Trà", "tax_code": CODE}],
    "name": [{"name": "Hợp tác xã Sen"}, {"name": "HTX SEN"}],
    "name, one with a code": [{"name": "Hợp tác xã Sen", "tax_code": CODE}, {"name": "HTX Sen"}],
}


def entity(**said: Any) -> bodies.NewOrganization:
    """What an organizer types."""
    described = {"kind": "entity", "entity_kind": "cooperative", "province_set": "34", "province_code": "01", **said}
    contact = {"name": "Lan", "phone": "0912345678"}
    return bodies.NewOrganization.model_validate({**described, "on_behalf": True, "contact": contact})


async def keepers(count: int) -> list[UUID]:
    return [(await make.organization(Kind.ORGANIZER)).id for _ in range(count)]


async def entered() -> int:
    return len(await db.fetch("SELECT FROM organization WHERE kind = 'entity'"))


@pytest.mark.parametrize("alike", ALIKE)
async def test_of_many_who_enter_one_entity_at_once_one_does_and_the_others_are_led_to_it(
    at: datetime, alike: str
) -> None:
    organizers, said = await keepers(CLIENTS), [entity(**one) for one in ALIKE[alike]]

    async def enter(n: int) -> None:
        await recognizing.enter(organizers[n], said[n % 2], at=at)

    assert await rush(enter) == {"done": 1, "in-directory": CLIENTS - 1}
    assert await entered() == 1


@pytest.mark.parametrize("alike", ALIKE)
async def test_control_without_the_guard_both_find_nobody(
    at: datetime, monkeypatch: pytest.MonkeyPatch, alike: str
) -> None:
    organizers, looking = await keepers(2), asyncio.Barrier(2)
    unless_entered = recognizing._unless_entered

    async def nobody_waits(_said: object) -> None:
        """Nobody is kept out."""

    async def look(said: bodies.NewOrganization) -> None:
        await unless_entered(said)
        await looking.wait()

    async def enter(n: int) -> None:
        await recognizing.enter(organizers[n], entity(**ALIKE[alike][n]), at=at)

    monkeypatch.setattr(recognizing, "_one_after_another", nobody_waits)
    monkeypatch.setattr(recognizing, "_unless_entered", look)
    assert await rush(enter, 2) == {"done": 2}
    assert await entered() == 2


async def test_entities_that_are_not_alike_do_not_wait_for_each_other(at: datetime) -> None:
    [keeper], begun = await keepers(1), asyncio.Event()

    async def meanwhile() -> None:
        await begun.wait()
        await recognizing.enter(keeper, entity(name="Hợp tác xã Sen Hồng", tax_code="0101243150"), at=at)

    other = asyncio.create_task(meanwhile())
    async with db.transaction():
        await recognizing.enter(keeper, entity(name="Hợp tác xã Sen", tax_code=CODE), at=at)
        begun.set()
        await asyncio.wait_for(other, 2)  # sooner than who waits for a lock gives up
    assert await entered() == 2

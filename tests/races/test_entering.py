"""Organizers and newcomers enter one entity at the same moment, over real connections; without the guard the tests fail."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from events_app import db
from events_app.accounts import consenting, links
from events_app.directory import arriving, bodies, recognizing
from events_app.directory.tables import Kind
from tests import door, make
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


def own(**said: Any) -> bodies.NewOrganization:
    """What a newcomer types of its own entity."""
    return entity(**said).model_copy(update={"on_behalf": False, "contact": None})


async def registered(name: str, at: datetime) -> str:
    """The token of somebody who has registered this entity and has its letter."""
    said = own(name=name, tax_code=CODE)
    await arriving.register(name, "lan@sen.example", "vi", consenting.present(), said, near="", at=at)
    row = await db.one("SELECT id FROM link")
    assert row
    return links.token(row["id"])


@pytest.mark.parametrize("place", [0, CLIENTS // 2, CLIENTS - 1])
async def test_somebody_who_founds_it_while_organizers_enter_it_is_one_of_them(at: datetime, place: int) -> None:
    organizers, founder = await keepers(CLIENTS), await make.person("Lan")

    async def enter(n: int) -> None:
        if n == place:
            await recognizing.found(founder.user.id, own(name="Công ty Trà", tax_code=CODE), at=at)
        else:
            await recognizing.enter(organizers[n], entity(name="Hợp tác xã Sen", tax_code=CODE), at=at)

    assert await rush(enter) == {"done": 1, "in-directory": CLIENTS - 1}
    assert await entered() == 1


@pytest.mark.parametrize("place", [0, CLIENTS // 2, CLIENTS - 1])
async def test_a_newcomer_who_confirms_while_organizers_enter_it_comes_with_it_or_alone(
    at: datetime, place: int
) -> None:
    organizers, given = await keepers(CLIENTS), await registered("Công ty Trà", at)
    came: list[arriving.Confirmed] = []

    async def enter(n: int) -> None:
        if n == place:
            came.append(await arriving.confirm(given, door.PASSWORD, at=at))
        else:
            await recognizing.enter(organizers[n], entity(name="Hợp tác xã Sen", tax_code=CODE), at=at)

    outcomes = await rush(enter)
    [one] = came
    assert outcomes == (
        {"done": 1, "in-directory": CLIENTS - 1} if one.organization else {"done": 2, "in-directory": 48}
    )
    assert (one.organization is None) == (one.known is not None)
    assert await entered() == 1


@pytest.mark.parametrize("comes", ["founds", "confirms"])
async def test_control_without_the_guard_newcomer_and_organizer_find_nobody(
    at: datetime, monkeypatch: pytest.MonkeyPatch, comes: str
) -> None:
    [organizer], founder, looking = await keepers(1), await make.person("Mai"), asyncio.Barrier(2)
    given = await registered("Công ty Trà", at)

    async def nobody_waits(_said: object) -> None:
        """Nobody is kept out."""

    def slowly(name: str) -> None:
        real = getattr(recognizing, name)

        async def look(said: bodies.NewOrganization) -> None:
            await real(said)
            await looking.wait()

        monkeypatch.setattr(recognizing, name, look)

    async def enter(n: int) -> None:
        if n:
            await recognizing.enter(organizer, entity(name="Hợp tác xã Sen", tax_code=CODE), at=at)
        elif comes == "founds":
            await recognizing.found(founder.user.id, own(name="Công ty Trà", tax_code=CODE), at=at)
        else:
            await arriving.confirm(given, door.PASSWORD, at=at)

    monkeypatch.setattr(recognizing, "_one_after_another", nobody_waits)
    slowly("_unless_entered")
    slowly("unless_known")
    assert await rush(enter, 2) == {"done": 2}
    assert await entered() == 2


async def test_an_organizer_waits_for_a_newcomer_whose_entity_is_only_called_alike(at: datetime) -> None:
    [organizer], founder, begun = await keepers(1), await make.person("Lan"), asyncio.Event()

    async def meanwhile() -> None:
        await begun.wait()
        await recognizing.enter(organizer, entity(name="HTX SEN"), at=at)

    other = asyncio.create_task(meanwhile())
    async with db.transaction():
        await recognizing.found(founder.user.id, own(name="Hợp tác xã Sen"), at=at)
        begun.set()
        await asyncio.sleep(0.3)
        assert not other.done()
    with pytest.raises(recognizing.InDirectory):
        await other
    assert await entered() == 1

"""One product is declared many times at once, over real connections; without its guard the test fails."""

import asyncio
from datetime import datetime

import pytest

from events_app import db
from events_app.directory import declaring
from events_app.directory.tables import Organization
from events_app.errors import Refusal
from tests import make

pytestmark = pytest.mark.usefixtures("own_database")

CLICKS = 8


async def _declared(entity: Organization, at: datetime) -> list[str]:
    """What becomes of each of them."""

    async def declare(n: int) -> str:
        try:
            await declaring.declare(entity, at=at, name=["Trà sen", "TRÀ  SEN"][n % 2], group=2)
        except Refusal as refusal:
            return refusal.kind()
        return "done"

    return sorted(await asyncio.gather(*(declare(n) for n in range(CLICKS))))


async def test_of_many_at_once_one_is_declared(at: datetime) -> None:
    entity = await make.organization()
    assert await _declared(entity, at) == ["already-declared"] * (CLICKS - 1) + ["done"]


async def test_of_two_products_that_get_one_name_at_once_one_keeps_its_own(at: datetime) -> None:
    entity = await make.organization()
    rows = [await make.product(entity, f"Trà {n}") for n in range(CLICKS)]

    async def rename(n: int) -> None:
        await declaring.correct(rows[n], 1, at=at, name="Trà sen")

    found = await asyncio.gather(*(rename(n) for n in range(CLICKS)), return_exceptions=True)
    assert [one for one in found if one is not None and not isinstance(one, declaring.AlreadyDeclared)] == []
    assert len(await db.fetch("SELECT FROM product WHERE name = 'Trà sen'")) == 1


async def test_without_holding_the_entity_it_is_declared_several_times(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: all of them look before any of them has declared."""
    entity, looking = await make.organization(), asyncio.Barrier(CLICKS)

    async def wait(_organization_id: object) -> None:
        await looking.wait()

    monkeypatch.setattr(declaring, "_hold", wait)
    assert (await _declared(entity, at)).count("done") > 1

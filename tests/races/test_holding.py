"""What was looked at is held until the deed is done: of two at once one is late; without the hold both look and both do."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from events_app import db, lifecycle
from events_app.accounts import links
from events_app.actor import Role
from events_app.directory import claiming, inviting, joining, picturing, reencoding
from events_app.directory.tables import Claim
from tests import make
from tests.races.test_links import rush

pytestmark = pytest.mark.usefixtures("own_database", "at")


def slowly(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    """Let a step take its time, so that another is surely between looking and doing."""
    real = getattr(module, name)

    async def slow(*given: Any, **named: Any) -> Any:
        found = await real(*given, **named)
        await asyncio.sleep(0.2)
        return found

    monkeypatch.setattr(module, name, slow)


def holding_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take both holds away."""

    async def locked(table: Any, row_id: Any) -> Any:
        return await table.objects().get(table.id == row_id)

    async def lock(row: Any) -> Any:
        return row

    monkeypatch.setattr(lifecycle, "locked", locked)
    monkeypatch.setattr(lifecycle, "lock", lock)


async def approved(monkeypatch: pytest.MonkeyPatch) -> tuple[Counter[str], int]:
    """Two claims to one record are approved at once: how that ended, and how many are in it then."""
    record = await make.organization(tax_code="0100109106")
    claims = []
    for name in ("Chi", "Lan"):
        who = await make.person(name)
        claims.append(await claiming.claim(record, who.user.id, tax_code="0100109106", code=None, note="", at=make.NOW))
    slowly(monkeypatch, joining, "join")
    outcomes = await rush([claiming.approve(one, claiming.version(1, 1), asked=False, at=make.NOW) for one in claims])
    return outcomes, len(await db.fetch("SELECT FROM membership WHERE organization = $1", record.id))


async def test_of_two_claims_that_are_approved_at_once_the_second_finds_somebody_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert await approved(monkeypatch) == ({"done": 1, "has-members": 1}, 1)
    assert {str(row.state) for row in await Claim.objects()} == {"approved", "rejected"}


async def test_control_without_the_hold_the_second_finds_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    holding_nothing(monkeypatch)
    outcomes, _members = await approved(monkeypatch)
    assert "has-members" not in outcomes  # the two wait for each other's claims instead


async def invited() -> Counter[str]:
    """An owner invites one address twice at once."""
    place = await make.organization()
    owner = await make.person("Lan", place)
    return await rush(
        [inviting.invite(place, "moi@fairs.example", Role.STAFF, "vi", by=owner.user.id, at=make.NOW) for _ in range(2)]
    )


async def test_an_address_that_is_invited_twice_at_once_has_one_invitation(monkeypatch: pytest.MonkeyPatch) -> None:
    slowly(monkeypatch, links, "make")
    assert await invited() == {"done": 1, "already-invited": 1}
    assert len(await db.fetch("SELECT FROM link")) == 1


async def test_control_without_the_hold_it_has_two(monkeypatch: pytest.MonkeyPatch) -> None:
    holding_nothing(monkeypatch)
    slowly(monkeypatch, links, "make")
    assert await invited() == {"done": 2}


async def pictured(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Two pictures are added at once to a product that may have one."""
    monkeypatch.setattr(picturing, "MOST", 1)
    product = await make.product(await make.organization())
    slowly(monkeypatch, picturing, "of_product")
    return await rush(
        [picturing.add(product, reencoding.Made(1, 1, content, b"s"), "Hộp", at=make.NOW) for content in (b"1", b"2")]
    )


async def test_a_product_has_no_picture_too_many_when_two_come_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await pictured(monkeypatch) == {"done": 1, "enough-pictures": 1}


async def test_control_without_the_hold_it_has_one_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    holding_nothing(monkeypatch)
    assert await pictured(monkeypatch) == {"done": 2}

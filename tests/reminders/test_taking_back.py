"""Who was told what a list had verified is told once that the list is undone, as far as nothing of it stands any more."""

from datetime import timedelta
from typing import Any

import pytest

from events_app import db
from events_app.directory import verifying
from events_app.directory.tables import Organization
from events_app.imports.tables import Import
from tests import make
from tests.imports import asking
from tests.reminders import posting
from tests.reminders.verified import certificate, verify

pytestmark = pytest.mark.usefixtures("database")


async def brought(people: int = 1) -> tuple[make.Person, Import]:
    """A list of an officer that has verified a certificate of an entity with people, which were told."""
    giang = await make.officer("82", "Giang")
    place: dict[str, Any] = {"province_set": "34", "province_code": "82", "tax_code": "0100109106"}
    one = await make.organization(name="Hợp tác xã Mẫu 1", **place)
    for n in range(people):
        await make.person(f"Hoa {n}", one)
    await make.product(one, "Trà mẫu 1")
    row = await asking.read(giang, asking.a_csv([asking.a_row(1, code="0100109106", representative="")]), at=make.NOW)
    row = await asking.brought(giang, row, at=make.NOW, decision="99/QĐ-UBND")
    await posting.tell()
    return giang, row


async def sent(row: dict[str, Any], state: str = "sent") -> None:
    await db.fetch("UPDATE delivery SET state = $2 WHERE id = $1", row["id"], state)


@pytest.mark.parametrize("language", ["vi", "en", "id"])
async def test_who_was_told_of_a_list_that_is_undone_is_told_so_once(cast: make.Cast, language: str) -> None:
    giang, row = await brought(2)
    first, second = await posting.deliveries("verified")
    await sent(first)
    later = make.NOW + timedelta(hours=1)
    await db.fetch("UPDATE contact SET language = $1", language)
    assert (await asking.undone(giang, row, at=later)).state == "undone"
    for _ in range(2):
        await posting.tell(later)
    [again] = await posting.deliveries("taken_back")
    assert (again["recipient"], again["due_at"]) == (first["recipient"], later)
    assert await posting.written([second]) == [], "what had not gone out is no longer true, and nothing follows it"
    [letter] = await posting.written([again])
    assert giang.organization.name in letter.subject
    for said in ("Hợp tác xã Mẫu 1", "07/12/2026" if language == "vi" else "2026"):
        assert said in letter.text


async def test_of_a_list_that_nobody_was_told_of_nobody_is_told_that_it_is_undone(cast: make.Cast) -> None:
    giang, row = await brought()
    await asking.undone(giang, row, at=make.NOW)
    await posting.tell()
    assert await posting.deliveries("taken_back") == []


async def test_another_list_and_what_an_officer_verified_one_by_one_stay_told(cast: make.Cast) -> None:
    giang, row = await brought()
    [told_of_list] = await posting.deliveries("verified")
    own = await certificate(await organization_of(told_of_list), "Bánh")
    await verifying.verify(
        {own.id: None}, giang.user.id, giang.organization.id, decision_number="7/QĐ", at=make.NOW + timedelta(minutes=5)
    )
    await posting.tell()
    for one in await posting.deliveries("verified"):
        await sent(one)
    await asking.undone(giang, row, at=make.NOW + timedelta(hours=1))
    await posting.tell(make.NOW + timedelta(hours=1))
    [again] = await posting.deliveries("taken_back")
    assert again["subject"] == told_of_list["subject"]


async def organization_of(letter: dict[str, Any]) -> Organization:
    row = await Organization.objects().get(Organization.id == letter["organization"])
    assert row
    return row


async def test_what_is_verified_at_the_same_instant_by_then_is_not_told_as_taken_back(cast: make.Cast) -> None:
    """The letter is held against what stands when it goes."""
    giang, row = await brought()
    [first] = await posting.deliveries("verified")
    await sent(first)
    await asking.undone(giang, row, at=make.NOW)
    await posting.tell()
    own = await certificate(await organization_of(first), "Bánh")
    await verify(giang, own)
    assert await posting.written(await posting.deliveries("taken_back")) == []

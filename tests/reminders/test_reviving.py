"""Warnings that reached nobody go out once there is an address: to whom they are owed, once, and with what is still true."""

from datetime import datetime, timedelta

import pytest

from events_app import db
from events_app.directory import contacting, registering
from events_app.directory.tables import Contact, Organization
from events_app.reminders import warning
from events_app.reminders.tables import Purpose
from tests import make
from tests.reminders import posting
from tests.reminders.lapsing import product

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def entity() -> Organization:
    """A group without e-mail."""
    return await make.organization(name="Tổ hợp tác Chiếu cói", phone="+84912345678", representative="Bà Tư")


async def warned() -> list[tuple[str, str, str | None]]:
    """Name, state and address of every warning to an entity."""
    rows = await db.fetch("SELECT name, state, address FROM delivery WHERE purpose = 'lapse' ORDER BY created_at, id")
    return [(row["name"], row["state"], row["address"]) for row in rows]


async def test_an_address_of_the_organization_itself_gets_what_it_missed(entity: Organization, at: datetime) -> None:
    await product(entity, "Chiếu cói", 90)
    await warning.warn(at=at)
    assert await warned() == [("Bà Tư", "unreachable", None)]
    later = at + timedelta(days=5)
    await registering.describe(entity, entity.version, at=later, email="coi@fairs.example")
    await posting.tell(later)
    assert await warned() == [("Bà Tư", "waiting", "coi@fairs.example")]
    [letter] = await posting.written(await posting.deliveries(Purpose.LAPSE), later)
    assert "Chiếu cói" in letter.text
    assert "còn 85 ngày" in letter.text
    await registering.describe(entity, entity.version, at=later, address="1 Phố Cói")
    await posting.tell(later)
    assert len(await warned()) == 1


async def test_a_contact_with_a_telephone_gets_it_when_it_has_an_address(entity: Organization, at: datetime) -> None:
    await product(entity, "Chiếu cói", 90)
    contact = await contacting.add(entity.id, at=at, name="Lan", phone="+84912345678", language="vi")
    await warning.warn(at=at)
    await contacting.change(contact, contact.version, at=at, name="Bà Lan")
    await posting.tell(at)
    assert await warned() == [("Lan", "unreachable", None)]
    await contacting.change(contact, contact.version, at=at, email="lan@fairs.example")
    await posting.tell(at)
    assert await warned() == [("Bà Lan", "waiting", "lan@fairs.example")]


async def test_a_first_contact_gets_it_in_the_place_of_an_organization_that_could_only_be_phoned(
    entity: Organization, at: datetime
) -> None:
    await product(entity, "Chiếu cói", 90)
    await warning.warn(at=at)
    await contacting.add(entity.id, at=at, name="Lan", email="lan@fairs.example", language="vi")
    await posting.tell(at)
    assert await warned() == [("Bà Tư", "cancelled", None), ("Lan", "waiting", "lan@fairs.example")]
    await contacting.add(entity.id, at=at, name="Minh", email="minh@fairs.example", language="vi")
    await posting.tell(at)
    assert len(await warned()) == 2  # somebody knows by now


async def test_what_a_later_warning_names_too_is_told_once(entity: Organization, at: datetime) -> None:
    await product(entity, "Chiếu cói", 90)
    await warning.warn(at=at)
    await warning.warn(at=at + timedelta(days=60))
    await contacting.add(entity.id, at=at, name="Lan", email="lan@fairs.example", language="vi")
    await posting.tell(at + timedelta(days=61))
    [revived] = [row for row in await posting.deliveries(Purpose.LAPSE) if row["state"] == "waiting"]
    assert revived["facts"]["threshold"] == 30


async def test_who_was_told_is_not_told_again_at_another_contact(cast: make.Cast, at: datetime) -> None:
    sen = cast.binh.organization
    await product(sen, "Trà", 90)
    lan = await contacting.add(sen.id, at=at, name="Lan", phone="+84912345678", language="vi")
    await warning.warn(at=at)
    binh = await Contact.objects().get(Contact.user == cast.binh.user.id)
    assert binh
    assert binh.email
    assert sorted(await warned()) == [("Bình", "waiting", binh.email), ("Lan", "unreachable", None)]
    await contacting.add(sen.id, at=at, name="Minh", email="minh@fairs.example", language="vi")
    await posting.tell(at)
    assert len(await warned()) == 2
    await contacting.change(lan, lan.version, at=at, email="lan@fairs.example")
    await posting.tell(at)
    assert sorted(await warned()) == [("Bình", "waiting", binh.email), ("Lan", "waiting", "lan@fairs.example")]


async def test_other_letters_that_reached_nobody_stay_as_they_are(cast: make.Cast, at: datetime) -> None:
    entity = await make.organization(name="Tổ hợp tác Chiếu cói", phone="+84912345678", representative="Bà Tư")
    await db.fetch("UPDATE contact SET removed_at = now(), email = NULL WHERE organization = $1", entity.id)
    await product(entity, "Chiếu cói", 90)
    await warning.warn(at=at)
    await db.fetch("UPDATE delivery SET purpose = 'contact_request', facts = '{}'")
    await registering.describe(entity, entity.version, at=at, email="coi@fairs.example")
    await posting.tell(at)
    rows = await db.fetch("SELECT state FROM delivery WHERE purpose = 'contact_request'")
    assert [row["state"] for row in rows] == ["unreachable"]

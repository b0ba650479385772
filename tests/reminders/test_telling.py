"""Who is told what when something has happened: each person once, each party only what is its own."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from events_app import actor, db, values
from events_app.directory import contacting, registering
from events_app.events import cancelling, postponing
from events_app.exhibitors import applying, choosing, deciding
from events_app.exhibitors.tables import ApplicationState
from events_app.reminders import ledger, telling
from tasks.outbox import ROUTES
from tests import make
from tests.reminders import posting

pytestmark = pytest.mark.usefixtures("database")


async def told(purpose: str) -> list[str]:
    """Who got a letter of this purpose, sorted."""
    return sorted(row["name"] for row in await posting.deliveries(purpose))


@pytest.fixture
async def fair(cast: make.Cast) -> make.Fair:
    """Five days from 16 December; now it is 7 December."""
    return await posting.fair(cast.an)


async def test_who_is_confirmed_is_told_at_once(cast: make.Cast, fair: make.Fair, at: datetime) -> None:
    application = await posting.confirmed(fair, cast.binh)
    [letter] = await posting.deliveries("confirmation")
    assert (letter["address"], letter["state"], letter["due_at"]) == (cast.binh.user.email, "waiting", at)
    assert (letter["event"], letter["application_id"]) == (fair.id, application.id)
    assert letter["message_id"] == f"<{letter['id'].hex}@fairs.example>"


async def test_a_message_that_is_sent_twice_tells_once(cast: make.Cast, fair: make.Fair, at: datetime) -> None:
    await posting.confirmed(fair, cast.binh)
    before = await posting.deliveries()
    for row in await db.fetch("SELECT id FROM route"):
        await telling.tell(row["id"], at=at)
    await db.fetch("UPDATE route SET done_at = NULL")
    await posting.tell()
    assert await posting.deliveries() == before
    assert [row["purpose"] for row in sorted(before, key=lambda row: row["purpose"])] == ["confirmation", "reminder"]


async def test_each_contact_is_told_once_in_its_own_language(cast: make.Cast, fair: make.Fair, at: datetime) -> None:
    of_binh = cast.binh.organization.id
    await contacting.add(of_binh, at=at, name="Lan", email="lan@fairs.example", language="en")
    await contacting.add(of_binh, at=at, name="Văn phòng", phone="+84912345678")
    await posting.confirmed(fair, cast.binh)
    found = [
        (row["name"], row["language"], row["state"], row["phone"]) for row in await posting.deliveries("confirmation")
    ]
    assert sorted(found) == [
        ("Bình", "vi", "waiting", None),
        ("Lan", "en", "waiting", None),
        ("Văn phòng", "vi", "unreachable", "+84912345678"),
    ]


async def test_two_contacts_at_one_address_get_one_letter(cast: make.Cast, fair: make.Fair, at: datetime) -> None:
    await contacting.add(cast.binh.organization.id, at=at, name="Kế toán", email=cast.binh.user.email.upper())
    await posting.confirmed(fair, cast.binh)
    assert len(await posting.deliveries("confirmation")) == 1


async def test_an_organization_without_contacts_is_written_to_at_its_own_address_or_phoned(
    cast: make.Cast, fair: make.Fair, at: datetime
) -> None:
    await db.fetch("DELETE FROM contact WHERE organization = $1", cast.binh.organization.id)
    await db.fetch("UPDATE organization SET email = 'sen@fairs.example' WHERE id = $1", cast.binh.organization.id)
    await posting.confirmed(fair, cast.binh)
    [letter] = await posting.deliveries("confirmation")
    assert (letter["address"], letter["state"], letter["contact"]) == ("sen@fairs.example", "waiting", None)
    await db.fetch("DELETE FROM contact WHERE organization = $1", cast.em.organization.id)
    await db.fetch("UPDATE organization SET phone = '+84900000001' WHERE id = $1", cast.em.organization.id)
    await posting.confirmed(fair, cast.em, fair.booths[1])
    letter = (await posting.deliveries("confirmation"))[1]
    assert (letter["address"], letter["state"], letter["phone"]) == (None, "unreachable", "+84900000001")


async def test_offers_requests_and_rejections_are_told_to_the_applicant_alone(
    cast: make.Cast, fair: make.Fair, at: datetime
) -> None:
    asked = await make.application(fair.event, cast.binh.organization)
    offered = await make.application(fair.event, cast.em.organization)
    rejected = await make.application(fair.event, (await _third()).organization)
    with actor.as_actor(cast.an.actor):
        await deciding.request_changes(asked, "Thiếu giấy chứng nhận.", at=at)
        await choosing.offer(offered, fair.booths[0].id, values.Days(make.FIRST_ON, make.FIRST_ON), at=at)
        await deciding.reject(rejected, "Hết chỗ.", at=at)
    await posting.tell()
    assert (await told("changes"), await told("offer"), await told("rejection")) == (["Bình"], ["Em"], ["Giang"])


async def suppressed() -> list[str]:
    """The addresses that nobody writes to, sorted."""
    return sorted(row["address"] for row in await db.fetch("SELECT address FROM suppression"))


async def refuses(address: str) -> None:
    """The mail server refused this address for good."""
    await db.fetch(
        "INSERT INTO suppression (id, address, reason, created_at) VALUES ($1, $2, '550', $3)",
        values.new_id(),
        address,
        make.NOW,
    )


async def test_an_address_is_written_to_again_when_somebody_names_it_anew(cast: make.Cast, at: datetime) -> None:
    of_binh = cast.binh.organization.id
    contact = await contacting.add(of_binh, at=at, name="Lan", email="Lan@fairs.example")
    for address in ("lan@fairs.example", "lan.sen@fairs.example", "others@fairs.example"):
        await refuses(address)
    await posting.tell()
    assert await suppressed() == ["lan.sen@fairs.example", "others@fairs.example"]  # named when the contact was added
    await refuses("lan@fairs.example")
    await contacting.change(contact, contact.version, at=at, name="Chị Lan", phone="+84912345678", language="en")
    await posting.tell()
    assert "lan@fairs.example" in await suppressed()  # nobody has said that the address is right
    await contacting.change(contact, contact.version, at=at, email="lan@fairs.example")
    await posting.tell()
    assert await suppressed() == ["lan.sen@fairs.example", "others@fairs.example"]
    await contacting.change(contact, contact.version, at=at, email="lan.sen@fairs.example")
    await posting.tell()
    assert await suppressed() == ["others@fairs.example"]


async def test_an_organization_that_names_its_own_address_anew_is_written_to_again(
    cast: make.Cast, at: datetime
) -> None:
    binh = cast.binh.organization
    await refuses("sen@fairs.example")
    await registering.describe(binh, binh.version, at=at, email="sen@fairs.example")
    await posting.tell()
    assert await suppressed() == []
    await refuses("sen@fairs.example")
    await registering.describe(binh, binh.version, at=at, phone="+84912345678")
    await posting.tell()
    assert await suppressed() == ["sen@fairs.example"]


async def _third() -> make.Person:
    return await make.person("Giang", await make.organization(name="Hợp tác xã Giang"))


async def test_what_was_overtaken_is_not_told(cast: make.Cast, fair: make.Fair, at: datetime) -> None:
    application = await make.application(fair.event, cast.binh.organization)
    with actor.as_actor(cast.an.actor):
        await deciding.request_changes(application, "Thiếu giấy.", at=at)
    await applying.withdraw(application, at=at)
    await posting.tell()
    assert await posting.deliveries() == []


async def test_a_move_is_told_to_whoever_wants_to_come_and_to_nobody_else(
    cast: make.Cast, fair: make.Fair, at: datetime
) -> None:
    await posting.confirmed(fair, cast.binh)
    await make.application(fair.event, cast.em.organization)
    await make.application(fair.event, (await _third()).organization, ApplicationState.REJECTED)
    await postponing.postpone(fair.event, "Bão", at=at)
    await posting.tell()
    await posting.moved_by(fair, 7)
    await cancelling.cancel(fair.event, "Bão", at=at)
    await posting.tell()
    for purpose in ("postponement", "rescheduling", "cancellation"):
        assert await told(purpose) == ["Bình", "Em"]


async def test_a_fair_that_moves_twice_is_told_twice(cast: make.Cast, fair: make.Fair) -> None:
    await posting.confirmed(fair, cast.binh)
    await posting.moved_by(fair, 7)
    await posting.moved_by(fair, 7)
    assert await told("rescheduling") == ["Bình", "Bình"]


async def test_every_topic_that_is_told_has_its_route(cast: make.Cast) -> None:
    assert {topic: ROUTES[topic][0] for topic in telling.TELLS} == dict.fromkeys(telling.TELLS, "reminders.tell")


# Loading old rows


async def test_settling_tells_everything_as_of_its_own_time_and_skips_what_was_due_before(
    cast: make.Cast, at: datetime
) -> None:
    """A fair was confirmed ten days ago for the day after tomorrow; its reminder was due yesterday and never went."""
    soon = await posting.fair(cast.an, first_on=date(2026, 12, 9), last_on=date(2026, 12, 11))
    long_ago = at - timedelta(days=10)
    application = await make.application(soon.event, cast.binh.organization)
    with actor.as_actor(cast.binh.actor):
        await choosing.hold(
            application, soon.booths[0].id, values.Days(date(2026, 12, 9), date(2026, 12, 9)), at=long_ago
        )
        await choosing.confirm(application, at=long_ago)
    await telling.settle(before=at)
    found = {row["purpose"]: (row["state"], row["due_at"]) for row in await posting.deliveries()}
    due_at = values.local(date(2026, 12, 6), time(8))
    assert found == {"confirmation": ("skipped", long_ago), "reminder": ("skipped", due_at)}
    await posting.tell()
    assert len(await posting.deliveries()) == 2
    assert await ledger.claim(10, at=at) == []


async def test_settling_leaves_what_is_due_later(cast: make.Cast, fair: make.Fair, at: datetime) -> None:
    application = await make.application(fair.event, cast.binh.organization)
    with actor.as_actor(cast.binh.actor):
        await choosing.hold(application, fair.booths[0].id, values.Days(make.FIRST_ON, make.FIRST_ON), at=at)
        await choosing.confirm(application, at=at)
    await telling.settle(before=at + timedelta(seconds=1))
    assert {row["purpose"]: row["state"] for row in await posting.deliveries()} == {
        "confirmation": "skipped",
        "reminder": "waiting",
    }


async def test_settling_lets_a_late_reminder_go_whoever_joined_before_it(cast: make.Cast, at: datetime) -> None:
    """Contacts were entered years ago, the confirmation is of now, and the reminder's time passed an hour ago."""
    soon = await posting.fair(cast.an, first_on=date(2026, 12, 10), last_on=date(2026, 12, 11))
    years_ago = at - timedelta(days=2000)
    await contacting.add(cast.binh.organization.id, at=years_ago, name="Lan", email="lan@fairs.example")
    await contacting.add(cast.binh.organization.id, at=years_ago, name="Kho", phone="+84912345678")
    application = await make.application(soon.event, cast.binh.organization)
    with actor.as_actor(cast.binh.actor):
        await choosing.hold(application, soon.booths[0].id, values.Days(date(2026, 12, 10), date(2026, 12, 10)), at=at)
        await choosing.confirm(application, at=at)
    await telling.settle(before=at)
    claimed = await ledger.claim(10, at=at)
    assert sorted((row["purpose"], row["name"]) for row in claimed) == [
        ("confirmation", "Bình"),
        ("confirmation", "Lan"),
        ("reminder", "Bình"),
        ("reminder", "Lan"),
    ]
    assert {row["due_at"] for row in await posting.deliveries("reminder")} == {values.local(date(2026, 12, 7), time(8))}


async def test_settling_asks_nobody_to_phone_about_what_is_long_past(cast: make.Cast, at: datetime) -> None:
    await db.fetch("UPDATE contact SET email = NULL, phone = '+84912345678' WHERE email = $1", cast.binh.user.email)
    always: dict[str, Any] = {"registration_opens_at": None}
    past = await posting.fair(cast.an, first_on=date(2026, 11, 20), last_on=date(2026, 11, 21), **always)
    before = at - timedelta(days=30)
    application = await make.application(past.event, cast.binh.organization)
    with actor.as_actor(cast.binh.actor):
        await choosing.hold(
            application, past.booths[0].id, values.Days(date(2026, 11, 20), date(2026, 11, 20)), at=before
        )
        await choosing.confirm(application, at=before)
    await telling.settle(before=at)
    found = {row["purpose"]: row["state"] for row in await posting.deliveries()}
    assert found == {"confirmation": "skipped", "reminder": "cancelled"}  # Bình's joining of now finds the fair over

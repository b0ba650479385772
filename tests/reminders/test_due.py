"""When reminders fall due, and what becomes of them when a fair, a booth, a rule or a contact changes."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from events_app import db, outbox, values
from events_app.directory import contacting
from events_app.directory.tables import Contact
from events_app.events import cancelling, postponing
from events_app.exhibitors import applying
from events_app.reminders import due, ledger, ruling
from events_app.reminders.tables import ReminderRule
from tests import make
from tests.reminders import posting

pytestmark = pytest.mark.usefixtures("database")
FIRST = make.FIRST_ON


def local(on: date, hour: int, minute: int = 0) -> datetime:
    """A time of the clock in Viet Nam."""
    return values.local(on, time(hour, minute))


async def reminders() -> list[tuple[str, datetime]]:
    """State and due time of every reminder."""
    return [(row["state"], row["due_at"]) for row in await posting.deliveries("reminder")]


@pytest.fixture
async def fair(cast: make.Cast) -> make.Fair:
    """Five days from 16 December; now it is 7 December."""
    return await posting.fair(cast.an)


def test_a_reminder_falls_due_at_eight_oclock_in_viet_nam_three_days_before() -> None:
    assert due.due_at(date(2026, 12, 16), 3, time(8)).isoformat() == "2026-12-13T08:00:00+07:00"
    assert due.due_at(date(2027, 1, 2), 3, time(0)).isoformat() == "2026-12-30T00:00:00+07:00"
    assert due.due_at(date(2026, 12, 16), 0, time(6, 30)).isoformat() == "2026-12-16T06:30:00+07:00"


async def test_every_event_starts_with_that_rule(cast: make.Cast, at: datetime) -> None:
    await due.event_created(_message("event.create", id=(await make.event(cast.an.organization)).id))
    rules = await db.fetch("SELECT days_before, at_time, active FROM reminder_rule")
    assert rules == [{"days_before": 3, "at_time": time(8), "active": True}]


def _message(topic: str, **ids: Any) -> outbox.Recorded:
    return outbox.Recorded(values.new_id(), topic, make.NOW, ids)


async def test_a_confirmed_exhibitor_is_reminded_three_days_before_its_first_day(
    cast: make.Cast, fair: make.Fair
) -> None:
    await posting.confirmed(fair, cast.binh)
    assert await reminders() == [("waiting", local(date(2026, 12, 13), 8))]


async def test_the_first_day_is_that_of_its_booth_and_not_that_of_the_fair(cast: make.Cast, fair: make.Fair) -> None:
    await posting.confirmed(fair, cast.binh, first_on=date(2026, 12, 18))
    assert await reminders() == [("waiting", local(date(2026, 12, 15), 8))]


async def test_who_only_holds_a_booth_is_not_reminded(cast: make.Cast, fair: make.Fair) -> None:
    await make.application(fair.event, cast.binh.organization)
    await due.recompute(fair.id, at=make.NOW)
    assert await reminders() == []


async def test_it_goes_at_once_when_its_time_has_passed_and_the_fair_has_not_begun(
    cast: make.Cast, fair: make.Fair
) -> None:
    late = local(FIRST, 7, 59)
    await db.fetch("UPDATE event SET registration_closes_at = NULL WHERE id = $1", fair.id)
    await posting.confirmed(fair, cast.binh, at=late)
    claimed = await ledger.claim(10, at=late)
    assert sorted(row["purpose"] for row in claimed) == ["confirmation", "reminder"]


async def test_there_is_none_when_the_fair_has_begun(cast: make.Cast, fair: make.Fair) -> None:
    begun = local(FIRST, 8)
    await db.fetch("UPDATE event SET registration_closes_at = NULL WHERE id = $1", fair.id)
    await posting.confirmed(fair, cast.binh, at=begun)
    assert await reminders() == []


async def test_who_is_confirmed_for_a_later_day_of_a_fair_that_has_begun_is_still_reminded_in_time(
    cast: make.Cast, fair: make.Fair
) -> None:
    await db.fetch("UPDATE event SET registration_closes_at = NULL WHERE id = $1", fair.id)
    await posting.confirmed(fair, cast.binh, first_on=date(2026, 12, 20), at=local(FIRST, 9))
    assert await reminders() == [("waiting", local(date(2026, 12, 17), 8))]


async def test_another_rule_adds_a_reminder_and_moves_none(cast: make.Cast, fair: make.Fair, at: datetime) -> None:
    await posting.confirmed(fair, cast.binh)
    await ruling.add(fair.event, ruling.NewRule(days_before=7, at_time=time(9)), at=at)
    assert await reminders() == [("waiting", local(date(2026, 12, 13), 8)), ("waiting", local(date(2026, 12, 9), 9))]


@pytest.mark.parametrize("happens", ["moves", "is postponed"])
async def test_a_letter_in_hand_when_the_fair_moves_is_read_anew(
    cast: make.Cast, fair: make.Fair, at: datetime, happens: str
) -> None:
    """What a worker read before would name the old dates."""
    await posting.confirmed(fair, cast.binh)
    [claimed] = await ledger.claim(10, at=at)
    assert claimed["purpose"] == "confirmation"
    if happens == "moves":
        await posting.moves(fair, 7)
    else:
        await postponing.postpone(fair.event, "Bão", at=at)
    assert await posting.states("confirmation") == ["waiting"]
    [again] = await ledger.claim(10, at=at + timedelta(seconds=1))
    assert (again["id"], again["lease_until"]) != (claimed["id"], claimed["lease_until"])


async def test_a_changed_rule_moves_its_reminders(cast: make.Cast, fair: make.Fair, at: datetime) -> None:
    await posting.confirmed(fair, cast.binh)
    await ruling.change(await _rule(), fair.event, 1, at=at, days_before=5, at_time=time(17, 30))
    assert await reminders() == [("waiting", local(date(2026, 12, 11), 17, 30))]


async def test_a_rule_that_is_switched_off_and_on_cancels_and_wakes_its_reminders(
    cast: make.Cast, fair: make.Fair, at: datetime
) -> None:
    await posting.confirmed(fair, cast.binh)
    rule = await ruling.change(await _rule(), fair.event, 1, at=at, active=False)
    assert await reminders() == [("cancelled", local(date(2026, 12, 13), 8))]
    await ruling.change(rule, fair.event, 2, at=at, active=True, days_before=4)
    assert await reminders() == [("waiting", local(date(2026, 12, 12), 8))]


async def test_a_rule_that_is_taken_away_cancels_its_reminders(cast: make.Cast, fair: make.Fair, at: datetime) -> None:
    await posting.confirmed(fair, cast.binh)
    await ruling.remove(await _rule(), fair.event, 1, at=at)
    assert await reminders() == [("cancelled", local(date(2026, 12, 13), 8))]


async def _rule() -> ReminderRule:
    rule = await ReminderRule.objects().first()
    assert rule is not None
    return rule


async def test_postponing_suspends_and_rescheduling_wakes_under_the_new_date(
    cast: make.Cast, fair: make.Fair, at: datetime
) -> None:
    await posting.confirmed(fair, cast.binh)
    [before] = await posting.deliveries("reminder")
    await postponing.postpone(fair.event, "Bão", at=at)
    assert await reminders() == [("suspended", local(date(2026, 12, 13), 8))]
    claimed = await ledger.claim(10, at=local(date(2026, 12, 14), 8))
    assert [row["purpose"] for row in claimed] == ["confirmation"]
    await posting.moved_by(fair, 7)
    [after] = await posting.deliveries("reminder")
    assert (after["state"], after["due_at"]) == ("waiting", local(date(2026, 12, 20), 8))
    assert after["id"] == before["id"]
    assert before["subject"].endswith(":2026-12-16")
    assert after["subject"].endswith(":2026-12-23")
    assert after["facts"] == {"first_on": "2026-12-23"}


async def test_who_was_reminded_of_a_date_is_reminded_of_the_new_one_and_never_twice_of_one(
    cast: make.Cast, fair: make.Fair, at: datetime
) -> None:
    await posting.confirmed(fair, cast.binh)
    await db.fetch("UPDATE delivery SET state = 'sent' WHERE purpose = 'reminder'")
    await posting.moved_by(fair, 7)
    assert await reminders() == [
        ("sent", local(date(2026, 12, 13), 8)),
        ("waiting", local(date(2026, 12, 20), 8)),
    ]
    await posting.moved_by(fair, -7)
    assert await posting.states("reminder") == ["sent", "cancelled"]
    await posting.moved_by(fair, 7)
    assert await posting.states("reminder") == ["sent", "waiting"]


async def test_a_reminder_cancelled_under_an_old_date_wakes_when_the_fair_comes_back_to_it(
    cast: make.Cast, fair: make.Fair, at: datetime
) -> None:
    await posting.confirmed(fair, cast.binh)
    rule = await ruling.change(await _rule(), fair.event, 1, at=at, active=False)
    await posting.moved_by(fair, 7)
    await ruling.change(rule, fair.event, 2, at=at, active=True)
    assert await posting.states("reminder") == ["cancelled", "waiting"]
    await posting.moved_by(fair, -7)
    assert await reminders() == [
        ("waiting", local(date(2026, 12, 13), 8)),
        ("cancelled", local(date(2026, 12, 13), 8)),
    ]


async def test_a_claimed_reminder_is_taken_from_the_worker_when_the_fair_moves(
    cast: make.Cast, fair: make.Fair, at: datetime
) -> None:
    await posting.confirmed(fair, cast.binh)
    claimed = await ledger.claim(10, at=local(date(2026, 12, 13), 8))
    assert sorted(row["purpose"] for row in claimed) == ["confirmation", "reminder"]
    await posting.moved_by(fair, 7)
    assert await reminders() == [("waiting", local(date(2026, 12, 20), 8))]


async def test_cancelling_cancels_whatever_is_not_on_the_wire(cast: make.Cast, fair: make.Fair, at: datetime) -> None:
    await posting.confirmed(fair, cast.binh)
    await posting.confirmed(fair, cast.em, fair.booths[1])
    await db.fetch("UPDATE delivery SET state = 'wire' WHERE purpose = 'confirmation' AND name = 'Em'")
    await cancelling.cancel(fair.event, "Bão", at=at)
    await posting.tell()
    assert sorted(await posting.states("confirmation")) == ["cancelled", "wire"]
    assert await posting.states("reminder") == ["cancelled", "cancelled"]
    assert await posting.states("cancellation") == ["waiting", "waiting"]


async def test_who_has_lost_every_booth_is_not_told_to_come(cast: make.Cast, fair: make.Fair, at: datetime) -> None:
    await posting.confirmed(fair, cast.binh)
    await db.fetch("DELETE FROM assignment")
    await due.recompute(fair.id, at=at)
    assert await posting.states("reminder") == ["cancelled"]


async def test_who_withdraws_is_not_reminded(cast: make.Cast, fair: make.Fair, at: datetime) -> None:
    application = await posting.confirmed(fair, cast.binh)
    await applying.withdraw(application, at=at)
    assert await posting.states() == ["cancelled", "cancelled"]


async def test_reminders_follow_the_contacts_of_an_exhibitor(cast: make.Cast, fair: make.Fair, at: datetime) -> None:
    await posting.confirmed(fair, cast.binh)
    contact = await Contact.objects().get(Contact.email == cast.binh.user.email)
    assert contact is not None
    await contacting.change(contact, contact.version, at=at, email="moi@fairs.example", language="en")
    await posting.tell()
    [row] = await posting.deliveries("reminder")
    assert (row["address"], row["language"], row["state"]) == ("moi@fairs.example", "en", "waiting")
    added = await contacting.add(cast.binh.organization.id, at=at, name="Lan", email="lan@fairs.example")
    await posting.tell()
    assert {row["address"]: row["state"] for row in await posting.deliveries("reminder")} == {
        "moi@fairs.example": "waiting",
        "lan@fairs.example": "waiting",
    }
    await contacting.remove(added, added.version, at=at)
    await posting.tell()
    assert {row["address"]: row["state"] for row in await posting.deliveries("reminder")} == {
        "moi@fairs.example": "waiting",
        "lan@fairs.example": "cancelled",
    }


async def test_who_gets_an_address_is_no_longer_unreachable(cast: make.Cast, fair: make.Fair, at: datetime) -> None:
    await db.fetch("UPDATE contact SET email = NULL, phone = '0912345678' WHERE email = $1", cast.binh.user.email)
    await posting.confirmed(fair, cast.binh)
    assert await posting.states("reminder") == ["unreachable"]
    contact = await Contact.objects().get(Contact.organization == cast.binh.organization.id)
    assert contact is not None
    await contacting.change(contact, contact.version, at=at, email="binh@moi.example")
    await posting.tell()
    assert await posting.states("reminder") == ["waiting"]


async def test_recomputing_what_has_not_changed_changes_nothing(cast: make.Cast, fair: make.Fair, at: datetime) -> None:
    await posting.confirmed(fair, cast.binh)
    before = await posting.deliveries()
    await due.recompute(fair.id, at=at + timedelta(days=1))
    assert await posting.deliveries() == before

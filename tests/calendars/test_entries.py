"""Entries keep their UID, and move SEQUENCE and LAST-MODIFIED only when they must."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from events_app import db
from events_app.calendars import entries
from events_app.calendars.tables import EntryStatus
from events_app.events import bodies, cancelling, postponing, programming, rescheduling, scheduling, siting
from events_app.events.tables import Event, EventState, OpeningDay
from tests import make
from tests.calendars.readers import lines

pytestmark = pytest.mark.usefixtures("database")

Key = tuple[str, UUID]


async def stored(event_id: UUID) -> dict[Key, dict[str, Any]]:
    """The entries of an event by what they show."""
    rows = await db.fetch("SELECT * FROM entry WHERE event = $1 ORDER BY starts_at, thing, id", event_id)
    return {(row["thing"], row["thing_id"]): row for row in rows}


async def days(event_id: UUID) -> list[OpeningDay]:
    """The opening days of an event in order."""
    rows = await db.fetch(
        "SELECT opening_day.id FROM opening_day JOIN site ON site.id = site WHERE event = $1 ORDER BY held_on", event_id
    )
    return [await OpeningDay.objects().get(OpeningDay.id == row["id"]) for row in rows]  # type: ignore[misc]  # they are there


async def shown_fair(cast: Any, at: datetime, **given: Any) -> make.Fair:
    """A published fair of five days whose entries are there."""
    fair = await make.fair(cast.an.organization, booths=0, **given)
    await entries.refresh(fair.id, at=at)
    return fair


def new_dates(found: list[OpeningDay], shift: int, leave_out: int = 0) -> bodies.NewDates:
    """Every day ``shift`` days later, by id; the last ``leave_out`` are gone."""
    kept = found[: len(found) - leave_out]
    return bodies.NewDates.model_validate(
        {
            "reason": "Bão số 10",
            "days": [
                {
                    "id": day.id,
                    "site_id": day.site,
                    "on": day.held_on + timedelta(days=shift),
                    "opens": day.opens,
                    "closes": day.closes,
                }
                for day in kept
            ],
        }
    )


async def test_a_draft_has_no_entries(cast: Any, at: datetime) -> None:
    fair = await make.fair(cast.an.organization, booths=0, state=EventState.DRAFT)
    assert await entries.refresh(fair.id, at=at) == 0
    assert await stored(fair.id) == {}


async def test_rule_6_one_entry_for_each_day_an_overview_and_one_for_each_session(cast: Any, at: datetime) -> None:
    fair = await make.fair(cast.an.organization, booths=0)
    session = await make.session(fair.event, fair.venue)
    assert await entries.refresh(fair.id, at=at) == 7
    found = await stored(fair.id)
    assert set(found) == {
        ("overview", fair.id),
        ("session", session.id),
        *(("day", day.id) for day in await days(fair.id)),
    }
    assert {row["status"] for row in found.values()} == {"CONFIRMED"}
    assert {row["sequence"] for row in found.values()} == {0}
    assert {row["stamped_at"] for row in found.values()} == {at}


async def test_an_event_without_sites_is_where_its_sessions_are(cast: Any, at: datetime) -> None:
    event = await make.event(cast.an.organization, kind="conference")
    await make.session(event, await make.venue(cast.an.organization, "Nhà hát Lớn"))
    assert await entries.refresh(event.id, at=at) == 2
    overview = (await stored(event.id))[("overview", event.id)]
    assert "LOCATION:Nhà hát Lớn\\, 1 Phố Mẫu\\, Hà Nội" in lines(overview["ics_vi"])


async def test_rule_6_closing_after_midnight_ends_on_the_next_date(cast: Any, at: datetime) -> None:
    fair = await make.fair(cast.an.organization, booths=0)
    first = (await days(fair.id))[0]
    await OpeningDay.update({OpeningDay.closes: time(0, 30), OpeningDay.closes_next_day: True}).where(
        OpeningDay.id == first.id
    )
    await entries.refresh(fair.id, at=at)
    row = (await stored(fair.id))[("day", first.id)]
    assert (row["starts_at"], row["ends_at"]) == (
        datetime(2026, 12, 16, 1, tzinfo=UTC),
        datetime(2026, 12, 16, 17, 30, tzinfo=UTC),
    )
    assert "DTEND;TZID=Asia/Ho_Chi_Minh:20261217T003000" in lines(row["ics_vi"])


async def test_rule_2_without_a_change_nothing_is_written_and_every_byte_stays(cast: Any, at: datetime) -> None:
    fair = await shown_fair(cast, at)
    before = await stored(fair.id)
    assert await entries.refresh(fair.id, at=at + timedelta(days=1)) == 0
    assert await stored(fair.id) == before


async def test_rule_2_a_new_title_moves_the_stamps_of_what_shows_it_but_not_the_sequence(
    cast: Any, at: datetime
) -> None:
    fair = await shown_fair(cast, at)
    before = await stored(fair.id)
    later = at + timedelta(hours=1)
    change = bodies.EventChange.model_validate({"title": {"vi": "Tuần lễ OCOP Thủ đô"}})
    await scheduling.edit_event(fair.event, fair.event.version, change, at=later)
    after = await stored(fair.id)
    assert {key: row["id"] for key, row in after.items()} == {key: row["id"] for key, row in before.items()}
    assert {row["stamped_at"] for row in after.values()} == {later}
    assert {row["sequence"] for row in after.values()} == {0}
    assert all("SUMMARY:Tuần lễ OCOP Thủ đô" in lines(row["ics_vi"]) for row in after.values())


async def test_rule_2_a_second_change_within_a_second_has_a_later_stamp(cast: Any, at: datetime) -> None:
    fair = await shown_fair(cast, at)
    for n, title in enumerate(["một", "hai"], start=1):
        change = bodies.EventChange.model_validate({"title": {"vi": title}})
        await scheduling.edit_event(fair.event, fair.event.version, change, at=at + timedelta(milliseconds=n))
        assert {row["stamped_at"] for row in (await stored(fair.id)).values()} == {at + timedelta(seconds=n)}


async def test_rule_2_new_hours_of_one_day_touch_that_entry_alone(cast: Any, at: datetime) -> None:
    fair = await shown_fair(cast, at)
    first, *others = await days(fair.id)
    before = await stored(fair.id)
    await siting.edit_day(
        first, first.version, bodies.DayChange.model_validate({"opens": "09:30"}), at=at + timedelta(hours=1)
    )
    after = await stored(fair.id)
    changed = {key for key, row in after.items() if row != before[key]}
    assert changed == {("day", first.id)}
    row = after[("day", first.id)]
    assert (row["sequence"], row["stamped_at"], row["id"]) == (
        1,
        at + timedelta(hours=1),
        before[("day", first.id)]["id"],
    )
    assert len(others) == 4


async def test_rule_8_a_cancelled_fair_stays_marked_until_thirty_days_after_its_end(cast: Any, at: datetime) -> None:
    fair = await shown_fair(cast, at)
    before = await stored(fair.id)
    await cancelling.cancel(fair.event, "Bão số 10", at=at + timedelta(hours=1))
    after = await stored(fair.id)
    assert {key: row["id"] for key, row in after.items()} == {key: row["id"] for key, row in before.items()}
    assert {(row["status"], row["sequence"], row["drop_on"]) for row in after.values()} == {
        ("CANCELLED", 1, date(2027, 1, 19))
    }
    for key, row in after.items():
        assert (row["starts_at"], row["ends_at"]) == (before[key]["starts_at"], before[key]["ends_at"])
        assert "SUMMARY:[HỦY] Tuần lễ OCOP" in lines(row["ics_vi"])
        assert "SUMMARY:[CANCELLED] OCOP Week" in lines(row["ics_en"])
        assert any(line.startswith("DESCRIPTION:Đã bị hủy. Bão số 10") for line in lines(row["ics_vi"]))


async def test_rule_8_a_postponed_fair_keeps_its_old_times_and_comes_back_confirmed(cast: Any, at: datetime) -> None:
    fair = await shown_fair(cast, at)
    before = await stored(fair.id)
    await postponing.postpone(fair.event, "Bão số 10", at=at + timedelta(hours=1))
    after = await stored(fair.id)
    assert {(row["status"], row["sequence"], row["drop_on"]) for row in after.values()} == {("TENTATIVE", 1, None)}
    for key, row in after.items():
        assert row["starts_at"] == before[key]["starts_at"]
        assert {"SUMMARY:[HOÃN] Tuần lễ OCOP", "TRANSP:TRANSPARENT"} <= set(lines(row["ics_vi"]))
    await rescheduling.reschedule(fair.event, new_dates(await days(fair.id), 14), at=at + timedelta(hours=2))
    back = await stored(fair.id)
    assert {key: row["id"] for key, row in back.items()} == {key: row["id"] for key, row in before.items()}
    for key, row in back.items():
        assert (row["status"], row["sequence"]) == ("CONFIRMED", 2)
        assert row["starts_at"] == before[key]["starts_at"] + timedelta(days=14)
        assert "SUMMARY:Tuần lễ OCOP" in lines(row["ics_vi"])


async def test_rule_8_a_moved_fair_keeps_its_uids_and_a_lost_day_is_cancelled(cast: Any, at: datetime) -> None:
    fair = await shown_fair(cast, at)
    before = await stored(fair.id)
    found = await days(fair.id)
    await rescheduling.reschedule(fair.event, new_dates(found, 1, leave_out=1), at=at + timedelta(hours=1))
    after = await stored(fair.id)
    assert {key: row["id"] for key, row in after.items()} == {key: row["id"] for key, row in before.items()}
    lost = after[("day", found[-1].id)]
    assert (lost["status"], lost["sequence"], lost["starts_at"]) == (
        "CANCELLED",
        1,
        before[("day", found[-1].id)]["starts_at"],
    )
    assert lost["drop_on"] == date(2027, 1, 19)  # its own end, 20 December, and thirty days
    for day in found[:-1]:
        row = after[("day", day.id)]
        assert (row["status"], row["sequence"]) == ("CONFIRMED", 1)
        assert row["starts_at"] == before[("day", day.id)]["starts_at"] + timedelta(days=1)
    overview = after[("overview", fair.id)]
    assert {"DTSTART;VALUE=DATE:20261217", "DTEND;VALUE=DATE:20261221"} <= set(lines(overview["ics_vi"]))


async def test_rule_8_a_lost_day_stays_until_thirty_days_after_the_end_of_its_fair(cast: Any, at: datetime) -> None:
    fair = await shown_fair(cast, at)
    found = await days(fair.id)
    await rescheduling.reschedule(fair.event, new_dates(found, 30, leave_out=1), at=at)
    lost = (await stored(fair.id))[("day", found[-1].id)]
    assert lost["drop_on"] == date(2027, 2, 17)  # the fair now ends on 18 January


async def test_rule_8_a_dropped_session_is_cancelled(cast: Any, at: datetime) -> None:
    fair = await make.fair(cast.an.organization, booths=0)
    session = await make.session(fair.event, fair.venue)
    await entries.refresh(fair.id, at=at)
    await programming.delete_session(session, session.version, at=at + timedelta(hours=1))
    row = (await stored(fair.id))[("session", session.id)]
    assert (row["status"], row["sequence"], row["drop_on"]) == ("CANCELLED", 1, date(2027, 1, 19))


async def test_rule_8_what_is_deleted_without_a_trace_is_still_shown_cancelled(cast: Any, at: datetime) -> None:
    fair = await shown_fair(cast, at)
    last = (await days(fair.id))[-1]
    before = (await stored(fair.id))[("day", last.id)]
    await OpeningDay.delete().where(OpeningDay.id == last.id)
    assert await entries.refresh(fair.id, at=at + timedelta(hours=1)) == 1
    row = (await stored(fair.id))[("day", last.id)]
    assert (row["id"], row["status"], row["starts_at"]) == (before["id"], EntryStatus.CANCELLED, before["starts_at"])
    assert await entries.refresh(fair.id, at=at + timedelta(hours=2)) == 0


async def test_a_day_that_was_dropped_before_anybody_saw_it_is_not_shown(cast: Any, at: datetime) -> None:
    fair = await make.fair(cast.an.organization, booths=0)
    last = (await days(fair.id))[-1]
    await OpeningDay.update({OpeningDay.dropped_at: at}).where(OpeningDay.id == last.id)
    assert await entries.refresh(fair.id, at=at) == 5
    assert ("day", last.id) not in await stored(fair.id)


async def test_a_day_that_is_added_later_gets_an_entry_and_the_others_stay(cast: Any, at: datetime) -> None:
    fair = await shown_fair(cast, at)
    before = await stored(fair.id)
    site = fair.site
    await Event.update({Event.last_on: date(2026, 12, 21)}).where(Event.id == fair.id)
    hours = bodies.Hours.model_validate({"on": "2026-12-21", "opens": "08:00", "closes": "12:00"})
    day = await siting.add_day(site, hours, at=at + timedelta(hours=1))
    after = await stored(fair.id)
    assert set(after) == {*before, ("day", day.id)}
    assert {key for key in before if after[key] != before[key]} == {("overview", fair.id)}


async def test_catching_up_renders_again_what_another_address_left_behind(
    cast: Any, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    fair = await shown_fair(cast, at)
    assert await entries.catch_up(at=at) == 0
    from events_app import settings

    moved = settings.read({"FAIRS_URL": "https://elsewhere.test", "FAIRS_SECRET_KEY": "x"})
    monkeypatch.setattr(entries, "settings", lambda: moved)
    assert await entries.catch_up(at=at + timedelta(hours=1)) == 6
    for row in (await stored(fair.id)).values():
        assert f"URL:https://elsewhere.test/events/{fair.event.slug}" in lines(row["ics_vi"])
        assert (row["sequence"], row["stamped_at"]) == (0, at + timedelta(hours=1))
    assert await entries.catch_up(at=at + timedelta(hours=2)) == 0

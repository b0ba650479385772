"""Exhibitors are told of another place, other hours, another programme, each in its language: who is told, and in which words."""

from datetime import datetime, time, timedelta

import pytest

from events_app import actor, db
from events_app.events import programming, siting
from events_app.events.bodies import DayChange, Hours, SessionChange, SiteChange
from events_app.events.tables import OpeningDay
from events_app.exhibitors import applying
from events_app.exhibitors.tables import ApplicationState
from events_app.reminders import ledger, letters, telling
from events_app.venues.tables import Hall
from tests import make
from tests.reminders import posting
from tests.reminders.altering import LATER, lines, opens, sent, told

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def fair(cast: make.Cast) -> make.Fair:
    """Five days from 16 December, 08:00 to 21:00, with Bình in its first booth; now it is 7 December."""
    return await posting.taken(cast)


async def test_an_exhibitor_is_told_of_other_hours_after_a_moment(fair: make.Fair, at: datetime) -> None:
    await opens(fair, 9)
    [row] = await told()
    assert (row["name"], row["state"], row["due_at"]) == ("Bình", "waiting", at + telling.SETTLED_AFTER)
    [message] = await db.fetch("SELECT id FROM message WHERE topic = 'event.alter'")
    assert row["subject"] == str(message["id"])
    [letter] = await sent([row])
    assert letter.subject == "Có thay đổi: Tuần lễ OCOP"
    assert lines(letter) == ["Thứ Tư, 16/12/2026: mở cửa 09:00–21:00 (trước đây: 08:00–21:00)"]
    assert (
        "Trung tâm thương mại Mẫu, 1 Phố Mẫu, Hà Nội: 16–20/12/2026 (16/12: 09:00–21:00; 17–20/12: 08:00–21:00)"
        in letter.text
    )
    assert "<br>" not in letter.html.split('<p class="own">')[1].split("</p>")[0]


@pytest.mark.parametrize(
    ("language", "subject", "place", "hours"),
    [
        (
            "vi",
            "Có thay đổi: Tuần lễ OCOP",
            "Địa điểm mới: Cung Việt Xô, Sảnh 2, 1 Phố Mẫu, Hà Nội (trước đây: Trung tâm thương mại Mẫu, 1 Phố Mẫu, Hà Nội)",
            "Thứ Tư, 16/12/2026: mở cửa 18:00–02:00 (ngày hôm sau) (trước đây: 08:00–21:00)",
        ),
        (
            "en",
            "Changed: OCOP Week",
            "New place: Cung Việt Xô, Sảnh 2, 1 Phố Mẫu, Hanoi (before: Trung tâm thương mại Mẫu, 1 Phố Mẫu, Hanoi)",
            "Wednesday, 16/12/2026: open 18:00–02:00 (the next day) (before: 08:00–21:00)",
        ),
        (
            "id",
            "Perubahan: Tuần lễ OCOP",
            "Tempat baru: Cung Việt Xô, Sảnh 2, 1 Phố Mẫu, Hanoi (sebelumnya: Trung tâm thương mại Mẫu, 1 Phố Mẫu, Hanoi)",
            "Rabu, 16/12/2026: buka 18.00–02.00 (hari berikutnya) (sebelumnya: 08.00–21.00)",
        ),
    ],
)
async def test_a_letter_says_the_old_and_the_new_in_the_language_of_its_reader(
    cast: make.Cast, fair: make.Fair, at: datetime, language: str, subject: str, place: str, hours: str
) -> None:
    await posting.speaks(cast.binh, language)
    there = await make.venue(cast.an.organization, "Cung Việt Xô")
    hall = Hall(venue=there.id, name="Sảnh 2")
    await hall.save()
    await siting.edit_site(fair.site, 1, SiteChange(venue_id=there.id, hall_id=hall.id), at=at)
    days = await OpeningDay.objects().where(OpeningDay.site == fair.site.id).order_by(OpeningDay.held_on)
    late = DayChange(opens=time(18), closes=time(2), closes_next_day=True)
    await siting.edit_day(days[0], 1, late, at=at)
    [letter] = await sent(await told())
    assert (letter.subject, lines(letter)) == (subject, [place, hours])
    assert f"{place}<br>\n{hours}" in letter.html


async def test_sessions_and_days_that_come_or_go_are_told(cast: make.Cast, fair: make.Fair, at: datetime) -> None:
    there = await make.venue(cast.an.organization, "Cung Việt Xô")
    moved, lost = await make.session(fair.event, fair.venue), await make.session(fair.event, fair.venue, "Bế mạc")
    begins = moved.starts_at + timedelta(hours=1)
    change = SessionChange(starts_at=begins, ends_at=begins + timedelta(hours=2), venue_id=there.id, room="P. 2")
    await programming.edit_session(moved, 1, change, at=at)
    await programming.delete_session(lost, 1, at=at)
    await db.fetch("DELETE FROM assignment")
    days = await OpeningDay.objects().where(OpeningDay.site == fair.site.id).order_by(OpeningDay.held_on)
    await siting.delete_day(days[0], 1, at=at)
    await db.fetch("UPDATE event SET last_on = last_on + 1 WHERE id = $1", fair.id)
    await siting.add_day(fair.site, Hours(on=make.LAST_ON + timedelta(1), opens=time(8), closes=time(12)), at=at)
    [letter] = await sent(await told())
    assert lines(letter) == [
        "Thứ Tư, 16/12/2026: không tổ chức nữa",
        "Thứ Hai, 21/12/2026: mở cửa 08:00–12:00 (ngày bổ sung)",
        "Bế mạc: không tổ chức nữa",
        "Hội nghị kết nối: 10:00–12:00, Thứ Tư, 16/12/2026, Cung Việt Xô, P. 2 "
        "(trước đây: 09:00–11:00, Thứ Tư, 16/12/2026, Trung tâm thương mại Mẫu)",
    ]


async def test_where_an_event_is_at_several_venues_each_day_says_which(
    cast: make.Cast, fair: make.Fair, at: datetime
) -> None:
    await make.site(fair.event, await make.venue(cast.an.organization, "Cung Việt Xô"))
    await opens(fair, 9)
    [letter] = await sent(await told())
    assert lines(letter)[0].startswith("Thứ Tư, 16/12/2026, Trung tâm thương mại Mẫu: mở cửa 09:00–21:00")


async def test_only_who_takes_part_is_told_each_contact_once(cast: make.Cast, fair: make.Fair, at: datetime) -> None:
    await make.application(fair.event, cast.em.organization)
    gone = await make.person("Giang", await make.organization(name="Hợp tác xã Giang"))
    application = await make.application(fair.event, gone.organization, ApplicationState.CONFIRMED)
    with actor.as_actor(gone.actor):
        await applying.withdraw(application, at=at)
    await opens(fair, 9)
    rows = await told()
    assert [row["name"] for row in rows] == ["Bình"]
    await db.fetch("UPDATE route SET done_at = NULL")
    assert [row["id"] for row in await told()] == [row["id"] for row in rows]


async def test_who_has_no_address_is_to_be_phoned_about_the_latest_change_alone(
    cast: make.Cast, fair: make.Fair, at: datetime
) -> None:
    await db.fetch("UPDATE contact SET email = NULL, phone = '+84912345678' WHERE email = $1", cast.binh.user.email)
    await opens(fair, 9)
    [first] = await told()
    assert (first["state"], first["phone"]) == ("unreachable", "+84912345678")
    await opens(fair, 10)
    [second] = await told()
    assert (second["state"], second["id"] == first["id"]) == ("unreachable", False)


async def test_the_hours_of_a_day_that_is_over_are_not_told(fair: make.Fair, at: datetime) -> None:
    await opens(fair, 9)
    rows = await told()
    read = await letters.read(rows, at=at + timedelta(days=20))
    assert read.true == {}


async def test_what_a_worker_has_in_hand_is_read_anew(fair: make.Fair, at: datetime) -> None:
    """A confirmation that was read a moment before would name the old hours."""
    claimed = await ledger.claim(10, at=at)
    assert [row["purpose"] for row in claimed] == ["confirmation"]
    await opens(fair, 9)
    assert await posting.states("confirmation") == ["waiting"]


async def test_reading_many_letters_costs_as_many_statements_as_one(
    cast: make.Cast, fair: make.Fair, monkeypatch: pytest.MonkeyPatch
) -> None:
    await posting.confirmed(fair, cast.em, fair.booths[1])
    await opens(fair, 9)
    rows = await told()
    asked: list[str] = []
    fetch = db.fetch

    async def counting(sql: str, *given: object) -> list[dict[str, object]]:
        asked.append(sql)
        return await fetch(sql, *given)

    monkeypatch.setattr(db, "fetch", counting)
    counts = []
    for some in (rows[:1], rows):
        asked.clear()
        assert len((await letters.read(some, at=LATER)).true) == len(some)
        counts.append(len(asked))
    assert counts[0] == counts[1]

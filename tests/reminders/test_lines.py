"""The lines of letters: each day has its own hours, and days with the same hours stand together."""

from datetime import date, datetime, time
from typing import Any

import pytest

from events_app import actor, db
from events_app.events import siting
from events_app.events.bodies import DayChange
from events_app.events.tables import OpeningDay
from events_app.exhibitors import choosing
from events_app.values import Days
from tests import make
from tests.reminders import posting

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def fair(cast: make.Cast) -> make.Fair:
    """Five days from 16 December: the first opens late, the last closes after midnight; now it is 7 December."""
    fair = await posting.fair(cast.an)
    await hours(fair, 0, opens=time(9, 30))
    await hours(fair, 4, closes=time(0, 30), closes_next_day=True)
    return fair


async def hours(fair: make.Fair, place: int, *, at: datetime = make.NOW, **changes: Any) -> None:
    """One of the fair's days has other hours."""
    days = await OpeningDay.objects().where(OpeningDay.site == fair.site.id).order_by(OpeningDay.held_on)
    await siting.edit_day(days[place], days[place].version, DayChange(**changes), at=at)


async def said(purpose: str, at: datetime = make.NOW) -> list[str]:
    """The hours in the last letter of a purpose, in its text and in its HTML."""
    letter = (await posting.written(await posting.deliveries(purpose), at))[-1]
    return [form.split(", 1 Phố Mẫu")[-1].split(": ", 1)[1].splitlines()[0] for form in (letter.text, letter.html)]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("vi", "16–20/12/2026 (16/12: 09:30–21:00; 17–19/12: 08:00–21:00; 20/12: 08:00–00:30 (ngày hôm sau))"),
        ("en", "16–20/12/2026 (16/12: 09:30–21:00; 17–19/12: 08:00–21:00; 20/12: 08:00–00:30 (the next day))"),
        ("id", "16–20/12/2026 (16/12: 09.30–21.00; 17–19/12: 08.00–21.00; 20/12: 08.00–00.30 (hari berikutnya))"),
    ],
)
async def test_a_letter_says_the_hours_of_each_day(cast: make.Cast, fair: make.Fair, language: str, told: str) -> None:
    await posting.speaks(cast.binh, language)
    await posting.confirmed(fair, cast.binh)
    for purpose in ("confirmation", "reminder"):
        text, html = await said(purpose)
        assert text == told
        assert html.startswith(told)


async def test_days_of_the_same_hours_stand_together_and_a_day_without_hours_is_not_said_to_be_open(
    cast: make.Cast, fair: make.Fair
) -> None:
    await hours(fair, 2, opens=time(9, 30))
    await posting.confirmed(fair, cast.binh, first_on=date(2026, 12, 16), last_on=date(2026, 12, 19))
    assert (await said("confirmation"))[0] == "16–19/12/2026 (16/12, 18/12: 09:30–21:00; 17/12, 19/12: 08:00–21:00)"
    await db.fetch("UPDATE opening_day SET dropped_at = now() WHERE held_on IN ('2026-12-16', '2026-12-18')")
    assert (await said("confirmation"))[0] == "16–19/12/2026 (17/12, 19/12: 08:00–21:00)"


async def test_the_booths_of_a_change_say_the_hours_that_the_change_says(cast: make.Cast, fair: make.Fair) -> None:
    await posting.confirmed(fair, cast.binh)
    await hours(fair, 3, opens=time(7, 30), closes=time(23))
    await posting.tell()
    [letter] = await posting.written(await posting.deliveries("alteration"))
    assert "Thứ Bảy, 19/12/2026: mở cửa 07:30–23:00 (trước đây: 08:00–21:00)" in letter.text
    assert "17–18/12: 08:00–21:00; 19/12: 07:30–23:00; 20/12:" in letter.text


async def test_new_dates_keep_each_day_its_hours_over_the_end_of_a_month(cast: make.Cast, fair: make.Fair) -> None:
    await posting.confirmed(fair, cast.binh)
    await posting.moved_by(fair, 14)
    assert (await said("rescheduling"))[0] == (
        "30/12/2026 – 03/01/2027 (30/12: 09:30–21:00; 31/12–02/01: 08:00–21:00; 03/01: 08:00–00:30 (ngày hôm sau))"
    )


async def test_an_offer_of_one_day_says_its_hours_once(cast: make.Cast, fair: make.Fair, at: datetime) -> None:
    application = await make.application(fair.event, cast.binh.organization)
    with actor.as_actor(cast.an.actor):
        last = fair.event.last_on
        await choosing.offer(application, fair.booths[0].id, Days(last, last), at=at)
    await posting.tell()
    assert (await said("offer"))[0] == "Chủ Nhật, 20/12/2026 (08:00–00:30 (ngày hôm sau))"

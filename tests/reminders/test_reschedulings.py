"""Who is told of new dates reads, as those of before, the dates that it was told last, however often the fair has moved since."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from events_app import db, mail
from events_app.events import postponing, rescheduling
from events_app.events.bodies import MovedDay, NewDates
from events_app.events.tables import OpeningDay
from events_app.reminders import letters, reschedulings
from tests import counting, make
from tests.reminders import posting

pytestmark = pytest.mark.usefixtures("database")
LATER = make.NOW + timedelta(hours=1)
FROM_16_TO_30 = "- Trước đây: 16–20/12/2026\n- Nay: 30/12/2026 – 03/01/2027\n"


@pytest.fixture
async def fair(cast: make.Cast) -> make.Fair:
    """Five days from 16 December with Bình in its first booth; now it is 7 December."""
    return await posting.taken(cast)


async def told(recipient: make.Person | None = None) -> list[mail.Parts]:
    """The letters of new dates that are true, of one person or of all."""
    rows = await posting.deliveries("rescheduling")
    return await posting.written([row for row in rows if recipient is None or row["name"] == recipient.user.name])


async def goes(purpose: str, state: str = "sent", at: datetime = LATER) -> None:
    """Every letter of this purpose that waits leaves."""
    await db.fetch(
        "UPDATE delivery SET state = $2::text, sent_at = CASE WHEN $2::text = 'sent' THEN $3::timestamptz END "
        "WHERE purpose = $1 AND state = 'waiting'",
        purpose,
        state,
        at,
    )


async def days_of(fair: make.Fair) -> list[OpeningDay]:
    held = OpeningDay.objects().where((OpeningDay.site == fair.site.id) & OpeningDay.dropped_at.is_null())
    return await held.order_by(OpeningDay.held_on)


async def moves_to(fair: make.Fair, days: Sequence[tuple[OpeningDay | None, date]], opens: int = 8) -> None:
    """The fair gets exactly these days; exhibitors are told."""
    new = [
        MovedDay(id=day.id if day else None, site_id=fair.site.id, on=on, opens=time(opens), closes=time(21))
        for day, on in days
    ]
    await rescheduling.reschedule(fair.event, NewDates(reason="Bão", days=new), at=make.NOW)
    await posting.tell()


async def test_only_the_latest_move_is_told_and_from_the_dates_that_its_reader_had(fair: make.Fair) -> None:
    await posting.moved_by(fair, 7)
    await posting.moved_by(fair, 7)
    [letter] = await told()
    assert FROM_16_TO_30 in letter.text
    assert "- Thứ Tư, 16/12/2026 chuyển sang Thứ Tư, 30/12/2026\n" in letter.text
    assert "23/12" not in letter.text


@pytest.mark.parametrize("state", ["sent", "wire"])
async def test_who_was_told_of_the_first_move_reads_the_second_from_there(fair: make.Fair, state: str) -> None:
    await posting.moved_by(fair, 7)
    await goes("rescheduling", state)
    await posting.moved_by(fair, 7)
    second = (await posting.deliveries("rescheduling"))[1]
    [letter] = await posting.written([second])
    assert "- Trước đây: 23–27/12/2026\n- Nay: 30/12/2026 – 03/01/2027\n" in letter.text
    assert "- Thứ Tư, 23/12/2026 chuyển sang Thứ Tư, 30/12/2026\n" in letter.text


async def test_readers_of_one_batch_read_each_from_what_they_were_told(cast: make.Cast, fair: make.Fair) -> None:
    await make.application(fair.event, cast.em.organization)
    await posting.moved_by(fair, 7)
    await db.fetch("UPDATE delivery SET state = 'sent' WHERE purpose = 'rescheduling' AND name = $1", cast.em.user.name)
    await posting.moved_by(fair, 7)
    found = {letter.text.splitlines()[0]: letter.text for letter in await told()}
    assert FROM_16_TO_30 in found["Kính gửi Bình,"]
    assert "- Trước đây: 23–27/12/2026\n" in found["Kính gửi Em,"]


async def test_who_applied_after_a_move_reads_the_next_from_there(cast: make.Cast, fair: make.Fair) -> None:
    await posting.moved_by(fair, 7)
    await make.application(fair.event, cast.em.organization, submitted_at=LATER, created_at=LATER)
    await posting.moved_by(fair, 7, at=LATER)
    [letter] = await told(cast.em)
    assert "- Trước đây: 23–27/12/2026\n" in letter.text


async def test_who_had_another_letter_with_the_days_since_a_move_reads_the_next_from_there(fair: make.Fair) -> None:
    await posting.moved_by(fair, 7)
    await goes("confirmation", at=make.NOW + timedelta(minutes=1))
    await posting.moved_by(fair, -7, at=LATER)
    [letter] = await told()
    assert "- Trước đây: 23–27/12/2026\n- Nay: 16–20/12/2026\n" in letter.text


async def test_there_and_back_before_any_letter_left_needs_none(fair: make.Fair) -> None:
    await posting.moved_by(fair, 7)
    await posting.moved_by(fair, -7)
    assert await told() == []


async def test_back_after_the_first_letter_left_needs_one(fair: make.Fair) -> None:
    await posting.moved_by(fair, 7)
    await goes("rescheduling")
    await posting.moved_by(fair, -7)
    [letter] = await posting.written((await posting.deliveries("rescheduling"))[1:])
    assert "- Trước đây: 23–27/12/2026\n- Nay: 16–20/12/2026\n" in letter.text


async def test_a_day_that_went_and_came_back_took_its_booths_along_and_needs_a_letter(fair: make.Fair) -> None:
    await posting.moved_by(fair, 0, lost=1)
    held = await days_of(fair)
    await moves_to(fair, [*((day, day.held_on) for day in held), (None, make.LAST_ON)])
    [letter] = await told()
    assert letter.subject == "Ngày giữ nguyên: Tuần lễ OCOP"
    assert "20/12/2026" not in letter.text.replace("16–20/12/2026", "")
    assert "Thực phẩm – Trung tâm thương mại Mẫu, 1 Phố Mẫu, Hà Nội: 16–19/12/2026" in letter.text


async def test_other_hours_on_the_old_dates_need_a_letter(fair: make.Fair) -> None:
    await posting.moved_by(fair, 7)
    await moves_to(fair, [(day, day.held_on - timedelta(7)) for day in await days_of(fair)], opens=10)
    [letter] = await told()
    assert "16–20/12/2026 (10:00–21:00)" in letter.text


async def test_hours_that_an_older_rescheduling_did_not_keep_may_have_changed(fair: make.Fair) -> None:
    await posting.moved_by(fair, 7)
    await db.fetch(
        "UPDATE rescheduling SET days = (SELECT jsonb_agg(day - 'was_open') FROM jsonb_array_elements(days) day)"
    )
    await posting.moved_by(fair, -7)
    assert len(await told()) == 1


async def test_a_session_that_did_not_come_back_needs_a_letter(cast: make.Cast, fair: make.Fair) -> None:
    session = await make.session(fair.event, fair.venue)
    await posting.moved_by(fair, 7)
    await db.fetch(
        "UPDATE session SET ends_at = ends_at + interval '1 day', starts_at = starts_at + interval '1 day' WHERE id = $1",
        session.id,
    )
    await posting.moved_by(fair, -7)
    assert len(await told()) == 1


async def test_a_fair_that_was_put_off_is_told_its_old_dates_anew(fair: make.Fair, at: datetime) -> None:
    await postponing.postpone(fair.event, "Bão", at=at)
    await posting.tell()
    await posting.moved_by(fair, 0)
    [letter] = await told()
    assert letter.subject == "Ngày giữ nguyên: Tuần lễ OCOP"
    assert "Trước đây" not in letter.text


def move(day: str, was: str | None, now: str | None, **given: Any) -> dict[str, Any]:
    """A rescheduling of one day from and to a day of December."""
    open_ = {"was_open": was and "08:00-21:00", "now_open": now and "08:00-21:00"}
    days = [{"day": day, "site": "s", "was": was, "now": now, **open_}]
    period = dict.fromkeys(("was_first_on", "was_last_on", "first_on", "last_on"), date(2026, 12, 1))
    return {"reason": "", "days": days, "sessions": [], **period, **given}


@pytest.mark.parametrize(
    ("moves", "pairs", "differs"),
    [
        ([move("a", "16", "17")], [("16", "17")], True),
        ([move("a", "16", "17"), move("a", "17", "18")], [("16", "18")], True),
        ([move("a", "16", "17"), move("a", "17", "16")], [], False),
        ([move("a", "16", "17"), move("a", "17", None)], [("16", None)], True),
        ([move("a", "16", "17"), move("b", "18", "18")], [("16", None)], True),  # the day was dropped in between
        ([move("a", None, "17"), move("a", "17", None)], [], False),
        ([move("a", "16", None), move("b", None, "16")], [], True),
        ([move("a", "16", "16")], [], False),
        ([move("a", "16", "16", last_on=date(2026, 12, 2))], [], True),
    ],
)
def test_moves_are_folded_day_by_day(moves: list[Any], pairs: list[Any], differs: bool) -> None:
    found = reschedulings.folded(moves)
    assert (found["pairs"], found["differs"]) == (pairs, differs)


async def test_reading_costs_as_many_statements_for_three_letters_as_for_one(cast: make.Cast, fair: make.Fair) -> None:
    for person in (cast.em, await make.person("Giang", await make.organization(name="Hợp tác xã Giang"))):
        await make.application(fair.event, person.organization)
    await posting.moved_by(fair, 7)
    rows = await posting.deliveries("rescheduling")
    counts = []
    for batch in (rows[:1], rows):
        async with counting.statements() as said:
            await letters.read(batch, at=make.NOW)
        counts.append(len(said))
    assert len(rows) == 3
    assert counts == [4, 4]

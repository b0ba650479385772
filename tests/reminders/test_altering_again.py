"""Several alterations are told once: from what each knew last to what is true when the letter goes."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from events_app import db
from events_app.events import cancelling, postponing
from events_app.reminders import alterations
from tests import make
from tests.reminders import posting
from tests.reminders.altering import lines, opens, sent, told

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def fair(cast: make.Cast) -> make.Fair:
    """Five days from 16 December, 08:00 to 21:00, with Bình in its first booth; now it is 7 December."""
    return await posting.taken(cast)


async def test_changes_in_quick_succession_become_one_letter_that_says_what_is_true(
    fair: make.Fair, at: datetime
) -> None:
    for hour in (9, 10, 11):
        await opens(fair, hour)
    await opens(fair, 7, place=1)
    await posting.tell()
    rows = await posting.deliveries("alteration")
    assert [row["state"] for row in rows] == ["waiting"]
    [letter] = await sent(rows)
    assert lines(letter) == [
        "Thứ Tư, 16/12/2026: mở cửa 11:00–21:00 (trước đây: 08:00–21:00)",
        "Thứ Năm, 17/12/2026: mở cửa 07:00–21:00 (trước đây: 08:00–21:00)",
    ]


async def test_a_change_before_the_letter_about_the_last_one_has_gone_takes_its_place(
    fair: make.Fair, at: datetime
) -> None:
    await opens(fair, 9)
    [first] = await told()
    await opens(fair, 10)
    assert await sent([first]) == []  # also where nobody has been told of the second one yet
    await db.fetch("UPDATE delivery SET state = 'waiting' WHERE id = $1", first["id"])
    [second] = await told()
    assert [row["state"] for row in await posting.deliveries("alteration")] == ["cancelled", "waiting"]
    [letter] = await sent([second])
    assert lines(letter) == ["Thứ Tư, 16/12/2026: mở cửa 10:00–21:00 (trước đây: 08:00–21:00)"]


async def test_what_was_changed_back_before_it_was_told_is_not_told(fair: make.Fair, at: datetime) -> None:
    await opens(fair, 9)
    await opens(fair, 8)
    assert await sent(await told()) == []


async def test_what_was_changed_back_after_it_was_told_is_told_again(fair: make.Fair, at: datetime) -> None:
    await opens(fair, 9)
    assert len(await sent(await told())) == 1
    await opens(fair, 8)
    [letter] = await sent(await told())
    assert lines(letter) == ["Thứ Tư, 16/12/2026: mở cửa 08:00–21:00 (trước đây: 09:00–21:00)"]


async def test_each_is_told_from_what_it_was_told_last(cast: make.Cast, fair: make.Fair, at: datetime) -> None:
    """Em is confirmed after the first change, and Bình's letter about it has gone; then there is another."""
    await opens(fair, 9, at=at)
    assert len(await sent(await told())) == 1
    await posting.confirmed(fair, cast.em, fair.booths[1], at=at + timedelta(minutes=10))
    await opens(fair, 10, at=at + timedelta(minutes=20))
    await opens(fair, 11, at=at + timedelta(minutes=21))
    rows = await told()
    assert sorted(row["name"] for row in rows) == ["Bình", "Em"]
    expected = "Thứ Tư, 16/12/2026: mở cửa 11:00–21:00 (trước đây: 09:00–21:00)"
    assert [lines(letter) for letter in await sent(rows)] == [[expected], [expected]]


async def test_a_letter_that_could_not_go_is_made_up_for_by_the_next_one(fair: make.Fair, at: datetime) -> None:
    await opens(fair, 9)
    [row] = await told()
    await db.fetch("UPDATE delivery SET state = 'failed' WHERE id = $1", row["id"])
    await opens(fair, 7, place=1)
    [letter] = await sent(await told())
    assert [line[:21] for line in lines(letter)] == ["Thứ Tư, 16/12/2026: m", "Thứ Năm, 17/12/2026: "]


async def test_a_fair_that_moves_or_is_called_off_meanwhile_tells_of_that_alone(
    cast: make.Cast, fair: make.Fair, at: datetime
) -> None:
    await opens(fair, 9)
    [row] = await told()
    await posting.moved_by(fair, 7)
    assert await sent([row]) == []
    await opens(fair, 10)
    await postponing.postpone(fair.event, "Bão", at=at)
    assert await told() == []  # nothing is told of the hours of a fair that has none
    await posting.moved_by(fair, 7)
    await opens(fair, 11)
    await cancelling.cancel(fair.event, "Bão", at=at)
    assert await told() == []


def change(which: str, was: Any, now: Any, thing: str = "day") -> dict[str, Any]:
    return {"thing": thing, "which": which, "was": was, "now": now}


def day(opens: str, on: str = "2026-12-16") -> dict[str, Any]:
    return {"site": "s", "on": on, "opens": opens, "closes": "21:00:00", "next_day": False}


def test_several_changes_are_folded_from_the_first_to_what_is_shown() -> None:
    eight, nine, ten = day("08:00:00"), day("09:00:00"), day("10:00:00")
    shown = {("day", "a"): ten, ("site", "s"): {"venue": "new"}, ("day", "c"): eight}
    changes = [
        change("a", eight, nine),
        change("b", eight, None),
        change("c", eight, nine),
        change("a", nine, ten),
        change("s", {"venue": "old"}, {"venue": "new"}, "site"),
        change("c", nine, eight),
    ]
    found = alterations.folded(changes, shown, at=make.NOW)
    assert [(one.thing, one.which, one.was, one.now) for one in found] == [
        ("site", "s", {"venue": "old"}, {"venue": "new"}),
        ("day", "a", eight, ten),
        ("day", "b", eight, None),
    ]


def test_a_day_that_was_rescheduled_since_is_left_to_that_letter() -> None:
    eight, nine = day("08:00:00"), day("09:00:00")
    assert alterations.folded([change("a", eight, nine)], {("day", "a"): eight}, at=make.NOW) == []
    assert alterations.folded([change("a", eight, nine)], {("day", "b"): nine}, at=make.NOW) == []

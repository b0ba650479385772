"""Taking booths: held, confirmed, given back, run out."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from events_app import db, values
from events_app.actor import Actor, as_actor
from events_app.booths import booking
from events_app.booths.schemas import Hold
from events_app.booths.tables import Assignment
from events_app.directory.tables import Kind
from events_app.errors import Invalid
from events_app.events.tables import EventState
from events_app.exhibitors.tables import Application
from events_app.settings import settings
from events_app.values import Days
from tests import make

pytestmark = pytest.mark.usefixtures("database")

AT = make.NOW
SOON = AT + timedelta(minutes=15)
ALL = Days(make.FIRST_ON, make.LAST_ON)
FIRST = Days(make.FIRST_ON, make.FIRST_ON)
OTHERS = Days(make.FIRST_ON + timedelta(days=1), make.LAST_ON)


async def topics() -> list[str]:
    return [row["topic"] for row in await db.fetch("SELECT topic FROM message ORDER BY id")]


async def rows() -> list[tuple[UUID, Days, datetime | None]]:
    """Who has what on which days until when."""
    found = await db.fetch("SELECT * FROM assignment ORDER BY first_on, id")
    return [(row["application_id"], Days(row["first_on"], row["last_on"]), row["held_until"]) for row in found]


async def hold(application: Application, booth: Any, days: Days = ALL, **given: Any) -> Hold:
    return await booking.hold(
        application.id, application.organization, booth.id, days, **{"until": SOON, "at": AT, **given}
    )


async def two(fair: make.Fair) -> tuple[Application, Application]:
    return (
        await make.application(fair.event, await make.organization()),
        await make.application(fair.event, await make.organization()),
    )


@pytest.fixture
async def fair() -> make.Fair:
    return await make.fair(await make.organization(Kind.ORGANIZER, "Sở Công Thương"))


async def test_a_hold_keeps_the_booth_until_its_time_and_says_so(fair: make.Fair) -> None:
    application, _ = await two(fair)
    held = await hold(application, fair.booths[0])
    assert await rows() == [(application.id, ALL, SOON)]
    assert (held.booth_id, held.application_id, held.offered) == (fair.booths[0].id, application.id, False)
    message = await db.one("SELECT topic, at, payload FROM message")
    assert message == {
        "topic": "assignment.hold",
        "at": AT,
        "payload": {
            "id": str(held.id),
            "booth": str(fair.booths[0].id),
            "organization": str(application.organization),
            "application": str(application.id),
        },
    }


async def test_a_taken_booth_is_refused_with_what_is_still_free_and_nothing_changes(fair: make.Fair) -> None:
    first, second = await two(fair)
    await hold(first, fair.booths[0], FIRST)
    before = await rows()
    with pytest.raises(booking.BoothTaken) as refused:
        await hold(second, fair.booths[0])
    assert refused.value.facts == {
        "free_days": [on.isoformat() for on in OTHERS],
        "free": [{"booth_id": str(b.id), "number": b.number, "price_vnd": 0} for b in fair.booths[1:]],
    }
    assert await rows() == before
    assert await topics() == ["assignment.hold"]


async def test_a_confirmed_booth_is_refused_too(fair: make.Fair) -> None:
    first, second = await two(fair)
    await hold(first, fair.booths[0])
    await booking.confirm(first.id, None, at=AT)
    with pytest.raises(booking.BoothTaken):
        await hold(second, fair.booths[0], at=AT + timedelta(days=1), until=AT + timedelta(days=2))


async def test_a_refusal_says_whether_the_booth_is_held_or_had_and_is_one_problem_to_programs(fair: make.Fair) -> None:
    (first, second), (third, _) = await two(fair), await two(fair)
    await hold(first, fair.booths[0], FIRST)
    with pytest.raises(booking.BoothTaken) as refused:
        await hold(third, fair.booths[0])
    assert (refused.type, refused.value.kind()) == (booking.BoothHeld, "booth-taken")
    await booking.confirm(first.id, None, at=AT)
    await hold(second, fair.booths[0], OTHERS)
    with pytest.raises(booking.BoothTaken) as refused:  # had on the first day, held on the others
        await hold(third, fair.booths[0])
    assert (refused.type, refused.value.kind()) == (booking.BoothTaken, "booth-taken")


async def test_others_may_have_the_same_booth_on_other_days(fair: make.Fair) -> None:
    first, second = await two(fair)
    await hold(first, fair.booths[0], FIRST)
    await hold(second, fair.booths[0], OTHERS)
    assert await rows() == [(first.id, FIRST, SOON), (second.id, OTHERS, SOON)]


async def test_a_hold_counts_until_its_instant_and_not_from_it_on(fair: make.Fair) -> None:
    first, second = await two(fair)
    await hold(first, fair.booths[0])
    with pytest.raises(booking.BoothTaken):
        await hold(second, fair.booths[0], at=SOON - timedelta(microseconds=1), until=SOON + timedelta(hours=1))
    await hold(second, fair.booths[0], at=SOON, until=SOON + timedelta(minutes=15))
    assert [row[0] for row in await rows()] == [second.id]
    assert await topics() == ["assignment.hold", "assignment.lapse", "assignment.hold"]


async def test_a_confirmed_hold_stays(fair: make.Fair) -> None:
    application, _ = await two(fair)
    held = await hold(application, fair.booths[0])
    confirmed = await booking.confirm(application.id, [held.id], at=SOON - timedelta(seconds=1))
    assert [(row.id, row.version) for row in confirmed] == [(held.id, 2)]
    assert confirmed[0].held_until is None
    assert await rows() == [(application.id, ALL, None)]
    assert await topics() == ["assignment.hold", "assignment.confirm"]


async def test_a_hold_that_has_run_out_cannot_be_confirmed(fair: make.Fair) -> None:
    application, _ = await two(fair)
    held = await hold(application, fair.booths[0])
    with pytest.raises(booking.HoldLapsed) as refused:
        await booking.confirm(application.id, [held.id], at=SOON)
    assert refused.value.facts == {"lapsed": [str(held.id)]}
    with pytest.raises(booking.HoldLapsed):
        await booking.confirm(application.id, None, at=SOON)
    assert await rows() == [(application.id, ALL, SOON)]


async def test_named_holds_are_confirmed_all_or_none(fair: make.Fair) -> None:
    application, _ = await two(fair)
    early = await hold(application, fair.booths[0], until=AT + timedelta(minutes=5))
    late = await hold(application, fair.booths[1])
    with pytest.raises(booking.HoldLapsed) as refused:
        await booking.confirm(application.id, [early.id, late.id], at=AT + timedelta(minutes=10))
    assert refused.value.facts == {"lapsed": [str(early.id)]}
    assert {row[2] for row in await rows()} == {AT + timedelta(minutes=5), SOON}


async def test_anothers_hold_cannot_be_confirmed_or_given_back(fair: make.Fair) -> None:
    first, second = await two(fair)
    held = await hold(first, fair.booths[0])
    with pytest.raises(booking.HoldLapsed):
        await booking.confirm(second.id, [held.id], at=AT)
    assert await booking.release(second.id, [held.id], at=AT) == 0
    assert await rows() == [(first.id, ALL, SOON)]


async def test_giving_back_frees_the_booth_at_once(fair: make.Fair) -> None:
    first, second = await two(fair)
    held = await hold(first, fair.booths[0])
    assert await booking.release(first.id, [held.id], at=AT) == 1
    await hold(second, fair.booths[0])
    assert [row[0] for row in await rows()] == [second.id]
    assert await topics() == ["assignment.hold", "assignment.release", "assignment.hold"]


async def test_only_what_is_held_is_given_back_when_so_asked(fair: make.Fair) -> None:
    application, _ = await two(fair)
    kept = await hold(application, fair.booths[0])
    await booking.confirm(application.id, [kept.id], at=AT)
    await hold(application, fair.booths[1])
    assert await booking.release(application.id, None, at=AT, only_held=True) == 1
    assert [row[2] for row in await rows()] == [None]
    assert await booking.release(application.id, None, at=AT) == 1
    assert await rows() == []


@pytest.mark.parametrize("state", [state for state in EventState if state != EventState.PUBLISHED])
async def test_only_booths_of_a_published_event_can_be_taken(state: EventState) -> None:
    fair = await make.fair(await make.organization(Kind.ORGANIZER, "Sở"), state=state)
    application, _ = await two(fair)
    with pytest.raises(booking.NotBookable) as refused:
        await hold(application, fair.booths[0], offered=True)
    assert refused.value.facts == {"state": state}
    assert await rows() == []


@pytest.mark.parametrize(
    "window",
    [{"registration_opens_at": AT + timedelta(seconds=1)}, {"registration_closes_at": AT}],
    ids=["not yet", "not any more"],
)
async def test_outside_registration_only_the_organizer_gives_out_booths(window: dict[str, Any]) -> None:
    fair = await make.fair(await make.organization(Kind.ORGANIZER, "Sở"), **window)
    application, other = await two(fair)
    with pytest.raises(booking.NotBookable) as refused:
        await hold(application, fair.booths[0])
    assert set(refused.value.facts) == {"registration_opens_at", "registration_closes_at"}
    await hold(application, fair.booths[0], offered=True)
    with as_actor(Actor(user_id=None, on_behalf_of=other.organization)):
        await hold(other, fair.booths[1])
    assert [row[0] for row in await rows()] == [application.id, other.id]


@pytest.mark.parametrize(
    "days",
    [
        Days(make.FIRST_ON - timedelta(days=1), make.LAST_ON),
        Days(make.FIRST_ON, make.LAST_ON + timedelta(days=1)),
        Days(make.LAST_ON, make.FIRST_ON),
        Days(make.FIRST_ON, make.FIRST_ON - timedelta(days=1)),
    ],
)
async def test_a_booth_is_taken_on_opening_days_only(fair: make.Fair, days: Days) -> None:
    application, _ = await two(fair)
    with pytest.raises(booking.DayNotOpen):
        await hold(application, fair.booths[0], days)
    assert await rows() == []


async def test_a_day_that_was_dropped_is_not_open(fair: make.Fair) -> None:
    application, _ = await two(fair)
    await db.fetch("UPDATE opening_day SET dropped_at = $1 WHERE held_on = $2", AT, make.LAST_ON)
    with pytest.raises(booking.DayNotOpen):
        await hold(application, fair.booths[0])


async def test_a_booth_of_another_event_is_refused(fair: make.Fair) -> None:
    application, _ = await two(fair)
    elsewhere = await make.fair(await make.organization(Kind.ORGANIZER, "Sở khác"))
    for booth_id in (elsewhere.booths[0].id, values.new_id()):
        with pytest.raises(Invalid) as refused:
            await booking.hold(application.id, application.organization, booth_id, ALL, until=SOON, at=AT)
        assert [wrong.field for wrong in refused.value.errors] == ["booth_id"]


async def test_an_exhibitor_holds_a_few_booths_at_once_and_no_more() -> None:
    most = settings().most_holds
    fair = await make.fair(await make.organization(Kind.ORGANIZER, "Sở"), booths=most + 2)
    application, _ = await two(fair)
    for booth in fair.booths[:most]:
        await hold(application, booth)
    with pytest.raises(booking.TooManyHolds) as refused:
        await hold(application, fair.booths[most])
    assert refused.value.facts == {"most": most}
    await hold(application, fair.booths[most], offered=True)
    await booking.confirm(application.id, None, at=AT)
    await hold(application, fair.booths[most + 1])
    assert len(await rows()) == most + 2


async def test_sweeping_deletes_what_has_run_out_and_nothing_else(fair: make.Fair) -> None:
    first, second = await two(fair)
    await hold(first, fair.booths[0], until=AT + timedelta(minutes=1))
    await hold(second, fair.booths[1])
    kept = await hold(first, fair.booths[2])
    await booking.confirm(first.id, [kept.id], at=AT)
    assert await booking.release_lapsed(at=AT + timedelta(minutes=1)) == 1
    assert await booking.release_lapsed(at=AT + timedelta(minutes=1)) == 0
    assert sorted(row[0] for row in await rows()) == sorted([first.id, second.id])
    assert (await topics())[-1] == "assignment.lapse"


async def test_the_constraint_alone_refuses_what_overlaps(fair: make.Fair) -> None:
    """Whatever code path tries: here none of ours."""
    first, second = await two(fair)
    await hold(first, fair.booths[0], FIRST)
    with pytest.raises(booking.BoothTaken):
        async with db.transaction(booth_is_free_on_these_days=booking.BoothTaken):
            await Assignment(
                booth=fair.booths[0].id,
                organization=second.organization,
                application_id=second.id,
                first_on=make.FIRST_ON,
                last_on=make.LAST_ON,
                created_at=AT,
            ).save()

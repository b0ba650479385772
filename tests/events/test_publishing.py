"""What keeps an event from being published, all of it at once."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from events_app import db
from events_app.errors import Wrong, WrongState
from events_app.events import publishing
from events_app.events.tables import EventKind, EventState, OpeningDay, Site
from events_app.venues.tables import Hall
from tests import make

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _no_other_slices() -> Iterator[None]:
    """The checks of other slices are theirs to test."""
    before = publishing._checks
    publishing.let_check(())
    yield
    publishing.let_check(before)


async def draft(cast: Any, **given: Any) -> Any:
    return await make.event(cast.an.organization, **{"state": EventState.DRAFT, "published_at": None, **given})


async def day(site: Any, on: date, opens: time = time(8), closes: time = time(21), **given: Any) -> OpeningDay:
    row = OpeningDay(site=site.id, held_on=on, opens=opens, closes=closes, created_at=make.NOW, **given)
    await row.save()
    return row


async def found(event: Any) -> list[tuple[str, str]]:
    with pytest.raises(publishing.NotReady) as refused:
        await publishing.publish(event, at=make.NOW)
    assert refused.value.status == 422
    return [(wrong.field, wrong.message % wrong.values) for wrong in refused.value.errors]


async def test_a_week_with_days_and_an_exemption_is_published_and_recorded(cast: Any, at: datetime) -> None:
    event = await draft(cast)
    await make.site(event, await make.venue(cast.an.organization))
    await publishing.publish(event, at=at)
    assert (event.state, event.published_at, event.version) == ("published", at, 2)
    topics = await db.fetch("SELECT topic, payload FROM message WHERE topic LIKE 'event.%'")
    assert topics == [{"topic": "event.publish", "payload": {"id": str(event.id)}}]


@pytest.mark.parametrize("kind", [EventKind.CONFERENCE, EventKind.PROMOTION])
async def test_a_conference_or_a_promotion_is_published_without_site_or_booth(cast: Any, kind: EventKind) -> None:
    event = await draft(cast, kind=kind, filing_exempt_decision=None)
    await publishing.publish(event, at=make.NOW)
    assert event.state == "published"


@pytest.mark.parametrize("kind", [EventKind.WEEK, EventKind.FAIR])
async def test_a_week_or_a_fair_needs_a_site_and_each_site_a_day(cast: Any, kind: EventKind) -> None:
    event = await draft(cast, kind=kind)
    assert await found(event) == [("sites", "Add a site.")]
    site = await make.site(event, await make.venue(cast.an.organization, "Siêu thị A"), days=0)
    assert await found(event) == [(f"sites.{site.id}.days", "Siêu thị A: add an opening day.")]


async def test_everything_that_is_wrong_is_listed_at_once(cast: Any) -> None:
    event = await draft(cast, filing_required=False, filing_exempt_decision=None)
    venue = await make.venue(cast.an.organization, "Siêu thị A")
    first, empty = await make.site(event, venue, days=0), await make.site(event, venue, days=0)
    hall = Hall(venue=venue.id, name="Sảnh 1")
    await hall.save()
    await Site.update({Site.hall: hall.id}).where(Site.id == first.id)
    outside = await day(first, make.LAST_ON + timedelta(days=1))
    backwards = await day(first, make.FIRST_ON, time(21), time(8))
    long = await day(first, make.FIRST_ON + timedelta(days=1), time(8), time(9), closes_next_day=True)
    session = await make.session(event, venue, "Họp báo", starts_at=make.NOW, ends_at=make.NOW + timedelta(hours=1))
    assert await found(event) == [
        ("filing.exempt_decision", "Enter the number of the decision that exempts the fair."),
        (f"days.{backwards.id}.closes", "Siêu thị A – Sảnh 1: 2026-12-16 closes before it opens."),
        (f"days.{long.id}.closes", "Siêu thị A – Sảnh 1: 2026-12-17 would be open for more than a day."),
        (
            f"days.{outside.id}.on",
            "Siêu thị A – Sảnh 1: 2026-12-21 is outside the period of the event, 2026-12-16 to 2026-12-20.",
        ),
        (f"sites.{empty.id}.days", "Siêu thị A: add an opening day."),
        (
            f"sessions.{session.id}.starts_at",
            "The session “Họp báo” is outside the period of the event, 2026-12-16 to 2026-12-20.",
        ),
    ]
    assert event.state == "draft"


@pytest.mark.parametrize(
    ("opens", "closes", "next_day", "fault"),
    [
        (time(8), time(21), False, None),
        (time(8), time(8), False, "2026-12-16 closes before it opens."),
        (time(18), time(1), False, "2026-12-16 closes before it opens."),
        (time(18), time(1), True, None),
        (time(18), time(18), True, "2026-12-16 would be open for more than a day."),
    ],
)
def test_hours(opens: time, closes: time, next_day: bool, fault: str | None) -> None:
    wrongs = publishing.hours_wrongs(make.FIRST_ON, opens, closes, next_day)
    assert [wrong.message % wrong.values for wrong in wrongs] == ([fault] if fault else [])


async def test_a_lost_day_and_a_lost_session_do_not_count(cast: Any) -> None:
    event = await draft(cast)
    venue = await make.venue(cast.an.organization)
    site = await make.site(event, venue)
    await day(site, make.LAST_ON + timedelta(days=9), dropped_at=make.NOW)
    await make.session(event, venue, starts_at=make.NOW, ends_at=make.NOW + timedelta(hours=1), dropped_at=make.NOW)
    assert await publishing.barring(event) == []


async def test_a_session_past_midnight_of_the_last_day_is_inside(cast: Any) -> None:
    event = await draft(cast)
    venue = await make.venue(cast.an.organization)
    await make.site(event, venue)
    evening = datetime.fromisoformat("2026-12-20T22:00:00+07:00")
    await make.session(event, venue, starts_at=evening, ends_at=evening + timedelta(hours=3))
    assert await publishing.barring(event) == []


async def test_a_filing_that_is_owed_and_missing_does_not_bar(cast: Any) -> None:
    event = await draft(cast, filing_required=True, filing_exempt_decision=None)
    await make.site(event, await make.venue(cast.an.organization))
    await publishing.publish(event, at=make.NOW)
    assert event.state == "published"


async def test_other_slices_add_what_they_find(cast: Any) -> None:
    asked = []

    async def overlapping(event_id: UUID) -> list[Wrong]:
        asked.append(event_id)
        return [Wrong("booths", "Booths %(first)s and %(second)s overlap.", first="A01", second="A02")]

    publishing.let_check([overlapping])
    event = await draft(cast)
    assert await found(event) == [("sites", "Add a site."), ("booths", "Booths A01 and A02 overlap.")]
    assert asked == [event.id]


async def test_what_is_published_is_not_published_again(cast: Any) -> None:
    event = await make.event(cast.an.organization)
    with pytest.raises(WrongState):
        await publishing.publish(event, at=make.NOW)

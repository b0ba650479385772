"""Whatever changes what is shown changes the entries in the same transaction."""

import asyncio
import contextlib
import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from events_app import db
from events_app.calendars import entries, rendering
from events_app.events import bodies, ending, programming, publishing, siting
from events_app.events.tables import EventState, Site
from events_app.venues import keeping
from events_app.venues.tables import Hall
from tests import counting, make
from tests.calendars.readers import lines
from tests.calendars.test_entries import stored

pytestmark = pytest.mark.usefixtures("database")


async def test_publishing_makes_the_entries(cast: Any, at: datetime) -> None:
    fair = await make.fair(cast.an.organization, booths=0, state=EventState.DRAFT, published_at=None)
    await publishing.publish(fair.event, at=at)
    assert len(await stored(fair.id)) == 6


async def test_a_session_that_is_added_is_shown(cast: Any, at: datetime) -> None:
    fair = await make.fair(cast.an.organization, booths=0)
    new = bodies.NewSession.model_validate(
        {
            "kind": "signing",
            "title": {"vi": "Lễ ký kết"},
            "venue_id": fair.venue.id,
            "starts_at": "2026-12-17T09:00:00+07:00",
            "ends_at": "2026-12-17T10:00:00+07:00",
            "speakers": [{"name": "Bà Hoa", "affiliation": "Sở Công Thương"}],
        }
    )
    session = await programming.add_session(fair.event, new, at=at)
    row = (await stored(fair.id))[("session", session.id)]
    assert "SUMMARY:Lễ ký kết – Tuần lễ OCOP" in lines(row["ics_vi"])
    assert any("Diễn giả: Bà Hoa (Sở Công Thương)" in line for line in lines(row["ics_vi"]))


async def test_rule_2_a_venues_new_name_touches_every_entry_that_shows_it_and_no_other(cast: Any, at: datetime) -> None:
    held, elsewhere = await make.venue(cast.an.organization), await make.venue(cast.an.organization, "Nhà hát")
    first, second = await make.event(cast.an.organization), await make.event(cast.an.organization)
    await make.site(first, held, days=2)
    await make.site(second, elsewhere, days=2)
    session = await make.session(second, held)
    for event in (first, second):
        await entries.refresh(event.id, at=at)
    later = at + timedelta(hours=1)
    await keeping.change(held, held.version, name="AEON MALL Hà Đông", at=later)
    touched = {key for key, row in (await stored(first.id)).items() if row["stamped_at"] == later}
    assert touched == set(await stored(first.id))
    rows = await stored(second.id)
    assert {key for key, row in rows.items() if row["stamped_at"] == later} == {("session", session.id)}
    assert "LOCATION:AEON MALL Hà Đông\\, 1 Phố Mẫu\\, Hà Nội" in lines(rows[("session", session.id)]["ics_vi"])


async def test_a_venues_new_name_costs_as_many_statements_for_thirty_events_as_for_one(cast: Any, at: datetime) -> None:
    counts = []
    for events in (1, 30):
        held = await make.venue(cast.an.organization)
        found = [await make.event(cast.an.organization) for _ in range(events)]
        for event in found:
            await make.site(event, held, days=1)
        await entries.refresh(*(event.id for event in found), at=at)
        async with counting.statements() as said:
            await keeping.change(held, held.version, name="AEON MALL Hà Đông", at=at + timedelta(hours=1))
        rows = [row for event in found for row in (await stored(event.id)).values()]
        assert len(rows) == 2 * events
        assert all("LOCATION:AEON MALL Hà Đông\\, 1 Phố Mẫu\\, Hà Nội" in lines(row["ics_vi"]) for row in rows)
        counts.append(len(said))
    assert counts[0] == counts[1]


async def test_a_halls_new_name_is_shown(cast: Any, at: datetime) -> None:
    fair = await make.fair(cast.an.organization, booths=0)
    hall = Hall(venue=fair.venue.id, name="Sảnh A")
    await hall.save()
    await Site.update({Site.hall: hall.id}).where(Site.id == fair.site.id)
    await entries.refresh(fair.id, at=at)
    await keeping.change(
        fair.venue, fair.venue.version, [{"id": hall.id, "name": "Sảnh Sen"}], at=at + timedelta(hours=1)
    )
    for row in (await stored(fair.id)).values():
        assert any("Vị trí: Sảnh Sen" in line for line in lines(row["ics_vi"]))
        assert (row["sequence"], row["stamped_at"]) == (1, at + timedelta(hours=1))


async def test_a_site_that_moves_to_another_venue_is_shown_there(cast: Any, at: datetime) -> None:
    fair = await make.fair(cast.an.organization, booths=0)
    await entries.refresh(fair.id, at=at)
    there = await make.venue(cast.an.organization, "Big C Thăng Long")
    await siting.edit_site(
        fair.site, fair.site.version, bodies.SiteChange.model_validate({"venue_id": there.id}), at=at + timedelta(1)
    )
    rows = (await stored(fair.id)).values()
    assert {row["sequence"] for row in rows} == {1}
    assert {row["venue_id"] for row in rows if row["thing"] == "day"} == {there.id}
    assert all("LOCATION:Big C Thăng Long\\, 1 Phố Mẫu\\, Hà Nội" in lines(row["ics_vi"]) for row in rows)


async def test_a_second_site_names_the_venues_in_every_day(cast: Any, at: datetime) -> None:
    fair = await make.fair(cast.an.organization, booths=0)
    await entries.refresh(fair.id, at=at)
    there = await make.venue(cast.an.organization, "Big C Thăng Long")
    site = await siting.add_site(fair.event, bodies.NewSite.model_validate({"venue_id": there.id}), at=at)
    hours = bodies.Hours.model_validate({"on": "2026-12-16", "opens": "08:00", "closes": "21:00"})
    await siting.add_day(site, hours, at=at + timedelta(hours=1))
    summaries = {lines(row["ics_vi"])[1] for row in (await stored(fair.id)).values() if row["thing"] == "day"}
    assert summaries == {
        "SUMMARY:Tuần lễ OCOP – Trung tâm thương mại Mẫu",
        "SUMMARY:Tuần lễ OCOP – Big C Thăng Long",
    }


async def test_the_end_of_a_fair_changes_nothing_that_is_shown(cast: Any, at: datetime) -> None:
    fair = await make.fair(cast.an.organization, booths=0)
    await entries.refresh(fair.id, at=at)
    before = await stored(fair.id)
    assert await ending.end_due(at=at + timedelta(days=60)) >= 1
    state = await db.one("SELECT state FROM event WHERE id = $1", fair.id)
    assert state == {"state": "ended"}
    await entries.refresh(fair.id, at=at + timedelta(days=60))
    assert await stored(fair.id) == before


async def test_many_events_at_once_get_what_each_would_get_by_itself(cast: Any, at: datetime) -> None:
    fairs = [await make.fair(cast.an.organization, booths=0) for _ in range(2)]
    await entries.refresh(fairs[0].id, at=at)
    elsewhere = await make.venue(cast.an.organization, "Nhà hát")
    for fair in fairs:
        await make.site(fair.event, elsewhere, days=2)
        await make.session(fair.event, elsewhere)
    draft = await make.fair(cast.an.organization, booths=0, state=EventState.DRAFT)
    wanted = [*(fair.id for fair in fairs), draft.id]
    by_itself = await _after(at, *([event_id] for event_id in wanted))
    assert await _after(at, wanted) == by_itself
    assert [len(found) for found in by_itself] == [9, 9, 0]


async def _after(at: datetime, *calls: Sequence[UUID]) -> list[list[dict[str, Any]]]:
    """The entries after each of ``calls`` has refreshed some events, but for the ids that new ones make; all of it is undone."""
    found = []
    with contextlib.suppress(_Undo):
        async with db.transaction():
            for event_ids in calls:
                await entries.refresh(*event_ids, at=at + timedelta(hours=1))
            for event_id in itertools.chain(*calls):
                rows = sorted((await stored(event_id)).items())
                found.append([{name: _but(row["id"], value) for name, value in row.items()} for _key, row in rows])
            raise _Undo
    return found


class _Undo(Exception):
    pass


def _but(uid: UUID, value: Any) -> Any:
    return value.replace(str(uid).encode(), b"") if isinstance(value, bytes) else None if value == uid else value


async def test_others_are_served_while_many_entries_are_rendered(
    cast: Any, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    fair = await make.fair(cast.an.organization, booths=0)
    turns, seen, render = itertools.count(), [], rendering.entry

    async def serve() -> None:
        while True:
            now_serving.append(next(turns))
            await asyncio.sleep(0)

    def noting(*given: Any, **named: Any) -> Any:
        seen.append(now_serving[-1])
        return render(*given, **named)

    now_serving = [0]
    monkeypatch.setattr(rendering, "entry", noting)
    others = asyncio.create_task(serve())
    assert await entries.refresh(fair.id, at=at) == 6
    others.cancel()
    assert len(set(seen)) == 6  # each entry in its three languages, then somebody else's turn

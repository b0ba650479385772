"""Sites, days, sessions and moves over HTTP."""

from datetime import date
from typing import Any

from events_app.events.tables import EventState
from tests import make
from tests.events.asking import Api


async def test_sites_days_and_sessions_are_seen_changed_and_deleted(an: Api, cast: Any) -> None:
    event = await make.event(cast.an.organization, state=EventState.DRAFT)
    venue = await make.venue(cast.an.organization)
    session_body = {
        "title": {"vi": "Khai mạc"},
        "kind": "opening",
        "venue_id": str(venue.id),
        "starts_at": "2026-12-16T17:30:00+07:00",
        "ends_at": "2026-12-16T19:00:00+07:00",
    }
    site = await an("POST", f"/events/{event.id}/sites", {"venue_id": str(venue.id)}, expect=201)
    hours = {"on": "2026-12-16", "opens": "08:00", "closes": "21:00"}
    day = await an("POST", f"/sites/{site['id']}/days", hours, expect=201)
    session = await an("POST", f"/events/{event.id}/sessions", session_body, expect=201)
    things: list[tuple[str, dict[str, Any], Any]] = [
        (f"/sessions/{session['id']}", {"room": "Sân khấu"}, session),
        (f"/days/{day['id']}", {"closes": "22:00"}, day),
        (f"/sites/{site['id']}", {"announced_booths": 12}, site),
    ]
    for path, change, made in things:
        assert await an("GET", path) == made
        await an("PATCH", path, change, expect=428)
        await an("PATCH", path, change, version=9, expect=412)
        changed = await an("PATCH", path, change, version=1)
        assert changed["version"] == 2
        assert {
            name: changed[name][: len(value)] if isinstance(value, str) else changed[name]
            for name, value in change.items()
        } == change
        await an("DELETE", path, expect=428)
        await an("DELETE", path, version=1, expect=412)
        await an("DELETE", path, version=2, expect=204)
        await an("GET", path, expect=404)
        await an("DELETE", path, version=2, expect=404)


async def test_a_lost_day_and_a_lost_session_are_still_found_by_id(an: Api, anybody: Api, cast: Any, at: Any) -> None:
    fair = await make.fair(cast.an.organization)
    session = await make.session(fair.event, fair.venue)
    days = (await anybody("GET", f"/sites/{fair.site.id}/days"))["items"]
    await an("DELETE", f"/days/{days[0]['id']}", version=1, expect=204)
    await an("DELETE", f"/sessions/{session.id}", version=1, expect=204)
    assert len((await anybody("GET", f"/sites/{fair.site.id}/days"))["items"]) == 4
    assert (await anybody("GET", f"/events/{fair.id}/sessions"))["items"] == []
    for path in (f"/days/{days[0]['id']}", f"/sessions/{session.id}"):
        assert (await anybody("GET", path))["dropped_at"] == "2026-12-07T02:00:00Z"


async def test_dates_that_are_announced_change_by_rescheduling_only(an: Api, cast: Any) -> None:
    fair = await make.fair(cast.an.organization)
    problem = await an("PATCH", f"/events/{fair.id}", {"last_on": "2026-12-21"}, version=1, expect=409)
    assert problem["type"].endswith("/dates-announced")
    days = (await an("GET", f"/sites/{fair.site.id}/days"))["items"]
    path = f"/days/{days[0]['id']}"
    problem = await an("PATCH", path, {"on": "2026-12-19"}, version=1, expect=409)
    assert problem["type"].endswith("/dates-announced")
    await an("PATCH", path, {"opens": "09:00"}, version=1)


async def test_a_rescheduling_answers_with_the_days_that_are_lost(an: Api, anybody: Api, cast: Any) -> None:
    fair = await make.fair(cast.an.organization, last_on=date(2026, 12, 18))
    days = (await an("GET", f"/sites/{fair.site.id}/days"))["items"]
    site, (first, second, third) = str(fair.site.id), [day["id"] for day in days]
    hours = {"site_id": site, "opens": "08:00", "closes": "21:00"}
    new = {
        "reason": "Công văn 12",
        "days": [{**hours, "id": second, "on": "2027-01-06"}, {**hours, "on": "2027-01-05"}],
    }
    moved = await an("POST", f"/events/{fair.id}/rescheduling", new)
    assert (moved["first_on"], moved["last_on"], moved["state"]) == ("2027-01-05", "2027-01-06", "published")
    change = moved["rescheduling"]
    lost = {"day": third, "site": site, "was": "2026-12-18", "now": None}
    assert change["days"] == [
        {"day": first, "site": site, "was": "2026-12-16", "now": "2027-01-05"},
        {"day": second, "site": site, "was": "2026-12-17", "now": "2027-01-06"},
        lost,
    ]
    assert (change["lost_days"], change["lost_sessions"]) == ([lost], [])
    assert (change["was_first_on"], change["was_last_on"], change["reason"]) == (
        "2026-12-16",
        "2026-12-18",
        "Công văn 12",
    )
    assert {**moved, "rescheduling": None} == {**await anybody("GET", f"/events/{fair.id}"), "rescheduling": None}

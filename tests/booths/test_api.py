"""The floor over HTTP: who sees it, who lays it out, and what a refusal says."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from events_app import values
from events_app.actor import Role
from events_app.booths import booking
from events_app.directory.tables import Kind
from events_app.events.tables import EventState
from events_app.values import Days
from tests import make
from tests.refusals import problem

API = "/api/v1"


def fields(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 422
    return [error["field"] for error in answer.json()["errors"]]


async def test_from_an_empty_site_to_a_plan(cast: make.Cast, client: httpx.AsyncClient) -> None:
    fair = await make.fair(cast.an.organization, booths=0, state=EventState.DRAFT)
    an = cast.an.headers
    made = await client.post(
        f"{API}/sites/{fair.site.id}/zones",
        headers=an,
        json={"name": {"vi": "Đồ uống", "en": "Drinks"}, "announced_booths": 8, "position": 1},
    )
    assert (made.status_code, made.headers["etag"]) == (201, '"1"')
    zone = f"{API}/zones/{made.json()['id']}"
    assert made.json() == {
        "id": made.json()["id"],
        "site_id": str(fair.site.id),
        "name": {"vi": "Đồ uống", "en": "Drinks"},
        "announced_booths": 8,
        "booths": 0,
        "position": 1,
        "version": 1,
    }
    grid = {"rows": 2, "columns": 3, "prefix": "A", "width_m": 3, "depth_m": 3, "price_vnd": 5000000}
    filled = await client.post(f"{zone}/booths", headers=an, json=grid)
    assert filled.status_code == 201
    assert [booth["number"] for booth in filled.json()["items"]] == ["A01", "A02", "A03", "A04", "A05", "A06"]
    more = await client.post(f"{zone}/booths", headers=an, json=[{"number": "B1"}, {"number": "B2", "cold": True}])
    assert [(booth["number"], booth["cold"]) for booth in more.json()["items"]] == [("B1", False), ("B2", True)]
    named = await client.post(f"{zone}/booths", headers=an, json={"booths": [{"number": "C1"}]})
    assert named.status_code == 201

    assert (await client.get(zone, headers=an)).json()["booths"] == 9
    listed = await client.get(f"{API}/sites/{fair.site.id}/zones", headers=an)
    assert [item["booths"] for item in listed.json()["items"]] == [0, 9]
    page = await client.get(f"{zone}/booths?limit=4", headers=an)
    rest = await client.get(f"{zone}/booths?limit=100&after={page.json()['next']}", headers=an)
    numbers = [booth["number"] for booth in page.json()["items"] + rest.json()["items"]]
    assert numbers == ["A01", "A02", "A03", "A04", "A05", "A06", "B1", "B2", "C1"]

    plan = await client.get(f"{API}/events/{fair.id}/plan", headers=an)
    assert plan.json()["computed_booths"] == 9
    site = plan.json()["sites"][0]
    assert (site["announced_by_zones"], len(site["days"]), len(site["booths"])) == (8, 5, 9)
    assert site["booths"][0]["days"][0] == {"on": "2026-12-16", "standing": "free", "mine": False, "holder": None}


async def test_a_booth_is_changed_and_deleted_by_version(cast: make.Cast, client: httpx.AsyncClient) -> None:
    fair = await make.fair(cast.an.organization)
    here = f"{API}/booths/{fair.booths[0].id}"
    seen = await client.get(here)
    assert (seen.status_code, seen.headers["etag"]) == (200, '"1"')
    an = cast.an.headers
    assert problem(await client.patch(here, headers=an, json={"number": "Z1"})) == (428, "version-owed")
    changed = await client.patch(here, headers={**an, "If-Match": '"1"'}, json={"number": "Z1", "water": True})
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    assert (changed.json()["number"], changed.json()["water"], changed.json()["power"]) == ("Z1", True, False)
    assert problem(await client.patch(here, headers={**an, "If-Match": '"1"'}, json={"number": "Z2"})) == (412, "stale")
    assert problem(await client.delete(here, headers=an)) == (428, "version-owed")
    assert problem(await client.delete(here, headers={**an, "If-Match": '"1"'})) == (412, "stale")
    assert (await client.delete(here, headers={**an, "If-Match": '"2"'})).status_code == 204
    assert (await client.get(here)).status_code == 404


async def test_a_zone_is_changed_and_deleted_by_version(cast: make.Cast, client: httpx.AsyncClient) -> None:
    fair = await make.fair(cast.an.organization, booths=1)
    here = f"{API}/zones/{fair.zone.id}"
    an = cast.an.headers
    assert problem(await client.patch(here, headers=an, json={"position": 2})) == (428, "version-owed")
    changed = await client.patch(here, headers={**an, "If-Match": '"1"'}, json={"announced_booths": 40})
    assert (changed.headers["etag"], changed.json()["announced_booths"]) == ('"2"', 40)
    again = await client.patch(here, headers={**an, "If-Match": '"2"'}, json={"announced_booths": None})
    assert again.json()["announced_booths"] is None
    assert problem(await client.delete(here, headers={**an, "If-Match": '"3"'})) == (409, "zone-not-empty")
    booth = f"{API}/booths/{fair.booths[0].id}"
    assert (await client.delete(booth, headers={**an, "If-Match": '"1"'})).status_code == 204
    assert (await client.delete(here, headers={**an, "If-Match": '"3"'})).status_code == 204
    assert (await client.get(here)).status_code == 404


async def test_who_may_lay_out_the_floor(cast: make.Cast, client: httpx.AsyncClient) -> None:
    fair = await make.fair(cast.an.organization)
    viewer = await make.person("Xem", cast.an.organization, Role.VIEWER)
    other = await make.person("Khác", await make.organization(Kind.ORGANIZER, "Sở khác"))
    zones, zone = f"{API}/sites/{fair.site.id}/zones", f"{API}/zones/{fair.zone.id}"
    booth = f"{API}/booths/{fair.booths[0].id}"
    people: list[tuple[dict[str, str], int]] = [
        ({}, 401),
        *((person.headers, 403) for person in (viewer, other, cast.binh, cast.chi, cast.dung)),
    ]
    for headers, status in people:
        stamped = {**headers, "If-Match": '"1"'}
        for answer in (
            await client.post(zones, headers=headers, json={"name": {"vi": "Trà"}}),
            await client.patch(zone, headers=stamped, json={"position": 1}),
            await client.delete(zone, headers=stamped),
            await client.post(f"{zone}/booths", headers=headers, json=[{"number": "X"}]),
            await client.patch(booth, headers=stamped, json={"number": "X"}),
            await client.delete(booth, headers=stamped),
        ):
            assert answer.status_code == status
        for address in (zones, zone, f"{zone}/booths", booth, f"{API}/events/{fair.id}/plan"):
            assert (await client.get(address, headers=headers)).status_code == 200


async def test_the_floor_of_a_draft_is_its_organizers_only(cast: make.Cast, client: httpx.AsyncClient) -> None:
    fair = await make.fair(cast.an.organization, state=EventState.DRAFT)
    zone, booth = f"{API}/zones/{fair.zone.id}", f"{API}/booths/{fair.booths[0].id}"
    addresses = (f"{API}/sites/{fair.site.id}/zones", zone, f"{zone}/booths", booth, f"{API}/events/{fair.id}/plan")
    for address in addresses:
        assert (await client.get(address, headers=cast.an.headers)).status_code == 200
        for headers in ({}, cast.binh.headers):
            assert problem(await client.get(address, headers=headers)) == (404, "not-found")
    nobody: dict[str, str] = {}
    for headers, status in ((nobody, 401), (cast.binh.headers, 404)):
        stamped = {**headers, "If-Match": '"1"'}
        assert (await client.patch(booth, headers=stamped, json={"number": "X"})).status_code == status
        assert (await client.post(f"{zone}/booths", headers=headers, json=[{"number": "X"}])).status_code == status


async def test_the_plan_names_holders_to_the_organizer_only(cast: make.Cast, client: httpx.AsyncClient) -> None:
    fair = await make.fair(cast.an.organization, booths=1)
    application = await make.application(fair.event, cast.binh.organization)
    until = make.NOW + timedelta(minutes=15)
    day = Days(make.FIRST_ON, make.FIRST_ON)
    await booking.hold(application.id, application.organization, fair.booths[0].id, day, until=until, at=make.NOW)

    async def first_day(headers: dict[str, str]) -> dict[str, Any]:
        answer = await client.get(f"{API}/events/{fair.id}/plan", headers=headers)
        found: dict[str, Any] = answer.json()["sites"][0]["booths"][0]["days"][0]
        return found

    held = {"on": "2026-12-16", "standing": "held", "mine": False, "holder": None}
    assert await first_day({}) == held
    assert await first_day(cast.em.headers) == held
    assert await first_day(cast.binh.headers) == {**held, "mine": True}
    assert await first_day(cast.an.headers) == {**held, "holder": "Hợp tác xã Sen Việt"}


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, [""]),
        ({"rows": 2}, [""]),
        ({"rows": 0, "columns": 101, "prefix": "x" * 13, "width_m": -1}, ["columns", "prefix", "rows", "width_m"]),
        ({"rows": 100, "columns": 100}, [""]),
        ({"rows": 1, "columns": 1, "booths": [{"number": "A"}]}, [""]),
        ({"rows": 1, "columns": 1, "colour": "red"}, ["colour"]),
        ([], ["booths"]),
        ([{"number": "", "x_m": -1}, {}], ["booths.0.number", "booths.0.x_m", "booths.1.number"]),
        ({"booths": [{"number": "A", "price_vnd": -1, "width_m": 0}]}, ["booths.0.price_vnd", "booths.0.width_m"]),
    ],
)
async def test_everything_that_is_wrong_with_new_booths_is_said(
    cast: make.Cast, client: httpx.AsyncClient, body: Any, wrong: list[str]
) -> None:
    fair = await make.fair(cast.an.organization)
    answer = await client.post(f"{API}/zones/{fair.zone.id}/booths", headers=cast.an.headers, json=body)
    assert sorted(fields(answer)) == wrong


async def test_wrong_changes_are_said_field_by_field(cast: make.Cast, client: httpx.AsyncClient) -> None:
    fair = await make.fair(cast.an.organization)
    stamped = {**cast.an.headers, "If-Match": '"1"'}
    answer = await client.patch(
        f"{API}/booths/{fair.booths[0].id}", headers=stamped, json={"number": None, "x_m": "far", "zone_id": "x"}
    )
    assert sorted(fields(answer)) == ["number", "x_m", "zone_id"]
    zone = await client.patch(
        f"{API}/zones/{fair.zone.id}", headers=stamped, json={"name": {"en": "Tea"}, "announced_booths": -1}
    )
    assert sorted(fields(zone)) == ["announced_booths", "name.vi"]
    taken = await client.patch(
        f"{API}/booths/{fair.booths[0].id}", headers=stamped, json={"number": fair.booths[1].number}
    )
    assert problem(taken) == (409, "number-used")


async def test_what_is_not_there_is_404(cast: make.Cast, client: httpx.AsyncClient) -> None:
    nothing = values.new_id()
    for address in ("sites/{}/zones", "zones/{}", "zones/{}/booths", "booths/{}", "events/{}/plan"):
        answer = await client.get(f"{API}/{address.format(nothing)}", headers=cast.an.headers)
        assert problem(answer) == (404, "not-found")

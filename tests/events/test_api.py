"""The schedule over HTTP: the thin path from nothing to a published event, and what it refuses."""

from datetime import date, datetime, timedelta
from typing import Any

import httpx
import pytest

from events_app import db
from events_app.actor import Role
from events_app.events import scheduling
from events_app.events.tables import Event, EventState
from events_app.values import new_id
from tests import make

API = "/api/v1"
WEEK = {
    "kind": "week",
    "title": {"vi": "Tuần lễ OCOP tại Big C", "en": "OCOP Week at Big C"},
    "first_on": "2026-12-16",
    "last_on": "2026-12-20",
    "announced_booths": 60,
    "filing": {"required": False, "exempt_decision": "919/QĐ-TTg"},
    "directs": [{"name": "Bộ Nông nghiệp và Môi trường"}],
}


class Api:
    """An organizer's program."""

    def __init__(self, client: httpx.AsyncClient, headers: dict[str, str]) -> None:
        self.client, self.headers = client, headers

    async def __call__(
        self, method: str, path: str, body: Any = None, *, version: int | None = None, expect: int = 200
    ) -> Any:
        headers = {**self.headers, **({"If-Match": f'"{version}"'} if version is not None else {})}
        answer = await self.client.request(method, API + path, json=body, headers=headers)
        assert answer.status_code == expect, answer.text
        if expect in {200, 201} and "version" in (found := answer.json()):
            assert answer.headers["ETag"] == f'"{found["version"]}"'
        return answer.json() if answer.content else None


@pytest.fixture
def an(client: httpx.AsyncClient, cast: Any) -> Api:
    return Api(client, cast.an.headers)


@pytest.fixture
def binh(client: httpx.AsyncClient, cast: Any) -> Api:
    return Api(client, cast.binh.headers)


@pytest.fixture
def anybody(client: httpx.AsyncClient) -> Api:
    return Api(client, {})


def fields(problem: Any) -> list[str]:
    return [wrong["field"] for wrong in problem["errors"]]


async def test_from_nothing_to_a_published_week_at_two_sites(an: Api, anybody: Api, cast: Any) -> None:
    hanoi, danang = [await make.venue(cast.an.organization, name) for name in ("Big C Thăng Long", "Big C Đà Nẵng")]
    hotel = await make.venue(cast.an.organization, "Khách sạn Mẫu")
    series = await an("POST", "/series", {"name": {"vi": "Tuần lễ OCOP"}}, expect=201)
    event = await an("POST", "/events", {**WEEK, "series_id": series["id"]}, expect=201)
    assert (event["state"], event["series_id"], event["slug"]) == ("draft", series["id"], "tuan-le-ocop-tai-big-c")
    path = f"/events/{event['id']}"
    await anybody("GET", path, expect=404)
    unready = await an("POST", f"{path}/publication", expect=422)
    assert (unready["type"].rsplit("/", 1)[1], fields(unready)) == ("not-ready", ["sites"])
    first = await an("POST", f"{path}/sites", {"venue_id": str(hanoi.id), "announced_booths": 40}, expect=201)
    second = await an("POST", f"{path}/sites", {"venue_id": str(danang.id), "announced_booths": 30}, expect=201)
    late = {"on": "2026-12-16", "opens": "17:30", "closes": "00:30", "closes_next_day": True}
    day = await an("POST", f"/sites/{first['id']}/days", late, expect=201)
    assert (day["on"], day["opens"], day["closes"], day["closes_next_day"]) == (
        "2026-12-16",
        "17:30:00",
        "00:30:00",
        True,
    )
    wrong = {"on": "2026-12-21", "opens": "21:00", "closes": "08:00"}
    off = await an("POST", f"/sites/{second['id']}/days", wrong, expect=201)
    session = {
        "kind": "conference",
        "title": {"vi": "Hội nghị kết nối cung cầu"},
        "venue_id": str(hotel.id),
        "starts_at": "2026-12-17T08:00:00+07:00",
        "ends_at": "2026-12-17T11:30:00+07:00",
        "speakers": [{"name": "Bà Mẫu", "affiliation": "Sở Công Thương"}],
    }
    talk = await an("POST", f"{path}/sessions", session, expect=201)
    assert (talk["starts_at"], talk["venue"]["name"]) == ("2026-12-17T01:00:00Z", "Khách sạn Mẫu")
    unready = await an("POST", f"{path}/publication", expect=422)
    assert fields(unready) == [f"days.{off['id']}.on", f"days.{off['id']}.closes"]
    checked = await an("GET", f"{path}/publication")
    assert (checked["ready"], [found["field"] for found in checked["errors"]]) == (False, fields(unready))
    right = {"on": "2026-12-17", "opens": "08:00", "closes": "21:00"}
    await an("PATCH", f"/days/{off['id']}", right, version=1)
    published = await an("POST", f"{path}/publication")
    assert (published["state"], published["version"]) == ("published", 2)
    seen = await anybody("GET", path)
    assert seen == published
    assert seen["directs"] == [{"organization_id": None, "name": "Bộ Nông nghiệp và Môi trường"}]
    totals = {"announced": 60, "announced_by_sites": 70, "announced_by_zones": None, "computed": 0}
    assert seen["booths"] == totals
    assert seen["filing"] == {
        "required": False,
        "exempt_decision": "919/QĐ-TTg",
        "filed_on": None,
        "answered_on": None,
        "first_lawful_on": "2025-12-16",
        "last_lawful_on": "2026-11-16",
        "answer_due_on": None,
    }
    sites = await anybody("GET", f"{path}/sites")
    assert [site["venue"]["name"] for site in sites["items"]] == ["Big C Thăng Long", "Big C Đà Nẵng"]
    assert [found["on"] for found in (await anybody("GET", f"/sites/{second['id']}/days"))["items"]] == ["2026-12-17"]
    assert (await anybody("GET", f"{path}/sessions"))["items"] == [talk]


async def test_announced_and_computed_booths_stand_side_by_side(anybody: Api, cast: Any) -> None:
    fair = await make.fair(cast.an.organization, booths=3, announced_booths=220)
    await make.zone(fair.site, "Đồ uống", announced_booths=100)
    event = await anybody("GET", f"/events/{fair.id}")
    totals = {"announced": 220, "announced_by_sites": 60, "announced_by_zones": 100, "computed": 3}
    assert event["booths"] == totals
    (site,) = (await anybody("GET", f"/events/{fair.id}/sites"))["items"]
    assert (site["announced_booths"], site["booths"]) == (60, 3)


async def test_all_that_is_wrong_with_a_new_event_is_said_at_once(an: Api) -> None:
    bad = {
        "kind": "party",
        "title": {"en": "OCOP"},
        "first_on": "16/12/2026",
        "last_on": "2026-12-20",
        "announced_booths": -1,
        "filing": {"required": "maybe", "filed": "2026-11-01"},
        "hosts": [{}],
        "colour": "red",
    }
    problem = await an("POST", "/events", bad, expect=422)
    assert sorted(fields(problem)) == [
        "announced_booths",
        "colour",
        "filing.filed",
        "filing.required",
        "first_on",
        "hosts.0",
        "kind",
        "title.vi",
    ]


async def test_only_an_organizer_who_writes_creates_events(
    an: Api, binh: Api, anybody: Api, cast: Any, client: Any
) -> None:
    await anybody("POST", "/events", WEEK, expect=401)
    await binh("POST", "/events", WEEK, expect=403)
    await binh("POST", "/series", {"name": {"vi": "Tuần"}}, expect=403)
    viewer = await make.person("Xem", cast.an.organization, Role.VIEWER)
    await Api(client, viewer.headers)("POST", "/events", WEEK, expect=403)
    assert await Event.count() == 0


async def test_others_see_no_draft_and_change_nothing(an: Api, binh: Api, anybody: Api, cast: Any, client: Any) -> None:
    draft = await make.event(cast.an.organization, "Bản nháp", state=EventState.DRAFT)
    public = await make.event(cast.an.organization, "Công khai")
    viewer = Api(client, (await make.person("Xem", cast.an.organization, Role.VIEWER)).headers)
    for asking, expected in ((an, 200), (viewer, 200), (binh, 404), (anybody, 404)):
        await asking("GET", f"/events/{draft.id}", expect=expected)
        await asking("GET", f"/events/{draft.id}/sites", expect=expected)
        await asking("GET", f"/events/{draft.id}/publication", expect=expected)
    for asking, expected in ((viewer, 403), (binh, 403), (anybody, 401)):
        await asking("PATCH", f"/events/{public.id}", {"contact": "?"}, version=1, expect=expected)
        await asking("POST", f"/events/{public.id}/cancellation", {"reason": "?"}, expect=expected)
        await asking("POST", f"/events/{public.id}/postponement", {"reason": "?"}, expect=expected)
        await asking("POST", f"/events/{public.id}/rescheduling", {"reason": "?"}, expect=expected)
    await binh("GET", f"/events/{public.id}/publication", expect=403)
    listed = {asking: await asking("GET", "/events") for asking in (an, viewer, binh, anybody)}
    titles = {asking: [event["title"]["vi"] for event in found["items"]] for asking, found in listed.items()}
    assert sorted(titles[an]) == sorted(titles[viewer]) == ["Bản nháp", "Công khai"]
    assert titles[binh] == titles[anybody] == ["Công khai"]


async def test_a_change_owes_the_version_it_has_seen(an: Api, cast: Any) -> None:
    event = await an("POST", "/events", WEEK, expect=201)
    path = f"/events/{event['id']}"
    await an("PATCH", path, {"contact": "An"}, expect=428)
    await an("PATCH", path, {"contact": "An"}, version=1)
    stale = await an("PATCH", path, {"contact": "Ai đó"}, version=1, expect=412)
    assert stale["version"] == 2
    cleared = await an("PATCH", path, {"announced_booths": None, "title": None}, version=2, expect=422)
    assert fields(cleared) == ["title"]
    cleared = await an("PATCH", path, {"announced_booths": None}, version=2)
    assert (cleared["announced_booths"], cleared["contact"]) == (None, "An")
    await an("PATCH", f"/series/{new_id()}", {}, version=1, expect=404)


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


async def test_verbs_owe_a_reason_and_a_state(an: Api, cast: Any) -> None:
    event = await make.event(cast.an.organization)
    path = f"/events/{event.id}"
    for verb in ("postponement", "cancellation", "rescheduling"):
        assert fields(await an("POST", f"{path}/{verb}", {}, expect=422))[0] == "reason"
        assert fields(await an("POST", f"{path}/{verb}", {"reason": "  "}, expect=422))[0] == "reason"
    assert (await an("POST", f"{path}/postponement", {"reason": "Bão"}))["state"] == "postponed"
    problem = await an("POST", f"{path}/postponement", {"reason": "Bão"}, expect=409)
    assert (problem["type"].rsplit("/", 1)[1], problem["state"]) == ("wrong-state", "postponed")
    cancelled = await an("POST", f"{path}/cancellation", {"reason": "Dịch bệnh"})
    assert (cancelled["state"], cancelled["reason"]) == ("cancelled", "Dịch bệnh")
    await an("POST", f"{path}/publication", expect=409)
    await an("POST", f"{path}/rescheduling", {"reason": "?"}, expect=409)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=tay nguyen", ["Hội chợ Tây Nguyên"]),
        ("q=BIG C da nang", ["Tuần lễ tháng Một"]),
        ("q=100%25", []),
        ("month=2026-12", ["Hội chợ Tây Nguyên"]),
        ("month=2027-01", ["Hội chợ Tây Nguyên", "Tuần lễ tháng Một"]),
        ("month=2026-11", []),
        ("state=cancelled", ["Tuần lễ tháng Một"]),
        ("kind=fair", ["Hội chợ Tây Nguyên"]),
        ("province=34-48", ["Tuần lễ tháng Một"]),
        ("province=63-48", []),
        ("chain=CHAIN", ["Tuần lễ tháng Một"]),
        ("series_id=SERIES", ["Hội chợ Tây Nguyên"]),
        ("limit=1", ["Hội chợ Tây Nguyên"]),
    ],
)
async def test_events_are_found(anybody: Api, cast: Any, at: datetime, asked: str, found: list[str]) -> None:
    an, dung = cast.an.organization, cast.dung.organization
    series = await scheduling.create_series(an.id, {"vi": "Tây Nguyên"}, at=at)
    period = {"first_on": date(2026, 12, 30), "last_on": date(2027, 1, 2)}
    await make.event(an, "Hội chợ Tây Nguyên", kind="fair", series=series.id, **period)
    late = {"first_on": date(2027, 1, 15), "last_on": date(2027, 1, 20)}
    week = await make.event(an, "Tuần lễ tháng Một", state=EventState.CANCELLED, **late)
    await make.site(week, await make.venue(dung, "Big C Đà Nẵng", chain=dung.id, province_code="48"))
    query = asked.replace("CHAIN", str(dung.id)).replace("SERIES", str(series.id))
    listed = await anybody("GET", f"/events?{query}")
    assert [event["title"]["vi"] for event in listed["items"]] == found


@pytest.mark.parametrize(
    "query",
    ["month=2026-13", "month=soon", "state=lost", "chain=x", "limit=0", "after=x", "month=%00", "month=9999-12"],
)
async def test_a_wrong_filter_is_refused(anybody: Api, query: str) -> None:
    await anybody("GET", f"/events?{query}", expect=422)


@pytest.mark.parametrize(
    ("query", "status"),
    [("q=%00", 400), ("province=%00-1", 400), ("q=%5C%25_", 200), ("province=x", 200), (f"q={'x' * 200}", 200)],
)
async def test_an_odd_filter_finds_nothing_or_is_refused(anybody: Api, cast: Any, query: str, status: int) -> None:
    await make.event(cast.an.organization)
    answer = await anybody("GET", f"/events?{query}", expect=status)
    assert answer.get("items", []) == []


async def test_lists_go_on_where_the_page_before_ended(anybody: Api, cast: Any) -> None:
    for n in range(3):
        await make.event(cast.an.organization, f"Tuần {n}", first_on=make.FIRST_ON + timedelta(days=n % 2))
    seen: list[str] = []
    after = ""
    while True:
        page = await anybody("GET", f"/events?limit=1{after}")
        seen += [event["title"]["vi"] for event in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert seen == ["Tuần 0", "Tuần 2", "Tuần 1"]


async def test_series_are_listed_as_a_vietnamese_dictionary_has_them(an: Api, anybody: Api) -> None:
    for name in ("Tuần lễ OCOP", "Đặc sản", "Dừa"):
        await an("POST", "/series", {"name": {"vi": name}}, expect=201)
    listed = await anybody("GET", "/series")
    assert [series["name"]["vi"] for series in listed["items"]] == ["Dừa", "Đặc sản", "Tuần lễ OCOP"]
    assert [s["name"]["vi"] for s in (await anybody("GET", "/series?q=dac"))["items"]] == ["Đặc sản"]
    series = listed["items"][0]
    renamed = await an("PATCH", f"/series/{series['id']}", {"name": {"vi": "Dừa Bến Tre"}}, version=1)
    assert await anybody("GET", f"/series/{series['id']}") == renamed


@pytest.mark.parametrize("path", ["/events", "/events/EVENT/sites", "/events/EVENT/sessions", "/series"])
async def test_lists_ask_as_often_for_three_rows_as_for_one(
    anybody: Api, cast: Any, at: datetime, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    asked = 0
    fetch = db.fetch

    async def counted(sql: str, *values: Any) -> list[dict[str, Any]]:
        nonlocal asked
        asked += 1
        return await fetch(sql, *values)

    monkeypatch.setattr(db, "fetch", counted)
    event = await make.event(cast.an.organization)
    venue = await make.venue(cast.an.organization)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            await make.event(cast.an.organization)
            await make.site(event, venue)
            await make.session(event, venue)
            await scheduling.create_series(cast.an.organization.id, {"vi": "Tuần lễ"}, at=at)
        asked = 0
        await anybody("GET", path.replace("EVENT", str(event.id)))
        counts.append(asked)
    assert counts[0] == counts[1] > 0

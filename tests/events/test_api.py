"""The schedule over HTTP: the thin path from nothing to a published event, and what it refuses."""

from typing import Any

from events_app.actor import Role
from events_app.events.tables import Event, EventState
from events_app.values import new_id
from tests import make
from tests.events.asking import Api, fields

WEEK = {
    "kind": "week",
    "title": {"vi": "Tuần lễ OCOP tại Big C", "en": "OCOP Week at Big C"},
    "first_on": "2026-12-16",
    "last_on": "2026-12-20",
    "announced_booths": 60,
    "filing": {"required": False, "exempt_decision": "919/QĐ-TTg"},
    "directs": [{"name": "Bộ Nông nghiệp và Môi trường"}],
}


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
        await asking("GET", f"/events/{draft.id}/publication", expect=401 if asking is anybody else expected)
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


async def test_dates_the_wrong_way_round_are_said_beside_whatever_else_is_wrong(an: Api, cast: Any) -> None:
    dates = {"first_on": "2026-12-20", "last_on": "2026-12-16"}
    registration = {
        "registration_opens_at": "2026-12-02T08:00:00+07:00",
        "registration_closes_at": "2026-12-01T08:00:00+07:00",
    }
    refused = await an("POST", "/events", {**WEEK, **dates, **registration, "title": {}}, expect=422)
    assert fields(refused) == ["title.vi", "last_on", "registration_closes_at"]
    refused = await an("POST", "/events", {**WEEK, **dates, "last_on": "soon", "title": {}}, expect=422)
    assert fields(refused) == ["title.vi", "last_on"]
    event = await make.event(cast.an.organization)
    times = {"starts_at": "2026-12-17T08:00:00+07:00", "ends_at": "2026-12-17T08:00:00+07:00"}
    refused = await an("POST", f"/events/{event.id}/sessions", {"title": {"vi": "Hội nghị"}, **times}, expect=422)
    assert fields(refused) == ["venue_id", "ends_at"]

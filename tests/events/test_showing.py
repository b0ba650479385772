"""Lists over HTTP: what they find, how they go on, how often they ask."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from events_app.events import scheduling
from events_app.events.tables import EventState
from tests import counting, make
from tests.events.asking import Api


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=tay nguyen", ["Hội chợ Tây Nguyên"]),
        ("q=BIG C da nang", ["Tuần lễ tháng Một"]),
        ("q=tay nguyne", ["Hội chợ Tây Nguyên"]),
        ("q=Taay Nguyeen", ["Hội chợ Tây Nguyên"]),
        ("q=big c da nagn", ["Tuần lễ tháng Một"]),
        ("q=tay ngu yen", ["Hội chợ Tây Nguyên"]),
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
    [
        ("q=%00", 200),
        ("province=%00-1", 422),
        ("q=%5C%25_", 200),
        ("province=x", 422),
        ("province=x-1", 422),
        (f"q={'x' * 200}", 200),
    ],
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
    for q, found in {"dac": ["Đặc sản"], "đặc%20–%20sản": ["Đặc sản"], "%25": []}.items():
        assert [s["name"]["vi"] for s in (await anybody("GET", f"/series?q={q}"))["items"]] == found
    series = listed["items"][0]
    renamed = await an("PATCH", f"/series/{series['id']}", {"name": {"vi": "Dừa Bến Tre"}}, version=1)
    assert await anybody("GET", f"/series/{series['id']}") == renamed


@pytest.mark.parametrize("path", ["/events", "/events/EVENT/sites", "/events/EVENT/sessions", "/series"])
async def test_lists_ask_as_often_for_three_rows_as_for_one(anybody: Api, cast: Any, at: datetime, path: str) -> None:
    event = await make.event(cast.an.organization)
    venue = await make.venue(cast.an.organization)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            await make.event(cast.an.organization)
            await make.site(event, venue)
            await make.session(event, venue)
            await scheduling.create_series(cast.an.organization.id, {"vi": "Tuần lễ"}, at=at)
        async with counting.statements() as said:
            await anybody("GET", path.replace("EVENT", str(event.id)))
        counts.append(len(said))
    assert counts[0] == counts[1] > 0

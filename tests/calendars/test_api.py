"""Rules 13 to 19 over HTTP, through the whole application."""

import gzip
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from events_app import db
from events_app.calendars import api, entries, gathering, keeping
from events_app.directory.tables import Kind, Organization
from events_app.events import cancelling
from events_app.events.tables import EventState
from events_app.venues.tables import Venue
from tests import make
from tests.calendars.readers import by_icalendar


@pytest.fixture(autouse=True)
def shelf(monkeypatch: pytest.MonkeyPatch) -> keeping.Shelf:
    """An empty shelf for each test; nobody listens here, so every answer is read anew."""
    empty = keeping.Shelf()
    monkeypatch.setattr(api, "shelf", empty)
    return empty


@pytest.fixture
async def fair(cast: Any, at: datetime) -> make.Fair:
    """A published fair with its entries, in a store of Dũng's chain."""
    held = await make.fair(cast.an.organization, booths=0)
    await Venue.update({Venue.chain: cast.dung.organization.id}).where(Venue.id == held.venue.id)
    await entries.refresh(held.id, at=at)
    return held


async def get(client: httpx.AsyncClient, path: str, method: str = "GET", **headers: str) -> httpx.Response:
    """The answer; names of headers with underscores. Without a wish, no encoding is accepted."""
    sent = {name.replace("_", "-"): value for name, value in {"accept_encoding": "identity", **headers}.items()}
    return await client.request(method, path, headers=sent)


def named(answer: httpx.Response) -> dict[str, str]:
    """The headers of an answer, without the id of the request, which each has for itself."""
    assert answer.headers["x-request-id"]
    return {name: value for name, value in answer.headers.items() if name != "x-request-id"}


@pytest.mark.parametrize("prefix", ["", "/en", "/id"])
@pytest.mark.parametrize("name", ["all", "events/{event}", "chains/{chain}", "venues/{venue}"])
async def test_rule_16_the_printed_address_answers_200_itself(
    client: httpx.AsyncClient, cast: Any, fair: make.Fair, prefix: str, name: str
) -> None:
    named = name.format(event=fair.event.slug, chain=cast.dung.organization.slug, venue=fair.venue.slug)
    answer = await get(client, f"/calendars{prefix}/{named}.ics")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert len(by_icalendar(answer.content)) == 6
    assert f"SOURCE;VALUE=URI:http://fairs.test/calendars{prefix}/{named}.ics" in answer.text.replace("\r\n ", "")


async def test_the_three_languages_say_the_same_in_their_words(client: httpx.AsyncClient, fair: make.Fair) -> None:
    summaries = []
    for prefix in ("", "/en", "/id"):
        answer = await get(client, f"/calendars{prefix}/events/{fair.event.slug}.ics")
        summaries.append({found.summary for found in by_icalendar(answer.content)})
    assert summaries == [{"Tuần lễ OCOP"}, {"OCOP Week"}, {"Tuần lễ OCOP"}]


async def test_rule_2_two_gets_without_a_change_are_byte_identical(client: httpx.AsyncClient, fair: make.Fair) -> None:
    first, second = [await get(client, "/calendars/all.ics") for _ in range(2)]
    assert first.content == second.content
    assert named(first) == named(second)


async def test_rule_14_an_unchanged_feed_is_304_and_a_changed_one_is_not(
    client: httpx.AsyncClient, fair: make.Fair, at: datetime
) -> None:
    path = f"/calendars/events/{fair.event.slug}.ics"
    first = await get(client, path)
    tag, date = first.headers["etag"], first.headers["last-modified"]
    for asked in ({"if_none_match": tag}, {"if_modified_since": date}):
        again = await get(client, path, **asked)
        assert (again.status_code, again.content) == (304, b"")
        assert (again.headers["etag"], again.headers["last-modified"]) == (tag, date)
    await cancelling.cancel(fair.event, "Bão", at=at)
    for asked in ({"if_none_match": tag}, {"if_modified_since": date}):
        assert (await get(client, path, **asked)).status_code == 200


@pytest.mark.parametrize("path", ["/calendars/all.ics", "/calendars/events/khong-co.ics", "/calendars/x"])
async def test_rule_14_head_is_get_without_the_body(client: httpx.AsyncClient, fair: make.Fair, path: str) -> None:
    full, head = await get(client, path), await get(client, path, "HEAD")
    assert head.content == b""
    assert (head.status_code, named(head)) == (full.status_code, named(full))
    assert int(head.headers["content-length"]) == len(full.content) > 0


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "REPORT"])
@pytest.mark.parametrize("path", ["/calendars/all.ics", "/calendars/events/khong-co.ics"])
async def test_rule_14_other_methods_are_405(
    client: httpx.AsyncClient, fair: make.Fair, method: str, path: str
) -> None:
    answer = await get(client, path, method)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert answer.json()["type"] == "http://fairs.test/problems/method-not-allowed"


async def test_rule_15_gzip_only_when_asked(client: httpx.AsyncClient, fair: make.Fair) -> None:
    plain = await get(client, "/calendars/all.ics")
    assert "content-encoding" not in plain.headers
    async with client.stream("GET", "/calendars/all.ics", headers={"accept-encoding": "gzip"}) as zipped:
        raw = b"".join([part async for part in zipped.aiter_raw()])
    assert (zipped.headers["content-encoding"], zipped.headers["vary"]) == ("gzip", "Accept-Encoding")
    assert int(zipped.headers["content-length"]) == len(raw) < len(plain.content)
    assert gzip.decompress(raw) == plain.content
    assert zipped.headers["etag"] != plain.headers["etag"]


@pytest.mark.parametrize("accept", ["text/html", "application/json;q=0.1", "image/png, */*;q=0", ""])
async def test_rule_15_never_406(client: httpx.AsyncClient, fair: make.Fair, accept: str) -> None:
    answer = await get(client, "/calendars/all.ics", accept=accept)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("/calendars/all.ics/", "/calendars/all.ics"),
        ("/calendars/%61ll.ics", "/calendars/all.ics"),
        ("/calendars/vi/all.ics", "/calendars/all.ics"),
        ("/calendars/vi/events/{slug}.ics", "/calendars/events/{slug}.ics"),
        ("/calendars/en/events/{slug}.ics/", "/calendars/en/events/{slug}.ics"),
    ],
)
async def test_rule_16_another_way_of_writing_an_address_is_moved_for_good(
    client: httpx.AsyncClient, fair: make.Fair, written: str, meant: str
) -> None:
    answer = await get(client, written.format(slug=fair.event.slug))
    assert (answer.status_code, answer.headers["location"]) == (308, meant.format(slug=fair.event.slug))
    assert (await get(client, answer.headers["location"])).status_code == 200


async def test_a_query_is_not_needed_and_does_no_harm(client: httpx.AsyncClient, fair: make.Fair) -> None:
    assert (await get(client, "/calendars/all.ics?nocache=1")).content == (
        await get(client, "/calendars/all.ics")
    ).content


@pytest.mark.parametrize(
    "path",
    [
        "/calendars",
        "/calendars/",
        "/calendars/all",
        "/calendars/fr/all.ics",
        "/calendars/events/khong-co.ics",
        "/calendars/series/khong-co.ics",
        "/calendars/venues/khong-co.ics",
        "/calendars/chains/khong-co.ics",
        "/calendars/%FF.ics",
        "/calendars/events/%00.ics",
    ],
)
async def test_rule_18_what_never_was_is_404(client: httpx.AsyncClient, fair: make.Fair, path: str) -> None:
    answer = await client.get(httpx.URL("http://fairs.test", raw_path=path.encode()))
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_rule_18_a_draft_is_404(client: httpx.AsyncClient, cast: Any) -> None:
    draft = await make.fair(cast.an.organization, booths=0, state=EventState.DRAFT)
    assert (await get(client, f"/calendars/events/{draft.event.slug}.ics")).status_code == 404


async def test_rule_18_a_dead_feed_is_410_in_the_language_of_its_address(
    client: httpx.AsyncClient, cast: Any, fair: make.Fair
) -> None:
    chain = cast.dung.organization
    paths = [f"/calendars{prefix}/chains/{chain.slug}.ics" for prefix in ("", "/en", "/id")]
    assert [(await get(client, path)).status_code for path in paths] == [200, 200, 200]
    await Organization.update({Organization.kind: Kind.AUTHORITY}).where(Organization.id == chain.id)
    answers = [await get(client, path) for path in paths]
    assert [(answer.status_code, answer.json()["title"]) for answer in answers] == [
        (410, "Lịch này không còn được duy trì."),
        (410, "This calendar is no longer kept."),
        (410, "Kalender ini tidak lagi dikelola."),
    ]


async def test_rule_13_a_cancelled_fair_whose_entries_are_dropped_is_a_whole_empty_calendar(
    client: httpx.AsyncClient, fair: make.Fair, at: datetime
) -> None:
    await cancelling.cancel(fair.event, "Bão", at=at)
    await db.fetch("UPDATE entry SET drop_on = '2026-12-07' WHERE event = $1", fair.id)
    answer = await get(client, f"/calendars/events/{fair.event.slug}.ics")
    assert answer.status_code == 200
    assert (answer.content[:17], answer.content[-15:]) == (b"BEGIN:VCALENDAR\r\n", b"END:VCALENDAR\r\n")
    assert by_icalendar(answer.content) == []


async def test_rule_18_in_trouble_the_last_copy_is_served_before_an_error(
    client: httpx.AsyncClient, fair: make.Fair, shelf: keeping.Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await get(client, "/calendars/all.ics")

    async def away(*_args: Any, **_kwargs: Any) -> gathering.Feed:
        raise ConnectionRefusedError("the database is away")

    monkeypatch.setattr(gathering, "current", away)
    stale = await get(client, "/calendars/all.ics")
    assert (stale.status_code, stale.content) == (200, first.content)
    assert (await get(client, "/calendars/all.ics", if_none_match=first.headers["etag"])).status_code == 304
    unread = await get(client, "/calendars/en/all.ics")
    assert (unread.status_code, unread.headers["retry-after"]) == (503, "5")
    assert unread.json()["title"] == "The calendar cannot be read right now; try again in a moment."


async def test_rule_19_no_cookie_and_no_sign_in_shapes_a_feed(
    client: httpx.AsyncClient, cast: Any, fair: make.Fair
) -> None:
    plain = await get(client, "/calendars/all.ics")
    dressed = await get(
        client,
        "/calendars/all.ics",
        cookie="fairs_language=en; fairs_visit=x",
        accept_language="id",
        **cast.an.headers,
    )
    assert dressed.content == plain.content
    assert "set-cookie" not in dressed.headers


async def test_mails_and_feeds_never_trust_the_host_header(client: httpx.AsyncClient, fair: make.Fair) -> None:
    answer = await get(client, "/calendars/all.ics", host="evil.example")
    assert "evil.example" not in answer.text


async def test_the_window_of_a_collection_moves_at_midnight(
    client: httpx.AsyncClient, fair: make.Fair, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from events_app import values

    assert len(by_icalendar((await get(client, "/calendars/all.ics")).content)) == 6
    monkeypatch.setattr(values, "_clock", lambda: at + timedelta(days=200))
    assert by_icalendar((await get(client, "/calendars/all.ics")).content) == []

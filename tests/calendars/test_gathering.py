"""Which entries belong to a feed, and since when its bytes are what they are."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from events_app import db, errors, values
from events_app.calendars import entries, gathering
from events_app.calendars.gathering import Wanted
from events_app.directory.tables import Kind, Organization
from events_app.events import cancelling, scheduling
from events_app.events.bodies import EventChange
from events_app.events.tables import EventState, Series
from events_app.i18n import Language
from events_app.venues.tables import Venue
from tests import make
from tests.calendars.readers import READERS, by_icalendar, lines

pytestmark = pytest.mark.usefixtures("database")

ALL = Wanted(Language.VI, "all")


def of(event: Any, language: Language = Language.VI) -> Wanted:
    return Wanted(language, "events", event.slug)


async def shown(cast: Any, at: datetime, title: str = "Tuần lễ OCOP", **given: Any) -> make.Fair:
    """A published fair with its entries."""
    fair = await make.fair(cast.an.organization, booths=0, title=title, **given)
    await entries.refresh(fair.id, at=at)
    return fair


async def read(wanted: Wanted, at: datetime) -> list[tuple[str, str]]:
    """What a reader sees: when it starts, and what it is."""
    feed = await gathering.current(wanted, at=at)
    return [(found.starts, found.summary) for found in sorted(by_icalendar(feed.body), key=lambda one: one.starts)]


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/calendars/all.ics", Wanted(Language.VI, "all")),
        ("/calendars/en/all.ics", Wanted(Language.EN, "all")),
        ("/calendars/id/chains/aeon.ics", Wanted(Language.ID, "chains", "aeon")),
        ("/calendars/events/tuan-le-ocop-2.ics", Wanted(Language.VI, "events", "tuan-le-ocop-2")),
        ("/calendars/series/ocop.ics", Wanted(Language.VI, "series", "ocop")),
        ("/calendars/venues/aeon.ics", Wanted(Language.VI, "venues", "aeon")),
        ("/calendars/vi/all.ics", None),
        ("/calendars/all", None),
        ("/calendars/all.ics/", None),
        ("/calendars/all.ics\n", None),
        ("/calendars/events/.ics", None),
        ("/calendars/events/A.ics", None),
        ("/calendars/events/x/y.ics", None),
        ("/calendars/people/x.ics", None),
        ("/calendars/", None),
    ],
)
def test_an_address_names_a_feed(path: str, wanted: Wanted | None) -> None:
    assert gathering.named(path) == wanted
    if wanted:
        assert wanted.path == path


def test_rule_17_every_address_is_shorter_than_256_characters() -> None:
    longest = Wanted(Language.EN, "chains", "x" * 90)
    assert gathering.named(longest.path) == longest
    assert len(longest.path) < 256 - len("https://a-host-with-a-rather-long-name.example.gov.vn:65535")


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
async def test_every_reader_sees_the_days_of_the_fair(cast: Any, at: datetime, reader: Any) -> None:
    fair = await shown(cast, at)
    await make.session(fair.event, fair.venue)
    await entries.refresh(fair.id, at=at)
    feed = await gathering.current(of(fair.event), at=at)
    assert sorted((found.starts, found.ends, found.summary) for found in reader(feed.body)) == [
        ("2026-12-16", "2026-12-21", "Tuần lễ OCOP"),
        ("2026-12-16 08:00", "2026-12-16 21:00", "Tuần lễ OCOP"),
        ("2026-12-16 09:00", "2026-12-16 11:00", "Hội nghị kết nối – Tuần lễ OCOP"),
        ("2026-12-17 08:00", "2026-12-17 21:00", "Tuần lễ OCOP"),
        ("2026-12-18 08:00", "2026-12-18 21:00", "Tuần lễ OCOP"),
        ("2026-12-19 08:00", "2026-12-19 21:00", "Tuần lễ OCOP"),
        ("2026-12-20 08:00", "2026-12-20 21:00", "Tuần lễ OCOP"),
    ]


async def test_rule_2_without_a_change_the_bytes_and_the_date_stay(cast: Any, at: datetime) -> None:
    fair = await shown(cast, at)
    for language in Language:
        for wanted in (of(fair.event, language), Wanted(language, "all")):
            first = await gathering.current(wanted, at=at)
            assert await gathering.current(wanted, at=at + timedelta(hours=9)) == first
            assert f"LAST-MODIFIED:{at:%Y%m%dT%H%M%SZ}" in lines(first.body)


async def test_rule_14_a_change_gives_other_bytes_and_a_later_date_even_within_a_second(
    cast: Any, at: datetime
) -> None:
    fair = await shown(cast, at)
    before = await gathering.current(of(fair.event), at=at)
    for n in (1, 2):
        change = EventChange.model_validate({"title": {"vi": f"Tuần lễ {n}"}})
        await scheduling.edit_event(fair.event, fair.event.version, change, at=at)
        after = await gathering.current(of(fair.event), at=at)
        assert after.body != before.body
        assert after.changed_at == at + timedelta(seconds=n)
        assert f"NAME:Tuần lễ {n}" in lines(after.body)


async def test_rule_14_a_venue_that_leaves_a_chain_changes_the_date_of_the_chains_feed(cast: Any, at: datetime) -> None:
    fair = await shown(cast, at)
    chain = cast.dung.organization
    await Venue.update({Venue.chain: chain.id}).where(Venue.id == fair.venue.id)
    wanted = Wanted(Language.VI, "chains", chain.slug)
    assert len(await read(wanted, at)) == 6
    await Venue.update({Venue.chain: None}).where(Venue.id == fair.venue.id)
    feed = await gathering.current(wanted, at=at + timedelta(hours=1))
    assert by_icalendar(feed.body) == []
    assert feed.changed_at == at + timedelta(hours=1)


async def test_rule_1_an_entry_has_the_same_uid_in_every_feed(cast: Any, at: datetime) -> None:
    series = Series(
        organization=cast.an.organization.id,
        name={"vi": "Tuần OCOP"},
        slug="tuan-ocop",
        created_at=at,
        search="tuan ocop",
        sort="tuan ocop",
    )
    await series.save()
    fair = await shown(cast, at, series=series.id)
    await Venue.update({Venue.chain: cast.dung.organization.id}).where(Venue.id == fair.venue.id)
    feeds = [
        of(fair.event),
        of(fair.event, Language.EN),
        ALL,
        Wanted(Language.ID, "series", "tuan-ocop"),
        Wanted(Language.VI, "venues", fair.venue.slug),
        Wanted(Language.VI, "chains", cast.dung.organization.slug),
    ]
    uids = [{found.uid for found in by_icalendar((await gathering.current(one, at=at)).body)} for one in feeds]
    assert len(uids[0]) == 6
    assert all(found == uids[0] for found in uids)


async def test_a_chain_shows_the_days_in_its_stores_and_nobody_elses(cast: Any, at: datetime) -> None:
    fair = await shown(cast, at)
    other = await shown(cast, at, title="Hội chợ khác")
    chain = cast.dung.organization
    conference = await make.session(other.event, fair.venue)
    await entries.refresh(other.id, at=at)
    await Venue.update({Venue.chain: chain.id}).where(Venue.id == fair.venue.id)
    found = await read(Wanted(Language.VI, "chains", chain.slug), at)
    assert [summary for _, summary in found].count("Tuần lễ OCOP") == 6
    assert ("2026-12-16 09:00", "Hội nghị kết nối – Hội chợ khác") in found
    assert ("2026-12-16", "Hội chợ khác") in found
    assert len(found) == 8
    assert conference.venue == fair.venue.id


async def test_rule_9_a_collection_reaches_180_days_back_and_18_months_ahead(cast: Any, at: datetime) -> None:
    today = values.today(at)
    for first_on in (
        today - timedelta(days=182),
        today - timedelta(days=180),
        date(2028, 6, 6),
        date(2028, 6, 7),
    ):
        await shown(cast, at, title=f"{first_on}", first_on=first_on, last_on=first_on)
    found = {summary for _, summary in await read(ALL, at)}
    assert found == {f"{today - timedelta(days=180)}", "2028-06-06"}


async def test_rule_9_the_feed_of_one_event_has_no_window(cast: Any, at: datetime) -> None:
    old = await shown(cast, at, first_on=date(2021, 2, 2), last_on=date(2021, 2, 3))
    assert [starts for starts, _ in await read(of(old.event), at)] == [
        "2021-02-02",
        "2021-02-02 08:00",
        "2021-02-03 08:00",
    ]


async def test_rule_9_of_too_many_entries_those_to_come_are_kept(
    cast: Any, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "MOST", 3)
    await shown(cast, at, title="vừa qua", first_on=date(2026, 12, 1), last_on=date(2026, 12, 1))
    await shown(cast, at, title="sắp tới", first_on=date(2026, 12, 10), last_on=date(2026, 12, 10))
    assert await read(ALL, at) == [
        ("2026-12-01 08:00", "vừa qua"),
        ("2026-12-10", "sắp tới"),
        ("2026-12-10 08:00", "sắp tới"),
    ]


async def test_rule_9_what_is_promised_is_about_2000() -> None:
    limits = [gathering.BACK, gathering.AHEAD_MONTHS, gathering.MOST]
    assert limits == [timedelta(days=180), 18, 2000]


@pytest.mark.parametrize(
    ("today", "ahead"),
    [
        (date(2026, 12, 7), date(2028, 6, 7)),
        (date(2026, 8, 31), date(2028, 2, 29)),
        (date(2026, 6, 30), date(2027, 12, 30)),
        (date(2026, 7, 1), date(2028, 1, 1)),
    ],
)
def test_rule_9_eighteen_months_end_on_a_date_that_exists(today: date, ahead: date) -> None:
    back, until = gathering.window(today)
    assert values.today(until) == ahead
    assert values.today(back) == today - timedelta(days=180)


async def test_rule_8_a_cancelled_fair_leaves_the_feeds_thirty_days_after_its_end(cast: Any, at: datetime) -> None:
    fair = await shown(cast, at)
    await cancelling.cancel(fair.event, "Bão", at=at)
    last_day = values.local(date(2027, 1, 18), datetime.max.time())
    assert len(await read(of(fair.event), last_day)) == len(await read(ALL, last_day)) == 6
    after = last_day + timedelta(seconds=1)
    assert await read(of(fair.event), after) == await read(ALL, after) == []


async def test_rule_13_a_calendar_without_entries_is_a_whole_vcalendar(cast: Any, at: datetime) -> None:
    feed = await gathering.current(Wanted(Language.EN, "chains", cast.dung.organization.slug), at=at)
    written = lines(feed.body)
    assert (written[0], written[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    assert "NAME:Siêu thị Mẫu" in written
    assert "BEGIN:VTIMEZONE" in written
    assert "BEGIN:VEVENT" not in written


@pytest.mark.parametrize("kind", ["events", "series", "venues", "chains"])
async def test_rule_18_a_name_that_never_was_is_not_found(at: datetime, kind: str) -> None:
    with pytest.raises(errors.NotFound):
        await gathering.current(Wanted(Language.VI, kind, "khong-co"), at=at)
    assert await db.fetch("SELECT FROM feed") == []


async def test_rule_18_a_draft_is_not_found_and_an_organizer_is_no_chain(cast: Any, at: datetime) -> None:
    fair = await make.fair(cast.an.organization, booths=0, state=EventState.DRAFT)
    for wanted in (of(fair.event), Wanted(Language.VI, "chains", cast.an.organization.slug)):
        with pytest.raises(errors.NotFound):
            await gathering.current(wanted, at=at)


async def test_rule_18_a_feed_whose_subject_is_no_more_is_gone(cast: Any, at: datetime) -> None:
    chain = cast.dung.organization
    wanted = Wanted(Language.VI, "chains", chain.slug)
    await gathering.current(wanted, at=at)
    await Organization.update({Organization.kind: Kind.AUTHORITY}).where(Organization.id == chain.id)
    with pytest.raises(gathering.Gone):
        await gathering.current(wanted, at=at)


async def test_rule_3_every_line_of_a_feed_has_at_most_75_octets(cast: Any, at: datetime) -> None:
    await shown(cast, at, title="Tuần lễ đặc sản vùng miền và sản phẩm OCOP, làng nghề truyền thống; " * 4)
    feed = await gathering.current(ALL, at=at)
    assert max(len(line) for line in feed.body.split(b"\r\n")) <= 75
    assert feed.body.endswith(b"END:VCALENDAR\r\n")


async def test_rule_11_a_collection_says_its_limits_in_its_description(at: datetime) -> None:
    feed = await gathering.current(Wanted(Language.EN, "all"), at=at)
    assert (
        "X-WR-CALDESC:Every OCOP fair. It reaches 180 days back and 18 months ahead and holds at most about"
        " 2\\,000 entries." in lines(feed.body)
    )

"""Ready copies: right while this process hears what changes, and better than nothing when it does not."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import asyncpg
import pytest

from events_app import db, outbox, values
from events_app.calendars import entries, gathering, keeping
from events_app.calendars.gathering import Wanted
from events_app.events import scheduling
from events_app.events.bodies import EventChange
from events_app.i18n import Language
from tests import make
from tests.calendars import serving

ALL = Wanted(Language.VI, "all")
KEY = ALL.path.encode()
SOON = 2.0  # seconds within which every process must show a change


async def until(true: Callable[[], bool], within: float = SOON) -> float:
    """The seconds until it is true; fails after ``within``."""
    begun = time.monotonic()
    while not true():
        assert time.monotonic() - begun < within
        await asyncio.sleep(0.01)
    return time.monotonic() - begun


async def nothing() -> None:
    """What a shelf in these tests begins with."""


@asynccontextmanager
async def hearing() -> AsyncIterator[keeping.Shelf]:
    """A shelf that hears, with the feed of all fairs on it."""
    shelf = keeping.Shelf()
    async with keeping.listening(shelf, nothing):
        await until(lambda: shelf.hearing)
        await shelf.get(KEY, ALL)
        assert shelf.right(KEY) is not None
        yield shelf


async def record(topic: str) -> None:
    """Commit a message."""
    async with db.transaction():
        await outbox.record(topic, at=values.now(), event=values.new_id())


async def test_a_shelf_that_hears_nothing_asks_the_database_each_time(own_database: str) -> None:
    shelf = keeping.Shelf()
    await shelf.get(KEY, ALL)
    assert shelf.right(KEY) is None


async def test_a_message_that_is_committed_takes_the_copies_for_out_of_date_at_once(own_database: str) -> None:
    async with hearing() as shelf:
        await record("series.edit")
        assert await until(lambda: shelf.right(KEY) is None) < 0.5
        await shelf.get(KEY, ALL)
        assert shelf.right(KEY) is not None


async def test_a_message_that_no_feed_cares_for_leaves_the_copies(own_database: str) -> None:
    async with hearing() as shelf:
        copy = shelf.right(KEY)
        await record("delivery.send")
        await asyncio.sleep(keeping.POLL * 1.5)
        assert shelf.right(KEY) is copy


async def test_a_message_whose_notice_is_lost_is_found_within_two_seconds(own_database: str) -> None:
    async with hearing() as shelf:
        await db.fetch(
            "INSERT INTO message (id, topic, payload, at, request_id) VALUES ($1, 'series.edit', '{}', $2, '')",
            values.new_id(),
            values.now(),
        )
        await until(lambda: shelf.right(KEY) is None)


async def test_a_message_that_is_committed_late_is_found_too(own_database: str) -> None:
    async with hearing() as shelf:
        early = values.new_id()
        await record("series.edit")
        await until(lambda: shelf.right(KEY) is None)
        await asyncio.sleep(keeping.POLL * 1.5)
        await shelf.get(KEY, ALL)
        assert shelf.right(KEY) is not None
        await db.fetch(
            "INSERT INTO message (id, topic, payload, at, request_id) VALUES ($1, 'series.edit', '{}', $2, '')",
            early,
            values.now(),
        )
        await until(lambda: shelf.right(KEY) is None)


async def test_a_lost_connection_is_noticed_at_once_and_made_again(own_database: str) -> None:
    async with hearing() as shelf:
        await db.fetch(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND query LIKE '%split_part%' AND pid <> pg_backend_pid()
              OR datname = current_database() AND query LIKE 'LISTEN%'
            """
        )
        await until(lambda: not shelf.hearing)
        assert shelf.right(KEY) is None
        await until(lambda: shelf.hearing, within=5)
        await shelf.get(KEY, ALL)
        assert shelf.right(KEY) is not None


async def test_a_database_that_is_slow_to_answer_is_not_trusted_meanwhile(own_database: str) -> None:
    async with hearing() as shelf:
        other = await asyncpg.connect(**db.engine().config)
        async with other.transaction():
            await other.execute("LOCK TABLE message IN ACCESS EXCLUSIVE MODE")
            await until(lambda: not shelf.hearing, within=keeping.POLL * 2.5)
            assert shelf.right(KEY) is None
        await until(lambda: shelf.hearing, within=keeping.POLL)
        await shelf.get(KEY, ALL)
        assert shelf.right(KEY) is not None
        await other.close()


async def test_every_copy_is_doubted_at_midnight_in_viet_nam(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = {"now": datetime.fromisoformat("2026-12-07T23:59:59+07:00")}
    monkeypatch.setattr(values, "_clock", lambda: clock["now"])
    async with hearing() as shelf:
        clock["now"] += timedelta(seconds=1)
        await until(lambda: shelf.right(KEY) is None)


async def test_many_who_ask_at_once_are_served_by_one_rendering(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, renderings = gathering.current, 0

    async def counted(wanted: Wanted, *, at: datetime) -> gathering.Feed:
        nonlocal renderings
        renderings += 1
        return await read(wanted, at=at)

    async with hearing() as shelf:
        monkeypatch.setattr(gathering, "current", counted)
        shelf.doubt()
        copies = await asyncio.gather(*(shelf.get(KEY, ALL) for _ in range(50)))
        assert renderings == 1
        assert all(copy is copies[0] for copy in copies)


async def test_many_who_ask_at_once_a_shelf_that_hears_nothing_cost_two_readings(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, readings = gathering.current, 0

    async def counted(wanted: Wanted, *, at: datetime) -> gathering.Feed:
        nonlocal readings
        readings += 1
        return await read(wanted, at=at)

    shelf = keeping.Shelf()
    monkeypatch.setattr(gathering, "current", counted)
    await asyncio.gather(*(shelf.get(KEY, ALL) for _ in range(50)))
    assert readings <= 2
    await shelf.get(KEY, ALL)
    assert readings <= 3
    assert shelf.right(KEY) is None


async def test_in_trouble_only_one_tries_and_the_others_take_the_last_copy(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = keeping.Shelf()
    last = await shelf.get(KEY, ALL)
    tries = 0

    async def away(wanted: Wanted, *, at: datetime) -> gathering.Feed:
        nonlocal tries
        tries += 1
        await asyncio.sleep(0.1)
        raise ConnectionRefusedError("the database is away")

    monkeypatch.setattr(gathering, "current", away)
    copies = await asyncio.gather(*(shelf.get(KEY, ALL) for _ in range(50)))
    assert tries == 1
    assert all(copy is last for copy in copies)


async def test_a_change_during_a_rendering_leaves_its_copy_in_doubt(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = gathering.current

    async with hearing() as shelf:

        async def changed_meanwhile(wanted: Wanted, *, at: datetime) -> gathering.Feed:
            feed = await read(wanted, at=at)
            shelf.doubt()
            return feed

        monkeypatch.setattr(gathering, "current", changed_meanwhile)
        shelf.doubt()
        await shelf.get(KEY, ALL)
        assert shelf.right(KEY) is None


async def test_the_oldest_copies_make_room(own_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = keeping.Shelf()
    feeds = [Wanted(language, "all") for language in Language]
    first = await shelf.get(feeds[0].path.encode(), feeds[0])
    monkeypatch.setattr(keeping, "MOST_BYTES", int(first.size * 2.5))
    for wanted in feeds:
        await shelf.get(wanted.path.encode(), wanted)
    assert list(shelf.copies) == [wanted.path.encode() for wanted in feeds[1:]]


async def test_every_worker_process_shows_a_change_within_two_seconds_and_a_copy_when_the_database_is_away(
    own_database: str,
) -> None:
    at = values.now()
    cast = await make.cast()
    fair = await make.fair(
        cast.an.organization,
        booths=0,
        first_on=values.today(at) + timedelta(days=9),
        last_on=values.today(at) + timedelta(days=13),
    )
    async with db.transaction():
        await entries.refresh(fair.id, at=at)
    path = f"/calendars/events/{fair.event.slug}.ics"
    async with serving.server(workers=2) as (url, parent):
        clients = await serving.client_of_each_worker(url, parent, 2)
        before = [await client.get(path) for client in clients]
        assert {answer.status_code for answer in before} == {200}
        assert (
            len({(answer.content, answer.headers["etag"], answer.headers["last-modified"]) for answer in before}) == 1
        )
        for n in range(3):
            change = EventChange.model_validate({"title": {"vi": f"Tuần lễ lần {n}"}})
            await scheduling.edit_event(fair.event, fair.event.version, change, at=values.now())
            committed = time.monotonic()
            for client in clients:
                while f"Tuần lễ lần {n}" not in (await client.get(path)).text:
                    assert time.monotonic() - committed < SOON
                    await asyncio.sleep(0.02)
        after = [await client.get(path) for client in clients]
        assert len({(answer.content, answer.headers["etag"], answer.headers["last-modified"]) for answer in after}) == 1

        admin = await asyncpg.connect(**{**db.engine().config, "database": "postgres"})
        name = db.engine().config["database"]
        try:
            await admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            await admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)
            for client in clients:
                for _ in range(5):
                    stale = await client.get(path)
                    assert (stale.status_code, stale.content) == (200, after[0].content)
                    match = {"if-none-match": after[0].headers["etag"]}
                    assert (await client.get(path, headers=match)).status_code == 304
                    await asyncio.sleep(0.3)
        finally:
            await admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
            await admin.close()
        await db.engine().close_connection_pool()
        await db.engine().start_connection_pool(min_size=1, max_size=5)
        change = EventChange.model_validate({"title": {"vi": "Tuần lễ trở lại"}})
        await scheduling.edit_event(fair.event, fair.event.version, change, at=values.now())
        for client in clients:
            back = time.monotonic()
            while "Tuần lễ trở lại" not in (await client.get(path)).text:
                assert time.monotonic() - back < 10
                await asyncio.sleep(0.05)
            await client.aclose()

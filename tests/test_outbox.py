"""What happened is recorded with it, followed in it, and heard once."""

from datetime import timedelta
from itertools import pairwise

import pytest

from events_app import db, outbox, together, values
from events_app.actor import as_actor
from events_app.outbox import Recorded
from tests import make

pytestmark = pytest.mark.usefixtures("database")
ROUTES = {"thing.happen": ["slice.one", "slice.two"]}


@pytest.fixture(autouse=True)
def _tied() -> object:
    yield
    together.tie()


async def _record() -> Recorded:
    async with db.transaction():
        return await outbox.record("thing.happen", at=make.NOW, id=values.new_id())


async def test_it_is_written_with_who_and_for_whom() -> None:
    cast = await make.cast()
    with as_actor(cast.an.actor, "request-1"):
        message = await _record()
    row = await db.one("SELECT * FROM message WHERE id = $1", message.id)
    assert row
    assert cast.an.organization
    assert (row["topic"], row["request_id"], row["user_id"], row["organization_id"]) == (
        "thing.happen",
        "request-1",
        cast.an.user.id,
        cast.an.organization.id,
    )
    assert row["payload"] == {"id": str(message.ids["id"])}


async def test_outside_a_transaction_it_raises(own_database: str) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        await outbox.record("thing.happen", at=make.NOW)


async def test_a_process_that_does_not_know_what_follows_may_not_record() -> None:
    outbox._followers = None
    with pytest.raises(RuntimeError, match="tie"):
        await _record()


async def test_followers_run_in_its_transaction_and_can_stop_it() -> None:
    seen: list[str] = []

    async def follow(message: Recorded) -> None:
        seen.append(message.topic)
        raise ZeroDivisionError

    outbox.let_follow({"thing.happen": [follow]})
    before = await db.fetch("SELECT id FROM message")
    with pytest.raises(ZeroDivisionError):
        await _record()
    assert seen == ["thing.happen"]
    assert await db.fetch("SELECT id FROM message") == before


async def test_each_message_gets_one_route_for_each_task_once() -> None:
    message = await _record()
    assert await outbox.route(ROUTES, at=make.NOW) >= 1
    assert await outbox.route(ROUTES, at=make.NOW) == 0
    rows = await db.fetch("SELECT task FROM route WHERE message = $1 ORDER BY task", message.id)
    assert [row["task"] for row in rows] == ["slice.one", "slice.two"]


async def test_what_is_not_done_after_a_minute_is_sent_again_and_what_is_done_is_not() -> None:
    await _record()
    await outbox.route(ROUTES, at=make.NOW)
    first = await outbox.claim(at=make.NOW)
    assert len(first) == 2
    assert await outbox.claim(at=make.NOW + timedelta(seconds=59)) == []
    async with db.transaction():
        assert await outbox.hear(first[0]["id"], at=make.NOW)
    again = await outbox.claim(at=make.NOW + timedelta(seconds=61))
    assert [row["id"] for row in again] == [first[1]["id"]]


async def test_what_is_never_done_is_sent_ever_more_rarely() -> None:
    await _record()
    await outbox.route({"thing.happen": ["slice.one"]}, at=make.NOW)
    sent, at = [], make.NOW
    while at < make.NOW + timedelta(hours=6):
        sent += [round((at - make.NOW).total_seconds() / 60) for _ in await outbox.claim(at=at)]
        at += timedelta(seconds=61)
    waits = [later - sooner for sooner, later in pairwise(sent)]
    assert [round(wait / 2) * 2 for wait in waits[1:6]] == [2, 4, 8, 16, 32]
    assert {60 <= wait <= 62 for wait in waits[6:]} == {True}
    assert [outbox.wait(n) for n in (0, 1, 2, 6, 7, 10**6)] == [timedelta(minutes=n) for n in (1, 1, 2, 32, 60, 60)]


async def test_what_was_sent_often_and_is_not_done_is_counted_by_task() -> None:
    messages = [await _record(), await _record()]
    await outbox.route(ROUTES, at=make.NOW)
    assert await outbox.overdue() == []
    almost, enough = outbox.OVERDUE_AFTER - 1, outbox.OVERDUE_AFTER
    await db.fetch(
        "UPDATE route SET sendings = CASE task WHEN 'slice.one' THEN $1::int ELSE $2::int END", almost, enough
    )
    await db.fetch("UPDATE message SET at = at - interval '1 day' WHERE id = $1", messages[1].id)
    assert await outbox.overdue() == [{"task": "slice.two", "n": 2, "since": make.NOW - timedelta(days=1)}]
    await db.fetch("UPDATE route SET done_at = $1", make.NOW)
    assert await outbox.overdue() == []


async def test_a_claim_that_the_broker_did_not_take_is_given_back_and_does_not_count() -> None:
    await _record()
    await outbox.route(ROUTES, at=make.NOW)
    claimed = await outbox.claim(at=make.NOW)
    assert {row["sendings"] for row in claimed} == {1}
    await outbox.unsend([row["id"] for row in claimed])
    assert [row["sendings"] for row in await outbox.claim(at=make.NOW)] == [1, 1]


async def test_a_message_is_heard_once() -> None:
    message = await _record()
    await outbox.route({"thing.happen": ["slice.one"]}, at=make.NOW)
    (route,) = await outbox.claim(at=make.NOW)
    async with db.transaction():
        heard = await outbox.hear(route["id"], at=make.NOW)
    assert heard
    assert (heard.id, heard.topic, heard.ids) == (message.id, "thing.happen", {"id": str(message.ids["id"])})
    async with db.transaction():
        assert await outbox.hear(route["id"], at=make.NOW) is None


async def test_many_are_recorded_as_each_would_be_and_followed() -> None:
    cast = await make.cast()
    heard: list[Recorded] = []

    async def follow(recorded: Recorded) -> None:
        heard.append(recorded)

    outbox.let_follow({"thing.happen": [follow]})
    mine, other = cast.an.organization.id, cast.em.organization.id
    with as_actor(cast.an.actor, "request-1"):
        for_both = [{"id": one, "on_behalf_of": one} for one in (mine, other)]
        await outbox.record_many("thing.happen", for_both, at=make.NOW)
        await outbox.record_many("thing.happen", [], at=make.NOW)
    rows = await db.fetch("SELECT * FROM message WHERE topic = 'thing.happen' ORDER BY id")
    assert [row["payload"] for row in rows] == [{"id": str(mine)}, {"id": str(other)}]
    assert [row["on_behalf_of"] for row in rows] == [None, other]
    assert {(row["user_id"], row["organization_id"], row["request_id"]) for row in rows} == {
        (cast.an.user.id, mine, "request-1")
    }
    assert [one.id for one in heard] == [row["id"] for row in rows]


async def test_many_are_recorded_in_a_transaction_only() -> None:
    outside = db.engine().current_transaction.set(None)
    try:
        with pytest.raises(RuntimeError):
            await outbox.record_many("thing.happen", [{"id": values.new_id()}], at=make.NOW)
    finally:
        db.engine().current_transaction.reset(outside)

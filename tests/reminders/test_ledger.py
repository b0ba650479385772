"""Who has which letter in hand: every move is conditional, and the lease is the claim's name."""

from datetime import datetime, timedelta

import pytest

from events_app import db
from events_app.lifecycle import Moves
from events_app.reminders import ledger
from events_app.reminders.tables import Delivery, DeliveryState
from tests import make
from tests.reminders import posting

NOW = make.NOW


@pytest.fixture
async def fair(own_database: str, at: datetime) -> make.Fair:
    """A fair with two confirmed exhibitors, committed: two letters are due, two reminders are not."""
    people = await make.cast()
    held = await posting.fair(people.an)
    await posting.confirmed(held, people.binh)
    await posting.confirmed(held, people.em, held.booths[1])
    return held


def test_every_state_is_led_to_and_final_ones_lead_nowhere() -> None:
    table: Moves = Delivery.MOVES
    begun = {DeliveryState.WAITING, DeliveryState.SUSPENDED, DeliveryState.UNREACHABLE}
    assert {target for _, target in table.values()} | begun == set(DeliveryState)
    for final in (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.SKIPPED):
        assert [verb for verb, (sources, _) in table.items() if final in sources] == []
    for verb in ("cancel", "skip", "suspend", "move"):
        assert DeliveryState.WIRE not in table[verb][0]  # what is on the wire is on the wire


async def test_a_claim_takes_what_is_due_once(fair: make.Fair) -> None:
    assert await ledger.claim(10, at=NOW - timedelta(seconds=1)) == []
    claimed = await ledger.claim(10, at=NOW)
    assert [row["purpose"] for row in claimed] == ["confirmation", "confirmation"]
    assert [row["id"] for row in claimed] == sorted(row["id"] for row in claimed)
    assert {row["lease_until"] for row in claimed} == {NOW + ledger.LEASE}
    assert await ledger.claim(10, at=NOW) == []


async def test_a_claim_takes_no_more_than_it_wants(fair: make.Fair) -> None:
    assert len(await ledger.claim(1, at=NOW)) == 1
    assert len(await ledger.claim(1, at=NOW)) == 1
    assert await ledger.claim(1, at=NOW) == []


async def test_who_comes_back_after_its_lease_was_taken_away_changes_nothing(fair: make.Fair) -> None:
    [late, _] = await ledger.claim(10, at=NOW)
    after = NOW + ledger.LEASE + timedelta(seconds=1)
    assert await ledger.take_back(at=after) == 2
    [again, _] = await ledger.claim(10, at=after)
    assert again["id"] == late["id"]
    async with ledger.book() as book:
        assert await book.put_on_wire(late, None, at=after) is None
        lease = await book.put_on_wire(again, None, at=after)
        assert lease == after + ledger.LEASE
        assert await book.put_on_wire(again, None, at=after) is None
        await book.settle(ledger.Sent(late["id"], late["lease_until"], after))
        assert sorted(await posting.states("confirmation")) == ["claimed", "wire"]
        await book.settle(ledger.Sent(again["id"], lease, after))
    await ledger.retry([late], "late", at=after)
    await ledger.give_back([late], "late")
    await ledger.fail(late, "late", at=after, suppress=True)
    await ledger.skip([late], "late")
    assert sorted(await posting.states("confirmation")) == ["claimed", "sent"]


async def test_putting_one_on_the_wire_settles_the_one_before(fair: make.Fair) -> None:
    first, second = await ledger.claim(10, at=NOW)
    async with ledger.book() as book:
        lease = await book.put_on_wire(first, None, at=NOW)
        assert lease is not None
        await book.put_on_wire(second, ledger.Sent(first["id"], lease, NOW), at=NOW)
    found = {
        row["id"]: (row["state"], row["sent_at"], row["attempts"]) for row in await posting.deliveries("confirmation")
    }
    assert found == {first["id"]: ("sent", NOW, 1), second["id"]: ("wire", None, 1)}


async def test_who_gets_the_connection_afterwards_does_not_wait_for_ever(fair: make.Fair) -> None:
    async with ledger.book() as book:
        pid = await book._connection.fetchval("SELECT pg_backend_pid()")
    after = await db.one("SELECT pg_backend_pid() AS pid, current_setting('lock_timeout') AS patience")
    assert after == {"pid": pid, "patience": db.LOCK_TIMEOUT}


async def test_a_cancelled_letter_is_not_put_on_the_wire(fair: make.Fair) -> None:
    [first, second] = await ledger.claim(10, at=NOW)
    await db.fetch("UPDATE delivery SET state = 'cancelled' WHERE id = $1", first["id"])
    async with ledger.book() as book:
        assert await book.put_on_wire(first, None, at=NOW) is None
        assert await book.put_on_wire(second, None, at=NOW) is not None
    assert sorted(await posting.states("confirmation")) == ["cancelled", "wire"]


async def test_after_its_last_attempt_a_letter_has_failed(fair: make.Fair) -> None:
    await db.fetch("UPDATE delivery SET attempts = $1", ledger.MOST_ATTEMPTS)
    claimed = await ledger.claim(10, at=NOW)
    await ledger.retry(claimed, "451 later", at=NOW)
    rows = await posting.deliveries("confirmation")
    assert {(row["state"], row["error"]) for row in rows} == {("failed", "451 later")}


async def test_a_letter_that_is_given_back_has_lost_neither_time_nor_an_attempt(fair: make.Fair) -> None:
    before = await posting.deliveries("confirmation")
    first, second = await ledger.claim(10, at=NOW)
    async with ledger.book() as book:
        lease = await book.put_on_wire(first, None, at=NOW + timedelta(seconds=1))
    await ledger.give_back([first], "late")  # it is another's by now
    assert sorted(await posting.states("confirmation")) == ["claimed", "wire"]
    await ledger.give_back([{**first, "lease_until": lease}, second], "away")
    after = await posting.deliveries("confirmation")
    kept = [(row["id"], row["due_at"], row["attempts"]) for row in before]
    assert [(row["id"], row["due_at"], row["attempts"]) for row in after] == kept
    assert {(row["state"], row["lease_until"], row["error"]) for row in after} == {("waiting", None, "away")}


async def test_what_was_decided_and_due_before_loading_is_skipped(fair: make.Fair) -> None:
    assert await ledger.skip_before(NOW) == 0
    assert await ledger.skip_before(NOW + timedelta(seconds=1)) == 2
    assert sorted(await posting.states()) == ["skipped", "skipped", "waiting", "waiting"]

"""A POST that is sent twice is done once."""

import asyncio
import contextvars
from datetime import timedelta
from typing import Any

import httpx
import pytest

from events_app import db, idempotency, values
from events_app.venues.tables import Venue
from tests import make

BODY = {"name": "Nhà triển lãm", "address": "1 Phố Mẫu", "province_set": "34", "province_code": "01"}


async def _post(client: httpx.AsyncClient, person: make.Person, key: str, body: Any = BODY) -> httpx.Response:
    return await client.post("/api/v1/venues", json=body, headers={**person.headers, "Idempotency-Key": key})


async def test_the_first_answer_is_replayed_to_the_letter(client: httpx.AsyncClient, cast: make.Cast) -> None:
    first, second = await _post(client, cast.an, "k1"), await _post(client, cast.an, "k1")
    assert first.status_code == 201, first.text
    assert (second.status_code, second.content, second.headers["etag"]) == (201, first.content, first.headers["etag"])
    assert (first.headers.get("idempotency-replayed"), second.headers["idempotency-replayed"]) == (None, "true")
    assert await Venue.count() == 1


async def test_the_same_key_with_another_body_is_refused(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await _post(client, cast.an, "k1")
    other = await _post(client, cast.an, "k1", {**BODY, "name": "Khác"})
    assert (other.status_code, other.json()["type"].rpartition("/")[2]) == (422, "key-reused")
    assert await Venue.count() == 1


async def test_a_refusal_is_replayed_too(client: httpx.AsyncClient, cast: make.Cast) -> None:
    first, second = await _post(client, cast.an, "k1", {}), await _post(client, cast.an, "k1", {})
    assert (first.status_code, second.status_code, first.content) == (422, 422, second.content)


async def test_what_was_taken_over_meanwhile_is_not_done_twice(
    own_database: str, at: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first one's lease ran out while it worked: the second has the key, so the first gives its work up."""
    from events_app.app import create_app

    cast = await make.cast()
    hash_of = idempotency.asked(
        "/api/v1/venues", httpx.Request("POST", "http://x", json=BODY).content, cast.an.organization.id
    )
    taken_over = values.new_id()
    recording = idempotency._finish

    async def late(*given: Any) -> None:
        later = make.NOW + idempotency.LEASE + timedelta(seconds=1)
        claiming = idempotency._claim(cast.an.user.id, "k1", hash_of, taken_over, at=later)
        assert await asyncio.create_task(claiming, context=contextvars.Context()) is None
        await recording(*given)

    monkeypatch.setattr(idempotency, "_finish", late)
    app: Any = create_app()
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://fairs.test") as client:
        first = await _post(client, cast.an, "k1")
    assert (first.status_code, first.json()["type"].rpartition("/")[2]) == (409, "still-running")
    assert await Venue.count() == 0


async def test_a_refusal_that_may_pass_is_not_kept(own_database: str, at: object) -> None:
    """Who is told to come again in a second must not hear the same for a day."""
    from events_app.app import create_app

    cast = await make.cast()
    app: Any = create_app()
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://fairs.test") as client:
        async with db.transaction():
            await db.fetch("LOCK TABLE venue IN ACCESS EXCLUSIVE MODE")
            first = await asyncio.create_task(_post(client, cast.an, "k1"), context=contextvars.Context())
        assert (first.status_code, first.headers["retry-after"]) == (409, "1"), first.text
        assert (await _post(client, cast.an, "k1")).status_code == 201
    assert await Venue.count() == 1


async def test_keys_of_two_people_are_two_keys(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await _post(client, cast.an, "k1")
    where = {"province_set": "34", "province_code": "01"}
    await client.post(
        "/api/v1/organizations",
        json={"kind": "entity", "entity_kind": "household", "name": "Hộ Mẫu", **where},
        headers={**cast.chi.headers, "Idempotency-Key": "k1"},
    )
    assert {row["caller"] for row in await db.fetch("SELECT caller FROM kept_answer")} == {
        cast.an.user.id,
        cast.chi.user.id,
    }


async def test_after_a_day_the_key_is_free_again(
    client: httpx.AsyncClient, cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _post(client, cast.an, "k1")
    monkeypatch.setattr(values, "_clock", lambda: make.NOW + timedelta(hours=24, seconds=1))
    assert (await _post(client, cast.an, "k1")).headers.get("idempotency-replayed") is None
    assert await Venue.count() == 2


async def test_while_the_first_runs_the_second_is_told_to_wait(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await db.fetch(
        """
        INSERT INTO kept_answer (id, caller, key, request_hash, lease_until, headers, body, created_at)
        VALUES ($1, $2, 'k1', $3, $4, '{}', '', $5)
        """,
        values.new_id(),
        cast.an.user.id,
        idempotency.asked(
            "/api/v1/venues", httpx.Request("POST", "http://x", json=BODY).content, cast.an.organization.id
        ),
        make.NOW + timedelta(seconds=30),
        make.NOW,
    )
    second = await _post(client, cast.an, "k1")
    assert (second.status_code, second.json()["type"].rpartition("/")[2]) == (409, "still-running")
    assert second.headers["retry-after"] == "2"
    assert await Venue.count() == 0


async def test_a_first_request_that_died_is_taken_over_when_its_lease_has_run_out(
    client: httpx.AsyncClient, cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    await test_while_the_first_runs_the_second_is_told_to_wait(client, cast)
    monkeypatch.setattr(values, "_clock", lambda: make.NOW + timedelta(seconds=31))
    assert (await _post(client, cast.an, "k1")).status_code == 201


async def test_an_answer_with_a_secret_is_not_kept(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await _post(client, cast.an, "k1")
    secret_of = values.new_id()
    await db.fetch("UPDATE kept_answer SET secret_of = $1", secret_of)
    replay = await _post(client, cast.an, "k1")
    assert (replay.status_code, replay.json()["id"]) == (409, str(secret_of))
    assert replay.json()["type"].endswith("/already-created")


@pytest.mark.parametrize("key", ["", "x" * 201, "khóa"])
async def test_a_key_is_printable_and_not_too_long(client: httpx.AsyncClient, cast: make.Cast, key: str) -> None:
    headers = {**cast.an.headers, "Idempotency-Key": key.encode()}
    answer = await client.post("/api/v1/venues", json=BODY, headers=headers)  # type: ignore[arg-type]  # bytes on purpose
    assert answer.status_code == 422


async def test_old_answers_are_swept(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await _post(client, cast.an, "k1")
    await idempotency.sweep(at=make.NOW + timedelta(hours=23))
    assert len(await db.fetch("SELECT FROM kept_answer")) == 1
    await idempotency.sweep(at=make.NOW + timedelta(hours=25))
    assert await db.fetch("SELECT FROM kept_answer") == []


async def test_fifty_at_once_do_it_once(own_database: str, at: object) -> None:
    from events_app.app import create_app

    cast = await make.cast()
    app: Any = create_app()
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://fairs.test") as client:
        answers = await asyncio.gather(*(_post(client, cast.an, "k1") for _ in range(50)))
    statuses = sorted(answer.status_code for answer in answers)
    assert set(statuses) <= {201, 409}
    assert statuses.count(201) >= 1
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    assert await Venue.count() == 1


async def test_a_verb_that_breaks_keeps_neither_its_rows_nor_its_answer(own_database: str, at: object) -> None:
    """The answer is written in the verb's transaction: where that cannot commit, both are gone."""
    from events_app.app import create_app

    cast = await make.cast()
    app: Any = create_app()
    await db.fetch("ALTER TABLE message ADD CONSTRAINT nothing_happens CHECK (topic <> 'venue.create') NOT VALID")
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://fairs.test") as client:
        assert (await _post(client, cast.an, "k1")).status_code == 500
        assert await Venue.count() == 0
        assert await db.fetch("SELECT FROM kept_answer") == []
        await db.fetch("ALTER TABLE message DROP CONSTRAINT nothing_happens")
        assert (await _post(client, cast.an, "k1")).status_code == 201

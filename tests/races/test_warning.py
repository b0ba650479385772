"""Two beats warn at once: each certificate is named once."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from events_app import db, values
from events_app.directory.tables import Kind
from events_app.reminders import warning
from tests import make
from tests.reminders import posting

TODAY = values.today(make.NOW)


async def _office() -> None:
    await make.person("Giang", await make.organization(Kind.AUTHORITY, "Sở Mẫu"))


async def _owing(left: int = 90) -> make.Person:
    """Somebody whose entity is owed a letter."""
    person = await make.person("Bình", await make.organization())
    await _lapsing(person, left)
    return person


async def _lapsing(person: make.Person, left: int) -> None:
    ends = TODAY + timedelta(left)
    long_ago = make.NOW - timedelta(days=400)
    certified = {"issued_on": ends - timedelta(days=1095), "valid_to": ends, "created_at": long_ago}
    await make.product(person.organization, certified=certified)


async def _beats(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Two beats at once, of which the second has looked before the first is done; how often each certificate was named."""
    await _office()
    people = [await _owing() for _ in range(3)]
    write, entered = warning._write, asyncio.Event()

    async def slowly(*given: Any, at: datetime) -> None:
        first = not entered.is_set()
        entered.set()
        if first:
            await asyncio.sleep(0.7)
        await write(*given, at=at)

    async def second() -> int:
        await entered.wait()
        await _lapsing(people[0], 60)  # another certificate of the first comes up in between
        return await warning.warn(at=make.NOW)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(warning, "_write", slowly)
        await asyncio.gather(warning.warn(at=make.NOW), second())
    await warning.warn(at=make.NOW + timedelta(days=1))
    named = await db.fetch(
        """
        SELECT count(DISTINCT delivery.id) AS n FROM certificate
        LEFT JOIN delivery ON delivery.purpose = 'lapse' AND delivery.facts->'certificates' ? certificate.id::text
        GROUP BY certificate.id ORDER BY certificate.id
        """
    )
    return [row["n"] for row in named]


async def test_two_beats_at_once_name_each_certificate_once(
    own_database: str, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await _beats(monkeypatch) == [1, 1, 1, 1]
    assert len(await posting.deliveries("lapses")) == 2  # today's and tomorrow's


async def test_control_without_holding_the_entities_what_a_letter_names_depends_on_luck(
    own_database: str, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both beats write the one letter of the day; the database keeps only one of them."""

    async def unheld(_organizations: Any) -> None:
        pass

    monkeypatch.setattr(warning, "_hold", unheld)
    waited: list[str] = []
    write = db.execute_many

    async def seen(sql: str, given: Any) -> None:
        waited.extend(row[2] for row in given if row[1] == "lapse")
        await write(sql, given)

    monkeypatch.setattr(db, "execute_many", seen)
    await _beats(monkeypatch)
    assert len(waited) > len(set(waited))


async def test_control_without_the_unique_key_and_the_hold_an_entity_gets_two_letters(
    own_database: str, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unheld(_organizations: Any) -> None:
        pass

    monkeypatch.setattr(warning, "_hold", unheld)
    await db.fetch("ALTER TABLE delivery DROP CONSTRAINT a_person_is_told_a_thing_once")
    write = db.execute_many

    async def unguarded(sql: str, given: Any) -> None:
        await write(sql.replace("ON CONFLICT (purpose, subject, recipient, channel) DO NOTHING", ""), given)

    monkeypatch.setattr(db, "execute_many", unguarded)
    assert max(await _beats(monkeypatch)) > 1

"""Many use one link, or leave one organization, at once: one wins; without the guard several do."""

import asyncio
from collections import Counter
from collections.abc import Awaitable
from datetime import datetime
from typing import Any

import pyotp
import pytest

from events_app import db, lifecycle
from events_app.accounts import consenting, limiting, links, second_step, signing_in
from events_app.accounts.tables import Aim
from events_app.actor import Role
from events_app.directory import arriving, inviting
from events_app.directory.tables import Membership
from events_app.errors import Refusal
from tests import door, make

pytestmark = pytest.mark.usefixtures("own_database", "at")
CLIENTS = 50


async def rush(verbs: list[Awaitable[Any]]) -> Counter[str]:
    """Let everybody go at once; how often each outcome was seen (a refusal by its kind)."""

    async def one(verb: Awaitable[Any]) -> str:
        try:
            await verb
        except Refusal as refusal:
            return refusal.kind()
        return "done"

    return Counter(await asyncio.gather(*(one(verb) for verb in verbs)))


async def _invited() -> str:
    place = await make.organization()
    owner = await make.person("Lan")
    link = await inviting.invite(place, "moi@fairs.example", Role.STAFF, "vi", by=owner.user.id, at=make.NOW)
    return links.token(link.id)


async def _accepted(given: str) -> Counter[str]:
    people = [await make.person(f"Người {n}") for n in range(CLIENTS)]
    return await rush([inviting.accept(given, one.user.id, at=make.NOW) for one in people])


async def test_of_fifty_who_use_an_invitation_at_once_one_joins() -> None:
    assert await _accepted(await _invited()) == {"done": 1, "link-spent": CLIENTS - 1}
    assert await Membership.count() == 1


async def test_control_without_the_conditional_update_several_join(monkeypatch: pytest.MonkeyPatch) -> None:
    given = await _invited()

    async def looked(given: str, aim: Aim, *, at: datetime) -> Any:
        found = await links.look(given, aim, at=at)
        await asyncio.sleep(0.05)
        await db.fetch("UPDATE link SET used_at = $2 WHERE id = $1", found.id, at)
        return found

    monkeypatch.setattr(links, "take", looked)
    assert (await _accepted(given))["done"] > 1


async def test_of_fifty_confirmations_at_once_one_is_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    async def quick(password: str) -> str:
        return "$argon2id$" + password

    monkeypatch.setattr(signing_in, "password_hash", quick)
    await arriving.register("Lan", "lan@sen.example", "vi", consenting.present(), None, near="", at=make.NOW)
    row = await db.one("SELECT id FROM link")
    assert row
    given = links.token(row["id"])
    outcomes = await rush([arriving.confirm(given, door.PASSWORD, at=make.NOW) for _ in range(CLIENTS)])
    assert outcomes == {"done": 1, "link-spent": CLIENTS - 1}
    assert len(await db.fetch("SELECT FROM users")) == 1


async def _leave() -> int:
    """Ten owners leave at once; how many are left."""
    place = await make.organization()
    for n in range(10):
        await make.person(f"Chủ {n}", place)
    rows = await Membership.objects()
    await rush([inviting.remove(row, 1, at=make.NOW) for row in rows])
    return int(await Membership.count())


async def test_of_ten_owners_who_leave_at_once_one_stays() -> None:
    assert await _leave() == 1


async def test_control_without_the_lock_nobody_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    async def unlocked(*_given: Any) -> None:
        return None

    another = inviting._another_owner

    async def slow(row: Membership) -> None:
        await another(row)
        await asyncio.sleep(0.2)

    monkeypatch.setattr(lifecycle, "locked", unlocked)
    monkeypatch.setattr(inviting, "_another_owner", slow)
    assert await _leave() == 0


async def test_fifty_guesses_at_once_are_all_counted() -> None:
    outcomes = await rush([limiting.count(limiting.SIGN_IN, "lan", at=make.NOW) for _ in range(CLIENTS)])
    assert outcomes == {"done": limiting.SIGN_IN.most, "tried-too-often": CLIENTS - limiting.SIGN_IN.most}


async def test_of_many_who_show_one_code_at_once_one_gets_in() -> None:
    lan = (await door.with_password(await make.person("Lan"))).user
    await second_step.prepare(lan.id, door.PASSWORD, at=make.NOW)
    found = await type(lan).objects().get(type(lan).id == lan.id)
    assert found
    code = pyotp.TOTP(second_step.secret(found)).at(make.NOW)
    outcomes = await rush([second_step.prove(lan.id, code, at=make.NOW) for _ in range(limiting.CODE.most)])
    assert outcomes["done"] == 1

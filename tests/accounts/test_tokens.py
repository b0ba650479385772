"""Tokens of programs."""

import hashlib
from datetime import timedelta

import pytest

from events_app import db
from events_app.accounts import tokens
from events_app.actor import NOBODY, Role
from events_app.directory import joining
from events_app.errors import Invalid, NotFound
from tests import make

pytestmark = pytest.mark.usefixtures("database")


async def test_a_token_acts_for_its_person_in_one_membership() -> None:
    first, second = await make.organization(name="A"), await make.organization(name="B")
    lan = await make.person("Lan", second)
    await joining.join(lan.user, first, Role.VIEWER, at=make.NOW)
    token = await tokens.make(lan.user.email.upper(), second.slug, at=make.NOW)
    who = await tokens.recognize(token, at=make.NOW)
    assert (who.user_id, who.organization_id, who.role) == (lan.user.id, second.id, Role.OWNER)
    unnamed = await tokens.recognize(await tokens.make(lan.user.email, at=make.NOW), at=make.NOW)
    assert unnamed.organization_id == first.id


async def test_a_token_that_is_bound_to_none_acts_for_none_whatever_its_person_joins() -> None:
    lan = await make.person("Lan")
    await joining.join(lan.user, await make.organization(), Role.OWNER, at=make.NOW)
    assert (await tokens.recognize(lan.token, at=make.NOW)).organization_id is None


async def test_the_token_with_which_an_organization_was_entered_acts_for_it_but_not_an_admins_nor_a_bound_one() -> None:
    first, second = await make.organization(name="A"), await make.organization(name="B")
    lan, quan, bound = await make.person("Lan"), await make.admin(), await make.person("Em", first)
    for who, organization in ((lan, second), (quan, None), (bound, first)):
        await joining.join(who.user, second, Role.OWNER, at=make.NOW)
        await tokens.bind(who.token, second.id)
        acts_for = (await tokens.recognize(who.token, at=make.NOW)).organization_id
        assert acts_for == (organization.id if organization else None)


async def test_a_token_ends_with_its_membership() -> None:
    first, second = await make.organization(name="A"), await make.organization(name="B")
    lan = await make.person("Lan", first)
    await joining.join(lan.user, second, Role.OWNER, at=make.NOW)
    token = await tokens.make(lan.user.email, second.slug, at=make.NOW)
    await db.fetch("DELETE FROM membership WHERE organization = $1", second.id)
    assert await tokens.recognize(token, at=make.NOW) == NOBODY


async def test_a_token_is_kept_hashed() -> None:
    lan = await make.person("Lan")
    rows = await db.fetch("SELECT * FROM token")
    assert [row["token_hash"] for row in rows] == [hashlib.sha256(lan.token.encode()).hexdigest()]
    assert lan.token not in str(rows)


async def test_a_token_expires() -> None:
    lan = await make.person("Lan")
    assert (await tokens.recognize(lan.token, at=make.NOW + tokens.LASTS - timedelta(seconds=1))).known
    assert await tokens.recognize(lan.token, at=make.NOW + tokens.LASTS) == NOBODY


async def test_a_revoked_token_is_worth_nothing() -> None:
    lan = await make.person("Lan")
    assert await tokens.revoke(lan.token, at=make.NOW) == lan.user.email
    assert await tokens.recognize(lan.token, at=make.NOW) == NOBODY
    [row] = await db.fetch("SELECT id FROM token")
    assert await db.fetch("SELECT topic, payload FROM message") == [
        {"topic": "token.revoke", "payload": {"id": str(row["id"])}}
    ]
    for token in (lan.token, str(row["id"]), "fairs_nothing", str(lan.user.id)):
        with pytest.raises(NotFound):
            await tokens.revoke(token, at=make.NOW)


async def test_a_token_of_which_only_the_id_is_known_is_revoked_and_no_other() -> None:
    lan, hoa = await make.person("Lan"), await make.person("Hoa")
    row = await db.one('SELECT id FROM token WHERE "user" = $1', lan.user.id)
    assert row
    assert await tokens.revoke(str(row["id"]), at=make.NOW) == lan.user.email
    assert await tokens.recognize(lan.token, at=make.NOW) == NOBODY
    assert (await tokens.recognize(hoa.token, at=make.NOW)).known


async def test_a_read_only_token_does_not_write() -> None:
    lan = await make.person("Lan", await make.organization())
    who = await tokens.recognize(await tokens.make(lan.user.email, at=make.NOW, scopes=["read"]), at=make.NOW)
    assert (who.role, who.scopes, who.writes) == (Role.OWNER, ("read",), False)
    assert (await tokens.recognize(lan.token, at=make.NOW)).writes


@pytest.mark.parametrize("scopes", [[], ["write"], ["read", "delete"]])
async def test_scopes_are_read_or_read_and_write(scopes: list[str]) -> None:
    lan = await make.person("Lan")
    with pytest.raises(Invalid):
        await tokens.make(lan.user.email, at=make.NOW, scopes=scopes)


async def test_a_token_is_made_for_people_who_are_there() -> None:
    lan = await make.person("Lan", await make.organization())
    other = await make.organization()
    with pytest.raises(tokens.NoSuchPerson):
        await tokens.make("nobody@sen.example", at=make.NOW)
    for slug in (other.slug, "nowhere"):
        with pytest.raises(tokens.NoMember):
            await tokens.make(lan.user.email, slug, at=make.NOW)


async def test_recognizing_writes_at_most_every_five_minutes() -> None:
    lan = await make.person("Lan")
    for minutes, used in [(0, 0), (4, 0), (6, 6)]:
        await tokens.recognize(lan.token, at=make.NOW + timedelta(minutes=minutes))
        assert await db.one("SELECT used_at FROM token") == {"used_at": make.NOW + timedelta(minutes=used)}

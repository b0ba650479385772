"""Passwords, and sessions that are rows."""

import hashlib
from datetime import timedelta

import pytest

from events_app import db, values
from events_app.accounts import signing_in
from events_app.accounts.tables import User
from events_app.actor import NOBODY, Role
from events_app.directory import joining
from events_app.errors import Forbidden, SignedOut
from tests import make

pytestmark = pytest.mark.usefixtures("database")
PASSWORD = "đồng lúa chín vàng"


async def _lan() -> User:
    return await joining.person("lan@sen.example", "Lan", at=make.NOW, password=PASSWORD)


async def test_the_right_password_begins_a_session() -> None:
    lan = await _lan()
    token = (await signing_in.sign_in(" Lan@Sen.Example ", PASSWORD, at=make.NOW)).session
    who = await signing_in.recognize(token, at=make.NOW)
    assert (who.user_id, who.name, who.scopes) == (lan.id, "Lan", ("read", "write"))


async def test_passwords_are_kept_as_argon2() -> None:
    lan = await _lan()
    assert (lan.password_hash or "").startswith("$argon2id$")
    assert PASSWORD not in (lan.password_hash or "")


@pytest.mark.parametrize(
    ("email", "password"),
    [("lan@sen.example", "wrong"), ("lan@sen.example", ""), ("nobody@sen.example", PASSWORD), ("", "")],
)
async def test_a_wrong_password_and_an_unknown_address_are_refused_alike(email: str, password: str) -> None:
    await _lan()
    with pytest.raises(signing_in.WrongPassword):
        await signing_in.sign_in(email, password, at=make.NOW)
    assert await db.fetch("SELECT FROM sign_in") == []


async def test_who_has_no_password_cannot_sign_in_with_one() -> None:
    await joining.person("lan@sen.example", "Lan", at=make.NOW)
    with pytest.raises(signing_in.WrongPassword):
        await signing_in.sign_in("lan@sen.example", "", at=make.NOW)


async def test_the_token_is_kept_hashed() -> None:
    lan = await _lan()
    token = await signing_in.begin(lan.id, at=make.NOW)
    rows = await db.fetch("SELECT * FROM sign_in")
    assert [row["token_hash"] for row in rows] == [hashlib.sha256(token.encode()).hexdigest()]
    assert token not in str(rows)


async def test_a_session_ends_after_its_time() -> None:
    token = await signing_in.begin((await _lan()).id, at=make.NOW)
    just_before = make.NOW + signing_in.LASTS - timedelta(seconds=1)
    assert (await signing_in.recognize(token, at=just_before)).known
    assert await signing_in.recognize(token, at=make.NOW + signing_in.LASTS) == NOBODY


async def test_a_session_ends_with_signing_out() -> None:
    lan = await _lan()
    token, other = await signing_in.begin(lan.id, at=make.NOW), await signing_in.begin(lan.id, at=make.NOW)
    await signing_in.sign_out(token, at=make.NOW)
    assert await signing_in.recognize(token, at=make.NOW) == NOBODY
    assert (await signing_in.recognize(other, at=make.NOW)).known


async def test_all_sessions_of_a_person_end_at_once() -> None:
    lan, chi = await _lan(), await make.person("Chi")
    tokens = [await signing_in.begin(lan.id, at=make.NOW) for _ in range(2)]
    others = await signing_in.begin(chi.user.id, at=make.NOW)
    await signing_in.sign_out_everywhere(lan.id, at=make.NOW)
    assert [(await signing_in.recognize(token, at=make.NOW)).known for token in tokens] == [False, False]
    assert (await signing_in.recognize(others, at=make.NOW)).known


async def test_signing_in_again_rotates_the_session() -> None:
    await _lan()
    first = (await signing_in.sign_in("lan@sen.example", PASSWORD, at=make.NOW)).session
    second = (await signing_in.sign_in("lan@sen.example", PASSWORD, at=make.NOW, before=first)).session
    assert await signing_in.recognize(first, at=make.NOW) == NOBODY
    assert (await signing_in.recognize(second, at=make.NOW)).known


async def test_a_failed_attempt_leaves_the_present_session_alone() -> None:
    await _lan()
    token = (await signing_in.sign_in("lan@sen.example", PASSWORD, at=make.NOW)).session
    with pytest.raises(signing_in.WrongPassword):
        await signing_in.sign_in("lan@sen.example", "wrong", at=make.NOW, before=token)
    assert (await signing_in.recognize(token, at=make.NOW)).known


async def test_one_acts_in_the_first_membership_until_one_switches() -> None:
    lan = await _lan()
    first, second = await make.organization(name="A"), await make.organization(name="B")
    for organization in (second, first):
        await joining.join(lan, organization, Role.OWNER, at=make.NOW)
    token = await signing_in.begin(lan.id, at=make.NOW)
    who = await signing_in.recognize(token, at=make.NOW)
    assert who.organization_id == first.id
    await signing_in.switch(token, who, who.memberships[1].id)
    assert (await signing_in.recognize(token, at=make.NOW)).organization_id == second.id


async def test_one_cannot_switch_to_what_one_does_not_belong_to() -> None:
    lan, em = await _lan(), await make.person("Em", await make.organization())
    token = await signing_in.begin(lan.id, at=make.NOW)
    who = await signing_in.recognize(token, at=make.NOW)
    for membership in (em.actor.memberships[0].id, values.new_id()):
        with pytest.raises(Forbidden):
            await signing_in.switch(token, who, membership)
    with pytest.raises(SignedOut):
        await signing_in.switch("", NOBODY, em.actor.memberships[0].id)
    assert (await signing_in.recognize(token, at=make.NOW)).membership is None


async def test_who_left_the_chosen_organization_acts_in_another() -> None:
    lan = await _lan()
    first, second = await make.organization(name="A"), await make.organization(name="B")
    for organization in (first, second):
        await joining.join(lan, organization, Role.OWNER, at=make.NOW)
    token = await signing_in.begin(lan.id, at=make.NOW)
    who = await signing_in.recognize(token, at=make.NOW)
    await signing_in.switch(token, who, who.memberships[1].id)
    await db.fetch("DELETE FROM membership WHERE id = $1", who.memberships[1].id)
    assert (await signing_in.recognize(token, at=make.NOW)).organization_id == first.id


async def test_recognizing_writes_at_most_every_five_minutes() -> None:
    token = await signing_in.begin((await _lan()).id, at=make.NOW)
    for minutes, seen in [(4, 0), (6, 6), (10, 6), (12, 12)]:
        await signing_in.recognize(token, at=make.NOW + timedelta(minutes=minutes))
        row = await db.one("SELECT seen_at FROM sign_in")
        assert row == {"seen_at": make.NOW + timedelta(minutes=seen)}

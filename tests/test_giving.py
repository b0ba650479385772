"""``fairs user`` and ``fairs token``: who is let in, with which password, and whose token is worth nothing any more."""

import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from events_app import db, values
from events_app.accounts import tokens
from events_app.actor import Role
from events_app.directory.tables import Kind
from tests import make
from tests.commanding import Said, fairs


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(own_database: str) -> AsyncIterator[httpx.AsyncClient]:
    """A program that talks to the API over the database that the commands write to."""
    from events_app.app import create_app

    app: Any = create_app()
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://fairs.test") as talking:
        yield talking


async def choose_password(visitor: httpx.AsyncClient, address: str, password: str) -> None:
    """Follow a printed link, choose a password, and sign in with it."""
    form = (await visitor.get(address)).text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    [email] = re.findall(r'autocomplete="username" value="([^"]*)"', form)
    chosen = await visitor.post("/password", data={**hidden, "password": password})
    assert chosen.status_code == 303, chosen.text
    form = (await visitor.get("/sign-in")).text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    signed = await visitor.post("/sign-in", data={**hidden, "email": email, "password": password})
    assert signed.status_code == 303, signed.text


async def test_a_new_user_chooses_a_password_by_the_link_that_is_told_and_gets_a_token(
    visitor: httpx.AsyncClient,
) -> None:
    await make.organization(Kind.ORGANIZER, "Ban tổ chức", slug="ban-to-chuc")
    given = await fairs("user", "Lan@fairs.example", "--organization", "ban-to-chuc", "--role", "staff")
    found = re.fullmatch(
        r"Lan@fairs\.example is now staff of ban-to-chuc\.\nA password is chosen here, once, within 24 hours:\n(\S+)\n",
        given.out,
    )
    assert (given.status, given.err, found is not None) == (0, "", True)
    assert found
    await choose_password(visitor, found[1], "đồng lúa chín vàng")
    assert (await visitor.get(found[1])).status_code == 410

    token = await fairs("token", "lan@fairs.example", "--organization", "ban-to-chuc")
    assert (token.status, token.err) == (0, "")
    who = await tokens.recognize(token.out.strip(), at=values.now())
    assert who.membership
    assert (who.email, who.membership.slug, who.membership.role) == ("lan@fairs.example", "ban-to-chuc", Role.STAFF)


async def test_a_token_that_has_leaked_is_revoked_by_itself_or_by_its_id(own_database: str) -> None:
    lan = await make.person("Lan", await make.organization())
    [row] = await db.fetch("SELECT id FROM token")
    other = (await fairs("token", lan.user.email)).out.strip()
    for known in (other, str(row["id"])):
        said = await fairs("token", "--revoke", known)
        assert said == Said(0, f"The token of {lan.user.email} is worth nothing any more.\n", "")
        gone = await fairs("token", "--revoke", known)
        assert gone == Said(1, "", "There is no such token, or it is worth nothing already.\n")
    for token in (lan.token, other):
        assert not (await tokens.recognize(token, at=make.NOW)).known
    for words in ((), (lan.user.email, "--revoke", other), ("--revoke", other, "--organization", "a")):
        assert (await fairs("token", *words)).err == "Name the person who gets a token, or the token to --revoke.\n"


async def test_the_first_admin_of_an_empty_database_chooses_a_password(visitor: httpx.AsyncClient) -> None:
    given = await fairs("user", "quan@fairs.example", "--role", "admin")
    said, _, address = given.out.strip().splitlines()
    assert (given.status, said) == (0, "quan@fairs.example is now admin of the platform.")
    await choose_password(visitor, address, "đồng lúa chín vàng")
    assert (await visitor.get("/approvals")).status_code == 200
    again = await fairs("user", "quan@fairs.example", "--role", "admin")
    assert again == Said(1, "", "quan@fairs.example belongs to those who run the platform already.\n")


@pytest.mark.parametrize("words", [("--role", "admin", "--organization", "a"), ("--role", "owner")])
async def test_an_admin_has_no_organization_and_every_other_role_has_one(own_database: str, words: tuple[str]) -> None:
    said = await fairs("user", "quan@fairs.example", *words)
    assert (said.status, said.err) == (
        1,
        "An admin runs the platform and has no --organization; every other role needs one.\n",
    )


async def test_who_is_there_already_keeps_the_password(own_database: str) -> None:
    place = await make.organization(slug="hop-tac-xa")
    binh = (await make.person("Bình", place)).user
    other = await make.organization(slug="hop-tac-xa-hai")
    await db.fetch("UPDATE users SET password_hash = 'x' WHERE id = $1", binh.id)
    said = await fairs("user", binh.email, "--organization", other.slug, "--role", "viewer")
    assert said == Said(0, f"{binh.email} is now viewer of hop-tac-xa-hai.\n", "")
    again = await fairs("user", binh.email, "--organization", other.slug, "--role", "viewer")
    assert again == Said(1, "", f"{binh.email} belongs to hop-tac-xa-hai already.\n")

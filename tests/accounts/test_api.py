"""Tokens over HTTP: made with the password, told once, no wider than the person."""

from typing import Any

import httpx
import pytest

from events_app.accounts import limiting, tokens
from tests import door, make

TOKENS = "/api/v1/account/tokens"
SAID: dict[str, Any] = {"name": "Kế toán", "scopes": ["read"], "password": door.PASSWORD}

pytestmark = pytest.mark.usefixtures("at")


@pytest.fixture
async def binh(cast: make.Cast) -> make.Person:
    return await door.with_password(cast.binh)


async def test_a_token_is_made_for_the_callers_membership_told_once_and_revoked(
    client: httpx.AsyncClient, binh: make.Person
) -> None:
    answer = await client.post(TOKENS, json=SAID, headers=binh.headers)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    who = await tokens.recognize(made["token"], at=make.NOW)
    assert (who.scopes, who.organization_id) == (("read",), binh.organization.id)
    listed = await client.get(TOKENS, headers=binh.headers)
    assert made["token"] not in listed.text
    assert [one["name"] for one in listed.json()["items"] if one["id"] == made["id"]] == ["Kế toán"]
    assert (await client.post(f"{TOKENS}/{made['id']}/revocation", headers=binh.headers)).status_code == 204
    assert not (await tokens.recognize(made["token"], at=make.NOW)).known


async def test_a_replay_tells_no_token(client: httpx.AsyncClient, binh: make.Person) -> None:
    headers = {**binh.headers, "Idempotency-Key": "k"}
    made = await client.post(TOKENS, json=SAID, headers=headers)
    again = await client.post(TOKENS, json=SAID, headers=headers)
    assert (door.kind(again), again.json()["id"]) == ((409, "already-created"), made.json()["id"])


async def test_a_token_alone_makes_none(client: httpx.AsyncClient, binh: make.Person, cast: make.Cast) -> None:
    wrongs: list[dict[str, Any]] = [
        {"password": "sai"},
        {"scopes": ["admin"]},
        {"scopes": ["write"]},
        {"scopes": []},
        {"name": ""},
    ]
    for wrong in wrongs:
        assert (await client.post(TOKENS, json={**SAID, **wrong}, headers=binh.headers)).status_code == 422, wrong
    assert cast.em.actor.membership
    another = {**SAID, "membership": str(cast.em.actor.membership.id)}
    assert (await client.post(TOKENS, json=another, headers=binh.headers)).status_code == 404
    reads = await tokens.make(binh.user.email, at=make.NOW, scopes=["read"])
    answer = await client.post(TOKENS, json=SAID, headers={"Authorization": f"Bearer {reads}"})
    assert answer.status_code == 403


async def test_passwords_are_not_guessed_without_end(client: httpx.AsyncClient, binh: make.Person) -> None:
    for _ in range(limiting.SIGN_IN.most):
        assert (await client.post(TOKENS, json={**SAID, "password": "x"}, headers=binh.headers)).status_code == 422
    answer = await client.post(TOKENS, json=SAID, headers=binh.headers)
    assert door.kind(answer) == (429, "tried-too-often")
    assert int(answer.headers["retry-after"]) > 0

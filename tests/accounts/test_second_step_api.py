"""The second step over HTTP: each secret is told once, and a token alone turns nothing on or off."""

import httpx
import pyotp
import pytest

from events_app.accounts import limiting, second_step
from tests import door, make

STEP = "/api/v1/account/second-step"
PROOF = {"password": door.PASSWORD}

pytestmark = pytest.mark.usefixtures("at")


@pytest.fixture
async def lan(database: None) -> make.Person:
    return await door.with_password(await make.person("Lan"))


async def _secret(client: httpx.AsyncClient, lan: make.Person) -> str:
    answer = await client.post(STEP, json=PROOF, headers=lan.headers)
    assert answer.status_code == 201, answer.text
    assert answer.json()["address"].startswith("otpauth://totp/")
    return str(answer.json()["secret"])


async def test_it_is_set_up_renewed_and_taken_away(client: httpx.AsyncClient, lan: make.Person) -> None:
    off = {"on_since": None, "recovery_codes_left": 0}
    assert (await client.get(STEP, headers=lan.headers)).json() == off
    code = pyotp.TOTP(await _secret(client, lan)).at(make.NOW)
    assert (await client.get(STEP, headers=lan.headers)).json() == off
    wrong = await client.post(f"{STEP}/confirmation", json={**PROOF, "code": "000000"}, headers=lan.headers)
    assert [one["field"] for one in wrong.json()["errors"]] == ["code"]
    first = await client.post(f"{STEP}/confirmation", json={**PROOF, "code": code}, headers=lan.headers)
    assert (first.status_code, len(set(first.json()["recovery_codes"]))) == (200, 10)
    shown = (await client.get(STEP, headers=lan.headers)).json()
    assert (shown["on_since"] is None, shown["recovery_codes_left"]) == (False, 10)
    assert door.kind(await client.post(STEP, json=PROOF, headers=lan.headers)) == (409, "second-step-on")
    await second_step.prove(lan.user.id, first.json()["recovery_codes"][0], at=make.NOW)
    second = await client.post(f"{STEP}/recovery-codes", json=PROOF, headers=lan.headers)
    assert set(second.json()["recovery_codes"]).isdisjoint(first.json()["recovery_codes"])
    assert (await client.post(f"{STEP}/removal", json=PROOF, headers=lan.headers)).status_code == 204
    assert (await client.get(STEP, headers=lan.headers)).json() == off


async def test_a_token_without_the_password_changes_nothing(client: httpx.AsyncClient, lan: make.Person) -> None:
    assert (await client.post(STEP, json={"password": "sai"}, headers=lan.headers)).status_code == 422
    answer = await client.post(f"{STEP}/confirmation", json={**PROOF, "code": "000000"}, headers=lan.headers)
    assert door.kind(answer) == (409, "second-step-off")
    code = pyotp.TOTP(await _secret(client, lan)).at(make.NOW)
    for lacking in ({"code": code}, {"code": code, "password": "sai"}):
        answer = await client.post(f"{STEP}/confirmation", json=lacking, headers=lan.headers)
        assert [one["field"] for one in answer.json()["errors"]] == ["password"]
    assert (await client.get(STEP, headers=lan.headers)).json()["on_since"] is None
    await client.post(f"{STEP}/confirmation", json={**PROOF, "code": code}, headers=lan.headers)
    for path in ("recovery-codes", "removal"):
        answer = await client.post(f"{STEP}/{path}", json={"password": "sai"}, headers=lan.headers)
        assert answer.status_code == 422
    assert (await client.get(STEP, headers=lan.headers)).json()["recovery_codes_left"] == 10


async def test_a_replay_tells_no_secret(client: httpx.AsyncClient, lan: make.Person) -> None:
    headers = {**lan.headers, "Idempotency-Key": "k"}
    assert (await client.post(STEP, json=PROOF, headers=headers)).status_code == 201
    assert door.kind(await client.post(STEP, json=PROOF, headers=headers)) == (409, "already-created")


async def test_codes_are_not_guessed_without_end(client: httpx.AsyncClient, lan: make.Person) -> None:
    await _secret(client, lan)
    for _ in range(limiting.CODE.most):
        answer = await client.post(f"{STEP}/confirmation", json={**PROOF, "code": "000000"}, headers=lan.headers)
        assert answer.status_code == 422
    answer = await client.post(f"{STEP}/confirmation", json={**PROOF, "code": "000000"}, headers=lan.headers)
    assert door.kind(answer) == (429, "tried-too-often")

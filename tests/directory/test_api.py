"""The directory over HTTP: who may enter, see and change what."""

from typing import Any

import httpx
import pytest

from events_app import db
from events_app.directory.tables import EntityKind, Kind
from tests import make

API = "/api/v1"


async def _post(client: httpx.AsyncClient, who: make.Person, path: str, **body: Any) -> httpx.Response:
    return await client.post(f"{API}{path}", json=body, headers=who.headers)


async def test_a_person_without_an_organization_founds_one_and_owns_it(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    answer = await _post(
        client,
        cast.chi,
        "/organizations",
        kind="entity",
        entity_kind="household",
        name="Hộ Nguyễn Thị Chi",
        tax_code="001099012345",
        phone="0912 345 678",
        province_set="34",
        province_code="01",
    )
    assert answer.status_code == 201, answer.text
    assert answer.headers["etag"] == '"1"'
    body = answer.json()
    assert body["slug"] == "ho-nguyen-thi-chi"
    assert body["phone"] == "+84912345678"
    assert body["province"]["vi"] == "Hà Nội"
    who = (await client.get(f"{API}/whoami", headers=cast.chi.headers)).json()
    assert who["membership"]["organization_id"] == body["id"]
    assert who["membership"]["role"] == "owner"
    assert who["scopes"] == ["read", "write"]

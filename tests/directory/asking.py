"""How tests of the directory ask over HTTP, and the household that they enter."""

from typing import Any

import httpx

from events_app import db
from tests import make

API = "/api/v1"
WHERE = {"province_set": "34", "province_code": "01"}
HOUSEHOLD = {"kind": "entity", "entity_kind": "household", "name": "Hộ Mẫu", "tax_code": "001099012345", **WHERE}


async def post(client: httpx.AsyncClient, who: make.Person, path: str, **body: Any) -> httpx.Response:
    """POST as this person."""
    return await client.post(f"{API}{path}", json=body, headers=who.headers)


async def patch(client: httpx.AsyncClient, who: make.Person, path: str, version: int, **body: Any) -> httpx.Response:
    """PATCH as this person, who has seen this version."""
    return await client.patch(f"{API}{path}", json=body, headers={**who.headers, "If-Match": f'"{version}"'})


def own(who: make.Person) -> str:
    """The path of the person's own organization."""
    assert who.organization is not None
    return f"/organizations/{who.organization.id}"


def wrong(answer: httpx.Response) -> dict[str, str]:
    """The fields that were refused, with their sentences."""
    assert answer.status_code == 422, answer.text
    return {error["field"]: error["message"] for error in answer.json()["errors"]}


async def topics() -> list[str]:
    """What was recorded, in order."""
    return [row["topic"] for row in await db.fetch("SELECT topic FROM message ORDER BY id")]

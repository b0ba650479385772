"""How tests claim a record and decide about a claim."""

from typing import Any

import httpx

from events_app.directory import registering
from events_app.directory.tables import Organization
from tests import make

TAX_CODE = "0100109106"


async def claim(client: httpx.AsyncClient, record: Organization, who: make.Person, **said: Any) -> httpx.Response:
    """Claim the record as this person, with what proves that it is its own."""
    return await client.post(f"/api/v1/organizations/{record.id}/claims", json=said, headers=who.headers)


async def decide(client: httpx.AsyncClient, who: make.Person, address: str, verb: str, **said: Any) -> httpx.Response:
    """Decide about the claim as somebody who has just looked at it."""
    looked = await client.get(address, headers=who.headers)
    headers = {**who.headers, "If-Match": looked.headers.get("ETag", '"1"')}
    return await client.post(f"{address}/{verb}", json=said if verb == "rejection" else {}, headers=headers)


async def corrected(record: Organization, **said: Any) -> None:
    """Whoever keeps the record corrects it while somebody looks at the claim."""
    row = await Organization.objects().get(Organization.id == record.id)
    assert row
    await registering.describe(row, row.version, at=make.NOW, **said)

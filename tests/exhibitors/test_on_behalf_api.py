"""The organizer applies for an entity over HTTP, and an entity for itself only."""

import httpx

from events_app import db
from events_app.directory.tables import Kind
from tests import make
from tests.refusals import problem, wrong_fields

API = "/api/v1"
DAYS = {"first_on": make.FIRST_ON.isoformat(), "last_on": make.LAST_ON.isoformat()}


async def test_the_organizer_applies_on_behalf(cast: make.Cast, client: httpx.AsyncClient) -> None:
    fair = await make.fair(cast.an.organization)
    entity = await make.organization(Kind.ENTITY, "Hộ không thư")
    path = f"{API}/events/{fair.id}/applications"
    nobody = await client.post(path, headers=cast.an.headers, json={})
    assert (nobody.status_code, wrong_fields(nobody)) == (422, ["organization_id"])
    made = await client.post(path, headers=cast.an.headers, json={"organization_id": str(entity.id)})
    assert (made.status_code, made.json()["entered_on_behalf"]) == (201, True)
    here = f"{API}/applications/{made.json()['id']}"
    record = "Phiếu ký ngày 3/12/2026"
    submitted = await client.post(f"{here}/submission", headers=cast.an.headers, json={"consent_record": record})
    assert submitted.json()["consent"]["text"].startswith(record + "\n\n")
    assert submitted.json()["consent"]["by"] == "An"
    await client.post(f"{here}/holds", headers=cast.an.headers, json={"booth_id": str(fair.booths[0].id), **DAYS})
    confirmed = await client.post(f"{here}/confirmation", headers=cast.an.headers, json={})
    assert confirmed.json()["state"] == "confirmed"
    rows = await db.fetch("SELECT DISTINCT on_behalf_of FROM message WHERE topic LIKE 'a%'")
    assert [row["on_behalf_of"] for row in rows] == [entity.id]


async def test_an_entity_applies_for_itself_only(cast: make.Cast, client: httpx.AsyncClient) -> None:
    fair = await make.fair(cast.an.organization)
    answer = await client.post(
        f"{API}/events/{fair.id}/applications",
        headers=cast.binh.headers,
        json={"organization_id": str(cast.em.organization.id)},
    )
    assert problem(answer) == (403, "forbidden")


async def test_entering_an_application_for_somebody_opens_nobody_s_address_book(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    """The organizer of an event sees the contacts of who applied itself, and of entities that it looks after; of no others."""
    fair = await make.fair(cast.an.organization)
    entered = await client.post(
        f"/api/v1/events/{fair.id}/applications",
        json={"organization_id": str(cast.em.organization.id)},
        headers=cast.an.headers,
    )
    assert (entered.status_code, entered.json()["organization"]["contacts"]) == (201, [])
    own = await make.application(fair.event, cast.binh.organization)
    seen = await client.get(f"/api/v1/applications/{own.id}", headers=cast.an.headers)
    assert [contact["email"] for contact in seen.json()["organization"]["contacts"]] == [cast.binh.user.email]

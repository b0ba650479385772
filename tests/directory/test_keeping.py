"""An organizer or an admin speaks for an entity until somebody of its own joins; from then on it is one of others."""

import io
from typing import Any

import httpx
import pytest
from python_calamine import CalamineWorkbook

from events_app.actor import Role
from events_app.directory import joining
from events_app.directory.tables import Organization
from events_app.imports.tables import Import, ImportState
from tests import make
from tests.browser_like import Browser


@pytest.fixture
async def kept(cast: make.Cast) -> Organization:
    row = await make.organization(name="Hợp tác xã Được Giữ", keeper=cast.an.organization.id)
    await make.product(row, "Mật ong Được Giữ")
    return row


async def exported(client: httpx.AsyncClient, who: make.Person) -> str:
    """The text of the spreadsheet that somebody gets."""
    answer = await client.get("/api/v1/exports/products.xlsx", headers=who.headers)
    assert answer.status_code == 200, answer.text
    return str(CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python())


async def may(client: httpx.AsyncClient, who: make.Person, row: Organization) -> list[int]:
    """How it answers to changing the entity, adding to it, looking into it, and on the page of it."""
    address = f"/api/v1/organizations/{row.id}"
    headers = {**who.headers, "If-Match": '"1"'}
    return [
        (await client.patch(address, json={"representative": "An"}, headers=headers)).status_code,
        (await client.post(f"{address}/products", json={"name": "Trà", "group": 1}, headers=headers)).status_code,
        (await client.get(f"{address}/contacts", headers=headers)).status_code,
    ]


async def test_who_keeps_it_looks_after_it_and_takes_it_along(
    client: httpx.AsyncClient, cast: make.Cast, kept: Organization
) -> None:
    assert await may(client, cast.an, kept) == [200, 201, 200]
    assert "Mật ong Được Giữ" in await exported(client, cast.an)


async def test_once_people_have_come_it_does_neither(
    client: httpx.AsyncClient, cast: make.Cast, kept: Organization
) -> None:
    await joining.join((await make.person("Lan")).user, kept, Role.VIEWER, at=make.NOW)
    assert await may(client, cast.an, kept) == [403, 403, 403]
    assert "Mật ong Được Giữ" not in await exported(client, cast.an)


async def test_a_list_of_no_organization_is_the_admins_alone(client: httpx.AsyncClient, cast: make.Cast) -> None:
    """Who belongs to no organization either is not of the same one for that."""
    quan = await make.admin()
    row = Import(user=quan.user.id, filename="list.csv", state=ImportState.READ, created_at=make.NOW)
    await row.save()
    address = f"/api/v1/imports/{row.id}"
    found: dict[str, Any] = {}
    for name, who in (("quan", quan), ("chi", cast.chi), ("an", cast.an)):
        found[name] = (await client.get(address, headers=who.headers)).status_code
    assert found == {"quan": 200, "chi": 404, "an": 404}
    assert len((await client.get("/api/v1/imports", headers=quan.headers)).json()["items"]) == 1
    assert (await client.get("/api/v1/imports", headers=cast.an.headers)).json()["items"] == []
    assert (await client.get("/api/v1/imports", headers=cast.chi.headers)).status_code == 403


async def test_an_admin_speaks_for_nobody_who_has_people(client: httpx.AsyncClient, cast: make.Cast, at: Any) -> None:
    browser = await Browser(client).sign_in(await make.admin())
    page = await browser.see(f"/desk/entities/{cast.binh.organization.id}")
    assert "You speak for this entity" not in page
    page = await browser.see(f"/desk/entities/{(await make.organization()).id}")
    assert "You speak for this entity until somebody of its own joins." in page

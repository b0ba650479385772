"""The id of a record or a product that has gone into another one: lists follow it, and bodies that name it are told where it is."""

from typing import Any

import httpx
import pytest

from events_app.directory import merging, uniting
from events_app.directory.tables import Kind, Organization
from events_app.distribution.tables import Channel, SalesPoint
from tests import make
from tests.browser_like import Browser
from tests.directory import asking

pytestmark = pytest.mark.usefixtures("database")


async def _gone(new: Organization, name: str) -> str:
    """The id of another record of an organization that has gone into it."""
    old = await make.organization(Kind(new.kind), name)
    found = await Organization.objects().get(Organization.id == new.id)
    assert found
    await merging.merge(old, found, at=make.NOW)
    return str(old.id)


async def test_filters_follow_the_id_into_which_an_organization_has_gone(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    shop = cast.dung.organization
    venue = await make.venue(cast.an.organization, chain=shop.id)
    event = await make.event(cast.an.organization)
    await make.site(event, venue)
    await Channel(
        distributor=shop.id, kind="ecommerce", url="https://san.example", name="Sàn M", created_at=make.NOW
    ).save()
    place: dict[str, Any] = {"province_set": "34", "province_code": "01", "address": "1 Phố Sen"}
    await SalesPoint(
        name="Điểm M", **place, operator=shop.id, keeper=shop.id, search="diem m", sort="diem m", created_at=make.NOW
    ).save()
    gone = await _gone(shop, "Siêu thị Mẫu (cũ)")
    for path in ("events?chain=", "venues?chain=", "channels?distributor=", "sales-points?operator="):
        answers = [(await client.get(f"{asking.API}/{path}{one}")).json() for one in (gone, shop.id)]
        assert len(answers[0]["items"]) == 1, path
        assert answers[0] == answers[1], path
    for path, name in (("/events?chain=", "Tuần lễ OCOP"), ("/channels?distributor=", "Sàn M")):
        assert name in (await client.get(f"{path}{gone}", follow_redirects=True)).text, path


async def test_a_read_that_names_it_in_its_query_is_sent_on(client: httpx.AsyncClient, cast: make.Cast) -> None:
    gone = await _gone(cast.binh.organization, "HTX Cũ")
    other = await make.organization(name="HTX Khác")
    admin = await make.admin()
    path = f"{asking.API}/organizations/{other.id}/merger?into="
    answer = await client.get(f"{path}{gone}", headers=admin.headers)
    assert (answer.status_code, answer.headers["location"]) == (308, f"{path}{cast.binh.organization.id}")
    event = await make.event(cast.an.organization)
    browser = await Browser(client).sign_in(cast.an)
    page = f"/desk/events/{event.id}/applications/new?organization="
    answer = await browser.client.get(f"{page}{gone}", headers=browser.headers)
    assert (answer.status_code, answer.headers["location"]) == (308, f"{page}{cast.binh.organization.id}")


async def test_bodies_that_name_it_are_all_told_where_it_is(client: httpx.AsyncClient, cast: make.Cast) -> None:
    entity, shop = cast.binh.organization, cast.dung.organization
    gone, shut = await _gone(entity, "HTX Cũ"), await _gone(shop, "Siêu thị Cũ")
    stays, goes = await make.product(entity, "Trà sen"), await make.product(entity, "Trà sen Tây Hồ")
    await uniting.unite(goes.id, stays.id, at=make.NOW)
    event = await make.event(cast.an.organization)
    place = {"province_set": "34", "province_code": "01", "address": "1 Phố Sen"}
    signed: dict[str, Any] = {"kind": "memorandum", "title": "Biên bản", "signed_on": "2026-12-01"}
    fair = {"kind": "fair", "title": {"vi": "Hội chợ"}, "first_on": "2027-01-10", "last_on": "2027-01-12"}
    buyer = {"name": "Siêu thị Mẫu", "role": "distributor"}
    officer = await make.officer()
    asked: list[tuple[make.Person, str, dict[str, Any], Any]] = [
        (cast.an, f"/events/{event.id}/applications", {"organization_id": gone}, entity.id),
        (cast.binh, f"/events/{event.id}/applications", {"products": [str(goes.id)]}, stays.id),
        (officer, "/sales-points", {"name": "Điểm M", **place, "operator": gone}, entity.id),
        (cast.an, "/venues", {"name": "Chợ M", **place, "chain": shut}, shop.id),
        (
            cast.an,
            "/events",
            {**fair, "hosts": [{"organization_id": gone}]},
            entity.id,
        ),
        (
            cast.an,
            f"/events/{event.id}/agreements",
            {**signed, "parties": [{"organization_id": gone, "role": "producer"}, buyer]},
            entity.id,
        ),
    ]
    for who, path, body, there in asked:
        answer = await asking.post(client, who, path, **body)
        assert (path, answer.status_code, answer.json().get("moved_to")) == (path, 410, str(there)), answer.text

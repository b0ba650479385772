"""Sales points over HTTP and on pages."""

from typing import Any

import httpx
import pytest

from events_app.actor import Role
from events_app.directory.tables import Kind
from events_app.distribution.tables import SalesPoint
from tests import counting, make
from tests.browser_like import Browser

API = "/api/v1/sales-points"
POINT: dict[str, Any] = {
    "name": "Điểm bán hàng OCOP Hưng Phú (mẫu)",
    "address": "1 Phố Mẫu",
    "province_code": "92",
    "operator_name": "Cửa hàng Mẫu",
    "criteria": ["Có biển hiệu chung"],
    "opened_on": "2024-05-01",
    "funded_by": "central_programme",
    "latitude": 10.0,
    "longitude": 105.8,
}


async def _officer(code: str = "92", which: str = "34") -> make.Person:
    authority = await make.organization(
        Kind.AUTHORITY, "Sở Nông nghiệp và Môi trường Mẫu", province_set=which, province_code=code
    )
    return await make.person("Giang", authority)


async def _enter(client: httpx.AsyncClient, who: make.Person, **said: Any) -> httpx.Response:
    return await client.post(API, json={**POINT, **said}, headers=who.headers)


async def _change(client: httpx.AsyncClient, who: make.Person, made: Any, version: int, **said: Any) -> httpx.Response:
    headers = {**who.headers, "If-Match": f'"{version}"'}
    return await client.patch(f"{API}/{made['id']}", json=said, headers=headers)


def _wrong(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [error["field"] for error in answer.json()["errors"]]


async def test_everything_that_is_wrong_is_named_at_once(client: httpx.AsyncClient, cast: make.Cast) -> None:
    officer = await _officer()
    several = {
        "name": "",
        "province_code": "0",
        "latitude": 200,
        "longitude": 999,
        "operator_name": "",
        "opened_on": "2024-05-01",
        "closed_on": "2024-04-01",
    }
    fields = ["name", "latitude", "longitude", "province_code", "operator_name", "closed_on"]
    assert sorted(_wrong(await _enter(client, officer, **several))) == sorted(fields)
    # What cannot be read says nothing of what rests on it; one coordinate alone is half a place.
    assert _wrong(await _enter(client, officer, operator="x", operator_name="", longitude=None)) == [
        "operator",
        "longitude",
    ]
    browser = await Browser(client).sign_in(officer)
    await browser.see("/sales-points/new")
    page = await browser.send("/sales-points/new", 422, **{**several, "province_code": ""})
    for field in fields:
        assert page.count(f'id="f-{field}-error"') == 1, field


async def test_an_authority_enters_a_sales_point_that_everybody_finds(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    made = await _enter(client, await _officer())
    assert made.status_code == 201, made.text
    body = made.json()
    assert made.headers["etag"] == '"1"'
    assert (body["operator"], body["operator_name"], body["province"]["vi"]) == (None, "Cửa hàng Mẫu", "Cần Thơ")
    assert (await client.get(f"{API}/{body['id']}")).json() == body
    # Hậu Giang went into Cần Thơ, so the set of today finds what the former set calls otherwise, and not the other way round.
    for asked, found in (
        ({"q": "hung phu"}, 1),
        ({"q": "hung phong"}, 0),
        ({"province_set": "34", "province_code": "92"}, 1),
        ({"province_set": "63", "province_code": "93"}, 0),
        ({"open_on": "2024-04-30"}, 0),
        ({"open_on": "2024-05-01"}, 1),
    ):
        assert len((await client.get(API, params=asked)).json()["items"]) == found, asked
    assert _wrong(await client.get(API, params={"province_code": "92"})) == ["province_code"]


@pytest.mark.parametrize("state", ["waiting", "refused"])
async def test_who_is_not_approved_is_named_by_no_sales_point(client: httpx.AsyncClient, at: Any, state: str) -> None:
    officer, admin = await _officer(), await make.admin()
    shady = await make.organization(Kind.AUTHORITY, "Sở Tự Xưng", state=state)
    operated = {"operator": str(shady.id), "operator_name": ""}
    for who in (officer, admin):
        assert "operator" in _wrong(await _enter(client, officer, **operated))
        made = (await _enter(client, officer)).json()
        assert _wrong(await _change(client, who, made, 1, **operated)) == ["operator"]
    browser = await Browser(client).sign_in(officer)
    await browser.see("/sales-points/new")
    await browser.send("/sales-points/new", 422, name="Điểm", address="1", operator=shady.slug, operator_name="")
    named_before = SalesPoint(
        keeper=officer.organization.id, operator=shady.id, name="Điểm cũ", province_set="34", province_code="92",
        created_at=make.NOW, search="diem cu", sort="diem cu",
    )  # fmt: skip
    await named_before.save()
    for path in ("/sales-points", f"/sales-points/{named_before.id}", API, f"{API}/{named_before.id}"):
        answer = await client.get(path)
        assert (answer.status_code, "Điểm cũ" in answer.text, "Sở Tự Xưng" in answer.text) == (200, True, False)


async def test_an_authority_enters_points_of_its_whole_new_unit_only(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    officer = await _officer("93", "63")  # Hậu Giang of before, which went into Cần Thơ
    assert (await _enter(client, officer)).status_code == 201
    former = await _enter(client, officer, province_set="63", province_code="94")  # Sóc Trăng went there too
    assert former.status_code == 201, former.text
    listed = await client.get(API, params={"province_set": "34", "province_code": "92"})
    assert len(listed.json()["items"]) == 2
    assert _wrong(await _enter(client, officer, province_code="01")) == ["province_code"]
    stays = await _change(client, officer, former.json(), 1, province_set="34", province_code="01")
    assert _wrong(stays) == ["province_code"]


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"operator_name": ""}, ["operator_name"]),
        ({"latitude": None}, ["latitude"]),
        ({"closed_on": "2024-04-30"}, ["closed_on"]),
        ({"operator": "00000000-0000-0000-0000-000000000000", "operator_name": ""}, ["operator"]),
        ({"funded_by": "donor", "criteria": [""]}, ["criteria.0", "funded_by"]),
        (
            {"latitude": 48.8, "closed_on": "2020-01-01", "operator_name": ""},
            ["latitude", "operator_name", "closed_on"],
        ),
    ],
)
async def test_what_does_not_fit_together_is_refused(
    client: httpx.AsyncClient, cast: make.Cast, said: dict[str, Any], fields: list[str]
) -> None:
    assert _wrong(await _enter(client, await _officer(), **said)) == fields


async def test_others_enter_and_change_their_own(client: httpx.AsyncClient, cast: make.Cast) -> None:
    assert (await client.post(API, json=POINT)).status_code == 401
    viewer = await make.person("Vân", cast.binh.organization, Role.VIEWER)
    for who in (cast.chi, cast.an, viewer):
        assert (await _enter(client, who)).status_code == 403
    assert _wrong(await _enter(client, cast.binh)) == ["operator"]
    own = {"operator": str(cast.binh.organization.id), "operator_name": ""}
    assert _wrong(await _enter(client, cast.dung, **own)) == ["operator"]
    made = (await _enter(client, cast.binh, **own)).json()
    assert made["operator_name"] == cast.binh.organization.name
    assert (await _change(client, cast.em, made, 1, name="X")).status_code == 403
    assert (await _change(client, await _officer("01"), made, 1, name="X")).status_code == 403
    assert _wrong(await _change(client, cast.binh, made, 1, operator=None, operator_name="Ai đó")) == ["operator"]
    officer = await _officer()
    assert (await _change(client, officer, made, 1, closed_on="2026-12-01")).json()["closed_on"] == "2026-12-01"
    assert (await _change(client, cast.binh, made, 1, name="X")).status_code == 412
    assert (await _change(client, cast.binh, made, 2, name="Quầy Sen")).headers["etag"] == '"3"'


async def test_a_list_asks_as_much_for_three_as_for_one(client: httpx.AsyncClient, cast: make.Cast) -> None:
    own = {"operator": str(cast.binh.organization.id), "operator_name": ""}
    counts = []
    for more, items in ((1, 1), (2, 3)):
        for _ in range(more):
            await _enter(client, cast.binh, **own)
        async with counting.statements() as said:
            assert len((await client.get(API)).json()["items"]) == items
        counts.append(len(said))
    assert counts == [2, 2]
    first = (await client.get(API, params={"limit": 2})).json()
    assert len((await client.get(API, params={"limit": 2, "after": first["next"]})).json()["items"]) == 1


async def test_an_operator_is_found_by_its_name_and_chosen_among_several(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    one = await make.organization(name="Hợp tác xã Sen Vàng", province_set="34", province_code="92")
    other = await make.organization(name="Hợp tác xã Sen Vàng", province_set="34", province_code="01")
    await make.organization(name="Hợp tác xã Sen Vàng Mới", province_set="34", province_code="01")
    browser = await Browser(client).sign_in(await _officer())
    await browser.see("/sales-points/new")
    said = {"name": "Điểm Sen", "address": "1 Phố", "operator": "sen vang"}
    page = await browser.send("/sales-points/new", 422, **said)
    assert "Several organizations are called like this; choose one." in page
    assert "<small>OCOP entity, Hanoi</small>" in page
    await browser.send("/sales-points/new", chosen=str(other.id))
    [row] = await SalesPoint.objects()
    assert row.operator == other.id
    # The form that is opened again means whom it shows, although another has this name too.
    await browser.see(f"/sales-points/{row.id}/edit")
    await browser.send(f"/sales-points/{row.id}/edit", address="2 Phố")
    [row] = await SalesPoint.objects()
    assert (row.operator, row.address) == (other.id, "2 Phố")
    await browser.see(f"/sales-points/{row.id}/edit")
    await browser.send(f"/sales-points/{row.id}/edit", operator=f"/organizations/{one.slug}")
    [row] = await SalesPoint.objects()
    assert row.operator == one.id
    await browser.see(f"/sales-points/{row.id}/edit")
    await browser.send(f"/sales-points/{row.id}/edit", operator="sen vang moi")
    [row] = await SalesPoint.objects()
    assert row.operator not in {one.id, other.id}


async def test_a_sales_point_is_entered_shown_and_changed_on_pages(client: httpx.AsyncClient, cast: make.Cast) -> None:
    browser = await Browser(client).sign_in(await _officer())
    assert "No sales point has been entered yet." in await browser.see("/sales-points")
    await browser.see("/sales-points/new")
    page = await browser.send("/sales-points/new", 422, name="Điểm OCOP", operator="nobody-here", latitude="48.8")
    for said in (
        "There is no such organization in the directory.",
        "In Viet Nam the latitude lies between",
        "This is required.",
    ):
        assert said in page
    page = await browser.send(
        "/sales-points/new",
        address="1 Phố",
        operator=f"http://fairs.test/organizations/{cast.binh.organization.slug}",
        criteria="Biển hiệu chung\r\n\r\nCó giá <niêm yết>",
        latitude="10,02",
        longitude="105.8",
    )
    assert "Điểm OCOP is entered." in page
    assert "<li>Có giá &lt;niêm yết&gt;</li>" in page
    assert f"/organizations/{cast.binh.organization.slug}" in page
    assert "mlat=10.02&amp;mlon=105.8" in page
    address = browser.answer.url.path

    visitor = Browser(client)
    client.cookies.clear()
    assert "Điểm OCOP" in await visitor.see("/sales-points?q=diem&province=34-92")
    assert "No sales point matches." in await visitor.see("/sales-points?province=63-01")
    assert f"{address}/edit" not in await visitor.see(address)

    owner = await Browser(client).sign_in(cast.binh)
    page = await owner.see(f"{address}/edit")
    assert "Operator in the directory" not in page
    assert "Closed" in await owner.send(f"{address}/edit", closed_on="2026-12-01")

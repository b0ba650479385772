"""An address is said with its province, once."""

import httpx
import pytest

from events_app import db
from events_app.directory import places
from events_app.i18n import Language, speaking
from events_app.reminders import lines
from tests import make
from tests.browser_like import Browser
from tests.directory.asking import API

DONG_THAP = places.province("34", "82")
SAIGON = places.province("34", "79")


@pytest.mark.parametrize("ending", ["Đồng Tháp", "tỉnh Đồng Tháp", "Tỉnh  ĐỒNG THÁP.", "Dong Thap"])
def test_a_province_with_which_an_address_ends_is_not_said_again(ending: str) -> None:
    with speaking(Language.VI):
        said = places.whole_address(DONG_THAP, f"Xã Tràm Chim, {ending}", "", "")
    assert said == f"Xã Tràm Chim, {ending}"
    where = lines.where({"address": f"Xã Tràm Chim, {ending}", "province_set": "34", "province_code": "82"})
    assert where == [f"Xã Tràm Chim, {ending}"]


def test_a_city_is_one_however_it_is_called() -> None:
    with speaking(Language.VI):
        for ending in ("TP. Hồ Chí Minh", "Thành phố Hồ Chí Minh", "Ho Chi Minh City"):
            assert places.whole_address(SAIGON, f"1 Lê Lợi, {ending}") == f"1 Lê Lợi, {ending}"
        for code, name in (("01", "Hà Nội"), ("31", "Hải Phòng"), ("48", "Đà Nẵng"), ("92", "Cần Thơ"), ("46", "Huế")):
            for ending in (name, f"TP {name}", f"thành phố {name}"):
                assert places.whole_address(places.province("34", code), ending) == ending


@pytest.mark.parametrize(
    ("which", "code", "name"), [("63", "19", "Thái Nguyên"), ("34", "19", "Thái Nguyên"), ("63", "27", "Bắc Ninh")]
)
def test_a_city_in_a_province_of_its_name_is_not_the_province(which: str, code: str, name: str) -> None:
    found = places.province(which, code)
    with speaking(Language.VI):
        for district in (f"Thành phố {name}", f"TP. {name}"):
            assert places.whole_address(found, "1 Phố Mẫu", "", district) == f"1 Phố Mẫu, {district}, {name}"
        for ending in (name, f"tỉnh {name}"):
            assert places.whole_address(found, "1 Phố Mẫu", ending) == f"1 Phố Mẫu, {ending}"


def test_an_address_that_ends_with_something_else_keeps_its_province() -> None:
    with speaking(Language.VI):
        for said in ("12 Đồng Tháp", "Xã Tràm Chim", "Đồng Tháp, Xã Tràm Chim", "Xã Tràm Chim, An Giang"):
            assert places.whole_address(DONG_THAP, said) == f"{said}, Đồng Tháp"
        assert places.whole_address(DONG_THAP, "", "") == "Đồng Tháp"
        assert places.whole_address(None, "1 Phố Mẫu", "Xã Mẫu") == "1 Phố Mẫu, Xã Mẫu"
    where = lines.where({"address": "12 Đồng Tháp", "province_set": "34", "province_code": "82"})
    assert where == ["12 Đồng Tháp", DONG_THAP.name if DONG_THAP else None]


async def test_an_address_that_names_another_province_is_refused_with_both(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    there = {"address": "Xã Sông Mã, tỉnh Sơn La", "province_set": "34", "province_code": "82"}
    said = {"kind": "entity", "entity_kind": "cooperative", "name": "HTX Mẫu Mới"}
    headers = {**cast.chi.headers, "Accept-Language": "en"}
    answer = await client.post(f"{API}/organizations", json={**said, **there}, headers=headers)
    assert answer.status_code == 422
    told = "This address names Son La, and the province is Dong Thap: correct the one that is wrong."
    assert answer.json()["errors"] == [{"field": "address", "message": told}]
    made = await client.post(
        f"{API}/organizations", json={**said, **there, "address": "Xã Mẫu, tỉnh Tiền Giang"}, headers=headers
    )
    assert made.status_code == 201


async def test_what_an_address_of_before_names_is_asked_only_once_it_is_changed(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    binh = cast.binh.organization
    await db.fetch(
        "UPDATE organization SET address = 'Xã Sông Mã, tỉnh Sơn La', province_set = '34', province_code = '82' WHERE id = $1",
        binh.id,
    )
    path, headers = f"{API}/organizations/{binh.id}", cast.binh.headers
    for change, status in (
        ({"commune": "Xã Mẫu"}, 200),
        ({"address": "Xã Sông Mã, tỉnh Sơn La", "commune": "Xã Mẫu 2"}, 200),
        ({"address": "Bản Mo, xã Sông Mã, tỉnh Sơn La"}, 422),
        ({"province_code": "01"}, 422),
        ({"province_code": "14"}, 200),
    ):
        tag = (await client.get(path, headers=headers)).headers["ETag"]
        answer = await client.patch(path, json=change, headers={**headers, "If-Match": tag})
        assert (change, answer.status_code) == (change, status), answer.text
    browser = await Browser(client).sign_in(cast.binh)
    page = await browser.see("/organization/edit")
    assert page
    said = {"name": binh.name, "entity_kind": "cooperative", "province_code": "34-82"}
    page = await browser.send("/organization/edit", 422, **said, address="Bản Mo, xã Sông Mã, tỉnh Sơn La")
    assert "This address names Son La, and the province is Dong Thap: correct the one that is wrong." in page

"""Where an entity lies, by what its row and its list say."""

from datetime import datetime
from uuid import UUID

import httpx
import pytest

from events_app import db
from events_app.directory import places
from events_app.directory.places import Set
from events_app.directory.tables import Kind
from events_app.imports import elsewhere, placing
from events_app.imports.placing import Lying, lying
from tests import make
from tests.browser_like import Browser
from tests.imports import asking
from tests.imports.sent_out import faults

DONG_THAP = "34-82"


@pytest.mark.parametrize(
    ("address", "province"),
    [
        ("Xã Sông Mã, tỉnh Sơn La", "34-14"),
        ("Bản Mo, Xã Sông Mã, Sơn La", "34-14"),
        ("xã Sông Mã - tỉnh Sơn La, Việt Nam.", "34-14"),
        ("xa Song Ma tinh Son La", "34-14"),
        ("12 Lê Lợi, phường Bến Thành, TP. HCM", "34-79"),
        ("ấp 2, xã Tân Mẫu, tỉnh Tiền Giang", "63-82"),  # a part of the one assumed
        ("xã Hòa Bình", DONG_THAP),
        ("Km 12, tỉnh lộ 8", DONG_THAP),
        ("xã Mỹ Mẫu, 24", DONG_THAP),
        ("", DONG_THAP),
    ],
)
def test_an_address_that_ends_with_another_province_says_so(address: str, province: str) -> None:
    found = lying("", address, "", DONG_THAP, None)
    assert f"{found.province_set}-{found.province_code}" == province
    assert found.address == address


@pytest.mark.parametrize(
    ("column", "address", "named"),
    [
        ("Đồng Tháp", "Xã Sông Mã, tỉnh Sơn La", "Sơn La"),
        ("Đồng Tháp", "12 Lê Lợi, phường Bến Thành, TP. HCM, Việt Nam", "Thành phố Hồ Chí Minh"),
        ("34-82", "Bản Mo, Xã Sông Mã, Sơn La", "Sơn La"),
        ("Đồng Tháp", "xa Song Ma tinh Son La", "Sơn La"),
        ("Đồng Tháp", "Xã Sông Mã, huyện Sông Mã, tỉnh Sơn La", "Sơn La"),
        ("Đồng Tháp", "ấp 2, xã Tân Mẫu, tỉnh Tiền Giang", None),  # it is part of the one of today
        ("Lào Cai", "phường Hồng Hà, TP. Yên Bái", None),
        ("Sơn La", "xã Huy Mẫu, Phù Yên", None),  # a district is called so
        ("Quảng Bình", "xã Lương Mẫu, Quảng Ninh", None),
        ("Quảng Bình", "xã Lương Mẫu, tỉnh Quảng Ninh", "Quảng Ninh"),
        ("Đồng Tháp", "Thôn 3, Hòa Bình", None),
        ("Đồng Tháp", "Km 12, tỉnh lộ 8", None),
        ("Đồng Tháp", "", None),
    ],
)
def test_an_address_that_names_another_province_than_its_column_is_no_place(
    column: str, address: str, named: str | None
) -> None:
    found = lying(column, address, "", "", None)
    assert (found.wrong is not None, found.told.get("named", {}).get("vi")) == (named is not None, named)
    assert (found.province_code is None) is (named is not None)


async def test_such_a_row_comes_back_with_both_provinces(cast: make.Cast, at: datetime) -> None:
    heads = [*asking.HEADS, "Địa chỉ"]
    rows = [[*asking.a_row(1), "Xã Sông Mã, tỉnh Sơn La"], [*asking.a_row(2), "ấp 2, xã Tân Mẫu, tỉnh Tiền Giang"]]
    row = await asking.read(cast.an, asking.a_csv(rows, heads), at=at)
    assert [one["outcome"] for one in await asking.rows(row)] == ["fault", "create"]
    (_, back, *_more) = await faults(row, "en")
    assert back[1:4] == [
        "Address",
        "Xã Sông Mã, tỉnh Sơn La",
        "This address names Son La, and the province is Dong Thap: correct the one that is wrong.",
    ]


@pytest.mark.parametrize(
    ("address", "left", "district"),
    [
        ("ấp 1, xã Mỹ Mẫu, huyện Cao Lãnh", "ấp 1, xã Mỹ Mẫu", "huyện Cao Lãnh"),
        ("Huyện Cao Lãnh", "", "Huyện Cao Lãnh"),
        ("huyện Cao Lãnh, tỉnh Đồng Tháp", "", "huyện Cao Lãnh"),
        ("Số 2, Quận Mẫu", "Số 2", "Quận Mẫu"),
        ("xã A - thị xã Hồng Ngự - Đồng Tháp", "xã A", "thị xã Hồng Ngự"),
        ("xa A, huyen Thap Muoi", "xa A", "huyen Thap Muoi"),
        ("Quán Trà, xã Mẫu", "Quán Trà, xã Mẫu", ""),
        ("12 đường Huyện Thanh Quan", "12 đường Huyện Thanh Quan", ""),
    ],
)
def test_a_district_in_an_address_of_before_is_the_district(address: str, left: str, district: str) -> None:
    assert lying("", address, "", "63-87", None) == Lying("63", "87", left, district)


@pytest.mark.parametrize(
    ("address", "left", "district", "code"),
    [
        ("12 Lê Lợi, Thành phố Huế, tỉnh Thừa Thiên Huế", "12 Lê Lợi", "Thành phố Huế", "46"),
        ("phường 1, TP Huế, Thừa Thiên Huế", "phường 1", "TP Huế", "46"),
        ("thanh pho Son La - tinh Son La", "", "thanh pho Son La", "14"),
        ("ấp 1, TP. Cao Lãnh, tỉnh Đồng Tháp", "ấp 1", "TP. Cao Lãnh", "87"),
        ("12 A, TP Thủ Đức, TP Hồ Chí Minh", "12 A", "TP Thủ Đức", "79"),
        (
            "Thành phố mới Bình Dương, TP Thủ Dầu Một, tỉnh Bình Dương",
            "Thành phố mới Bình Dương",
            "TP Thủ Dầu Một",
            "74",
        ),
    ],
)
def test_a_town_before_its_province_is_a_district_of_before(address: str, left: str, district: str, code: str) -> None:
    assert lying("", address, "", "", None) == Lying("63", code, left, district)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("phường Phú Mẫu, thành phố Huế", "46"),
        ("phường Bến Nghé, TP. Hồ Chí Minh", "79"),
        ("phường Bến Nghé, TP. Hồ Chí Minh, Việt Nam", "79"),
        ("phường Ninh Mẫu, TP Cần Thơ", "92"),
    ],
)
def test_a_city_is_a_province_and_no_district(address: str, code: str) -> None:
    assert lying("", address, "", "", None) == Lying("34", code, address, "")


def test_a_district_in_an_address_means_the_provinces_of_before() -> None:
    assert lying("Đồng Tháp", "xã A, huyện B", "", "", None) == Lying("63", "87", "xã A", "huyện B")
    assert lying("Đồng Tháp", "xã A", "", "", None) == Lying("34", "82", "xã A", "")
    assert lying("Đồng Tháp", "xã A, huyện B", "", "", Set.NEW) == Lying("34", "82", "xã A, huyện B", "")


@pytest.mark.parametrize(
    ("names", "of_before"),
    [
        ({"Tiền Giang", "Đồng Tháp"}, "Tiền Giang"),
        ({"Đồng Tháp", "tỉnh Tiền Giang", "Bắc Giang"}, "Bắc Giang"),
        ({"Tiền Giang", "34-82"}, None),
        ({"Tiền Giang", "Đồng Tháp (mới)"}, None),
        ({"Bắc Ninh (Bắc Giang cũ)", "Hà Nội"}, None),  # who writes so knows both
        ({"Bình Thuận cũ", "Lâm Đồng"}, None),
        ({"Tiền Giang"}, None),
        ({"Đồng Tháp", "Sơn La"}, None),
        ({"Đồng Tháp", "24", ""}, None),
    ],
)
def test_a_name_of_before_beside_one_of_both_sets_means_those_of_before(names: set[str], of_before: str | None) -> None:
    assert placing.of_before(names) == of_before


async def test_a_list_with_a_province_of_before_means_that_set_throughout(cast: make.Cast, at: datetime) -> None:
    rows = [asking.a_row(n, province=name) for n, name in enumerate(("Đồng Tháp", "Tiền Giang", "34-82"))]
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    assert (row.which, row.rows_read) == ("63", 3)
    assert row.counts["rows"] == {"create": 3}
    places = await db.fetch("SELECT province_set AS set, province_code AS code FROM import_entity ORDER BY first_row")
    assert [(one["set"], one["code"]) for one in places] == [("63", "87"), ("63", "82"), ("34", "82")]
    assert await _which(row.id) == ("63", "Tiền Giang")
    plain = await asking.read(cast.an, asking.a_csv(rows[:1]), at=at)
    assert await _which(plain.id) == (None, "")


async def test_a_code_by_itself_is_asked_about_until_somebody_says_the_set(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    names = ("Bac Kan", "Bắc Ninh", "24", 24, "63-24", "34-24")
    row = await asking.read(
        cast.an, asking.a_csv([asking.a_row(n, province=name) for n, name in enumerate(names)]), at=at
    )
    asked = [["province", placing._WHICH, {}]]
    assert (row.which, row.of_before) == ("63", "Bac Kan")
    assert [one["wrongs"] for one in await asking.rows(row)] == [[], [], asked, asked, [], []]
    browser = await Browser(client).sign_in(cast.an)
    page = await browser.see(f"/imports/{row.id}/rows?outcome=fault")
    assert page.count("Say which set of provinces this belongs to") == 2
    # What comes back asks again; a set that somebody says decides it.
    back = await client.get(f"/api/v1/imports/{row.id}/faults.xlsx", headers=cast.an.headers)
    again = await asking.read(cast.an, back.content, at=at, name="faults.xlsx")
    assert [one["wrongs"] for one in await asking.rows(again)] == [asked, asked]
    await browser.see(f"/imports/{row.id}")
    await browser.send(f"/imports/{row.id}/columns", which="63")
    await asking.relayed(at)
    assert (await asking.now(row)).counts["rows"] == {"create": 6}
    places = await db.fetch(
        "SELECT province_set AS set, province_code AS code FROM import_entity WHERE within = $1 ORDER BY first_row",
        row.id,
    )
    assert [(one["set"], one["code"]) for one in places[2:]] == [("63", "24")] * 3 + [("34", "24")]


TAKEN = {
    "en": "were taken for the 63 of before 1 July 2025 throughout, as it names Tiền Giang, which is no more.",
    "vi": "có nêu Tiền Giang, nay không còn",
    "id": "karena menyebut Tiền Giang, yang sudah tidak ada",
}


async def test_what_was_taken_is_said_with_its_reason_until_somebody_says_otherwise(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    rows = [asking.a_row(n, province=name) for n, name in enumerate(("Đồng Tháp", "Tiền Giang"))]
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    address = f"/api/v1/imports/{row.id}"
    for language, sentence in TAKEN.items():
        said = (await client.get(address, headers={**cast.an.headers, "Accept-Language": language})).json()
        assert (said["which"], said["which_taken"]["province"]) == ("63", "Tiền Giang")
        assert sentence in said["which_taken"]["message"]
    browser = await Browser(client).sign_in(cast.an)
    page = await browser.see(f"/imports/{row.id}")
    assert TAKEN["en"] in page
    assert "say so below and have the list read anew" in page
    # Something else is said: the names are looked at anew.
    await browser.send(f"/imports/{row.id}/columns")
    assert await _which(row.id) == (None, "")
    await asking.relayed(at)
    assert await _which(row.id) == ("63", "Tiền Giang")
    await browser.see(f"/imports/{row.id}")
    await browser.send(f"/imports/{row.id}/columns", which="34")
    await asking.relayed(at)
    assert await _which(row.id) == ("34", "")
    assert "were taken for" not in await browser.see(f"/imports/{row.id}")
    assert (await client.get(address, headers=cast.an.headers)).json()["which_taken"] is None
    # A set that somebody said stays, also where it is that of before.
    await browser.send(f"/imports/{row.id}/columns", which="63")
    await asking.relayed(at)
    await browser.see(f"/imports/{row.id}")
    await browser.send(f"/imports/{row.id}/columns")
    await asking.relayed(at)
    assert await _which(row.id) == ("63", "")


async def _which(import_id: UUID) -> tuple[str | None, str]:
    (row,) = await db.fetch("SELECT which, of_before FROM import WHERE id = $1", import_id)
    return row["which"], row["of_before"]


async def test_an_officer_is_told_of_an_address_in_another_province(cast: make.Cast, at: datetime) -> None:
    office = await make.organization(Kind.AUTHORITY, "Sở Đồng Tháp", province_set="34", province_code="82")
    officer = await make.person("Giang", office)
    heads = [*asking.HEADS[:-1], "Địa chỉ"]
    rows = [
        asking.a_row(1, province="Xã Sông Mã, tỉnh Sơn La"),
        asking.a_row(2, province="Xã Mỹ Mẫu"),
    ]
    row = await asking.read(officer, asking.a_csv(rows, heads), at=at)
    assert [(one["outcome"], one["wrongs"]) for one in await asking.rows(row)] == [
        ("fault", [["province", elsewhere.NOT_HERE, {}]]),
        ("create", []),
    ]


@pytest.mark.parametrize("of", Set)
def test_a_province_in_words_means_it_whatever_set_is_taken_for_the_list_that_comes_in_again(of: Set) -> None:
    for one in places.provinces(of).values():
        code = places.chosen(one.set.value, one.code)
        for said in (placing.settled(code, None), placing.settled(one.name["vi"], of)):
            assert not any(map(str.isdigit, said))
            for which in (None, *Set):
                assert lying(said, "", "", "", which) == Lying(one.set.value, one.code, "", ""), said


@pytest.mark.parametrize("said", ["24", "Đồng Tháp", "Trống", ""])
def test_what_means_more_than_one_province_or_none_stays_as_it_is_written(said: str) -> None:
    assert placing.settled(said, None) == said


async def test_a_district_of_a_list_changes_nothing_of_an_address_of_today_that_has_it(
    cast: make.Cast, at: datetime
) -> None:
    heads = [*asking.HEADS[:-1], "Địa chỉ"]
    whole = "ấp 1, TP. Cao Lãnh, tỉnh Đồng Tháp"
    rows = asking.a_csv([asking.a_row(1, province=whole)], heads)
    row = await asking.read(cast.an, rows, at=at)
    await asking.brought(cast.an, row, at=at)
    await db.fetch(
        "UPDATE organization SET province_set = '34', province_code = '82', address = $1, district = ''"
        " WHERE name = 'Hợp tác xã Mẫu 1'",
        whole,
    )  # as it was read before towns were districts
    before = await db.fetch("SELECT * FROM organization WHERE address = $1", whole)
    again = await asking.read(cast.an, rows, at=at)
    assert again.counts == {"rows": {"same": 1}, "entities": {"same": 1}}
    other = await asking.read(
        cast.an, asking.a_csv([asking.a_row(1, province="ấp 2, TP. Cao Lãnh, tỉnh Đồng Tháp")], heads), at=at
    )
    other = await asking.brought(cast.an, other, at=at)
    assert [(one["outcome"], one["wrongs"]) for one in await asking.rows(other)] == [("change", [])]
    (now,) = await db.fetch("SELECT address, district FROM organization WHERE id = $1", before[0]["id"])
    assert tuple(now.values()) == ("ấp 2, TP. Cao Lãnh", "")

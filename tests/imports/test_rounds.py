"""A list that has columns for more than one recognition: the latest that a row has is brought in, and pages and API say so."""

from datetime import datetime
from typing import Any

import httpx
import pytest

from events_app import db
from events_app.imports import finding, rounds
from events_app.imports.headings import Field
from tests import make
from tests.browser_like import Browser
from tests.imports import asking

STARS, NUMBER, ISSUED, ISSUER = Field.STARS, Field.NUMBER, Field.ISSUED, Field.ISSUER
TWO = [
    "Công nhận lần đầu – Hạng",
    "Công nhận lần đầu – Số QĐ",
    "Công nhận lại – Hạng",
    "Công nhận lại – Số QĐ",
    "Cơ quan cấp",
]


@pytest.mark.parametrize(
    ("heading", "which"),
    [
        ("Công nhận lần đầu – Hạng", rounds.FIRST),
        ("Số QĐ (lần 1)", rounds.FIRST),
        ("Số QĐ", rounds.SOME),
        ("Tái công nhận – Số", rounds.LATER),
        ("Hạng sao đánh giá lại", rounds.LATER),
        ("Phân hạng lại – Sao", rounds.LATER),
        ("Công nhận lần thứ 3 – Hạng", 3),
        ("Đơn vị còn lại", rounds.SOME),
    ],
)
def test_of_which_recognition_a_heading_speaks(heading: str, which: int) -> None:
    assert rounds.which(heading) == which


def test_the_later_recognition_stands_before_the_first() -> None:
    fields = {0: STARS, 1: NUMBER, 2: STARS, 3: NUMBER, 4: ISSUER}
    assert rounds.told_apart(TWO, fields) == [{2: STARS, 3: NUMBER, 4: ISSUER}, {0: STARS, 1: NUMBER}]


def test_columns_that_are_not_doubled_are_of_one_recognition() -> None:
    assert rounds.told_apart(TWO, {0: STARS, 3: NUMBER, 4: ISSUER}) == [{0: STARS, 3: NUMBER, 4: ISSUER}]


def test_where_no_heading_says_which_is_later_it_is_the_one_to_the_right() -> None:
    fields = {0: STARS, 1: NUMBER, 2: STARS, 3: NUMBER}
    assert rounds.told_apart(["a", "b", "c", "d"], fields) == [{2: STARS, 3: NUMBER}, {0: STARS, 1: NUMBER}]


def test_a_row_means_the_last_recognition_that_it_has_and_never_half_of_two() -> None:
    read = rounds.Rounds(TWO, {0: STARS, 1: NUMBER, 2: STARS, 3: NUMBER, 4: ISSUER})

    def cells(*row: Any) -> dict[Field, Any]:
        return read.filled({field: row[n] for n, field in read.latest.items() if row[n] is not None}, row)

    assert cells(3, "1/QĐ", 4, "2/QĐ", "a") == {STARS: 4, NUMBER: "2/QĐ", ISSUER: "a"}
    assert cells(3, "1/QĐ", None, None, "a") == {STARS: 3, NUMBER: "1/QĐ", ISSUER: "a"}
    assert cells(3, "1/QĐ", 4, None, None) == {STARS: 4}
    assert cells(None, None, None, None, "a") == {ISSUER: "a"}


HEADS = [
    "Tên sản phẩm", "Nhóm", "Chủ thể", "Tỉnh", "Hạng sao", "Số QĐ", "Ngày QĐ",
    "Hạng sao (công nhận lại)", "Số QĐ công nhận lại", "Ngày công nhận lại", "Điện thoại", "Số điện thoại",
]  # fmt: skip


def a_row(n: int, *rated: str) -> list[str]:
    return [f"Trà {n}", "Đồ uống", f"Hợp tác xã Mẫu {n}", "Đồng Tháp", *rated, f"09123{n:05d}", ""]


@pytest.mark.usefixtures("database")
async def test_the_later_recognition_is_brought_in_and_the_first_one_where_there_is_no_other(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    rows = [
        a_row(1, "3 sao", "1/QĐ-UBND", "1/3/2022", "4 sao", "9/QĐ-UBND", "1/3/2025"),
        a_row(2, "3 sao", "2/QĐ-UBND", "1/4/2025", "", "", ""),
    ]
    row = await asking.read(cast.an, asking.a_csv(rows, HEADS), at=at)
    address = f"/api/v1/imports/{row.id}"
    answer = await client.get(address, headers={**cast.an.headers, "Accept-Language": "en"})
    told = {one["field"]: (one["read"], one["unread"], one["message"]) for one in answer.json()["doubled"]}
    assert told["stars"][:2] == ([7, 4], [])
    assert told["certificate_number"][:2] == ([8, 5], [])
    assert told["issued_on"][:2] == ([9, 6], [])
    assert told["phone"][:2] == ([10], [11])
    browser = await Browser(client).sign_in(cast.an)
    page = await browser.see(f"/imports/{row.id}")
    said = "Several columns say the same. Stars: “Hạng sao (công nhận lại)” is read, and “Hạng sao” where the later"
    assert said in page
    assert said in told["stars"][2]
    assert "Telephone: “Điện thoại” is read, and “Số điện thoại” is not." in page
    etag = {**cast.an.headers, "If-Match": answer.headers["etag"]}
    assert (await client.patch(address, json={"columns": answer.json()["columns"]}, headers=etag)).status_code == 202
    await asking.relayed(at)
    told = (await client.get(address, headers=cast.an.headers)).json()["doubled"]
    assert [one["field"] for one in told] == ["stars", "certificate_number", "issued_on"]
    await asking.brought(cast.an, await asking.now(row), at=at)
    found = await db.fetch("SELECT stars, number, issued_on::text FROM certificate ORDER BY number")
    assert [tuple(one.values()) for one in found] == [(3, "2/QĐ-UBND", "2025-04-01"), (4, "9/QĐ-UBND", "2025-03-01")]
    assert (await client.get(address, headers=cast.an.headers)).json()["doubled"] == []


def test_a_vague_column_beside_a_sure_one_is_no_double() -> None:
    words = ["Tên sản phẩm", "Sản phẩm", "Kết quả", "Số sao"]
    assert finding.doubled(words, {0: Field.PRODUCT, 3: STARS}) == []


ADDRESSES = ["Tên sản phẩm", "Nhóm", "Chủ thể", "Địa chỉ cũ", "Địa chỉ mới", "Tỉnh"]


@pytest.mark.usefixtures("database")
async def test_an_address_of_before_is_read_where_that_of_today_is_blank_and_it_is_told(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    rows = [
        ["Trà 1", "Đồ uống", "Hợp tác xã Mẫu 1", "xã A, huyện Tháp Mười", "xã Tháp Mười", "Đồng Tháp"],
        ["Trà 2", "Đồ uống", "Hợp tác xã Mẫu 2", "xã A, huyện Tháp Mười", "", "Đồng Tháp"],
    ]
    row = await asking.read(cast.an, asking.a_csv(rows, ADDRESSES), at=at)
    found = await db.fetch("SELECT address, district, province_set FROM import_entity ORDER BY first_row")
    assert [tuple(one.values()) for one in found] == [("xã Tháp Mười", "", "34"), ("xã A", "huyện Tháp Mười", "63")]
    address = f"/api/v1/imports/{row.id}"
    answer = await client.get(address, headers={**cast.an.headers, "Accept-Language": "en"})
    (told,) = answer.json()["doubled"]
    assert (told["field"], told["read"], told["unread"]) == ("address", [4, 3], [])
    assert "Address: “Địa chỉ mới” is read, and “Địa chỉ cũ” where that is blank." in told["message"]
    # The columns can be sent back as they are, and one of them taken away.
    columns = answer.json()["columns"]
    etag = {**cast.an.headers, "If-Match": answer.headers["etag"]}
    assert (await client.patch(address, json={"columns": columns}, headers=etag)).status_code == 202
    await asking.relayed(at)
    answer = await client.get(address, headers=cast.an.headers)
    assert [one["read"] for one in answer.json()["doubled"]] == [[4, 3]]
    etag = {**cast.an.headers, "If-Match": answer.headers["etag"]}
    assert (await client.patch(address, json={"columns": {**columns, "3": None}}, headers=etag)).status_code == 202
    await asking.relayed(at)
    assert (await client.get(address, headers=cast.an.headers)).json()["doubled"] == []
    assert [one["address"] for one in await db.fetch("SELECT address FROM import_entity ORDER BY first_row")] == [
        "xã Tháp Mười",
        "",
    ]


def test_addresses_and_recognitions_may_both_be_doubled() -> None:
    words = ["Địa chỉ cũ", "Hạng", "Số QĐ", "Địa chỉ", "Hạng công nhận lại", "Số QĐ công nhận lại"]
    fields = {0: Field.ADDRESS, 1: STARS, 2: NUMBER, 3: Field.ADDRESS, 4: STARS, 5: NUMBER}
    read = rounds.Rounds(words, fields)
    assert read.latest == {3: Field.ADDRESS, 4: STARS, 5: NUMBER}
    row = ["xã A", 3, "1/QĐ", None, None, None]
    cells = {field: row[n] for n, field in read.latest.items() if row[n] is not None}
    assert read.filled(cells, row) == {Field.ADDRESS: "xã A", STARS: 3, NUMBER: "1/QĐ"}

"""Telephones, e-mail and tax codes in the words of offices, and the signs by which these say that there is none."""

from datetime import datetime
from typing import Any

import httpx
import pytest
from pydantic_core import PydanticCustomError

from events_app import db
from events_app.directory.tables import EntityKind
from events_app.imports import reaching, retelling, saying, unfolding, veiling
from events_app.imports.headings import Field
from tests import make
from tests.browser_like import Browser
from tests.imports import asking
from tests.imports.sent_out import sheet
from tests.imports.test_personal import NUMBERS, leaks

NOTHING: list[Any] = [
    "-",
    "–",
    "không",
    "Không có",
    "KHÔNG",
    "chưa có",
    "Chưa",
    "0",
    0,
    "x",
    "…",
    "...",
    "(không có)",
    "n/a",
]
TWELVE = ["+84(0)912345679", "(84-28) 38312347", "84 28 3831 2347"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0912.345.683 (Anh Ba)", "+84912345683"),
        ("01234567890 (cũ)", "+84834567890"),  # eleven digits, until 2018
        ("0912345689 – Lan", "+84912345689"),
        ("0912345689 Lan", "+84912345689"),
        ("Chị Lan: 0912 345 689 (giám đốc)", "+84912345689"),
        ("0912345678 hoặc 0912345679", "+84912345678"),
        ("0912345678 và 0912345679", "+84912345678"),
        ("ĐT: (028) 3831.2347 gặp chị Mẫu", "+842838312347"),
        (912345678, "+84912345678"),
    ],
)
def test_words_beside_a_telephone_number_are_no_part_of_it(written: Any, kept: str) -> None:
    assert reaching.phone(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "0912345678\n0913456789",
        "ĐT:\n0912 345 678\n0913 456 789",
        "0912345678 0913456789",
        "0912.345.678   0277 3851123",
        "0912345678-0913456789",
        "0912345678 - 0913456789",
        "0912345678/0913456789",
        "0912 345 678; 0913456789",
        "0912345678 (Nam) 0913456789 (Ba)",
        "ĐT 0912345678, Zalo 0913456789",
        "84912345678 84913456789",
        "0912345678 hay 0913456789",
        "0912345678/79",
    ],
)
def test_of_several_numbers_in_a_cell_the_first_is_read_and_it_is_told(written: str) -> None:
    assert (reaching.phone(written), reaching.is_one_of_several(written)) == ("+84912345678", True)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0277.3851123-3851124", "+842773851123"),
        ("(0277) 3851123 3851124", "+842773851123"),
        ("1800 6601 0912345678", "+8418006601"),
    ],
)
def test_a_number_behind_another_may_leave_out_what_that_one_says(written: str, kept: str) -> None:
    assert (reaching.phone(written), reaching.is_one_of_several(written)) == (kept, True)


@pytest.mark.parametrize(
    "written", [912345678, "0912 345 678 (Anh 3)", "+84(0)912345679", "(84-277) 3851123", "không", "gọi chị Lan", None]
)
def test_of_one_number_or_none_nothing_is_told(written: Any) -> None:
    assert not reaching.is_one_of_several(written)


@pytest.mark.parametrize(
    "written",
    [
        "028 38312347-12",
        "0912345678 0913",
        f"0912345678 {NUMBERS[7]}",
        f"{NUMBERS[7][:4]} {NUMBERS[7][4:8]} {NUMBERS[7][8:]}",
        "028 38312347 máy lẻ 12",
        "gọi chị Lan",
        "Anh 3 (0912)",
        "0912 345 67",
        NUMBERS[7],
    ],
)
def test_what_may_be_another_number_is_refused(written: str) -> None:
    with pytest.raises(PydanticCustomError):
        reaching.phone(written)


@pytest.mark.parametrize(
    "written",
    [
        "a@mau.vn; c@thu.vn",
        "a@mau.vn, c@thu.vn",
        "a@mau.vn / c@thu.vn",
        "a@mau.vn/c@thu.vn",
        "A@mau.vn\nc@thu.vn",
        "a@mau.vn c@thu.vn",
        "a@mau.vn - c@thu.vn",
        "a@mau.vn và c@thu.vn",
        "Email: a@mau.vn; c@thu.vn",
        "; ".join(["a@mau.vn", *[f"c{n}@thu.vn" for n in range(30)]]),
    ],
)
def test_of_several_addresses_in_a_cell_the_first_is_read_and_it_is_told(written: str) -> None:
    assert (reaching.email(written), reaching.is_one_address_of_several(written)) == ("a@mau.vn", True)


@pytest.mark.parametrize("written", ["a@mau.vn", "Email: a@mau.vn", "a/b@mau.vn", "a@mau", "không", None])
def test_of_one_address_or_none_nothing_is_told(written: Any) -> None:
    assert not reaching.is_one_address_of_several(written)


@pytest.mark.parametrize(
    "written",
    ["lan a@mau.vn; c@thu.vn", "a @mau.vn; c@thu.vn", "a@mau.vn, 0912345678", "lan a@mau.vn", "a@mau; c@thu.vn"],
)
def test_what_may_be_a_part_of_an_address_is_none(written: str) -> None:
    with pytest.raises(PydanticCustomError):
        reaching.email(written)


@pytest.mark.parametrize("written", NOTHING)
def test_a_sign_for_nothing_is_blank(written: Any) -> None:
    assert (reaching.phone(written), reaching.email(written), veiling.tax_code(written, None)) == (None, None, None)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("MST: 0100109106", "0100109106"),
        ("'0100109106", "0100109106"),
        ("’0100109106", "0100109106"),
        ("Mã số thuế 0100109106", "0100109106"),
        ("mst.0100109106-001", "0100109106-001"),
        ("0100109106 - 001", "0100109106-001"),
        (f"CCCD: {NUMBERS[7]}", NUMBERS[7]),
    ],
)
def test_the_words_before_a_tax_code_are_no_part_of_it(written: str, code: str) -> None:
    assert veiling.tax_code(written, EntityKind.HOUSEHOLD) == code


@pytest.mark.usefixtures("database")
async def test_signs_for_nothing_let_rows_in(cast: make.Cast, at: datetime) -> None:
    rows = [asking.a_row(n, code=one, phone=one) for n, one in enumerate(NOTHING)]
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    assert row.counts["rows"] == {"create": len(NOTHING)}
    found = await db.fetch("SELECT phone, tax_code AS code FROM import_entity")
    assert {(one["phone"], one["code"]) for one in found} == {(None, None)}


@pytest.mark.usefixtures("database")
async def test_a_telephone_number_of_twelve_digits_is_shown_and_comes_back_whole_and_a_person_s_is_not(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    persons = [NUMBERS[7], f"{TWELVE[1]}; {NUMBERS[7]}", f"84{NUMBERS[7][2:]}", "0849 1234 5679"]
    rows = [asking.a_row(n, stars="9 sao", phone=one) for n, one in enumerate(TWELVE + persons)]
    rows.append(asking.a_row(9, stars="9 sao", representative=f"Mẫu {TWELVE[2]}"))  # told without its column
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    cells = [one["cells"]["phone"] for one in await asking.rows(row)]
    assert cells[:3] == TWELVE
    assert [one.count("*********") for one in cells[3:7]] == [1, 1, 1, 1]
    assert cells[4].startswith(TWELVE[1])
    assert leaks(str(cells[3:])) == []
    page = await (await Browser(client).sign_in(cast.an)).see(f"/imports/{row.id}/rows?outcome=fault")
    assert leaks(page) == []
    back = await client.get(f"/api/v1/imports/{row.id}/faults.xlsx", headers=cast.an.headers)
    lines = sheet(back.content)
    column = lines[0].index("Điện thoại")
    assert [one[column].lstrip("'") for one in lines[1:4]] == TWELVE
    assert f"Mẫu {TWELVE[2]}" in str(lines[8])


@pytest.mark.usefixtures("database")
async def test_a_row_whose_cell_has_several_numbers_goes_in_with_the_first_and_says_so(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    rows = [
        asking.a_row(1, phone="0912345678\n0913456789"),
        asking.a_row(2, phone="0912345679"),
        asking.a_row(3, phone="", entity="Hợp tác xã Mẫu 3, ĐT: 0912345670, 0912345671"),
        asking.a_row(4, phone="0912345678 0913456789", stars="9 sao"),
    ]
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    browser = await Browser(client).sign_in(cast.an)
    for listed in (row, await asking.brought(cast.an, row, at=at)):
        assert listed.counts["rows"] == {"create": 3, "fault": 1}
        answer = await client.get(
            f"/api/v1/imports/{row.id}/rows", headers={**cast.an.headers, "Accept-Language": "en"}
        )
        told = [[(one["field"], one["reason"][:30]) for one in said["reasons"]] for said in answer.json()["items"]]
        several = [("phone", "Several telephone numbers stan")]
        assert [told[0], told[1], told[2]] == [several, [], several]
        assert [field for field, _ in told[3]] == ["stars"]
        assert (await browser.see(f"/imports/{row.id}/rows")).count("Several telephone numbers") == 2
    found = await db.fetch("SELECT phone FROM organization WHERE phone IS NOT NULL AND kind = 'entity' ORDER BY id")
    assert [one["phone"] for one in found] == ["+84912345678", "+84912345679", "+84912345670"]


@pytest.mark.usefixtures("database")
async def test_a_row_whose_cell_has_several_addresses_goes_in_with_the_first_and_says_so(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    beside = {"phone": "0912345678; 0913456789", "entity": "Hợp tác xã Mẫu 3\na@mau.vn, c@thu.vn"}
    rows = [
        [*asking.a_row(1), "a@mau.vn; c@thu.vn"],
        [*asking.a_row(2), "a@mau.vn"],
        [*asking.a_row(3, **beside), ""],
    ]
    row = await asking.read(cast.an, asking.a_csv(rows, [*asking.HEADS, "Email"]), at=at)
    answer = await client.get(f"/api/v1/imports/{row.id}/rows", headers={**cast.an.headers, "Accept-Language": "en"})
    told = [[(one["field"], one["reason"][:15]) for one in said["reasons"]] for said in answer.json()["items"]]
    several = ("email", "Several e-mail ")
    assert told == [[several], [], [("phone", "Several telepho"), several]]
    await asking.brought(cast.an, row, at=at)
    found = await db.fetch("SELECT DISTINCT email FROM organization WHERE name LIKE 'Hợp tác xã Mẫu%'")
    assert [one["email"] for one in found] == ["a@mau.vn"]


def test_a_row_that_was_read_when_less_was_asked_of_its_cells_is_still_told() -> None:
    cells = {Field.ENTITY: "HTX Rau an toàn\nxã X\n0912345678", Field.PRODUCT: "Rau"}
    with pytest.raises(saying.Unclear):
        unfolding.unfolded(cells)
    assert retelling.told_of({"cells": cells, "outcome": "create", "wrongs": [], "of_entity": None}) == []

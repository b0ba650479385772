"""Telephones, e-mail and tax codes in the words of offices, and the signs by which these say that there is none."""

from datetime import datetime
from typing import Any

import httpx
import pytest
from pydantic_core import PydanticCustomError

from events_app import db
from events_app.directory.tables import EntityKind
from events_app.imports import reaching, veiling
from tests import make
from tests.browser_like import Browser
from tests.imports import asking
from tests.imports.test_personal import NUMBERS, leaks
from tests.imports.test_returning import sheet

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
    "written", ["028 38312347 máy lẻ 12", "gọi chị Lan", "Anh 3 (0912)", "0912 345 67", NUMBERS[7]]
)
def test_what_may_be_another_number_is_refused(written: str) -> None:
    with pytest.raises(PydanticCustomError):
        reaching.phone(written)


@pytest.mark.parametrize("written", NOTHING)
def test_a_sign_for_nothing_is_blank(written: Any) -> None:
    assert (reaching.phone(written), reaching.email(written), veiling.tax_code(written, None)) == (None, None, None)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("MST: 0100109106", "0100109106"),
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
    found = await db.fetch("SELECT facts->>'phone' AS phone, facts->>'tax_code' AS code FROM import_entity")
    assert {(one["phone"], one["code"]) for one in found} == {(None, None)}


@pytest.mark.usefixtures("database")
async def test_a_telephone_number_of_twelve_digits_is_shown_and_comes_back_whole_and_a_person_s_is_not(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    persons = [NUMBERS[7], f"{TWELVE[1]}; {NUMBERS[7]}", f"84{NUMBERS[7][2:]}", "0849 1234 5679"]
    rows = [asking.a_row(n, stars="9 sao", phone=one) for n, one in enumerate(TWELVE + persons)]
    rows.append(asking.a_row(9, stars="9 sao", representative=f"Mẫu {TWELVE[2]}"))  # it is no telephone there
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
    assert "*********347" in str(lines[8])

"""A household's personal number, however a list spells it, is kept apart and shown nowhere whole."""

import re
from datetime import datetime
from typing import Any

import httpx
import pytest

from events_app import db
from events_app.directory import checking
from events_app.imports import filing
from tests import make
from tests.browser_like import Browser
from tests.imports import asking
from tests.imports.bad_files import a_book
from tests.imports.known import CODE
from tests.imports.sent_out import sheet

pytestmark = pytest.mark.usefixtures("database")
NUMBERS = [f"0790850123{n:02}" for n in range(9)] + ["001085012345"]
SPELT: list[Any] = [
    int(NUMBERS[0]),
    f"{NUMBERS[1][:3]}-{NUMBERS[1][3:6]}-{NUMBERS[1][6:9]}-{NUMBERS[1][9:]}",
    f"{NUMBERS[2][:3]}\u00a0{NUMBERS[2][3:6]}\u00a0{NUMBERS[2][6:]}",
    f"{NUMBERS[3]}, cấp 2021",
    f"{NUMBERS[4][:6]} – {NUMBERS[4][6:]}",
    NUMBERS[5][1:],
    f"{NUMBERS[6][:3]}/{NUMBERS[6][3:6]}/{NUMBERS[6][6:]}",
    NUMBERS[7],
    f"{NUMBERS[8]}9876",
    int(NUMBERS[9]),
]


def a_workbook(*rows: list[Any]) -> bytes:
    def fill(book: Any) -> None:
        page = book.add_worksheet()
        for n, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    page.write_string(n, column, cell)
                else:
                    page.write(n, column, cell)

    return a_book(fill)


def households(*codes: Any) -> list[list[Any]]:
    return [asking.a_row(n, entity=f"Hộ kinh doanh Mẫu {n}", code=code) for n, code in enumerate(codes, 1)]


def leaks(text: str) -> list[str]:
    """The numbers that stand in a text, with signs between their digits or without their zeros in front."""
    bare = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", text)
    return [one for one in NUMBERS if re.search(r"\W{0,3}".join(one.lstrip("0")), bare)]


async def test_an_e_mail_address_that_tells_a_number_comes_back_masked_with_the_reason(
    cast: make.Cast, at: datetime
) -> None:
    telling = [*asking.a_row(1, entity="Hộ kinh doanh Mẫu 1"), f"tu.{NUMBERS[7]}@mail.vn"]
    other = [*asking.a_row(2, entity="Hộ kinh doanh Mẫu 2"), "ba@mail.vn"]
    row = await asking.read(cast.an, a_workbook([*asking.HEADS, "Email"], telling, other), at=at)
    rows = await db.fetch(
        "SELECT wrongs, cells::text AS cells FROM import_row WHERE within = $1 ORDER BY number", row.id
    )
    assert [[message for _field, message, *_values in one["wrongs"]] for one in rows] == [[checking.TELLING], []]
    assert [leaks(one["cells"]) for one in rows] == [[], []]


async def test_every_spelling_is_masked_in_rows_pages_and_what_is_returned(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    row = await asking.read(cast.an, a_workbook(asking.HEADS, *households(*SPELT)), at=at)
    shown = [one["cells"]["tax_code"] for one in await asking.rows(row)]
    assert shown[:4] == ["*********300", "*********301", "*********302", "*********303, cấp 2021"]
    assert {one["outcome"] for one in await asking.rows(row)} == {"create", "fault"}
    browser = await Browser(client).sign_in(cast.an)
    for _ in range(2):
        said = [
            str(one) for one in await db.fetch(f"SELECT cells, {', '.join(filing.PRODUCT)}, wrongs FROM import_row")
        ]
        for path in ("", "/rows", "/rows?outcome=fault", "/questions"):
            said.append((await client.get(f"/api/v1/imports/{row.id}{path}", headers=cast.an.headers)).text)
            said.append(await browser.see(f"/imports/{row.id}{path}"))
        answer = await client.get(f"/api/v1/imports/{row.id}/faults.xlsx", headers=cast.an.headers)
        said.append(str(sheet(answer.content)))
        assert leaks(" ".join(said)) == []
        row = await asking.brought(cast.an, row, at=at) if row.state == "read" else row
    assert row.state == "done"
    kept = {one["number"] for one in await db.fetch("SELECT number FROM personal_number")}
    assert {NUMBERS[n] for n in (0, 1, 2, 5, 7, 9)} <= kept


async def test_a_number_in_what_everybody_may_read_makes_a_faulty_row(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    rows = [asking.a_row(n, entity=f"Hộ kinh doanh Mẫu {n}") for n in range(1, 8)]
    for row, head in zip(rows, ("Tên sản phẩm", "Tên chủ thể", "Người đại diện", "Số QĐ"), strict=False):
        row[asking.HEADS.index(head)] = f"{row[asking.HEADS.index(head)]} {NUMBERS[7]}"
    listed = await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv(rows), at=at), at=at)
    assert listed.counts["rows"] == {"fault": 4, "create": 3}
    wrongs = [one["wrongs"][0][:2] for one in await asking.rows(listed) if one["outcome"] == "fault"]
    assert [(field, sentence[:40]) for field, sentence in wrongs] == [
        (field, "This holds a number of 12 digits, as a p")
        for field in ("product", "entity", "representative", "certificate_number")
    ]
    for table in ("organization", "product", "certificate", "contact", "import_entity", "import_row"):
        assert leaks(str(await db.fetch(f"SELECT * FROM {table}"))) == [], table


async def test_a_list_without_a_header_shows_no_number_as_one(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    for code in (NUMBERS[0], int(NUMBERS[9]), "x" * 110 + NUMBERS[7]):
        row = await asking.read(cast.an, a_workbook(["x", "Hộ Mẫu", code]), at=at)
        assert (row.problem, leaks(str(row.headings))) == ("no_header", [])
        assert row.headings[:2] == ["x", "Hộ Mẫu"]
        answer = await client.get(f"/api/v1/imports/{row.id}", headers=cast.an.headers)
        assert "079085012" not in answer.text
    heads = [*asking.HEADS, f"Ghi chú {NUMBERS[1]}"]
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1)], heads), at=at)
    assert (row.state, leaks(str(row.headings))) == ("read", [])


async def test_a_number_cell_of_a_household_is_its_personal_number_and_no_public_tax_code(
    cast: make.Cast, at: datetime
) -> None:
    """1085012317 is 001085012317 without its zeros, and has the check digit of a tax code: nobody can tell."""
    rows = households(1085012317, 1085012345, 79085012345, "1085012317")
    row = await asking.read(cast.an, a_workbook(asking.HEADS, *rows), at=at)
    assert [one["outcome"] for one in await asking.rows(row)] == ["fault", "create", "create", "create"]
    (fault,) = [one for one in await asking.rows(row) if one["outcome"] == "fault"]
    assert [(one[0], one[1][:30]) for one in fault["wrongs"]] == [("tax_code", "This number has lost its zeros")]
    assert fault["cells"]["tax_code"] == "*********317"
    await asking.brought(cast.an, row, at=at)
    kept = await db.fetch("SELECT number FROM personal_number ORDER BY number")
    assert [one["number"] for one in kept] == ["001085012345", "079085012345"]
    codes = await db.fetch("SELECT tax_code FROM organization WHERE tax_code IS NOT NULL AND kind = 'entity'")
    assert [one["tax_code"] for one in codes] == ["1085012317"]  # it was written as text


async def test_a_number_cell_that_can_be_no_person_s_is_a_tax_code(cast: make.Cast, at: datetime) -> None:
    """No province has the code 000; and an enterprise has no personal number."""
    rows = [*households(100109106), asking.a_row(7, entity="Công ty TNHH Mẫu", code=1085012317)]
    row = await asking.read(cast.an, a_workbook(asking.HEADS, *rows), at=at)
    assert row.counts["rows"] == {"create": 2}
    await asking.brought(cast.an, row, at=at)
    codes = await db.fetch("SELECT tax_code FROM organization WHERE tax_code IS NOT NULL AND kind = 'entity'")
    assert sorted(one["tax_code"] for one in codes) == ["0100109106", "1085012317"]


@pytest.mark.parametrize(
    ("entity", "code"),
    [
        ("Hợp tác xã Mẫu", "01200990010"),  # a zero too many: a number would have lost the one in front
        ("Hộ kinh doanh Mẫu", "01200990010"),
        ("Bếp Nhà Mẫu", "01200990010"),
        ("Hợp tác xã Mẫu", "79085012345"),  # written as text, it has lost nothing
        ("Bếp Nhà Mẫu", "79085012345"),
        ("Bếp Nhà Mẫu", 1085012345),  # a personal number without its zeros, or a mistyped tax code
        ("Hộ kinh doanh Mẫu", 79585012345),  # of a person who is born in a hundred years
        ("Hộ kinh doanh Mẫu", 99085012345),  # of no province
        ("Hộ kinh doanh Mẫu", 100109107001),  # of no province either, and no branch
        ("Hợp tác xã Mẫu", 79085012345),  # a cooperative has none
    ],
)
async def test_a_number_that_may_be_mistyped_is_returned_and_is_nobody_s(
    entity: str, code: str | int, cast: make.Cast, at: datetime
) -> None:
    row = await asking.read(cast.an, a_workbook(asking.HEADS, asking.a_row(1, entity=entity, code=code)), at=at)
    (fault,) = await asking.rows(row)
    assert (fault["outcome"], fault["wrongs"][0][0]) == ("fault", "tax_code")
    assert fault["cells"]["tax_code"] == f"*********{str(code)[-3:]}"


async def test_a_branch_s_code_that_has_lost_its_zero_is_no_person_s_number(cast: make.Cast, at: datetime) -> None:
    code = f"{CODE}001".lstrip("0")
    assert len(code) == 12
    rows = [asking.a_row(1, entity=name, code=int(code)) for name in ("Hộ kinh doanh Mẫu", "Hợp tác xã Mẫu")]
    for one in rows:
        row = await asking.read(cast.an, a_workbook(asking.HEADS, one), at=at)
        (entity,) = await db.fetch("SELECT tax_code, personal FROM import_entity WHERE within = $1", row.id)
        assert (entity["tax_code"], entity["personal"]) == (f"{CODE}-001", None)

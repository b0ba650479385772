"""A cell of numbers may say that there is none, or something else than one; nothing of that is kept as a number."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies

from events_app import db
from events_app.directory.tables import Kind
from events_app.imports import comparing, facts, numbering, saying
from events_app.imports.headings import Field
from events_app.imports.saying import Unclear
from tests import make
from tests.imports import asking


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("512/QĐ-UBND", "512/QĐ-UBND"),
        ("512/2025/QĐ-UBND", "512/2025/QĐ-UBND"),
        ("Quyết định số 512 /QĐ-UBND", "512/QĐ-UBND"),
        ("512/QĐ-\nUBND", "512/QĐ-UBND"),
        ("45/QĐ – UBND", "45/QĐ-UBND"),
        ("45/QĐ–UBND", "45/QĐ-UBND"),
        ("54 / QĐ / UBND", "54/QĐ/UBND"),
        ("920 /2024/ QĐ-BNN- VPĐP", "920/2024/QĐ-BNN-VPĐP"),
        ("47/QĐ-UBND của UBND tỉnh", "47/QĐ-UBND"),
        ("QĐ 01 – 02", "01 – 02"),
        ("512/QĐ-UBND\nUBND tỉnh Mẫu", "512/QĐ-UBND UBND tỉnh Mẫu"),
        ("512/QĐ-UBND, đợt 1", "512/QĐ-UBND, đợt 1"),
        ("512/QĐ-UBND ngày 5/3/2025", "512/QĐ-UBND ngày 5/3/2025"),
        ("512/QĐ-UBND ngày 5/3/2025, UBND tỉnh", "512/QĐ-UBND ngày 5/3/2025, UBND tỉnh"),
        ("512/QĐ-UBND, 2025", "512/QĐ-UBND, 2025"),
        ("OCOP-24-001", "OCOP-24-001"),
        ("GCN 01-02-03", "GCN 01-02-03"),
        ("01/2025/OCOP/AG", "01/2025/OCOP/AG"),
        ("ABC", "ABC"),
        (512, "512"),
        (45945, "45945"),
        ("2025", "2025"),
        *(
            (cell, "")
            for cell in ("-", "không có", "Chưa có", "(chưa có)", "Chưa có số", "không có QĐ", "x", "…", "Có")
        ),
    ],
)
def test_a_number_or_none(cell: Any, number: str) -> None:
    assert numbering.paper(cell) == number


@pytest.mark.parametrize(
    "cell",
    [
        "Đang trình",
        "đang chờ cấp",
        "Chờ QĐ",
        "Đang làm hồ sơ năm 2025",
        "Chưa cấp đợt 2",
        "Tờ trình 45/TTr-UBND",
        "=1+1",
        "QĐ-UBND",
        "/QĐ-UBND",
    ],
)
def test_what_waits_for_a_number_is_none(cell: str) -> None:
    with pytest.raises(Unclear) as unclear:
        numbering.paper(cell)
    assert (unclear.value.message, unclear.value.values) == (numbering.NONE_YET, {"words": cell})


@pytest.mark.parametrize(
    "cell", ["15/10/2025", "2025-10-15", "ngày 15/10/2025", "15.10.2025", "15 tháng 10 năm 2025", "5/3/25"]
)
def test_a_day_is_no_number(cell: str) -> None:
    with pytest.raises(Unclear) as unclear:
        numbering.paper(cell)
    assert unclear.value.message == numbering.A_DAY


@pytest.mark.parametrize(
    "cell",
    [
        "123/QĐ-UBND ngày 15/10/2022; 456/QĐ-UBND",
        "123/QĐ-UBND ngày 15/10/2022\n456/QĐ-UBND",
        "123/QĐ-UBND, 456/QĐ-UBND",
        "123/QĐ-UBND và 456/QĐ-UBND",
        "512/QĐ-UBND (thay thế 500/QĐ-UBND)",
        "OCOP-24-001; OCOP-25-002",
        "123\n456",
        "QĐ: 12/QĐ-UBND; GCN: 15",
        "Số QĐ: 12/QĐ-UBND, số GCN: OCOP-15",
    ],
)
def test_of_several_numbers_none_is_chosen(cell: str) -> None:
    with pytest.raises(Unclear) as unclear:
        numbering.paper(cell)
    assert unclear.value.message == numbering.SEVERAL


OUTCOMES = {
    "-": "create",
    "không có": "create",
    "Đang trình": "fault",
    "15/10/2025": "fault",
    "123/QĐ-UBND ngày 15/10/2022; 456/QĐ-UBND ngày 15/10/2025": "fault",
    "123/QĐ-UBND ngày 15/10/2022\n456/QĐ-UBND ngày 15/10/2025": "fault",
}


@pytest.mark.parametrize("issued", ["2/1/2025", ""])
@pytest.mark.usefixtures("database")
async def test_nothing_without_a_number_is_verified(issued: str, cast: make.Cast, at: datetime) -> None:
    authority = await make.organization(Kind.AUTHORITY, "Sở Đồng Tháp", province_set="34", province_code="82")
    officer = await make.person("Giang", authority)
    rows = [asking.a_row(n, number=number, issued=issued) for n, number in enumerate(OUTCOMES, 1)]
    file = asking.a_csv(rows)
    row = await asking.brought(officer, await asking.read(officer, file, at=at), at=at, decision="8/QĐ-UBND")
    assert [one["outcome"] for one in await asking.rows(row)] == list(OUTCOMES.values())
    papers = await db.fetch("SELECT number, standing FROM certificate")
    assert papers == [{"number": "", "standing": "declared"}] * 2
    again = await asking.read(officer, file, at=at)
    assert again.counts["rows"] == {"same": 2, "fault": 4}


@pytest.mark.parametrize(
    ("cell", "issued", "kept"),
    [
        ("512/QĐ ngày 5/3/2025", "5/3/2025", ("512/QĐ", "2025-03-05", "")),
        ("512/QĐ ngày 5/3/2025", "05-03-25", ("512/QĐ", "2025-03-05", "")),
        ("512/QĐ ngày 5/3/2025", "45721", ("512/QĐ", "2025-03-05", "")),
        ("512/QĐ ngày 5/3/2025 của UBND tỉnh Mẫu", "5/3/2025", ("512/QĐ", "2025-03-05", "UBND tỉnh Mẫu")),
        ("512/QĐ, ngày 5/3/2025", "", ("512/QĐ", "2025-03-05", "")),
        ("512/QĐ-UBND-5/3/2025", "", ("512/QĐ-UBND", "2025-03-05", "")),
        ("512/QĐ-UBND-05.03.2025", "5/3/2025", ("512/QĐ-UBND", "2025-03-05", "")),
        ("512/QĐ-UBND/2025", "5/3/2025", ("512/QĐ-UBND/2025", "2025-03-05", "")),
        ("512/QĐ, ngày 5/3/2025", "-", ("512/QĐ", "2025-03-05", "")),
        ("512/QĐ, ngày 5/3/2025", "chưa có", ("512/QĐ", "2025-03-05", "")),
        ("512/QĐ-UBND", "5/3/2025", ("512/QĐ-UBND", "2025-03-05", "")),
        ("512/QĐ-UBND, đợt 1", "5/3/2025", ("512/QĐ-UBND, đợt 1", "2025-03-05", "")),
    ],
)
@pytest.mark.usefixtures("database")
async def test_a_day_beside_the_number_agrees_with_its_column_or_stands_in_for_it(
    cell: str, issued: str, kept: tuple[str, str, str], cast: make.Cast, at: datetime
) -> None:
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1, number=cell, issued=issued)]), at=at)
    await asking.brought(cast.an, row, at=at)
    [one] = await db.fetch("SELECT number, issued_on::text, issuer FROM certificate")
    assert tuple(one.values()) == kept


@pytest.mark.parametrize(
    ("cell", "issued", "wrong"),
    [
        ("512/QĐ ngày 5/3/2025", "6/3/2025", [["certificate_number", numbering.ANOTHER_DAY, {"day": "5/3/2025"}]]),
        ("512/QĐ-UBND-5/3/2024", "5/3/2025", [["certificate_number", numbering.ANOTHER_DAY, {"day": "5/3/2024"}]]),
        ("512/QĐ (5/3/2024)", "5/3/2025", [["certificate_number", numbering.ANOTHER_DAY, {"day": "5/3/2024"}]]),
        ("512/QĐ ngày 31/2/2025", "5/3/2025", [["certificate_number", numbering.ANOTHER_DAY, {"day": "31/2/2025"}]]),
        ("512/QĐ ngày 5/3/2025", "tháng 3", [["issued_on", saying.DATE, {}]]),
        ("512/QĐ ngày 5/3/2025; 513/QĐ ngày 6/3/2025", "5/3/2025", [["certificate_number", numbering.SEVERAL, {}]]),
    ],
)
@pytest.mark.usefixtures("database")
async def test_a_day_beside_the_number_that_contradicts_its_column_returns_the_row(
    cell: str, issued: str, wrong: list[object], cast: make.Cast, at: datetime
) -> None:
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1, number=cell, issued=issued)]), at=at)
    [one] = await asking.rows(row)
    assert (one["wrongs"], one["cells"]["certificate_number"]) == (wrong, cell)


@pytest.mark.parametrize(
    "other",
    [
        "1400/ QĐ-UBND",
        "1400/QĐ – UBND",
        "1400 / QĐ / UBND",
        "QĐ số 1400/QD-UBND của UBND tỉnh",
        "1400/QĐ UBND",
        "1400-qđ-ubnd",
    ],
)
def test_two_ways_to_write_a_number_are_one(other: str) -> None:
    assert comparing.same("number", "1400/QĐ-UBND", other)
    assert comparing.same("number", other, "1400/QĐ-UBND")


@pytest.mark.parametrize("other", ["140/0QĐ-UBND", "1400/2024/QĐ-UBND", "14/00/QĐ-UBND", "1400/QĐ-UBND2", "1400"])
def test_numbers_of_two_papers_are_two(other: str) -> None:
    assert not comparing.same("number", "1400/QĐ-UBND", other)


@pytest.mark.usefixtures("database")
async def test_a_number_in_another_form_is_of_the_certificate_that_is_there(cast: make.Cast, at: datetime) -> None:
    first = await asking.read(cast.an, asking.a_csv([asking.a_row(n, number="1400/QĐ-UBND") for n in range(5)]), at=at)
    await asking.brought(cast.an, first, at=at)
    forms = ("1400/ QĐ-UBND", "1400/QĐ – UBND", "1400 / QĐ / UBND", "1400/QĐ-UBND của UBND tỉnh", "1400/QĐ-UBND")
    row = await asking.read(
        cast.an, asking.a_csv([asking.a_row(n, number=number) for n, number in enumerate(forms)]), at=at
    )
    assert row.counts["rows"] == {"same": 4, "change": 1}  # who issued it is new
    await asking.brought(cast.an, row, at=at)
    found = await db.fetch("SELECT number, issuer FROM certificate ORDER BY issuer, number")
    assert [tuple(one.values()) for one in found] == [*[("1400/QĐ-UBND", "")] * 4, ("1400/QĐ-UBND", "UBND tỉnh")]


@pytest.mark.usefixtures("database")
async def test_two_rows_of_a_list_may_write_one_number_in_two_forms(cast: make.Cast, at: datetime) -> None:
    rows = [asking.a_row(1, number=number) for number in ("1400/ QĐ-UBND", "1400/QĐ – UBND", "1400/QĐ-UBND")]
    await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv(rows), at=at), at=at)
    assert await db.fetch("SELECT number FROM certificate") == [{"number": "1400/QĐ-UBND"}]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])  # to make such texts takes long
@given(cell=strategies.from_regex(numbering._PLAINLY, fullmatch=True))
def test_a_number_that_is_taken_as_it_stands_would_be_read_so_word_by_word(cell: str) -> None:
    assert numbering.paper(cell) == saying.number(cell) == cell


def test_a_day_beside_a_number_does_not_stand_in_for_a_formula_without_a_result() -> None:
    beside = "1400/QĐ-UBND ngày 20/5/2025"
    for said, day in (("-", "20/5/2025"), (0, 0)):
        cells = numbering.apart({Field.NUMBER: beside, Field.ISSUED: said})
        assert cells[Field.ISSUED] == day


@pytest.mark.parametrize(
    ("year", "day"), [(2025, date(2025, 3, 5)), ("năm 2025", date(2025, 3, 5)), (2024, None), ("2025, 2026", None)]
)
def test_a_day_beside_a_number_stands_in_for_its_year_alone(year: Any, day: date | None) -> None:
    cells = {Field.PRODUCT: "Trà", Field.ENTITY: "HTX Mẫu", Field.STARS: "3 sao", Field.NUMBER: "512/QĐ ngày 5/3/2025"}
    said = facts.said(numbering.apart({**cells, Field.ISSUED: year}), facts.Place())
    assert (said.product.issued_on if said.product and not said.wrongs else None) == day
    assert bool(said.wrongs) == (day is None)

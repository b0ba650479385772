"""Every product row is either in or returned; what goes out as a list comes in again without changing anything."""

import io
from datetime import date, datetime
from typing import Any

import pytest
import python_calamine

from events_app import db, i18n, sample
from events_app.actor import as_actor
from events_app.directory import declaring, likeness, rating
from events_app.directory.tables import EntityKind, Kind
from events_app.errors import Forbidden, WrongState
from events_app.imports import exporting, facts, queries, returning, uploading
from events_app.imports.headings import Field
from events_app.imports.tables import Import
from tests import make
from tests.imports import asking, formats
from tests.imports.test_running import snapshot

pytestmark = pytest.mark.usefixtures("database")


def sheet(made: bytes) -> list[list[Any]]:
    return python_calamine.load_workbook(io.BytesIO(made)).get_sheet_by_index(0).to_python()


async def returned(row: Import) -> bytes:
    said = await queries.said_of_returned(row)
    return await returning.faults(queries.returned(row), said, queries.place_of(row), queries.notes_of(row))


async def faults(row: Import, language: str = "vi") -> list[list[Any]]:
    with i18n.speaking(language):
        return sheet(await returned(row))


_ENTITY = list(Field).index(Field.ENTITY) - 3  # three columns before it are crossed ones, which an export has none of
FAULTY = [
    asking.a_row(1, stars="2 sao"),
    asking.a_row(2, issued="31/02/2024", group="Xe cộ"),
    asking.a_row(3, product=""),
    asking.a_row(4, code="0100109107"),
    asking.a_row(5, phone="12"),
    asking.a_row(6, province="24"),
    asking.a_row(7, entity="Sen Mẫu"),
    asking.a_row(8, stars="=1+1"),
]


async def test_every_row_is_in_or_returned_with_row_column_value_and_reason(cast: make.Cast, at: datetime) -> None:
    rows = [*FAULTY, *(asking.a_row(n) for n in range(10, 25))]
    row = await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv(rows), at=at), at=at)
    inside = await db.fetch("SELECT FROM product")
    heads, *lines = await faults(row)
    assert len(inside) + len(lines) == len(rows)
    assert len({line[0] for line in lines}) == len(lines)
    assert heads[:4] == ["Dòng", "Cột", "Giá trị", "Lý do"]
    said = {
        (int(line[0]), column): (value, reason)
        for line in lines
        for column, value, reason in zip(*(str(cell).split("\n") for cell in line[1:4]), strict=True)
    }
    assert said[2, "Hạng sao"] == ("2 sao", "Sản phẩm một hoặc hai sao không được công nhận.")
    assert {(3, "Ngày cấp"), (3, "Nhóm sản phẩm"), (4, "Tên sản phẩm"), (5, "Mã số thuế"), (6, "Điện thoại")} <= set(
        said
    )
    assert said[7, "Tỉnh, thành phố"][0] in {"24", "24.0"}
    assert {8, 9} <= {number for number, _ in said}
    assert [line[2] for line in lines if line[0] == 9] == ["'=1+1"]
    english = await faults(row, "en")
    assert english[0][:4] == ["Row", "Column", "Value", "Reason"]
    assert english[1][3] == "Products of one or two stars are not certified."


async def test_a_name_that_is_too_long_has_one_reason_and_a_value_stands_once_however_many_it_has(
    cast: make.Cast, at: datetime
) -> None:
    rows = [asking.a_row(1, product="Trà " * 76), asking.a_row(2, product="123"), asking.a_row(3, product="")]
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    lines = (await faults(row))[1:]
    assert [line[1] for line in lines[:3]] == ["Tên sản phẩm"] * 3
    assert lines[0][2:4] == [("Trà " * 76).strip(), "Hãy dùng nhiều nhất 300 ký tự."]
    with i18n.speaking("vi"):
        twice = {"number": 1, "outcome": "fault", "cells": {"stars": "7"}, "wrongs": [["stars", "a", {}]] * 2}
        told = returning._line(twice, [Field.STARS], facts.Place(), "vi")
    assert told[1:4] == ["Hạng sao\nHạng sao", "7\n", "a\na"]


def in_groups() -> bytes:
    """A workbook with headings of groups, an entity merged down, dates of Excel; every row has something wrong."""
    book = formats.Book()
    heads = ["STT", "Tên sản phẩm", "Hạng sao", "Số QĐ", "Ngày cấp", "Tên chủ thể", "Người đại diện", "Điện thoại"]
    day, maker = date(2025, 5, 5), ("Hợp tác xã Mẫu", "Nguyễn Văn Mẫu", "0912345678")
    book.rows(
        [
            ["DANH SÁCH"],
            heads,
            ["I", "NHÓM THỰC PHẨM"],
            [1, "Bánh mẫu", "2 sao", "1/QĐ", day, *maker],
            [2, "Kẹo mẫu", "6", "2/QĐ", "31/02/2025"],
            ["II", "NHÓM ĐỒ UỐNG"],
            [3, "Trà mẫu", "2 sao", "3/QĐ", day, "Hộ kinh doanh Thử", "Lê Thị Thử", "12"],
        ]
    )
    for column, cell in enumerate(maker, 5):
        book.sheets[0].merge_range(3, column, 4, column, cell)
    return book.bytes()


CORRECT = {"Hạng sao": "4 sao", "Ngày cấp": date(2025, 5, 6), "Điện thoại": "0912345679"}


async def test_rows_that_were_corrected_where_it_says_come_in_as_they_came_back(cast: make.Cast, at: datetime) -> None:
    row = await asking.read(cast.an, in_groups(), at=at, name="mau.xlsx")
    await uploading.correct(row, row.version, mapping=None, sheet=None, province="63-87", which="63", at=at)
    await asking.relayed(at)
    row = await asking.now(row)
    assert row.counts["rows"] == {"fault": 3, "aside": 2}
    heads, *lines = await faults(row)
    assert [line[heads.index("Ngày cấp")] for line in lines] == [date(2025, 5, 5), "31/02/2025", date(2025, 5, 5)]
    for line in lines:
        for column in line[1].split("\n"):
            line[heads.index(column)] = CORRECT[column]
    book = formats.Book()
    book.rows([heads, *lines])
    again = await asking.brought(cast.an, await asking.read(cast.an, book.bytes(), at=at, name="faults.xlsx"), at=at)
    assert again.counts == {"rows": {"create": 3}, "entities": {"create": 2}}
    assert await db.fetch(
        """
        SELECT product.name, product_group, organization.name AS entity, province_set, province_code, stars, issued_on
        FROM product JOIN organization ON organization.id = product.organization JOIN certificate ON product = product.id
        ORDER BY product.name
        """
    ) == [
        made("Bánh mẫu", 1, "Hợp tác xã Mẫu", 5),
        made("Kẹo mẫu", 1, "Hợp tác xã Mẫu", 6),
        made("Trà mẫu", 2, "Hộ kinh doanh Thử", 5),
    ]


def made(name: str, group: int, entity: str, day: int) -> dict[str, Any]:
    """A product of such a list as the directory has it."""
    return {
        "name": name,
        "product_group": group,
        "entity": entity,
        "province_set": "63",
        "province_code": "87",
        "stars": 4,
        "issued_on": date(2025, 5, day),
    }


async def test_days_and_provinces_come_back_as_people_write_them_and_are_understood_again(
    cast: make.Cast, at: datetime
) -> None:
    rows = [
        asking.a_row(1, issued="2025-05-06", product=""),
        asking.a_row(2, issued="2027-05-06", province="63-26"),
        asking.a_row(3, province="34-82", stars="9"),
    ]
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    await uploading.correct(row, row.version, mapping=None, sheet=None, province="", which="63", at=at)
    await asking.relayed(at)
    made = await returned(await asking.now(row))
    heads, *lines = sheet(made)
    provinces = ["Đồng Tháp (cũ)", "Vĩnh Phúc (cũ)", "Đồng Tháp (mới)"]
    assert [line[heads.index("Tỉnh, thành phố")] for line in lines] == provinces
    assert [line[2] for line in lines] == ["", "06/05/2027", "9"]
    again = await asking.read(cast.an, made, at=at)
    then = await db.fetch(
        "SELECT cells->>'province' AS said FROM import_row WHERE within = $1 ORDER BY number", again.id
    )
    assert [one["said"] for one in then] == provinces
    assert again.counts["rows"] == {"fault": 3}


async def test_faulty_rows_that_were_not_corrected_are_faulty_again(cast: make.Cast, at: datetime) -> None:
    row = await asking.read(cast.an, asking.a_csv(FAULTY), at=at)
    with i18n.speaking("vi"):
        made = await returned(row)
    again = await asking.read(cast.an, made, at=at)
    assert (again.state, again.counts["rows"]) == ("read", row.counts["rows"])


async def test_nothing_is_returned_of_a_list_that_is_not_read(cast: make.Cast, at: datetime) -> None:
    row = await asking.sent(cast.an, asking.a_csv(FAULTY), at=at)
    with pytest.raises(WrongState):
        await faults(row)


async def a_directory(cast: make.Cast, at: datetime) -> None:
    """Entities that a list may trip over, with products rated several times."""
    places = [("34", "82"), ("63", "82"), ("34", "01")]
    names = ["=cmd|'/c calc'!A1", "-Sen & Trà", "@Mẫu", "+84 Sen", "Hợp tác xã Thường"]
    for n, name in enumerate(names):
        which, code = places[n % 3]
        entity = await make.organization(
            Kind.ENTITY,
            name,
            keeper=cast.an.organization.id,
            province_set=which,
            province_code=code,
            district="Cai Mẫu" if which == "63" else "",
            representative=f"Người Mẫu {n}",
            phone="+84912345678",
            email=f"mau-{n}@fairs.example",
            address="12  Phố Mẫu",
            entity_kind=list(EntityKind)[n % 4],
            alike=likeness.key(name, which, code),
        )
        if entity.entity_kind == EntityKind.HOUSEHOLD:
            await db.fetch(
                "INSERT INTO personal_number (id, organization, number, created_at) VALUES ($1, $1, '079123456789', $2)",
                entity.id,
                at,
            )
        product = await declaring.declare(
            entity,
            at=at,
            name=f"=Trà {n}",
            group=2,
            subgroup="2.1.1",
            stars=4,
            certificate_number=f"{n}/QĐ",
            issued_on=date(2024, 2, 29),
            valid_to=date(2028, 1, 1),
            older_classification="Thức uống",
        )
        await rating.rate(product, at=at, stars=4, potential_five=True, number=f"{n}b/QĐ", issued_on=date(2026, 5, 1))
        await declaring.declare(entity, at=at, name=f"Bánh {n}", group=1)
        await declaring.declare(entity, at=at, name=f"Kẹo {n}", group=1, stars=3)
        await declaring.declare(
            entity, at=at, name=f"Kéo {n}", group=4, stars=4, anyway=True
        )  # without accents the same


@pytest.mark.parametrize("language", ["vi", "en", "id"])
async def test_an_export_comes_in_again_and_changes_nothing(language: str, cast: make.Cast, at: datetime) -> None:
    await a_directory(cast, at)
    before = await snapshot()
    with as_actor(cast.an.actor), i18n.speaking(language):
        made = await returning.products(exporting.rows(cast.an.actor))
    assert b"079123456789" not in made
    assert "*********789" in str(sheet(made))
    assert all(not str(cell).startswith(("=", "+", "-", "@")) for line in sheet(made) for cell in line)
    row = await asking.read(cast.an, made, at=at)
    differing = [
        (one["number"], one["outcome"], one["wrongs"], one["cells"])
        for one in await asking.rows(row)
        if one["outcome"] != "same"
    ]
    assert differing[:2] == []
    assert row.counts == {"rows": {"same": 25}, "entities": {"same": 5}}
    row = await asking.brought(cast.an, row, at=at)
    assert row.counts["rows"] == {"same": 25}
    assert await snapshot() == before


async def test_entities_whose_names_differ_in_accents_or_in_a_province_of_before_come_in_again_as_they_are(
    cast: make.Cast, at: datetime
) -> None:
    """Bình Định and Gia Lai are one province now."""
    for name, which, code, representative in (
        ("Tổ hợp tác Vân Ninh", "63", "52", ""),
        ("Tổ hợp tác Văn Ninh", "63", "64", ""),
        ("Tổ hợp tác Văn Ninh", "63", "52", ""),
        ("Tổ hợp tác Văn Ninh", "34", "52", "Bà Sen"),
        ("THT Vấn Ninh", "63", "64", "Bà Sen"),
    ):
        said = {"province_set": which, "province_code": code, "representative": representative}
        alike = likeness.key(name, which, code)
        entity = await make.organization(Kind.ENTITY, name, keeper=cast.an.organization.id, alike=alike, **said)
        await declaring.declare(entity, at=at, name="Bún", group=1, stars=3)
    before = await snapshot()
    with as_actor(cast.an.actor), i18n.speaking("vi"):
        made = await returning.products(exporting.rows(cast.an.actor))
    row = await asking.read(cast.an, made, at=at)
    assert row.counts == {"rows": {"same": 5}, "entities": {"same": 5}}
    await asking.brought(cast.an, row, at=at)
    assert await snapshot() == before


async def test_what_the_admin_takes_out_of_the_samples_comes_in_again_and_changes_nothing(at: datetime) -> None:
    await sample.load(at=at)
    whole = await asking.admin(await make.person("Quân"))
    before = await snapshot()
    with as_actor(whole.actor), i18n.speaking("vi"):
        made = await returning.products(exporting.rows(whole.actor))
    row = await asking.brought(whole, await asking.read(whole, made, at=at), at=at)
    assert [
        (one["outcome"], one["cells"], one["wrongs"]) for one in await asking.rows(row) if one["outcome"] != "same"
    ] == []
    assert await snapshot() == before


async def test_an_export_is_of_those_whom_one_could_bring_in(cast: make.Cast, at: datetime) -> None:
    await a_directory(cast, at)
    office = await make.person(
        "Giang", await make.organization(Kind.AUTHORITY, "Sở", province_set="34", province_code="01")
    )
    with as_actor(office.actor):
        said = sheet(await returning.products(exporting.rows(office.actor)))
    assert {line[_ENTITY] for line in said[1:]} == {"'@Mẫu"}
    other = await make.person("Khác", await make.organization(Kind.ORGANIZER, "Khác"))
    with as_actor(other.actor):
        assert len(sheet(await returning.products(exporting.rows(other.actor)))) == 1
    with pytest.raises(Forbidden):
        await returning.products(exporting.rows(cast.em.actor))

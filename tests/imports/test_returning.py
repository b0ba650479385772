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
from events_app.imports import exporting, queries, returning
from events_app.imports.headings import Field
from events_app.imports.tables import Import
from tests import make
from tests.imports import asking
from tests.imports.test_running import snapshot

pytestmark = pytest.mark.usefixtures("database")


def sheet(made: bytes) -> list[list[Any]]:
    return python_calamine.load_workbook(io.BytesIO(made)).get_sheet_by_index(0).to_python()


async def faults(row: Import, language: str = "vi") -> list[list[Any]]:
    with i18n.speaking(language):
        return sheet(await returning.faults(queries.returned(row), row.mapping))


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
    returned = {line[0] for line in lines}
    assert len(inside) + len(returned) == len(rows)
    assert heads[:4] == ["Dòng", "Cột", "Giá trị", "Lý do"]
    said = {(int(line[0]), line[1]): (str(line[2]), line[3]) for line in lines}
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


async def test_faulty_rows_that_were_corrected_can_be_sent_as_they_came_back(cast: make.Cast, at: datetime) -> None:
    row = await asking.read(cast.an, asking.a_csv(FAULTY[:1]), at=at)
    with i18n.speaking("vi"):
        made = await returning.faults(queries.returned(row), row.mapping)
    again = await asking.read(cast.an, made, at=at)
    assert (again.state, again.counts["rows"]) == ("read", {"fault": 1})
    assert {"product", "entity", "stars"} <= set(again.mapping.values())


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

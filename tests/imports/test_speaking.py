"""Beside who speaks for an entity a title and a telephone may stand; the one is left away, the other goes where it belongs."""

from datetime import datetime
from typing import Any

import pytest

from events_app import db
from events_app.imports import speaking
from events_app.imports.headings import Field
from tests import make
from tests.imports import asking


@pytest.mark.parametrize(
    ("cell", "name", "phone"),
    [
        ("Võ Văn Đại - 0983245678", "Võ Văn Đại", "0983245678"),
        ("Nguyễn Văn A 0912345678", "Nguyễn Văn A", "0912345678"),
        ("Nguyễn Văn A (ĐT: 0912.345.678)", "Nguyễn Văn A", "0912.345.678"),
        ("Ông Nguyễn Văn A\nSĐT 0912 345 678", "Nguyễn Văn A", "0912 345 678"),
        ("Nguyễn Văn A; liên hệ: 0912345678, 0987654321", "Nguyễn Văn A", "0912345678; 0987654321"),
        ("Nguyễn Văn A 0100109106", "Nguyễn Văn A", "0100109106"),
        ("Bà: Trần Thị B", "Trần Thị B", None),
        ("Ông Lê C", "Lê C", None),
        ("Giám đốc: Lê Văn C", "Lê Văn C", None),
        ("Bà Nà", "Bà Nà", None),
        ("Chị Hai", "Chị Hai", None),
        ("Nguyễn Văn A", "Nguyễn Văn A", None),
        ("Nguyễn Văn A (GĐ)", "Nguyễn Văn A (GĐ)", None),
        ("0912345678", None, "0912345678"),
    ],
)
def test_who_speaks_stands_alone(cell: str, name: str | None, phone: str | None) -> None:
    found = speaking.unfolded({Field.ENTITY: "HTX Mẫu", Field.REPRESENTATIVE: cell})
    assert (found[Field.REPRESENTATIVE], found.get(Field.PHONE)) == (name, phone)


@pytest.mark.parametrize(
    ("phone", "whole"),
    [
        ("0987 654 321", "0987 654 321; 0912345678"),
        (987654321, "+84987654321; 0912345678"),
        ("0912.345.678", "0912.345.678"),
        (912345678, 912345678),
        ("-", "0912345678"),
        ("12", "12"),
    ],
)
def test_the_telephone_of_the_entity_comes_first(phone: Any, whole: Any) -> None:
    cells = {Field.REPRESENTATIVE: "Nguyễn Văn A - 0912345678", Field.PHONE: phone}
    assert speaking.unfolded(cells)[Field.PHONE] == whole


@pytest.mark.usefixtures("database")
async def test_a_title_makes_nobody_else(cast: make.Cast, at: datetime) -> None:
    first = [asking.a_row(1, representative="Bà: Trần Thị B", phone=""), asking.a_row(2, representative="Lê Văn C")]
    row = await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv(first), at=at), at=at)
    found = await db.fetch(
        "SELECT representative, phone FROM organization WHERE name LIKE 'Hợp tác xã Mẫu%' ORDER BY name"
    )
    assert [tuple(one.values()) for one in found] == [("Trần Thị B", None), ("Lê Văn C", "+84912300002")]
    await db.fetch(
        "UPDATE organization SET representative = 'Ông ' || representative WHERE representative = 'Lê Văn C'"
    )
    again = [
        asking.a_row(1, representative="Trần Thị B", phone=""),
        asking.a_row(2, representative="Ông: Lê Văn C"),
        asking.a_row(2, representative="Lê Văn C - 0912300002", phone=""),
    ]
    row = await asking.read(cast.an, asking.a_csv(again), at=at)
    assert row.counts["rows"] == {"same": 3}

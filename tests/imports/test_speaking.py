"""Beside who speaks for an entity a title and a telephone may stand; the one is left away, the other goes where it belongs."""

import unicodedata
from datetime import datetime
from typing import Any

import httpx
import pytest

from events_app import db
from events_app.imports import answering, speaking
from events_app.imports.headings import Field
from events_app.imports.tables import Import
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
        ("Nguyễn Văn A (con ông B)", "Nguyễn Văn A (con ông B)", None),
        ("Lê A ĐT:0912345678", "Lê A", "0912345678"),
        ("Lê Thị A (ĐT:0912345678)", "Lê Thị A", "0912345678"),
        ("LÊ A SĐT:0912345678", "LÊ A", "0912345678"),
        ("Lê A, ĐT:0912.345.678", "Lê A", "0912.345.678"),
        ("Lê A (0912345678 - GĐ)", "Lê A", "0912345678"),
        ("Lê A ĐT: 0912345678 (Zalo)", "Lê A", "0912345678"),
        ("Lê A sinh ngày 01.02.1980 ĐT 0912345678", "Lê A", "0912345678"),
        ("Lê A (con ông B) 0912345678", "Lê A (con ông B)", "0912345678"),
        ("Lê A 0912345678 Xã Hòa Tân", "Lê A, Xã Hòa Tân", "0912345678"),
        ("0912345678", None, "0912345678"),
    ],
)
def test_who_speaks_stands_alone(cell: str, name: str | None, phone: str | None) -> None:
    found = speaking.unfolded({Field.ENTITY: "HTX Mẫu", Field.REPRESENTATIVE: cell})
    assert (found[Field.REPRESENTATIVE], found.get(Field.PHONE)) == (name, phone)


@pytest.mark.parametrize(
    "cell",
    [
        "Ngô Văn X (Giám đốc)",
        "Ngô Văn X - Giám đốc",
        "Ngô Văn X-Giám đốc",
        "Ngô Văn X, Chủ tịch HĐQT",
        "Ngô Văn X, CT HĐQT kiêm Giám đốc",
        "Ngô Văn X\nGiám đốc",
        "Ngô Văn X Giám đốc",
        "Ngô Văn X (GĐ)",
        "Ngô Văn X – Chủ cơ sở",
        "Ngô Văn X - Phó giám đốc HTX Tân Phú",
        "Mr. Ngô Văn X",
        "Ông Ngô Văn X (GĐ)",
        "Ông " * 100 + "Ngô Văn X",
        "Nghệ nhân Ngô Văn X",
        "Tổ trưởng Tổ hợp tác: Ngô Văn X",
        "Ngô Văn X\nChức vụ: P. Giám đốc",
        "Ngô Văn X (Chủ hộ KD)",
        "Ngô Văn X, 45 tuổi",
        "Ngô Văn X, sinh năm 1980",
        "Ngô Văn X (1980)",
        "Ngô Văn X 1980",
        "Ngô Văn X, SN: 01/02/1980, Giám đốc",
        unicodedata.normalize("NFD", "Ngô Văn X (Giám đốc)"),
    ],
)
def test_titles_at_both_ends_and_a_year_of_birth_are_left_away(cell: str) -> None:
    found = speaking.unfolded({Field.ENTITY: "HTX Mẫu", Field.REPRESENTATIVE: cell})
    assert found == {Field.ENTITY: "HTX Mẫu", Field.REPRESENTATIVE: "Ngô Văn X"}
    assert speaking.key(cell) == "ngo van x"


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Kim Thị Sa Rết (GĐ)", "Kim Thị Sa Rết"),
        ("Bà Kim Thị Sa Rết", "Kim Thị Sa Rết"),
        ("H'Mai Niê (chủ hộ)", "H'Mai Niê"),
        ("Ngo Van X (GD)", "Ngo Van X"),
        ("To truong: Ngo Van X", "Ngo Van X"),
        ("Lê A; Trần B (GĐ)", "Lê A, Trần B"),
    ],
)
def test_whoever_has_a_title_is_named_without_it(cell: str, name: str) -> None:
    assert speaking.bare(cell) == name


@pytest.mark.parametrize(
    "name",
    [
        "Lê Văn Chủ",
        "Nguyễn Văn Sở",
        "Chu Van An",
        "To Truong Giang",
        "Tô Trường Giang",
        "Y-Bhiu Niê",
        "Ban Giám đốc",
        "Giám đốc",
        "Cô Ba Sương",
        f"Lê A{' ' * 30_000}(GĐ), sinh năm 1980",
        "Ông " * 100,
        "Lê A; Trần B",
    ],
)
def test_what_looks_like_a_title_in_a_name_stays(name: str) -> None:
    assert speaking.bare(name) == name
    assert not speaking.is_one_of_several(name)


@pytest.mark.parametrize(
    "cell",
    [
        "Bà Lê A 0912345678, ông Trần B 0987654321",
        "Lê A 0912345678; Trần B 0987654321",
        "Lê A 0912345678 Trần B",
        "Lê A và Sùng A Chứ 0912345678",
        "Lê A (GĐ) 0912345678 / Trần B (Kế toán) 0987654321",
    ],
)
def test_of_two_people_with_telephones_the_first_is_named(cell: str) -> None:
    found = speaking.unfolded({Field.ENTITY: "HTX Mẫu", Field.REPRESENTATIVE: cell})
    assert found[Field.REPRESENTATIVE] == "Lê A"
    assert found[Field.PHONE].startswith("0912345678")
    assert speaking.is_one_of_several(cell)


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


@pytest.mark.usefixtures("database")
async def test_titles_behind_a_name_make_nobody_else(cast: make.Cast, at: datetime) -> None:
    beside = ("", " (Giám đốc)", " - Giám đốc", ", Chủ tịch HĐQT", "\nGiám đốc", " (GĐ)", ", sinh năm 1980")
    file = asking.a_csv(
        [
            asking.a_row(n, entity="HTX Đại Diện", representative=f"Ngô Văn X{said}", phone="")
            for n, said in enumerate(beside, 1)
        ]
        + [asking.a_row(9, entity="HTX Đại Diện", representative="", phone="")]
    )
    await asking.brought(cast.an, await asking.read(cast.an, file, at=at), at=at)
    found = await db.fetch("SELECT id, representative FROM organization WHERE name = 'HTX Đại Diện'")
    assert [one["representative"] for one in found] == ["Ngô Văn X"]
    for kept in ("Ngô Văn X", "Ngô Văn X (GĐ)", "Ngô Văn X Giám đốc", "Ông\nNgô Văn X"):  # as lists of before left it
        await db.fetch("UPDATE organization SET representative = $1 WHERE id = $2", kept, found[0]["id"])
        row = await asking.read(cast.an, file, at=at, name=f"{kept}.csv")
        assert row.counts["rows"] == {"same": len(beside) + 1}


@pytest.mark.usefixtures("database")
async def test_a_list_that_was_answered_is_the_same_when_it_is_sent_again(cast: make.Cast, at: datetime) -> None:
    def a_list(who: str) -> bytes:
        return asking.a_csv([asking.a_row(1, representative=who, phone="")])

    first = a_list("Kim Thị Sa Rết")
    await asking.brought(cast.an, await asking.read(cast.an, first, at=at), at=at)
    await db.fetch("UPDATE organization SET representative = 'Thạch C' WHERE name LIKE 'Hợp tác xã Mẫu%'")
    row = await asking.read(cast.an, a_list("Kim Thị Sa Rết (GĐ)"), at=at)
    (question,) = await db.fetch("SELECT id, candidates FROM import_entity WHERE within = $1", row.id)
    row = await answering.answer(row, row.version, {question["id"]: ("same", None)}, at=at)
    await asking.brought(cast.an, row, at=at)
    for n, again in enumerate((first, a_list("Kim Thị Sa Rết (GĐ)"), a_list("Bà Kim Thị Sa Rết - Giám đốc"))):
        row = await asking.read(cast.an, again, at=at, name=f"{n}.csv")
        assert row.counts["rows"] == {"same": 1}


@pytest.mark.usefixtures("database")
async def test_a_row_that_names_several_people_goes_in_with_the_first_and_says_so(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    rows = [
        asking.a_row(1, representative="Bà Lê A 0912345678, ông Trần B 0987654321", phone=""),
        asking.a_row(2, representative="Lê A (0912345678 - GĐ)", phone=""),
    ]
    row = await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv(rows), at=at), at=at)
    answer = await client.get(f"/api/v1/imports/{row.id}/rows", headers={**cast.an.headers, "Accept-Language": "en"})
    told = [[(one["field"], one["reason"][:20]) for one in said["reasons"]] for said in answer.json()["items"]]
    assert told == [[("representative", "Several people stand"), ("phone", "Several telephone nu")], []]
    found = await db.fetch(
        "SELECT representative, phone FROM organization WHERE name LIKE 'Hợp tác xã Mẫu%' ORDER BY name"
    )
    assert [tuple(one.values()) for one in found] == [("Lê A", "+84912345678")] * 2


@pytest.mark.usefixtures("database")
async def test_an_address_beside_who_speaks_is_told_where_its_column_has_another(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    who = "Lê A (a@sen.example)"
    rows = [
        [*asking.a_row(1, representative=who), "b@sen.example"],
        [*asking.a_row(2, representative=who), "A@sen.example"],
        [*asking.a_row(3, representative=who), ""],
        [*asking.a_row(4, representative="Lê A"), "b@sen.example; a@sen.example"],
        [*asking.a_row(5, representative=who), "-"],
        [*asking.a_row(6, entity="Hợp tác xã Mẫu 6; email: a@sen.example"), "không có"],
    ]
    file = asking.a_csv(rows, [*asking.HEADS, "Thư điện tử"])
    row = await asking.brought(cast.an, await asking.read(cast.an, file, at=at), at=at)
    several = [("email", "Several e-mail addres")]
    assert await told(client, cast, row) == [several, [], [], several, [], []]
    found = await db.fetch("SELECT email FROM organization WHERE name LIKE 'Hợp tác xã Mẫu%' ORDER BY name")
    assert [one["email"] for one in found] == [
        *("b@sen.example", "a@sen.example", "a@sen.example", "b@sen.example", "a@sen.example", "a@sen.example")
    ]


@pytest.mark.usefixtures("database")
async def test_what_a_list_kept_otherwise_when_it_was_read_is_not_told_by_how_it_is_read_today(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    cells = {"representative": "Bà Lê A 0912345678, ông Trần B 0987654321", "phone": ""}
    file = asking.a_csv([[*asking.a_row(1, **cells), "b@sen.example; a@sen.example"]], [*asking.HEADS, "Thư điện tử"])
    row = await asking.brought(cast.an, await asking.read(cast.an, file, at=at), at=at)
    assert [field for field, _ in (await told(client, cast, row))[0]] == ["representative", "phone", "email"]
    await db.fetch(
        "UPDATE import_entity SET representative = $2, phone = NULL, email = NULL WHERE within = $1",
        row.id,
        cells["representative"],
    )
    assert await told(client, cast, row) == [[]]


async def told(client: httpx.AsyncClient, cast: make.Cast, row: Import) -> list[list[tuple[str, str]]]:
    answer = await client.get(f"/api/v1/imports/{row.id}/rows", headers={**cast.an.headers, "Accept-Language": "en"})
    return [[(one["field"], one["reason"][:21]) for one in said["reasons"]] for said in answer.json()["items"]]

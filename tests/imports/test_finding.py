"""A header may have three rows, with cells that reach down to the last of them, and below a title."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from events_app import i18n
from events_app.actor import as_actor
from events_app.imports import facts, finding, rounds, understanding, uploading, wording
from events_app.imports.finding import Header
from events_app.imports.headings import Field
from tests import make
from tests.imports import asking

TITLE = ["DANH MỤC SẢN PHẨM OCOP"]
PRODUCT = [1, "Kẹo dừa", "HTX Mẫu", "3 sao", "10/QĐ-UBND", 45417, "Thực phẩm", None]
THREE: list[list[Any]] = [
    ["STT", "Tên sản phẩm", "Chủ thể", "Kết quả", None, None, "Nhóm", "Ghi chú"],
    [None, None, None, "Hạng sao", "Quyết định", None, None, None],
    [None, None, None, None, "Số", "Ngày", None, None],
]
NAMED: list[list[Any]] = [
    ["STT", "Thông tin", None, "Kết quả", None, None, "Nhóm", "Ghi chú"],
    [None, "Tên sản phẩm", "Chủ thể", "Hạng sao", "Quyết định", None, None, None],
    [None, None, None, None, "Số", "Ngày", None, None],
]
READ = {
    1: Field.PRODUCT,
    2: Field.ENTITY,
    3: Field.STARS,
    4: Field.NUMBER,
    5: Field.ISSUED,
    6: Field.GROUP,
}


def found(rows: list[list[Any]], *spans: tuple[int, int]) -> Header:
    header = finding.found([TITLE, *rows, PRODUCT, PRODUCT], spans=spans)
    assert header
    return header


@pytest.mark.parametrize("rows", [THREE, NAMED])
@pytest.mark.parametrize("spans", [[], [(1, 3), (2, 3)]])
def test_a_header_of_three_rows_is_read_whole(rows: list[list[Any]], spans: list[tuple[int, int]]) -> None:
    header = found(rows, *spans)
    assert (header.first, header.last, header.fields) == (1, 3, READ)
    assert header.words[3:] == ["Kết quả – Hạng sao", "Quyết định – Số", "Quyết định – Ngày", "Nhóm", "Ghi chú"]


def test_cells_that_reach_down_and_notes_bring_in_the_rows_that_they_begin_in() -> None:
    rows: list[list[Any]] = [
        ["STT", "Thông tin", None, None, "Ghi chú"],
        [None, "Tên sản phẩm", "Chủ thể", "Số QĐ", None],
    ]
    unnoted = [row[:4] for row in rows]
    assert found(unnoted).words == ["", "Tên sản phẩm", "Chủ thể", "Số QĐ"]
    assert found(unnoted, (1, 2)).words[0] == "STT"
    header = found(rows)
    assert (header.first, header.last) == (1, 2)
    assert header.words == ["STT", "Thông tin – Tên sản phẩm", "Thông tin – Chủ thể", "Thông tin – Số QĐ", "Ghi chú"]
    deep = [rows[0], [None, "Của chủ thể", None, "Quyết định", None], [None, "Tên sản phẩm", "Chủ thể", "Số", None]]
    assert found(deep, (1, 3)).words == [
        "STT",
        "Của chủ thể – Tên sản phẩm",
        "Của chủ thể – Chủ thể",
        "Quyết định – Số",
        "Ghi chú",
    ]


def test_a_title_is_no_row_of_a_header() -> None:
    for rows in (THREE[:1], NAMED[:2]):
        assert found(rows).words[0] in {"STT", ""}
        assert found(rows).first > 0


def test_a_day_right_behind_the_number_of_a_paper_is_that_of_issue() -> None:
    heads = ["TT", "Tên sản phẩm", "Chủ thể", "QĐ số", "Ngày", "Nhóm"]
    assert found([heads]).fields[4] == Field.ISSUED
    other = [*heads[:3], "Ngày", "QĐ số", "Nhóm"]
    assert Field.ISSUED not in found([other]).fields.values()
    named = [*heads[:3], "QĐ số", "Ngày", "Ngày cấp"]
    assert found([named]).fields[5] == Field.ISSUED


@pytest.mark.parametrize(
    ("heads", "read"),
    [
        (["Năm công nhận"], 3),
        (["Năm được công nhận OCOP"], 3),
        (["Năm đạt sao"], 3),
        (["Năm cấp giấy chứng nhận"], 3),
        (["Năm đánh giá, phân hạng"], 3),
        (["Year of recognition"], 3),
        (["Năm công nhận", "Ngày cấp"], 4),
        (["Ngày cấp", "Năm công nhận"], 3),
        (["Năm công nhận lại", "Năm công nhận"], 3),
        (["Năm công nhận lần đầu", "Năm công nhận lại"], 4),
        (["Năm thành lập"], None),
        (["Năm sản xuất"], None),
        (["Năm sinh"], None),
    ],
)
def test_years_of_recognition_stand_for_days_where_no_column_has_these(heads: list[str], read: int | None) -> None:
    fields = found([["TT", "Tên sản phẩm", "Chủ thể", *heads, "Nhóm"]]).fields
    assert [column for column, field in fields.items() if field == Field.ISSUED] == ([read] if read else [])


def test_a_year_below_a_heading_of_recognition_is_found_and_a_day_behind_a_number_comes_first() -> None:
    rows = [["TT", "Tên sản phẩm", "Chủ thể", "Công nhận", None], [None, None, None, "Năm", "Hạng sao"]]
    assert found(rows).fields[3] == Field.ISSUED
    heads = ["TT", "Tên sản phẩm", "Chủ thể", "Năm công nhận", "QĐ số", "Ngày"]
    assert found([heads]).fields[5] == Field.ISSUED
    assert 3 not in found([heads]).fields


RATED: list[list[Any]] = [
    ["TT", "Mặt hàng lạ", "Nhóm", "Kết quả", None, "Số QĐ", "Ghi chú"],
    [None, None, None, "3 sao", "4 sao", None, None],
]
WORDS = ["TT", "Mặt hàng lạ", "Nhóm", "Kết quả – 3 sao", "Kết quả – 4 sao", "Số QĐ", "Ghi chú"]


@pytest.mark.parametrize("spans", [set[tuple[int, int]](), {(1, 2)}])
def test_a_header_that_a_person_points_at_has_the_words_of_the_rows_above_it_too(spans: set[tuple[int, int]]) -> None:
    header = finding.standing([TITLE, *RATED, PRODUCT], 2, spans)
    assert (header.words, header.fields) == (WORDS, {})
    known = [["TT", "Sản phẩm", *RATED[0][2:]], RATED[1]]
    read = finding.standing([TITLE, *known, PRODUCT], 2, spans).fields
    assert (read[1], read[3], read[5]) == (Field.PRODUCT, Field.THREE, Field.NUMBER)
    assert finding.standing([TITLE, THREE[0], PRODUCT], 1).words == [one or "" for one in THREE[0]]
    assert finding.standing(THREE, 2, {(0, 2)}).fields[3] == Field.STARS


@pytest.mark.parametrize(
    "heading",
    ["Tên chủ thể/sản phẩm", "Huyện/Chủ thể/Sản phẩm", "Chủ thể, sản phẩm", "Cơ sở sản xuất và sản phẩm OCOP"],
)
def test_entities_and_their_products_may_stand_in_one_column(heading: str) -> None:
    heads = ["TT", heading, "Nhóm", "Hạng sao", "Số QĐ"]
    assert found([heads]).fields[1] == Field.PRODUCT
    apart = ["TT", "Tên sản phẩm", "Nhóm", "Hạng sao", "Tên chủ thể sản phẩm"]
    assert found([apart]).fields[4] == Field.ENTITY


@pytest.mark.parametrize(
    ("addresses", "read"),
    [
        (["Địa chỉ mới"], 2),
        (["Địa chỉ cũ"], 2),
        (["Địa chỉ cũ", "Địa chỉ mới"], 3),
        (["Địa chỉ", "Địa chỉ mới"], 3),
        (["Địa chỉ mới", "Địa chỉ"], 2),
        (["Địa chỉ cũ", "Địa chỉ"], 3),
        (["Địa chỉ cũ", "Trụ sở"], 3),
    ],
)
def test_of_addresses_the_newest_is_read(addresses: list[str], read: int) -> None:
    header = found([["TT", "Tên sản phẩm", *addresses, "Nhóm"]])
    latest, *_former = rounds.told_apart(header.words, header.fields)
    assert [column for column, field in latest.items() if field == Field.ADDRESS] == [read]


ONE = ["STT", "Tên sản phẩm", "Hạng sao", "Chủ thể"]


@pytest.mark.parametrize(
    ("heads", "two"),
    [
        ([*ONE, None, *ONE], (2, 7)),
        ([*ONE, *ONE], (2, 6)),
        ([*ONE, "TT", "Tên SP", "Sao", "Đơn vị"], (2, 6)),
        ([*ONE[1:], *ONE[1:]], (1, 4)),
        ([*ONE, "Tên sản phẩm"], None),
        ([*ONE, "Tên thương mại", "Chủ thể cũ"], None),
        ([*ONE, "Số QĐ", "Sản phẩm tham gia", "Ghi chú"], None),
        ([*ONE, "STT", "Ghi chú"], None),
        (["STT", "Tên sản phẩm", "Hạng sao", "Hạng sao", "Chủ thể"], None),
    ],
)
def test_two_tables_beside_each_other_are_refused(
    heads: list[str | None], two: tuple[int, int] | None, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(asking.a_csv([[n for n, _ in enumerate(heads)]], [one or "" for one in heads]))
    *_, last = understanding.frames(understanding.Asked(str(path), "", facts.Place()), lambda: True)
    if two is None:
        assert isinstance(last, understanding.End)
    else:
        assert last == understanding.Refused("two_tables", {"first": two[0], "second": two[1]})


@pytest.mark.usefixtures("database")
async def test_of_two_tables_a_person_has_each_read_by_itself(cast: make.Cast, at: datetime) -> None:
    rows = [
        [1, "Trà A", "3 sao", "HTX A", None, 2, "Trà B", "4 sao", "HTX B"],
        [None] * 5 + [3, "Trà C", "4 sao", "HTX B"],
    ]
    row = await asking.read(cast.an, asking.a_csv(rows, [*ONE, "", *ONE]), at=at)
    assert (row.state, row.problem, await asking.rows(row)) == ("refused", "two_tables", [])
    with i18n.speaking("en"):
        assert "columns 2 and 7 both have names of products" in wording.problem(row.problem, row.problem_facts)
    for columns, names in (
        ({1: "product", 3: "entity"}, ["Trà A", None]),
        ({6: "product", 8: "entity"}, ["Trà B", "Trà C"]),
    ):
        with as_actor(cast.an.actor):
            mapping = {str(n): field for n, field in columns.items()}
            await uploading.correct(
                row,
                row.version,
                mapping=mapping,
                sheet=None,
                province="34-82",
                which=None,
                header_row=row.header_row,
                at=at,
            )
        await asking.relayed(at)
        row = await asking.now(row)
        kept = await asking.rows(row)
        assert [one["cells"].get("product") for one in kept] == names
        assert not [one for one in kept if one["outcome"] == "aside"]

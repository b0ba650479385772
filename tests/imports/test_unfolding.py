"""What offices write beside the name of an entity in its cell goes where it belongs, and never into the name."""

from datetime import datetime

import pytest

from events_app import db
from events_app.imports import queries, retelling
from events_app.imports.headings import Field
from events_app.imports.saying import Unclear
from events_app.imports.unfolding import NOT_SURE, unfolded
from events_app.paging import Page
from tests import make
from tests.imports import asking

PAGE = "HTX Pả Vi Mẫu\nĐịa chỉ: thôn Pả Vi Hạ, xã Mèo Vạc, tỉnh Tuyên Quang\nĐT: 0912345612"


@pytest.mark.parametrize(
    ("cell", "name", "beside"),
    [
        (
            PAGE,
            "HTX Pả Vi Mẫu",
            {Field.ADDRESS: "thôn Pả Vi Hạ, xã Mèo Vạc, tỉnh Tuyên Quang", Field.PHONE: "0912345612"},
        ),
        (
            "Hộ KD Nguyễn Thị Mẫu (ĐC: Tổ 3, thị trấn Mẫu; SĐT 0912345613)",
            "Hộ KD Nguyễn Thị Mẫu",
            {Field.ADDRESS: "Tổ 3, thị trấn Mẫu", Field.PHONE: "0912345613"},
        ),
        (
            "Công ty TNHH Mẫu (MST: 0100109106), Giám đốc: Nguyễn Văn Mẫu, email: a@mau.example",
            "Công ty TNHH Mẫu",
            {
                Field.TAX_CODE: "0100109106",
                Field.REPRESENTATIVE: "Nguyễn Văn Mẫu",
                Field.EMAIL: "a@mau.example",
            },
        ),
        ("HTX NN\nxã Mẫu\n0912.345.613", "HTX NN xã Mẫu", {Field.PHONE: "0912.345.613"}),  # as many are called
        ("Hộ Trần Thị Mẫu, 0912345678 - 0912 345 679", "Hộ Trần Thị Mẫu", {Field.PHONE: "0912345678; 0912 345 679"}),
        ("HTX Mẫu - ĐT +84 912 345 613", "HTX Mẫu", {Field.PHONE: "+84 912 345 613"}),
        (
            "HTX Xoài Mẫu\nẤp Hòa, xã Hòa Mẫu\n0918 222 333",
            "HTX Xoài Mẫu",
            {Field.ADDRESS: "Ấp Hòa, xã Hòa Mẫu", Field.PHONE: "0918 222 333"},
        ),
        (
            "HTX Mẫu\nẤp 1, xã Mẫu\nĐồng Tháp\nông Nguyễn Văn Mẫu\nmau@mau.example",
            "HTX Mẫu",
            {
                Field.ADDRESS: "Ấp 1, xã Mẫu, Đồng Tháp",
                Field.REPRESENTATIVE: "Nguyễn Văn Mẫu",
                Field.EMAIL: "mau@mau.example",
            },
        ),
        (
            "HTX Mẫu (ông Nguyễn Văn Mẫu - 0912345678)",
            "HTX Mẫu",
            {Field.REPRESENTATIVE: "Nguyễn Văn Mẫu", Field.PHONE: "0912345678"},
        ),
        ("HTX Mẫu (ông Nguyễn Văn Mẫu)", "HTX Mẫu", {Field.REPRESENTATIVE: "Nguyễn Văn Mẫu"}),
        (
            "HTX Mẫu - GĐ Nguyễn Văn Mẫu - ĐT: 0912345678",
            "HTX Mẫu",
            {Field.REPRESENTATIVE: "Nguyễn Văn Mẫu", Field.PHONE: "0912345678"},
        ),
        ("HTX Mẫu (chị Lan 0912345678)", "HTX Mẫu", {Field.PHONE: "0912345678"}),
        ("HTX Mẫu, Email f@mau.example", "HTX Mẫu", {Field.EMAIL: "f@mau.example"}),
        ("HTX Mẫu (f@mau.example)", "HTX Mẫu", {Field.EMAIL: "f@mau.example"}),
        ("HTX Mẫu (0277) 3851123", "HTX Mẫu", {Field.PHONE: "(0277) 3851123"}),
        ("HTX Mẫu, Zalo 0912345678", "HTX Mẫu", {Field.PHONE: "0912345678"}),
        (
            "HTX Mẫu, ĐC: Ấp 1, xã Mẫu - 0912345678",
            "HTX Mẫu",
            {Field.ADDRESS: "Ấp 1, xã Mẫu", Field.PHONE: "0912345678"},
        ),
        (
            "HTX Mẫu, Giám đốc: Nguyễn Văn Mẫu - 0912345678",
            "HTX Mẫu",
            {Field.REPRESENTATIVE: "Nguyễn Văn Mẫu", Field.PHONE: "0912345678"},
        ),
        (
            "HTX Mẫu - ấp 3, xã Mẫu, huyện Lai Vung",
            "HTX Mẫu",
            {Field.ADDRESS: "ấp 3, xã Mẫu, huyện Lai Vung"},
        ),
        ("Công ty Mẫu - 12 Phố Mẫu, Phường 1", "Công ty Mẫu", {Field.ADDRESS: "12 Phố Mẫu, Phường 1"}),
        ("Hộ Nguyễn Văn Mẫu, ấp 1", "Hộ Nguyễn Văn Mẫu", {Field.ADDRESS: "ấp 1"}),
        ("Hộ kinh doanh\nNguyễn Văn Mẫu\n0912345678", "Hộ kinh doanh Nguyễn Văn Mẫu", {Field.PHONE: "0912345678"}),
        ("HTX rau, củ, quả Mẫu, ĐT 0912345678", "HTX rau, củ, quả Mẫu", {Field.PHONE: "0912345678"}),
        (
            "Công ty TNHH Thương mại\nDịch vụ Mẫu\n0912345678",
            "Công ty TNHH Thương mại Dịch vụ Mẫu",
            {Field.PHONE: "0912345678"},
        ),
        ("HTX Mẫu, Trần Văn Thời, Cà Mau", "HTX Mẫu", {Field.ADDRESS: "Trần Văn Thời, Cà Mau"}),
    ],
)
def test_a_cell_that_says_more_is_taken_apart(cell: str, name: str, beside: dict[Field, str]) -> None:
    assert unfolded({Field.ENTITY: cell}) == {Field.ENTITY: name, **beside}


@pytest.mark.parametrize(
    "name",
    [
        "HTX nông nghiệp 19/5",
        "HTX Mẫu 2025 (Hà Nội)",
        "Công ty CP Đ.T Mẫu",
        "HTX: Mẫu",
        "Liên hệ Mẫu",
        "Cơ sở 0100 Mẫu",
        "HTX Mẫu, xã Mẫu",  # as many are called
        "HTX Mẫu - huyện Lấp Vò",
        "Cơ sở bánh pía (Bà Tư)",
        "Hộ kinh doanh Hai Mẫu (Nguyễn Văn Hai)",
        "Cơ sở bánh tráng - Nguyễn Thị Mẫu",
        "HTX rau - hoa Mẫu",
        "HTX Nông nghiệp, Thương mại & Dịch vụ Mẫu",
        "HTX Mẫu - Làng nghề Mỹ Mẫu",
        "Công ty CP Mẫu (Chi nhánh Đồng Tháp)",
        "HTX Mía, Đường Mẫu",
        "Hộ ông Nguyễn Văn Mẫu",
    ],
)
def test_a_name_is_left_as_it_is(name: str) -> None:
    assert unfolded({Field.ENTITY: name}) == {Field.ENTITY: name}


@pytest.mark.parametrize(
    "cell",
    [
        "HTX Mẫu\nNguyễn Bình\n0912345678",  # somebody, or more of the name
        "HTX Mẫu (Nguyễn Văn Mẫu)",
        "HTX Mẫu - Nguyễn Thị Mẫu",
        "HTX Mẫu ông Nguyễn Văn Mẫu 0912345678",
        "HTX Mẫu, Hòa Hưng, 0912345678",  # a place, or more of the name
        "HTX Rau an toàn\nxã Mẫu\n0912345678",
        "Công ty TNHH Nông sản Sạch\nĐồng Tháp\n0912345678",
        "HTX Mẫu 0912345678 Đồng Tháp",
        "HTX Nông nghiệp\nẤp 3, xã Mẫu",  # what every commune has
        "Hộ kinh doanh (Nguyễn Văn Mẫu - 0912345678)",
        "HTX Mẫu 1200990010",
        "HTX Mẫu mau@mau",
    ],
)
def test_where_it_is_not_sure_what_the_name_is_nothing_becomes_one(cell: str) -> None:
    with pytest.raises(Unclear) as wrong:
        unfolded({Field.ENTITY: cell})
    assert wrong.value.message == NOT_SURE


def test_what_is_known_from_other_columns_makes_it_sure() -> None:
    said: dict[Field, str] = {Field.ENTITY: "HTX Rau an toàn\nxã Mẫu\n0912345678", Field.ADDRESS: "Ấp 1"}
    assert unfolded(said) == {**said, Field.ENTITY: "HTX Rau an toàn xã Mẫu", Field.PHONE: "0912345678"}
    said = {Field.ENTITY: "Bếp Mẫu (Nguyễn Thị Mẫu)", Field.KIND: "Hộ kinh doanh"}
    assert unfolded(said) == said


@pytest.mark.parametrize(
    ("cell", "beside"),
    [
        ("ĐT: 0912 345 678, ấp 1, xã Lương Hòa", {Field.PHONE: "0912 345 678"}),
        ("ĐT: 0912 345 678 - ấp 1, xã Lương Hòa", {Field.PHONE: "0912 345 678"}),
        ("ĐT 0912 345 678 ấp 1, xã Lương Hòa", {Field.PHONE: "0912 345 678"}),
        ("ĐT: 0912 345 678, 0913456789, ấp 1, xã Lương Hòa", {Field.PHONE: "0912 345 678, 0913456789"}),
        ("ĐT: 0912 345 678 (ấp 1, xã Lương Hòa)", {Field.PHONE: "0912 345 678"}),
        ("ĐT: 0912 345 678, ấp 1, xã Lương Hòa, ông Nguyễn Văn Mẫu", {Field.PHONE: "0912 345 678"}),
        ("MST: 0100109106, ấp 1, xã Lương Hòa", {Field.TAX_CODE: "0100109106"}),
        ("Email: a@mau.example, ấp 1, xã Lương Hòa", {Field.EMAIL: "a@mau.example"}),
        ("Giám đốc: Nguyễn Văn Mẫu, ấp 1, xã Lương Hòa", {Field.REPRESENTATIVE: "Nguyễn Văn Mẫu"}),
        ("ĐT: 0912 345 678, ấp 2, xã Mẫu; ĐC: ấp 1, xã Lương Hòa", {Field.PHONE: "0912 345 678"}),
    ],
)
def test_an_address_behind_something_else_that_is_labelled_is_one(cell: str, beside: dict[Field, str]) -> None:
    said = {Field.ENTITY: "HTX Mẫu", Field.ADDRESS: "ấp 1, xã Lương Hòa", **beside}
    assert unfolded({Field.ENTITY: f"HTX Mẫu, {cell}"}) == said


@pytest.mark.parametrize(
    ("cell", "phone", "address"),
    [
        ("ĐT: 0912 345 678, ấp 1, xã Lương Hòa", "ĐT: 0912 345 678", "ấp 1, xã Lương Hòa"),
        ("0912345678, xã Lương Hòa", "0912345678", "xã Lương Hòa"),
        ("0912345678\nẤp 12, xã Lương Hòa", "0912345678", "Ấp 12, xã Lương Hòa"),
    ],
)
def test_an_address_behind_a_telephone_in_its_column_is_one_where_no_other_is_said(
    cell: str, phone: str, address: str
) -> None:
    cells: dict[Field, str] = {Field.ENTITY: "HTX Mẫu", Field.PHONE: cell}
    assert unfolded(cells) == {Field.ENTITY: "HTX Mẫu", Field.PHONE: phone, Field.ADDRESS: address}
    assert unfolded({**cells, Field.ADDRESS: "Ấp 3"}) == {**cells, Field.ADDRESS: "Ấp 3"}


@pytest.mark.parametrize(
    "cell",
    [
        "0912345678, gặp anh Ba",
        "0912345678, Phuong Lan",
        "0912345678 (chị Huyen)",
        "028 38312347 máy lẻ 12",
        84912345678901,
    ],
)
def test_other_words_behind_a_telephone_are_no_address(cell: str | int) -> None:
    assert unfolded({Field.PHONE: cell}) == {Field.PHONE: cell}


def test_a_name_on_two_lines_is_one_name() -> None:
    assert unfolded({Field.ENTITY: "Hợp tác xã\nnông nghiệp Mẫu"}) == {Field.ENTITY: "Hợp tác xã nông nghiệp Mẫu"}
    assert unfolded({Field.ENTITY: "Công ty TNHH Mẫu\nSố 1"}) == {Field.ENTITY: "Công ty TNHH Mẫu Số 1"}


def test_a_column_of_its_own_says_more_than_the_cell_of_the_name() -> None:
    cells = {Field.ENTITY: "HTX Mẫu, ĐT: 0912345678", Field.PHONE: "0987654321"}
    assert unfolded(cells) == {Field.ENTITY: "HTX Mẫu", Field.PHONE: "0987654321"}


def test_a_number_of_a_person_is_not_taken_out_of_a_name() -> None:
    cells = {Field.ENTITY: "Hộ Mẫu, MST: 082088001295, ĐT: 0912345678"}
    assert unfolded(cells) == cells


async def test_a_column_of_names_addresses_and_telephones_is_recognised_and_read(cast: make.Cast, at: datetime) -> None:
    heads = ["TT", "Tên chủ thể, địa chỉ, điện thoại", "Tên sản phẩm", "Ngành/nhóm", "Đạt sao"]
    rows = [[1, PAGE, "Bánh tam giác mạch mẫu", 1, "3 sao"], [2, "", "Mật ong mẫu", 1, "4 sao"]]
    row = await asking.read(await asking.admin(cast.an), asking.a_csv(rows, heads), at=at)
    assert [one["outcome"] for one in await asking.rows(row)] == ["create"] * 2
    (facts,) = await db.fetch("SELECT * FROM import_entity")
    assert (facts["name"], facts["phone"]) == ("HTX Pả Vi Mẫu", "+84912345612")
    assert facts["address"] == "thôn Pả Vi Hạ, xã Mèo Vạc, tỉnh Tuyên Quang"


async def test_the_address_behind_a_telephone_goes_in_and_no_number_of_it_is_taken_for_another_telephone(
    cast: make.Cast, at: datetime
) -> None:
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1, phone="0912345678, ấp 12, xã Lương Hòa")]), at=at)
    shown, _ = await queries.rows_of(row.id, Page())
    assert [retelling.told_of(one) for one in shown] == [[]]
    await asking.brought(cast.an, row, at=at)
    [one] = await db.fetch("SELECT phone, address FROM organization WHERE name = 'Hợp tác xã Mẫu 1'")
    assert dict(one) == {"phone": "+84912345678", "address": "ấp 12, xã Lương Hòa"}


async def test_of_a_cell_that_is_not_understood_nothing_goes_in_and_the_row_comes_back(
    cast: make.Cast, at: datetime
) -> None:
    rows = [asking.a_row(1, entity="HTX Mẫu\nNguyễn Bình\n0912345678"), asking.a_row(2)]
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    assert row.counts["rows"] == {"fault": 1, "create": 1}
    assert [one["wrongs"] for one in await asking.rows(row)] == [[["entity", NOT_SURE, {}]], []]


async def test_a_heading_that_says_where_its_entity_is_and_how_it_is_reached_is_taken_apart(
    cast: make.Cast, at: datetime
) -> None:
    heads = ["STT", "Tên sản phẩm", "Nhóm", "Hạng sao"]
    rows: list[list[object]] = [
        ["I", "HTX Mẫu - ấp 3, xã Mẫu, tỉnh Đồng Tháp (0912345678)", "", ""],
        [1, "Trà mẫu", "Đồ uống", 4],
    ]
    await asking.read(cast.an, asking.a_csv(rows, heads), at=at)
    (facts,) = await db.fetch("SELECT * FROM import_entity")
    assert (facts["name"], facts["phone"]) == ("HTX Mẫu", "+84912345678")
    assert (facts["address"], facts["province_code"]) == ("ấp 3, xã Mẫu, tỉnh Đồng Tháp", "82")

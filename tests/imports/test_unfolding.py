"""What offices write beside the name of an entity in its cell goes where it belongs, and never into the name."""

from datetime import datetime

import pytest

from events_app import db
from events_app.imports.headings import Field
from events_app.imports.unfolding import unfolded
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
        ("Hộ Trần Thị Mẫu, 0912345678 - 0912 345 679", "Hộ Trần Thị Mẫu", {Field.PHONE: "0912345678"}),
        ("HTX Mẫu - ĐT +84 912 345 613", "HTX Mẫu", {Field.PHONE: "+84 912 345 613"}),
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
    ],
)
def test_a_name_is_left_as_it_is(name: str) -> None:
    assert unfolded({Field.ENTITY: name}) == {Field.ENTITY: name}


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
    (entity,) = await db.fetch("SELECT facts FROM import_entity")
    facts = entity["facts"]
    assert (facts["name"], facts["phone"]) == ("HTX Pả Vi Mẫu", "+84912345612")
    assert facts["address"] == "thôn Pả Vi Hạ, xã Mèo Vạc, tỉnh Tuyên Quang"

"""A number of ten digits beside a name is a tax code, a telephone, or asked about where it may be either."""

from datetime import datetime

import pytest

from events_app import db
from events_app.imports import veiling
from events_app.imports.headings import Field
from events_app.imports.saying import Unclear
from events_app.imports.unfolding import unfolded
from tests import make
from tests.imports import asking

EITHER = ["0301452948", "0901123455", "0700123455", "0202123452"]  # of Hồ Chí Minh City among them, or of Ninh Bình


@pytest.mark.parametrize(
    ("cell", "beside"),
    [
        ("HTX Mẫu 0100109106", {Field.TAX_CODE: "0100109106"}),
        ("HTX Mẫu\n0100109106", {Field.TAX_CODE: "0100109106"}),
        ("HTX Mẫu (0100109106)", {Field.TAX_CODE: "0100109106"}),
        ("HTX Mẫu - 0100109106-001", {Field.TAX_CODE: "0100109106-001"}),
        ("HTX Mẫu, 0100 109 106", {Field.TAX_CODE: "0100 109 106"}),
        ("HTX Mẫu\n0100109106\n0912345678", {Field.TAX_CODE: "0100109106", Field.PHONE: "0912345678"}),
        ("HTX Mẫu, 0912345678, 0100109106", {Field.TAX_CODE: "0100109106", Field.PHONE: "0912345678"}),
        ("HTX Mẫu, 0912345675", {Field.PHONE: "0912345675"}),  # no office has counted as far
        ("HTX Mẫu, 0100109105", {Field.PHONE: "0100109105"}),  # which is none either, and comes back
        ("HTX Mẫu, ĐT: 0301452948", {Field.PHONE: "0301452948"}),
        ("HTX Mẫu, Zalo 0901123455", {Field.PHONE: "0901123455"}),
        ("HTX Mẫu (Zalo 0901123455)", {Field.PHONE: "0901123455"}),
        ("HTX Mẫu, MST: 0301452948", {Field.TAX_CODE: "0301452948"}),
    ],
)
def test_a_number_beside_a_name_is_what_it_can_be(cell: str, beside: dict[Field, str]) -> None:
    assert unfolded({Field.ENTITY: cell}) == {Field.ENTITY: "HTX Mẫu", **beside}


@pytest.mark.parametrize("number", EITHER)
def test_one_that_may_be_either_is_asked_about(number: str) -> None:
    with pytest.raises(Unclear) as unclear:
        unfolded({Field.ENTITY: f"HTX Mẫu, {number}"})
    assert (unclear.value.message, unclear.value.values) == (veiling.PHONE_OR_CODE, {"number": number})


@pytest.mark.usefixtures("database")
async def test_the_tax_code_goes_in_and_a_row_with_one_that_may_be_a_telephone_comes_back(
    cast: make.Cast, at: datetime
) -> None:
    rows = [asking.a_row(1, entity="HTX Mẫu 0100109106"), asking.a_row(2, entity="HTX Hai\n0301452948")]
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    assert [one["wrongs"] for one in await asking.rows(row)] == [
        [],
        [["entity", veiling.PHONE_OR_CODE, {"number": "0301452948"}]],
    ]
    await asking.brought(cast.an, row, at=at)
    [one] = await db.fetch("SELECT tax_code, phone FROM organization WHERE name = 'HTX Mẫu'")
    assert dict(one) == {"tax_code": "0100109106", "phone": "+84912300001"}

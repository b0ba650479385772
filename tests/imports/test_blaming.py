"""Rows that come back say why nothing names their entity: a heading above them was not understood, or none stands there."""

from datetime import datetime
from typing import Any

import pytest

from events_app.directory import checking
from events_app.imports import blaming, layout
from tests import make
from tests.imports import asking

pytestmark = pytest.mark.usefixtures("database")
BELOW = [["entity", blaming.UNHEARD, {"row": 4}]]


async def wrongs(cast: make.Cast, at: datetime, rows: list[list[Any]], *, without: bool = False) -> list[list[Any]]:
    """What is wrong with each row of a list, perhaps of one ``without`` a column of entities."""
    heads = [head for head in asking.HEADS if not (without and head == "Tên chủ thể")]
    row = await asking.read(cast.an, asking.a_csv(rows, heads), at=at)
    return [one["wrongs"] for one in await asking.rows(row)]


def bare(n: int, **said: Any) -> list[Any]:
    """A row that leaves blank who makes its product."""
    return asking.a_row(n, entity="", representative="", phone="", **said)


@pytest.mark.parametrize("heading", [["II", "Lò bánh Út Hết"], ["", "", "", "", "", "", "Các sản phẩm"]])
async def test_rows_below_a_heading_that_was_not_understood_say_so(
    heading: list[str], cast: make.Cast, at: datetime
) -> None:
    rows = [["I", "HTX Mẫu Một"], asking.a_row(1), heading, bare(2), bare(3, stars="9 sao"), asking.a_row(4), bare(5)]
    _, _, alone, second, third, named, last = await wrongs(cast, at, rows)
    assert [one[1] for one in alone] == ([layout.ALONE] if heading[1] else [])
    assert second == BELOW
    assert [one[0] for one in third] == ["entity", "stars"]
    assert third[:1] == BELOW
    assert (named, last) == ([], [])  # the one speaks for the other


async def test_so_do_rows_of_a_list_without_a_column_of_entities(cast: make.Cast, at: datetime) -> None:
    products = [[*asking.a_row(n)[:6], *asking.a_row(n)[7:]] for n in range(1, 4)]
    rows = [["I", "HTX Mẫu Một"], products[0], ["II", "Lò bánh Út Hết"], *products[1:], ["III", "HTX Mẫu"], products[0]]
    found = await wrongs(cast, at, rows, without=True)
    assert found[3:5] == [BELOW] * 2
    assert (found[1], found[6]) == ([], [])


async def test_so_does_a_row_in_which_a_formula_failed_besides(cast: make.Cast, at: datetime) -> None:
    rows = [["I", "HTX Mẫu Một"], asking.a_row(1), ["II", "Lò bánh Út Hết"], bare(2, stars="#N/A")]
    assert (await wrongs(cast, at, rows))[3] == [["stars", blaming.FAILED, {}], *BELOW]


async def test_a_row_that_no_heading_stands_above_is_asked_for_its_entity(cast: make.Cast, at: datetime) -> None:
    rows = [bare(1), ["I", "Lò bánh Út Hết"], asking.a_row(2), ["II", "Hợp tác xã"], bare(3)]
    found = await wrongs(cast, at, rows)
    assert [[one[1] for one in found[n]] for n in (0, 4)] == [[checking.OWED]] * 2

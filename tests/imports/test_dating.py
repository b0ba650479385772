"""Days whose day, month and year have a column each are read as one; what is left of one that has a blank part comes back."""

from datetime import date, datetime
from typing import Any

import httpx
import pytest

from events_app.imports import dating, finding, queries, saying
from events_app.imports.headings import Field
from events_app.imports.layout import Layout, Taken
from events_app.imports.saying import Unclear
from tests import make
from tests.browser_like import Browser
from tests.imports import asking

pytestmark = pytest.mark.usefixtures("database")
UPPER = ["STT", "Chủ thể", "Sản phẩm", "Ngày cấp GCN", None, None, "Số GCN"]
LOWER = [None, None, None, "Ngày", "Tháng", "Năm", None]


def day(*parts: Any, upper: list[Any] = UPPER, lower: list[Any] = LOWER) -> Any:
    """What a row says of the day of issue, in the columns of its parts."""
    header = finding.found([upper, lower])
    assert header
    layout = Layout(header, [])
    numbers = layout.line(3, [f"({n})" for n in range(1, 8)])
    line = layout.line(4, [1, "HTX Mẫu", "Mận Mẫu", *parts, "1/GCN"])
    assert (numbers.taken, line.taken) == (Taken.NUMBERS, Taken.PRODUCT)
    return line.cells.get(Field.ISSUED)


@pytest.mark.parametrize(
    ("parts", "read"),
    [
        ((5, 12, 2023), date(2023, 12, 5)),
        ((5.0, 12.0, 2023.0), date(2023, 12, 5)),
        (("05", "'12", "2023"), date(2023, 12, 5)),
        (("2023-12-05", None, None), date(2023, 12, 5)),
        ((None, None, None), None),
        (("-", "-", "-"), None),
    ],
)
def test_a_day_in_three_columns_is_read_as_one(parts: tuple[Any, ...], read: date | None) -> None:
    assert saying.day(day(*parts)) == read


@pytest.mark.parametrize(
    "parts", [(None, 12, 2023), (5, 12, None), (5, None, None), (None, None, 2023), (5, "#N/A", 2023), (45, 12, 2023)]
)
def test_a_day_of_which_a_part_is_not_known_is_none(parts: tuple[Any, ...]) -> None:
    with pytest.raises(Unclear):
        saying.day(day(*parts))


def test_what_stands_above_the_three_columns_says_of_which_day_they_are() -> None:
    heads = [
        ["TT", "Sản phẩm", "Hiệu lực đến", None, None, "Quyết định", None, None, None],
        [None, None, "Ngày", "Tháng", "Năm", "Số", "Ngày", "Tháng", "Năm"],
    ]
    header = finding.found(heads)
    assert header
    assert {header.fields[2], header.fields[6]} == {Field.ENDS, Field.ISSUED}
    line = Layout(header, []).line(3, [1, "Mận Mẫu", 5, 12, 2026, "1/QĐ", 6, 12, 2023])
    assert (line.cells[Field.ENDS], line.cells[Field.ISSUED]) == ("5/12/2026", "6/12/2023")


def test_a_month_that_was_taken_for_something_else_is_no_part_of_a_day() -> None:
    words = ["Ngày", "Tháng", "Năm"]
    assert dating.columns(words, {0: Field.ISSUED}) == [0]
    assert dating.columns(words, {0: Field.ISSUED, 1: Field.NUMBER}) == []
    assert dating.columns(["Ngày", "Tháng"], {0: Field.ISSUED}) == []


async def test_a_list_that_says_no_day_of_issue_is_told_so_and_a_person_may_say_where_it_is(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    heads = ["STT", "Tên sản phẩm", "Chủ thể", "Tỉnh", "Nhóm", "Số sao", "Số QĐ", "Ghi chú", "Ngày", "Tháng", "Năm"]
    rows: list[list[Any]] = [[1, "Mận Mẫu", "HTX Mẫu", "Sơn La", 1, 4, "1/QĐ-UBND", "", 5, 12, 2023]]
    row = await asking.read(cast.an, asking.a_csv(rows, heads), at=at)
    browser = await Browser(client).sign_in(cast.an)
    page = await browser.see(f"/imports/{row.id}")
    assert "Nothing in this list says: Issued on." in page
    assert "are read together" not in page
    await browser.send(f"/imports/{row.id}/columns", columns__8="issued_on")
    await asking.relayed(at)
    assert await queries.said_nowhere(await asking.now(row)) == []
    assert "Issued on: “Ngày”, “Tháng”, “Năm” are read together." in await browser.see(f"/imports/{row.id}")
    assert [one["issued_on"] for one in await asking.rows(row)] == [date(2023, 12, 5)]

"""A cell in which a formula failed is never blank: its row comes back with the column, the error as it stands and why."""

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import python_calamine as calamine
import xlsxwriter
import xlwt

from events_app.imports import blaming, erring, reader
from tests import make
from tests.browser_like import Browser
from tests.imports import asking, binary, formats

pytestmark = pytest.mark.usefixtures("database")
HEADS = ["STT", "Tên chủ thể", "Tên sản phẩm", "Nhóm", "Hạng sao", "Số QĐ", "Ngày cấp", "Điện thoại", "Tỉnh", "Ghi chú"]
WHOLE: list[Any] = [1, "HTX Mẫu", "Trà mẫu", 2, 4, "1/QĐ", "01/02/2025", "0912345678", "Đồng Tháp", "x"]
FAILED = ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!"]


def a_list() -> list[list[Any]]:
    """A sound row, then one for each column that has an error, the one without a meaning at last; then errors only, and a total."""
    rows: list[list[Any]] = [[*HEADS], WHOLE]
    for n in range(1, 10):
        row = [n + 1, WHOLE[1], f"Trà mẫu {n}", *WHOLE[3:]]
        row[n] = FAILED[n % 5]
        rows.append(row)
    return [*rows, [FAILED[n % 5] for n in range(10)], ["Tổng cộng", None, None, "#REF!", "#REF!"]]


def in_xlsx(*, shared: bool = True) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {} if shared else {"constant_memory": True})
    sheet = book.add_worksheet()
    for n, row in enumerate(a_list()):
        for column, cell in enumerate(row):
            if cell in FAILED:
                sheet.write_formula(n, column, "=1/0", None, cell)
            else:
                sheet.write(n, column, cell)
    book.close()
    return out.getvalue()


def in_prefixed_xlsx() -> bytes:
    """As some programs write it: every tag of the sheet with a prefix."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(in_xlsx())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            text = old.read(info)
            if info.filename.endswith("sheet1.xml"):
                text = text.replace(b"</", b"</x:").replace(b"<", b"<x:").replace(b"<x:/x:", b"</x:")
                text = text.replace(b"<x:?xml", b"<?xml").replace(b"xmlns=", b"xmlns:x=")
            new.writestr(info, text)
    return out.getvalue()


def in_xls(*, by_formula: bool) -> bytes:
    """xlwt writes errors as values; as results of formulas they stand in another record."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Danh sách")
    for n, row in enumerate(a_list()):
        for column, cell in enumerate(row):
            if cell in FAILED and by_formula:
                sheet.write(n, column, xlwt.Formula("1/0"))
            elif cell in FAILED:
                sheet.row(n).set_cell_error(column, _code(cell))
            elif cell is not None:
                sheet.write(n, column, cell)
    out = io.BytesIO()
    book.save(out)
    whole = bytearray(out.getvalue())
    for n, row in enumerate(a_list()):
        for column, cell in enumerate(row):
            if cell in FAILED and by_formula:
                at = whole.index(struct.pack("<HH", n, column), 512)
                while whole[at - 4 : at - 2] != b"\x06\x00":
                    at = whole.index(struct.pack("<HH", n, column), at + 1)
                whole[at + 6 : at + 14] = bytes([2, 0, _code(cell), 0, 0, 0, 0xFF, 0xFF])
    return bytes(whole)


def _code(error: str) -> int:
    return next(code for code, name in erring.CODES.items() if name == error)


def in_xlsb() -> bytes:
    return binary.book(a_list())


def in_ods() -> bytes:
    """As LibreOffice writes it: an error has the type of a text that is empty."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(formats.ods(a_list()))) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            text = old.read(info)
            for error in map(str.encode, FAILED):
                text = text.replace(
                    b' office:value-type="string"><text:p>%s<' % error,
                    b' table:formula="of:=1/0" office:value-type="string" office:string-value=""><text:p>%s<' % error,
                )
            new.writestr(info, text)
    return out.getvalue()


KINDS: dict[str, Callable[[], bytes]] = {
    "a.xlsx": in_xlsx,
    "cut.xlsx": lambda: in_xlsx(shared=False),
    "prefixed.xlsx": in_prefixed_xlsx,
    "values.xls": lambda: in_xls(by_formula=False),
    "formulas.xls": lambda: in_xls(by_formula=True),
    "a.xlsb": in_xlsb,
    "a.ods": in_ods,
    "a.csv": lambda: asking.a_csv(a_list()[1:], HEADS),
}


@pytest.mark.parametrize("kind", KINDS)
async def test_a_row_with_an_error_comes_back_whatever_column_it_is_in(
    kind: str, client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    row = await asking.read(cast.an, KINDS[kind](), at=at, name=kind)
    found = await asking.rows(row)
    fields = ["entity", "product", "group", "stars", "certificate_number", "issued_on", "phone", "province"]
    assert [(one["outcome"], one["wrongs"]) for one in found[:9]] == [
        ("create", []),
        *(("fault", [[field, blaming.FAILED, {}]]) for field in fields),
    ]
    assert [one["cells"][field] for field, one in zip(fields, found[1:], strict=False)] == [
        FAILED[n % 5] for n in range(1, 9)
    ]
    assert (found[9]["outcome"], found[9]["cells"]["product"]) == ("create", "Trà mẫu 9")  # no column of ours
    assert [(one["taken"], one["outcome"]) for one in found[10:]] == [("product", "fault"), ("total", "aside")]
    assert {one[0] for one in found[10]["wrongs"]} == set(fields)
    assert row.counts["entities"] == {"create": 1}
    if kind == "a.csv":
        page = await (await Browser(client).sign_in(cast.an)).see(f"/imports/{row.id}/rows?outcome=fault")
        assert page.count("A formula failed in this cell") == 16
        back = await client.get(f"/api/v1/imports/{row.id}/faults.xlsx", headers=cast.an.headers)
        lines = calamine.CalamineWorkbook.from_filelike(io.BytesIO(back.content)).get_sheet_by_index(0).to_python()
        assert lines[1][:3] == [3.0, "Tên chủ thể", "#REF!"]
        again = await asking.read(cast.an, back.content, at=at, name="again.xlsx")
        assert again.counts["rows"] == {"fault": 9}


async def test_rows_that_name_no_entity_below_one_that_failed_come_back_as_well(cast: make.Cast, at: datetime) -> None:
    rows: list[list[Any]] = [
        WHOLE,
        [2, "#N/A", "Trà hai", *WHOLE[3:]],
        [3, None, "Trà ba", *WHOLE[3:7], None, None, None],
        [4, "HTX Khác", "Trà bốn", *WHOLE[3:]],
        ["#REF!", None, "Trà năm", *WHOLE[3:7], None, None, None],
    ]
    row = await asking.read(cast.an, asking.a_csv(rows, HEADS), at=at)
    found = await asking.rows(row)
    assert [one["outcome"] for one in found] == ["create", "fault", "fault", "create", "create"]
    assert found[2]["wrongs"] == [["entity", blaming.FAILED, {}]]
    assert found[4]["entity"] == found[3]["entity"]


async def test_a_heading_beside_which_a_formula_failed_is_one_still(cast: make.Cast, at: datetime) -> None:
    rows = [
        ["I", None, "Tỉnh Sơn La", None, None, "#REF!"],
        [1, *WHOLE[1:8], None, None],
        [None, None, "Trà alone", None, None, "#N/A"],
    ]
    row = await asking.read(cast.an, asking.a_csv(rows, HEADS), at=at)
    found = await asking.rows(row)
    assert [(one["taken"], one["outcome"]) for one in found] == [
        ("group", "aside"),
        ("product", "create"),
        ("product", "fault"),
    ]
    assert found[1]["cells"]["province"] == "Tỉnh Sơn La"


def test_errors_are_found_wherever_a_chunk_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = sorted(
        (n, column, cell) for n, row in enumerate(a_list()) for column, cell in enumerate(row) if cell in FAILED
    )
    for name in ("prefixed.xlsx", "a.xlsb", "a.ods"):
        path = tmp_path / name
        path.write_bytes(KINDS[name]())
        for size in (50, 511, 1 << 20):
            monkeypatch.setattr("events_app.imports.pieces._CHUNK", size)
            with zipfile.ZipFile(path) as file:
                find = {"x": erring._of_xlsx, "b": erring._of_xlsb, "s": erring._of_ods}[name[-1]]
                sheet = calamine.CalamineWorkbook.from_path(path).sheet_names[0]
                assert sorted(find(file, sheet)) == wanted, (name, size)


def test_a_book_of_no_sense_holds_no_errors(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(reader._OLE + bytes(200))
    assert not erring.of(path, "", 0)

"""What is read of a file and what is refused: a clear message in the reader's language, and nothing half done."""

import io
import subprocess
import sys
import zipfile
from contextlib import aclosing
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import xlsxwriter

from events_app import db, i18n
from events_app.imports import facts, reader, reading, standby, understanding, wording, writing
from events_app.imports.guarding import MOST_ROWS
from events_app.imports.legacy import Legacy
from tests import make
from tests.browser_like import Browser
from tests.imports import asking, departments, formats, invented
from tests.imports.bad_files import BAD, a_book, bad

MOST_MIB = 400  # of the reader; the worker beside it holds one batch


@pytest.mark.parametrize("kind", sorted(BAD))
async def test_a_bad_file_is_refused_by_name(kind: str, cast: make.Cast, at: datetime) -> None:
    row = await asking.read(cast.an, bad(kind), at=at, name="danh-sach.xlsx")
    assert (row.state, row.problem) == ("refused", BAD[kind][1])
    assert await db.fetch("SELECT FROM import_row") == []
    assert await db.fetch("SELECT FROM import_entity") == []
    said = set()
    for language in i18n.Language:
        with i18n.speaking(language):
            said.add(wording.problem(row.problem, row.problem_facts))
    assert len(said) == 3
    assert not any("%(" in one for one in said)


def test_who_sends_too_many_rows_hears_that_blank_ones_count() -> None:
    with i18n.speaking(i18n.Language.EN):
        said = wording.problem("too_many_rows", {"most": 120_000})
    assert "120,000 rows, and blank ones count that have borders" in said


USUAL = [invented.HEADS, *invented.flat(invented.usual)]


@pytest.mark.parametrize(
    ("file", "encoding"),
    [
        (formats.separated(USUAL, "utf-16-le"), "utf-16-le"),
        (formats.separated(USUAL, "utf-16-be"), "utf-16-be"),
        (formats.separated(formats.in_legacy(USUAL, Legacy.TCVN3), "utf-8"), "tcvn3"),
        (formats.separated(formats.in_legacy(USUAL, Legacy.VNI), "utf-8"), "vni"),
    ],
)
async def test_letters_are_read_without_a_mark_and_from_old_fonts_within_unicode(
    file: bytes, encoding: str, tmp_path: Path
) -> None:
    path = tmp_path / "list"
    path.write_bytes(file)
    opened = reader.opened(path)
    (_, heads), *rows = opened.rows
    assert (opened.encoding, heads) == (encoding, invented.HEADS)
    assert [row[1] for _, row in rows] == [one.name for one in invented.MADE]


async def test_cells_of_many_lines_are_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_bytes(asking.a_csv([[1, "Trà\n" * 1000]] * 130))
    assert len(list(reader.opened(path).rows)) == 131


MEASURED = """
import msgspec, resource, subprocess, sys
asked = msgspec.json.encode({"path": sys.argv[1], "sheet": "", "place": {}}) + b"\\n"
reader = [sys.executable, "-m", "events_app.imports.standby"]
subprocess.run(reader, input=asked, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.parametrize("kind", ["rows", "bomb", "bomb of texts", "bomb of ods", "long cell of xlsx"])
def test_the_reader_stays_small(kind: str, tmp_path: Path) -> None:
    """The kernel says what the reader took at most; a small process starts it, whose own size counts in place of this one's."""
    path = tmp_path / "list"
    path.write_bytes(bad(kind))
    measured = subprocess.run([sys.executable, "-c", MEASURED, str(path)], capture_output=True, check=True)
    assert int(measured.stdout) < MOST_MIB << 10


async def test_formulas_are_read_as_what_they_show_and_never_kept_as_formulas(cast: make.Cast, at: datetime) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        for column, head in enumerate(asking.HEADS):
            sheet.write(0, column, head)
        for column, cell in enumerate(asking.a_row(1)):
            sheet.write(1, column, cell)
        sheet.write_formula(1, 1, '=CONCATENATE("Trà"," mẫu")', None, "Trà mẫu")
        sheet.write_string(1, 8, '=HYPERLINK("http://example.invalid","x")')

    row = await asking.read(cast.an, a_book(fill), at=at)
    await asking.brought(cast.an, row, at=at)
    (found,) = await db.fetch(
        "SELECT product.name, representative FROM product JOIN organization ON organization.id = product.organization"
    )
    assert found["name"] == "Trà mẫu"
    from events_app.imports import exporting, returning

    made = await returning.products(exporting.rows((await asking.admin(cast.chi)).actor))
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(made)).read("xl/worksheets/sheet1.xml")
    assert "'=HYPERLINK" in zipfile.ZipFile(io.BytesIO(made)).read("xl/worksheets/sheet1.xml").decode()


async def test_a_list_of_a_hundred_thousand_rows_is_not_refused_for_its_length() -> None:
    assert 100_000 <= MOST_ROWS < 200_000


async def test_other_sheets_that_look_like_lists_are_named_and_can_be_chosen(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Bìa").write(0, 0, "Danh sách")
        for name in ("Huyện 1", "Huyện 2"):
            page = book.add_worksheet(name)
            page.write_row(0, 0, asking.HEADS)
            for n in (1, 2):
                page.write_row(n, 0, asking.a_row(n, product=f"Trà {name} {n}"))
        book.add_worksheet("Mẫu trống").write_row(0, 0, asking.HEADS)

    row = await asking.read(cast.an, a_book(fill), at=at)
    assert (row.sheet, row.unread, row.counts["rows"]) == ("Huyện 1", ["Huyện 2"], {"create": 2})
    shown = (await client.get(f"/api/v1/imports/{row.id}", headers=cast.an.headers)).json()
    assert shown["unread_sheets"] == ["Huyện 2"]
    browser = await Browser(client).sign_in(cast.an)
    assert "are not read: Huyện 2." in await browser.see(f"/imports/{row.id}")
    await browser.send(f"/imports/{row.id}/columns", sheet="Huyện 2")
    await asking.relayed(at)
    row = await asking.now(row)
    assert (row.sheet, row.unread) == ("Huyện 2", ["Huyện 1"])
    assert [one["cells"]["product"] for one in await asking.rows(row)] == ["Trà Huyện 2 1", "Trà Huyện 2 2"]
    row = await asking.read(cast.an, departments.in_english(), at=at)
    assert (row.sheet, row.unread) == ("Products", [])


async def test_a_formula_without_a_kept_value_is_returned_with_a_sentence_and_names_no_product(
    cast: make.Cast, at: datetime
) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, asking.HEADS)
        for n, name in enumerate(("", "123 - 45", "Trà mẫu 3"), 1):
            sheet.write_row(n, 0, asking.a_row(n, product=name))
            if not name:
                sheet.write_formula(n, 1, '=CONCATENATE("Trà"," mẫu")')

    row = await asking.brought(cast.an, await asking.read(cast.an, a_book(fill), at=at), at=at)
    assert [(one["outcome"], [said[:2] for said in one["wrongs"]]) for one in await asking.rows(row)] == [
        ("fault", [["product", facts._NO_LETTER]]),
        ("fault", [["product", facts._NO_LETTER]]),
        ("create", []),
    ]
    assert [one["name"] for one in await db.fetch("SELECT name FROM product")] == ["Trà mẫu 3"]


async def test_a_list_that_is_refused_halfway_leaves_no_rows(
    cast: make.Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "BATCH", 1)
    frames = standby.read
    kept: list[list[dict[str, Any]]] = []

    async def broken_off(asked: Any) -> Any:
        async with aclosing(frames(asked)) as whole:
            async for frame in whole:
                if isinstance(frame, understanding.End):
                    kept.append(await db.fetch("SELECT FROM import_row"))
                    yield understanding.Refused("cell_too_long", {"most": 1})
                yield frame

    monkeypatch.setattr(standby, "read", broken_off)
    monkeypatch.setattr(writing.Writing, "next", written_at_once)
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(n) for n in range(3)]), at=at)
    assert (row.state, row.problem, len(kept[0])) == ("refused", "cell_too_long", 3)
    for table in ("import_row", "import_entity"):
        assert (table, await db.fetch(f"SELECT FROM {table}")) == (table, [])


async def written_at_once(_writing: Any, write: Any) -> None:
    await write


async def test_a_list_that_a_worker_had_begun_is_counted_from_its_first_row_on(cast: make.Cast, at: datetime) -> None:
    row = await asking.sent(cast.an, asking.a_csv([asking.a_row(n) for n in range(3)]), at=at)
    await db.fetch("UPDATE import SET rows_read = 2000 WHERE id = $1", row.id)  # as one leaves it that is killed
    await asking.relayed(at)
    now = await asking.now(row)
    assert (now.state, now.rows_read) == ("read", 3)


async def test_no_certificate_of_a_day_to_come_is_brought_in(cast: make.Cast, at: datetime) -> None:
    """``at`` is the 7th of December 2026 in Viet Nam."""
    rows = [asking.a_row(n, issued=day) for n, day in enumerate(("07/12/2026", "08/12/2026"))]
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    assert [(one["outcome"], one["wrongs"]) for one in await asking.rows(row)] == [
        ("create", []),
        ("fault", [["issued_on", "A certificate cannot have been issued after today.", {}]]),
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_of_formulas_only_rows_of_spreadsheets_are_told(kind: str, cast: make.Cast, at: datetime) -> None:
    rows = [asking.a_row(1, entity=""), asking.a_row(2, product=""), asking.a_row(3, product="0")]

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        for number, row in enumerate([asking.HEADS, *rows]):
            sheet.write_row(number, 0, row)

    row = await asking.read(cast.an, asking.a_csv(rows) if kind == "csv" else a_book(fill), at=at)
    told = [message for one in await asking.rows(row) for _, message, _ in one["wrongs"]]
    assert len(told) == 3
    assert [("formula" in one.lower()) for one in told] == [kind == "xlsx"] * 3

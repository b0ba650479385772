"""A list from the command line: sent, read and brought in through every process that it takes."""

import asyncio
import io
from pathlib import Path

import pytest
import python_calamine
import xlsxwriter

from events_app import db
from events_app.commands import bringing
from events_app.embedded.children import Trouble
from tests import make, processes
from tests.commanding import Said, fairs
from tests.imports import asking


async def test_a_list_is_brought_in_by_the_workers_and_its_faulty_rows_come_back(
    own_database: str, tmp_path: Path
) -> None:
    cast = await make.cast()
    file, faults = tmp_path / "danh-sach.csv", tmp_path / "loi.xlsx"
    await asyncio.to_thread(
        file.write_bytes, asking.a_csv([asking.a_row(1), asking.a_row(2), asking.a_row(3, stars="9")])
    )
    one = {"FAIRS_WORKER_PROCESSES": "1"}
    with processes.run(processes.RELAY, tmp_path, "relay"), processes.run(processes.WORKER, tmp_path, "worker", **one):
        looked = await fairs("import", str(file), cast.an.user.email)
        assert (looked.status, looked.out.splitlines()[:2]) == (0, ["New: 2", "Faulty: 1"])
        assert "Nothing is in yet" in looked.out
        assert await db.fetch("SELECT FROM product") == []
        done = await fairs("import", str(file), cast.an.user.email, "--run", "--faults", str(faults))
        several = tmp_path / "nhieu-trang.xlsx"
        await asyncio.to_thread(several.write_bytes, _of_sheets("Huyện 1", "Huyện 2"))
        first = await fairs("import", str(several), cast.an.user.email)
        assert "One sheet was read: Huyện 1." in first.out
        assert "choose them at the address below: Huyện 2." in first.out
        wrong, reasons = tmp_path / "sai.csv", tmp_path / "sai.xlsx"
        await asyncio.to_thread(wrong.write_bytes, asking.a_csv([asking.a_row(1, stars="9")]))
        none = await fairs("import", str(wrong), cast.an.user.email, "--run", "--faults", str(reasons))
        assert (none.status, none.out) == (1, "")
        assert "Faulty: 1" in none.err.splitlines()
        assert "No row of this list can go in: answer its questions" in none.err
        assert await asyncio.to_thread(reasons.exists)
        starless = asking.a_csv([asking.a_row(1)[:3]], asking.HEADS[:3])
        await asyncio.to_thread(wrong.write_bytes, starless)
        nameless = await fairs("import", str(wrong), cast.an.user.email, "--run")
        assert (nameless.status, "Nothing in this list says: Name of the entity," in nameless.err) == (1, True), (
            nameless
        )
        await asyncio.to_thread(wrong.write_bytes, asking.a_csv([asking.a_row(4)]))
        whole = await fairs("import", str(wrong), cast.an.user.email, "--faults", str(reasons))
        assert whole.out.splitlines()[:2] == [
            "New: 1",
            f"The rows that do not go in are none: {reasons} has its headings only.",
        ]
    assert (done.status, done.out.splitlines()[:2]) == (0, ["New: 2", "Faulty: 1"])
    assert f"The rows that do not go in are in {faults}." in done.out
    assert len(await db.fetch("SELECT FROM product")) == 2
    made = await asyncio.to_thread(faults.read_bytes)
    sheet = python_calamine.load_workbook(io.BytesIO(made)).get_sheet_by_index(0).to_python()
    assert [line[:2] for line in sheet] == [["Dòng", "Cột"], [4.0, "Hạng sao"]]


def _of_sheets(*names: str) -> bytes:
    """A workbook with a list on each of its sheets."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name in names:
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, asking.HEADS)
            sheet.write_row(1, 0, asking.a_row(1))
    return out.getvalue()


async def test_who_may_not_and_what_is_no_list_is_told_in_a_sentence(own_database: str, tmp_path: Path) -> None:
    cast = await make.cast()
    file = tmp_path / "list.csv"
    missing = await fairs("import", str(file), cast.an.user.email)
    assert missing == Said(1, "", f"There is no file {file}.\n")
    await asyncio.to_thread(file.write_bytes, asking.a_csv([asking.a_row(1)]))
    nobody = await fairs("import", str(file), "ai@fairs.example")
    assert nobody == Said(1, "", "There is nobody with the address ai@fairs.example.\n")
    elsewhere = await fairs("import", str(file), cast.an.user.email, "--organization", "khong-co")
    assert elsewhere.err == f"{cast.an.user.email} does not belong to the organization khong-co.\n"
    assert (await fairs("import", str(file), cast.em.user.email)).status == 1
    assert await db.fetch("SELECT FROM import") == []


async def test_where_no_worker_takes_it_the_wait_ends(
    own_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = await make.cast()
    file = tmp_path / "list.csv"
    await asyncio.to_thread(file.write_bytes, asking.a_csv([asking.a_row(1)]))
    monkeypatch.setattr(bringing, "PATIENCE", 0.1)
    monkeypatch.setattr(bringing, "ASKS", 0.1)
    with pytest.raises(Trouble, match="No worker is at the list"):
        await bringing.told(file, cast.an.user.email, None, bringing.Wanted())
    assert len(await db.fetch("SELECT FROM import WHERE state = 'received'")) == 1

"""Bringing in a national list against reading the same file with python-calamine and copying it unchecked into a staging table.

The list is what this program exports of the invented national directory, brought into a directory that does not have it any more.
Ours is the whole of it: the file laid out, read by its own process, understood, matched, planned; then brought in with messages,
versions and what an undo needs. Memory is the worker's own and its reader's, as the kernel says, at 10,000 and at 100,000 rows.
"""

import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import python_calamine
import uvloop
import xlsxwriter

from events_app import db, together, values
from events_app.accounts import queries
from events_app.actor import as_actor
from events_app.imports import exporting, returning, standby, uploading
from events_app.imports.tables import Import
from events_app.sample import national
from tests import make
from tests.benchmarks.measuring import Result
from tests.imports import asking

REQUIRED = 0.15
FLAT = 0.70  # memory at 10,000 rows to memory at 100,000
ROUNDS = 9


def run() -> list[Result]:
    """import and import-memory."""
    return [uvloop.run(_speed()), _memory()]


def a_list(rows: int) -> bytes:
    """An invented list; every entity has about two products, beside each other."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet()
    for column, head in enumerate(asking.HEADS):
        sheet.write(0, column, head)
    for n in range(rows):
        entity = n * national.ENTITIES // national.PRODUCTS
        said = {
            "entity": f"Hợp tác xã Mẫu {entity}",
            "representative": f"Nguyễn Mẫu {entity}",
            "phone": f"09{entity % 10**8:08d}",
        }
        for column, cell in enumerate(asking.a_row(n, **said)):
            sheet.write(n + 1, column, cell)
    book.close()
    return out.getvalue()


async def _speed() -> Result:
    together.tie()
    async with db.pool(4):
        an = await asking.admin((await make.cast()).an)
        file, rows = await _national(an)
        figures = []
        for _ in range(ROUNDS):
            bare = await _bare(file, rows)
            figures.append((await _ours(an, file, rows), bare))
            await _begin_anew()
    ours, bare = sorted(figures, key=lambda pair: pair[0] / pair[1])[
        ROUNDS // 2
    ]  # of one time: the machine's speed changes
    return Result(
        name="import",
        figure=ours,
        limit=bare,
        ratio=ours / bare,
        required=REQUIRED,
        note="rows a second, all new",
    )


async def _national(an: make.Person) -> tuple[bytes, int]:
    """The national directory as it is exported, and how many rows it has; it is not in the directory any more.

    Its few certificates without stars get some: a list that brings such as new gets them back.
    """
    at = values.now()
    async with db.transaction():
        await national.load(national.directory(values.today(at)), at=at)
        await db.fetch("UPDATE certificate SET stars = 3 WHERE stars IS NULL AND NOT potential_five")
    with as_actor(an.actor):
        file = await returning.products(exporting.rows(an.actor))
    await _begin_anew()
    return file, python_calamine.load_workbook(io.BytesIO(file)).get_sheet_by_index(0).height - 1


async def _ours(an: make.Person, file: bytes, rows: int) -> float:
    at = values.now()
    row = await asking.sent(an, file, at=at, name="national.xlsx")
    begun = time.perf_counter()
    await asking.relayed(at)
    took = time.perf_counter() - begun
    row = await asking.now(row)
    assert row.counts["rows"] == {"create": rows}, row.counts
    with as_actor(an.actor):
        await uploading.start(row, row.version, decision_number="", may_verify=False, at=at)
    begun = time.perf_counter()
    await asking.relayed(at)
    took += time.perf_counter() - begun
    assert (await asking.now(row)).state == "done"
    return rows / took


async def _bare(file: bytes, rows: int) -> float:
    """Read and copy; nothing is looked at."""
    connection = await asyncpg.connect(**db.engine().config)
    try:
        await connection.execute(f"CREATE TABLE staging ({', '.join(f'c{n} text' for n in range(20))})")
        begun = time.perf_counter()
        sheet = python_calamine.load_workbook(io.BytesIO(file)).get_sheet_by_index(0)
        copied = [tuple(str(cell) for cell in row) for row in sheet.iter_rows()]
        await connection.copy_records_to_table("staging", records=copied)
        took = time.perf_counter() - begun
        await connection.execute("DROP TABLE staging")
        return rows / took
    finally:
        await connection.close()


async def _begin_anew() -> None:
    await db.fetch(
        """
        TRUNCATE import_effect, import_made, import_row, import_entity, import_part, import, certificate, application_product,
                 agreement_product, product, route, message CASCADE
        """
    )
    for table, column in (("contact", "organization"), ("organization", "id")):
        await db.fetch(
            f"DELETE FROM {table} WHERE {column} IN (SELECT id FROM organization WHERE kind IN ('entity', 'authority')) "
            f"AND {column} NOT IN (SELECT organization FROM membership)"
        )


def _memory() -> Result:
    small, large = _peak(10_000), _peak(100_000)
    return Result(
        name="import-memory",
        figure=small,
        limit=large,
        ratio=small / large,
        required=FLAT,
        note="MiB of worker and reader at 10,000 rows, and at 100,000",
    )


def _peak(rows: int) -> float:
    """MiB that a worker and its reader took at most, in a process of their own."""
    with tempfile.TemporaryDirectory(prefix="fairs-bench-") as folder:
        path = Path(folder, "list.xlsx")
        path.write_bytes(a_list(rows))
        said = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.imports", str(path)],
            check=True,
            capture_output=True,
            env=os.environ,
        )
    return float(json.loads(said.stdout.splitlines()[-1]))


async def _alone(path: Path) -> None:
    together.tie()
    async with db.pool(4):
        (an,) = await db.fetch("""
            SELECT membership."user" FROM membership JOIN organization ON organization.id = membership.organization
            WHERE organization.kind = 'organizer'
        """)
        actor = await queries.actor_of(an["user"], None, ("read", "write"))

        async def pieces() -> AsyncIterator[bytes]:
            with path.open("rb") as file:
                while piece := file.read(256 << 10):
                    yield piece

        at = values.now()
        with as_actor(actor):
            row = await uploading.receive(actor, actor.organization_id, "list.xlsx", pieces(), most=1 << 30, at=at)
        await asking.relayed(at)
        found = await Import.objects().get(Import.id == row.id)
        assert found
        with as_actor(actor):
            await uploading.start(found, found.version, decision_number="", may_verify=False, at=at)
        await asking.relayed(at)
        assert (await asking.now(row)).state == "done"
        await _begin_anew()
    standby.dismiss()  # only then the kernel says what it took


if __name__ == "__main__":
    uvloop.run(_alone(Path(sys.argv[1])))
    most = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps(most / 1024))

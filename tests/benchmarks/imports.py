"""Bringing in a national list against reading the same file with python-calamine and copying it unchecked into a staging table.

Ours is the whole of it: the file laid out, read by its own process, understood, matched, planned; then brought in with messages,
versions and what an undo needs. Memory is the worker's own and its reader's, as the kernel says, at 10,000 and at 100,000 rows.
"""

import asyncio
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
import xlsxwriter

from events_app import db, together, values
from events_app.accounts import queries
from events_app.actor import as_actor
from events_app.imports import uploading
from events_app.imports.tables import Import
from tests import make
from tests.benchmarks.measuring import Result
from tests.imports import asking

NATIONAL, ENTITIES = 10_322, 5_361
REQUIRED = 0.15
FLAT = 0.70  # memory at 10,000 rows to memory at 100,000
ROUNDS = 3


def run() -> list[Result]:
    """import and import-memory."""
    return [asyncio.run(_speed()), _memory()]


def a_list(rows: int) -> bytes:
    """An invented list; every entity has about two products, beside each other."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet()
    for column, head in enumerate(asking.HEADS):
        sheet.write(0, column, head)
    for n in range(rows):
        entity = n * ENTITIES // NATIONAL
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
    file = a_list(NATIONAL)
    async with db.pool(4):
        cast = await make.cast()
        figures = []
        for _ in range(ROUNDS):
            bare = await _bare(file)
            figures.append((await _ours(cast.an, file), bare))
            await _begin_anew()
    ours, bare = (sorted(column)[ROUNDS // 2] for column in zip(*figures, strict=True))
    return Result(
        name="import", figure=ours, limit=bare, ratio=ours / bare, required=REQUIRED, note="rows a second, all new"
    )


async def _ours(an: make.Person, file: bytes) -> float:
    at = values.now()
    row = await asking.sent(an, file, at=at, name="national.xlsx")
    begun = time.perf_counter()
    await asking.relayed(at)
    took = time.perf_counter() - begun
    row = await asking.now(row)
    assert row.counts["rows"] == {"create": NATIONAL}, row.counts
    with as_actor(an.actor):
        await uploading.start(row, row.version, decision_number="", may_verify=False, at=at)
    begun = time.perf_counter()
    await asking.relayed(at)
    took += time.perf_counter() - begun
    assert (await asking.now(row)).state == "done"
    return NATIONAL / took


async def _bare(file: bytes) -> float:
    """Read and copy; nothing is looked at."""
    connection = await asyncpg.connect(**db.engine().config)
    try:
        await connection.execute(f"CREATE TEMPORARY TABLE staging ({', '.join(f'c{n} text' for n in range(11))})")
        begun = time.perf_counter()
        sheet = python_calamine.load_workbook(io.BytesIO(file)).get_sheet_by_index(0)
        rows = [tuple(str(cell) for cell in row) for row in sheet.iter_rows()]
        await connection.copy_records_to_table("staging", records=rows)
        return NATIONAL / (time.perf_counter() - begun)
    finally:
        await connection.close()


async def _begin_anew() -> None:
    await db.fetch(
        """
        TRUNCATE import_effect, import_made, import_row, import_entity, import_part, import, certificate, application_product,
                 agreement_product, product, route, message CASCADE
        """
    )
    await db.fetch("DELETE FROM contact WHERE organization IN (SELECT id FROM organization WHERE keeper IS NOT NULL)")
    await db.fetch("DELETE FROM organization WHERE keeper IS NOT NULL")


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


if __name__ == "__main__":
    asyncio.run(_alone(Path(sys.argv[1])))
    most = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps(most / 1024))

"""Lists as tests bring them in: sent, read by the worker's verb, started, brought in."""

import csv
import io
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest

from events_app import db
from events_app.actor import as_actor
from events_app.imports import queries, reading, running, undoing, uploading
from events_app.imports.tables import Import
from events_app.settings import settings
from tasks.outbox import ROUTES
from tests.make import Person

HEADS = [
    "STT",
    "Tên sản phẩm",
    "Nhóm",
    "Hạng sao",
    "Số QĐ",
    "Ngày cấp",
    "Tên chủ thể",
    "Mã số thuế",
    "Người đại diện",
    "Điện thoại",
    "Tỉnh",
]


def limit(monkeypatch: pytest.MonkeyPatch, mib: int) -> None:
    """Let the setting of the largest list be as small as a test can fill."""
    whole = settings()

    class Small:
        upload_mib = mib

        def __getattr__(self, name: str) -> Any:
            return getattr(whole, name)

    for place in ("api", "pages"):
        monkeypatch.setattr(f"events_app.imports.{place}.settings", Small)


def a_csv(rows: Sequence[Sequence[Any]], heads: Sequence[str] = HEADS) -> bytes:
    """A list as CSV in UTF-8."""
    out = io.StringIO()
    csv.writer(out).writerows([heads, *rows])
    return out.getvalue().encode()


def a_row(n: int, **said: Any) -> list[Any]:
    """A row of such a list: the n-th product, of an entity of its own unless it is said otherwise."""
    whole = {
        "product": f"Trà mẫu {n}",
        "group": "Đồ uống",
        "stars": "4 sao",
        "number": f"{n}/QĐ-UBND",
        "issued": "16/12/2024",
        "entity": f"Hợp tác xã Mẫu {n}",
        "code": "",
        "representative": f"Nguyễn Văn Mẫu {n}",
        "phone": f"09123{n:05d}",
        "province": "Đồng Tháp",
        **said,
    }
    return [n, *whole.values()]


async def sent(
    person: Person, file: bytes, *, at: datetime, name: str = "list.csv", organization: UUID | None = None
) -> Import:
    """A list that ``person`` has sent."""

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(file), 100_000):
            yield file[start : start + 100_000]

    with as_actor(person.actor):
        home = organization or queries.importer(person.actor)
        return await uploading.receive(person.actor, home, name, pieces(), most=20 << 20, at=at)


async def relayed(at: datetime) -> None:
    """Do what messages about lists owe, as the relay and the worker would."""
    from events_app import outbox

    await outbox.route(
        {topic: tasks for topic, tasks in ROUTES.items() if topic.startswith("import.")}, at=at, most=10**6
    )
    for route in await db.fetch(
        "SELECT id, task FROM route WHERE done_at IS NULL AND task LIKE 'imports.%' ORDER BY id"
    ):
        await VERBS[route["task"]](route["id"], at=at)


VERBS = {"imports.read": reading.read, "imports.bring_in": running.run, "imports.take_back": undoing.take_back}


async def read(person: Person, file: bytes, *, at: datetime, name: str = "list.csv") -> Import:
    """A list that was sent and read."""
    row = await sent(person, file, at=at, name=name)
    await relayed(at)
    return await now(row)


async def brought(person: Person, row: Import, *, at: datetime, decision: str = "") -> Import:
    """The same, brought in."""
    with as_actor(person.actor):
        verify = await queries.may_verify(person.actor, row)
        await uploading.start(row, row.version, decision_number=decision, may_verify=verify, at=at)
    await relayed(at)
    return await now(row)


async def undone(person: Person, row: Import, *, at: datetime) -> Import:
    """The same, undone."""
    with as_actor(person.actor):
        await undoing.undo(row, row.version, at=at)
    await relayed(at)
    return await now(row)


async def now(row: Import) -> Import:
    """The list as it stands."""
    found = await Import.objects().get(Import.id == row.id)
    assert found is not None
    return found


async def rows(row: Import) -> list[dict[str, Any]]:
    """Its rows in order."""
    return await db.fetch("SELECT * FROM import_row WHERE within = $1 ORDER BY number", row.id)


async def admin(person: Person) -> Person:
    """The same person as admin of the platform."""
    person.actor = msgspec.structs.replace(person.actor, admin=True, membership=None)
    await db.fetch("UPDATE users SET admin = true WHERE id = $1", person.user.id)
    return person

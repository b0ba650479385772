"""The only way a state changes, and the only way a row is edited."""

from collections.abc import Mapping, Set
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from piccolo.columns import Column
from piccolo.table import Table

from events_app import db, errors, outbox

T = TypeVar("T", bound=Table)
Moves = dict[str, tuple[frozenset[str], str]]


def moves(**table: tuple[Set[StrEnum], StrEnum]) -> Moves:
    """The moves of a state machine: verb = (states it may start from, state it leads to)."""
    return {verb: (frozenset(str(s) for s in sources), str(target)) for verb, (sources, target) in table.items()}


def check(row: Any, verb: str) -> None:
    """Say no at once where ``verb`` cannot start from the state of ``row``, which the caller has locked. Raises WrongState."""
    if str(row.state) not in type(row).MOVES[verb][0]:
        raise errors.WrongState(verb=verb, state=str(row.state))


async def move(
    row: T, verb: str, *, at: datetime, to: str | None = None, also: Mapping[str, Any] | None = None, **changes: Any
) -> T:
    """Take ``row`` through ``verb`` in one conditional update, and record ``<table>.<verb>`` with the ids of ``also``.

    ``to`` replaces the target where the row itself says where a verb leads back to. Raises WrongState, NotFound.
    """
    table: Any = type(row)
    sources, target = table.MOVES[verb]
    moved = (
        await table.update({table.state: to or target, table.version: table.version + 1, **_columns(table, changes)})
        .where((table.id == _id(row)) & table.state.is_in(sorted(sources)))
        .returning(*table.all_columns())
    )
    if not moved:
        current = await table.select(table.state).where(table.id == _id(row)).first()
        raise errors.WrongState(verb=verb, state=current["state"]) if current else errors.NotFound
    _take_over(row, moved[0])
    await outbox.record(f"{table._meta.tablename}.{verb}", at=at, id=_id(row), **(also or {}))
    return row


async def edit(
    row: T, version: int, *, at: datetime, verb: str = "edit", also: Mapping[str, Any] | None = None, **changes: Any
) -> T:
    """Change columns of ``row`` if it is still at ``version``, and record ``<table>.<verb>`` with the ids of ``also``.

    Raises Stale with the present version when somebody else was faster, NotFound when the row is gone.
    """
    table: Any = type(row)
    changed = (
        await table.update({table.version: table.version + 1, **_columns(table, changes)})
        .where((table.id == _id(row)) & (table.version == version))
        .returning(*table.all_columns())
    )
    if not changed:
        await _stale(table, _id(row))
    _take_over(row, changed[0])
    await outbox.record(f"{table._meta.tablename}.{verb}", at=at, id=_id(row), **(also or {}))
    return row


async def delete(row: Table, version: int, *, at: datetime, **ids: Any) -> None:
    """Delete ``row`` if it is still at ``version``, and record ``<table>.delete``. Raises Stale, NotFound."""
    table: Any = type(row)
    gone = await table.delete().where((table.id == _id(row)) & (table.version == version)).returning(table.id)
    if not gone:
        await _stale(table, _id(row))
    await outbox.record(f"{table._meta.tablename}.delete", at=at, id=_id(row), **ids)


async def locked(table: type[T], row_id: UUID) -> T:
    """The row with this id, held against other writers until the transaction ends. Raises NotFound, Busy."""
    found = await table.objects().where(table._meta.primary_key == row_id).lock_rows("NO KEY UPDATE").first()
    if found is None:
        raise errors.NotFound
    return found


async def lock(row: T) -> T:
    """Hold ``row`` against other writers until the transaction ends, as it is now. Raises NotFound, Busy."""
    table: Any = type(row)
    rows = await db.fetch(f'SELECT * FROM "{table._meta.tablename}" WHERE id = $1 FOR NO KEY UPDATE', _id(row))
    if not rows:
        raise errors.NotFound
    _take_over(row, rows[0])
    return row


async def unchanged(row: Table, version: int) -> None:
    """See that ``row`` is still at ``version``, before a refusal that only who sees it as it is should get. Raises as ``edit``."""
    table: Any = type(row)
    if not await table.exists().where((table.id == _id(row)) & (table.version == version)):
        await _stale(table, _id(row))


async def _stale(table: Any, row_id: UUID) -> None:
    current = await table.select(table.version).where(table.id == row_id).first()
    raise errors.Stale(version=current["version"]) if current else errors.NotFound


def _columns(table: Any, changes: Mapping[str, Any]) -> dict[Column, Any]:
    return {getattr(table, name): value for name, value in changes.items()}


def _take_over(row: Table, found: Mapping[str, Any]) -> None:
    by_db_name = {column._meta.db_column_name: column._meta.name for column in type(row)._meta.columns}
    for name, value in found.items():
        setattr(row, by_db_name.get(name, name), value)


def _id(row: Any) -> UUID:
    found: UUID = row.id
    return found

"""The only way a state changes, and the only way a row is edited."""

from collections.abc import Mapping, Set
from datetime import datetime
from enum import StrEnum
from functools import cache
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
    # In SQL, because Piccolo takes longer to write this statement than PostgreSQL to run it, and hundreds confirm at once.
    others = "".join(f', "{_kept_as(table)[name]}" = ${n}' for n, name in enumerate(changes, 4))
    moved = await db.one(
        f"""
        UPDATE "{table._meta.tablename}" SET state = $2, version = version + 1{others}
        WHERE id = $1 AND state = ANY($3) RETURNING *
        """,
        _id(row),
        to or target,
        sorted(sources),
        *changes.values(),
    )
    if moved is None:
        current = await table.select(table.state).where(table.id == _id(row)).first()
        raise errors.WrongState(verb=verb, state=current["state"]) if current else errors.NotFound
    take_over(row, moved)
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
    take_over(row, changed[0])
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
    take_over(row, rows[0])
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


def found(table: type[T], row: Mapping[str, Any]) -> T:
    """A row of ``table`` as a statement has returned it, every column of it; Piccolo's constructor would ask each for a default."""
    made = table.__new__(table)
    made._exists_in_db, made._was_created = True, None
    take_over(made, row)
    return made


def take_over(row: Table, found: Mapping[str, Any]) -> None:
    """Let ``row`` be as a statement has returned it."""
    names = _named(type(row))
    row.__dict__.update({names[column]: value for column, value in found.items()})


@cache
def _named(table: type[Table]) -> dict[str, str]:
    """The name in Python of each column in the database."""
    return {column._meta.db_column_name or column._meta.name: column._meta.name for column in table._meta.columns}


@cache
def _kept_as(table: type[Table]) -> dict[str, str]:
    """The name in the database of each column in Python."""
    return {name: column for column, name in _named(table).items()}


def _id(row: Any) -> UUID:
    found: UUID = row.id
    return found

"""The one engine, and the one way to open a transaction."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import cache, partial
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec
from asyncpg.exceptions import (
    DeadlockDetectedError,
    ForeignKeyViolationError,
    IntegrityConstraintViolationError,
    LockNotAvailableError,
)
from piccolo.engine.finder import engine_finder
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction

from events_app import errors, settings

LOCK_TIMEOUT = "3s"  # a wait longer than this is answered 409 with Retry-After


class Transaction(PostgresTransaction):
    """Piccolo's transaction, giving its connection back also when the commit or the rollback itself fails."""

    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any) -> bool:
        if self._parent:
            return exception is None
        try:
            if exception is not None:
                await self.rollback()  # type: ignore[no-untyped-call]  # Piccolo leaves these two untyped
            else:
                await self.commit()  # type: ignore[no-untyped-call]  # likewise
        finally:
            self.engine.current_transaction.reset(self.context)
            if self.engine.pool:
                await self.engine.pool.release(self.connection)
            else:
                await self.connection.close()
        return exception is None


async def _prepare(connection: Any) -> None:
    """JSON arrives as Python values; what Piccolo has already written as text goes out as it is."""
    for name, version in (("json", b""), ("jsonb", b"\1")):
        await connection.set_type_codec(
            name,
            schema="pg_catalog",
            format="binary",  # the only one in which COPY takes it: of jsonb a byte for its version, then text
            encoder=partial(_encoded, version),
            decoder=partial(_decoded, len(version)),
        )


def _encoded(version: bytes, value: Any) -> bytes:
    if isinstance(value, bytes):
        return version + value
    return version + (value if isinstance(value, str) else json.dumps(value)).encode()


def _decoded(begins: int, value: bytes) -> Any:
    return msgspec.json.decode(memoryview(value)[begins:])


async def _leave(_connection: Any) -> None:
    """Nothing: an open transaction is rolled back already, and nobody here changes a session, so its reset is a statement saved."""


class Engine(PostgresEngine):
    """PostgreSQL as this program uses it: JSONB as Python values, transactions that never leak their connection."""

    async def start_connection_pool(self, **kwargs: Any) -> None:
        await super().start_connection_pool(init=_prepare, reset=_leave, **kwargs)

    async def get_new_connection(self) -> Any:
        connection = await super().get_new_connection()
        await _prepare(connection)
        return connection

    def transaction(self, allow_nested: bool = True) -> Transaction:
        return Transaction(engine=self, allow_nested=allow_nested)


def configured(url: str) -> dict[str, Any]:
    """What asyncpg needs to connect to ``url``; a socket folder may stand in the query as ``?host=``."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    config: dict[str, Any] = {
        "host": query.get("host") or parts.hostname,
        "user": unquote(parts.username or "") or None,
        "database": parts.path.lstrip("/") or None,
        "server_settings": {"timezone": "UTC", "application_name": "fairs", "lock_timeout": LOCK_TIMEOUT},
    }
    if parts.port:
        config["port"] = parts.port
    elif "port" in query:
        config["port"] = int(query["port"])
    if parts.password:
        config["password"] = unquote(parts.password)
    if "sslmode" in query:
        config["ssl"] = query["sslmode"]
    return config


def make_engine() -> Engine:
    """A new engine for the database that the settings name."""
    return Engine(config=configured(settings.settings().database_url))


@cache
def engine() -> Engine:
    """The engine of this process, looked up late; a fork or a test gives the same one a pool or a database of its own."""
    found = engine_finder()
    assert isinstance(found, Engine)
    return found


def in_transaction() -> bool:
    """Whether a transaction is open."""
    return engine().transaction_exists()


@asynccontextmanager
async def transaction(**refusals: type[errors.Refusal]) -> AsyncIterator[None]:
    """Commit on the way out; a broken constraint becomes the refusal that is named for it.

    Piccolo ignores an inner transaction, so inside another one this takes a savepoint. A deadlock or a lock that is not
    had in time is ``Busy``.
    """
    inner = in_transaction()
    try:
        async with engine().transaction() as opened:
            savepoint = await opened.savepoint() if inner else None
            try:
                yield
            except BaseException:
                if savepoint:
                    await savepoint.rollback_to()
                raise
            if savepoint:
                await savepoint.release()
    except IntegrityConstraintViolationError as broken:
        refusal = refusals.get(broken.constraint_name or "") or _gone_meanwhile(broken)
        if refusal is None:
            raise
        raise refusal from broken
    except (DeadlockDetectedError, LockNotAvailableError) as waiting:
        raise errors.Busy from waiting


def _gone_meanwhile(broken: IntegrityConstraintViolationError) -> type[errors.Refusal] | None:
    """Busy where a row was deleted between reading it and referring to it, as when an organization is merged into another."""
    referring = isinstance(broken, ForeignKeyViolationError) and "is not present in table" in (broken.detail or "")
    return errors.Busy if referring else None


@asynccontextmanager
async def joined(**refusals: type[errors.Refusal]) -> AsyncIterator[None]:
    """The open transaction, or one of its own: for a verb that changes nothing before it refuses and so needs no savepoint.

    A broken constraint undoes the whole of it.
    """
    if not in_transaction():
        async with transaction(**refusals):
            yield
        return
    try:
        yield
    except IntegrityConstraintViolationError as broken:
        refusal = refusals.get(broken.constraint_name or "")
        if refusal is None:
            raise
        raise refusal from broken


@asynccontextmanager
async def deferred(constraint: str) -> AsyncIterator[None]:
    """Within the block ``constraint`` may be broken for a while; it is checked at the end of it."""
    await fetch(f'SET CONSTRAINTS "{constraint}" DEFERRED')
    yield
    await fetch(f'SET CONSTRAINTS "{constraint}" IMMEDIATE')


async def fetch(sql: str, *values: Any) -> list[dict[str, Any]]:
    """Rows of a statement written in SQL with ``$1``; inside the open transaction where there is one."""
    current = engine().current_transaction.get()
    if current:
        return [dict(row) for row in await current.connection.fetch(sql, *values)]
    pool = engine().pool
    if pool:
        return [dict(row) for row in await pool.fetch(sql, *values)]
    connection = await engine().get_new_connection()
    try:
        return [dict(row) for row in await connection.fetch(sql, *values)]
    finally:
        await connection.close()


async def one(sql: str, *values: Any) -> dict[str, Any] | None:
    """The first row, or None."""
    rows = await fetch(sql, *values)
    return rows[0] if rows else None


async def execute_many(sql: str, values: Sequence[Sequence[Any]]) -> None:
    """The same statement for many rows, in the open transaction."""
    current = engine().current_transaction.get()
    if current is None:
        raise RuntimeError("execute_many() belongs in a transaction")
    await current.connection.executemany(sql, values)


async def copy(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Many new rows of one table at once, in the open transaction; JSONB is JSON already, or values."""
    current = engine().current_transaction.get()
    if current is None:
        raise RuntimeError("copy() belongs in a transaction")
    if rows:
        await current.connection.copy_records_to_table(table, columns=columns, records=rows)


@asynccontextmanager
async def session() -> AsyncIterator[Any]:
    """A connection for the block, beside those of its statements; what it locks for its session is unlocked at the end."""
    pool = engine().pool
    connection = await (pool.acquire() if pool else engine().get_new_connection())
    try:
        yield connection
        await connection.execute("SELECT pg_advisory_unlock_all()")
    except BaseException:
        connection.terminate()
        raise
    finally:
        await (pool.release(connection) if pool else connection.close())


LATER = "SET LOCAL synchronous_commit = off"  # of a transaction of which a crash may take what is done again anyway


async def look_over(tables: str) -> None:
    """Let PostgreSQL know at once how much there is in these tables, from a small sample; autovacuum takes a closer look."""
    async with transaction():
        await fetch(LATER)
        await fetch("SET LOCAL default_statistics_target = 10")
        await fetch(f"ANALYZE {tables}")


@asynccontextmanager
async def pool(size: int, smallest: int = 1) -> AsyncIterator[None]:
    """Keep a pool of at most ``size`` connections open in this process."""
    await engine().start_connection_pool(min_size=smallest, max_size=size)
    try:
        yield
    finally:
        await engine().close_connection_pool()

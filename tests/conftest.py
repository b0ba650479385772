"""Real servers, a migrated template, a rolled-back transaction for each test, a cast."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
import pytest_asyncio

from tests import databases

_SERVERS = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Start this process's own servers and name them in the environment before anything reads the settings."""
    if hasattr(config, "workerinput") or not getattr(config.option, "numprocesses", None):
        _start()


def _start() -> None:
    from events_app import embedded

    folder = Path(tempfile.mkdtemp(prefix="fairs-tests-"))
    _SERVERS.callback(shutil.rmtree, folder, ignore_errors=True)
    running = _SERVERS.enter_context(embedded.servers(folder, sink=True))
    os.environ.update(
        DATABASE_URL=running.database_url,
        REDIS_URL=running.redis_url,
        SMTP_URL=running.smtp_url,
        FAIRS_DATA_DIR=str(folder / "data"),
        FAIRS_SECRET_KEY="only-for-tests",
        FAIRS_EMBEDDED_SINK="1",
        FAIRS_EMBEDDED="1",
        FAIRS_URL="http://fairs.test",
        FAIRS_MAIL_DIR=str(running.mail_dir),
    )
    asyncio.run(_migrate())


async def _migrate() -> None:
    from events_app import db, migrating

    await migrating.migrate()
    admin = await asyncpg.connect(**{**db.engine().config, "database": "postgres"})
    await admin.execute(f'CREATE DATABASE {databases.TEMPLATE} TEMPLATE "{db.engine().config["database"]}"')
    await admin.close()


def pytest_unconfigure() -> None:
    """Stop them."""
    _SERVERS.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def _pool() -> AsyncIterator[None]:
    from events_app import db, together

    together.tie()
    async with db.pool(10):
        yield


class _Undo(Exception):
    """Roll the test's transaction back."""


@pytest_asyncio.fixture(loop_scope="session")
async def database(_pool: None) -> AsyncIterator[None]:
    """A transaction around the test that is rolled back."""
    from events_app import db

    try:
        async with db.transaction():
            yield
            raise _Undo
    except _Undo:
        pass


@pytest_asyncio.fixture(loop_scope="session")
async def own_database(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """A copy of the migrated database for a test that commits; its URL, for processes that the test starts."""
    async with databases.copied(monkeypatch) as url:
        yield url


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The test's present: Monday 7 December 2026, 09:00 in Viet Nam; the program's clock stands there too."""
    from events_app import values
    from tests import make

    monkeypatch.setattr(values, "_clock", lambda: make.NOW)
    return make.NOW


@pytest_asyncio.fixture(loop_scope="session")
async def cast(database: None, at: datetime) -> Any:
    """An organizes, Bình exhibits, Chi attends, Dũng buys for a retail chain, Em belongs to another entity."""
    from tests import make

    return await make.cast()


_apps: dict[str, Any] = {}


@pytest_asyncio.fixture(loop_scope="session")
async def client(database: None) -> AsyncIterator[httpx.AsyncClient]:
    """A visitor's HTTP client in the test's own loop and transaction."""
    from events_app.app import create_app

    app: Any = _apps.get("app") or _apps.setdefault("app", create_app())
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://fairs.test") as visitor:
        yield visitor

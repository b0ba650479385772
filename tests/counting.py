"""How many statements something takes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from events_app import db

INTROSPECTION = (
    "typeinfo_tree",
    "'jit'",
)  # what asyncpg asks once on each connection about a type that it does not know yet


@asynccontextmanager
async def statements() -> AsyncIterator[list[str]]:
    """The statements that run within the block, on the connection of the test's transaction."""
    said: list[str] = []
    current = db.engine().current_transaction.get()
    assert current is not None

    def note(query: asyncpg.connection.LoggedQuery) -> None:
        if not any(word in query.query for word in INTROSPECTION):
            said.append(query.query)

    with current.connection.query_logger(note):
        yield said
        await asyncio.sleep(0)  # asyncpg tells its loggers a moment later

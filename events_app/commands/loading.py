"""Bring the database up to date, and give a newcomer something to look at."""

import asyncpg

from events_app import db, migrating, values
from events_app.settings import settings

SIGN_IN = "Sign in as"
_SAMPLE_LOCK = 0x0C0C  # beside the lock of the migrations
_CAST = (
    ("an@fairs.example", "an organizer of fairs"),
    ("binh@fairs.example, binh2@fairs.example", "two members of one OCOP entity"),
    ("em@fairs.example", "a member of another entity"),
    ("dung@fairs.example", "a buyer of a retail chain"),
    ("chi@fairs.example", "an attendee"),
)


async def migrate() -> str:
    """Run the migrations that are missing; the outcome in one line."""
    done = await migrating.migrate()
    if not done:
        return "The database is up to date."
    return f"The database was brought up to date: {len(done)} migration{'s' if len(done) > 1 else ''}."


async def load() -> str:
    """Load the sample data unless there is data already; the outcome in one line, then who can sign in."""
    connection = await db.engine().get_new_connection()
    try:
        await connection.execute("SET lock_timeout = 0")
        await connection.execute("SELECT pg_advisory_lock($1)", _SAMPLE_LOCK)
        loaded = await _is_empty(connection)
        if loaded:
            await _load()
        outcome = "The sample data was loaded." if loaded else "There is data already; no sample data was loaded."
        known = await connection.fetchval("SELECT EXISTS (SELECT FROM users WHERE email = $1)", _CAST[0][0])
        return f"{outcome}\n{_log_ins()}" if known and settings().embedded else outcome
    finally:
        await connection.close()


async def _is_empty(connection: asyncpg.Connection) -> bool:
    return not await connection.fetchval("SELECT EXISTS (SELECT FROM users) OR EXISTS (SELECT FROM organization)")


async def _load() -> None:
    from events_app import sample, together  # the whole program, which a start that loads nothing does without

    together.tie()
    async with db.pool(4):
        await sample.load(at=values.now())


def _log_ins() -> str:
    from events_app import sample

    width = max(len(email) for email, _who in _CAST)
    lines = [f"  {email:<{width}}  {who}" for email, who in _CAST]
    return "\n".join([f"{SIGN_IN} (all with the password {sample.PASSWORD}):", *lines])

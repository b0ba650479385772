"""Bring the database up to date, and give a newcomer something to look at."""

import secrets
from pathlib import Path

import asyncpg

from events_app import db, migrating, values
from events_app.settings import settings

_NOTE = "log-ins.txt"  # in the data folder, beside the database for which it is true
_FIRST = "first-log-ins.txt"  # of a database of somebody's own, until the first screen has shown it
_SAMPLE_LOCK = 0x0C0C  # beside the lock of the migrations
_CAST = (
    ("an@fairs.example", "an organizer of fairs"),
    ("binh@fairs.example, binh2@fairs.example", "two members of one OCOP entity"),
    ("em@fairs.example", "a member of another entity"),
    ("dung@fairs.example", "a buyer of a retail chain"),
    ("chi@fairs.example", "an attendee"),
    ("ha@fairs.example", "an officer of a province's authority: verifies certificates, decides claims"),
    ("quan@fairs.example", "the admin of the platform"),
)


async def migrate() -> str:
    """Run the migrations that are missing; the outcome in one line."""
    done = await migrating.migrate()
    if not done:
        return "The database is up to date."
    return f"The database was brought up to date: {len(done)} migration{'s' if len(done) > 1 else ''}."


async def load(*, national: bool = False, leave_log_ins: bool = False) -> str:
    """Load the sample data unless there is data already; the outcome in one line, then who can sign in.

    The password is the known one in the embedded database and a random one in any other, told this once: here, or with
    ``leave_log_ins`` on the first screen. With ``national`` the invented national directory too, also beside sample data that is
    there already.
    """
    connection = await db.engine().get_new_connection()
    try:
        await connection.execute("SET lock_timeout = 0")
        await connection.execute("SELECT pg_advisory_lock($1)", _SAMPLE_LOCK)
        if not await _is_empty(connection):
            return await _add_national() if national else "There is data already; no sample data was loaded."
        password = await _load(national=national)
    finally:
        await connection.close()
    told, who = "The sample data was loaded.", _log_ins(password)
    if settings().embedded:
        _note(_NOTE, who)
    elif leave_log_ins:
        _note(_FIRST, who)
        return told
    return f"{told}\n{who}"


def log_ins(folder: Path) -> str:
    """Who can sign in to the sample data that was loaded into the embedded database of ``folder``; empty when there is none."""
    try:
        return (folder / _NOTE).read_text("utf-8")
    except OSError:
        return ""


def first_log_ins(folder: Path) -> str:
    """The same of a database of somebody's own, which is told once and kept nowhere."""
    note = folder / _FIRST
    try:
        who = note.read_text("utf-8")
        note.unlink()
    except OSError:
        return ""
    return who


def _log_ins(password: str) -> str:
    width = max(len(email) for email, _who in _CAST)
    lines = [f"Sign in (all with the password {password}) as", *(f"  {email:<{width}}  {who}" for email, who in _CAST)]
    return "\n".join(lines)


def _note(name: str, who: str) -> None:
    note = settings().data_dir / name
    note.touch(0o600)
    note.write_text(who, "utf-8")


async def _is_empty(connection: asyncpg.Connection) -> bool:
    return not await connection.fetchval("SELECT EXISTS (SELECT FROM users) OR EXISTS (SELECT FROM organization)")


async def _load(*, national: bool) -> str:
    from events_app import sample, together  # the whole program, which a start that loads nothing does without

    together.tie()
    password = sample.PASSWORD if settings().embedded else secrets.token_urlsafe(12)
    async with db.pool(2), db.transaction():  # all of it or nothing, so that the start after a kill -9 loads it again
        await sample.load(at=values.now(), password=password)
        if national:
            await _load_national()
    return password


async def _add_national() -> str:
    from events_app import sample, together  # likewise
    from events_app.sample import national

    together.tie()
    async with db.pool(2), db.transaction():
        if await national.is_loaded():
            return "The national directory is there already."
        if not await sample.is_loaded():
            return "There is data already that is no sample; nothing was loaded."
        await _load_national()
    return "The national directory was loaded: all names in it are invented and say so."


async def _load_national() -> None:
    from events_app.sample import national

    at = values.now()
    today = values.today(at)
    await national.load(national.directory(today, counted=await national.of_the_sample(today)), at=at)

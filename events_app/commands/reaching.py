"""Can what is configured be reached? Each answer is None or one sentence."""

import asyncio
import re
import smtplib
from urllib.parse import unquote, urlsplit

import asyncpg
from redis import Redis
from redis.exceptions import RedisError

from events_app import db

OLDEST = 15  # of PostgreSQL
_PATIENCE = 5.0  # seconds


def masked(url: str) -> str:
    """``url`` without the password in it, neither before the host nor in the query."""
    url = re.sub(r"(://[^/@:]*):[^?]*@", r"\1:***@", url)
    return re.sub(r"(?i)([?&]password=)[^&]*", r"\1***", url)


def why(error: BaseException) -> str:
    """What an error says, in one line without the full stop."""
    if isinstance(error, TimeoutError):
        return "there was no answer in time"
    said = " ".join(str(getattr(error, "strerror", None) or error).split())
    return said.rstrip(".") or type(error).__name__


async def database(url: str) -> str | None:
    """What is wrong with the database, if anything."""
    try:
        connection = await asyncpg.connect(**db.configured(url), timeout=_PATIENCE)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as failed:
        return f"The database at {masked(url)} (DATABASE_URL) cannot be reached: {why(failed)}."
    try:
        version = connection.get_server_version()
    finally:
        await connection.close(timeout=_PATIENCE)
    if version.major < OLDEST:
        return f"The database at {masked(url)} is PostgreSQL {version.major}; {OLDEST} or newer is needed."
    return None


def broker(url: str) -> str | None:
    """What is wrong with the broker, if anything."""
    try:
        with Redis.from_url(url, socket_connect_timeout=_PATIENCE, socket_timeout=_PATIENCE) as connection:
            connection.ping()
    except (RedisError, OSError, ValueError) as failed:
        return f"The broker at {masked(url)} (REDIS_URL) cannot be reached: {why(failed)}."
    return None


def post(url: str) -> str | None:
    """What is wrong with the mail server, if anything. Nothing is sent."""
    parts = urlsplit(url)
    server = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    try:
        with server(unquote(parts.hostname or "localhost"), parts.port or 0, timeout=_PATIENCE) as connection:
            connection.noop()
    except (OSError, smtplib.SMTPException, ValueError) as failed:
        return f"The mail server at {masked(url)} (SMTP_URL) cannot be reached: {why(failed)}."
    return None


def all_of(database_url: str, redis_url: str, smtp_url: str) -> list[str]:
    """What is wrong with those of the three that are given."""
    found = [
        asyncio.run(database(database_url)) if database_url else None,
        broker(redis_url) if redis_url else None,
        post(smtp_url) if smtp_url else None,
    ]
    return [sentence for sentence in found if sentence]

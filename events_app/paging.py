"""Lists: a limit, an opaque cursor, and the keyset query behind them."""

import base64
import binascii
import zlib
from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from asyncpg.exceptions import DataError
from litestar.params import QueryParameter

from events_app import db
from events_app.errors import Invalid, Wrong
from events_app.i18n import marked

Limit = Annotated[int, QueryParameter(ge=1, le=200, description="How many items at most.")]
LONGEST = 4_000  # letters of a cursor: what the longest names make, two of which are in the order of some lists
After = Annotated[str | None, QueryParameter(max_length=LONGEST, description="The `next` of the page before.")]
Query = Annotated[str | None, QueryParameter(max_length=200, description="Search, accents and case do not matter.")]


class Page(msgspec.Struct, frozen=True):
    """Which part of a list is wanted."""

    limit: int = 50
    after: str | None = None


async def rows(
    select: str, values: Sequence[Any], *, order: Sequence[str], page: Page
) -> tuple[list[dict[str, Any]], str | None]:
    """One page of ``select`` and the cursor of the next; ``order`` are columns of it with their types, ``sort:text``.

    The last of them must be unique. A leading ``-`` on the first turns the whole order round. Raises Invalid for a cursor that
    is not ours.
    """
    down = order[0].startswith("-")
    columns = [part.lstrip("-").split(":") for part in order]
    names = ", ".join(name for name, _ in columns)
    given = list(values)
    seek = ""
    if page.after is not None:
        last = _opened(page.after, len(columns))
        casts = [f"(${len(given) + n + 1}::text)::{kind}" for n, (_, kind) in enumerate(columns)]
        seek = f"WHERE ({names}) {'<' if down else '>'} ({', '.join(casts)})"
        given += last
    way = "DESC" if down else "ASC"
    sorting = ", ".join(f"{name} {way}" for name, _ in columns)
    try:
        found = await db.fetch(
            f"SELECT * FROM ({select}) AS listed {seek} ORDER BY {sorting} LIMIT {page.limit + 1}", *given
        )
    except DataError:
        if page.after is None:
            raise
        raise _not_ours() from None
    more = len(found) > page.limit
    found = found[: page.limit]
    return found, _sealed([found[-1][name] for name, _ in columns]) if more else None


def _sealed(keys: Sequence[Any]) -> str:
    said = msgspec.json.encode([str(key) for key in keys])
    return base64.urlsafe_b64encode(min(said, zlib.compress(said), key=len)).decode().rstrip("=")


def _opened(cursor: str, count: int) -> list[str]:
    try:
        sealed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        said = sealed if sealed.startswith(b"[") else zlib.decompressobj().decompress(sealed, _MOST)
        keys = msgspec.json.decode(said, type=list[str])
    except (binascii.Error, ValueError, zlib.error, msgspec.DecodeError):
        raise _not_ours() from None
    if len(keys) != count or any("\x00" in key for key in keys):
        raise _not_ours()
    return keys


_MOST = 100_000  # bytes that a cursor is unpacked to: its sender made it


def _not_ours() -> Invalid:
    return Invalid([Wrong("after", marked("This cursor is not one of ours."))])

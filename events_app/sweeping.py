"""A sweep takes what is due one by one, and what breaks keeps nothing else waiting."""

from collections.abc import Awaitable, Callable, Iterable
from uuid import UUID

from events_app import logs


async def each(due: Iterable[UUID], verb: Callable[[UUID], Awaitable[bool]]) -> int:
    """Let ``verb`` do each of ``due`` in a transaction of its own, and count those for which it had something to do.

    One that raises is logged and left for the next sweep: otherwise it would stand before all that come after it, for ever.
    """
    done = 0
    for row_id in due:
        try:
            done += await verb(row_id)
        except Exception:
            logs.log().exception("left behind", verb=getattr(verb, "__qualname__", ""), id=str(row_id))
    return done

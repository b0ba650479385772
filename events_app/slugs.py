"""Readable addresses that nothing else has."""

from events_app import db, values


async def free(table: str, wanted: str, *also: str) -> str:
    """``wanted`` as an address that no row of ``table`` has yet, nor of the others whose addresses stand beside its own."""
    slug = values.slug_of(wanted)
    every = " UNION ALL ".join(f'SELECT slug FROM "{one}" WHERE slug = $1 OR slug LIKE $2' for one in (table, *also))
    rows = await db.fetch(every, slug, f"{slug}-%")
    taken = {row["slug"] for row in rows}
    return next(name for n in range(1, len(taken) + 3) if (name := slug if n == 1 else f"{slug}-{n}") not in taken)

"""Readable addresses that nothing else has."""

from events_app import db, values


async def free(table: str, wanted: str) -> str:
    """``wanted`` as an address that no row of ``table`` has yet."""
    slug = values.slug_of(wanted)
    rows = await db.fetch(f'SELECT slug FROM "{table}" WHERE slug = $1 OR slug LIKE $2', slug, f"{slug}-%")
    taken = {row["slug"] for row in rows}
    return next(name for n in range(1, len(taken) + 3) if (name := slug if n == 1 else f"{slug}-{n}") not in taken)

"""Whom somebody meant by an entity of a list, kept for the next lists of the same importer: their question is answered
already, and can be answered otherwise.

A record that has people of its own keeps its name and its representative whatever a list says, so that the same question would
come with every list. An answer is kept under a digest, which tells nothing of what the list said.
"""

from collections.abc import Collection, Mapping
from hashlib import blake2b
from uuid import UUID

from events_app import db, values
from events_app.settings import settings

_NOBODY = UUID(int=0)  # importer of the admin's lists


def digest(salt: UUID, key: str) -> str:
    """A key that tells nothing of what it was made of."""
    secret = settings().secret_key.encode()[:64]
    return blake2b(key.encode(), key=secret, salt=salt.bytes, digest_size=16).hexdigest()


async def before(importer: UUID | None, keys: Collection[str]) -> dict[str, UUID]:
    """The organizations that were meant by entities with these keys, by key."""
    digests = {digest(importer or _NOBODY, key): key for key in keys}
    rows = await db.fetch(
        """
        SELECT key, coalesce(merged.organization, import_meant.organization) AS organization FROM import_meant
        LEFT JOIN merged_organization AS merged ON merged.id = import_meant.organization
        WHERE importer = $1 AND key = ANY($2)
        """,
        importer or _NOBODY,
        list(digests),
    )
    return {digests[row["key"]]: row["organization"] for row in rows}


async def gone(importer: UUID | None, keys: Collection[str]) -> set[str]:
    """Those of these keys by which somebody is meant who is not in the directory, or not yet."""
    found = await before(importer, keys)
    rows = await db.fetch("SELECT id FROM organization WHERE id = ANY($1)", list(found.values()))
    there = {row["id"] for row in rows}
    return {key for key, organization in found.items() if organization not in there}


async def keep(importer: UUID | None, said: Mapping[str, UUID | None]) -> None:
    """Keep who is meant from now on by entities with these keys, be it in the directory only later; None is nobody."""
    digests = {digest(importer or _NOBODY, key): meant for key, meant in said.items()}
    known = {key: meant for key, meant in digests.items() if meant is not None}
    await db.fetch(
        "DELETE FROM import_meant WHERE importer = $1 AND key = ANY($2)",
        importer or _NOBODY,
        [key for key in digests if key not in known],
    )
    await db.fetch(
        """
        INSERT INTO import_meant (id, importer, key, organization)
        SELECT given.id, $1, given.key, given.meant FROM unnest($2::uuid[], $3::text[], $4::uuid[]) AS given (id, key, meant)
        ON CONFLICT (importer, key) DO UPDATE SET organization = excluded.organization
        """,
        importer or _NOBODY,
        [values.new_id() for _ in known],
        list(known),
        list(known.values()),
    )

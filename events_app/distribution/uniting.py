"""What two products that become one have in a distributor's channels and on its shortlist becomes one as well."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from events_app import db, lifecycle
from events_app.distribution.tables import Listing


async def join_notes(gone: UUID, stays: UUID, _at: datetime) -> None:
    """A shortlist that has both keeps what was noted of either."""
    await db.fetch(
        """
        UPDATE shortlist_item AS kept SET note = concat_ws(E'\\n', nullif(kept.note, ''), other.note), version = kept.version + 1
        FROM shortlist_item AS other WHERE other.product = $1 AND kept.product = $2
          AND other.organization = kept.organization AND other.note NOT IN ('', kept.note)
        """,
        gone,
        stays,
    )


async def join_listings(gone: UUID, stays: UUID, at: datetime) -> None:
    """Where both were listed in one channel at the same time, the one that stays was so from the first day to the last."""
    await db.fetch(
        """
        SELECT FROM channel WHERE id IN (SELECT channel FROM listing WHERE product = $1 INTERSECT
                                         SELECT channel FROM listing WHERE product = $2) ORDER BY id FOR NO KEY UPDATE
        """,
        gone,
        stays,
    )
    rows = await db.fetch(
        "SELECT * FROM listing WHERE product IN ($1, $2) ORDER BY channel, first_on, id FOR NO KEY UPDATE", gone, stays
    )
    found: list[list[Listing]] = []
    for row in rows:
        one = lifecycle.found(Listing, row)
        if found and one.channel == found[-1][0].channel and one.first_on <= max(map(_last, found[-1])):
            found[-1].append(one)
        else:
            found.append([one])
    for overlapping in found:
        if len(overlapping) > 1:
            await _join(overlapping, stays, at=at)


async def _join(overlapping: list[Listing], stays: UUID, *, at: datetime) -> None:
    kept = next(one for one in overlapping if one.product == stays)
    last = max(map(_last, overlapping))
    for one in overlapping:
        if one is not kept:
            await lifecycle.delete(one, one.version, at=at, channel=one.channel, product=one.product)
    days: dict[str, Any] = {"first_on": overlapping[0].first_on, "last_on": None if last == date.max else last}
    also = {"channel": kept.channel, "product": stays}
    if days != {"first_on": kept.first_on, "last_on": kept.last_on}:
        await lifecycle.edit(kept, kept.version, at=at, also=also, **days)


def _last(one: Listing) -> date:
    return one.last_on or date.max

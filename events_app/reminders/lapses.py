"""What letters say of certificates that lapse: read just before they go, and a line for each certificate."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app import db, values
from events_app.directory import jurisdiction, lapsing
from events_app.i18n import plural
from events_app.i18n import text as _
from events_app.reminders.tables import Purpose

MOST_LISTED = 300  # certificates in one letter; the desk has them all
PURPOSES = frozenset({Purpose.LAPSE, Purpose.LAPSES})

Row = dict[str, Any]


async def read(letters: Sequence[Row], *, at: datetime) -> dict[UUID, list[Row]]:
    """The certificates that each of these deliveries names, as far as they still lapse on the day that was named.

    One that was rated anew, revoked or given another end is left out, and so is one that does not concern the reader any more:
    of another entity, or of one in another province than the authority's.
    """
    ours = [row for row in letters if row["purpose"] in PURPOSES]
    if not ours:
        return {}
    wanted = {UUID(one) for row in ours for one in row["facts"]["certificates"]}
    on = values.today(at)
    last = on + timedelta(max(lapsing.thresholds()))
    rows = await db.fetch(_CERTIFICATES, on, last, list(wanted))
    known = {row["id"]: {**row, "left": (row["valid_to"] - on).days} for row in rows}
    readers = {row["id"]: row for row in await db.fetch(_READERS, list({row["organization"] for row in ours}))}
    found = {}
    for row in ours:
        named = {UUID(one): ends for one, ends in row["facts"]["certificates"].items()}
        true = [
            known[one] for one, ends in named.items() if one in known and known[one]["valid_to"].isoformat() == ends
        ]
        reader = readers[row["organization"]]
        found[row["id"]] = sorted((one for one in true if _concerns(row["purpose"], reader, one)), key=_in_order)
    return found


def _concerns(purpose: str, reader: Row, certificate: Row) -> bool:
    if purpose == Purpose.LAPSE:
        return bool(certificate["organization"] == reader["id"])
    unit = _unit(reader)
    return unit is not None and unit == _unit(certificate)


def _unit(row: Row) -> str | None:
    return jurisdiction.unit(row["province_set"], row["province_code"])


def _in_order(row: Row) -> tuple[Any, ...]:
    return row["entity_sort"], row["valid_to"], row["product_sort"], row["id"]


def lines(purpose: str, rows: Sequence[Row]) -> list[str]:
    """A line for each certificate, up to so many; to the authority with the entity whose it is."""
    say = _of_entity if purpose == Purpose.LAPSE else _of_province
    found = [say(row, _left(row["left"])) for row in rows[:MOST_LISTED]]
    more = len(rows) - MOST_LISTED
    return [*found, plural("and %(n)s certificate more", "and %(n)s certificates more", more)] if more > 0 else found


def _of_entity(row: Row, left: str) -> str:
    return _("%(product)s: valid to %(day)s, %(left)s", product=row["product"], day=row["valid_to"], left=left)


def _of_province(row: Row, left: str) -> str:
    return _(
        "%(entity)s – %(product)s: valid to %(day)s, %(left)s",
        entity=row["entity"],
        product=row["product"],
        day=row["valid_to"],
        left=left,
    )


def _left(days: int) -> str:
    return plural("%(n)s day left", "%(n)s days left", days) if days else _("the last day")


_CERTIFICATES = f"""
    SELECT certificate.id, certificate.valid_to, product.name AS product, product.sort AS product_sort,
           product.organization, organization.name AS entity, organization.sort AS entity_sort,
           organization.province_set, organization.province_code
    FROM certificate JOIN product ON product.id = certificate.product
    JOIN organization ON organization.id = product.organization
    WHERE certificate.id = ANY($3) AND {lapsing.in_sql("$1", "$2")}
"""
_READERS = "SELECT id, name, province_set, province_code FROM organization WHERE id = ANY($1)"

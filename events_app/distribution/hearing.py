"""Who hears of a request for contact: people of the entity, the organizer that speaks for it, or whoever reads its letters."""

from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from events_app import db
from events_app.directory import claim_queries
from events_app.i18n import text as _


class HeardBy(StrEnum):
    """Who hears of a request that is open."""

    PEOPLE = "people"  # of the entity
    KEEPER = "keeper"  # the organizer that speaks for it, as nobody of it is here
    RECORD = "record"  # whoever reads letters at the address of its record: nobody acts for it
    NOBODY = "nobody"  # there is no such address either


# Of an ``entity``, beside whatever else is asked of it.
COLUMNS = """
    entity.name AS entity_name, keeper.name AS keeper_name, entity.kind AS entity_kind, entity.province_set, entity.province_code,
    EXISTS (SELECT FROM membership WHERE membership.organization = entity.id) AS has_people,
    (coalesce(entity.email, '') <> '' OR EXISTS (
        SELECT FROM contact
        WHERE contact.organization = entity.id AND contact.removed_at IS NULL AND coalesce(contact.email, '') <> ''
    )) AS has_address
"""
JOIN = "LEFT JOIN organization AS keeper ON keeper.id = entity.keeper"


class Hearing(NamedTuple):
    """Who hears of a request, and how it is told to whoever asks."""

    by: HeardBy
    reached: bool  # by a letter
    said: str


def heard_by(row: dict[str, Any]) -> HeardBy:
    """Who hears of it, of a row with ``COLUMNS``."""
    if row["has_people"]:
        return HeardBy.PEOPLE
    if row["keeper_name"] is not None:
        return HeardBy.KEEPER
    return HeardBy.RECORD if row["has_address"] else HeardBy.NOBODY


async def hearing(entity_id: UUID) -> Hearing:
    """Who hears of a request to an entity, as it is now."""
    row = await db.one(f"SELECT {COLUMNS} FROM organization AS entity {JOIN} WHERE entity.id = $1", entity_id)
    assert row is not None
    by, name = heard_by(row), row["entity_name"]
    if by == HeardBy.KEEPER:
        said = _(
            "Nobody of %(name)s is here yet. %(keeper)s speaks for it: it is told by letter and answers.",
            name=name,
            keeper=row["keeper_name"],
        )
    elif by != HeardBy.PEOPLE:
        said = f"{_unclaimed(row)} {await _others(row)}"
    elif row["has_address"]:
        said = _("%(name)s is told by letter.", name=name)
    else:
        said = _("No e-mail address of %(name)s is known: its people see the request when they sign in.", name=name)
    return Hearing(by, row["has_address"], said)


def _unclaimed(row: dict[str, Any]) -> str:
    if row["has_address"]:
        return _(
            "Nobody acts for %(name)s here yet. A letter to the address of its record says that a distributor asks, and how it "
            "comes to answer: the request is kept until then.",
            name=row["entity_name"],
        )
    return _(
        "Nobody acts for %(name)s here yet, and no e-mail address of it is known: no letter tells it of the request. It is kept, "
        "and told to whoever acts for %(name)s first.",
        name=row["entity_name"],
    )


async def _others(row: dict[str, Any]) -> str:
    """Who hears besides that somebody asks for a record for which nobody acts."""
    deciding = await claim_queries.authorities(row["entity_kind"], row["province_set"], row["province_code"])
    if deciding:
        return _("%(authorities)s hears that it is asked for.", authorities=[one["name"] for one in deciding])
    return _("The platform's administrators hear that it is asked for.")

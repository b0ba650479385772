"""Which lists an actor sees, and what came of them."""

from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

from events_app import access, db, paging
from events_app.actor import Actor
from events_app.directory import places, product_queries
from events_app.directory.tables import Kind, Organization
from events_app.errors import Forbidden, Invalid, NotFound, Wrong, WrongState
from events_app.i18n import marked
from events_app.imports import elsewhere, ending, facts, filing, finding
from events_app.imports.depending import Forgotten
from events_app.imports.headings import MARKS, Field
from events_app.imports.matching import OTHERS
from events_app.imports.tables import Import, ImportState, Outcome

RETURNED = (Outcome.FAULT, Outcome.ASK, Outcome.SKIP)
_NOT_AMONG = marked("This is none of those who were found.")
_OFFICES = (Kind.ORGANIZER, Kind.AUTHORITY)


class NoOffice(Forbidden):
    """Only authorities, organizers of fairs and the platform bring in lists; an OCOP entity enters its products one by one."""


def importer(actor: Actor) -> UUID | None:
    """The organization in whose name ``actor`` may bring in a list; None for the admin.

    Raises SignedOut, NoOffice, NotApproved, Forbidden.
    """
    access.signed_in(actor)
    if actor.admin and actor.organization_id is None:
        if "write" not in actor.scopes:
            raise Forbidden
        return None
    if actor.admin and actor.kind not in _OFFICES:
        return None
    _office(actor)
    return access.writer(actor, *_OFFICES)


def _office(actor: Actor) -> None:
    """See that the organization is of a kind that brings lists in, which no role in another one makes up for. Raises NoOffice."""
    if not actor.admin and actor.kind not in _OFFICES and actor.waits_as not in _OFFICES:
        raise NoOffice


async def allowed(actor: Actor) -> UUID | None:
    """The same, an authority being one that is approved. Raises SignedOut, NoOffice, NotApproved, Forbidden."""
    organization = importer(actor)
    if actor.kind == Kind.AUTHORITY and organization is not None:
        await product_queries.authority(actor)
    return organization


async def seen(actor: Actor, import_id: UUID) -> Import:
    """A list of one's organization; the admin sees all. Raises SignedOut, NotFound."""
    access.signed_in(actor)
    row = await Import.objects().get(Import.id == import_id)
    if row is None or not (actor.admin or (row.organization is not None and row.organization == actor.organization_id)):
        raise NotFound
    return row


async def to_change(actor: Actor, import_id: UUID) -> Import:
    """A list that ``actor`` may correct, bring in or undo. Raises SignedOut, NotFound, Forbidden."""
    row = await seen(actor, import_id)
    if not actor.writes:
        raise Forbidden
    return row


async def may_verify(actor: Actor, row: Import) -> bool:
    """Whether the list is that of an authority, which may bring in certificates as verified."""
    if row.organization is None:
        return False
    owner = await Organization.objects().get(Organization.id == row.organization)
    return owner is not None and owner.kind == Kind.AUTHORITY


async def listed(actor: Actor, page: paging.Page) -> tuple[list[dict[str, Any]], str | None]:
    """A page of the lists of one's organization, or of all for the admin, the newest first.

    Raises SignedOut, NoOffice, NotApproved, Forbidden.
    """
    organization = importer(actor) if actor.writes else _member(actor)
    mine = "true" if actor.admin else "organization = $1"
    return await paging.rows(
        f"SELECT *, id AS place FROM import WHERE {mine}",
        [] if actor.admin else [organization],
        order=["-place:uuid"],
        page=page,
    )


def _member(actor: Actor) -> UUID:
    access.signed_in(actor)
    _office(actor)
    return access.member(actor, *_OFFICES)


async def told(user_id: UUID, _email: str) -> list[dict[str, Any]]:
    """The lists that a person has sent, for the person."""
    return await db.fetch(
        """
        SELECT filename, import.state, decision_number, import.created_at, organization.name AS organization
        FROM import LEFT JOIN organization ON organization.id = import.organization
        WHERE import."user" = $1 ORDER BY import.id
        """,
        user_id,
    )


async def rows_of(
    import_id: UUID, page: paging.Page, outcome: str | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    """A page of the rows of a list with their entities' facts, in their order; only those of one outcome where one is named.

    An entity that was said to be one that is known has what that is ``called``.
    """
    where, given = ("AND outcome = $2", [outcome]) if outcome else ("", [])
    rows, following = await paging.rows(
        f"SELECT number, taken, cells, {_SAID}, outcome, wrongs, entity, key FROM import_row WHERE within = $1 {where}",
        [import_id, *given],
        order=["number:int"],
        page=page,
    )
    entities = await db.fetch(
        f"""
        SELECT id, {_SAID_OF_ENTITY}, right(personal, 3) AS personal, outcome = 'create' AS new,
               (SELECT name FROM organization WHERE organization.id = chosen AND answer = 'same') AS called
        FROM import_entity WHERE id = ANY($1)
        """,
        list({row["entity"] for row in rows} - {None}),
    )
    known = {one["id"]: one for one in entities}
    return [{**_with_texts(row), "of_entity": known.get(row["entity"])} for row in rows], following


_SAID = ", ".join(filing.PRODUCT)
_SAID_OF_ENTITY = ", ".join(name for name in filing.ENTITY if name != "personal")


def _with_texts(row: dict[str, Any]) -> dict[str, Any]:
    """Cells are kept as they are: texts or numbers."""
    return {**row, "cells": {field: str(cell) for field, cell in row["cells"].items()}}


async def questions(import_id: UUID, page: paging.Page) -> tuple[list[dict[str, Any]], str | None]:
    """A page of the entities of which somebody must say who they are, with their candidates; answered ones too."""
    rows, following = await paging.rows(
        """
        SELECT id, first_row, name, representative, tax_code, candidates, answer, chosen FROM import_entity
        WHERE within = $1 AND candidates <> '[]'
        """,
        [import_id],
        order=["first_row:int", "id:uuid"],
        page=page,
    )
    ids = [UUID(one) for row in rows for one in row["candidates"]]
    known = {row["id"]: row for row in await _candidates(ids)}
    became = await elsewhere.became(import_id, [row["id"] for row in rows if str(OTHERS) in row["candidates"]])
    for row in rows:
        known[OTHERS] = {**_NOTHING, "name": row["name"], **became.get(row["id"], {})}
        row["candidates"] = [known[UUID(one)] for one in row["candidates"] if UUID(one) in known]
    return rows, following


_NOTHING = {
    "id": OTHERS,
    "slug": "",
    "representative": "",
    "tax_code": None,
    "address": "",
    "province_set": None,
    "province_code": None,
    "of_list": False,
    "products": 0,
}


async def _candidates(ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """Organizations, and entities that stand in the list itself and are not in the directory yet."""
    return await db.fetch(
        """
        SELECT id, name, slug, representative, tax_code, address, province_set, province_code, false AS of_list,
               (SELECT count(*) FROM product WHERE product.organization = organization.id) AS products
        FROM organization WHERE id = ANY($1)
        UNION ALL
        SELECT id, name, '', representative, tax_code, address, province_set, province_code, true,
               (SELECT count(*) FROM import_row WHERE within = entity.within AND import_row.entity = entity.id)
        FROM import_entity AS entity WHERE id = ANY($1) AND id NOT IN (SELECT id FROM organization WHERE id = ANY($1))
        """,
        list(ids),
    )


async def among(import_id: UUID, entity_id: UUID, chosen: UUID | None) -> UUID:
    """The candidate that is meant; the only one needs no naming. Raises NotFound, Invalid."""
    row = await db.one("SELECT candidates FROM import_entity WHERE within = $1 AND id = $2", import_id, entity_id)
    if row is None:
        raise NotFound
    candidates = [UUID(one) for one in row["candidates"]]
    if chosen is None and len(candidates) == 1:
        return candidates[0]
    if chosen is None or chosen not in candidates:
        raise Invalid([Wrong("organization_id", _NOT_AMONG)])
    return chosen


async def said_of_returned(row: Import) -> list[Field]:
    """What the rows that did not go in say, in columns of their own or in headings above them."""
    rows = await db.fetch(
        """
        SELECT DISTINCT json_object_keys(cells) AS field FROM import_row WHERE within = $1 AND outcome = ANY($2)
        """,
        row.id,
        list(RETURNED),
    )
    return [Field(one) for one in {*(one["field"] for one in rows), *row.mapping.values()} if one]


OWED = (Field.ENTITY, Field.NUMBER, Field.ISSUED, Field.STARS, Field.GROUP)  # without which a list brings in little


async def said_nowhere(row: Import) -> list[Field]:
    """What a list needs and neither a column nor a heading of it says."""
    named = {*row.mapping.values(), *(Field.STARS for one in MARKS if one in row.mapping.values())}
    named |= {Field.GROUP for one in named if one == Field.SUBGROUP}  # which says both
    wanted = [one for one in OWED if one not in named] if row.state == ImportState.READ else []
    found = await db.fetch(
        """
        SELECT field FROM unnest($2::text[]) AS field
        WHERE NOT EXISTS (SELECT FROM import_row WHERE within = $1 AND cells -> field IS NOT NULL)
        """,
        row.id,
        wanted,
    )
    return [Field(one["field"]) for one in found]


def said_twice(row: Import) -> list[finding.Doubled]:
    """Which columns say the same as another one; none but those that are read, once a person has said what each is."""
    if row.state != ImportState.READ:
        return []
    fields = {int(column): Field(field) for column, field in row.mapping.items()}
    return finding.doubled(row.headings, fields, chosen=row.mapped)


async def unverifiable(actor: Actor, row: Import) -> int:
    """How many new rows of an authority's list name no number or no day of issue, so that no decision verifies what they say."""
    waits = row.state == ImportState.READ and await may_verify(actor, row)
    if not (waits or row.decision_number):
        return 0
    (found,) = await db.fetch(
        f"""
        SELECT count(*) AS n FROM import_row WHERE within = $1 AND outcome = '{Outcome.CREATE}' AND name IS NOT NULL
          AND (stars IS NOT NULL OR potential_five) AND (certificate_number = '' OR issued_on IS NULL)
        """,
        row.id,
    )
    return int(found["n"])


def place_of(row: Import) -> facts.Place:
    """Where the entities of a list are where the list itself does not say."""
    which = places.Set(row.which) if row.which else None
    return facts.Place(row.province, which, told_by_names=bool(row.of_before))


def notes_of(row: Import) -> list[str]:
    """The words above the columns of a list that say something beside, as they are kept with what is returned."""
    found = ending.notes(row.headings, {int(column) for column in row.mapping})
    return list(dict.fromkeys(row.headings[column] for column in found))


async def returned(row: Import) -> AsyncIterator[dict[str, Any]]:
    """The rows that did not go in, in their order, with why. Raises WrongState while that is not known, Forgotten."""
    if row.emptied_at is not None:
        raise Forgotten
    if row.state not in {ImportState.READ, ImportState.DONE}:
        raise WrongState(state=str(row.state))
    after = 0
    while found := await db.fetch(
        """
        SELECT number, cells, outcome, wrongs FROM import_row
        WHERE within = $1 AND number > $2 AND outcome = ANY($3) ORDER BY number LIMIT 500
        """,
        row.id,
        after,
        list(RETURNED),
    ):
        for one in found:
            yield _with_texts(one)
        after = found[-1]["number"]

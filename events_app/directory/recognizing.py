"""Whoever enters an organization of which there is a record already is pointed to that record.

Only what is public is told: that there is such a record. A household's personal number is asked about by nobody. Who founds one
with the tax code of a record, or with its name in its province, be it that it had that before, is asked whether it is that one: a
record that nobody acts for can be claimed, to one that has people their owner invites. Of one with people it is told that it has
the code, and not which it is, except to organizers, who find them all when they enter an application.
"""

from datetime import datetime
from typing import Unpack
from uuid import UUID

from events_app import db
from events_app.accounts import tokens
from events_app.directory import bodies, checking, likeness, registering
from events_app.directory.tables import Organization
from events_app.errors import Refusal


class InDirectory(Refusal):
    """This organization is in the directory already: use its record, or let its owner invite you."""


async def unless_known(said: bodies.NewOrganization) -> None:
    """See that there is no such record, or that it is said to be another's. Raises InDirectory, which says ``by`` what it is known.

    Two that have two tax codes are two, whatever they are called.
    """
    code, alike = _code(said), _alike(said)
    if said.anyway or not (code or alike):
        return
    row = await db.one(
        f"""
        SELECT id, name, slug, {_BY} AS by,
               EXISTS (SELECT FROM membership WHERE membership.organization = organization.id) AS has_people
        FROM organization WHERE {_KNOWN} ORDER BY {_CODE_FIRST}, has_people, alike = $3 DESC, id LIMIT 1
        """,
        said.kind,
        code,
        alike,
    )
    if row is None:
        return
    by, has_people = row.pop("by"), row.pop("has_people")
    there = {"organization": {**row, "id": str(row["id"])}}
    if not has_people:
        raise InDirectory(**there, by=by, claim=f"/organizations/{row['slug']}/claim")
    if by == "tax_code":
        raise InDirectory(by=by)
    raise InDirectory(**there, by=by)


async def found(owner: UUID, said: bodies.NewOrganization, *, at: datetime, token: str = "") -> Organization:
    """Let a person enter its own organization, unless there is a record of it or somebody enters one right now.

    The ``token`` with which that is done acts for it from then on. Raises InDirectory, Invalid, NotFound for a person who is not
    there.
    """
    async with db.transaction():
        await _one_after_another(said)
        await unless_known(said)
        row = await registering.register(owner, said.kind, at=at, **said.described())
        if token:
            await tokens.bind(token, row.id)
        return row


async def enter(keeper: UUID, said: bodies.NewOrganization, *, at: datetime) -> Organization:
    """Let the organizer ``keeper`` enter an entity that nobody has entered, or enters right now. Raises InDirectory, Invalid."""
    async with db.transaction():
        await _one_after_another(said)
        await _unless_entered(said)
        return await registering.enter_on_behalf(keeper, said.reached(), at=at, **said.described())


async def describe(
    row: Organization, version: int, *, anyway: bool, at: datetime, **changes: Unpack[registering.Described]
) -> Organization:
    """Change what the directory says of ``row``, unless it gets the tax code of another record.

    Raises InDirectory, Invalid, Stale, ApprovedAsItIs.
    """
    code = changes.get("tax_code")
    async with db.transaction():
        if code and code != row.tax_code and not checking.is_personal(code):
            await _hold({_of_code(row.kind, code)})
            await _unless_anothers(row, code, anyway=anyway)
        return await registering.describe(row, version, at=at, **changes)


async def _unless_anothers(row: Organization, code: str, *, anyway: bool) -> None:
    """See that no record has this code that ``row`` gets. Which one has it is told of a record that nobody acts for, and to
    whoever speaks for a ``row`` that nobody acts for; the people of ``row`` may say that the other is another organization."""
    other = await db.one(
        """
        WITH acted AS (SELECT EXISTS (SELECT FROM membership WHERE organization = $3) AS for_row)
        SELECT organization.id, name, slug, for_row,
               EXISTS (SELECT FROM membership WHERE membership.organization = organization.id) AS for_other
        FROM organization, acted WHERE kind = $1 AND tax_code = $2 AND state = 'active' AND organization.id <> $3
        ORDER BY for_other, organization.id LIMIT 1
        """,
        row.kind,
        code,
        row.id,
    )
    if other is None:
        return
    by_people, of_people = other.pop("for_row"), other.pop("for_other")
    there = {"organization": {**other, "id": str(other["id"])}}
    if not by_people:
        raise InDirectory(**there, by="tax_code")
    if not anyway and of_people:
        raise InDirectory(by="tax_code")
    if not anyway:
        raise InDirectory(**there, by="tax_code", claim=f"/organizations/{other['slug']}/claim")


async def _one_after_another(said: bodies.NewOrganization) -> None:
    """Keep out until the transaction ends whoever enters one of this kind with this tax code, or one that is alike. Raises Busy.

    No row stands for what is not there yet. What it is known by is held in one order, so that no two wait for each other.
    """
    code = _code(said)
    known_by = {_of_code(said.kind, code)} if code else set()
    if alike := _alike(said):
        known_by.add(f"{said.kind} called {alike}")
    await _hold(known_by)


def _of_code(kind: str, code: str) -> str:
    return f"{kind} with tax code {code}"


async def _hold(known_by: set[str]) -> None:
    for one in sorted(known_by):
        await db.fetch("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", one)


def _code(said: bodies.NewOrganization) -> str | None:
    return None if checking.is_personal(said.tax_code) else said.tax_code


def _alike(said: bodies.NewOrganization) -> str:
    return likeness.key(said.name, said.province_set, said.province_code)


async def _unless_entered(said: bodies.NewOrganization) -> None:
    """See that an organizer enters no entity once more. Raises InDirectory, which names the record and says ``by`` what.

    Of one whose name, present or former, and province are alike it can be said that it is another's, of one with this tax code not.
    """
    row = await db.one(
        f"SELECT id, name, slug, {_BY} AS by FROM organization WHERE {_KNOWN} ORDER BY {_CODE_FIRST}, alike = $3 DESC, id LIMIT 1",
        said.kind,
        _code(said),
        "" if said.anyway else _alike(said),
    )
    if row is not None:
        by = row.pop("by")
        raise InDirectory(organization={**row, "id": str(row["id"])}, by=by)


# Of a record of the kind $1: by what one with the tax code $2 and the key $3 is known, and whether it is.
_BY = "CASE WHEN coalesce(tax_code = $2, false) THEN 'tax_code' WHEN alike = $3 THEN 'name' ELSE 'former_name' END"
_CODE_FIRST = "coalesce(tax_code = $2, false) DESC"
_KNOWN = f"""
    kind = $1 AND state = 'active' AND id IN (
        SELECT id FROM organization WHERE tax_code = $2
        UNION ALL SELECT id FROM organization WHERE $3 <> '' AND alike = $3 AND (tax_code IS NULL OR $2::text IS NULL)
        UNION ALL SELECT one.id FROM organization_name AS former JOIN organization AS one ON one.id = former.organization
        WHERE former.alike <> '' AND former.alike = split_part($3, '|', 1) AND $3 = ANY({likeness.formerly("former", "one")})
          AND (one.tax_code IS NULL OR $2::text IS NULL))
"""

"""Which claims there are, to which record a path leads, and who decides about it."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from events_app import access, db, paging
from events_app.actor import Actor
from events_app.directory import jurisdiction
from events_app.directory.tables import Claim, ClaimState, Kind, Organization
from events_app.i18n import text

UNPROVED = "none"  # instead of a proof, where the claimant only says who it is
_PATH = re.compile(r"/organizations/([^/?#]+)/claim")


def is_way(path: str) -> bool:
    """Whether a path of ours leads to the claim of a record."""
    return _PATH.fullmatch(path) is not None


async def led_to(path: str) -> str | None:
    """What the record is called to whose claim a path of ours leads; None for another path."""
    found = _PATH.fullmatch(path)
    row = (
        await db.one("SELECT name FROM organization WHERE slug = $1 AND state = 'active'", found[1]) if found else None
    )
    return row["name"] if row else None


async def is_claimable(row: Organization) -> bool:
    """Whether nobody acts for a record yet."""
    return not await db.fetch("SELECT FROM membership WHERE organization = $1 LIMIT 1", row.id)


async def waiting(row: Organization, person: UUID | None) -> Claim | None:
    """The claim of a person to a record that waits for its decision."""
    if person is None:
        return None
    theirs = (Claim.organization == row.id) & (Claim.user == person) & (Claim.state == ClaimState.WAITING)
    return await Claim.objects().where(theirs).first()


async def authorities(
    kind: str, province_set: str | None, province_code: str | None, involved: Collection[UUID] = ()
) -> list[dict[str, Any]]:
    """Id and name of the authorities that decide who acts for such a record; none where that is the admins' to say.

    An authority decides nothing to which nobody belongs that may: who only looks, or is ``involved``, does not.
    """
    unit = jurisdiction.unit(province_set, province_code) if kind == Kind.ENTITY else None
    here, given = jurisdiction.within(unit, 2)
    return await db.fetch(
        f"""
        SELECT id, name FROM organization WHERE kind = 'authority' AND state = 'active' AND {here} AND EXISTS (
            SELECT FROM membership WHERE membership.organization = organization.id AND membership.role <> 'viewer'
              AND membership."user" <> ALL($1)
        ) ORDER BY sort, id
        """,
        list(involved),
        *given,
    )


async def claimants(organization: UUID) -> set[UUID]:
    """Who claims a record, so that it is no judge of any claim to it."""
    waiting = (Claim.organization == organization) & (Claim.state == ClaimState.WAITING)
    return set(await Claim.select(Claim.user).where(waiting).output(as_list=True))


async def listed(
    actor: Actor, page: paging.Page, state: str | None = None, *, own: bool = False
) -> tuple[list[dict[str, Any]], str | None]:
    """A page of the claims that ``actor`` decides, those to one record together, or of its ``own``; the oldest first.

    ``rejected_for`` is what somebody wrote that rejected the claim of before; ``others`` is how many other claims to the record
    wait, ``others_proved`` those of them that proved something: who decides weighs them against each other. Who is ``involved``,
    because it claims the record itself, is told neither of them nor what they say: both and their ``note`` are None then.
    """
    person = access.signed_in(actor)
    where, given = await _which(actor, own=own)
    rows, following = await paging.rows(
        f"""
        SELECT claim.*, organization.name AS record, organization.slug, organization.province_set,
               organization.province_code, organization.version AS record_version, users.name AS claimant, users.email,
               EXISTS (
                   SELECT FROM claim AS own
                   WHERE own.organization = claim.organization AND own."user" = $2 AND own.state = 'waiting'
               ) AS involved,
               coalesce((
                   SELECT earlier.reason FROM claim AS earlier
                   WHERE earlier.organization = claim.organization AND earlier."user" = claim."user"
                     AND earlier.state = 'rejected' AND earlier.because = '' AND earlier.id < claim.id
                   ORDER BY earlier.id DESC LIMIT 1
               ), '') AS rejected_for,
               rivals.others, rivals.others_proved,
               first_value(claim.id) OVER (PARTITION BY claim.organization ORDER BY claim.id) AS first
        FROM claim JOIN organization ON organization.id = claim.organization JOIN users ON users.id = claim."user"
        CROSS JOIN LATERAL (
            SELECT count(*) AS others, count(*) FILTER (WHERE rival.proof <> $3) AS others_proved FROM claim AS rival
            WHERE rival.organization = claim.organization AND rival.id <> claim.id AND rival.state = 'waiting'
        ) AS rivals
        WHERE {where} AND ($1::text IS NULL OR claim.state = $1)
        """,
        [state, person, UNPROVED, *given],
        order=["id:uuid"] if own else ["first:uuid", "id:uuid"],
        page=page,
    )
    for row in rows:
        if row["involved"]:
            row |= {"others": None, "others_proved": None, "note": row["note"] if row["user"] == person else None}
    return rows, following


def reason(row: Mapping[str, Any]) -> str:
    """Why a claim was rejected: as somebody wrote, or where nobody decided, in the language being spoken."""
    return row["reason"] or text(row["because"])


async def contacts(actor: Actor, rows: Sequence[Mapping[str, Any]]) -> dict[UUID, list[dict[str, Any]]]:
    """By which contacts of its record ``actor``, who decides, can ask about each of these rows; one statement for all.

    Only who decides has to ask, and only about what proves nothing and still waits; telephones of people are shown for nothing
    else, and a row about which nobody has to ask is not there.

    A contact that is the claimant, or that it entered or changed, is none: it would answer its own question.
    """
    asked = [
        row["id"]
        for row in rows
        if actor.writes and row["proof"] == UNPROVED and row["state"] == ClaimState.WAITING and not row["involved"]
    ]
    found = await db.fetch(
        """
        SELECT claim.id AS claim, contact.name, contact.email, contact.phone
        FROM claim JOIN contact ON contact.organization = claim.organization JOIN users ON users.id = claim."user"
        WHERE claim.id = ANY($1) AND contact.removed_at IS NULL
          AND contact."user" IS DISTINCT FROM users.id AND lower(contact.email) IS DISTINCT FROM lower(users.email)
          AND NOT EXISTS (
              SELECT FROM message WHERE message.topic IN ('contact.create', 'contact.edit')
                AND message.payload->>'id' = contact.id::text AND message.user_id = users.id
          )
        ORDER BY contact.id
        """,
        asked,
    )
    by: dict[UUID, list[dict[str, Any]]] = {one: [] for one in asked}
    for one in found:
        by[one.pop("claim")].append(one)
    return by


async def _which(actor: Actor, *, own: bool) -> tuple[str, list[Any]]:
    if own:
        return 'claim."user" = $2', []
    if actor.admin:
        return "true", []
    ours = access.member(actor, Kind.AUTHORITY)
    authority = await Organization.objects().get(Organization.id == ours)
    unit = jurisdiction.unit_of(authority) if authority else None
    here, given = jurisdiction.within(unit, 4)
    return f"organization.kind = 'entity' AND {here}", given

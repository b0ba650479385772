"""What the API answers about newcomers, members, invitations and claims."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from events_app.accounts.tables import Link
from events_app.actor import Role
from events_app.directory import arriving, claim_queries, claiming, schemas, telling_apart
from events_app.directory.tables import Claim, ClaimState


class Applicant(msgspec.Struct, frozen=True):
    """Somebody behind what waits."""

    name: str
    email: str


class Waiting(msgspec.Struct, frozen=True):
    """An organization that waits for approval; ``refused_for`` is why it was refused before, if it was.

    ``authorities`` are those that speak for the same province already, where it is an authority. ``version`` is what a decision
    names in If-Match.
    """

    organization: schemas.OrganizationListed
    representative: str
    phone: str | None
    email: str | None
    address: str
    people: list[Applicant]
    refused_for: str
    authorities: list[schemas.OrganizationListed]
    created_at: datetime
    version: int


class WaitingPage(msgspec.Struct, frozen=True):
    """A page of what waits."""

    items: list[Waiting]
    next: str | None


class RecordShown(msgspec.Struct, frozen=True):
    """A record by which an organization is known already, and where it is claimed if nobody acts for it.

    Of one that has the tax code, and people, it is not said which it is.
    """

    by: str
    id: UUID | None = None
    name: str | None = None
    slug: str | None = None
    claim: str | None = None


class ConfirmedShown(msgspec.Struct, frozen=True):
    """Who was let in, and what came into the directory with it; ``in_directory`` is there already."""

    email: str
    organization: schemas.OrganizationListed | None
    state: str | None
    in_directory: RecordShown | None


class MemberShown(msgspec.Struct, frozen=True):
    """Somebody who acts for an organization."""

    id: UUID
    organization_id: UUID
    name: str
    email: str
    role: Role
    created_at: datetime


class InvitationShown(msgspec.Struct, frozen=True):
    """An invitation that is open."""

    id: UUID
    organization_id: UUID
    email: str
    role: Role
    language: str
    expires_at: datetime


class MemberPage(msgspec.Struct, frozen=True):
    """All members; the owners also see who is invited."""

    items: list[MemberShown]
    invitations: list[InvitationShown]
    next: str | None


class MembershipMade(msgspec.Struct, frozen=True):
    """What somebody who accepted an invitation is now."""

    id: UUID
    organization_id: UUID
    role: Role


class CodePrinted(msgspec.Struct, frozen=True):
    """A code for a letter, told this once."""

    id: UUID
    code: str


class ContactToAsk(msgspec.Struct, frozen=True):
    """Somebody by whom the organization itself can be asked about a claim to its record."""

    name: str
    email: str | None
    phone: str | None


class ClaimShown(msgspec.Struct, frozen=True):
    """A claim to a record; who decides it sees what the record says, and who claims the record itself no ``note`` of a rival.

    ``contacts`` of the record are there for who decides a claim that waits and proves nothing: the organization itself is asked.
    """

    id: UUID
    organization_id: UUID
    proof: str
    state: ClaimState
    reason: str
    created_at: datetime
    decided_at: datetime | None
    record: schemas.RecordShown | UnsetType = UNSET
    note: str | UnsetType = UNSET
    contacts: list[ContactToAsk] | UnsetType = UNSET


class ClaimListed(ClaimShown, frozen=True, kw_only=True):
    """A claim among others: whose, and to what; ``version`` is what a decision names in If-Match.

    ``rejected_for`` is why the last claim of this person to this record was rejected, if one was; ``others`` how many other
    claims to the record wait, and ``others_proved`` how many of them proved something: only who decides is told, and nobody who
    claims the record itself.
    """

    organization: str
    claimant: str
    email: str
    rejected_for: str
    version: int
    others: int | UnsetType = UNSET
    others_proved: int | UnsetType = UNSET


class ClaimPage(msgspec.Struct, frozen=True):
    """A page of claims."""

    items: list[ClaimListed]
    next: str | None


def waiting(row: dict[str, Any]) -> Waiting:
    """A row of ``approving.waiting``."""
    return Waiting(
        organization=schemas.listed(row),
        representative=row["representative"],
        phone=row["phone"],
        email=row["email"],
        address=row["address"],
        people=[Applicant(one["name"], one["email"]) for one in row["people"] or []],
        refused_for=row["state_reason"],
        authorities=[schemas.listed(one) for one in row["there"]],
        created_at=row["created_at"],
        version=row["version"],
    )


def confirmed(came: arriving.Confirmed) -> ConfirmedShown:
    """Who came in."""
    row, facts = came.organization, came.known.facts if came.known else None
    said = {**facts.get("organization", {}), "by": facts["by"], "claim": facts.get("claim")} if facts else None
    known = msgspec.convert(said, RecordShown) if said else None
    return ConfirmedShown(
        came.user.email, schemas.listed(row.to_dict()) if row else None, str(row.state) if row else None, known
    )


def member(row: dict[str, Any], organization_id: UUID) -> MemberShown:
    """A row of ``inviting.members``."""
    return MemberShown(row["id"], organization_id, row["name"], row["email"], Role(row["role"]), row["created_at"])


def invitation(row: Link) -> InvitationShown:
    """An invitation."""
    assert row.organization_id is not None
    return InvitationShown(row.id, row.organization_id, row.email, Role(row.role), row.language, row.expires_at)


def claim(
    row: Claim,
    record: telling_apart.Particulars | None = None,
    contacts: Sequence[dict[str, Any]] | None = None,
    *,
    rival: bool = False,
) -> ClaimShown:
    """A claim; with its record for who decides, whom of it to ask where nothing is proved, and without its note for a ``rival``."""
    return ClaimShown(
        row.id,
        row.organization,
        row.proof,
        ClaimState(row.state),
        claim_queries.reason({"reason": row.reason, "because": row.because}),
        row.created_at,
        row.decided_at,
        schemas.record(record) if record else UNSET,
        note=UNSET if rival else row.note,
        contacts=_asked(contacts),
    )


def listed_claim(
    row: dict[str, Any], record: telling_apart.Particulars | None, contacts: Sequence[dict[str, Any]] | None = None
) -> ClaimListed:
    """A row of ``claim_queries.listed``; with its record for who decides, and whom of it to ask where nothing is proved."""
    return ClaimListed(
        row["id"],
        row["organization"],
        row["proof"],
        ClaimState(row["state"]),
        claim_queries.reason(row),
        row["created_at"],
        row["decided_at"],
        schemas.record(record) if record else UNSET,
        note=UNSET if row["note"] is None else row["note"],
        contacts=_asked(contacts),
        organization=row["record"],
        claimant=row["claimant"],
        email=row["email"],
        rejected_for=row["rejected_for"],
        version=claiming.version(row["version"], row["record_version"]),
        others=row["others"] if record and not row["involved"] else UNSET,
        others_proved=row["others_proved"] if record and not row["involved"] else UNSET,
    )


def _asked(contacts: Sequence[dict[str, Any]] | None) -> list[ContactToAsk] | UnsetType:
    return UNSET if contacts is None else [ContactToAsk(**one) for one in contacts]

"""Who is acting: set at the door, read by what records and by what authorizes."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from uuid import UUID

import msgspec


class Role(StrEnum):
    """What a person may do for an organization; ``admin`` runs the platform."""

    OWNER = "owner"
    STAFF = "staff"
    VIEWER = "viewer"
    ADMIN = "admin"


class Membership(msgspec.Struct, frozen=True):
    """One organization that a person belongs to."""

    id: UUID
    organization_id: UUID
    name: str
    slug: str
    kind: str
    role: Role
    state: str = "active"  # organizers and authorities wait until an admin has approved them


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """The person behind a request and the membership in whose name it acts.

    ``user_id`` is None for nobody (a visitor) and for the program itself (a worker).
    """

    user_id: UUID | None = None
    name: str = ""
    email: str = ""
    language: str = "vi"
    membership: Membership | None = None
    memberships: tuple[Membership, ...] = ()
    admin: bool = False
    scopes: tuple[str, ...] = ()  # a token may be narrower than its person; a session has every scope
    on_behalf_of: UUID | None = None

    @property
    def known(self) -> bool:
        """Whether somebody is signed in."""
        return self.user_id is not None

    @property
    def organization_id(self) -> UUID | None:
        """The organization in whose name the person acts."""
        return self.membership.organization_id if self.membership else None

    @property
    def kind(self) -> str | None:
        """The kind of that organization - organizer, entity, distributor, authority - once it may do what its kind does."""
        return self.membership.kind if self.membership and self.membership.state == "active" else None

    @property
    def waits_as(self) -> str | None:
        """The kind of that organization as long as it may not yet do what its kind does."""
        return self.membership.kind if self.membership and self.membership.state != "active" else None

    @property
    def role(self) -> Role | None:
        """The role in that organization."""
        if self.admin:
            return Role.ADMIN
        return self.membership.role if self.membership else None

    @property
    def writes(self) -> bool:
        """Whether the role and the token allow changes."""
        return self.role in {Role.OWNER, Role.STAFF, Role.ADMIN} and "write" in self.scopes


NOBODY = Actor()
_acting: ContextVar[Actor] = ContextVar("acting", default=NOBODY)
_request: ContextVar[str] = ContextVar("request", default="")


def acting() -> Actor:
    """The actor of the present request or task."""
    return _acting.get()


def request_id() -> str:
    """The id that the log lines and messages of the present request or task carry."""
    return _request.get()


@contextmanager
def as_actor(actor: Actor, request: str | None = None) -> Iterator[None]:
    """Act as ``actor`` within the block."""
    token = _acting.set(actor)
    named = _request.set(request) if request is not None else None
    try:
        yield
    finally:
        _acting.reset(token)
        if named is not None:
            _request.reset(named)

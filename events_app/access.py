"""The few questions that every slice asks of an actor before a verb."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from events_app.actor import Actor
from events_app.errors import Forbidden, NotApproved, SignedOut

OPEN: Mapping[str, Any] = {"opt": {"open": True}, "security": [{}, {"token": []}]}  # an operation for nobody too


def signed_in(actor: Actor) -> UUID:
    """The person's id. Raises SignedOut for nobody."""
    if actor.user_id is None:
        raise SignedOut
    return actor.user_id


def writer(actor: Actor, *kinds: str) -> UUID:
    """The organization in whose name ``actor`` may change things, if it is one of ``kinds`` (any when none is named).

    Raises SignedOut for nobody, Forbidden for a viewer, a read-only token or another kind of organization, NotApproved.
    """
    signed_in(actor)
    if not actor.writes:
        raise Forbidden
    return member(actor, *kinds)


def member(actor: Actor, *kinds: str) -> UUID:
    """The organization in whose name ``actor`` may look at things. Raises SignedOut, Forbidden, NotApproved."""
    signed_in(actor)
    if actor.organization_id is None or (kinds and actor.kind not in kinds):
        raise NotApproved if kinds and actor.waits_as in kinds else Forbidden
    return actor.organization_id


def founder(actor: Actor) -> UUID:
    """The person, if its session or token may write; no membership is needed. Raises SignedOut, Forbidden."""
    person = signed_in(actor)
    if "write" not in actor.scopes:
        raise Forbidden
    return person


def admin(actor: Actor) -> UUID:
    """The person, if it runs the platform and may change things. Raises SignedOut, Forbidden."""
    person = founder(actor)
    if not actor.admin:
        raise Forbidden
    return person

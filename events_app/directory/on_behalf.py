"""Whoever does something for an organization that is not its own is recorded as doing so."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import msgspec

from events_app import db
from events_app.actor import acting, as_actor
from events_app.errors import Refusal


class DecidesItself(Refusal):
    """This organization has people of its own here, and this is for them to decide."""

    status = 403


@contextmanager
def of(organization_id: UUID) -> Iterator[None]:
    """Within the block messages say that the actor acts on behalf of this organization, where it is another than its own."""
    who = acting()
    if not who.known or who.organization_id == organization_id:
        yield
        return
    with as_actor(msgspec.structs.replace(who, on_behalf_of=organization_id)):
        yield


async def decides(organization_id: UUID) -> None:
    """See that the actor may decide for this organization: it is its own, or nobody belongs to it. Raises DecidesItself."""
    who = acting()
    if who.known and who.organization_id != organization_id and await has_people(organization_id):
        raise DecidesItself


async def has_people(organization_id: UUID) -> bool:
    """Whether anybody belongs to an organization."""
    return await db.one("SELECT FROM membership WHERE organization = $1 LIMIT 1", organization_id) is not None

"""Whoever does something for an organization that is not its own is recorded as doing so."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import msgspec

from events_app.actor import acting, as_actor


@contextmanager
def of(organization_id: UUID) -> Iterator[None]:
    """Within the block messages say that the actor acts on behalf of this organization, where it is another than its own."""
    who = acting()
    if not who.known or who.organization_id == organization_id:
        yield
        return
    with as_actor(msgspec.structs.replace(who, on_behalf_of=organization_id)):
        yield

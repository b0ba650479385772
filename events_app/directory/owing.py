"""What an organization still owes, so that its last owner cannot go; the slice that knows it says what ends it."""

from uuid import UUID

import msgspec


class Owed(msgspec.Struct, frozen=True):
    """Something open: ``what`` it is, in a sentence, and what its owner can do where there is no other; its page, if it has one."""

    organization: UUID
    what: str
    id: UUID
    says: str
    do: str
    page: str | None = None

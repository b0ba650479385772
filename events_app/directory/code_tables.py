"""The codes of letters to the people of records."""

from piccolo.columns import Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from events_app.accounts.tables import User
from events_app.columns import Id, instant, maybe, of
from events_app.directory.tables import Organization


class ClaimCode(Table):
    """The code of a letter to the people of a record; kept hashed, shown once. A new one ends the one of before.

    Who printed it, and for which organization, is kept because it proves nothing in their own hands.
    """

    id = Id()
    organization = of(Organization)
    code_hash = Varchar(length=64)
    printed_by = maybe(User)
    printed_for = maybe(Organization)
    expires_at = instant(null=False)
    created_at = instant(null=False)

    a_record_has_one_code = Unique([organization])

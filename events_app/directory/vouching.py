"""What an admin vouched for by approving an organizer or authority stays as it was looked at: only an admin changes it."""

from collections.abc import Mapping

from events_app.actor import acting
from events_app.directory.tables import Kind, Organization, OrganizationState
from events_app.errors import Refusal

# An authority judges in its province, and people trust the name of either.
_LOOKED_AT: Mapping[str, tuple[str, ...]] = {
    Kind.AUTHORITY: ("name", "province_set", "province_code"),
    Kind.ORGANIZER: ("name",),
}


class ApprovedAsItIs(Refusal):
    """The name of an approved organizer or authority, and an authority's province, are changed by the platform's admin only."""

    status = 403


def settled(row: Organization) -> tuple[str, ...]:
    """What only an admin changes of an organization that is approved; nothing while it waits, nor where an admin acts."""
    if row.state != OrganizationState.ACTIVE or acting().admin:
        return ()
    return _LOOKED_AT.get(row.kind, ())


def stays(row: Organization, changes: Mapping[str, object]) -> None:
    """See that ``changes`` leave what the organization was approved with. Raises ApprovedAsItIs."""
    fields = [one for one in settled(row) if one in changes and changes[one] != getattr(row, one)]
    if fields:
        raise ApprovedAsItIs(fields=fields)

"""Members and invitations over HTTP."""

from uuid import UUID

from litestar import Response, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from events_app import access, db, versions
from events_app.accounts import consenting
from events_app.actor import Role, acting
from events_app.directory import arriving_bodies, arriving_schemas, inviting, queries
from events_app.directory.arriving_bodies import Acceptance, NewcomersAcceptance
from events_app.directory.tables import Membership
from events_app.values import now


@get("/organizations/{organization_id:uuid}/members")
async def members(organization_id: FromPath[UUID]) -> arriving_schemas.MemberPage:
    """Who acts for the organization."""
    row = await queries.seen(acting(), organization_id)
    found = await inviting.members(acting(), row.id)
    owns = acting().role in {Role.OWNER, Role.ADMIN} and acting().writes
    invited = await inviting.open_invitations(acting(), row.id, at=now()) if owns else []
    return arriving_schemas.MemberPage(
        [arriving_schemas.member(one, row.id) for one in found],
        [arriving_schemas.invitation(one) for one in invited],
        None,
    )


@post("/organizations/{organization_id:uuid}/members")
async def invite(
    organization_id: FromPath[UUID], data: JSONBody[arriving_bodies.NewInvitation]
) -> arriving_schemas.InvitationShown:
    """Invite a colleague; a letter with a link is sent."""
    row = inviting.owned(acting(), await queries.seen(acting(), organization_id))
    made = await inviting.invite(row, data.email, data.role, data.language, by=access.signed_in(acting()), at=now())
    return arriving_schemas.invitation(made)


@delete("/invitations/{invitation_id:uuid}")
async def withdraw(invitation_id: FromPath[UUID], if_match: versions.IfMatch = None) -> None:
    """Take an invitation back."""
    row = await inviting.invitation(acting(), invitation_id)
    await inviting.withdraw(row, versions.owed(if_match), at=now())


@get("/invitations/{invitation_id:uuid}")
async def invitation(invitation_id: FromPath[UUID]) -> Response[arriving_schemas.InvitationShown]:
    """An open invitation, as the owners see it."""
    row = await inviting.invitation(acting(), invitation_id)
    return versions.tagged(arriving_schemas.invitation(row), row.version)


@post("/invitations/acceptance")
async def accept(data: JSONBody[Acceptance]) -> arriving_schemas.MembershipMade:
    """Accept an invitation as the person that the request comes from."""
    return _made(await inviting.accept(data.token, access.founder(acting()), at=now()))


@post("/invitations/registration", **access.OPEN)
async def come(data: JSONBody[NewcomersAcceptance]) -> arriving_schemas.MembershipMade:
    """Accept an invitation as somebody new; the letter has proved the address."""
    _user, made = await inviting.accept_as_newcomer(
        data.token, data.name, data.password, consenting.agreed(data.consent), at=now()
    )
    return _made(made)


def _made(row: Membership) -> arriving_schemas.MembershipMade:
    return arriving_schemas.MembershipMade(row.id, row.organization, Role(row.role))


@get("/members/{member_id:uuid}")
async def member(member_id: FromPath[UUID]) -> Response[arriving_schemas.MemberShown]:
    """A member of one's organization."""
    return await _shown(await inviting.member(acting(), member_id))


@patch("/members/{member_id:uuid}")
async def change(
    member_id: FromPath[UUID],
    data: JSONBody[arriving_bodies.MemberRole],
    if_match: versions.IfMatch = None,
) -> Response[arriving_schemas.MemberShown]:
    """Give a member another role."""
    row = await inviting.member_to_change(acting(), member_id)
    return await _shown(await inviting.change_role(row, versions.owed(if_match), data.role, at=now()))


@delete("/members/{member_id:uuid}")
async def remove(member_id: FromPath[UUID], if_match: versions.IfMatch = None) -> None:
    """End a membership, also one's own; its sessions and tokens end at once."""
    row = await inviting.member_to_remove(acting(), member_id)
    await inviting.remove(row, versions.owed(if_match), at=now())


async def _shown(row: Membership) -> Response[arriving_schemas.MemberShown]:
    person = await db.one("SELECT name, email FROM users WHERE id = $1", row.user)
    assert person
    said = {**row.to_dict(), **person}
    return versions.tagged(arriving_schemas.member(said, row.organization), row.version)


handlers = [members, invite, invitation, withdraw, accept, come, member, change, remove]

"""Members and invitations on pages."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, QueryParameter

from events_app import access, web
from events_app.accounts import consenting, links, passwords, signing_in
from events_app.accounts.authenticating import COOKIE
from events_app.accounts.tables import Aim
from events_app.actor import Role, acting
from events_app.directory import arriving_bodies, inviting, queries, words
from events_app.errors import Forbidden
from events_app.i18n import text as _
from events_app.values import now

Given = Annotated[str, QueryParameter(name="token", max_length=200)]
HERE = "/organization/members"


@get(HERE)
async def members(request: web.Asked) -> Response[Any]:
    """Who acts for one's organization, and who is invited."""
    return await _members(request, web.FIRST)


async def _members(
    request: web.Asked, attempt: web.Attempt, member_id: UUID | None = None, invitation_id: UUID | None = None
) -> Response[Any]:
    row = await queries.within(acting(), access.member(acting()))
    owns = acting().role in {Role.OWNER, Role.ADMIN} and acting().writes
    return web.page(
        request,
        "directory/members.html",
        status=attempt.status,
        attempt=attempt,
        tried=member_id,
        organization=row,
        members=await inviting.members(acting(), row.id),
        invitations=await inviting.open_invitations(acting(), row.id, at=now()) if owns else [],
        owns=owns,
        words=words,
    )


@post(HERE)
@web.refused_as(_members)
async def invite(request: web.Asked) -> Response[Any]:
    """Invite a colleague."""
    row = inviting.owned(acting(), await queries.seen(acting(), access.member(acting())))
    given = await web.read(request, arriving_bodies.NewInvitation)
    person = access.signed_in(acting())
    await inviting.invite(row, given.email, given.role, given.language, by=person, at=now())
    return web.see(HERE, _("A letter with a link goes to %(email)s.", email=given.email))


@post("/members/{member_id:uuid}/role")
@web.refused_as(_members)
async def change(request: web.Asked, member_id: FromPath[UUID]) -> Response[Any]:
    """Give a member another role."""
    row = await inviting.member_to_change(acting(), member_id)
    given = await web.read(request, arriving_bodies.MemberRole)
    await inviting.change_role(row, await web.version(request), given.role, at=now())
    return web.see(HERE, _("The role is changed."))


@post("/members/{member_id:uuid}/removal")
@web.refused_as(_members)
async def remove(request: web.Asked, member_id: FromPath[UUID]) -> Response[Any]:
    """End a membership, also one's own."""
    row = await inviting.member_to_remove(acting(), member_id)
    mine = row.user == acting().user_id
    await inviting.remove(row, await web.version(request), at=now())
    return web.see("/" if mine else HERE, _("The membership has ended."))


@post("/invitations/{invitation_id:uuid}/withdrawal")
@web.refused_as(_members)
async def withdraw(request: web.Asked, invitation_id: FromPath[UUID]) -> Response[Any]:
    """Take an invitation back."""
    row = await inviting.invitation(acting(), invitation_id)
    await inviting.withdraw(row, await web.version(request), at=now())
    return web.see(HERE, _("The invitation is good for nothing any more."))


@get("/invitation")
async def invited(request: web.Asked, given_token: Given = "") -> Response[Any]:
    """What one is invited to, and the two ways to accept."""
    return await _invited(request, web.FIRST, given_token)


async def _invited(request: web.Asked, attempt: web.Attempt, given_token: str = "") -> Response[Any]:
    link = await links.look(str(attempt.typed.get("token", given_token)), Aim.INVITATION, at=now())
    return web.page(
        request,
        "directory/invitation.html",
        status=attempt.status,
        attempt=attempt,
        token=links.token(link.id),
        here=links.path(link.id, Aim.INVITATION),
        link=link,
        organization=await inviting.led_to(link),
        consent=consenting.present().text,
        shortest=passwords.SHORTEST,
        words=words,
    )


@post("/invitation")
@web.refused_as(_invited)
async def accept(request: web.Asked) -> Response[Any]:
    """Accept as the person who is signed in, and act for the organization from now on."""
    person = access.founder(acting())
    given = await web.read(request, arriving_bodies.Acceptance)
    made = await inviting.accept(given.token, person, at=now())
    session = request.cookies.get(COOKIE, "")
    await signing_in.switch(session, await signing_in.recognize(session, at=now()), made.id)
    return web.see("/organization", _("You belong to it now."))


@post("/invitation/registration")
@web.refused_as(_invited)
async def come(request: web.Asked) -> Response[Any]:
    """Accept as somebody new."""
    if acting().known:
        raise Forbidden
    given = await web.read(request, arriving_bodies.NewcomersAcceptance)
    await inviting.accept_as_newcomer(
        given.token, given.name, given.password, consenting.agreed(given.consent), at=now()
    )
    return web.see("/sign-in?next=/organization", _("You belong to it now. Sign in with your new password."))


handlers = [members, invite, change, remove, withdraw, invited, accept, come]

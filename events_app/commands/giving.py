"""Give people a role, and their programs a token, and take a token back."""

from datetime import timedelta

from events_app import db, together, values
from events_app.accounts import links, tokens
from events_app.accounts.tables import Aim, User
from events_app.actor import Role
from events_app.directory import joining
from events_app.embedded import Trouble
from events_app.errors import NotFound
from events_app.settings import settings

LINK_LASTS = timedelta(hours=24)


async def token(email: str, organization: str | None) -> str:
    """A new token of this person, for one membership."""
    together.tie()
    try:
        async with db.pool(2):
            return await tokens.make(email, organization, at=values.now())
    except NotFound:
        place = f" who belongs to the organization {organization}" if organization else ""
        raise Trouble(f"There is nobody with the address {email}{place}.") from None


async def revoke(token_or_id: str) -> str:
    """Make a token worth nothing, by whichever of the two is known of it; the outcome."""
    together.tie()
    async with db.pool(2):
        return f"The token of {await tokens.revoke(token_or_id, at=values.now())} is worth nothing any more."


async def role(email: str, organization: str | None, wanted: str) -> str:
    """Give this person a role; the outcome, with a link on which somebody who has no password chooses one."""
    together.tie()
    at = values.now()
    async with db.pool(2), db.transaction():
        try:
            if wanted == Role.ADMIN:
                await joining.administer(email, at=at)
            else:
                await joining.add(email, organization or "", Role(wanted), at=at)
        except joining.NoSuchOrganization:
            raise Trouble(f"There is no organization {organization}.") from None
        except joining.AlreadyMember:
            place = organization or "those who run the platform"
            raise Trouble(f"{email} belongs to {place} already.") from None
        user = await User.objects().get(User.email == email.strip().lower())
        assert user is not None
        said = f"{email} is now {wanted} of {organization or 'the platform'}."
        if user.password_hash is not None:
            return said
        link = await links.make(Aim.PASSWORD, user.email, user=user.id, at=at, lasts=LINK_LASTS)
        address = settings().url + links.path(link.id, Aim.PASSWORD)
        return f"{said}\nA password is chosen here, once, within 24 hours:\n{address}"

"""Give people a role, and their programs a token."""

import secrets

from events_app import db, together, values
from events_app.accounts import tokens
from events_app.accounts.tables import User
from events_app.actor import Role
from events_app.directory import joining
from events_app.embedded import Trouble
from events_app.errors import NotFound


async def token(email: str, organization: str | None) -> str:
    """A new token of this person, for one membership."""
    together.tie()
    try:
        async with db.pool(2):
            return await tokens.make(email, organization, at=values.now())
    except NotFound:
        place = f" who belongs to the organization {organization}" if organization else ""
        raise Trouble(f"There is nobody with the address {email}{place}.") from None


async def role(email: str, organization: str, wanted: str) -> str:
    """Give this person a role; the outcome, with a first password for somebody who is new."""
    together.tie()
    at = values.now()
    password = secrets.token_urlsafe(12)
    async with db.pool(2), db.transaction():
        is_new = not await User.exists().where(User.email == email.strip().lower())
        try:
            if is_new:
                await joining.person(email, email.partition("@")[0], at=at, password=password)
            await joining.add(email, organization, Role(wanted), at=at)
        except joining.NoSuchOrganization:
            raise Trouble(f"There is no organization {organization}.") from None
        except joining.AlreadyMember:
            raise Trouble(f"{email} belongs to {organization} already.") from None
    said = f"{email} is now {wanted} of {organization}."
    return f"{said}\nThe first password is {password}" if is_new else said

"""What programs say about accounts."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import StringConstraints

from events_app import reading
from events_app.accounts import passwords

LinkToken = Annotated[reading.Unread, StringConstraints(min_length=1, max_length=200)]


class PasswordAsked(reading.Body):
    """Whose password is forgotten."""

    email: reading.UnreadLine


class PasswordSet(reading.Body):
    """A new password, by the token of a letter's link."""

    token: LinkToken
    password: passwords.Password


class PasswordChange(reading.Body):
    """The password of before, and the one from now on."""

    old: passwords.Password
    new: passwords.Password
    revoke_tokens: bool = True


class Proof(reading.Body):
    """The password, asked for once more: whoever only has a token of the person does not go on living by it."""

    password: passwords.Password


class NewToken(Proof):
    """A token to be made; where ``membership`` is not named, for the same as the one that asks for it."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    membership: UUID | None = None
    scopes: list[Literal["read", "write"]]


class FirstCode(Proof):
    """What the telephone shows once it has the secret."""

    code: reading.UnreadLine

"""What programs say about accounts."""

from typing import Annotated

from pydantic import StringConstraints

from events_app import reading
from events_app.accounts import passwords

LinkToken = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class PasswordAsked(reading.Body):
    """Whose password is forgotten."""

    email: reading.Line


class PasswordSet(reading.Body):
    """A new password, by the token of a letter's link."""

    token: LinkToken
    password: passwords.Password


class PasswordChange(reading.Body):
    """The password of before, and the one from now on."""

    old: passwords.Password
    new: passwords.Password

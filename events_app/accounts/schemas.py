"""What the API answers about accounts."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from events_app import i18n
from events_app.i18n import marked

_ON_ITS_WAY = marked("If this address can get it, a letter with a link is on its way.")


class LetterSent(msgspec.Struct, frozen=True):
    """The same for every address."""

    message: str


class ConsentText(msgspec.Struct, frozen=True):
    """The text that a newcomer sends back word for word, in the language that was asked for."""

    version: str
    language: str
    text: str


class SignInShown(msgspec.Struct, frozen=True):
    """A browser in which the person is signed in."""

    id: UUID
    browser: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


class SignIns(msgspec.Struct, frozen=True):
    """All of them."""

    items: list[SignInShown]
    next: str | None


class TokenShown(msgspec.Struct, frozen=True):
    """A token of the person, without its secret."""

    id: UUID
    name: str
    scopes: list[str]
    organization_id: UUID | None
    organization: str | None
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


class Tokens(msgspec.Struct, frozen=True):
    """All of them."""

    items: list[TokenShown]
    next: str | None


class TokenMade(msgspec.Struct, frozen=True):
    """A new token, told this once."""

    id: UUID
    token: str


class SecondStep(msgspec.Struct, frozen=True):
    """Since when signing in asks for a code, if it does, and how many recovery codes are unused."""

    on_since: datetime | None
    recovery_codes_left: int


class SecretMade(msgspec.Struct, frozen=True):
    """What the telephone is to know, as it is typed and as the address that is shown as a QR code."""

    secret: str
    address: str


class RecoveryCodes(msgspec.Struct, frozen=True):
    """The codes that stand in for a lost telephone, told this once."""

    recovery_codes: list[str]


def letter_sent() -> LetterSent:
    """The answer to whoever has a letter sent, whoever has the address."""
    return LetterSent(i18n.text(_ON_ITS_WAY))


def sign_in(row: dict[str, Any]) -> SignInShown:
    """A row of ``devices.sign_ins``."""
    return SignInShown(**{name: row[name] for name in SignInShown.__struct_fields__})


def token(row: dict[str, Any]) -> TokenShown:
    """A row of ``devices.tokens``."""
    return TokenShown(**{name: row[name] for name in TokenShown.__struct_fields__})

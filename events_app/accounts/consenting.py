"""What a person agrees to before we keep anything about it, and the proof that it did."""

from datetime import datetime
from uuid import UUID

import msgspec

from events_app import db, i18n
from events_app.accounts.tables import Consent
from events_app.errors import Invalid, Wrong
from events_app.i18n import marked

ACCOUNT = "account"
VERSION = "2026-12.2"  # raise it with every change of the text
TEXT = marked(
    "I agree that OCOP Fairs keeps my name, e-mail address and language, what I do here and from which browser, so that I "
    "can act for my organization and get letters about it. Nobody else gets them but the organizations for which I act. I "
    "can see, export and erase all of it on the page My account at any time, which withdraws this consent."
)
_OWED = marked("Without your consent we may keep nothing: send back the text that you agree to, word for word.")


class Agreed(msgspec.Struct, frozen=True):
    """A text as somebody agreed to it."""

    version: str
    language: str
    text: str


def present() -> Agreed:
    """The text to agree to, in the present language."""
    return Agreed(VERSION, i18n.language().value, i18n.text(TEXT))


def agreed(sent: str | None, field: str = "consent") -> Agreed:
    """Which text was sent back. Raises Invalid for none and for one that is not the present text in one of its languages."""
    for language in i18n.Language:
        with i18n.speaking(language):
            if sent is not None and sent.strip() == i18n.text(TEXT):
                return present()
    raise Invalid([Wrong(field, _OWED)])


async def keep(given: Agreed, *, at: datetime, user: UUID | None = None, link: UUID | None = None) -> Consent:
    """Write down that somebody agreed: the person, or whoever has the link."""
    row = Consent(
        user=user,
        link=link,
        what=ACCOUNT,
        text_version=given.version,
        language=given.language,
        text=given.text,
        given_at=at,
    )
    await row.save()
    return row


async def belongs(link: UUID, user: UUID) -> None:
    """Whoever agreed with this link turned out to be this person."""
    await db.fetch('UPDATE consent SET "user" = $2 WHERE link = $1', link, user)


async def withdraw(user: UUID, *, at: datetime) -> None:
    """Write down that a person agrees no more; that it did stays provable."""
    await db.fetch('UPDATE consent SET withdrawn_at = $2 WHERE "user" = $1 AND withdrawn_at IS NULL', user, at)

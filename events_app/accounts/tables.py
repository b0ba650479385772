"""Who you are: people, where they are signed in, the tokens of their programs, the links and consents that let them in."""

from enum import StrEnum

from piccolo.columns import UUID, Array, BigInt, Boolean, Integer, Text, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from events_app.columns import Id, instant, maybe, of


class User(Table, tablename="users"):
    """A person. The address is kept in lower case."""

    id = Id()
    email = Varchar(length=254, unique=True)
    name = Varchar(length=200)
    language = Varchar(length=2, default="vi")
    phone = Varchar(length=20, null=True, default=None)
    password_hash = Varchar(length=200, null=True, default=None)
    admin = Boolean(default=False)
    totp_salt = Varchar(length=64, null=True, default=None)  # the secret is made from it and from FAIRS_SECRET_KEY
    totp_on_at = instant()
    totp_step = BigInt(
        null=True, default=None
    )  # the last half minute whose code was taken, so that none is taken twice
    erased_at = instant()
    created_at = instant(null=False)
    version = Integer(default=1)


class SignIn(Table):
    """One browser in which a person is signed in; the cookie's token is kept hashed."""

    id = Id()
    user = of(User)
    token_hash = Varchar(length=64, unique=True)
    membership_id = UUID(null=True, default=None)  # the organization chosen in the switcher
    browser = Varchar(length=200)  # as it names itself
    created_at = instant(null=False)
    seen_at = instant(null=False)
    expires_at = instant(null=False)
    revoked_at = instant()


class Token(Table):
    """The right of a program to act for a person in one membership; kept hashed, shown once."""

    id = Id()
    user = of(User)
    membership_id = UUID(null=True, default=None)
    token_hash = Varchar(length=64, unique=True)
    name = Varchar(length=100)
    scopes = Array(base_column=Varchar(), default=["read", "write"])
    created_at = instant(null=False)
    expires_at = instant(null=False)
    used_at = instant()
    revoked_at = instant()


class Aim(StrEnum):
    """What a single-use link is good for."""

    CONFIRMATION = "confirmation"  # of a newcomer's e-mail address
    INVITATION = "invitation"  # into an organization
    PASSWORD = "password"  # noqa: S105  # a new one, no secret
    EMAIL = "email"  # to sign in with another address
    SECOND_STEP = "second_step"  # the password was right, the code is still owed


class Link(Table):
    """A right that is used once and runs out. Its token is made from the id and FAIRS_SECRET_KEY and is kept nowhere."""

    id = Id()
    aim = Varchar(length=20, choices=Aim)
    email = Varchar(length=254)
    user = maybe(User)
    organization_id = UUID(null=True, default=None)
    role = Varchar(length=10, null=True, default=None)
    language = Varchar(length=2, default="vi")
    created_at = instant(null=False)
    expires_at = instant(null=False)
    used_at = instant()
    version = Integer(default=1)

    an_invitation_names_organization_and_role = Check(
        "(aim = 'invitation') = (organization_id IS NOT NULL) AND (organization_id IS NULL) = (role IS NULL)"
    )


class Consent(Table):
    """What a person agreed to: the text itself, which version of it, in which language, when."""

    id = Id()
    user = maybe(User)  # missing until the address is confirmed
    link = maybe(Link)  # with which it was given
    what = Varchar(length=20)
    text_version = Varchar(length=20)
    language = Varchar(length=2)
    text = Text()
    given_at = instant(null=False)
    withdrawn_at = instant()

    a_consent_is_somebodys = Check('"user" IS NOT NULL OR link IS NOT NULL')


class RecoveryCode(Table):
    """One of the codes that stand in for a lost telephone; kept hashed, shown once, good once."""

    id = Id()
    user = of(User)
    code_hash = Varchar(length=64, unique=True)
    used_at = instant()
    created_at = instant(null=False)


class Tries(Table):
    """How often something was tried since ``until`` was set; ``who`` is an address or account, kept hashed."""

    id = Id()
    what = Varchar(length=20)
    who = Varchar(length=64)
    tried = Integer(default=0)
    until = instant(null=False)

    tries_are_counted_once = Unique([what, who])

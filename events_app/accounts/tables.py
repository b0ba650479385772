"""Who you are: people, where they are signed in, the tokens of their programs."""

from piccolo.columns import UUID, Array, Boolean, Integer, Varchar
from piccolo.table import Table

from events_app.columns import Id, instant, of


class User(Table, tablename="users"):
    """A person. The address is kept in lower case."""

    id = Id()
    email = Varchar(length=254, unique=True)
    name = Varchar(length=200)
    language = Varchar(length=2, default="vi")
    phone = Varchar(length=20, null=True, default=None)
    password_hash = Varchar(length=200, null=True, default=None)
    admin = Boolean(default=False)
    created_at = instant(null=False)
    version = Integer(default=1)


class SignIn(Table):
    """One browser in which a person is signed in; the cookie's token is kept hashed."""

    id = Id()
    user = of(User)
    token_hash = Varchar(length=64, unique=True)
    membership_id = UUID(null=True, default=None)  # the organization chosen in the switcher
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

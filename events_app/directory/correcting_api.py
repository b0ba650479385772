"""One's own name, language and address over HTTP."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, patch, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody
from pydantic import StringConstraints

from events_app import access, reading, versions
from events_app.accounts import bodies as accounts_bodies
from events_app.accounts import schemas as accounts_schemas
from events_app.accounts.tables import User
from events_app.actor import acting
from events_app.directory import checking, correcting
from events_app.i18n import Language
from events_app.values import now

Name = Annotated[reading.Line, StringConstraints(max_length=200)]


class PersonChange(reading.Body):
    """What is to be changed of oneself."""

    name: Name = ""
    language: Language = Language.VI


class NewAddress(accounts_bodies.Proof):
    """The address to sign in with from now on."""

    email: checking.Email


class Confirmation(reading.Body):
    """The token of the link that went to the new address."""

    token: accounts_bodies.LinkToken


class PersonShown(msgspec.Struct, frozen=True):
    """A person to itself."""

    id: UUID
    name: str
    email: str
    language: str


@patch("/account")
async def correct(data: JSONBody[PersonChange], if_match: versions.IfMatch = None) -> Response[PersonShown]:
    """Change one's name or language; letters come in that language from then on."""
    user = await correcting.person(access.founder(acting()))
    await correcting.correct(user, versions.owed(if_match), at=now(), **data.given())
    return versions.tagged(_shown(user), user.version)


@post("/account/email", status_code=202)
async def ask(data: JSONBody[NewAddress]) -> accounts_schemas.LetterSent:
    """Have a link sent to another address; the answer is the same whoever has it."""
    await correcting.ask(access.founder(acting()), data.email, data.password, at=now())
    return accounts_schemas.letter_sent()


@post("/account/email/confirmation", status_code=200)
async def move(data: JSONBody[Confirmation]) -> PersonShown:
    """Sign in with the new address from now on, by the token of its letter; the old address is told."""
    return _shown(await correcting.move(access.founder(acting()), data.token, at=now()))


def _shown(user: User) -> PersonShown:
    return PersonShown(user.id, user.name, user.email, user.language)


handlers: list[HTTPRouteHandler] = [correct, ask, move]

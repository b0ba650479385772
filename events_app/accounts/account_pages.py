"""My account: where one is signed in, the tokens of one's programs, the password, the second step."""

from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from pydantic import StringConstraints

from events_app import access, reading, web
from events_app.accounts import bodies, browsers, devices, passwords, second_step, tokens
from events_app.accounts.authenticating import COOKIE
from events_app.accounts.tables import User
from events_app.actor import acting
from events_app.errors import NotFound
from events_app.i18n import text as _
from events_app.values import now


class NewToken(bodies.Proof):
    """A token to be made: what it is called, for which membership, and whether it may write."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    membership: UUID | None = None
    scope: Literal["read", "write"]


class Change(reading.Body):
    """The password of before, and the one from now on."""

    old: passwords.Password
    new: passwords.Password
    revoke_tokens: bool = False  # a box that is not ticked says nothing


@get("/account")
async def account(request: web.Asked) -> Response[Any]:
    """Everything about one's account, and what one can do with it."""
    return await _account(request, web.FIRST)


async def _account(request: web.Asked, attempt: web.Attempt) -> Response[Any]:
    user = await _person()
    return web.page(
        request,
        "accounts/account.html",
        status=attempt.status,
        attempt=attempt,
        user=user,
        sign_ins=await devices.sign_ins(user.id, session=request.cookies.get(COOKIE, ""), at=now()),
        tokens=await devices.tokens(user.id, at=now()),
        browser=browsers.named,
        codes_left=await second_step.left(user.id),
    )


async def _person() -> User:
    user = await User.objects().get(User.id == access.signed_in(acting()))
    if user is None:
        raise NotFound
    return user


@post("/account/sign-ins/{sign_in_id:uuid}/end")
async def end(request: web.Asked, sign_in_id: FromPath[UUID]) -> Response[Any]:
    """Sign out in another browser."""
    await devices.end(access.signed_in(acting()), sign_in_id, at=now())
    return web.see("/account", _("That browser is signed out."))


async def _tokening(request: web.Asked, attempt: web.Attempt) -> Response[Any]:
    access.signed_in(acting())
    return web.page(request, "accounts/token.html", status=attempt.status, attempt=attempt)


@get("/account/tokens/new")
async def tokening(request: web.Asked) -> Response[Any]:
    """The form to make a token with."""
    return await _tokening(request, web.FIRST)


@post("/account/tokens/new")
@web.refused_as(_tokening)
async def make_token(request: web.Asked) -> Response[Any]:
    """Make a token and show it, this once; the password is asked for."""
    person = access.signed_in(acting())
    given = await web.read(request, NewToken)
    await passwords.prove(person, given.password, at=now())
    scopes = ("read",) if given.scope == "read" else ("read", "write")
    made = await tokens.make_for(acting(), given.membership, given.name, scopes, at=now())
    return web.page(request, "accounts/token_made.html", token=made.text, name=given.name)


@post("/account/tokens/{token_id:uuid}/revocation")
async def revoke(request: web.Asked, token_id: FromPath[UUID]) -> Response[Any]:
    """Make a token worth nothing."""
    await devices.revoke(access.signed_in(acting()), token_id, at=now())
    return web.see("/account", _("The token is worth nothing any more."))


async def _changing(request: web.Asked, attempt: web.Attempt) -> Response[Any]:
    access.signed_in(acting())
    return web.page(
        request, "accounts/change.html", status=attempt.status, attempt=attempt, shortest=passwords.SHORTEST
    )


@get("/account/password")
async def changing(request: web.Asked) -> Response[Any]:
    """The form to change the password with."""
    return await _changing(request, web.FIRST)


@post("/account/password")
@web.refused_as(_changing)
async def change(request: web.Asked) -> Response[Any]:
    """Change the password; other browsers are signed out."""
    person = access.signed_in(acting())
    given = await web.read(request, Change)
    await passwords.change(
        person,
        given.old,
        given.new,
        session=request.cookies.get(COOKIE, ""),
        revoke_tokens=given.revoke_tokens,
        at=now(),
    )
    return web.see("/account", _("Your password is changed. Other browsers are signed out."))


async def _second(request: web.Asked, attempt: web.Attempt) -> Response[Any]:
    user = await _person()
    prepared = user.totp_salt is not None and user.totp_on_at is None
    return web.page(
        request,
        "accounts/second_step.html",
        status=attempt.status,
        attempt=attempt,
        user=user,
        secret=second_step.secret(user) if prepared else None,
        picture=second_step.picture(user) if prepared else None,
        codes_left=await second_step.left(user.id),
    )


@get("/account/second-step")
async def second(request: web.Asked) -> Response[Any]:
    """How far the second step is set up."""
    return await _second(request, web.FIRST)


@post("/account/second-step")
@web.refused_as(_second)
async def prepare(request: web.Asked) -> Response[Any]:
    """Begin to set it up: a secret for the telephone; the password is asked for."""
    person = access.signed_in(acting())
    given = await web.read(request, bodies.Proof)
    await second_step.prepare(person, given.password, at=now())
    return web.see("/account/second-step")


@post("/account/second-step/code")
@web.refused_as(_second)
async def turn_on(request: web.Asked) -> Response[Any]:
    """Ask for a code from now on, and show the recovery codes, this once."""
    person = access.signed_in(acting())
    given = await web.read(request, bodies.FirstCode)
    codes = await second_step.turn_on(person, given.code, given.password, at=now())
    return web.page(request, "accounts/recovery_codes.html", codes=codes)


@post("/account/second-step/recovery-codes")
@web.refused_as(_second)
async def renew(request: web.Asked) -> Response[Any]:
    """Make new recovery codes in place of those of before."""
    person = access.signed_in(acting())
    given = await web.read(request, bodies.Proof)
    codes = await second_step.renew_codes(person, given.password, at=now())
    return web.page(request, "accounts/recovery_codes.html", codes=codes)


@post("/account/second-step/removal")
@web.refused_as(_second)
async def turn_off(request: web.Asked) -> Response[Any]:
    """Ask for no code any more."""
    person = access.signed_in(acting())
    given = await web.read(request, bodies.Proof)
    await second_step.turn_off(person, given.password, at=now())
    return web.see("/account", _("Signing in asks for no code any more."))


handlers = [
    account,
    end,
    tokening,
    make_token,
    revoke,
    changing,
    change,
    second,
    prepare,
    turn_on,
    renew,
    turn_off,
]

"""Accounts over HTTP: passwords, where one is signed in, one's tokens."""

from uuid import UUID

from litestar import Router, get, post
from litestar.params import FromPath, JSONBody

from events_app import access, idempotency
from events_app.accounts import bodies, consenting, devices, limiting, passwords, schemas, second_step_api, tokens
from events_app.actor import acting
from events_app.values import now
from events_app.web import Asked


@get("/registrations/consent", **access.OPEN)
async def consent() -> schemas.ConsentText:
    """The text that a newcomer agrees to."""
    text = consenting.present()
    return schemas.ConsentText(text.version, text.language, text.text)


@post("/password-resets", **access.OPEN, status_code=202)
async def ask(request: Asked, data: JSONBody[bodies.PasswordAsked]) -> schemas.LetterSent:
    """Have a link for a new password sent; the answer is the same whoever has the address."""
    await passwords.ask(data.email, near=limiting.near(request), at=now())
    return schemas.letter_sent()


@post("/password-resets/completion", **access.OPEN, status_code=204)
async def reset(data: JSONBody[bodies.PasswordSet]) -> None:
    """Set a new password by link; all sessions end, and all tokens are revoked."""
    await passwords.reset(data.token, data.password, at=now())


@post("/account/password", status_code=204)
async def change(data: JSONBody[bodies.PasswordChange]) -> None:
    """Change the password; all sessions end, and all tokens are revoked, the caller's too, unless they are to stay."""
    person = access.founder(acting())
    await passwords.change(person, data.old, data.new, session="", revoke_tokens=data.revoke_tokens, at=now())


@get("/account/sign-ins")
async def sign_ins() -> schemas.SignIns:
    """The browsers in which the person is signed in."""
    rows = await devices.sign_ins(access.signed_in(acting()), at=now())
    return schemas.SignIns([schemas.sign_in(row) for row in rows], None)


@post("/account/sign-ins/{sign_in_id:uuid}/end", status_code=204)
async def end(sign_in_id: FromPath[UUID]) -> None:
    """Sign out in one of them."""
    await devices.end(access.founder(acting()), sign_in_id, at=now())


@get("/account/tokens")
async def own_tokens() -> schemas.Tokens:
    """The tokens that are worth something."""
    rows = await devices.tokens(access.signed_in(acting()), at=now())
    return schemas.Tokens([schemas.token(row) for row in rows], None)


@post("/account/tokens")
async def make_token(request: Asked, data: JSONBody[bodies.NewToken]) -> schemas.TokenMade:
    """Make a token, which is told this once; the password is asked for."""
    person = access.founder(acting())
    await passwords.prove(person, data.password, at=now())
    ours = acting().membership
    membership = data.membership or (ours.id if ours else None)
    made = await tokens.make_for(acting(), membership, data.name, sorted(set(data.scopes)), at=now())
    request.scope.update({idempotency.UNREPLAYABLE: made.id})  # type: ignore[misc]  # a key of ours alone
    return schemas.TokenMade(made.id, made.text)


@post("/account/tokens/{token_id:uuid}/revocation", status_code=204)
async def revoke(token_id: FromPath[UUID]) -> None:
    """Make one of them worth nothing."""
    await devices.revoke(access.founder(acting()), token_id, at=now())


router = Router(
    "/",
    route_handlers=[
        consent,
        ask,
        reset,
        change,
        sign_ins,
        end,
        own_tokens,
        make_token,
        revoke,
        *second_step_api.handlers,
    ],
    tags=["accounts"],
)

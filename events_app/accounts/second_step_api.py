"""The second step over HTTP: set up with the password, turned on by a code, taken away with the password."""

from uuid import UUID

from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from events_app import access, idempotency
from events_app.accounts import bodies, schemas, second_step
from events_app.actor import acting
from events_app.values import now
from events_app.web import Asked


@get("/account/second-step")
async def how_far() -> schemas.SecondStep:
    """Whether signing in asks for a code."""
    user = await second_step.person(access.signed_in(acting()))
    return schemas.SecondStep(user.totp_on_at, await second_step.left(user.id))


@post("/account/second-step")
async def prepare(request: Asked, data: JSONBody[bodies.Proof]) -> schemas.SecretMade:
    """Begin to set it up: a secret for the telephone, told this once."""
    person = access.founder(acting())
    await second_step.prepare(person, data.password, at=now())
    _told_once(request, person)
    user = await second_step.person(person)
    return schemas.SecretMade(second_step.secret(user), second_step.address(user))


@post("/account/second-step/confirmation", status_code=200)
async def turn_on(request: Asked, data: JSONBody[bodies.FirstCode]) -> schemas.RecoveryCodes:
    """Ask for a code from now on, once the telephone has shown one; the recovery codes, told this once."""
    person = access.founder(acting())
    codes = await second_step.turn_on(person, data.code, data.password, at=now())
    _told_once(request, person)
    return schemas.RecoveryCodes(codes)


@post("/account/second-step/recovery-codes")
async def renew(request: Asked, data: JSONBody[bodies.Proof]) -> schemas.RecoveryCodes:
    """Make new recovery codes in place of those of before."""
    person = access.founder(acting())
    codes = await second_step.renew_codes(person, data.password, at=now())
    _told_once(request, person)
    return schemas.RecoveryCodes(codes)


@post("/account/second-step/removal", status_code=204)
async def turn_off(data: JSONBody[bodies.Proof]) -> None:
    """Ask for no code any more."""
    await second_step.turn_off(access.founder(acting()), data.password, at=now())


def _told_once(request: Asked, person: UUID) -> None:
    request.scope.update({idempotency.UNREPLAYABLE: person})  # type: ignore[misc]  # a key of ours alone


handlers: list[HTTPRouteHandler] = [how_far, prepare, turn_on, renew, turn_off]

"""What is kept about a person, over HTTP."""

from typing import Any

from litestar import Response, get, post
from litestar.params import JSONBody

from events_app import access, versions
from events_app.actor import acting
from events_app.directory import arriving_bodies, privacy
from events_app.values import now


@get("/account")
async def kept() -> Response[dict[str, Any]]:
    """Everything that is kept about the person."""
    found = await privacy.kept(access.signed_in(acting()))
    return versions.tagged(found, found["person"]["version"])


@post("/account/erasure", status_code=204)
async def erase(data: JSONBody[arriving_bodies.Erasure]) -> None:
    """Forget the person; what others need stays without it."""
    await privacy.erase(access.founder(acting()), data.password, at=now())


handlers = [kept, erase]

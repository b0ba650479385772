"""What is looked at before an operation of the API reads anything: who asks, and whether it knows what a read is asked for."""

from typing import Any

from litestar import Request

from events_app import actor, problems
from events_app.errors import SignedOut, Wrong
from events_app.i18n import marked

_UNKNOWN = marked("This field is not known.")


async def rightly(request: Request[Any, Any, Any]) -> None:
    """See who asks, then what for (runs before every handler of the API). Raises SignedOut, Invalid."""
    if not actor.acting().known and not request.route_handler.opt.get("open"):
        raise SignedOut  # before a field of the body is read: what is wrong with it is nobody's business
    _known(request)


def _known(request: Request[Any, Any, Any]) -> None:
    """A read knows every name in its query: else a whole list would pass for a filtered one."""
    if request.method not in {"GET", "HEAD"} or not request.url.query:
        return
    names = {name for name, _key in problems.asked(request)}
    wrongs = [Wrong(name, _UNKNOWN) for name in dict.fromkeys(request.query_params) if name not in names]
    if wrongs:
        raise problems.whole(wrongs + problems.unread(request), request)

"""What a read of the API is asked for: a name that it does not know is refused, or a whole list would pass for a filtered one."""

from typing import Any

from litestar import Request
from litestar.params import QueryParameter

from events_app.errors import Invalid, Wrong
from events_app.i18n import marked

_UNKNOWN = marked("This field is not known.")


async def known(request: Request[Any, Any, Any]) -> None:
    """See that a read knows everything in its query (runs before every handler of the API). Raises Invalid."""
    if request.method not in {"GET", "HEAD"} or not request.url.query:
        return
    taken = request.route_handler.parsed_fn_signature.parameters.items()
    kinds = [(field.kwarg_definition, name) for name, field in taken]
    names = {kind.name or name for kind, name in kinds if isinstance(kind, QueryParameter)}
    wrongs = [Wrong(name, _UNKNOWN) for name in dict.fromkeys(request.query_params) if name not in names]
    if wrongs:
        raise Invalid(wrongs)

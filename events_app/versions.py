"""The ETag of a resource is its version; who changes it says which version it has seen."""

import re
from typing import Annotated, Any, TypeVar

from litestar import Response
from litestar.params import HeaderParameter

from events_app.errors import Stale, VersionOwed

T = TypeVar("T")
IfMatch = Annotated[str | None, HeaderParameter(name="If-Match", max_length=200, description='The ETag, as in `"3"`.')]
_TAG = re.compile(r'"(\d{1,9})"')


def owed(if_match: str | None) -> int:
    """The version that an If-Match header names. Raises VersionOwed without one, Stale for one that cannot be ours.

    A list or ``*`` names no single version (RFC 9110 section 13.1.1 allows them; here a change is of what was seen).
    """
    if if_match is None:
        raise VersionOwed
    tag = _TAG.fullmatch(if_match.strip())
    if tag is None:
        raise Stale
    return int(tag.group(1))


def tagged(body: T, version: int, status: int = 200, **headers: str) -> Response[T]:
    """An answer that carries its version as ETag."""
    named: dict[str, Any] = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(body, status_code=status, headers={"ETag": f'"{version}"', **named})

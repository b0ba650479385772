"""Refusals become RFC 9457 problem details, in the reader's language, in one place."""

import re
import uuid
from enum import Enum
from typing import Any, Literal, get_args, get_origin
from urllib.parse import parse_qsl, urlencode

import msgspec
from asyncpg.exceptions import CharacterNotInRepertoireError
from litestar import Request, Response
from litestar.exceptions import HTTPException, InternalServerException, ValidationException
from litestar.exceptions import NotFoundException as NoRoute
from litestar.params import QueryParameter

from events_app import errors, i18n, logs
from events_app.reading import ONE_OF, OTHERWISE, SENTENCES
from events_app.settings import settings

CONTENT_TYPE = "application/problem+json"
_SAID = [  # by what msgspec says
    (re.compile(said), SENTENCES[error])
    for said, error in (
        (r"of length <= (?P<max_length>\d+)", "string_too_long"),
        (r"`(?:int|float)` <= (?P<le>\d+)", "less_than_equal"),
        (r"`int` >= (?P<ge>\d+)", "greater_than_equal"),
        (r"`float` > (?P<gt>\d+)", "greater_than"),
        (r"Expected `int(?: \| null)?`, got", "int_type"),
        (r"Expected `float(?: \| null)?`, got", "float_type"),
        (r"Invalid RFC3339 encoded date", "date_type"),
    )
]
_BY_KIND = {uuid.UUID: SENTENCES["uuid_type"], bool: SENTENCES["bool_type"]}
_BROKEN_OFF = "client disconnected prematurely"  # what Litestar calls an error of the server
_BY_STATUS: dict[int, type[errors.Refusal]] = {400: errors.Malformed, 401: errors.SignedOut, 403: errors.Forbidden}


class MethodNotAllowed(errors.Refusal):
    """This address does not answer to this method."""

    status = 405


class TooLarge(errors.Refusal):
    """The request is too large."""

    status = 413
    more = i18n.marked("It may have %(most_mib)s MiB at most.")

    def __init__(self, most_bytes: int) -> None:
        super().__init__(most_bytes=most_bytes, most_mib=most_bytes >> 20)


class BrokenOff(errors.Refusal):
    """The request was broken off before all of it was here."""

    status = 400


class TooMany(errors.Refusal):
    """Too many requests; wait a moment."""

    status = 429
    retry_after = 5


class Broken(errors.Refusal):
    """Something went wrong on our side."""

    status = 500


def refusal_of(raised: Exception, request: Request[Any, Any, Any]) -> errors.Refusal:
    """Whatever ``request`` raised, as a refusal; what nobody meant is logged once and becomes Broken with an id."""
    if isinstance(raised, errors.Refusal):
        return raised
    if isinstance(raised, ValidationException):
        extra: Any = raised.extra or []
        said = [(str(item.get("key", "")), str(item.get("message", ""))) for item in extra]
        return whole([_wrong(key, message, request) for key, message in said], request)
    if isinstance(raised, NoRoute):
        return errors.NotFound()
    if isinstance(raised, InternalServerException) and raised.detail == _BROKEN_OFF:
        logs.log().info("broken off")  # by whoever sent it, whom the answer does not reach
        return BrokenOff()
    if isinstance(raised, HTTPException) and raised.status_code < 500:
        if raised.status_code == 413:
            return TooLarge(_most(request))
        known: dict[int, type[errors.Refusal]] = {**_BY_STATUS, 405: MethodNotAllowed, 429: TooMany}
        return known.get(raised.status_code, errors.Malformed)()
    # A NUL in an address or its query, which PostgreSQL cannot read; a body nested so deep that no reader follows it.
    if isinstance(raised, (CharacterNotInRepertoireError, RecursionError)):
        return errors.Malformed()
    incident = uuid.uuid4().hex
    logs.log().error("broken", incident=incident, exc_info=raised)
    return Broken(incident=incident)


def whole(found: list[errors.Wrong], request: Request[Any, Any, Any]) -> errors.Invalid:
    """All that is wrong with a query: what was ``found``, and what the handler says ``besides``, which was not reached.

    That is given what can be read, None for what was left out, and raises Invalid as the verb would.
    """
    wrong, besides = {one.field for one in found}, request.route_handler.opt.get("besides")
    names = [name for name, _key in asked(request)]
    try:
        if besides is not None:
            besides({name: request.query_params.get(name) for name in names if name not in wrong})
    except errors.Invalid as refused:
        return errors.Invalid(found + refused.errors, **refused.facts)
    return errors.Invalid(found)


def unread(request: Request[Any, Any, Any]) -> list[errors.Wrong]:
    """What of a query is not what it should be, where Litestar did not come to look."""
    kinds = getattr(request.route_handler.signature_model, "__annotations__", {})
    found = []
    for name, key in asked(request):
        try:
            if name in request.query_params:
                msgspec.convert(request.query_params[name], kinds[key], strict=False)
        except msgspec.ValidationError as broken:
            found.append(_wrong(key, str(broken), request))
    return found


def asked(request: Request[Any, Any, Any]) -> list[tuple[str, str]]:
    """The names that the handler knows in its query, each with that of its argument."""
    taken = request.route_handler.parsed_fn_signature.parameters.items()
    kinds = [(field.kwarg_definition, key) for key, field in taken]
    return [(kind.name or key, key) for kind, key in kinds if isinstance(kind, QueryParameter)]


def _wrong(key: str, said: str, request: Request[Any, Any, Any]) -> errors.Wrong:
    """What is wrong with a part of an address, by the name that it has there and by what msgspec says of it."""
    taken = request.route_handler.parsed_fn_signature.parameters.get(key)
    kind = taken.kwarg_definition if taken is not None else None
    field = (kind.name if isinstance(kind, QueryParameter) else None) or key
    if offered := choices(taken.annotation) if taken is not None else []:
        return errors.Wrong(field, ONE_OF, expected=", ".join(str(getattr(one, "value", one)) for one in offered))
    for form, message in _SAID:
        if found := form.search(said):
            return errors.Wrong(field, message, **{name: int(n) for name, n in found.groupdict().items()})
    for one in _kinds(taken.annotation) if taken is not None else ():
        if one in _BY_KIND:
            return errors.Wrong(field, _BY_KIND[one])
    return errors.Wrong(field, OTHERWISE)


def choices(annotation: Any) -> list[Any]:
    """The values of which a parameter may have one; none where it may have any."""
    if isinstance(annotation, type):
        return list(annotation) if issubclass(annotation, Enum) else []
    parts = get_args(annotation)
    return [*parts] if get_origin(annotation) is Literal else [choice for part in parts for choice in choices(part)]


def _kinds(annotation: Any) -> list[type]:
    """The classes that a parameter may be of."""
    if isinstance(annotation, type):
        return [annotation]
    return [kind for part in get_args(annotation) for kind in _kinds(part)]


def _most(request: Request[Any, Any, Any]) -> int:
    """How many bytes a body may have here: whole MiB, as what a limit has beyond is room for the rest of a form."""
    return (request.route_handler.resolve_request_max_body_size() or 0) >> 20 << 20


def said(refusal: errors.Refusal) -> str:
    """All that a refusal says, in the language of the reader."""
    more = [i18n.text(refusal.more, **refusal.facts)] if refusal.more else []
    return " ".join([i18n.text(refusal.message()), *more])


def details(refusal: errors.Refusal) -> dict[str, Any]:
    """The body of a problem, translated."""
    body: dict[str, Any] = {
        "type": f"{settings().url}/problems/{refusal.kind()}",
        "title": i18n.text(refusal.message()),
        "status": refusal.status,
        "detail": said(refusal),
        **refusal.told(),
    }
    if isinstance(refusal, errors.Invalid):
        body["errors"] = [
            {"field": wrong.field, "message": i18n.text(wrong.message, **wrong.values)} for wrong in refusal.errors
        ]
    return body


def headers(refusal: errors.Refusal) -> dict[str, str]:
    """The headers that a refusal owes."""
    owed = {"Cache-Control": "no-store"}
    if refusal.retry_after is not None:
        owed["Retry-After"] = str(refusal.retry_after)
    if refusal.status == 401:
        owed["WWW-Authenticate"] = 'Bearer realm="OCOP Fairs"'
    return owed


def leads_to(refusal: errors.Refusal, method: str, path: str, query: str = "") -> str | None:
    """Where a read of something that has moved goes on, be it named in the path or the query; None for anything else."""
    if not isinstance(refusal, errors.Moved) or method not in {"GET", "HEAD"}:
        return None
    parts = path.split("/")
    moved = [refusal.new if part.lower() == refusal.old else part for part in parts]
    asked = parse_qsl(query, keep_blank_values=True)
    asking = [(name, refusal.new if value.lower() == refusal.old else value) for name, value in asked]
    if (moved, asking) == (parts, asked):
        return None
    if asking != asked:
        query = urlencode(asking)
    return "/".join(moved) + (f"?{query}" if query else "")


def answer(request: Request[Any, Any, Any], raised: Exception) -> Response[Any]:
    """The problem details for whatever the API raised; reads of what has moved are sent on.

    In the language asked for also where it is the door that says no, outside of what is spoken behind it.
    """
    refusal = refusal_of(raised, request)
    there = leads_to(refusal, request.method, request.url.path, request.url.query)
    if there is not None:
        return Response(b"", status_code=308, headers={"Location": there, "Cache-Control": "no-store"})
    with i18n.speaking(i18n.choose(request.headers.get("accept-language"))):
        body = details(refusal)
    return Response(
        body,
        status_code=refusal.status,
        media_type=CONTENT_TYPE,
        headers=headers(refusal),
    )

"""What the address of a page asks and cannot be asked: every wrong value by the label of its field, and the address without them.

A page whose form shows what was typed says it there; this is for all the others, at once. Its handler says as ``choices`` what the
options of its filters are called, so that a wrong choice is told by their words and not by the codes of the API.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

import msgspec
from litestar import Request
from litestar.types import ASGIApp, Receive, Scope, Send

from events_app import errors, i18n, reading
from events_app.errors import Invalid, Refusal
from events_app.i18n import marked

LABELS: Mapping[str, str] = {
    "after": marked("Page of the list"),
    "chain": marked("Retail chain"),
    "channel": marked("Listed in"),
    "distributor": marked("Distributor"),
    "entity_kind": marked("Kind of entity"),
    "first_on": marked("From"),
    "group": marked("Group"),
    "kind": marked("Kind"),
    "lapses_within": marked("Lapses"),
    "last_on": marked("To"),
    "limit": marked("Items on a page"),
    "month": marked("Month"),
    "next": marked("Page to go on to"),
    "on": marked("On the day"),
    "organization": marked("Organization"),
    "outcome": marked("What becomes of them"),
    "past": marked("Past events"),
    "province": marked("Province"),
    "q": marked("Search"),
    "region": marked("Region"),
    "set": marked("Provinces and regions"),
    "site": marked("Place"),
    "standing": marked("Standing"),
    "stars": marked("Stars"),
    "state": marked("State"),
    "token": marked("Code of the link"),
    "valid_on": marked("Certificate valid on"),
}
_ELSEWHERE: Mapping[str, Mapping[str, str]] = {  # where the form of a page calls a field by another name
    "/search": {"kind": marked("What"), "q": marked("Product, producer or place"), "standing": marked("Checked")},
}


# By the name of a filter what its options say: code -> sentence, or what makes them in the language being spoken.
Choices = Mapping[str, Mapping[Any, str] | Callable[[], Iterable[str]]]


class Filled:
    """ASGI middleware of the pages: what a form of filters leaves empty is not asked."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = scope.get("query_string", b"").split(b"&")
        scope["query_string"] = b"&".join(one for one in asked if one.partition(b"=")[2])
        await self.app(scope, receive, send)


class Filter(msgspec.Struct, frozen=True):
    """One that is wrong: its name in the address, the label of its field, what was written, and what is wrong with it."""

    name: str
    label: str
    written: str
    sentence: str


class Wrong(msgspec.Struct, frozen=True):
    """Those that are wrong, and the address without them; None where it is wrong because something is missing."""

    filters: list[Filter]
    without: str | None


def wrong_in(request: Request[Any, Any, Any], refusal: Refusal) -> Wrong | None:
    """What is wrong with the query of ``request``; None where that is not what was refused."""
    if request.method not in {"GET", "HEAD"} or not isinstance(refusal, Invalid) or not refusal.errors:
        return None
    asked, path = request.query_params, request.url.path
    labels = {**LABELS, **_ELSEWHERE.get(path, {})}
    choices: Choices = request.route_handler.opt.get("choices", {})
    found = {
        wrong.field: Filter(
            wrong.field,
            i18n.text(labels[wrong.field]) if wrong.field in labels else wrong.field,
            ", ".join(asked.getall(wrong.field, [])),
            _said(wrong, choices),
        )
        for wrong in reversed(refusal.errors)  # of two for one field the first is said
    }
    kept = [(name, value) for name, value in parse_qsl(request.url.query) if name not in found and name != "after"]
    without = f"{path}?{urlencode(kept)}" if kept else path
    return Wrong(list(found.values())[::-1], without if all(name in asked for name in found) else None)


def _said(wrong: errors.Wrong, choices: Choices) -> str:
    """What is wrong with a filter; of a choice what there is to choose."""
    options = choices.get(wrong.field)
    if wrong.message != reading.ONE_OF or options is None:
        return i18n.text(wrong.message, **wrong.values)
    return reading.one_of(
        [i18n.text(one) for one in options.values()] if isinstance(options, Mapping) else [*options()]
    )

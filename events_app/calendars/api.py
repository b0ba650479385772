"""Calendar feeds over HTTP: a bare ASGI application, because a feed is bytes that are ready, asked for all day long."""

from contextlib import AbstractAsyncContextManager
from typing import Any, cast
from urllib.parse import unquote

import msgspec
from litestar import asgi
from litestar.enums import ScopeType
from litestar.types import Receive, Scope, Send

from events_app import errors, i18n, problems, values
from events_app.calendars import conditional, entries, gathering, keeping

shelf = keeping.Shelf()


@asgi("/calendars", is_mount=True, copy_scope=False)  # it changes nothing in the scope
async def feeds(scope: Scope, receive: Receive, send: Send) -> None:
    """Every feed; GET and HEAD only."""
    if scope["type"] == ScopeType.WEBSOCKET:
        await send({"type": "websocket.close", "code": 1000, "reason": None})
        return
    method = scope["method"]
    key = scope.get("raw_path") or b""
    copy = shelf.right(key)
    if copy is not None and method in ("GET", "HEAD"):
        status, headers, body = conditional.answer(copy, method, scope["headers"])
    else:
        status, headers, body = await _otherwise(key, method, scope["headers"])
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


async def _otherwise(key: bytes, method: str, headers: Any) -> conditional.Answer:
    """What is not ready yet, has moved, or is refused."""
    path = key.decode("ascii", "replace")
    wanted = gathering.named(path)
    try:
        if method not in ("GET", "HEAD"):
            raise problems.MethodNotAllowed
        if wanted is None:
            return _moved(path)
        return conditional.answer(await shelf.get(key, wanted), method, headers)
    except errors.Refusal as refusal:
        if wanted is not None and isinstance(refusal, errors.Moved) and method in ("GET", "HEAD"):
            renamed = msgspec.structs.replace(wanted, slug=refusal.new)
            return 308, [(b"location", renamed.path.encode()), (b"content-length", b"0")], b""
        accepted = next((value.decode("latin-1") for name, value in headers if name == b"accept-language"), None)
        with i18n.speaking(wanted.language if wanted else i18n.choose(accepted)):
            return _refused(refusal, method)


def _moved(path: str) -> conditional.Answer:
    """Where an address leads that is written another way: escaped, ending in a slash, or naming Vietnamese. Raises NotFound."""
    meant = unquote(path).rstrip("/").replace("/calendars/vi/", "/calendars/", 1)
    if meant == path or gathering.named(meant) is None:
        raise errors.NotFound
    return 308, [(b"location", meant.encode()), (b"content-length", b"0")], b""


def _refused(refusal: errors.Refusal, method: str) -> conditional.Answer:
    body = msgspec.json.encode(problems.details(refusal))
    headers = [(name.lower().encode(), value.encode()) for name, value in problems.headers(refusal).items()]
    headers += [(b"content-type", problems.CONTENT_TYPE.encode()), (b"content-length", str(len(body)).encode())]
    if refusal.status == 405:
        headers.append((b"allow", b"GET, HEAD"))
    return refusal.status, headers, b"" if method == "HEAD" else body


async def _begin() -> None:
    await entries.catch_up(at=values.now())


def listening() -> AbstractAsyncContextManager[None]:
    """Hear in this process what changes."""
    return cast(AbstractAsyncContextManager[None], keeping.listening(shelf, _begin))

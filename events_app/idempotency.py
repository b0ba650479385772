"""A POST that is sent twice is done once: the first answer is kept for a day and replayed.

The key is claimed with a lease in a short transaction of its own; the answer is kept in the very transaction of the verb, so
that either both are there or neither.
"""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from piccolo.columns import UUID as UuidColumn
from piccolo.columns import Bytea, Integer, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from events_app import actor, db, problems, values
from events_app.columns import Facts, Id, instant
from events_app.errors import Invalid, Refusal, Wrong
from events_app.i18n import marked

KEPT = timedelta(hours=24)
LEASE = timedelta(seconds=60)
UNREPLAYABLE = "unreplayable_id"  # a handler sets this in the scope to the id that a replay may name
_KEPT_HEADERS = {b"content-type", b"etag", b"location"}


class KeptAnswer(Table):
    """The answer to one key of one caller; while ``status`` is null the first request is still running."""

    id = Id()
    caller = UuidColumn(default=None)
    key = Varchar(length=200)
    request_hash = Varchar(length=64)  # of method, path and body
    lease_until = instant()
    status = Integer(null=True, default=None)
    headers = Facts(default="{}")
    body = Bytea()
    secret_of = UuidColumn(null=True, default=None)
    created_at = instant(null=False)

    a_caller_uses_a_key_once = Unique([caller, key])


class KeyReused(Refusal):
    """This Idempotency-Key was used for another request."""

    status = 422


class StillRunning(Refusal):
    """The first request with this Idempotency-Key is still running."""

    retry_after = 2


class AlreadyCreated(Refusal):
    """This was created by the first request; its secret is shown only once."""


class Idempotency:
    """ASGI middleware for the API: acts on a POST of a known caller with an ``Idempotency-Key``."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        caller = actor.acting().user_id
        if scope["type"] != ScopeType.HTTP or scope["method"] != "POST" or caller is None:
            await self.app(scope, receive, send)
            return
        request: Request[Any, Any, Any] = Request(scope, receive)
        key = request.headers.get("idempotency-key")
        if key is None:
            await self.app(scope, receive, send)
            return
        if not 1 <= len(key) <= 200 or not key.isascii() or not key.isprintable():
            raise Invalid([Wrong("Idempotency-Key", marked("Use 1 to 200 printable ASCII characters."))])
        body = await request.body()
        request_hash = asked(request.url.path, body, actor.acting().organization_id)
        kept = await _claim(caller, key, request_hash, claim := values.new_id(), at=values.now())
        if kept is not None:
            await _replay(kept, request_hash, send)
        else:
            await self._first(scope, _again(body), send, claim)

    async def _first(self, scope: Scope, receive: Receive, send: Send, claim: UUID) -> None:
        answer: list[Message] = []

        async def keep(message: Message) -> None:
            answer.append(message)

        try:
            async with db.transaction():
                await self.app(scope, receive, keep)
                if _may_pass(answer[0]):
                    raise _NotKept
                await _finish(claim, answer, _secret_of(scope))
        except _NotKept:
            await _forget(claim)
        except _TakenOver:
            answer = _problem(StillRunning())
        except BaseException:
            await _forget(claim)
            raise
        for message in answer:
            await send(message)


def _may_pass(start: Any) -> bool:
    """Whether the same request may fare better in a moment: a server error, or a refusal that says when to come again."""
    return start["status"] >= 500 or any(name.lower() == b"retry-after" for name, _ in start["headers"])


def _secret_of(scope: Scope) -> UUID | None:
    found: Any = scope.get(UNREPLAYABLE)
    return found if isinstance(found, UUID) else None


def asked(path: str, body: bytes, organization: UUID | None) -> str:
    """What makes two requests of a person the same: path, body, and the organization in whose name it asks."""
    return hashlib.sha256(f"POST {path} {organization}\n".encode() + body).hexdigest()


class _NotKept(Exception):
    """The answer may be another one in a moment: roll back and keep nothing."""


class _TakenOver(Exception):
    """The lease ran out and another request has the key: roll back, so that nothing is done twice."""


def _problem(refusal: Refusal) -> list[Message]:
    """A refusal as an answer of our own: Litestar raises no second one in place of an answer that it has seen begin."""
    body = msgspec.json.encode(problems.details(refusal))
    headers = [(name.lower().encode(), value.encode()) for name, value in problems.headers(refusal).items()]
    headers += [(b"content-type", problems.CONTENT_TYPE.encode()), (b"content-length", str(len(body)).encode())]
    return [
        {"type": "http.response.start", "status": refusal.status, "headers": headers},
        {"type": "http.response.body", "body": body, "more_body": False},
    ]


def _again(body: bytes) -> Receive:
    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


async def _claim(caller: UUID, key: str, request_hash: str, claim: UUID, *, at: datetime) -> dict[str, Any] | None:
    """Take the key under the name ``claim``; None when it is ours to run, else what was kept."""
    async with db.transaction():
        ours = await db.one(
            """
            INSERT INTO kept_answer (id, caller, key, request_hash, lease_until, headers, body, created_at)
            VALUES ($1, $2, $3, $4, $5, '{}', '', $6)
            ON CONFLICT (caller, key) DO UPDATE
                SET id = $1, request_hash = $4, lease_until = $5, status = NULL, headers = '{}', body = '', created_at = $6,
                    secret_of = NULL
                WHERE kept_answer.created_at < $7
                   OR (kept_answer.status IS NULL AND kept_answer.lease_until < $6 AND kept_answer.request_hash = $4)
            RETURNING id
            """,
            claim,
            caller,
            key,
            request_hash,
            at + LEASE,
            at,
            at - KEPT,
        )
        if ours:
            return None
        kept = await db.one("SELECT * FROM kept_answer WHERE caller = $1 AND key = $2", caller, key)
    if kept is None:  # the first one was given up between the two statements
        raise StillRunning
    return kept


async def _replay(kept: dict[str, Any], request_hash: str, send: Send) -> None:
    if kept["request_hash"] != request_hash:
        raise KeyReused
    if kept["status"] is None:
        raise StillRunning
    if kept["secret_of"] is not None:
        raise AlreadyCreated(id=str(kept["secret_of"]))
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in kept["headers"].items()]
    headers += [(b"content-length", str(len(kept["body"])).encode()), (b"idempotency-replayed", b"true")]
    await send({"type": "http.response.start", "status": kept["status"], "headers": headers})
    await send({"type": "http.response.body", "body": kept["body"], "more_body": False})


async def _finish(claim: UUID, answer: list[Message], secret_of: UUID | None) -> None:
    """Keep the answer. Raises _TakenOver when the claim is ours no more."""
    start: Any = answer[0]
    body = b"" if secret_of else b"".join(message.get("body", b"") for message in answer[1:])  # type: ignore[misc]  # the rest are bodies
    headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in start["headers"] if k.lower() in _KEPT_HEADERS}
    ours = await db.fetch(
        """
        UPDATE kept_answer SET status = $2, headers = $3, body = $4, secret_of = $5, lease_until = NULL
        WHERE id = $1 RETURNING id
        """,
        claim,
        start["status"],
        json.dumps(headers),
        body,
        secret_of,
    )
    if not ours:
        raise _TakenOver


async def _forget(claim: UUID) -> None:
    await db.fetch("DELETE FROM kept_answer WHERE id = $1 AND status IS NULL", claim)


async def sweep(*, at: datetime) -> None:
    """Delete answers that are older than a day."""
    await db.fetch("DELETE FROM kept_answer WHERE created_at < $1", at - KEPT)

"""Which requests for contact an actor sees: those of its own distributor, and those to entities for which it speaks."""

from typing import Any
from uuid import UUID

from events_app import access, db, lifecycle, paging
from events_app.actor import Actor
from events_app.directory import queries as directory
from events_app.directory.tables import Kind, Organization
from events_app.distribution import hearing
from events_app.distribution.tables import ContactRequest
from events_app.errors import Forbidden, NotFound

_REQUESTS = f"""
    SELECT request.*, distributor.name AS distributor_name, distributor.slug AS distributor_slug,
           entity.slug AS entity_slug, {hearing.COLUMNS}
    FROM contact_request AS request JOIN organization AS distributor ON distributor.id = request.distributor
    JOIN organization AS entity ON entity.id = request.entity {hearing.JOIN}
"""
_OURS = """
    (request.distributor = $1 OR request.entity = $1 OR entity.keeper = $1
     AND NOT EXISTS (SELECT FROM membership WHERE membership.organization = entity.id))
"""


async def seen(actor: Actor, request_id: UUID) -> tuple[ContactRequest, bool]:
    """A request, and whether ``actor`` is on the side of the entity; others' are not there. Raises SignedOut, NotFound."""
    access.signed_in(actor)
    found = await db.one("SELECT * FROM contact_request WHERE id = $1", request_id)
    if found is None:
        raise NotFound
    row = lifecycle.found(ContactRequest, found)
    if actor.organization_id == row.distributor:
        return row, False
    if await directory.speaks_for(actor, await directory.seen(actor, row.entity)):
        return row, True
    raise NotFound


async def to_answer(actor: Actor, request_id: UUID) -> ContactRequest:
    """A request that ``actor`` may answer for the entity. Raises SignedOut, NotFound, Forbidden."""
    row, inside = await seen(actor, request_id)
    if not inside or not actor.writes:
        raise Forbidden
    return row


async def to_withdraw(actor: Actor, request_id: UUID) -> ContactRequest:
    """A request that ``actor`` may take back. Raises SignedOut, NotFound, Forbidden."""
    row, inside = await seen(actor, request_id)
    if inside or not actor.writes:
        raise Forbidden
    return row


async def requests(
    actor: Actor, page: paging.Page, state: str | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    """A page of the requests of one's own distributor or to one's own entity, the newest first. Raises SignedOut, Forbidden.

    An organizer finds those to the entities for which it speaks.
    """
    ours = access.member(actor)
    rows, following = await paging.rows(
        f"""
        {_REQUESTS}
        WHERE {_OURS} AND coalesce(request.state = $2, true)
        """,
        [ours, state],
        order=["-id:uuid"],
        page=page,
    )
    return rows, following


async def unanswered(actor: Actor) -> int:
    """How many requests wait for an answer by the actor's own organization."""
    row = await db.one(
        f"""
        SELECT count(*) AS n FROM contact_request AS request JOIN organization AS entity ON entity.id = request.entity
        WHERE {_OURS} AND request.distributor <> $1 AND request.state = 'open'
        """,
        actor.organization_id,
    )
    return int(row["n"]) if row else 0


async def named(row: ContactRequest) -> dict[str, Any]:
    """A request with the names of both sides. Raises NotFound."""
    found = await db.one(f"{_REQUESTS} WHERE request.id = $1", row.id)
    if found is None:
        raise NotFound
    return found


async def products_of(*request_ids: UUID) -> dict[UUID, list[dict[str, Any]]]:
    """``id`` and ``name`` of the products of each request, in Vietnamese alphabetical order."""
    found: dict[UUID, list[dict[str, Any]]] = {one: [] for one in request_ids}
    rows = await db.fetch(
        """
        SELECT requested_product.request, product.id, product.name FROM requested_product
        JOIN product ON product.id = requested_product.product WHERE requested_product.request = ANY($1)
        ORDER BY product.sort, product.id
        """,
        list(request_ids),
    )
    for row in rows:
        found[row.pop("request")].append(row)
    return found


async def open_request(distributor: UUID, entity: UUID) -> UUID | None:
    """The open request of a distributor to an entity, if there is one."""
    row = await db.one(
        "SELECT id FROM contact_request WHERE distributor = $1 AND entity = $2 AND state = 'open'", distributor, entity
    )
    return row["id"] if row else None


async def asked(actor: Actor, entity_id: UUID) -> tuple[UUID, Organization]:
    """The distributor for which ``actor`` may ask, and the entity that it asks. Raises SignedOut, Forbidden, NotFound."""
    return access.writer(actor, Kind.DISTRIBUTOR), await directory.seen(actor, entity_id)

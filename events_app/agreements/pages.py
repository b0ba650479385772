"""The organizer's pages for agreements."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath

from events_app import db, paging, web
from events_app.actor import acting
from events_app.agreements import queries, schemas, signing, wording
from events_app.agreements.tables import AgreementKind, PartyRole, Scope
from events_app.errors import NotFound
from events_app.events import queries as events
from events_app.events.tables import Event
from events_app.i18n import text as _
from events_app.values import now

ROWS = 6  # parties and products that a form without JavaScript offers
MORE = 2  # beyond what is there already; saving again offers as many more


@get("/desk/events/{event_id:uuid}/agreements")
async def listed(
    request: web.Asked, event_id: FromPath[UUID], q: paging.Query = None, after: paging.After = None
) -> Response[Any]:
    """The agreements of an event."""
    event = await events.looked_after(acting(), event_id)
    rows, following = await queries.listed(acting(), event_id, paging.Page(50, after), q)
    return web.page(
        request, "agreements/list.html", event=event, agreements=rows, next=following, q=q or "", wording=wording
    )


async def _new(request: web.Asked, event_id: UUID, attempt: web.Attempt) -> Response[Any]:
    event = await events.kept(acting(), event_id)
    return await _form(request, event, attempt, None)


async def _edit(request: web.Asked, event_id: UUID, agreement_id: UUID, attempt: web.Attempt) -> Response[Any]:
    event, row = await _kept(event_id, agreement_id)
    return await _form(request, event, attempt, row)


async def _kept(event_id: UUID, agreement_id: UUID) -> tuple[Event, dict[str, Any]]:
    """An event and an agreement of it, for those who may change it. Raises NotFound, SignedOut, Forbidden."""
    row = await queries.seen(acting(), agreement_id)
    if row["event"] != event_id:
        raise NotFound
    return await events.kept(acting(), event_id), row


@get("/desk/events/{event_id:uuid}/agreements/new")
async def new(request: web.Asked, event_id: FromPath[UUID]) -> Response[Any]:
    """The form for an agreement."""
    return await _new(request, event_id, web.FIRST)


@post("/desk/events/{event_id:uuid}/agreements/new")
@web.refused_as(_new)
async def record(request: web.Asked, event_id: FromPath[UUID]) -> Response[Any]:
    """Record an agreement."""
    event = await events.kept(acting(), event_id)
    await signing.record(event, web.check(schemas.NewAgreement, _said(await web.form(request))), at=now())
    return web.see(f"/desk/events/{event_id}/agreements", _("The agreement was recorded."))


@get("/desk/events/{event_id:uuid}/agreements/{agreement_id:uuid}")
async def edit(request: web.Asked, event_id: FromPath[UUID], agreement_id: FromPath[UUID]) -> Response[Any]:
    """The form to correct an agreement."""
    return await _edit(request, event_id, agreement_id, web.FIRST)


@post("/desk/events/{event_id:uuid}/agreements/{agreement_id:uuid}")
@web.refused_as(_edit)
async def correct(request: web.Asked, event_id: FromPath[UUID], agreement_id: FromPath[UUID]) -> Response[Any]:
    """Correct an agreement: what the form leaves empty becomes empty."""
    _event, row = await _kept(event_id, agreement_id)
    whole = web.check(schemas.NewAgreement, _said(await web.form(request), row["products"]))
    change = schemas.ChangedAgreement.model_construct(
        set(schemas.ChangedAgreement.model_fields),
        **{name: getattr(whole, name) for name in schemas.NewAgreement.model_fields},
    )
    await signing.correct(agreement_id, await web.version(request), change, at=now())
    return web.see(f"/desk/events/{event_id}/agreements", _("The agreement was corrected."))


@post("/desk/events/{event_id:uuid}/agreements/{agreement_id:uuid}/deletion")
@web.refused_as(_edit)
async def strike(request: web.Asked, event_id: FromPath[UUID], agreement_id: FromPath[UUID]) -> Response[Any]:
    """Delete an agreement that was recorded by mistake; the form asks for a confirmation."""
    await _kept(event_id, agreement_id)
    await web.sure(request)
    await signing.strike(agreement_id, await web.version(request), at=now())
    return web.see(f"/desk/events/{event_id}/agreements", _("The agreement was deleted."))


async def _form(request: web.Asked, event: Any, attempt: web.Attempt, row: dict[str, Any] | None) -> Response[Any]:
    striking = request.url.path.endswith("/deletion")
    shown = _typed(row)
    return web.page(
        request,
        "agreements/form.html",
        status=attempt.status,
        event=event,
        agreement=row,
        attempt=web.FIRST if striking else attempt,
        striking=attempt if striking else None,
        shown=shown,
        rows={
            name: range(min(most, max(ROWS, len(shown.get(name, ())) + MORE, len(attempt.typed.get(name, ())))))
            for name, most in (("parties", schemas.MOST_PARTIES), ("products", schemas.MOST_PRODUCTS))
        },
        kinds=[(kind.value, wording.kind(kind)) for kind in AgreementKind],
        roles=[(role.value, wording.role(role)) for role in PartyRole],
        scopes=[(scope.value, wording.scope(scope)) for scope in Scope],
        organizations=await _offered(event.id, [party["organization_id"] for party in shown.get("parties", ())]),
    )


async def _offered(event_id: UUID, signed: Sequence[str | None]) -> list[tuple[str, str]]:
    """The organizations to choose from: those that signed, the event's exhibitors, then distributors and authorities."""
    rows = await db.fetch(
        """
        SELECT organization.id, organization.name FROM organization
        LEFT JOIN application ON application.organization = organization.id AND application.event = $1
            AND application.state = 'confirmed'
        WHERE organization.state = 'active'
          AND (application.id IS NOT NULL OR organization.kind <> 'entity' OR organization.id = ANY($2))
        ORDER BY organization.id <> ALL($2), application.id IS NULL, organization.sort, organization.id LIMIT 500
        """,
        event_id,
        [UUID(organization) for organization in signed if organization],
    )
    return [(str(row["id"]), row["name"]) for row in rows]


def _said(tree: dict[str, Any], products: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """The form without its hidden version and without rows in which only the role was left as it was.

    What stands there under the name of one of ``products`` is that one, with its place in the directory.
    """
    said = {name: value for name, value in tree.items() if name != "version"}
    parties, named = said.get("parties", []), said.get("products", [])
    if isinstance(parties, list):
        said["parties"] = [party for party in parties if not isinstance(party, dict) or set(party) - {"role"}]
    if isinstance(named, list):
        known = {product["name"]: product["product_id"] for product in products if product["product_id"]}
        said["products"] = [
            {**product, "product_id": known[product["name"]]}
            if isinstance(product, dict) and product.get("name") in known
            else product
            for product in named
        ]
    return said


def _typed(row: dict[str, Any] | None) -> dict[str, Any]:
    """A stored agreement as its form shows it."""
    if row is None:
        return {}
    parties = [{**party, "name": "" if party["organization_id"] else party["name"]} for party in row["parties"]]
    return {**row, "parties": parties}


router = Router("/", route_handlers=[listed, new, record, edit, correct, strike])

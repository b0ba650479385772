"""Claims to records over HTTP."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from events_app import access, idempotency, paging, versions
from events_app.actor import acting
from events_app.directory import arriving_bodies, arriving_schemas, claim_queries, claiming, queries, telling_apart
from events_app.directory.tables import ClaimState
from events_app.values import now
from events_app.web import Asked

StateAsked = Annotated[ClaimState | None, QueryParameter(name="state")]


@post("/organizations/{organization_id:uuid}/claims")
async def claim(
    organization_id: FromPath[UUID], data: JSONBody[arriving_bodies.NewClaim]
) -> Response[arriving_schemas.ClaimShown]:
    """Say that a record without members is one's own organization."""
    row = await queries.seen(acting(), organization_id)
    person = access.founder(acting())
    made = await claiming.claim(row, person, **data.said(), at=now())
    return versions.tagged(arriving_schemas.claim(made), claiming.version(made.version, row.version), 201)


@post("/organizations/{organization_id:uuid}/claim-code")
async def print_code(request: Asked, organization_id: FromPath[UUID]) -> arriving_schemas.CodePrinted:
    """A code for a letter to the people of a record, told this once; the one of before ends."""
    row = await claiming.record_for_code(acting(), await queries.seen(acting(), organization_id))
    code = await claiming.print_code(row, at=now())
    request.scope.update({idempotency.UNREPLAYABLE: row.id})  # type: ignore[misc]  # a key of ours alone
    return arriving_schemas.CodePrinted(row.id, code)


@get("/claims")
async def claims(
    in_state: StateAsked = None,
    own: FromQuery[bool] = False,
    limit: paging.Limit = 50,
    after: paging.After = None,
) -> arriving_schemas.ClaimPage:
    """The claims that one decides, or with ``own`` those that one has made."""
    rows, following = await claim_queries.listed(acting(), paging.Page(limit, after), in_state, own=own)
    records = {} if own else await telling_apart.particulars({row["organization"] for row in rows})
    asked = {} if own else await claim_queries.contacts(acting(), rows)
    items = [arriving_schemas.listed_claim(row, records.get(row["organization"]), asked.get(row["id"])) for row in rows]
    return arriving_schemas.ClaimPage(items, following)


@get("/claims/{claim_id:uuid}")
async def shown(claim_id: FromPath[UUID]) -> Response[arriving_schemas.ClaimShown]:
    """A claim, for who made it and who decides it; its ETag changes with what its record says, too."""
    row, record = await claiming.seen(acting(), claim_id)
    said, asked, person = {}, {}, access.signed_in(acting())
    involved = await claiming.is_involved(row, person)
    if await claiming.decides(acting(), record):
        said = await telling_apart.particulars({record.id})
        asked = await claim_queries.contacts(acting(), [{**row.to_dict(), "involved": involved}])
    rival = involved and row.user != person
    answer = arriving_schemas.claim(row, said.get(record.id), asked.get(row.id), rival=rival)
    return versions.tagged(answer, claiming.version(row.version, record.version))


@post("/claims/{claim_id:uuid}/approval", status_code=200)
async def approve(
    claim_id: FromPath[UUID], data: JSONBody[arriving_bodies.Approval | None] = None, if_match: versions.IfMatch = None
) -> arriving_schemas.ClaimShown:
    """Make the claimant the owner of the record, both as they were looked at; who proved nothing only once that was asked."""
    row = await claiming.decided_by(acting(), claim_id)
    asked = data is not None and data.asked_organization
    return arriving_schemas.claim(await claiming.approve(row, versions.owed(if_match), asked=asked, at=now()))


@post("/claims/{claim_id:uuid}/rejection", status_code=200)
async def reject(
    claim_id: FromPath[UUID], data: JSONBody[arriving_bodies.Because], if_match: versions.IfMatch = None
) -> arriving_schemas.ClaimShown:
    """Reject a claim as it and its record were looked at; the claimant is told the reason."""
    row = await claiming.decided_by(acting(), claim_id)
    return arriving_schemas.claim(await claiming.reject(row, versions.owed(if_match), data.reason, at=now()))


@post("/claims/{claim_id:uuid}/withdrawal", status_code=200)
async def withdraw(claim_id: FromPath[UUID]) -> arriving_schemas.ClaimShown:
    """Take back a claim that one has made, for as long as it is not decided; once more is as once."""
    row = await claiming.made_by(acting(), claim_id)
    return arriving_schemas.claim(await claiming.withdraw(row, at=now()))


handlers = [claim, print_code, claims, shown, approve, reject, withdraw]

"""Search over HTTP."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery, QueryParameter

from events_app import access, paging
from events_app.actor import acting
from events_app.directory import finding, product_schemas, schemas, starring, supply_schemas, supplying
from events_app.directory.supplying import Fact
from events_app.directory.tables import EntityKind, Standing
from events_app.values import now, today

Group = Annotated[int | None, QueryParameter(ge=1, le=6, description="One of the six product groups.")]
Subgroup = Annotated[str | None, QueryParameter(max_length=10, description="The code of a sub-group, as in 1.5.1.")]
Province = Annotated[str | None, QueryParameter(max_length=5, description="Set and code, as in 34-01.")]
Region = Annotated[str | None, QueryParameter(max_length=60, description="Set and name, as in 63-red-river-delta.")]
ValidOn = Annotated[
    date | None, QueryParameter(description="Only products with a certificate that counts on this day.")
]
Channel = Annotated[
    str | None, QueryParameter(max_length=20, description="Only products listed in a channel of this kind.")
]

WithEntities = Annotated[
    bool, QueryParameter(description="Beside products the entities that `q` names and that have such a product.")
]


class FoundShown(msgspec.Struct, frozen=True):
    """Something found: what it is, the organization, and for a product that product.

    ``supply`` holds the facts that the reader sees: distributors see more of them than everybody.
    """

    what: finding.What
    organization: schemas.OrganizationListed
    product: product_schemas.ProductShown | None
    supply: supply_schemas.SupplyShown | None


class FoundPage(msgspec.Struct, frozen=True):
    """A page of what was found, the most alike first.

    ``instead`` says what was looked for where nothing is called as ``q`` says: ``stars`` that its words name, unless some are
    chosen, and as ``q`` the words that are left.
    """

    items: list[FoundShown]
    next: str | None
    instead: starring.Heard | None


@get("/search", besides=finding.rightly, **access.OPEN, tags=["directory"])
async def search(
    kind: FromQuery[finding.What | None] = None,
    stars: FromQuery[finding.Rating | None] = None,
    group: Group = None,
    subgroup: Subgroup = None,
    province: Province = None,
    region: Region = None,
    entity_kind: FromQuery[EntityKind | None] = None,
    valid_on: ValidOn = None,
    standing: FromQuery[Standing | None] = None,
    channel: Channel = None,
    with_entities: WithEntities = False,
    limit: paging.Limit = 50,
    after: paging.After = None,
    q: paging.Query = None,
) -> FoundPage:
    """Products and organizations by name and place; accents, slips and Telex or VNI keys do not matter.

    With `stars` or `standing` only products whose certificate counts on `valid_on`, or today;
    with `channel` those that are listed in a channel of that kind on that day. With `kind=entity` the entities that have such a
    product; of the other kinds of organization it cannot be asked. Without `q` all, by name.
    Where nothing is called so, stars among the words of `q` are taken for the filter unless that is chosen, words that say
    nothing (`sản phẩm`, `OCOP`) are left out, and entities come in that have such a product: `instead` says what was looked for.
    """
    rows, following, instead = await starring.find(
        finding.Wanted(
            limit=limit,
            after=after,
            on=valid_on or today(now()),
            valid=valid_on is not None,
            q=q,
            kind=kind,
            stars=stars,
            group=group,
            subgroup=subgroup,
            province=province,
            region=region,
            entity_kind=entity_kind,
            standing=standing,
            channel=channel,
            with_entities=with_entities,
        )
    )
    seen = {row.product.product.id: _seen(row) for row in rows if row.product and row.supply}
    papers = await supplying.papers_among([one for one, facts in seen.items() if Fact.PAPERS in facts])
    return FoundPage([_shown(row, seen, papers) for row in rows], following, instead)


def _seen(row: finding.Found) -> set[Fact]:
    """What the reader sees of the supply of what was found."""
    return supply_schemas.visible(row.supply, acting(), inside=acting().organization_id == row.organization["id"])


def _shown(
    row: finding.Found, seen: Mapping[UUID, set[Fact]], papers: Mapping[UUID, list[dict[str, Any]]]
) -> FoundShown:
    organization = schemas.listed(row.organization)
    if row.product is None:
        return FoundShown(finding.What(row.organization["kind"]), organization, None, None)
    supply, product = None, row.product.product.id
    if row.supply is not None:
        supply = supply_schemas.supply(product, row.supply, papers.get(product, ()), seen[product], inside=False)
    return FoundShown(finding.What.PRODUCT, organization, product_schemas.product(row.product), supply)


handlers: list[HTTPRouteHandler] = [search]

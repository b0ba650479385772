"""What stands on the pages of products and distributors about channels."""

from collections.abc import Sequence

from events_app import paging
from events_app.actor import acting
from events_app.directory import beside
from events_app.directory.tables import Kind, Organization, Product
from events_app.distribution import channel_queries, shortlisting, words
from events_app.values import now, today

MOST = 20


async def _of_product(row: Product) -> beside.Panel:
    """Where a product is listed now or will be."""
    on = today(now())
    rows, following = await channel_queries.listed(row.id, paging.Page(MOST))
    home = acting().organization_id
    buys = acting().writes and acting().kind == Kind.DISTRIBUTOR
    running = channel_queries.running(rows, on)
    return beside.Panel(
        "distribution/product_panel.html",
        {
            "product": row,
            "listings": running,
            "more": following is not None or len(running) < len(rows),
            "today": on,
            "words": words,
            "lists": buys,
            "kept": buys and home is not None and row.id in await shortlisting.among(home, [row.id]),
        },
    )


async def _of_organization(row: Organization) -> beside.Panel | None:
    """The channels of a distributor."""
    if row.kind != Kind.DISTRIBUTOR:
        return None
    rows, following = await channel_queries.channels(paging.Page(MOST), today(now()), of_distributor=row.id)
    shown = {"distributor": row, "channels": rows, "more": following is not None, "words": words}
    return beside.Panel("distribution/distributor_panel.html", shown)


PRODUCTS: Sequence[beside.OfProduct] = (_of_product,)
ORGANIZATIONS: Sequence[beside.OfOrganization] = (_of_organization,)

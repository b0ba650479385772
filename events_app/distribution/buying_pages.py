"""Supply and the shortlist of a distributor, on pages."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from pydantic import AfterValidator, Field, StringConstraints

from events_app import access, paging, reading, web
from events_app.actor import acting
from events_app.directory import checking, places, product_bodies, product_queries, starring, supply_bodies
from events_app.directory import words as directory_words
from events_app.directory.tables import Kind
from events_app.distribution import bodies, buying_api, shortlisting, sourcing
from events_app.errors import Wrong
from events_app.i18n import text as _
from events_app.values import now, today


def _known(written: str) -> str:
    which, _dash, code = written.partition("-")
    if places.province(which, code) is None:
        raise reading.wrong(checking.NO_PROVINCE)
    return written


class Asked(reading.Body):
    """What the form asks; the province is written with its set, as 34-92."""

    q: reading.Wanted = ""
    group: product_bodies.Group | None = None
    stars: product_bodies.Stars | None = None
    month: supply_bodies.Month | None = None
    volume: supply_bodies.Volume | None = None
    unit: Annotated[str, StringConstraints(max_length=30)] = ""
    province: Annotated[str, StringConstraints(max_length=10), AfterValidator(_known)] | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    after: Annotated[reading.Unread, StringConstraints(max_length=paging.LONGEST)] | None = None

    @classmethod
    def besides(cls, said: Mapping[str, Any]) -> list[Wrong]:
        """Whether a volume has its unit."""
        return sourcing.wrongs(said["volume"], said["unit"]) if {"volume", "unit"} <= said.keys() else []

    def sought(self) -> sourcing.Asked:
        """What is looked for."""
        said = {name: getattr(self, name) for name in ("group", "stars", "month", "volume", "province")}
        return sourcing.Asked(q=self.q, unit=self.unit or None, **said)


async def _supplies(
    request: web.Asked,
    attempt: web.Attempt,
    asked: Asked | None = None,
    rows: Sequence[sourcing.Offered] = (),
    following: str | None = None,
    instead: starring.Heard | None = None,
) -> Response[Any]:
    organization = sourcing.buyer(acting())
    return web.page(
        request,
        "distribution/supplies.html",
        status=attempt.status,
        attempt=attempt,
        products=rows,
        next=following,
        instead=instead,
        asked=asked or Asked(),
        provinces=places.choices(),
        kept=await shortlisting.among(organization, [one.id for one in rows]),
        words=directory_words,
    )


@get("/supplies")
@web.refused_as(_supplies)
async def supplies(request: web.Asked) -> Response[Any]:
    """Products with what their entities show to distributors; what cannot be asked so is said at its field."""
    sourcing.buyer(acting())
    asked = web.check(Asked, web.question(request, Asked))
    page = paging.Page(asked.limit, asked.after)
    rows, following, instead = await sourcing.supplies(acting(), page, asked.sought(), today(now()))
    return await _supplies(request, web.FIRST, asked, rows, following, instead)


@get("/shortlist")
async def shortlist(
    request: web.Asked, q: paging.Query = None, after: paging.After = None, limit: paging.Limit = 50
) -> Response[Any]:
    """The shortlist that the people of a distributor share."""
    return await _shortlist(request, web.FIRST, paging.Page(limit, after), q)


async def _shortlist(
    request: web.Asked, attempt: web.Attempt, page: paging.Page | None = None, q: str | None = None
) -> Response[Any]:
    organization = sourcing.buyer(acting())
    rows, following = await sourcing.shortlist(acting(), organization, page or paging.Page(), today(now()), q)
    return web.page(
        request,
        "distribution/shortlist.html",
        status=attempt.status,
        attempt=attempt,
        products=rows,
        next=following,
        q=q,
        words=directory_words,
    )


@get("/shortlist.xlsx")
async def sheet() -> Response[bytes]:
    """The shortlist as a spreadsheet."""
    return await buying_api.sheet()


@post("/products/{product_id:uuid}/shortlisting")
async def add(request: web.Asked, product_id: FromPath[UUID]) -> Response[Any]:
    """Put a product on the shortlist; where it is there already, it stays."""
    organization = access.writer(acting(), Kind.DISTRIBUTOR)
    product = await product_queries.product(product_id)
    if await shortlisting.of_product(organization, product.id) is None:
        await shortlisting.add(organization, product, acting().user_id, "", at=now())
    return web.see("/shortlist", _("%(name)s is on the shortlist.", name=product.name))


async def _around(request: web.Asked, item_id: UUID, attempt: web.Attempt) -> Response[Any]:
    return await _shortlist(request, attempt)


@get("/shortlist/{item_id:uuid}")
async def annotating(request: web.Asked, item_id: FromPath[UUID]) -> Response[Any]:
    """The form for the note on a product."""
    return await _annotating(request, item_id, web.FIRST)


async def _annotating(request: web.Asked, item_id: UUID, attempt: web.Attempt) -> Response[Any]:
    row = await shortlisting.item_to_change(acting(), item_id)
    return web.page(
        request,
        "distribution/note_form.html",
        status=attempt.status,
        attempt=attempt,
        item=row,
        product=await product_queries.product(row.product),
    )


@post("/shortlist/{item_id:uuid}")
@web.refused_as(_annotating)
async def annotate(request: web.Asked, item_id: FromPath[UUID]) -> Response[Any]:
    """Another note."""
    row = await shortlisting.item_to_change(acting(), item_id)
    given = await web.read(request, bodies.Annotation)
    await shortlisting.annotate(row, await web.version(request), given.note, at=now())
    return web.see("/shortlist", _("Saved."))


@post("/shortlist/{item_id:uuid}/removal")
@web.refused_as(_around)
async def remove(request: web.Asked, item_id: FromPath[UUID]) -> Response[Any]:
    """Take a product off the shortlist."""
    row = await shortlisting.item_to_change(acting(), item_id)
    await shortlisting.remove(row, await web.version(request), at=now())
    return web.see("/shortlist", _("The product is off the shortlist."))


handlers = [supplies, shortlist, sheet, add, annotating, annotate, remove]

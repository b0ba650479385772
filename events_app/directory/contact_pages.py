"""One contact on a page: corrected there, or saved again as it is, so that letters go to its address again."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from events_app import web
from events_app.actor import acting
from events_app.directory import bodies, contacting, queries
from events_app.directory.product_pages import base
from events_app.i18n import text as _
from events_app.values import now


@get("/contacts/{contact_id:uuid}")
async def changing(request: web.Asked, contact_id: FromPath[UUID]) -> Response[Any]:
    """The form to change a contact with."""
    return await _changing(request, contact_id, web.FIRST)


async def _changing(request: web.Asked, contact_id: UUID, attempt: web.Attempt) -> Response[Any]:
    row = await queries.contact_to_change(acting(), contact_id)
    return web.page(
        request,
        "directory/contact_edit.html",
        status=attempt.status,
        contact=row,
        base=base(row.organization),
        attempt=attempt,
    )


@post("/contacts/{contact_id:uuid}")
@web.refused_as(_changing)
async def change(request: web.Asked, contact_id: FromPath[UUID]) -> Response[Any]:
    """Change how somebody is reached."""
    row = await queries.contact_to_change(acting(), contact_id)
    given = await web.read(request, bodies.NewContact)
    await contacting.change(row, await web.version(request), at=now(), **given.reached())
    return web.see(base(row.organization), _("%(name)s gets the letters from now on.", name=row.name))


handlers = [changing, change]

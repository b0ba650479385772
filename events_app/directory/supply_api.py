"""What buyers ask of products, and pictures of them, over HTTP."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from litestar import MediaType, Request, Response, delete, get, patch, post, put
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType
from litestar.params import FromPath, HeaderParameter, JSONBody

from events_app import access, reading, values, versions
from events_app.actor import acting
from events_app.directory import (
    picturing,
    product_queries,
    queries,
    reencoding,
    supply_bodies,
    supply_schemas,
    supplying,
)
from events_app.errors import NotFound
from events_app.values import now

MOST_BYTES = reencoding.MOST_BYTES + (64 << 10)  # the picture and the rest of the form
_KEEP = "public, max-age=31536000, immutable"  # the bytes behind an id never change


@dataclass
class Uploading(Operation):
    """The reference's word for a form with a picture, which no model of ours reads."""

    def __post_init__(self) -> None:
        """Say what is sent: Litestar says that nothing is, of a handler that reads the request itself."""
        self.request_body = RequestBody(
            required=True,
            content={
                "multipart/form-data": OpenAPIMediaType(
                    schema=Schema(
                        type=OpenAPIType.OBJECT,
                        required=["file", "alternative"],
                        properties={
                            "file": Schema(
                                type=OpenAPIType.STRING,
                                format=OpenAPIFormat.BINARY,
                                description="JPEG, PNG or WebP; at most 5 MiB.",
                            ),
                            "alternative": Schema(
                                type=OpenAPIType.STRING,
                                max_length=300,
                                description="What it shows, for those who do not see it.",
                            ),
                        },
                    )
                )
            },
        )


@get("/products/{product_id:uuid}/supply", **access.OPEN)
async def supply(product_id: FromPath[UUID]) -> Response[supply_schemas.SupplyShown]:
    """What buyers ask of a product, as far as the entity shows it to the reader."""
    product = await product_queries.product(product_id)
    return await _supply(product.id, product.organization)


@put("/products/{product_id:uuid}/supply")
async def say_supply(
    product_id: FromPath[UUID], data: JSONBody[supply_bodies.SupplySaid], if_match: versions.IfMatch = None
) -> Response[supply_schemas.SupplyShown]:
    """Say all of it anew, and who sees which fact."""
    product = await product_queries.product_to_change(acting(), product_id)
    await supplying.supply(product, versions.owed(if_match), at=now(), **data.said())
    return await _supply(product.id, product.organization)


@get("/products/{product_id:uuid}/pictures", **access.OPEN)
async def pictures(product_id: FromPath[UUID]) -> supply_schemas.PicturePage:
    """The pictures of a product."""
    product = await product_queries.product(product_id)
    rows = await picturing.of_product(product.id)
    return supply_schemas.PicturePage([supply_schemas.picture(row) for row in rows], None)


@post("/products/{product_id:uuid}/pictures", request_max_body_size=MOST_BYTES, operation_class=Uploading)
async def add_picture(
    request: Request[Any, Any, Any], product_id: FromPath[UUID]
) -> Response[supply_schemas.PictureShown]:
    """A picture more: a form with ``file`` and ``alternative``; it is made anew, without what the camera wrote into it."""
    product = await product_queries.product_to_change(acting(), product_id)
    content, alternative = await supply_bodies.upload(reading.unflatten(list((await request.form()).multi_items())))
    row = await picturing.add(product, await picturing.develop(content), alternative, at=now())
    return versions.tagged(supply_schemas.picture(row), row.version, 201)


@get("/pictures/{picture_id:uuid}", **access.OPEN)
async def picture(picture_id: FromPath[UUID]) -> Response[supply_schemas.PictureShown]:
    """A picture."""
    row = await picturing.picture(picture_id)
    return versions.tagged(supply_schemas.picture(row), row.version)


@patch("/pictures/{picture_id:uuid}")
async def describe_picture(
    picture_id: FromPath[UUID], data: JSONBody[supply_bodies.PictureChange], if_match: versions.IfMatch = None
) -> Response[supply_schemas.PictureShown]:
    """Another text for those who do not see it."""
    row, owner = await product_queries.picture_to_change(acting(), picture_id)
    row = await picturing.describe(row, versions.owed(if_match), owner, data.alternative, at=now())
    return versions.tagged(supply_schemas.picture(row), row.version)


@delete("/pictures/{picture_id:uuid}")
async def remove_picture(picture_id: FromPath[UUID], if_match: versions.IfMatch = None) -> None:
    """A picture less."""
    row, owner = await product_queries.picture_to_change(acting(), picture_id)
    await picturing.remove(row, versions.owed(if_match), owner, at=now())


@get("/pictures/{name:str}", include_in_schema=False, media_type=MediaType.TEXT)
async def content(
    name: FromPath[str],
    if_none_match: Annotated[str | None, HeaderParameter(name="If-None-Match", max_length=2000)] = None,
) -> Response[bytes]:
    """The bytes of a picture, outside of the API: large as ID.webp, small as ID-small.webp; they never change."""
    stem, _, kind = name.partition(".")
    small = stem.endswith("-small")
    picture_id = values.id_of(stem.removesuffix("-small"))
    if picture_id is None or kind != "webp":
        raise NotFound
    tag = f'"{stem}"'
    headers = {"ETag": tag, "Cache-Control": _KEEP, "X-Content-Type-Options": "nosniff"}
    found = await picturing.content(picture_id, small=small)
    if found is None:
        raise NotFound
    if if_none_match and (if_none_match.strip() == "*" or tag in if_none_match):
        return Response(b"", status_code=304, headers=headers)
    return Response(found, media_type=reencoding.MEDIA_TYPE, headers=headers)


async def _supply(product_id: UUID, organization_id: UUID) -> Response[supply_schemas.SupplyShown]:
    row = await supplying.of_product(product_id)
    inside = await queries.speaks_for(acting(), await queries.seen(acting(), organization_id))
    seen = supply_schemas.visible(row, acting(), inside=inside)
    papers = await supplying.papers_of(product_id)
    shown = supply_schemas.supply(product_id, row, papers, seen, inside=inside)
    return versions.tagged(shown, row.version if row else 0)


handlers = [supply, say_supply, pictures, add_picture, picture, describe_picture, remove_picture]

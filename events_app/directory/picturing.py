"""Pictures of products are added, described and taken away."""

import asyncio
import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from events_app import db, lifecycle, outbox, values
from events_app.directory import on_behalf, reencoding
from events_app.directory.tables import Product
from events_app.errors import Invalid, NotFound, Refusal, Stale, Wrong
from events_app.i18n import marked

MOST = 8  # pictures of a product
_NO_PICTURE = marked("This is no JPEG, PNG or WebP picture that can be read.")
_LARGE = marked("A picture has at most 5 MiB.")
_PIXELS = marked("This picture has too many pixels; make it smaller first.")
_COLUMNS = "id, product, alternative, width, height, digest, version"
_one_at_a_time = asyncio.Semaphore(1)  # a large picture takes more than a hundred megabytes while it is made anew


class EnoughPictures(Refusal):
    """This product has as many pictures as it can have; take one away first."""


class AlreadyThere(Refusal):
    """The product has this picture already."""


class Pictured(msgspec.Struct, frozen=True):
    """A picture without its bytes."""

    id: UUID
    product: UUID
    alternative: str
    width: int
    height: int
    digest: str
    version: int

    @property
    def address(self) -> str:
        """Where its bytes are."""
        return f"/pictures/{self.id}.webp"

    @property
    def small_address(self) -> str:
        """Where it is small."""
        return f"/pictures/{self.id}-small.webp"


async def develop(uploaded: bytes) -> reencoding.Made:
    """What will be kept of an upload; outside any transaction, because it takes its time. Raises Invalid."""
    if len(uploaded) > reencoding.MOST_BYTES:
        raise Invalid([Wrong("file", _LARGE)])
    try:
        async with _one_at_a_time:
            return await asyncio.to_thread(reencoding.reencode, uploaded)
    except reencoding.NoPicture:
        raise Invalid([Wrong("file", _NO_PICTURE)]) from None
    except reencoding.TooManyPixels:
        raise Invalid([Wrong("file", _PIXELS)]) from None


async def add(product: Product, made: reencoding.Made, alternative: str, *, at: datetime) -> Pictured:
    """A picture more, with the text for those who do not see it. Raises NotFound, EnoughPictures, AlreadyThere."""
    with on_behalf.of(product.organization):
        async with db.transaction(a_picture_is_there_once=AlreadyThere):
            await lifecycle.lock(product)
            if len(await of_product(product.id)) >= MOST:
                raise EnoughPictures
            rows = await db.fetch(
                f"""
                INSERT INTO picture (id, product, alternative, width, height, digest, content, small, version, created_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9) RETURNING {_COLUMNS}
                """,
                values.new_id(),
                product.id,
                alternative,
                made.width,
                made.height,
                hashlib.sha256(made.content).hexdigest(),
                made.content,
                made.small,
                at,
            )
            row = _pictured(rows[0])
            await outbox.record("picture.create", at=at, id=row.id, product=product.id)
            return row


async def describe(row: Pictured, version: int, owner: UUID, alternative: str, *, at: datetime) -> Pictured:
    """Another text for those who do not see it; the same one writes nothing. Raises Stale, NotFound."""
    with on_behalf.of(owner):
        async with db.transaction():
            held = await _held(row.id, version)
            if held.alternative == alternative:
                return held
            rows = await db.fetch(
                f"UPDATE picture SET alternative = $2, version = version + 1 WHERE id = $1 RETURNING {_COLUMNS}",
                row.id,
                alternative,
            )
            await outbox.record("picture.edit", at=at, id=row.id, product=row.product)
            return _pictured(rows[0])


async def remove(row: Pictured, version: int, owner: UUID, *, at: datetime) -> None:
    """A picture less. Raises Stale, NotFound."""
    with on_behalf.of(owner):
        async with db.transaction():
            await _held(row.id, version)
            await db.fetch("DELETE FROM picture WHERE id = $1", row.id)
            await outbox.record("picture.delete", at=at, id=row.id, product=row.product)


async def of_product(product_id: UUID) -> list[Pictured]:
    """The pictures of a product in the order in which they came."""
    return [
        _pictured(row)
        for row in await db.fetch(f"SELECT {_COLUMNS} FROM picture WHERE product = $1 ORDER BY id", product_id)
    ]


async def picture(picture_id: UUID) -> Pictured:
    """A picture; all are public. Raises NotFound."""
    row = await db.one(f"SELECT {_COLUMNS} FROM picture WHERE id = $1", picture_id)
    if row is None:
        raise NotFound
    return _pictured(row)


async def content(picture_id: UUID, *, small: bool) -> bytes | None:
    """The bytes of a picture, if it is there."""
    row = await db.one(f"SELECT {'small' if small else 'content'} AS found FROM picture WHERE id = $1", picture_id)
    found: bytes | None = row["found"] if row else None
    return found


async def _held(picture_id: UUID, version: int) -> Pictured:
    row = await db.one(f"SELECT {_COLUMNS} FROM picture WHERE id = $1 FOR UPDATE", picture_id)
    if row is None:
        raise NotFound
    if row["version"] != version:
        raise Stale(version=row["version"])
    return _pictured(row)


def _pictured(row: dict[str, Any]) -> Pictured:
    return Pictured(**row)

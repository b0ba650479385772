"""A whole list is undone while nothing depends on it."""

from datetime import datetime

import pytest

from events_app import db
from events_app.actor import as_actor
from events_app.directory import declaring, registering
from events_app.directory.tables import Organization, Product
from events_app.distribution import channelling, listing
from events_app.errors import WrongState
from events_app.imports import undoing
from events_app.imports.tables import Import
from tests import make
from tests.imports import asking
from tests.imports.test_running import snapshot

pytestmark = pytest.mark.usefixtures("database")


async def without_versions() -> dict[str, list[dict[str, object]]]:
    found = {}
    for table in ("organization", "product", "certificate", "contact", "personal_number"):
        rows = await db.fetch(f"SELECT * FROM {table} ORDER BY id")
        found[table] = [{name: row[name] for name in row if name != "version"} for row in rows]
    return found


async def test_what_it_made_goes_and_what_it_changed_is_as_before(cast: make.Cast, at: datetime) -> None:
    first = [asking.a_row(n) for n in range(1, 4)]
    await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv(first), at=at), at=at)
    before = await without_versions()
    second = [
        asking.a_row(1, phone="0987654321", stars="5 sao"),
        asking.a_row(2, number="200/QĐ-UBND", issued="1/6/2026", stars="5"),
        asking.a_row(3, group="Thực phẩm"),
        asking.a_row(9),
    ]
    second = [[*said, ends] for said, ends in zip(second, ("30/6/2028", "", "", ""), strict=True)]
    row = await asking.read(cast.an, asking.a_csv(second, [*asking.HEADS, "Ngày hết hạn"]), at=at)
    assert row.counts["rows"] == {"create": 1, "change": 3}
    row = await asking.brought(cast.an, row, at=at)
    assert row.counts["rows"] == {"create": 1, "change": 3}
    assert await without_versions() != before
    with as_actor(cast.an.actor):
        row = await undoing.undo(row, row.version, at=at)
    assert row.state == "undone"
    assert await without_versions() == before
    with pytest.raises(WrongState):
        await undoing.undo(row, row.version, at=at)


async def test_what_somebody_uses_keeps_the_whole_list(cast: make.Cast, at: datetime) -> None:
    row = await asking.brought(
        cast.an, await asking.read(cast.an, asking.a_csv([asking.a_row(1), asking.a_row(2)]), at=at), at=at
    )
    (entity, _) = (
        await Organization.objects().where(Organization.keeper == cast.an.organization.id).order_by(Organization.id)
    )
    fair = await make.fair(cast.an.organization)
    application = await make.application(fair.event, entity)
    await kept(cast, row, at)
    await application.remove()
    product = await Product.objects().where(Product.organization == entity.id).first()
    assert product
    await declaring.correct(product, product.version, at=at, name="Trà khác")
    await kept(cast, row, at)


async def test_what_another_part_refers_to_keeps_the_whole_list_and_is_named(cast: make.Cast, at: datetime) -> None:
    row = await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at), at=at)
    (product,) = await Product.objects()
    channel = await channelling.add(cast.dung.organization.id, "chain", name="Cả chuỗi", at=at)
    await listing.add(channel, product, make.FIRST_ON, None, at=at)
    await kept(cast, row, at)
    with pytest.raises(undoing.Depended) as refused:
        await undoing.undo(row, row.version, at=at)
    assert refused.value.facts == {"used_by": {"listing.product": 1}}


async def test_a_product_that_somebody_added_keeps_the_whole_list(cast: make.Cast, at: datetime) -> None:
    row = await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at), at=at)
    entity = await Organization.objects().where(Organization.keeper == cast.an.organization.id).first()
    assert entity
    await declaring.declare(entity, at=at, name="Mứt", group=1)
    await kept(cast, row, at)


async def test_an_entity_that_was_described_since_keeps_the_whole_list(cast: make.Cast, at: datetime) -> None:
    row = await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at), at=at)
    entity = await Organization.objects().where(Organization.keeper == cast.an.organization.id).first()
    assert entity
    await registering.describe(entity, entity.version, at=at, address="1 Phố Mẫu")
    await kept(cast, row, at)


async def kept(cast: make.Cast, row: Import, at: datetime) -> None:
    before = await snapshot()
    with pytest.raises(undoing.Depended), as_actor(cast.an.actor):
        await undoing.undo(row, row.version, at=at)
    assert await snapshot() == before


async def test_what_two_rows_changed_is_as_it_was_before_the_first_of_them(cast: make.Cast, at: datetime) -> None:
    await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at), at=at)
    before = await without_versions()
    rows = [
        asking.a_row(1, group="Thực phẩm", number="8/QĐ-UBND", issued="1/6/2025", stars="3"),
        asking.a_row(1, group="", number="9/QĐ-UBND", issued="1/6/2026", stars="5"),
    ]
    row = await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv(rows), at=at), at=at)
    assert row.counts["rows"] == {"change": 2}
    assert await without_versions() != before
    with as_actor(cast.an.actor):
        await undoing.undo(row, row.version, at=at)
    assert await without_versions() == before

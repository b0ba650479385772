"""Rows are kept with the ids that their product and their certificate get; rows of one product share the product's."""

from datetime import datetime

import pytest

from events_app import db
from tests import make
from tests.imports import asking

pytestmark = pytest.mark.usefixtures("database")
SAME = {"entity": "Hợp tác xã Mẫu", "representative": "Người Mẫu", "product": "Trà mẫu", "phone": ""}


async def test_rows_of_one_product_share_its_id_and_have_certificates_of_their_own(
    cast: make.Cast, at: datetime
) -> None:
    none = {"stars": "", "number": "", "issued": ""}
    rows = [
        asking.a_row(1, **SAME),
        asking.a_row(2, **SAME),
        asking.a_row(3, **{**SAME, "product": "Trà khác"}, **none),
        asking.a_row(4, **SAME, group="chưa rõ nhóm"),
    ]
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    first, again, other, faulty = await asking.rows(row)
    assert first["product"] == again["product"] == first["id"]
    assert other["product"] == other["id"]
    assert len({first["certificate"], again["certificate"]} - {None}) == 2
    assert other["certificate"] is None
    assert (faulty["product"], faulty["certificate"]) == (None, None)


async def test_what_rows_of_an_entity_say_that_is_found_to_be_another_one_is_said_of_its_products(
    cast: make.Cast, at: datetime
) -> None:
    rows = [asking.a_row(1, **{**SAME, "representative": ""}), asking.a_row(2, **SAME)]
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    first, again = await asking.rows(row)
    assert first["entity"] == again["entity"]
    assert first["product"] == again["product"] == first["id"]
    (entity,) = await db.fetch("SELECT plain FROM import_entity")
    assert not entity["plain"], "its rows have not been compared with each other yet"
    await asking.brought(cast.an, row, at=at)
    (product,) = await db.fetch("SELECT id FROM product")
    papers = await db.fetch("SELECT number, product FROM certificate ORDER BY number")
    assert papers == [{"number": f"{n}/QĐ-UBND", "product": product["id"]} for n in (1, 2)]


async def test_a_paper_that_two_rows_of_a_product_write_in_two_ways_is_one_certificate(
    cast: make.Cast, at: datetime
) -> None:
    rows = [asking.a_row(n, **SAME, number=number) for n, number in enumerate(("12/QĐ-UBND", "12.QĐ.UBND"), 1)]
    row = await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv(rows), at=at), at=at)
    assert row.counts["rows"] == {"create": 1, "same": 1}
    assert await db.fetch("SELECT number FROM certificate") == [{"number": "12/QĐ-UBND"}]

"""Good rows go in, faulty ones come back, and nothing happens twice."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from events_app import db, values
from events_app.directory.tables import Kind
from events_app.imports import planning
from events_app.reminders import warning
from tests import make
from tests.imports import asking

pytestmark = pytest.mark.usefixtures("database")


async def snapshot() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the directory, and the ids of messages about it."""
    found = {}
    for table in ("organization", "product", "certificate", "contact", "personal_number"):
        found[table] = [tuple(row.values()) for row in await db.fetch(f"SELECT * FROM {table} ORDER BY id")]
    messages = await db.fetch("SELECT id FROM message WHERE topic NOT LIKE 'import.%' ORDER BY id")
    found["message"] = [tuple(row.values()) for row in messages]
    return found


async def test_a_list_is_read_looked_at_and_brought_in(cast: make.Cast, at: datetime) -> None:
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(n) for n in range(1, 6)]), at=at)
    assert (row.state, row.counts) == ("read", {"rows": {"create": 5}, "entities": {"create": 5}})
    assert await db.fetch("SELECT FROM product") == []
    row = await asking.brought(cast.an, row, at=at)
    assert (row.state, row.rows_done) == ("done", 5)
    found = await db.fetch(
        """
        SELECT product.name, product_group, stars, number, issued_on::text, valid_to::text, standing, entity_kind, keeper,
               organization.name AS entity, phone, province_code FROM product
        JOIN certificate ON certificate.product = product.id JOIN organization ON organization.id = product.organization
        ORDER BY product.name
        """
    )
    assert len(found) == 5
    assert tuple(found[0].values()) == (
        "Trà mẫu 1",
        2,
        4,
        "1/QĐ-UBND",
        "2024-12-16",
        "2027-12-16",
        "declared",
        "cooperative",
        cast.an.organization.id,
        "Hợp tác xã Mẫu 1",
        "+84912300001",
        "82",
    )


async def test_the_same_file_again_changes_nothing(cast: make.Cast, at: datetime) -> None:
    file = asking.a_csv([asking.a_row(n) for n in range(1, 6)])
    await asking.brought(cast.an, await asking.read(cast.an, file, at=at), at=at)
    before = await snapshot()
    again = await asking.read(cast.an, file, at=at)
    assert again.counts == {"rows": {"same": 5}, "entities": {"same": 5}}
    await asking.brought(cast.an, again, at=at)
    assert await snapshot() == before


async def test_what_is_brought_in_is_indexed_and_counted_at_once(cast: make.Cast, at: datetime) -> None:
    async def counted() -> float:
        (row,) = await db.fetch("SELECT reltuples FROM pg_class WHERE oid = 'product'::regclass")
        return float(row["reltuples"])

    before = await counted()
    file = asking.a_csv([asking.a_row(n) for n in range(1, 4)])
    await asking.brought(cast.an, await asking.read(cast.an, file, at=at), at=at)
    assert (before, await counted()) == (before, 3.0)
    assert before != 3.0


async def test_a_list_warns_of_no_threshold_that_has_passed(cast: make.Cast, at: datetime) -> None:
    """An end that a list says or changes is known from that day on; the thresholds before it are nobody's news."""
    heads = [*asking.HEADS, "Ngày hết hạn"]
    soon = (values.today(at) + timedelta(days=20)).strftime("%d/%m/%Y")
    file = asking.a_csv([[*asking.a_row(1), soon], [*asking.a_row(2), "30/6/2029"]], heads)
    await asking.brought(cast.an, await asking.read(cast.an, file, at=at), at=at)
    assert await warning.warn(at=at) == 0
    file = asking.a_csv([[*asking.a_row(1), soon], [*asking.a_row(2), soon]], heads)
    row = await asking.brought(cast.an, await asking.read(cast.an, file, at=at), at=at)
    assert row.counts["rows"] == {"change": 1, "same": 1}
    assert await warning.warn(at=at) == 0


async def test_an_authority_brings_in_verified_certificates_of_its_own_province(cast: make.Cast, at: datetime) -> None:
    office = await make.organization(Kind.AUTHORITY, "Sở Mẫu", province_set="34", province_code="82")
    giang = await make.person("Giang", office)
    file = asking.a_csv([asking.a_row(1), asking.a_row(2, province="Hà Nội")])
    row = await asking.read(giang, file, at=at)
    assert row.counts["rows"] == {"create": 1, "fault": 1}
    await asking.brought(giang, row, at=at, decision="99/QĐ-UBND")
    (found,) = await db.fetch("SELECT standing, verified_for, decision_number FROM certificate")
    assert tuple(found.values()) == ("verified", office.id, "99/QĐ-UBND")


HEADS = [*asking.HEADS, "Cơ quan cấp", "Phân loại cũ"]
_A = {"entity": "Hợp tác xã Mẫu", "representative": "Người Mẫu", "phone": "", "product": "Trà mẫu"}
AGAINST = {
    "stars of one certificate": (
        asking.a_row(1, **_A, stars="3"),
        asking.a_row(2, **{**_A, "number": "1/QĐ-UBND"}, stars="4"),
    ),
    "a group": (asking.a_row(1, **_A), asking.a_row(2, **_A, group="Thực phẩm")),
    "a group, said without a certificate": (
        asking.a_row(1, **_A, stars="", number="", issued=""),
        asking.a_row(2, **_A, stars="", number="", issued="", group="Thực phẩm"),
    ),
    "stars without a paper": (
        asking.a_row(1, **_A, number="", issued="", stars="3"),
        asking.a_row(2, **_A, stars="4"),
    ),
    "stars before a paper": (
        asking.a_row(1, **_A, stars="4"),
        asking.a_row(2, **_A, number="", issued="", stars="3"),
    ),
    "an issuer": (
        [*asking.a_row(1, **_A), "Sở Mẫu"],
        [*asking.a_row(2, **{**_A, "number": "1/QĐ-UBND"}), "Bộ Mẫu"],
    ),
}


@pytest.mark.parametrize("against", sorted(AGAINST))
@pytest.mark.parametrize("verified", [False, True])
async def test_rows_against_each_other_are_decided_alike_however_often_they_are_sent(
    against: str, verified: bool, cast: make.Cast, at: datetime
) -> None:
    who = cast.an
    if verified:
        office = await make.organization(Kind.AUTHORITY, "Sở Mẫu", province_set="34", province_code="82")
        who = await make.person("Giang", office)
    file = asking.a_csv(AGAINST[against], HEADS)
    found = []
    for _ in range(3):
        row = await asking.read(who, file, at=at)
        row = await asking.brought(who, row, at=at, decision="99/QĐ-UBND" if verified else "")
        outcomes = [(one["outcome"], one["wrongs"]) for one in await asking.rows(row)]
        found.append(await snapshot())
        assert [one for one, _ in outcomes] == ["create" if len(found) == 1 else "same", "fault"]
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("known", [False, True])
async def test_rows_that_complete_each_other_are_one_thing_at_once(known: bool, cast: make.Cast, at: datetime) -> None:
    rows = [
        [*asking.a_row(1, **_A, group="", number="", issued=""), "", ""],
        [*asking.a_row(2, **_A), "", "Thức uống"],
        [*asking.a_row(3, **{**_A, "number": "2/QĐ-UBND"}, stars=""), "Sở Mẫu", ""],
    ]
    if known:
        before = [*asking.a_row(2, **_A, group="Thực phẩm", stars="3"), "Bộ Mẫu", ""]
        await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv([before], HEADS), at=at), at=at)
        rows = rows[1:]
    file = asking.a_csv(rows, HEADS)
    row = await asking.brought(cast.an, await asking.read(cast.an, file, at=at), at=at)
    assert "fault" not in row.counts["rows"]
    (found,) = await db.fetch(
        """
        SELECT product_group, older_classification, stars, number, issued_on::text, issuer FROM product
        JOIN certificate ON certificate.product = product.id
        """
    )
    assert tuple(found.values()) == (2, "Thức uống", 4, "2/QĐ-UBND", "2024-12-16", "Sở Mẫu")
    once = await snapshot()
    row = await asking.brought(cast.an, await asking.read(cast.an, file, at=at), at=at)
    assert row.counts["rows"] == {"same": len(rows)}
    assert await snapshot() == once


async def test_an_entity_of_which_no_row_is_good_is_not_counted_as_new(cast: make.Cast, at: datetime) -> None:
    rows = [asking.a_row(1), asking.a_row(2, stars="", product="Trà không sao"), asking.a_row(3, group="")]
    file = asking.a_csv(rows)
    row = await asking.read(cast.an, file, at=at)
    assert row.counts == {"rows": {"create": 1, "fault": 2}, "entities": {"create": 1, "fault": 2}}
    row = await asking.brought(cast.an, row, at=at)
    assert row.counts == {"rows": {"create": 1, "fault": 2}, "entities": {"create": 1, "fault": 2}}
    again = await asking.read(cast.an, file, at=at)
    assert again.counts == {"rows": {"same": 1, "fault": 2}, "entities": {"same": 1, "fault": 2}}


async def test_entities_are_counted_as_what_became_of_them(
    cast: make.Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three lists that were looked at before either was in; one entity has three rows, in batches of their own."""
    monkeypatch.setattr(planning, "BATCH", 1)
    rows = [
        asking.a_row(1),
        asking.a_row(2, stars="2 sao"),
        *(asking.a_row(n, **ONE) for n in (3, 4, 5)),
        asking.a_row(6, **ONE, group=""),
    ]
    first, second = [await asking.read(cast.an, asking.a_csv(rows), at=at) for _ in "12"]
    third = await asking.read(
        cast.an,
        asking.a_csv([*rows[:2], *(asking.a_row(n, **{**ONE, "phone": "0912345678"}) for n in (3, 4, 5))]),
        at=at,
    )
    counts = [(await asking.brought(cast.an, one, at=at)).counts for one in (first, second, third)]
    assert [one["entities"] for one in counts] == [
        {"create": 2, "fault": 1}, {"same": 2, "fault": 1}, {"same": 1, "change": 1, "fault": 1}
    ]  # fmt: skip
    assert counts[1]["rows"] == {"same": 4, "fault": 2}


ONE = {"entity": "Hợp tác xã Nhiều Sản Phẩm", "representative": "Bà Sen", "phone": "0912345679"}

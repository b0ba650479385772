"""What nobody knows is entered by statements over many; what comes of it is what one by one would have come of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from events_app import db
from events_app.directory import masking
from events_app.directory.tables import Kind
from events_app.imports import entering, remembering
from events_app.imports.tables import Import
from tests import make
from tests.imports import asking, invented, offices
from tests.imports.known import an_entity

pytestmark = pytest.mark.usefixtures("database")
HEADS = [*asking.HEADS, "Thư điện tử", "Ngày hết hạn", "Cơ quan cấp", "Loại hình"]
CODE = invented.MAKERS[0].code
SAME = {"entity": "Hợp tác xã Mẫu", "representative": "Người Mẫu", "product": "Trà mẫu", "phone": ""}


async def plain(row: Import) -> list[bool]:
    """Whether each entity of the list is plain, in the order of their rows."""
    rows = await db.fetch("SELECT plain FROM import_entity WHERE within = $1 ORDER BY first_row", row.id)
    return [one["plain"] for one in rows]


async def written() -> dict[str, list[tuple[Any, ...]]]:
    """The directory without its ids: each row beside the names of what it belongs to."""
    found = {}
    for table, of in (
        ("organization", "''"),
        ("contact", "(SELECT slug FROM organization WHERE organization.id = contact.organization)"),
        ("personal_number", "(SELECT slug FROM organization WHERE organization.id = personal_number.organization)"),
        ("product", "(SELECT slug FROM organization WHERE organization.id = product.organization)"),
        (
            "certificate",
            "(SELECT slug || product.name FROM product JOIN organization ON organization.id = product.organization "
            "WHERE product.id = certificate.product)",
        ),
    ):
        rows = await db.fetch(f"SELECT {of} AS belongs, {table}.* FROM {table}")
        ids = {"id", "organization", "product"}
        found[table] = sorted(tuple(str(row[name]) for name in row if name not in ids) for row in rows)
    return found


async def removed() -> None:
    await db.fetch("TRUNCATE import_made, import_effect, certificate, product CASCADE")
    for table, column in (("contact", "organization"), ("personal_number", "organization"), ("organization", "id")):
        await db.fetch(f"DELETE FROM {table} WHERE {column} NOT IN (SELECT organization FROM membership)")


async def both_ways(person: make.Person, file: bytes, at: datetime, *, decision: str = "") -> list[dict[str, Any]]:
    """The directory as this list makes it, in the two ways."""
    found = []
    for taken_back in (False, True):
        row = await asking.read(person, file, at=at)
        if taken_back:
            await db.fetch("UPDATE import_entity SET plain = false WHERE within = $1", row.id)
        row = await asking.brought(person, row, at=at, decision=decision)
        assert (row.state, row.rows_done) == ("done", row.counts["rows"]["create"])
        found.append({**await written(), "counts": row.counts})
        await removed()
    return found


@pytest.mark.parametrize("name", sorted(offices.FILES))
async def test_both_ways_write_the_same(name: str, cast: make.Cast, at: datetime) -> None:
    first, second = await both_ways(cast.an, offices.FILES[name](), at)
    assert first == second
    assert first["product"]


@pytest.mark.parametrize("decision", ["", "99/QĐ-UBND"])
async def test_both_ways_write_the_same_of_all_that_a_row_can_say(decision: str, cast: make.Cast, at: datetime) -> None:
    office = await make.organization(Kind.AUTHORITY, "Sở Mẫu", province_set="34", province_code="82")
    giang = await make.person("Giang", office)
    rows = [
        [*asking.a_row(1), "a@b.example", "30/6/2029", "UBND tỉnh", ""],
        [*asking.a_row(2, phone=""), "c@d.example", "", "", ""],
        [*asking.a_row(3, phone="", number="", issued=""), "", "30/6/2029", "", ""],
        [*asking.a_row(4, stars="", number="", issued="", representative=""), "", "", "", ""],
        [*asking.a_row(5, stars="Tiềm năng 5 sao", issued=""), "", "", "", ""],
        [*asking.a_row(6, entity="Hộ Mẫu", code="086123456789"), "", "", "", "Hộ kinh doanh"],
        [*asking.a_row(7, entity="Hợp tác xã Sen", code=CODE), "", "", "", ""],
        [*asking.a_row(8, entity="Hợp tác xã Sen", code="", representative="Bà Sen"), "", "", "", ""],
        *([*asking.a_row(n, **SAME), "", "", "", ""] for n in (9, 10)),
        [*asking.a_row(11, product="Trà rất thơm và ngon " * 14), "", "", "", ""],
    ]
    file = asking.a_csv(rows, HEADS)
    assert all(await plain(await asking.read(giang, file, at=at)))
    first, second = await both_ways(giang, file, at, decision=decision)
    assert first == second
    assert [len(first[table]) for table in ("product", "certificate", "personal_number")] == [10, 10, 1]


async def test_what_a_list_brings_is_searched_without_signs(cast: make.Cast, at: datetime) -> None:
    rows = [asking.a_row(1, product="Trà (sen),ướp"), asking.a_row(2, entity="HTX Trà – Sen", representative="Bà Sen")]
    first, second = await both_ways(cast.an, asking.a_csv(rows), at)
    assert first == second
    found = await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv(rows), at=at), at=at)
    searched = await db.fetch(
        "SELECT search FROM product UNION ALL SELECT search FROM organization WHERE name LIKE 'HTX Trà%' ORDER BY search"
    )
    assert found.counts["rows"]["create"] == 2
    assert [row["search"].removesuffix(" dong thap") for row in searched] == ["htx tra sen", "tra mau 2", "tra sen uop"]


async def test_two_products_whose_names_differ_by_a_sign_stay_two(cast: make.Cast, at: datetime) -> None:
    rows = [asking.a_row(n, **{**SAME, "product": name}) for n, name in enumerate(("Trà A", "Trà A+"), 1)]
    file = asking.a_csv(rows)
    await asking.brought(cast.an, await asking.read(cast.an, file, at=at), at=at)
    assert [row["name"] for row in await db.fetch("SELECT name FROM product ORDER BY name")] == ["Trà A", "Trà A+"]
    again = await asking.read(cast.an, file, at=at)
    assert again.counts["rows"]["same"] == 2


PLAIN: dict[str, tuple[Sequence[list[Any]], list[bool]]] = {
    "an entity with two products": ([asking.a_row(1), asking.a_row(2, entity="Hợp tác xã Mẫu 1")], [True, True]),
    "a product with two certificates": ([asking.a_row(1, **SAME), asking.a_row(2, **SAME)], [True]),
    "a product of two groups": ([asking.a_row(1, **SAME), asking.a_row(2, **SAME, group="Thực phẩm")], [False]),
    "one certificate twice": ([asking.a_row(1, **SAME), asking.a_row(1, **SAME)], [False]),
    "a certificate without a number": ([asking.a_row(1, **SAME), asking.a_row(2, **SAME, number="")], [False]),
    "one name in two spellings": (
        [asking.a_row(1, **SAME), asking.a_row(2, **{**SAME, "product": "TRÀ MẪU"})],
        [False],
    ),
    "two products of one name but for a sign": (
        [asking.a_row(1, **SAME), asking.a_row(2, **{**SAME, "product": "Trà mẫu +"})],
        [False],
    ),
    "a product without a group": ([asking.a_row(1, group="")], [False]),
    "no more than a name, where another has more": (
        [
            asking.a_row(1, **SAME),
            asking.a_row(2, **SAME, code=CODE),
            asking.a_row(3, **{**SAME, "representative": ""}),
        ],
        [False, False],
    ),
    "two spellings of an entity that have no product in common": (
        [asking.a_row(1, **SAME), asking.a_row(2, **{**SAME, "entity": "HTX Mẫu", "product": "Trà khác"})],
        [True],
    ),
    "one product of two spellings of an entity": (
        [
            asking.a_row(1, **SAME, number="47/QĐ-UBND"),
            asking.a_row(2, **{**SAME, "entity": "HTX Mẫu"}, number="47/QĐ/UBND"),
        ],
        [False],
    ),
    "rows that are all faulty": ([asking.a_row(1, stars="9 sao"), asking.a_row(2)], [False, True]),
    "no kind": ([asking.a_row(1, entity="Mẫu")], [False]),
}


@pytest.mark.parametrize("kind", sorted(PLAIN))
async def test_an_entity_is_plain_while_nothing_speaks_against_it(kind: str, cast: make.Cast, at: datetime) -> None:
    rows, expected = PLAIN[kind]
    assert await plain(await asking.read(cast.an, asking.a_csv(rows), at=at)) == expected


@pytest.mark.parametrize("other", ["47/QĐ/UBND", "47/QÐ-UBND", "47/ QĐ – UBND"])  # also with the letter U+00D0
async def test_two_spellings_of_an_entity_have_one_certificate_by_one_number_in_two_forms(
    other: str, cast: make.Cast, at: datetime
) -> None:
    rows = [
        asking.a_row(1, **SAME, number="47/QĐ-UBND"),
        asking.a_row(1, **{**SAME, "entity": "HTX Mẫu"}, number=other),
    ]
    await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv(rows), at=at), at=at)
    assert await db.fetch("SELECT number FROM certificate") == [{"number": "47/QĐ-UBND"}]


KNOWN: dict[str, tuple[list[Any], dict[str, Any]]] = {
    "by its tax code": (asking.a_row(1, code=CODE), {"name": "Hợp tác xã Khác", "tax_code": CODE}),
    "by its name": (asking.a_row(1, representative="Người khác"), {"name": "HTX Mẫu 1", "representative": "Bà Mẫu"}),
    "by the number of its household": (
        asking.a_row(1, entity="Hộ kinh doanh Mẫu", code="086123456789"),
        {"name": "Hộ Khác", "entity_kind": "household"},
    ),
}


@pytest.mark.parametrize("kind", sorted(KNOWN))
@pytest.mark.parametrize("when", ["before it is read", "meanwhile"])
async def test_what_the_directory_knows_is_not_entered_again(
    kind: str, when: str, cast: make.Cast, at: datetime
) -> None:
    said, known = KNOWN[kind]

    async def register() -> None:
        kept = await an_entity(cast, **known)
        if "household" in known.values():
            await masking.keep(kept.id, "086123456789", at=at)

    if when == "before it is read":
        await register()
    row = await asking.read(cast.an, asking.a_csv([said, asking.a_row(2)]), at=at)
    assert await plain(row) == [when == "meanwhile", True]
    if when == "meanwhile":
        await register()
    row = await asking.brought(cast.an, row, at=at)
    assert row.counts["rows"] == {"ask": 1, "create": 1}
    assert [one["name"] for one in await db.fetch("SELECT name FROM product")] == ["Trà mẫu 2"]


async def test_what_a_merger_took_away_meanwhile_is_not_entered_again(cast: make.Cast, at: datetime) -> None:
    kept = await an_entity(cast, "Hợp tác xã Khác")
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at)
    (entity,) = await db.fetch("SELECT id FROM import_entity WHERE within = $1", row.id)
    await db.fetch(
        "INSERT INTO merged_organization (id, organization, created_at) VALUES ($1, $2, $3)",
        entity["id"],
        kept.id,
        at,
    )
    row = await asking.brought(cast.an, row, at=at)
    (product,) = await db.fetch("SELECT organization FROM product")
    assert product["organization"] == kept.id


async def test_an_entity_of_faulty_rows_alone_is_not_entered(cast: make.Cast, at: datetime) -> None:
    file = asking.a_csv([asking.a_row(1, stars="9 sao"), asking.a_row(2)])
    row = await asking.brought(cast.an, await asking.read(cast.an, file, at=at), at=at)
    assert row.counts["rows"] == {"fault": 1, "create": 1}
    kept = await db.fetch("SELECT name FROM organization WHERE keeper = $1", cast.an.organization.id)
    assert [one["name"] for one in kept] == ["Hợp tác xã Mẫu 2"]


@pytest.mark.parametrize("kind", ["Hợp tác xã", "Hộ kinh doanh"])
async def test_what_a_worker_entered_before_it_died_is_not_taken_for_somebody_elses(
    kind: str, cast: make.Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entering, "ENTITIES", 2)
    code = "08612345678{}" if kind == "Hộ kinh doanh" else ""
    rows = [[*asking.a_row(n, entity=f"{kind} Mẫu {n}", code=code.format(n)), "", "", "", kind] for n in range(1, 6)]
    row = await asking.read(cast.an, asking.a_csv(rows, HEADS), at=at)
    made, batches = remembering.made, []

    async def twice(*given: Any, **more: Any) -> None:
        batches.append(given)
        if len(batches) == 3:
            raise ZeroDivisionError
        await made(*given, **more)

    monkeypatch.setattr(remembering, "made", twice)
    with pytest.raises(ZeroDivisionError):
        await asking.brought(cast.an, row, at=at)
    await asking.relayed(at)
    row = await asking.now(row)
    assert (row.state, row.rows_done, row.counts["rows"]) == ("done", 5, {"create": 5})


async def test_a_batch_is_recorded_once_with_all_that_it_made(
    cast: make.Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entering, "ENTITIES", 2)
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(n) for n in range(1, 6)]), at=at)
    await asking.brought(cast.an, row, at=at)
    messages = await db.fetch(
        """
        SELECT payload, user_id, organization_id, request_id,
               (SELECT jsonb_object_agg(noun, cardinality(rows)) FROM import_made WHERE message = message.id) AS made
        FROM message WHERE topic = 'import.enter' ORDER BY id
        """
    )
    each = [dict.fromkeys(("organization", "contact", "product", "certificate"), n) for n in (2, 2, 1)]
    assert [one["made"] for one in messages] == each
    assert {(one["payload"]["id"], one["user_id"], one["organization_id"]) for one in messages} == {
        (str(row.id), cast.an.user.id, cast.an.organization.id)
    }
    topics = await db.fetch("SELECT DISTINCT topic FROM message WHERE topic NOT LIKE 'import.%'")
    assert {one["topic"] for one in topics} == {"membership.create"}

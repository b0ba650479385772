"""A whole list is undone while nothing depends on it."""

from datetime import datetime

import httpx
import pytest

from events_app import db, outbox
from events_app.actor import as_actor
from events_app.directory import declaring, registering
from events_app.directory.tables import Organization, Product
from events_app.distribution import channelling, listing
from events_app.errors import WrongState
from events_app.imports import depending, undoing
from events_app.imports.tables import Import
from tasks.outbox import ROUTES
from tests import counting, make
from tests.browser_like import Browser
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
    row = await asking.undone(cast.an, row, at=at)
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
    with pytest.raises(depending.Depended) as refused:
        await undoing.undo(row, row.version, at=at)
    page = f"/products/{product.id}"
    thing = {"noun": "product", "id": str(product.id), "name": product.name, "page": page, "because": "listing"}
    assert refused.value.facts == {"used_by": {"listing.product": 1}, "things": [thing]}


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
    with pytest.raises(depending.Depended), as_actor(cast.an.actor):
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
    row = await asking.undone(cast.an, row, at=at)
    assert (row.state, await without_versions()) == ("undone", before)


CHANGED = [
    {"number": "1/QĐ-UBND", "stars": "5", "phone": "0987654321"},
    {"group": "Thực phẩm", "number": "9/QĐ-UBND", "issued": "1/6/2026", "stars": "5"},
]


@pytest.mark.parametrize("by_hand", [False, True])
async def test_lists_are_undone_one_after_the_other_the_last_first_unless_somebody_came_between(
    cast: make.Cast, at: datetime, *, by_hand: bool
) -> None:
    stood = [await without_versions()]
    first = await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at), at=at)
    lists = [first]
    if by_hand:
        (product,) = await Product.objects()
        await declaring.correct(product, product.version, at=at, name="trà mẫu 1")
    for said in CHANGED:
        stood.append(await without_versions())
        row = await asking.read(cast.an, asking.a_csv([asking.a_row(1, **said)]), at=at)
        lists.append(await asking.brought(cast.an, row, at=at))
        assert lists[-1].counts["rows"] == {"change": 1}
    with pytest.raises(depending.Depended):
        await undoing.undo(lists[1], lists[1].version, at=at)
    for row, before in reversed([*zip(lists, stood, strict=True)][1:]):
        assert ((await asking.undone(cast.an, row, at=at)).state, await without_versions()) == ("undone", before)
    if by_hand:
        await kept(cast, first, at)
    else:
        assert ((await asking.undone(cast.an, first, at=at)).state, await without_versions()) == ("undone", stood[0])


async def test_a_household_that_it_made_is_forgotten_with_its_personal_number(cast: make.Cast, at: datetime) -> None:
    household = {"entity": "Hộ kinh doanh Ví Dụ", "representative": "Nguyễn Ví Dụ"}
    for first, second in (({"code": "079123456789"}, None), ({"code": ""}, {"code": "079123456789"})):
        row = await asking.read(cast.an, asking.a_csv([asking.a_row(1, **household, **first)]), at=at)
        row = await asking.brought(cast.an, row, at=at)
        if second:
            row = await asking.read(cast.an, asking.a_csv([asking.a_row(1, **household, **second)]), at=at)
            row = await asking.brought(cast.an, row, at=at)
        assert len(await db.fetch("SELECT FROM personal_number")) == 1
        await asking.undone(cast.an, row, at=at)
        assert await db.fetch("SELECT FROM personal_number") == []


async def test_many_that_were_changed_alike_stand_as_before_each_at_a_version_of_its_own(
    cast: make.Cast, at: datetime
) -> None:
    rows = [asking.a_row(n) for n in range(1, 7)]
    await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv(rows), at=at), at=at)
    before = await without_versions()
    rows = [asking.a_row(n, phone=f"098765432{n}") for n in range(1, 4)]
    rows += [asking.a_row(n, group="Thực phẩm") for n in range(4, 7)]
    row = await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv(rows), at=at), at=at)
    async with counting.statements() as statements:
        await asking.undone(cast.an, row, at=at)
    assert await without_versions() == before
    restored = [one for one in statements if "jsonb_populate_record" in one]
    assert len(restored) == 2
    versions = await db.fetch("SELECT version FROM organization WHERE keeper = $1", cast.an.organization.id)
    assert sorted(one["version"] for one in versions) == [1, 1, 1, 3, 3, 3]


async def test_what_came_to_depend_on_it_before_the_worker_came_keeps_it_as_it_was(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    row = await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at), at=at)
    with as_actor(cast.an.actor):
        await undoing.undo(row, row.version, at=at)
    (product,) = await Product.objects()
    await declaring.correct(product, product.version, at=at, name="Trà khác")
    before = await snapshot()
    await asking.relayed(at)
    row = await asking.now(row)
    assert (row.state, row.kept_by["changed"], await snapshot()) == ("done", 1, before)
    shown = (await client.get(f"/api/v1/imports/{row.id}", headers=cast.an.headers)).json()
    assert [one["name"] for one in shown["kept_by"]["things"]] == ["Trà khác"]
    assert shown["kept_by"]["reasons"] == ["đã sửa sau đó (1)"]
    browser = await Browser(client).sign_in(cast.an)
    assert "Trà khác</a> – changed since" in await browser.see(f"/imports/{row.id}")


async def test_the_page_says_what_keeps_a_list_and_offers_no_undo_beside_it(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    rows = [asking.a_row(1), asking.a_row(2)]
    row = await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv(rows), at=at), at=at)
    (product, other) = await Product.objects().order_by(Product.name)
    await declaring.correct(product, product.version, at=at, name="Trà khác")
    channel = await channelling.add(cast.dung.organization.id, "chain", name="Cả chuỗi", at=at)
    await listing.add(channel, other, make.FIRST_ON, None, at=at)
    browser = await Browser(client).sign_in(cast.an)
    path = f"/imports/{row.id}"
    await browser.see(path)
    page = await browser.send(f"{path}/undo", 409)
    assert f'<a href="/products/{product.id}">Trà khác</a> – changed since' in page
    assert f'<a href="/products/{other.id}">Trà mẫu 2</a> – used: Listing' in page
    assert f"{path}/undo" not in browser.forms
    english = {**cast.an.headers, "Accept-Language": "en"}
    answer = await client.post(f"/api/v1{path}/undo", headers=english)
    facts = answer.json()
    assert (answer.status_code, facts["changed"], facts["used_by"]) == (409, 1, {"listing.product": 1})
    assert facts["reasons"] == ["changed since (1)", "used: Listing (1)"]
    assert [(one["noun"], one["because"]) for one in facts["things"]] == [
        ("product", "changed"),
        ("product", "listing"),
    ]


async def test_of_what_goes_with_a_list_there_is_a_trail_and_nobody_is_sent_about_each(
    cast: make.Cast, at: datetime
) -> None:
    row = await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at), at=at)
    made = await db.fetch("SELECT noun, unnest(rows)::text AS id FROM import_made")
    assert {one["noun"] for one in made} == set(depending.NOUNS)
    await asking.undone(cast.an, row, at=at)
    gone = "FROM message WHERE topic LIKE '%.take\\_back' AND topic <> 'import.take_back'"
    said = await db.fetch(f"SELECT split_part(topic, '.', 1) AS noun, payload->>'id' AS id {gone}")
    assert sorted(map(str, said)) == sorted(map(str, made))
    await outbox.route(ROUTES, at=at, most=10**6)
    assert await db.fetch(f"SELECT FROM route WHERE message IN (SELECT id {gone})") == []


async def test_of_a_long_list_the_worker_looks_what_depends_on_it(
    cast: make.Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at), at=at)
    (product,) = await Product.objects()
    await declaring.correct(product, product.version, at=at, name="Trà khác")
    monkeypatch.setattr(undoing, "LOOKED_AT_ONCE", 0)
    row = await asking.undone(cast.an, row, at=at)
    assert (row.state, row.kept_by["changed"]) == ("done", 1)


async def test_whatever_refers_to_what_a_list_makes_is_found_through_an_index(cast: make.Cast, at: datetime) -> None:
    """Else each row that is deleted has a whole table read, and ten thousand take minutes; these tables stay small."""
    small = {"series.organization", "venue.chain", "venue.keeper", "event.organization", "backer.organization"}
    rows = await db.fetch(
        """
        SELECT conrelid::regclass || '.' || attname AS place FROM pg_constraint
        JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
        WHERE contype = 'f' AND confrelid::regclass::text = ANY($1)
          AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = conrelid AND indkey[0] = conkey[1])
        """,
        list(depending.NOUNS),
    )
    assert {row["place"] for row in rows} == small

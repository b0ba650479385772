"""Products of one name that two merged records have become one, with the history of both; a person is asked where they differ."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx
import pytest

from events_app import db, values
from events_app.directory import conflicting, merging, supplying
from events_app.directory.supply_tables import Paper, Picture, Supply
from events_app.directory.tables import Certificate, Organization, Product, Standing
from events_app.distribution.tables import Channel, ContactRequest, Listing, RequestedProduct, ShortlistItem
from events_app.exhibitors.tables import ApplicationProduct
from tests import make
from tests.browser_like import Browser
from tests.directory import asking
from tests.directory.pairs import columns, fresh, pair

TEA = "Nem Thử L"


async def a_channel(distributor: Organization) -> Channel:
    name = f"Sàn {values.new_id()}"
    row = Channel(
        distributor=distributor.id, kind="ecommerce", url="https://san.example", name=name, created_at=make.NOW
    )
    await row.save()
    return row


async def listed_in(
    channel: Channel, product: Product, first_on: date | None = make.FIRST_ON, last_on: date | None = None
) -> None:
    await Listing(
        channel=channel.id, product=product.id, first_on=first_on, last_on=last_on, created_at=make.NOW
    ).save()


async def pictured(product: Product) -> None:
    await Picture(
        product=product.id, alternative="Hộp", digest="1", content=b"1", small=b"1", created_at=make.NOW
    ).save()


async def certificates(owner: Organization) -> list[tuple[str, str, int | None]]:
    rows = await db.fetch(
        """
        SELECT product.name, number, stars FROM certificate JOIN product ON product.id = certificate.product
        WHERE organization = $1 ORDER BY number
        """,
        owner.id,
    )
    return [(row["name"], row["number"], row["stars"]) for row in rows]


async def two(old: dict[str, Any] | None = None, new: dict[str, Any] | None = None) -> tuple[Product, Product]:
    """A product of one name of each of two records of one cooperative."""
    first, second = await pair()
    return (
        await make.product(first, **{"name": TEA, "certified": {"number": "L1", "stars": 4}, **(old or {})}),
        await make.product(second, **{"name": TEA, "certified": {"number": "L2", "stars": 3}, **(new or {})}),
    )


async def records(*products: Product) -> list[Organization]:
    found = [await Organization.objects().get(Organization.id == one.organization) for one in products]
    return [one for one in found if one]


async def merge(a: Product, b: Product, *stays: UUID) -> Organization:
    old, new = await records(a, b)
    await merging.merge(old, new, stays=stays, at=make.NOW)
    return new


async def test_the_certificates_of_both_are_the_history_of_one(cast: make.Cast) -> None:
    a, b = await two(old={"name": "NEM  thử L", "older_classification": "Thực phẩm"}, new={"subgroup": "1.1"})
    new = await merge(a, b)
    rows = await Product.objects().where(Product.organization == new.id)
    assert [(row.id, row.name, row.subgroup, row.older_classification) for row in rows] == [
        (b.id, TEA, "1.1", "Thực phẩm")
    ]
    assert await certificates(new) == [(TEA, "L1", 4), (TEA, "L2", 3)]
    message = await db.fetch("SELECT payload FROM message WHERE topic = 'product.merge'")
    assert [one["payload"] for one in message] == [{"id": str(b.id), "merged": str(a.id)}]


async def test_no_foreign_key_holds_the_old_product_afterwards(cast: make.Cast) -> None:
    await db.fetch("CREATE TABLE tomorrow (id uuid PRIMARY KEY, product uuid UNIQUE REFERENCES product)")
    a, b = await two()
    await db.fetch("INSERT INTO tomorrow VALUES ($1, $2), ($3, $4)", values.new_id(), a.id, values.new_id(), b.id)
    other = await make.product(await make.organization())
    fair = await make.fair(cast.an.organization)
    application = await make.application(fair.event, (await records(a))[0])
    agreement = values.new_id()
    await db.fetch(
        """
        INSERT INTO agreement (id, event, kind, title, signed_on, note, search, version, created_at)
        VALUES ($1, $2, 'memorandum', 'Biên bản', $3, '', '', 1, $4)
        """,
        agreement, fair.id, make.FIRST_ON, make.NOW,
    )  # fmt: skip
    await db.fetch(
        "INSERT INTO agreement_product (id, agreement, product, name, position) VALUES ($1, $2, $3, 'Nem', 0)",
        values.new_id(), agreement, a.id,
    )  # fmt: skip
    request = ContactRequest(
        distributor=cast.dung.organization.id, entity=a.organization, asker_name="Dũng", asker_phone="+84912345678",
        consent_at=make.NOW, created_at=make.NOW,
    )  # fmt: skip
    await request.save()
    await RequestedProduct(request=request.id, product=a.id).save()
    await RequestedProduct(request=request.id, product=b.id).save()
    await ApplicationProduct(application=application.id, product=a.id).save()
    await ApplicationProduct(application=application.id, product=b.id).save()
    await Paper(product=a.id, kind="practice", number="1", position=0).save()
    await Supply(product=a.id, pack="Hộp", created_at=make.NOW).save()
    for one in (a, b):
        await ShortlistItem(organization=cast.dung.organization.id, product=one.id, created_at=make.NOW).save()
        await pictured(one)
        await listed_in(await a_channel(cast.dung.organization), one)
    await db.fetch("INSERT INTO merged_product (id, product, created_at) VALUES ($1, $2, $3)", other.id, a.id, make.NOW)
    held = {table for table, column in await columns("product") if await count(table, column, a)}
    assert held == {table for table, _ in await columns("product")}
    await merge(a, b)
    for table, column in sorted(await columns("product")):
        assert (table, await count(table, column, a)) == (table, 0)
        assert (table, await count(table, column, b) > 0) == (table, True)
    assert await db.fetch("SELECT FROM product WHERE id = $1", a.id) == []


async def count(table: str, column: str, product: Product) -> int:
    rows = await db.fetch(f'SELECT count(*) AS n FROM "{table}" WHERE "{column}" = $1', product.id)
    return int(rows[0]["n"])


async def test_the_old_address_leads_to_the_product_that_stays(client: httpx.AsyncClient, cast: make.Cast) -> None:
    a, b = await two()
    new = await merge(a, b)
    for path in ("", "/certificates", "/supply", "/listings?limit=3"):
        answer = await client.get(f"{asking.API}/products/{a.id}{path}")
        assert (path, answer.status_code) == (path, 308)
        assert answer.headers["location"] == f"/api/v1/products/{b.id}{path}"
    answer = await client.get(f"/products/{a.id}")
    assert (answer.status_code, answer.headers["location"]) == (308, f"/products/{b.id}")
    await db.fetch("UPDATE users SET admin = true WHERE id = $1", cast.dung.user.id)
    answer = await asking.patch(client, cast.dung, f"/products/{a.id}", 1, name="X")
    assert (answer.status_code, answer.json()["moved_to"]) == (410, str(b.id))
    third = await make.product(await make.organization(), TEA)
    await merge(await product(b), third)
    answer = await client.get(f"{asking.API}/products/{a.id}")
    assert answer.headers["location"] == f"/api/v1/products/{third.id}"
    assert new.id


async def product(row: Product) -> Product:
    found = await Product.objects().get(Product.id == row.id)
    assert found
    return found


CONTRADICTIONS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"group": 1}, {"group": 2}),
    ({"subgroup": "1.1"}, {"subgroup": "1.2"}),
    ({"older_classification": "Vải"}, {"older_classification": "Đồ uống"}),
    ({"certified": {"number": "L1", "stars": 3}}, {"certified": {"number": "l1", "stars": 4}}),
    ({"certified": {"number": "L1", "valid_to": date(2027, 1, 1)}}, {"certified": {"number": "L1"}}),
    ({"certified": {"number": "L1", "revoked_on": date(2026, 1, 1)}}, {"certified": {"number": "L1"}}),
]  # fmt: skip


@pytest.mark.parametrize(("said", "otherwise"), CONTRADICTIONS)
async def test_who_contradicts_is_asked_about_and_what_is_chosen_stays(
    said: dict[str, Any], otherwise: dict[str, Any], cast: make.Cast
) -> None:
    a, b = await two(said, otherwise)
    old, new = await records(a, b)
    with pytest.raises(merging.ChooseWhichStays) as asked:
        await merging.merge(old, new, at=make.NOW)
    (conflict,) = asked.value.facts["conflicts"]
    assert (conflict["what"], conflict["both_may_stay"]) == ("product", False)
    assert [row["id"] for row in conflict["rows"]] == [str(a.id), str(b.id)]
    assert conflict["rows"][0]["says"] != conflict["rows"][1]["says"].replace(new.name, old.name)
    with pytest.raises(merging.ChooseWhichStays):
        await merging.merge(old, new, stays=[a.id, b.id], at=make.NOW)
    before = (await product(a)).to_dict()
    one = await Certificate.objects().get(Certificate.product == a.id)
    assert one
    await merging.merge(old, new, stays=[a.id], at=make.NOW)
    rows = await Product.objects().where(Product.organization == new.id)
    names = ("id", "group", "subgroup", "older_classification")
    assert [{name: row.to_dict()[name] for name in names} for row in rows] == [{name: before[name] for name in names}]
    kept = await Certificate.objects().where(Certificate.number == one.number)
    assert [(row.product, row.stars, row.valid_to, row.revoked_on) for row in kept] == [
        (a.id, one.stars, one.valid_to, one.revoked_on)
    ]


async def test_supply_facts_that_differ_are_asked_about_and_others_are_joined(cast: make.Cast) -> None:
    a, b = await two()
    await Supply(product=a.id, pack="Hộp 200 g", volume=5, unit="kg", created_at=make.NOW).save()
    await Paper(product=a.id, kind="practice", number="VG-1", position=0).save()
    await Paper(product=a.id, kind="food_safety", number="AT-1", position=1).save()
    supply = Supply(product=b.id, barcode="8931234567890", created_at=make.NOW)
    await supply.save()
    await Paper(product=b.id, kind="practice", number="VG-1", position=0).save()
    old, new = await records(a, b)
    assert await conflicting.conflicts(old.id, new.id, at=make.NOW) == []
    for changes in ({"pack": "Túi"}, {"cold_chain": True}, {"audience": '{"pack": "nobody"}'}):
        (name, value), *_ = changes.items()
        async with db.transaction():
            stood = await db.one(f"SELECT {name} FROM supply WHERE id = $1", supply.id)
            if name == "cold_chain":
                await db.fetch("UPDATE supply SET cold_chain = false WHERE product = $1", a.id)
            cast_to = "::jsonb" if name == "audience" else ""
            await db.fetch(f"UPDATE supply SET {name} = $1{cast_to} WHERE id = $2", value, supply.id)
            assert [one.table for one in await conflicting.conflicts(old.id, new.id, at=make.NOW)] == ["product"]
            await db.fetch("UPDATE supply SET cold_chain = NULL")
            await db.fetch("UPDATE supply SET pack = '', audience = '{}' WHERE id = $1", supply.id)
            assert stood
    await merging.merge(old, new, at=make.NOW)
    kept = await supplying.of_product(b.id)
    assert kept
    assert (kept.pack, kept.volume, kept.unit, kept.version) == ("Hộp 200 g", Decimal(5), "kg", 2)
    assert kept.barcode == "8931234567890"
    assert [one["number"] for one in await supplying.papers_of(b.id)] == ["VG-1", "AT-1"]


async def test_facts_that_its_group_does_not_have_are_left_behind(cast: make.Cast) -> None:
    a, b = await two({"group": 6}, {"group": 1})
    await Supply(product=a.id, place="Bản Mẫu", season_months=[3], created_at=make.NOW).save()
    await merge(a, b, b.id)
    kept = await supplying.of_product(b.id)
    assert kept
    assert (kept.place, kept.season_months) == ("", [3])


async def test_names_that_differ_in_accents_are_asked_about_and_may_be_two(cast: make.Cast) -> None:
    a, b = await two({"name": "Bún Vân"}, {"name": "Bún Văn"})
    old, new = await records(a, b)
    (conflict,) = await conflicting.conflicts(old.id, new.id, at=make.NOW)
    assert conflict.both
    await merging.merge(old, new, stays=[a.id, b.id], at=make.NOW)
    assert await certificates(new) == [("Bún Vân", "L1", 4), ("Bún Văn", "L2", 3)]


async def test_a_certificate_that_named_another_product_is_declared_again(cast: make.Cast) -> None:
    a, b = await two(
        {"name": "Bún Vân", "certified": {"number": "L1", "verified": True}},
        {"name": "Bún Văn", "certified": {"number": "L2", "verified": True}},
    )
    await merge(a, b, b.id)
    rows = await Certificate.objects().where(Certificate.product == b.id).order_by(Certificate.number)
    assert [(row.number, row.standing) for row in rows] == [("L1", Standing.DECLARED), ("L2", Standing.VERIFIED)]


async def test_of_one_certificate_the_verified_record_stays(cast: make.Cast) -> None:
    a, b = await two(
        {"certified": {"number": "L1", "verified": True, "issuer": ""}},
        {"certified": {"number": "L1", "issuer": "UBND tỉnh"}},
    )
    verified = await Certificate.objects().get(Certificate.product == a.id)
    assert verified
    await merge(a, b)
    rows = await Certificate.objects().where(Certificate.product == b.id)
    assert [(row.id, row.standing, row.issuer) for row in rows] == [(verified.id, Standing.VERIFIED, "")]


async def test_what_one_record_of_a_declared_certificate_leaves_open_the_other_one_says(cast: make.Cast) -> None:
    a, b = await two(
        {"certified": {"number": "L1", "stars": None, "issuer": "UBND tỉnh"}},
        {"certified": {"number": "L1", "stars": 3, "issued_on": None}},
    )
    await merge(a, b)
    rows = await Certificate.objects().where(Certificate.product == b.id)
    said = [(row.stars, row.issuer, row.issued_on, row.counts_from) for row in rows]
    assert said == [(3, "UBND tỉnh", date(2025, 1, 10), date(2025, 1, 10))]


async def test_what_an_authority_revoked_stays_revoked_whatever_is_chosen(cast: make.Cast) -> None:
    a, b = await two({"certified": {"number": "L1"}}, {"certified": {"number": "L1"}})
    await db.fetch(
        "UPDATE certificate SET revoked_on = '2026-01-01', revoked_for = $2 WHERE product = $1",
        a.id,
        cast.an.organization.id,
    )
    await merge(a, b, b.id)
    rows = await Certificate.objects().where(Certificate.product == b.id)
    assert [row.revoked_on for row in rows] == [date(2026, 1, 1)]


async def test_listings_at_the_same_time_become_one_and_notes_are_kept(cast: make.Cast) -> None:
    a, b = await two()
    dung = cast.dung.organization
    first, second = await a_channel(dung), await a_channel(dung)
    for channel, one, days in (
        (first, a, ("2026-01-01", "2026-03-31")),
        (first, b, ("2026-03-01", "2026-06-30")),
        (first, a, ("2026-06-01", None)),
        (second, a, ("2026-01-01", "2026-01-31")),
        (second, b, ("2026-02-01", None)),
    ):
        start, end = (date.fromisoformat(day) if day else None for day in days)
        await listed_in(channel, one, first_on=start, last_on=end)
    for one, note in ((a, "Hỏi giá"), (b, "Đã nếm thử")):
        await ShortlistItem(organization=dung.id, product=one.id, note=note, created_at=make.NOW).save()
    await merge(a, b)
    rows = await Listing.objects().where(Listing.product == b.id).order_by(Listing.first_on)
    listed = {(row.channel, str(row.first_on), str(row.last_on)) for row in rows}
    assert listed == {
        (first.id, "2026-01-01", "None"), (second.id, "2026-01-01", "2026-01-31"), (second.id, "2026-02-01", "None")
    }  # fmt: skip
    assert [row.note for row in await ShortlistItem.objects()] == ["Đã nếm thử\nHỏi giá"]


async def test_what_was_verified_elsewhere_is_only_declared(cast: make.Cast) -> None:
    a, b = await two({"certified": {"number": "L1", "verified": True}})
    await db.fetch("UPDATE organization SET province_code = '42' WHERE id = $1", a.organization)
    await merge(a, b)
    row = await Certificate.objects().get(Certificate.number == "L1")
    assert row
    assert (row.product, row.standing) == (b.id, Standing.DECLARED)


async def test_the_page_and_the_api_say_what_becomes_one_and_ask_about_the_rest(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    old, new = await pair(keeper=cast.an.organization.id)
    plain = [await make.product(one, TEA) for one in (old, new)]
    alike = [await make.product(one, name) for one, name in ((old, "Bún Vân"), (new, "Bún Văn"))]
    await make.product(old, "Trà A")
    await make.product(new, "Trà A+")
    path = f"/organizations/{old.id}/merger"
    seen = (await client.get(f"{asking.API}{path}?into={new.id}", headers=cast.an.headers)).json()
    assert seen["products"] == [{"id": str(plain[0].id), "into": str(plain[1].id), "name": TEA}]
    assert [(one["what"], one["both_may_stay"]) for one in seen["conflicts"]] == [("product", True)]
    browser = await Browser(client).sign_in(cast.an)
    address = f"/desk/duplicates/{old.id}/{new.id}"
    page = await browser.see(address)
    assert f"These products of both become one each, with the certificates of both: {TEA}." in page
    assert "Product of HTX Chè Thái: Bún Vân; group 1" in page
    page = await browser.send(address, 409, sure="true")
    chosen: dict[str, Any] = {"sure": "true", "stays__0": f"{alike[0].id} {alike[1].id}"}
    await browser.see(address)
    await browser.send(address, **chosen)
    rows = await Product.objects().where(Product.organization == (await fresh(new)).id).order_by(Product.name)
    assert sorted(row.name for row in rows) == sorted([TEA, "Bún Vân", "Bún Văn", "Trà A", "Trà A+"])


async def test_what_an_entity_keeps_to_itself_is_not_said_to_whom_it_is_not_shown(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    a, b = await two()
    said: list[dict[str, Any]] = [
        {"volume": 5, "unit": "tấn", "barcode": "8938505974192", "pack": "Túi", "season_months": [1]},
        {"volume": 7, "unit": "tấn", "barcode": "8936036020014", "pack": "Hộp", "season_months": [1]},
    ]
    hidden = {"volume": "nobody", "barcode": "nobody", "season": "nobody", "pack": "everybody"}
    for one, facts in zip((a, b), said, strict=True):
        await supplying.supply(one, 0, at=make.NOW, **facts, audience=hidden)
    officer = await make.officer()
    path = f"/organizations/{a.organization}/merger"
    seen = (await client.get(f"{asking.API}{path}?into={b.organization}", headers=officer.headers)).json()
    refused = await asking.post(client, officer, path, into=str(b.organization), sure=True)
    page = await (await Browser(client).sign_in(officer)).see(f"/desk/duplicates/{a.organization}/{b.organization}")
    (conflict,) = seen["conflicts"]
    for text in (str(conflict), refused.text, page):
        assert not [value for value in ("8938505974192", "8936036020014", "5 tấn", "7 tấn") if value in text]
        assert ("Túi" in text, "Hộp" in text) == (True, True)
    says = [row["says"] for row in conflict["rows"]]
    for sentence in says:
        assert "Sản lượng mỗi tháng: khác với bản kia, và không hiển thị cho bạn" in sentence
        assert "Mã vạch: khác với bản kia" in sentence
        assert "Mùa vụ" not in sentence
    admin = await make.admin()
    whole = (await client.get(f"{asking.API}{path}?into={b.organization}", headers=admin.headers)).json()
    assert "8938505974192" in whole["conflicts"][0]["rows"][0]["says"]

"""Products of one name that two merged records have become one, with the history of both: certificates, listings, addresses."""

from datetime import date

import httpx

from events_app import db, values
from events_app.directory.supply_tables import Paper, Picture, Supply
from events_app.directory.tables import Certificate, Organization, Product, Standing
from events_app.distribution.tables import Channel, ContactRequest, Listing, RequestedProduct, ShortlistItem
from events_app.exhibitors.tables import ApplicationProduct
from tests import make
from tests.directory import asking
from tests.directory.namesakes import TEA, certificates, merge, product, records, two
from tests.directory.pairs import columns, count


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

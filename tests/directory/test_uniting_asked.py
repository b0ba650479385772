"""Where two products of one name contradict each other a person is asked, and sees no more of either than it may."""

from datetime import date
from decimal import Decimal
from typing import Any

import httpx
import pytest

from events_app import db
from events_app.directory import conflicting, merging, supplying
from events_app.directory.supply_tables import Paper, Supply
from events_app.directory.tables import Certificate, Product
from tests import make
from tests.browser_like import Browser
from tests.directory import asking
from tests.directory.namesakes import TEA, certificates, merge, product, records, two
from tests.directory.pairs import fresh, pair

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

"""What a search finds: by each filter, page by page, in few statements, and nothing of who waits."""

from typing import Any

import pytest

from events_app import db, matching
from events_app.directory import finding, places, tallying
from events_app.directory.places import Set
from events_app.directory.tables import EntityKind, Kind, OrganizationState
from events_app.errors import Invalid
from tests import counting, make
from tests.directory.seeking import ON, found


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"q": "mat ong"}, ["Mật ong hoa nhãn", "Mật ong hoa cà phê"]),
        ({"q": "mat ong dak lak"}, ["Mật ong hoa cà phê"]),
        ({"q": "mật ong bắc giang"}, ["Mật ong hoa nhãn"]),
        ({"q": "bac ninh", "kind": "product"}, ["Mật ong hoa nhãn", "Rượu nếp"]),
        ({"q": "mat ong", "province": "34-24"}, ["Mật ong hoa nhãn"]),
        ({"q": "mat ong", "province": "63-24"}, ["Mật ong hoa nhãn"]),
        ({"q": "mat ong", "province": "63-66"}, []),  # Đắk Lắk of today holds Phú Yên too: where in it is not known
        ({"q": "mat ong", "region": "63-northern-midlands-and-mountains"}, ["Mật ong hoa nhãn"]),
        ({"q": "mat ong", "region": "34-south-central-coast-and-central-highlands"}, ["Mật ong hoa cà phê"]),
        ({"q": "mat ong", "stars": "3"}, ["Mật ong hoa nhãn"]),
        ({"q": "mat ong", "subgroup": "1.2.2"}, ["Mật ong hoa cà phê"]),
        ({"group": 2}, ["Rượu nếp"]),
        ({"stars": "4"}, ["Mật ong hoa cà phê"]),
        ({"stars": "potential_five"}, ["Trà sen"]),
        ({"stars": "5"}, []),
        ({"stars": "5", "on": make.NOW.date().replace(month=11)}, ["Rượu nếp"]),
        ({"valid": True}, ["Mật ong hoa cà phê", "Mật ong hoa nhãn", "Trà sen"]),
        ({"standing": "verified"}, ["Trà sen"]),
        ({"kind": "distributor"}, ["Siêu thị Mẫu"]),
        ({"kind": "entity", "stars": "3"}, ["Hợp tác xã Trà Xanh"]),
        ({"kind": "entity", "stars": "4"}, ["Hợp tác xã Sen Việt"]),
        ({"kind": "entity", "stars": "5"}, []),
        ({"kind": "entity", "stars": "5", "on": make.NOW.date().replace(month=11)}, ["Hợp tác xã Trà Xanh"]),
        ({"kind": "entity", "group": 2}, ["Hợp tác xã Trà Xanh"]),
        ({"kind": "entity", "group": 2, "valid": True}, []),  # one product meets all, not each another
        ({"kind": "entity", "subgroup": "1.2.2"}, ["Hợp tác xã Sen Việt"]),
        ({"kind": "entity", "standing": "verified"}, ["Hợp tác xã Sen Việt"]),
        ({"kind": "entity", "valid": True, "province": "34-24"}, ["Hợp tác xã Trà Xanh"]),
        ({"q": "tra xanh", "kind": "entity", "stars": "3"}, ["Hợp tác xã Trà Xanh"]),
        ({"q": "tra xanh", "kind": "entity", "stars": "4"}, []),
        ({"kind": "entity", "channel": "chain"}, ["Hợp tác xã Trà Xanh"]),
        ({"q": "hop tac xa", "entity_kind": "cooperative"}, ["Hợp tác xã Sen Việt", "Hợp tác xã Trà Xanh"]),
        ({"q": "hop tac xa", "entity_kind": "household"}, []),
    ],
)
async def test_each_filter_leaves_what_it_says(shop: make.Cast, filters: dict[str, Any], names: list[str]) -> None:
    assert await found(**filters) == names


@pytest.mark.parametrize("which", list(Set))
async def test_a_region_finds_as_many_as_statistics_count_in_it(database: None, which: Set) -> None:
    for n, place in enumerate(one for each in Set for one in places.provinces(each).values()):
        entity = await make.organization(province_set=place.set.value, province_code=place.code)
        await make.product(entity, f"Trà {n}")
    products, entities = await tallying.products(ON, which), await tallying.entities(ON, which)
    for told, kind in ((products.by_region, "product"), (entities.by_region, "entity")):
        counted = {row.key: row.total for row in told if row.key}
        assert {
            name: len(await found(kind=kind, region=f"{which}-{name}", limit=200)) for name in places.regions(which)
        } == counted


async def test_what_is_wrong_with_a_filter_is_said(shop: make.Cast) -> None:
    for field, said in (
        ("province", "24"),
        ("province", "34-99"),
        ("region", "34-mars"),
        ("region", "99-x"),
        ("subgroup", "7.1"),
    ):
        with pytest.raises(Invalid) as refused:
            await finding.find(finding.Wanted(on=ON, **{field: said}))  # type: ignore[arg-type]  # each is a text
        assert [wrong.field for wrong in refused.value.errors] == [field]


@pytest.mark.parametrize("kind", ["distributor", "organizer", "authority"])
async def test_what_only_a_product_can_meet_is_not_asked_of_an_organization_without_products(
    shop: make.Cast, kind: str
) -> None:
    asked = {"stars": "3", "group": 1, "subgroup": "1.2.2", "valid": True, "standing": "declared", "channel": "chain"}
    for field, said in {**asked, "entity_kind": "household"}.items():
        with pytest.raises(Invalid) as refused:
            await finding.find(finding.Wanted(on=ON, kind=kind, **{field: said}))  # type: ignore[arg-type]  # each its own
        assert [wrong.field for wrong in refused.value.errors] == ["valid_on" if field == "valid" else field]


async def test_who_waits_for_approval_is_neither_found_nor_counted(shop: make.Cast) -> None:
    for row in (shop.binh.organization, shop.dung.organization):
        row.state = OrganizationState.WAITING
        await row.save()
    assert await found("mat ong") == ["Mật ong hoa nhãn"]
    assert await found("sieu thi mau") == []
    assert (await tallying.products(ON, Set.NEW)).total == 1
    assert (await tallying.entities(ON, Set.NEW)).total == 1


async def test_pages_follow_on_each_other_without_gap_or_repetition(shop: make.Cast) -> None:
    for n in range(6):
        await make.product(shop.binh.organization, f"Trà sen {n}")
    for q in (None, "mat ong", "trà sen", "trà s en", "mat ogn"):
        whole = await found(q, limit=200)
        pages: list[str] = []
        after = None
        while after is not None or not pages:
            rows, after = await finding.find(finding.Wanted(on=ON, q=q, limit=2, after=after))
            pages += [row.product.product.name if row.product else row.organization["name"] for row in rows]
        assert pages == whole


async def test_a_search_takes_as_many_statements_for_one_as_for_three(cast: make.Cast) -> None:
    taken = []
    for n in range(1, 4):
        owner = await make.organization(Kind.ENTITY, f"Hộ Ong Vàng {n}", entity_kind=EntityKind.HOUSEHOLD)
        await make.product(owner, "Ong vàng")
        async with counting.statements() as said:
            assert len(await found("ong vang", limit=50, stars="4")) == n
        async with counting.statements() as of_entities:
            assert len(await found("ong vang", limit=50, stars="4", kind="entity")) == n
        taken.append((len(said), len(of_entities)))
    assert taken == [taken[0]] * 3


async def test_the_index_answers_what_is_near_and_what_is_far(shop: make.Cast) -> None:
    await db.fetch("SET LOCAL enable_seqscan = off")  # a handful of rows is read faster without it
    for q in ("mat ong", "mat ong hoa nhan rung"):
        sought = matching.sought(q)
        assert sought
        for how in (sought.held, sought.near, sought.far, sought.apart, sought.joined().held):
            given: list[Any] = []

            def add(value: Any, given: list[Any] = given) -> int:
                given.append(value)
                return len(given)

            condition = how("search", add)
            plan = await db.fetch(f"EXPLAIN SELECT id FROM product WHERE {condition}", *given)
            assert any("products_are_searched" in row["QUERY PLAN"] for row in plan), plan

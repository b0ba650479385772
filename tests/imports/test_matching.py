"""Who an entity of a list is: by tax code, by name and place and representative, or it is asked."""

from datetime import datetime, timedelta

import pytest

from events_app import db
from events_app.actor import as_actor
from events_app.directory import merging, naming, registering
from events_app.directory.tables import Organization
from events_app.imports import exporting, planning, returning
from tests import make
from tests.directory.pairs import fresh
from tests.imports import asking
from tests.imports.known import BARE, CODE, TWO, an_entity, entities

pytestmark = pytest.mark.usefixtures("database")


async def test_by_tax_code_however_the_name_is_typed(cast: make.Cast, at: datetime) -> None:
    await an_entity(cast, tax_code=CODE, representative="Nguyễn Văn Mẫu 1", phone="+84912300001")
    assert await entities(cast, at, asking.a_row(1, entity="HTX Mau 1", code=CODE)) == {"same": 1}


async def test_a_tax_code_under_another_name_is_asked_about(cast: make.Cast, at: datetime) -> None:
    await an_entity(cast, "Hợp tác xã Khác", tax_code=CODE)
    assert await entities(cast, at, asking.a_row(1, code=CODE)) == {"ask": 1}


async def test_by_name_province_and_representative_through_the_merger(cast: make.Cast, at: datetime) -> None:
    await an_entity(cast, representative="Nguyễn Văn Mẫu 1", phone="+84912300001")
    assert await entities(cast, at, asking.a_row(1, representative="NGUYEN VAN MAU 1", province="Tiền Giang")) == {
        "same": 1
    }
    assert await entities(cast, at, asking.a_row(1, representative="", province="Đồng Tháp")) == {"ask": 1}
    assert await entities(cast, at, asking.a_row(1, province="Hà Nội")) == {"create": 1}


async def test_one_entity_that_is_typed_otherwise_is_one_unless_it_is_known_as_two(
    cast: make.Cast, at: datetime
) -> None:
    names = ("Tổ hợp tác Vân Ninh", "THT Van Ninh", "Tổ hợp tác  VĂN NINH")
    rows = [asking.a_row(n, entity=name, representative="") for n, name in enumerate(names, 1)]
    assert await entities(cast, at, *rows) == {"create": 1}
    kept = await an_entity(cast, names[0])
    assert await entities(cast, at, *rows) == {"change": 1}  # the first row says a telephone number
    second = await an_entity(cast, "Tổ hợp tác Văn Ninh")
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    assert row.counts["entities"] == {"ask": 1, "change": 2}
    row = await asking.brought(cast.an, row, at=at)
    assert [one["outcome"] for one in await asking.rows(row)] == ["create", "ask", "create"]
    found = await db.fetch("SELECT organization, name FROM product ORDER BY name")
    assert [(one["organization"], one["name"]) for one in found] == [(kept.id, "Trà mẫu 1"), (second.id, "Trà mẫu 3")]


async def renamed(kept: Organization, name: str, at: datetime) -> Organization:
    return await naming.rename(kept, kept.version, name, since=at.date() - timedelta(30), at=at)


async def test_by_what_it_was_called_before(cast: make.Cast, at: datetime) -> None:
    kept = await an_entity(cast, representative="Nguyễn Văn Mẫu 1", phone="+84912300001", province_code="82")
    await renamed(kept, "Hợp tác xã Bưởi Phúc Trạch", at)
    assert await entities(cast, at, asking.a_row(1, entity="HTX Mau 1")) == {"same": 1}
    assert await entities(cast, at, asking.a_row(1, province="Hà Nội")) == {"create": 1}
    assert await entities(cast, at, asking.a_row(1, representative="Người khác")) == {"ask": 1}
    assert await entities(cast, at, asking.a_row(1, representative="")) == {"ask": 1}
    second = await an_entity(cast, representative="Người khác")
    assert await entities(cast, at, asking.a_row(1)) == {"same": 1}
    assert await entities(cast, at, asking.a_row(1, representative="")) == {"ask": 1}
    await db.fetch("UPDATE organization SET province_code = '01' WHERE id = $1", kept.id)
    kept = await naming_again(kept, at)
    assert await entities(cast, at, asking.a_row(1, province="Hà Nội")) == {"same": 1}
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1, province="Hà Nội")]), at=at)
    await asking.brought(cast.an, row, at=at)
    assert [one["organization"] for one in await db.fetch("SELECT organization FROM product")] == [kept.id]
    assert (await fresh(kept)).name == "Hợp tác xã Bưởi Phúc Trạch"
    assert second.id != kept.id


async def naming_again(kept: Organization, at: datetime) -> Organization:
    """The same once more described, as whoever changes its place does."""
    row = await fresh(kept)
    return await registering.describe(row, row.version, at=at, commune="Phường Mẫu")


async def test_a_tax_code_under_a_former_name_is_no_question(cast: make.Cast, at: datetime) -> None:
    kept = await an_entity(cast, tax_code=CODE, representative="Nguyễn Văn Mẫu 1", phone="+84912300001")
    await renamed(kept, "Hợp tác xã Sen Mẫu", at)
    assert await entities(cast, at, asking.a_row(1, code=CODE)) == {"same": 1}
    assert await entities(cast, at, asking.a_row(1, code=CODE, entity="Hợp tác xã Sen Mẫu")) == {"same": 1}
    assert await entities(cast, at, asking.a_row(1, code=CODE, entity="Hợp tác xã Khác")) == {"ask": 1}


async def test_a_merged_duplicate_does_not_come_back_with_the_next_list(cast: make.Cast, at: datetime) -> None:
    file = asking.a_csv([asking.a_row(1), asking.a_row(2, entity="Cơ sở Mẫu", representative="Nguyễn Văn Mẫu 1")])
    await asking.brought(cast.an, await asking.read(cast.an, file, at=at), at=at)
    old, new = [
        await Organization.objects().get(Organization.name == name) for name in ("Hợp tác xã Mẫu 1", "Cơ sở Mẫu")
    ]
    assert old
    assert new
    await merging.merge(old, new, at=at)
    again = await asking.read(cast.an, file, at=at)
    assert again.counts == {"rows": {"same": 2}, "entities": {"same": 2}}  # the old telephone is as old as the name


@pytest.mark.parametrize(
    ("said", "gone", "kept"), [("Đồng Tháp", ("34", "82"), ("34", "01")), ("Bến Tre", ("63", "83"), ("63", "01"))]
)
async def test_a_duplicate_that_was_merged_into_another_province_does_not_come_back(
    cast: make.Cast, at: datetime, said: str, gone: tuple[str, str], kept: tuple[str, str]
) -> None:
    old, new = [
        await an_entity(cast, name, representative=person, province_set=place[0], province_code=place[1])
        for name, person, place in (("Hợp tác xã Mẫu 1", "", gone), ("Cơ sở Mẫu", "Nguyễn Văn Mẫu 1", kept))
    ]
    await merging.merge(old, new, at=at)
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1, province=said)]), at=at)
    assert row.counts["entities"] == {"change": 1}  # it says a telephone number
    await asking.brought(cast.an, row, at=at)
    stays = await fresh(new)
    assert (stays.name, stays.province_set, stays.province_code) == ("Cơ sở Mẫu", *kept)
    assert await entities(cast, at, asking.a_row(1, province=said, representative="")) == {"ask": 1}
    assert await entities(cast, at, asking.a_row(1, province="Lào Cai")) == {"create": 1}


async def test_two_entities_of_one_name_in_a_list_are_two_whichever_comes_in_first(
    cast: make.Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "BATCH", 1)
    rows = [asking.a_row(n, entity="Hợp tác xã Mẫu", representative=f"Người Mẫu {n}") for n in (1, 2)]
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    assert row.counts == {"rows": {"create": 2}, "entities": {"create": 2}}
    row = await asking.brought(cast.an, row, at=at)
    assert row.counts["rows"] == {"create": 2}


async def test_a_household_s_number_is_kept_apart_and_shown_nowhere(cast: make.Cast, at: datetime) -> None:
    number = "079123456789"
    household = {"entity": "Hộ kinh doanh Ví Dụ", "code": number}
    row = await asking.read(
        cast.an, asking.a_csv([asking.a_row(1, **household), asking.a_row(2, **household, stars="9")]), at=at
    )
    kept = str(await db.fetch("SELECT * FROM import_row"))
    kept += str(await db.fetch("SELECT to_jsonb(import_entity) - 'personal' FROM import_entity"))
    assert number not in kept
    assert "*********789" in kept
    await asking.brought(cast.an, row, at=at)
    assert [one["number"] for one in await db.fetch("SELECT number FROM personal_number")] == [number]
    assert await db.fetch("SELECT FROM import_entity WHERE personal IS NOT NULL") == []
    assert [
        one["tax_code"] for one in await db.fetch("SELECT tax_code FROM organization WHERE entity_kind = 'household'")
    ] == [None]
    again = await asking.read(cast.an, asking.a_csv([asking.a_row(1, **household)]), at=at)
    assert again.counts == {"rows": {"same": 1}, "entities": {"same": 1}}


async def test_two_names_under_one_tax_code_in_a_list_are_a_fault(cast: make.Cast, at: datetime) -> None:
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1, code=CODE), asking.a_row(2, code=CODE)]), at=at)
    assert row.counts["rows"] == {"create": 1, "fault": 1}


async def test_rows_without_the_tax_code_speak_of_the_entity_that_has_it(cast: make.Cast, at: datetime) -> None:
    said = {"entity": "Hợp tác xã Mẫu", "representative": "Nguyễn Mẫu"}
    assert await entities(cast, at, asking.a_row(1, **said, code=CODE), asking.a_row(2, **said)) == {"create": 1}


async def test_an_entity_is_good_for_a_row_that_names_it_without_its_tax_code(cast: make.Cast, at: datetime) -> None:
    """Its own row is faulty; that it has a good one is known only when the two are one."""
    said = {"entity": "Hợp tác xã Mẫu", "representative": "Nguyễn Mẫu"}
    rows = [asking.a_row(1, **said, code=CODE, stars="9 sao"), asking.a_row(2, **said)]
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    assert row.counts == {"rows": {"create": 1, "fault": 1}, "entities": {"create": 1}}
    row = await asking.brought(cast.an, row, at=at)
    assert [one["outcome"] for one in await asking.rows(row)] == ["fault", "create"]


async def test_two_of_one_name_are_told_by_their_representatives_when_they_come_again(
    cast: make.Cast, at: datetime
) -> None:
    await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv(TWO), at=at), at=at)
    row = await asking.read(cast.an, asking.a_csv(TWO), at=at)
    assert row.counts == {"rows": {"same": 2}, "entities": {"same": 2}}
    with as_actor(cast.an.actor):
        made = await returning.products(exporting.rows(cast.an.actor))
    row = await asking.read(cast.an, made, at=at)
    assert row.counts == {"rows": {"same": 2}, "entities": {"same": 2}}
    assert await entities(cast, at, asking.a_row(4, entity="Hợp tác xã Mẫu")) == {"ask": 1}
    assert await entities(cast, at, BARE) == {"ask": 1}

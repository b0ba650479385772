"""Who an entity of a list is: by tax code, by name and place and representative, or it is asked."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from events_app import db
from events_app.actor import as_actor
from events_app.directory import declaring, merging, naming, rating, registering
from events_app.directory.tables import Kind, Organization
from events_app.errors import Invalid, NotFound
from events_app.imports import answering, deciding, exporting, matching, planning, queries, returning, uploading
from events_app.paging import Page
from tests import make
from tests.browser_like import Browser
from tests.imports import asking, invented

pytestmark = pytest.mark.usefixtures("database")
CODE = invented.MAKERS[0].code


async def an_entity(cast: make.Cast, name: str = "Hợp tác xã Mẫu 1", **given: object) -> Organization:
    from events_app.directory import likeness

    said = {"keeper": cast.an.organization.id, "province_set": "34", "province_code": "82", **given}
    alike = likeness.key(name, str(said["province_set"]), str(said["province_code"]))
    return await make.organization(Kind.ENTITY, name, **{"alike": alike, **said})


async def entities(cast: make.Cast, at: datetime, *rows: list[object]) -> dict[str, int]:
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    counts: dict[str, int] = row.counts["entities"]
    return counts


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


async def fresh(kept: Organization) -> Organization:
    found = await Organization.objects().get(Organization.id == kept.id)
    assert found
    return found


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


async def test_each_question_is_answered_same_new_or_skip(cast: make.Cast, at: datetime) -> None:
    kept = await an_entity(cast, representative="Người khác")
    file = asking.a_csv([asking.a_row(1)])
    for answer, outcome, products in (("same", "create", 1), ("new", "create", 1), ("skip", "skip", 0)):
        row = await asking.read(cast.an, file, at=at)
        assert row.counts["entities"] == {"change" if answer == "new" else "ask": 1}  # after “same” it is answered so
        (question,), _ = await queries.questions(row.id, Page())
        assert [one["id"] for one in question["candidates"]] == [kept.id]
        with as_actor(cast.an.actor):
            row = await answering.answer(row, row.version, {question["id"]: (answer, None)}, at=at)
        assert row.counts["rows"] == {outcome: 1}
        async with db.transaction():
            if answer == "skip":
                with pytest.raises(uploading.NothingGood):
                    await asking.brought(cast.an, row, at=at)
            else:
                row = await asking.brought(cast.an, row, at=at)
            found = await db.fetch("SELECT organization FROM product")
            assert len(found) == products
            if answer == "same":
                assert found[0]["organization"] == kept.id
            if answer == "new":
                assert found[0]["organization"] != kept.id
        await db.fetch("DELETE FROM certificate")
        await db.fetch("DELETE FROM product")
        await db.fetch("DELETE FROM contact WHERE organization <> $1", kept.id)
        await db.fetch("DELETE FROM organization WHERE keeper IS NOT NULL AND id <> $1", kept.id)
        await db.fetch("UPDATE organization SET representative = 'Người khác', phone = NULL WHERE id = $1", kept.id)


async def test_only_a_candidate_can_be_the_same_and_only_a_question_answered(cast: make.Cast, at: datetime) -> None:
    await an_entity(cast, representative="Người khác")
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at)
    (question,), _ = await queries.questions(row.id, Page())
    with pytest.raises(Invalid):
        await answering.answer(row, row.version, {question["id"]: ("same", cast.em.organization.id)}, at=at)
    with pytest.raises(NotFound):
        await answering.answer(row, row.version, {UUID(int=7): ("new", None)}, at=at)


async def test_who_was_chosen_and_merged_since_is_the_one_that_stays(cast: make.Cast, at: datetime) -> None:
    chosen = await an_entity(cast, representative="Người khác")
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at)
    (question,), _ = await queries.questions(row.id, Page())
    with as_actor(cast.an.actor):
        row = await answering.answer(row, row.version, {question["id"]: ("same", None)}, at=at)
    stays = await an_entity(cast, name="Hợp tác xã Khác", representative="Người khác")
    await merging.merge(chosen, stays, at=at)
    await asking.brought(cast.an, row, at=at)
    assert [one["organization"] for one in await db.fetch("SELECT organization FROM product")] == [stays.id]


async def test_two_entities_of_one_name_in_a_list_are_two_whichever_comes_in_first(
    cast: make.Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "BATCH", 1)
    rows = [asking.a_row(n, entity="Hợp tác xã Mẫu", representative=f"Người Mẫu {n}") for n in (1, 2)]
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    assert row.counts == {"rows": {"create": 2}, "entities": {"create": 2}}
    row = await asking.brought(cast.an, row, at=at)
    assert row.counts["rows"] == {"create": 2}


async def test_an_unanswered_question_comes_back(cast: make.Cast, at: datetime) -> None:
    await an_entity(cast, representative="Người khác")
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1), asking.a_row(2)]), at=at)
    row = await asking.brought(cast.an, row, at=at)
    assert row.counts["rows"] == {"ask": 1, "create": 1}
    assert [one["number"] async for one in queries.returned(row)] == [2]


async def test_an_organizer_changes_only_entities_that_it_keeps(cast: make.Cast, at: datetime) -> None:
    await an_entity(cast, keeper=None, representative="Nguyễn Văn Mẫu 1")
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at)
    assert row.counts["rows"] == {"fault": 1}
    admin = await asking.admin(cast.chi)
    row = await asking.read(admin, asking.a_csv([asking.a_row(1)]), at=at)
    assert row.counts["rows"] == {"create": 1}


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


TWO = [asking.a_row(n, entity="Hợp tác xã Mẫu", representative=f"Người Mẫu {n}") for n in (1, 2)]
BARE = asking.a_row(3, entity="Hợp tác xã Mẫu", representative="", phone="")


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


@pytest.mark.parametrize("answer", ["same", "new"])
async def test_a_bare_name_that_two_of_the_list_have_is_asked_about(answer: str, cast: make.Cast, at: datetime) -> None:
    row = await asking.read(cast.an, asking.a_csv([*TWO, BARE]), at=at)
    assert row.counts["rows"] == {"create": 2, "ask": 1}
    (question,), _ = await queries.questions(row.id, Page())
    assert [(one["representative"], one["of_list"]) for one in question["candidates"]] == [
        ("Người Mẫu 1", True),
        ("Người Mẫu 2", True),
    ]
    chosen = question["candidates"][1]["id"] if answer == "same" else None
    with as_actor(cast.an.actor):
        row = await answering.answer(row, row.version, {question["id"]: (answer, chosen)}, at=at)
    assert row.counts["rows"] == {"create": 3}
    row = await asking.brought(cast.an, row, at=at)
    found = await db.fetch(
        """
        SELECT representative FROM product JOIN organization ON organization.id = product.organization
        ORDER BY product.name
        """
    )
    assert [one["representative"] for one in found] == [
        "Người Mẫu 1",
        "Người Mẫu 2",
        "Người Mẫu 2" if answer == "same" else "",
    ]


async def test_a_bare_name_is_asked_about_where_the_list_has_one_and_the_directory_another(
    cast: make.Cast, at: datetime
) -> None:
    await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv(TWO[:1]), at=at), at=at)
    row = await asking.read(cast.an, asking.a_csv([TWO[0], BARE]), at=at)
    assert row.counts["rows"] == {"same": 1, "create": 1}
    row = await asking.read(cast.an, asking.a_csv([TWO[1], BARE]), at=at)
    assert row.counts["rows"] == {"ask": 2}
    both, _ = await queries.questions(row.id, Page())
    assert [sorted(one["of_list"] for one in question["candidates"]) for question in both] == [[False], [False, True]]


async def test_of_an_entity_with_people_an_authority_adds_certificates_and_changes_nothing(
    cast: make.Cast, at: datetime
) -> None:
    office = await make.organization(Kind.AUTHORITY, "Sở Mẫu", province_set="34", province_code="82")
    giang = await make.person("Giang", office)
    theirs = await an_entity(
        cast, keeper=None, representative="Nguyễn Văn Mẫu 1", email="sen@fairs.example", phone="+84912300001"
    )
    await make.person("Sen", theirs)
    product = await declaring.declare(theirs, at=at, name="Trà mẫu 1", group=2)
    await rating.rate(product, at=at, stars=4, number="1/QĐ-UBND", issued_on=date(2024, 12, 16))
    before = await db.fetch("SELECT * FROM organization WHERE id = $1", theirs.id)
    heads = [*asking.HEADS, "Email"]
    of_theirs = {"entity": theirs.name, "representative": theirs.representative, "phone": "0987654321"}
    rows = [
        asking.a_row(1, **of_theirs, group=""),
        asking.a_row(2, **of_theirs, product="Trà mẫu 1", issued="1/6/2026", group="Thực phẩm"),
        asking.a_row(1, **of_theirs, group="", stars="5"),
        asking.a_row(4, **of_theirs),
    ]
    file = asking.a_csv([[*row, "evil@fairs.example"] for row in rows], heads)
    row = await asking.read(giang, file, at=at)
    for _ in range(2):
        said = [(one["outcome"], *one["wrongs"][0][:2]) for one in await asking.rows(row)]
        assert said[1:2] == [("change", "group", matching.LEFT)]
        assert said[0][1:] == ("entity", matching.LEFT)
        assert said[2:] == [("fault", "certificate_number", deciding.TWICE), ("fault", "product", matching.CLAIMED)]
        row = await asking.brought(giang, row, at=at, decision="99/QĐ-UBND") if row.state == "read" else row
    assert await db.fetch("SELECT * FROM organization WHERE id = $1", theirs.id) == before
    products = await db.fetch("SELECT name, product_group FROM product WHERE organization = $1", theirs.id)
    assert [tuple(one.values()) for one in products] == [("Trà mẫu 1", 2)]
    papers = await db.fetch("SELECT number, stars, standing FROM certificate ORDER BY number")
    assert [tuple(one.values()) for one in papers] == [
        ("1/QĐ-UBND", 4, "verified"),
        ("2/QĐ-UBND", 4, "verified"),
    ]
    row = await asking.read(giang, asking.a_csv([asking.a_row(1, **of_theirs, stars="5")]), at=at)
    assert [one["wrongs"][0][:2] for one in await asking.rows(row)] == [["certificate_number", matching.CLAIMED]]


async def test_of_entities_that_are_not_its_own_an_organizer_learns_no_more_than_that_there_are_some(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    mine = await an_entity(cast, representative="Người của An", address="1 Phố Mẫu")
    await an_entity(cast, keeper=None, representative="Người kín", address="2 Phố Kín")
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at)
    (question,), _ = await queries.questions(row.id, Page())
    assert [one["id"] for one in question["candidates"]] == [mine.id, matching.OTHERS]
    browser = await Browser(client).sign_in(cast.an)
    said = [await browser.see(f"/imports/{row.id}/questions")]
    said.append((await client.get(f"/api/v1/imports/{row.id}/questions", headers=cast.an.headers)).text)
    for text in said:
        assert "Người của An" in text
        assert "kín" not in text.casefold()
    answers: dict[str, Any] = {f"answers__{question['id']}": f"same:{matching.OTHERS}"}
    await browser.see(f"/imports/{row.id}/questions")
    await browser.send(f"/imports/{row.id}/questions", **answers)
    assert [(one["outcome"], one["wrongs"][0][1]) for one in await asking.rows(row)] == [("fault", matching.NOT_YOURS)]
    row = await asking.now(row)
    with as_actor(cast.an.actor):
        row = await answering.answer(row, row.version, {question["id"]: ("same", mine.id)}, at=at)
    assert row.counts["rows"] == {"create": 1}


async def test_an_organizer_changes_nothing_of_an_entity_that_has_people_of_its_own_by_now(
    cast: make.Cast, at: datetime
) -> None:
    theirs = await an_entity(cast, representative="Nguyễn Văn Mẫu 1", phone="+84987654321")
    assert await entities(cast, at, asking.a_row(1)) == {"change": 1}
    await make.person("Sen", theirs)
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at)
    assert [one["wrongs"] for one in await asking.rows(row)] == [[["entity", matching.NOT_YOURS, {}]]]

"""What a row means for its product is said before the run as it is done."""

from datetime import date, datetime
from typing import Any

import httpx
import pytest

from events_app import db
from events_app.directory import rating, supplying
from events_app.directory.tables import Kind, Organization
from tests import make
from tests.imports import asking
from tests.imports.known import an_entity

pytestmark = pytest.mark.usefixtures("database")
STARLESS = [["stars", rating.unstated({})[0].message, {}]]


async def an_officer() -> make.Person:
    return await make.person(
        "Giang", await make.organization(Kind.AUTHORITY, "Sở Đồng Tháp", province_set="34", province_code="82")
    )


async def ours(**given: Any) -> Organization:
    """The entity of the first row, which nobody belongs to."""
    return await make.organization(
        Kind.ENTITY, "Hợp tác xã Mẫu 1", province_set="34", province_code="82", tax_code="0100109106", **given
    )


async def said(row: Any) -> list[tuple[str, list[Any]]]:
    """What becomes, or became, of each row, and why."""
    return [(one["outcome"], one["wrongs"]) for one in await asking.rows(row)]


@pytest.mark.parametrize("decision", ["", "99/QĐ-UBND"])
async def test_a_new_certificate_without_stars_is_returned_before_the_run_as_after_it(
    decision: str, cast: make.Cast, at: datetime
) -> None:
    officer = await an_officer()
    paper = {"number": "", "issued": ""}
    rows = [
        asking.a_row(1, stars=""),
        asking.a_row(2, stars="", number=""),
        asking.a_row(3, stars="", **paper),
        asking.a_row(4, stars="Tiềm năng 5 sao"),
        asking.a_row(5),
        asking.a_row(6, entity="Hợp tác xã Mẫu 5", representative="Nguyễn Văn Mẫu 5", phone="", stars=""),
    ]
    expected = [("fault", STARLESS)] * 2 + [("create", [])] * 3 + [("fault", STARLESS)]
    row = await asking.read(officer, asking.a_csv(rows), at=at)
    assert await said(row) == expected
    row = await asking.brought(officer, row, at=at, decision=decision)
    assert (await said(row), row.counts["rows"]) == (expected, {"create": 3, "fault": 3})
    names = await db.fetch("SELECT name FROM product ORDER BY name")
    assert [one["name"] for one in names] == ["Trà mẫu 3", "Trà mẫu 4", "Trà mẫu 5"]
    assert not await db.fetch("SELECT FROM certificate WHERE stars IS NULL AND NOT potential_five")


REASONS = {
    "en": ("Stars", "Say how many stars the certificate states, or that the product is a potential five-star one."),
    "vi": ("Hạng sao", "Hãy ghi số sao trên giấy chứng nhận"),
    "id": ("Bintang", "bintang"),
}


async def test_why_it_is_returned_is_said_under_the_column_of_stars_in_every_language(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1, stars="")]), at=at)
    for language, (column, reason) in REASONS.items():
        headers = {**cast.an.headers, "Accept-Language": language}
        answer = await client.get(f"/api/v1/imports/{row.id}/rows", headers=headers)
        ((told,),) = [one["reasons"] for one in answer.json()["items"]]
        assert (told["field"], told["column"]) == ("stars", column)
        assert reason in told["reason"]


async def test_a_further_certificate_without_stars_is_returned_before_the_run_as_after_it(
    cast: make.Cast, at: datetime
) -> None:
    officer, entity = await an_officer(), await ours()
    await make.product(entity, "Trà mẫu 1", certified={"number": "512/QĐ-UBND"})
    rows = [
        asking.a_row(1, code="0100109106", stars="", number="2000/QĐ-UBND"),
        asking.a_row(2, code="0100109106", entity="Hợp tác xã Mẫu 1", representative="", phone=""),
    ]
    row = await asking.read(officer, asking.a_csv(rows), at=at)
    expected = [("fault", STARLESS), ("create", [])]
    assert await said(row) == expected
    row = await asking.brought(officer, row, at=at, decision="2000/QĐ-UBND")
    assert await said(row) == expected
    numbers = await db.fetch("SELECT number FROM certificate ORDER BY number")
    assert [one["number"] for one in numbers] == ["2/QĐ-UBND", "512/QĐ-UBND"]


async def test_a_certificate_that_is_there_without_stars_is_left_and_not_verified(
    cast: make.Cast, at: datetime
) -> None:
    officer, entity = await an_officer(), await ours()
    stands = {"number": "1/QĐ-UBND", "issued_on": date(2024, 12, 16), "stars": None}
    await make.product(entity, "Trà mẫu 1", certified=stands)
    for stars, standing in (("", "declared"), ("4 sao", "verified")):
        rows = [asking.a_row(1, code="0100109106", stars=stars), asking.a_row(2)]
        row = await asking.read(officer, asking.a_csv(rows), at=at)
        assert row.counts["rows"].get("fault") is None
        await asking.brought(officer, row, at=at, decision="1/QĐ-UBND")
        (certificate,) = await db.fetch("SELECT standing FROM certificate WHERE number = '1/QĐ-UBND'")
        assert certificate["standing"] == standing


async def test_what_is_refused_in_the_run_says_which_field_and_why(cast: make.Cast, at: datetime) -> None:
    entity = await an_entity(cast, tax_code="0100109106")
    product = await make.product(entity, "Trà mẫu 1", certified={"number": "1/QĐ-UBND"})
    rows = [asking.a_row(1, code="0100109106", group=6, issued="10/1/2025"), asking.a_row(2)]
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    await supplying.supply(product, 0, at=at, cold_chain=True)
    row = await asking.brought(cast.an, row, at=at)
    ((outcome, ((field, reason, _),)), _) = await said(row)
    assert (outcome, field) == ("fault", "group")
    assert reason.startswith("Take away first what is said of the supply")


@pytest.mark.parametrize("kept", ["Số 512/QĐ-UBND", "512/QD-UBND", "QĐ số 512/QĐ-UBND", "512/QĐ-UBND"])
@pytest.mark.parametrize("said_so", ["Số 512/QĐ-UBND", "512/QĐ-UBND"])
async def test_one_number_in_two_wordings_is_one_certificate(
    kept: str, said_so: str, cast: make.Cast, at: datetime
) -> None:
    entity = await an_entity(cast, tax_code="0100109106", representative="Nguyễn Văn Mẫu 1", phone="+84912300001")
    await make.product(
        entity, "Trà mẫu 1", group=2, certified={"number": kept, "stars": 4, "issued_on": date(2024, 12, 16)}
    )
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1, code="0100109106", number=said_so)]), at=at)
    assert await said(row) == [("same", [])]


async def test_two_rows_that_word_one_number_otherwise_are_of_one_certificate(cast: make.Cast, at: datetime) -> None:
    one = {"entity": "Hợp tác xã Mẫu", "representative": "Người Mẫu", "product": "Trà mẫu", "phone": ""}
    numbers = ("Số 512/QĐ-UBND", "512/QD-UBND", "QĐ số 512/QĐ-UBND")
    rows = [asking.a_row(n, **one, number=number) for n, number in enumerate(numbers)]
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    await asking.brought(cast.an, row, at=at)
    assert [kept["number"] for kept in await db.fetch("SELECT number FROM certificate")] == ["512/QĐ-UBND"]


KNOWN = {
    "representative": "Nguyễn Văn Lương",
    "address": "Ấp Hoà Bình, đường Lê Lợi",
    "commune": "Xã Mỹ Mẫu",
    "phone": "+84912300001",
}
OTHERWISE: dict[str, tuple[str, str, bool]] = {
    "without accents": ("representative", "Nguyen Van Luong", False),
    "in capitals": ("representative", "NGUYỄN VĂN LƯƠNG", False),
    "without some accents": ("representative", "Nguyễn Van Lương", False),
    "an accent more": ("representative", "Nguyễn Văn Lượng", True),
    "another name": ("representative", "Nguyễn Văn Lan", True),
    "a tone elsewhere": ("address", "ấp Hòa Bình, đường Lê Lợi", False),
    "no đ": ("address", "Ap Hoa Binh, duong Le Loi", False),
    "a commune without accents": ("commune", "Xa My Mau", False),
}


@pytest.mark.parametrize("kind", sorted(OTHERWISE))
async def test_what_a_list_spells_with_fewer_accents_is_left(kind: str, cast: make.Cast, at: datetime) -> None:
    field, written, changes = OTHERWISE[kind]
    entity = await an_entity(cast, tax_code="0100109106", **KNOWN)
    heads = [*asking.HEADS, "Địa chỉ", "Xã"]
    names = {**KNOWN, field: written}
    code = {"code": "0100109106", "representative": names["representative"]}
    file = asking.a_csv([[*asking.a_row(1, **code), names["address"], names["commune"]]], heads)
    row = await asking.read(cast.an, file, at=at)
    assert row.counts["entities"] == {"change" if changes else "same": 1}
    await asking.brought(cast.an, row, at=at)
    (stands,) = await db.fetch("SELECT * FROM organization WHERE id = $1", entity.id)
    assert stands[field] == (written if changes else KNOWN[field])


async def test_accents_that_the_directory_lacks_come_in(cast: make.Cast, at: datetime) -> None:
    entity = await an_entity(cast, tax_code="0100109106", representative="Nguyen Van Luong", phone="+84912300001")
    said = {"code": "0100109106", "representative": "Nguyễn Văn Lương"}
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1, **said)]), at=at)
    assert row.counts["entities"] == {"change": 1}
    await asking.brought(cast.an, row, at=at)
    (stands,) = await db.fetch("SELECT representative FROM organization WHERE id = $1", entity.id)
    assert stands["representative"] == "Nguyễn Văn Lương"


async def test_an_issuer_without_accents_changes_no_certificate_and_contradicts_no_row(
    cast: make.Cast, at: datetime
) -> None:
    heads = [*asking.HEADS, "Cơ quan cấp"]
    first = await asking.read(cast.an, asking.a_csv([[*asking.a_row(1), "UBND tỉnh Đồng Tháp"]], heads), at=at)
    await asking.brought(cast.an, first, at=at)
    issuers = ("UBND tinh Dong Thap", "UBND tỉnh Đồng Tháp", "UBND TINH DONG THAP")
    row = await asking.read(cast.an, asking.a_csv([[*asking.a_row(1), one] for one in issuers], heads), at=at)
    assert await said(row) == [("same", [])] * 3

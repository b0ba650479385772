"""Who has to decide is told once: an authority of a claim in its province, the admins of who waits for approval."""

from datetime import timedelta

import pytest

from events_app import db
from events_app.directory import approving, claim_queries, claiming, contacting, registering
from events_app.directory.tables import Claim, Contact, Kind, Organization
from tests import make
from tests.reminders import posting

CODE = "0100109106"

pytestmark = pytest.mark.usefixtures("database", "at")


@pytest.fixture
async def record() -> Organization:
    """A record of Đồng Tháp, with an address of before the merger."""
    return await make.organization(name="Hợp tác xã Xoài", tax_code=CODE, province_set="63", province_code="82")


async def claimed(record: Organization, name: str = "Chi") -> Claim:
    who = await make.person(name)
    return await claiming.claim(record, who.user.id, tax_code=CODE, code=None, note="Tôi là giám đốc", at=make.NOW)


async def told(purpose: str) -> list[str]:
    """Who is told of it, each with the name that stands in the letter's subject."""
    await posting.tell()
    rows = await posting.deliveries(purpose)
    parts = await posting.written(rows)
    return [f"{row['name']}: {part.subject}" for row, part in zip(rows, parts, strict=True)]


async def test_the_authority_of_the_whole_unit_is_told_of_a_claim_once(record: Organization) -> None:
    await make.officer("82", "Hà")
    await make.officer("01", "Hải")
    await make.admin()
    await claimed(record)
    assert await told("claim_waiting") == ["Hà: Có yêu cầu nhận hồ sơ chờ quý vị: Hợp tác xã Xoài"]
    assert len(await told("claim_waiting")) == 1
    [letter] = await posting.written(await posting.deliveries("claim_waiting"))
    assert "http://fairs.test/claims" in letter.text
    assert "Chi cho biết Hợp tác xã Xoài là tổ chức của mình" in letter.text
    for kept in ("giám đốc", CODE):
        assert kept not in letter.text
    await claimed(record, "Lan")
    assert len(await told("claim_waiting")) == 2


async def test_the_admins_are_told_of_a_claim_that_no_authority_would_read_of(record: Organization) -> None:
    officer = await make.officer("82", "Hà")
    quan = await make.admin()
    contact = await Contact.objects().get(Contact.user == officer.user.id)
    assert contact
    await contacting.change(contact, contact.version, at=make.NOW, email=None, phone="+84912345678")
    nowhere = await make.organization(name="HTX Đâu Đó", tax_code=CODE, province_set=None, province_code=None)
    for one in (record, nowhere):
        await claimed(one)
    assert sorted(await told("claim_waiting")) == [
        f"{quan.user.name}: Có yêu cầu nhận hồ sơ chờ quý vị: {one.name}" for one in (nowhere, record)
    ]


async def test_an_authority_to_which_nobody_belongs_decides_nothing_and_the_letter_goes_to_who_the_page_names(
    record: Organization,
) -> None:
    empty = await make.organization(Kind.AUTHORITY, "Sở Chưa Ai", province_code="82")
    await contacting.add(empty.id, at=make.NOW, name="Văn thư", email="vanthu@fairs.example")
    quan = await make.admin()
    assert await claim_queries.authorities(record.kind, record.province_set, record.province_code) == []
    await claimed(record)
    assert await told("claim_waiting") == [f"{quan.user.name}: Có yêu cầu nhận hồ sơ chờ quý vị: {record.name}"]
    ha = await make.officer("82", "Hà")
    assert ha.organization
    deciding = await claim_queries.authorities(record.kind, record.province_set, record.province_code)
    assert [one["id"] for one in deciding] == [ha.organization.id]
    await claimed(record, "Lan")
    assert (await told("claim_waiting"))[1:] == [f"Hà: Có yêu cầu nhận hồ sơ chờ quý vị: {record.name}"]


async def test_a_claim_to_an_organizer_or_authority_is_told_to_the_admins_alone(record: Organization) -> None:
    await make.officer("82", "Hà")
    quan = await make.admin()
    for kind in (Kind.AUTHORITY, Kind.ORGANIZER, Kind.DISTRIBUTOR):
        await claimed(await make.organization(kind, "Sở", tax_code=CODE, province_code="82"))
    assert await told("claim_waiting") == [f"{quan.user.name}: Có yêu cầu nhận hồ sơ chờ quý vị: Sở"] * 3


async def test_a_claim_that_was_decided_meanwhile_is_not_told(record: Organization) -> None:
    await make.officer("82")
    await posting.tell()
    await claiming.reject(await claimed(record), None, "Không phải", at=make.NOW)
    assert await told("claim_waiting") == []
    row = await claimed(record, "Lan")
    assert len(await told("claim_waiting")) == 1
    await claiming.approve(row, claiming.version(row.version, record.version), asked=False, at=make.NOW)
    assert await posting.written(await posting.deliveries("claim_waiting")) == []


async def test_the_admins_are_told_who_waits_for_approval(cast: make.Cast) -> None:
    quan = await make.admin()
    row = await registering.register(cast.chi.user.id, Kind.ORGANIZER, at=make.NOW, name="Trung tâm Mới")
    await registering.register(cast.chi.user.id, Kind.DISTRIBUTOR, at=make.NOW, name="Cửa hàng Mới")
    said = f"{quan.user.name}: Có tổ chức chờ duyệt: Trung tâm Mới"
    assert await told("approval_waiting") == [said]
    assert await told("approval_waiting") == [said]
    await approving.approve(row, row.version, at=make.NOW + timedelta(hours=1))
    assert await posting.written(await posting.deliveries("approval_waiting")) == []


async def test_nobody_is_told_where_nobody_decides(record: Organization) -> None:
    await claimed(record)
    assert await told("claim_waiting") == []
    assert await db.fetch("SELECT FROM delivery WHERE purpose = 'claim_waiting'") == []

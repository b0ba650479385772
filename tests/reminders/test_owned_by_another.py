"""Where a record was written to before, it is told once that somebody owns it now, and whom to ask."""

import pytest

from events_app.directory import claiming, contacting
from events_app.directory.tables import Organization
from events_app.settings import settings
from tests import make
from tests.reminders import posting

CODE = "0100109106"

pytestmark = pytest.mark.usefixtures("database", "at")


async def approved(record: Organization, who: make.Person) -> None:
    row = await claiming.claim(record, who.user.id, tax_code=CODE, code=None, note="", at=make.NOW)
    await claiming.approve(row, claiming.version(row.version, record.version), asked=False, at=make.NOW)
    await posting.tell()
    await posting.tell()


async def test_the_addresses_that_a_record_had_are_told_once_who_owns_it() -> None:
    record = await make.organization(
        name="HTX Xoài", tax_code=CODE, email="Xoai@HTX.example", representative="Bà Lan", province_code="82"
    )
    await contacting.add(record.id, at=make.NOW, name="Năm", email="nam@htx.example", language="en")
    await contacting.add(record.id, at=make.NOW, name="Văn phòng", email="xoai@htx.example")
    await contacting.add(record.id, at=make.NOW, name="Ba", phone="+84912000222")
    await approved(record, await make.person("Chi"))
    rows = await posting.deliveries("owned_by_another")
    assert [(row["name"], row["address"]) for row in rows] == [
        ("Năm", "nam@htx.example"),
        ("Văn phòng", "xoai@htx.example"),
    ]
    first, second = [letter.text for letter in await posting.written(rows)]
    assert "Chi has claimed the record of HTX Xoài, at which this address stands" in first
    assert f"tell its province's authority or the platform's administrators: {settings().contact}" in first
    assert "Chi đã yêu cầu nhận hồ sơ của HTX Xoài" in second
    assert CODE not in first + second


async def test_who_claims_a_record_by_an_address_of_its_own_is_told_nothing_more() -> None:
    chi = await make.person("Chi")
    record = await make.organization(tax_code=CODE, email=chi.user.email.upper(), province_code="82")
    await contacting.add(record.id, at=make.NOW, name="Chi", email=chi.user.email)
    await approved(record, chi)
    assert await posting.deliveries("owned_by_another") == []
    assert len(await posting.deliveries("claim_approved")) == 1

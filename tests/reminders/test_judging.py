"""Entities are told once what their authority verified and revoked, as far as it still stands when the letter goes."""

from datetime import timedelta
from typing import Any

import pytest

from events_app import db
from events_app.directory import many, verifying
from events_app.directory.tables import Certificate, Organization
from events_app.imports import resuming, working
from tests import make
from tests.imports import asking
from tests.reminders import posting

pytestmark = pytest.mark.usefixtures("database")


async def certificate(entity: Organization, name: str) -> Certificate:
    product = await make.product(entity, name, certified={"number": f"{name}/QĐ"})
    row = await Certificate.objects().get(Certificate.product == product.id)
    assert row
    return row


async def verify(officer: make.Person, *rows: Certificate) -> None:
    await verifying.verify(
        {row.id: None for row in rows},
        officer.user.id,
        officer.organization.id,
        decision_number="15/QĐ-SNN",
        at=make.NOW,
    )


async def test_one_decision_about_many_certificates_is_one_letter_to_each_entity(cast: make.Cast) -> None:
    officer = await make.officer()
    await posting.speaks(cast.em, "en")
    tea, cake = await certificate(cast.binh.organization, "Trà"), await certificate(cast.binh.organization, "Bánh")
    await verify(officer, tea, cake, await certificate(cast.em.organization, "Chè"))
    await posting.tell()
    await posting.tell()
    rows = await posting.deliveries("verified")
    assert sorted(row["name"] for row in rows) == ["Bình", "Em"]
    letters = {row["name"]: part for row, part in zip(rows, await posting.written(rows), strict=True)}
    name = officer.organization.name
    assert letters["Em"].subject == f"{name} has verified 1 certificate of Hợp tác xã Trà Xanh"
    assert letters["Bình"].subject == f"{name} đã xác minh 2 giấy chứng nhận của Hợp tác xã Sen Việt"
    for said in (
        "- Bánh: giấy chứng nhận Bánh/QĐ\n- Trà: giấy chứng nhận Trà/QĐ",
        "15/QĐ-SNN",
        "http://fairs.test/products",
    ):
        assert said in letters["Bình"].text
    assert "Chè" not in letters["Bình"].text


async def test_what_was_taken_back_meanwhile_is_not_told(cast: make.Cast) -> None:
    officer = await make.officer()
    tea, cake = await certificate(cast.binh.organization, "Trà"), await certificate(cast.binh.organization, "Bánh")
    await verify(officer, tea, cake)
    await posting.tell()
    await verifying.withdraw(tea, None, at=make.NOW)
    rows = await posting.deliveries("verified")
    [letter] = await posting.written(rows)
    assert ("Bánh" in letter.text, "Trà:" in letter.text) == (True, False)
    await verifying.withdraw(cake, None, at=make.NOW)
    assert await posting.written(rows) == []


async def test_a_revocation_is_told_with_its_reason(cast: make.Cast) -> None:
    officer = await make.officer()
    tea = await certificate(cast.binh.organization, "Trà")
    day = make.NOW.date()
    await verifying.revoke(tea, None, officer.organization.id, on=day, reason="Hồ sơ không đúng", at=make.NOW)
    await posting.tell()
    rows = await posting.deliveries("revoked")
    [letter] = await posting.written(rows)
    assert letter.subject == f"{officer.organization.name} đã thu hồi một giấy chứng nhận của Hợp tác xã Sen Việt"
    for said in ("Trà: giấy chứng nhận Trà/QĐ", day.strftime("%d/%m/%Y"), "Lý do:\n\nHồ sơ không đúng"):
        assert said in letter.text
    [row] = [await Certificate.objects().get(Certificate.id == tea.id)]
    assert row
    await verifying.reinstate(row, None, at=make.NOW)
    assert await posting.written(rows) == []


async def test_a_list_tells_entities_with_people_once_and_nobody_else(cast: make.Cast) -> None:
    giang = await make.officer("82", "Giang")
    place: dict[str, Any] = {"province_set": "34", "province_code": "82"}
    one = await make.organization(name="Hợp tác xã Mẫu 1", tax_code="0100109106", **place)
    hoa = await make.person("Hoa", one)
    other = await make.organization(name="Hợp tác xã Mẫu 3", email="mau3@fairs.example", tax_code="0101243150", **place)
    for entity, n in ((one, 1), (one, 2), (other, 3)):
        await make.product(entity, f"Trà mẫu {n}")
    same = {"code": "0100109106", "entity": "Hợp tác xã Mẫu 1", "representative": ""}
    rows = [
        asking.a_row(1, **same),
        asking.a_row(2, **same),
        asking.a_row(3, code="0101243150", representative=""),
        asking.a_row(4),
    ]
    row = await asking.read(giang, asking.a_csv(rows), at=make.NOW)
    row = await asking.brought(giang, row, at=make.NOW, decision="99/QĐ-UBND")
    assert (row.state, await Certificate.count().where(Certificate.standing == "verified")) == ("done", 4)
    await posting.tell()
    messages = "FROM message WHERE split_part(topic, '.', 1) = 'certificate' AND topic <> 'certificate.create'"
    recorded = await db.fetch(f"SELECT topic, payload->>'list' AS list, payload->>'id' AS id, user_id {messages}")
    assert {(one["topic"], one["list"], one["user_id"]) for one in recorded} == {
        ("certificate.verify_by_list", str(row.id), giang.user.id)
    }
    assert len({one["id"] for one in recorded}) == 3
    assert await db.fetch(f"SELECT FROM route WHERE message IN (SELECT id {messages})") == []
    told = await posting.deliveries("verified")
    assert [row["name"] for row in told] == [hoa.user.name]
    [letter] = await posting.written(told)
    for said in ("Trà mẫu 1", "Trà mẫu 2", "99/QĐ-UBND"):
        assert said in letter.text


async def test_of_a_list_that_stopped_halfway_the_letter_waits_and_is_the_only_one(
    cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    giang = await make.officer("82", "Giang")
    place: dict[str, Any] = {"province_set": "34", "province_code": "82", "tax_code": "0100109106"}
    one = await make.organization(name="Hợp tác xã Mẫu 1", **place)
    await make.person("Hoa", one)
    await make.product(one, "Trà mẫu 1")
    file = asking.a_csv([asking.a_row(1, code="0100109106", representative="")])
    row = await asking.read(giang, file, at=make.NOW)
    monkeypatch.setattr(working, "MOST_TRIES", 1)
    with monkeypatch.context() as patched:
        patched.delattr(many, "index")
        with pytest.raises(AttributeError):
            await asking.brought(giang, row, at=make.NOW, decision="99/QĐ-UBND")
    row = await asking.now(row)
    assert row.state == "stopped"
    await posting.tell()
    [letter] = await posting.deliveries("verified")
    assert letter["due_at"] == make.NOW + timedelta(hours=1)
    later = make.NOW + timedelta(minutes=30)
    await resuming.resume(row, row.version, at=later)
    await asking.relayed(later)
    await posting.tell(later)
    assert ((await asking.now(row)).state, await posting.deliveries("verified")) == ("done", [letter])

"""Entities are told once what their authority verified and revoked, as far as it still stands when the letter goes."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from events_app import db
from events_app.actor import as_actor
from events_app.directory import verifying
from events_app.directory.tables import Certificate
from events_app.imports import planning, resuming, running, uploading, working
from events_app.imports.tables import Import
from tests import make
from tests.imports import asking
from tests.reminders import posting
from tests.reminders.verified import certificate, verify

pytestmark = pytest.mark.usefixtures("database")


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


async def halfway(monkeypatch: pytest.MonkeyPatch) -> tuple[Import, dict[str, Any]]:
    """A list of three certificates of one entity that stopped behind its first, and the letter about that one."""
    giang = await make.officer("82", "Giang")
    place: dict[str, Any] = {"province_set": "34", "province_code": "82", "tax_code": "0100109106"}
    one = await make.organization(name="Hợp tác xã Mẫu 1", **place)
    await make.person("Hoa", one)
    for n in (1, 2, 3):
        await make.product(one, f"Trà mẫu {n}")
    same = {"code": "0100109106", "entity": one.name, "representative": ""}
    row = await asking.read(giang, asking.a_csv([asking.a_row(n, **same) for n in (1, 2, 3)]), at=make.NOW)
    with as_actor(giang.actor):
        await uploading.start(row, row.version, decision_number="99/QĐ-UBND", may_verify=True, at=make.NOW)
    monkeypatch.setattr(working, "MOST_TRIES", 1)
    monkeypatch.setattr(planning, "BATCH", 1)
    row = await stops(row, make.NOW, monkeypatch)
    await posting.tell()
    [letter] = await posting.deliveries("verified")
    assert letter["due_at"] == make.NOW + timedelta(hours=1)
    return row, letter


async def stops(row: Import, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Import:
    """Let workers bring one more row of the list in, and no further one."""
    bring, done = running._bring, 0

    async def one_only(*given: Any, **named: Any) -> None:
        nonlocal done
        if done:
            raise RuntimeError("out of order")
        done += 1
        await bring(*given, **named)

    with monkeypatch.context() as patched:
        patched.setattr(running, "_bring", one_only)
        with pytest.raises(RuntimeError):
            await asking.relayed(at)
    row = await asking.now(row)
    assert row.state == "stopped"
    return row


def told(letter: Any) -> list[int]:
    """Of which products a letter tells."""
    return [n for n in (1, 2, 3) if f"Trà mẫu {n}:" in letter.text]


async def test_of_a_list_that_stopped_halfway_the_letter_waits_and_is_the_only_one(
    cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, letter = await halfway(monkeypatch)
    later = make.NOW + resuming.STILL_ONE
    await resuming.resume(row, row.version, at=later)
    await asking.relayed(later)
    await posting.tell(later)
    assert ((await asking.now(row)).state, await posting.deliveries("verified")) == ("done", [letter])
    assert [told(one) for one in await posting.written([letter])] == [[1, 2, 3]]


async def test_what_is_brought_in_once_the_first_part_was_told_is_told_in_one_letter_too(
    cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, first = await halfway(monkeypatch)
    later = make.NOW + timedelta(hours=2)
    await resuming.resume(row, row.version, at=later)
    await asking.relayed(later)
    await posting.tell(later)
    await posting.tell(later)
    assert (await asking.now(row)).state == "done"
    letters = await posting.deliveries("verified")
    [second] = [one for one in letters if one["id"] != first["id"]]
    assert second["due_at"] == later
    assert [told(one) for one in await posting.written([first, second])] == [[1], [2, 3]]


async def test_one_that_stops_twice_is_told_in_as_many_letters_as_it_was_taken_up_late(
    cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, first = await halfway(monkeypatch)
    soon, late = make.NOW + timedelta(minutes=20), make.NOW + timedelta(minutes=70)
    await resuming.resume(row, row.version, at=soon)
    row = await stops(row, soon, monkeypatch)
    await posting.tell(soon)
    assert await posting.deliveries("verified") == [first]
    await resuming.resume(row, row.version, at=late)  # soon after the second time, but the letter is gone by now
    await asking.relayed(late)
    await posting.tell(late)
    letters = await posting.deliveries("verified")
    assert sorted(map(told, await posting.written(letters))) == [[1, 2], [3]]


async def test_two_parts_of_which_nobody_was_told_yet_are_told_both(
    cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker that tells was away from the first stop on."""
    row, first = await halfway(monkeypatch)
    await db.fetch("DELETE FROM delivery WHERE id = $1", first["id"])
    later = make.NOW + timedelta(hours=2)
    await resuming.resume(row, row.version, at=later)
    await asking.relayed(later)
    await posting.tell(later)
    letters = await posting.deliveries("verified")
    assert sorted(map(told, await posting.written(letters))) == [[1], [2, 3]]

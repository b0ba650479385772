"""What two records that become one cannot both keep is asked about: memberships, contacts, numbers, parties, letters."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from events_app import db, values
from events_app.actor import Role
from events_app.directory import (
    claiming,
    conflicting,
    contacting,
    joining,
    masking,
    merging,
)
from events_app.directory.tables import Contact, Organization, PersonalNumber
from events_app.errors import Invalid
from events_app.exhibitors.tables import Application
from tests import make
from tests.browser_like import Browser
from tests.directory import asking
from tests.directory.pairs import count, fresh, pair


async def test_who_applied_twice_is_asked_which_stays_and_the_other_is_withdrawn(cast: make.Cast) -> None:
    old, new = await pair()
    fair = await make.fair(cast.an.organization)
    first, second = await make.application(fair.event, old), await make.application(fair.event, new)
    with pytest.raises(merging.ChooseWhichStays) as asked:
        await merging.merge(old, new, at=make.NOW)
    (conflict,) = asked.value.facts["conflicts"]
    assert conflict["what"] == "application"
    assert {row["id"] for row in conflict["rows"]} == {str(first.id), str(second.id)}
    said = "Đơn đăng ký của HTX Chè Thái tham gia Tuần lễ OCOP: Đã nộp; nộp 09:00 ngày 07/12/2026"
    assert {row["organization_id"]: row["says"] for row in conflict["rows"]}[str(old.id)] == said
    with pytest.raises(merging.ChooseWhichStays):
        await merging.merge(old, new, stays=[first.id, second.id], at=make.NOW)
    with pytest.raises(Invalid):
        await merging.merge(old, new, stays=[first.id, fair.id], at=make.NOW)
    assert await count("application", "organization", old) == 1
    await merging.merge(old, new, stays=[first.id], at=make.NOW)
    states = {row.id: row.state for row in await Application.objects().where(Application.organization == new.id)}
    assert states == {first.id: "submitted", second.id: "withdrawn"}


async def test_a_person_who_belongs_to_both_is_asked_in_which_role_it_stays(cast: make.Cast) -> None:
    old, new = await pair()
    await joining.join(cast.chi.user, old, Role.OWNER, at=make.NOW)
    await joining.join(cast.chi.user, new, Role.VIEWER, at=make.NOW)
    await contacting.add(new.id, at=make.NOW, name="Chi", email=cast.chi.user.email)
    found = await conflicting.conflicts(old.id, new.id, at=make.NOW)
    assert sorted(one.table for one in found) == ["contact", "membership"]
    stays = [row for one in found for row, said in zip(one.rows, one.says, strict=True) if "HTX Chè" in said]
    await merging.merge(old, new, stays=stays, at=make.NOW)
    rows = await db.fetch("SELECT role FROM membership WHERE organization = $1", new.id)
    assert [row["role"] for row in rows] == ["owner"]
    there = Contact.removed_at.is_null() & (Contact.organization == new.id)
    assert [one.user for one in await Contact.objects().where(there)] == [cast.chi.user.id]


async def test_both_parties_to_one_agreement_are_asked_about(cast: make.Cast) -> None:
    old, new = await pair()
    fair = await make.fair(cast.an.organization)
    agreement = values.new_id()
    await db.fetch(
        """
        INSERT INTO agreement (id, event, kind, title, signed_on, note, search, version, created_at)
        VALUES ($1, $2, 'memorandum', 'Biên bản', $3, '', '', 1, $4)
        """,
        agreement,
        fair.id,
        make.FIRST_ON,
        make.NOW,
    )
    parties = [values.new_id(), values.new_id()]
    for place, (row, party) in enumerate(zip((old, new), parties, strict=True)):
        await db.fetch(
            "INSERT INTO party (id, agreement, organization, name, role, position) VALUES ($1, $2, $3, $4, 'producer', $5)",
            party,
            agreement,
            row.id,
            row.name,
            place,
        )
    assert [one.table for one in await conflicting.conflicts(old.id, new.id, at=make.NOW)] == ["party"]
    await merging.merge(old, new, stays=[parties[0]], at=make.NOW)
    rows = await db.fetch("SELECT id, organization, name FROM party ORDER BY position")
    assert [(row["organization"], row["name"]) for row in rows] == [
        (new.id, "HTX Chè Thái"),
        (None, "Hợp tác xã Chè Thái"),
    ]


async def test_two_personal_numbers_are_asked_about_and_never_said_whole(cast: make.Cast) -> None:
    old, new = await pair(entity_kind="household")
    await masking.keep(old.id, "001099012345", at=make.NOW)
    await masking.keep(new.id, "001099012999", at=make.NOW)
    (conflict,) = await conflicting.conflicts(old.id, new.id, at=make.NOW)
    assert all("001099012" not in said for said in conflict.says)
    kept = await PersonalNumber.objects().get(PersonalNumber.organization == old.id)
    assert kept
    await merging.merge(old, new, stays=[kept.id], at=make.NOW)
    assert await masking.masked(new.id) == "*********345"


async def test_one_personal_number_of_both_is_no_question(cast: make.Cast) -> None:
    old, new = await pair(entity_kind="household")
    for row in (old, new):
        await masking.keep(row.id, "001099012345", at=make.NOW)
    assert await conflicting.conflicts(old.id, new.id, at=make.NOW) == []
    await merging.merge(old, new, at=make.NOW)
    rows = await db.fetch("SELECT organization, number FROM personal_number")
    assert [(row["organization"], row["number"]) for row in rows] == [(new.id, "001099012345")]


async def _two_of(cast: make.Cast) -> tuple[Organization, Organization, make.Person, make.Person]:
    """Records with one owner each, who is a viewer of the other one."""
    old, new = await pair()
    first, second = await make.person("Rạng", old), await make.person("Tú", new)
    await joining.join(first.user, new, Role.VIEWER, at=make.NOW)
    await joining.join(second.user, old, Role.VIEWER, at=make.NOW)
    return await fresh(old), await fresh(new), first, second


async def _rows(old: Organization, new: Organization, role: str) -> list[Any]:
    """The memberships of a role in either record."""
    found = await db.fetch(
        "SELECT id FROM membership WHERE organization IN ($1, $2) AND role = $3 ORDER BY id", old.id, new.id, role
    )
    return [row["id"] for row in found]


async def test_an_owner_is_left_whatever_is_answered(client: httpx.AsyncClient, cast: make.Cast) -> None:
    old, new, _first, _second = await _two_of(cast)
    viewers, owners = await _rows(old, new, "viewer"), await _rows(old, new, "owner")
    officer = await make.officer()
    path, said = f"/organizations/{old.id}/merger", {"into": str(new.id), "sure": True}
    answer = await asking.post(client, officer, path, **said, stays=[str(row) for row in viewers])
    assert answer.status_code == 422
    sentence = "Tổ chức phải có người làm chủ: hãy để người này tiếp tục làm chủ."
    assert asking.wrong(answer) == {"stays.0": sentence, "stays.1": sentence}
    browser = await Browser(client).sign_in(officer)
    page = await browser.see(f"/desk/duplicates/{old.id}/{new.id}")
    page = await browser.send(
        f"/desk/duplicates/{old.id}/{new.id}", 422, sure="true", stays__0=str(viewers[0]), stays__1=str(viewers[1])
    )
    assert "Somebody has to own the organization: let this person stay its owner." in page
    assert await _rows(old, new, "owner") == owners
    answer = await asking.post(client, officer, path, **said, stays=[str(owners[0]), str(viewers[1])])
    assert answer.status_code == 200, answer.text
    assert await _rows(old, new, "owner") == [owners[0]]


async def test_records_that_nobody_owned_need_no_owner(cast: make.Cast) -> None:
    old, new, _first, _second = await _two_of(cast)
    await db.fetch("UPDATE membership SET role = 'staff' WHERE role = 'owner'")
    viewers = await _rows(old, new, "viewer")
    await merging.merge(old, new, stays=viewers, at=make.NOW)
    assert await _rows(old, new, "viewer") == viewers


async def test_who_only_views_from_then_on_gets_no_letters_of_the_organization(cast: make.Cast) -> None:
    old, new, first, second = await _two_of(cast)
    kept = await db.fetch("SELECT id FROM membership WHERE organization = $1", new.id)
    await merging.merge(old, new, stays=[row["id"] for row in kept], at=make.NOW)
    rows = await db.fetch("SELECT email FROM contact WHERE organization = $1 AND removed_at IS NULL", new.id)
    assert [row["email"] for row in rows] == [second.user.email]
    ended = await db.fetch(
        "SELECT payload->>'user' AS whose FROM message WHERE topic = 'membership.delete' ORDER BY id"
    )
    assert {row["whose"] for row in ended} == {str(first.user.id), str(second.user.id)}


async def test_two_contacts_that_say_the_same_are_no_question(cast: make.Cast) -> None:
    old, new = await pair()
    for row in (old, new):
        await contacting.add(row.id, at=make.NOW, name="Bà Tư", email="tu@fairs.example")
    assert await conflicting.conflicts(old.id, new.id, at=make.NOW) == []
    await merging.merge(old, new, at=make.NOW)
    there = Contact.removed_at.is_null() & (Contact.organization == new.id)
    assert [one.name for one in await Contact.objects().where(there)] == ["Bà Tư"]


async def test_codes_of_two_letters_are_told_apart_by_their_days(cast: make.Cast) -> None:
    old, new = await pair()
    await claiming.print_code(old, at=make.NOW)
    await claiming.print_code(new, at=make.NOW + timedelta(days=1))
    (conflict,) = await conflicting.conflicts(old.id, new.id, at=make.NOW)
    assert sorted(conflict.says) == [
        "Mã trong thư gửi HTX Chè Thái, tạo 09:00 ngày 07/12/2026",
        "Mã trong thư gửi Hợp tác xã Chè Thái, tạo 09:00 ngày 08/12/2026",
    ]

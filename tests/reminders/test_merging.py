"""Owners of two records, and who kept either, are told by letter that they are one now, and what was withdrawn."""

from datetime import datetime

import pytest

from events_app import db
from events_app.actor import Role, as_actor
from events_app.directory import contacting, joining, merging
from events_app.directory.tables import Kind, Organization
from events_app.events.tables import EventState
from events_app.exhibitors.tables import ApplicationState
from events_app.reminders import warning
from events_app.settings import settings
from tests import make
from tests.reminders import posting
from tests.reminders.lapsing import product

pytestmark = pytest.mark.usefixtures("database")


async def pair() -> tuple[Organization, Organization]:
    """Two records of one cooperative, the first of them kept by an organizer that can be written to."""
    keeper = await make.organization(Kind.ORGANIZER, "Ban Tổ chức Mẫu")
    await contacting.add(keeper.id, name="Cô Hạnh", email="hanh@fairs.example", at=make.NOW)
    old = await make.organization(name="HTX Sen Tháp Mười", keeper=keeper.id)
    return old, await make.organization(name="Hợp tác xã Sen Tháp Mười")


async def fresh(row: Organization) -> Organization:
    found = await Organization.objects().get(Organization.id == row.id)
    assert found
    return found


async def test_owners_and_the_keeper_are_told_once_of_what_was_withdrawn(cast: make.Cast) -> None:
    old, new = await pair()
    sen, moi = await make.person("Sen", new), await make.person("Mơi", new, language="en")
    await make.person("Út", new, role=Role.STAFF)
    await posting.speaks(moi, "en")
    fair = await make.fair(cast.an.organization)
    lost = await make.application(fair.event, old, state=ApplicationState.SUBMITTED)
    kept = await make.application(fair.event, new)
    await make.assignment(kept, fair.booths[1], make.FIRST_ON, make.LAST_ON)
    officer = await make.officer()
    with as_actor(officer.actor):
        await merging.merge(await fresh(old), await fresh(new), stays=[kept.id], at=make.NOW)
    await posting.tell()
    await posting.tell()
    rows = await posting.deliveries("merged")
    assert sorted((row["name"], row["address"]) for row in rows) == sorted(
        [("Sen", sen.user.email), ("Mơi", moi.user.email), ("Cô Hạnh", "hanh@fairs.example")]
    )
    letters = {row["name"]: part for row, part in zip(rows, await posting.written(rows), strict=True)}
    assert letters["Mơi"].subject == "HTX Sen Tháp Mười and Hợp tác xã Sen Tháp Mười are one record now"
    assert letters["Sen"].subject == "HTX Sen Tháp Mười và Hợp tác xã Sen Tháp Mười nay là một bản ghi"
    for said in (
        "- Tuần lễ OCOP: đơn đăng ký của HTX Sen Tháp Mười (nộp 09:00 ngày 07/12/2026; không có gian hàng) đã được rút; "
        f"đơn đăng ký của Hợp tác xã Sen Tháp Mười (nộp 09:00 ngày 07/12/2026; gian hàng: {fair.booths[1].number}) được giữ lại",
        f"http://fairs.test/applications/{kept.id}",
        f"Bên quyết định: {officer.organization.name}",
        f"http://fairs.test/organizations/{new.slug}",
    ):
        assert said in letters["Sen"].text
        assert said in letters["Cô Hạnh"].text
    assert "OCOP Week" in letters["Mơi"].text
    assert str(lost.id) not in letters["Sen"].text


async def test_whoever_did_it_is_not_told_and_nothing_is_said_of_what_was_not_withdrawn(cast: make.Cast) -> None:
    keeper = cast.an.organization
    old = await make.organization(name="HTX Sen", keeper=keeper.id)
    new = await make.organization(name="Hợp tác xã Sen", keeper=keeper.id)
    with as_actor(cast.an.actor):
        await merging.merge(old, new, at=make.NOW)
    await posting.tell()
    assert await posting.deliveries("merged") == []
    old, new = await pair()
    boss = await make.person("Lan", new)
    with as_actor((await make.admin()).actor):
        await merging.merge(old, await fresh(new), at=make.NOW)
    await posting.tell()
    rows = await posting.deliveries("merged")
    assert sorted(row["address"] for row in rows) == sorted([boss.user.email, "hanh@fairs.example"])
    for letter in await posting.written(rows):
        assert "đã được rút" not in letter.text
        assert f"Bên quyết định: quản trị viên của nền tảng ({settings().contact})" in letter.text


async def test_a_record_that_goes_on_into_another_before_the_letter_leaves_is_told_under_its_present_name(
    cast: make.Cast,
) -> None:
    old, new = await pair()
    boss = await make.person("Lan", new)
    await merging.merge(old, await fresh(new), at=make.NOW)
    last = await make.organization(name="Liên hiệp Sen")
    await merging.merge(await fresh(new), last, at=make.NOW)
    await posting.tell()
    rows = [row for row in await posting.deliveries("merged") if row["address"] == boss.user.email]
    subjects = sorted(letter.subject for letter in await posting.written(rows))
    assert subjects == [
        "HTX Sen Tháp Mười và Liên hiệp Sen nay là một bản ghi",
        "Hợp tác xã Sen Tháp Mười và Liên hiệp Sen nay là một bản ghi",
    ]
    assert len(await db.fetch("SELECT FROM delivery WHERE address = 'hanh@fairs.example'")) == 1


async def test_who_kept_a_record_before_it_had_people_of_its_own_is_not_told(cast: make.Cast) -> None:
    old, new = await pair()
    boss = await make.person("Lan", old)
    await merging.merge(await fresh(old), new, at=make.NOW)
    await posting.tell()
    assert [row["address"] for row in await posting.deliveries("merged")] == [boss.user.email]


async def test_who_belonged_to_both_is_told_in_which_role_it_stays(cast: make.Cast) -> None:
    old, new = await make.organization(name="HTX Sen"), await make.organization(name="Hợp tác xã Sen Tháp Mười")
    rang, tu = await make.person("Rạng", old), await make.person("Tú", new, language="en")
    await posting.speaks(tu, "en")
    await joining.join(rang.user, new, Role.VIEWER, at=make.NOW)
    await joining.join(tu.user, old, Role.VIEWER, at=make.NOW)
    stays = await db.fetch("SELECT id FROM membership WHERE organization = $1", new.id)
    officer = await make.officer()
    with as_actor(officer.actor):
        await merging.merge(await fresh(old), await fresh(new), stays=[row["id"] for row in stays], at=make.NOW)
    await posting.tell()
    rows = await posting.deliveries("merged")
    letters = {row["name"]: part.text for row, part in zip(rows, await posting.written(rows), strict=True)}
    assert set(letters) == {"Rạng", "Tú"}
    assert "Nay bạn thuộc Hợp tác xã Sen Tháp Mười với vai trò: Người xem." in letters["Rạng"]
    assert "You belong to Hợp tác xã Sen Tháp Mười as: Owner." in letters["Tú"]


async def test_everybody_who_moves_with_the_record_that_goes_is_told_once_and_nobody_who_stays_as_it_was(
    cast: make.Cast,
) -> None:
    old, new = await make.organization(name="HTX Sen"), await make.organization(name="Hợp tác xã Sen Tháp Mười")
    await make.person("Lan", old)
    await make.person("Tú", old, Role.STAFF, language="en")
    await make.person("Út", old, Role.VIEWER)
    await make.person("Ba", new)
    await make.person("Tư", new, Role.STAFF)
    both = await make.person("Năm", new, Role.STAFF)
    await joining.join(both.user, old, Role.STAFF, at=make.NOW)
    went = await db.fetch(
        'SELECT id FROM membership WHERE organization = $1 AND "user" = $2', old.id, both.user.id
    )  # the one that went is the one that stays
    with as_actor((await make.officer()).actor):
        await merging.merge(await fresh(old), await fresh(new), stays=[went[0]["id"]], at=make.NOW)
    await posting.tell()
    await posting.tell()
    rows = await posting.deliveries("merged")
    letters = {row["name"]: part.text for row, part in zip(rows, await posting.written(rows), strict=True)}
    assert sorted(row["name"] for row in rows) == ["Ba", "Lan", "Năm", "Tú", "Út"]
    for name, role in (("Lan", "Chủ sở hữu"), ("Út", "Người xem")):
        assert f"Bạn đã thuộc HTX Sen. Nay bạn thuộc Hợp tác xã Sen Tháp Mười với vai trò: {role}." in letters[name]
    assert "You belonged to HTX Sen. You belong to Hợp tác xã Sen Tháp Mười now, as: Staff." in letters["Tú"]
    assert "với vai trò" not in letters["Ba"]
    assert "cả hai" in letters["Năm"]


@pytest.mark.parametrize("state", [EventState.PUBLISHED, EventState.ENDED])
async def test_the_organizer_is_told_which_booth_is_free_again(cast: make.Cast, state: EventState) -> None:
    old, new = await pair()
    await contacting.add(cast.an.organization.id, name="Ban Tổ chức", email="an@fairs.example", at=make.NOW)
    fair = await make.fair(cast.an.organization, state=state)
    gone, kept = [await make.application(fair.event, one, state=ApplicationState.CONFIRMED) for one in (old, new)]
    for application, booth in zip((gone, kept), fair.booths, strict=False):
        await make.assignment(application, booth, make.FIRST_ON, make.LAST_ON)
    officer = await make.officer()
    with as_actor(officer.actor):
        await merging.merge(await fresh(old), await fresh(new), stays=[kept.id], at=make.NOW)
    await posting.tell()
    await posting.tell()
    rows = [row for row in await posting.deliveries("given_up") if row["address"] == "an@fairs.example"]
    assert len(rows) == 1
    texts = [letter.text for letter in await posting.written(rows)] if state == EventState.PUBLISHED else []
    for text in texts:
        assert f"HTX Sen Tháp Mười (nộp 09:00 ngày 07/12/2026; gian hàng: {fair.booths[0].number}) đã được rút" in text
        assert (
            f"Hợp tác xã Sen Tháp Mười (nộp 09:00 ngày 07/12/2026; gian hàng: {fair.booths[1].number}) được giữ lại"
            in text
        )
        assert f"http://fairs.test/applications/{kept.id}" in text
    (left,) = await db.fetch("SELECT state, reason FROM application WHERE id = $1", gone.id)
    assert left == {"state": "withdrawn", "reason": ""}


async def test_an_organizer_whose_booths_stay_as_they_were_is_not_told(cast: make.Cast) -> None:
    keeper = cast.an.organization
    await contacting.add(keeper.id, name="Ban Tổ chức", email="an@fairs.example", at=make.NOW)
    for who in (cast.an, await make.officer()):
        old, new = [await make.organization(name=f"HTX Sen {n}", keeper=keeper.id) for n in "12"]
        fair = await make.fair(keeper)
        gone, kept = [await make.application(fair.event, one) for one in (old, new)]
        if who is cast.an:  # who did it itself knows
            await make.assignment(gone, fair.booths[0], make.FIRST_ON, make.LAST_ON)
        with as_actor(who.actor):
            await merging.merge(await fresh(old), await fresh(new), stays=[kept.id], at=make.NOW)
    await posting.tell()
    assert await posting.deliveries("given_up") == []


async def test_what_had_reached_nobody_goes_to_the_people_of_the_record_that_stays(
    cast: make.Cast, at: datetime
) -> None:
    old = await make.organization(name="HTX Cói", phone="+84912345678", representative="Bà Tư")
    new = await make.organization(name="Hợp tác xã Cói")
    await contacting.add(new.id, name="Lan", email="lan@fairs.example", at=at)
    await product(old, "Chiếu cói", 90)
    await warning.warn(at=at)
    assert [row["state"] for row in await posting.deliveries("lapse")] == ["unreachable"]
    await merging.merge(await fresh(old), await fresh(new), at=at)
    await posting.tell(at)
    rows = [row for row in await posting.deliveries("lapse") if row["state"] == "waiting"]
    assert [(row["name"], row["address"]) for row in rows] == [("Lan", "lan@fairs.example")]
    assert [letter.text for letter in await posting.written(rows, at) if "Chiếu cói" in letter.text]


async def test_what_the_record_that_stays_had_missed_goes_to_whom_the_other_one_brings(
    cast: make.Cast, at: datetime
) -> None:
    old, new = (
        await make.organization(name="HTX Cói"),
        await make.organization(name="Hợp tác xã Cói", phone="+84912345678"),
    )
    await contacting.add(old.id, name="Lan", email="lan@fairs.example", at=at)
    await product(new, "Chiếu cói", 90)
    await warning.warn(at=at)
    await merging.merge(await fresh(old), await fresh(new), at=at)
    await posting.tell(at)
    rows = [row for row in await posting.deliveries("lapse") if row["state"] == "waiting"]
    assert [(row["name"], row["address"]) for row in rows] == [("Lan", "lan@fairs.example")]

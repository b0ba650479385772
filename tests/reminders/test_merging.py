"""Owners of two records, and who kept either, are told by letter that they are one now, and what was withdrawn."""

import pytest

from events_app import db
from events_app.actor import Role, as_actor
from events_app.directory import contacting, merging
from events_app.directory.tables import Kind, Organization
from events_app.exhibitors.tables import ApplicationState
from tests import make
from tests.reminders import posting

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


async def test_owners_of_both_and_the_keeper_are_told_once_of_what_was_withdrawn(cast: make.Cast) -> None:
    old, new = await pair()
    sen, moi = await make.person("Sen", old), await make.person("Mơi", new, language="en")
    await make.person("Út", new, role=Role.STAFF)
    await posting.speaks(moi, "en")
    fair = await make.fair(cast.an.organization)
    lost = await make.application(fair.event, old, state=ApplicationState.SUBMITTED)
    kept = await make.application(fair.event, new)
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
        "- Tuần lễ OCOP",
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
        assert "Bên quyết định" not in letter.text


async def test_a_record_that_goes_on_into_another_before_the_letter_leaves_is_told_under_its_present_name(
    cast: make.Cast,
) -> None:
    old, new = await pair()
    boss = await make.person("Lan", old)
    await merging.merge(await fresh(old), new, at=make.NOW)
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

"""The letters about a merger say what was lost with it: who speaks for the record, what was verified, what was held."""

from datetime import datetime, timedelta

import httpx
import pytest

from events_app import db, mail
from events_app.directory import contacting, merging
from events_app.directory.tables import Kind
from events_app.exhibitors.tables import ApplicationState
from tests import make
from tests.browser_like import Browser
from tests.reminders import posting
from tests.reminders.test_merging import fresh, pair

pytestmark = pytest.mark.usefixtures("database")


async def told(purpose: str = "merged") -> dict[str, mail.Parts]:
    """The letters of a purpose, by who gets them."""
    await posting.tell()
    rows = await posting.deliveries(purpose)
    return {row["name"]: part for row, part in zip(rows, await posting.written(rows), strict=True)}


async def test_who_kept_a_record_hears_that_it_speaks_for_it_no_more_and_others_do_not(cast: make.Cast) -> None:
    old, new = await pair()
    await make.person("Sen", new)
    await merging.merge(await fresh(old), await fresh(new), at=make.NOW)
    letters = await told()
    assert "bạn không làm thay tổ chức này nữa" in letters["Cô Hạnh"].text
    assert "làm thay" not in letters["Sen"].text


async def test_of_two_who_kept_a_record_the_one_is_told_whose_keeping_ends(cast: make.Cast, at: datetime) -> None:
    old, _ = await pair()
    other = await make.organization(
        Kind.ORGANIZER, "Ban Tổ chức Khác", email="khac@fairs.example", representative="Bà Hai"
    )
    new = await make.organization(name="Hợp tác xã Sen Tháp Mười", keeper=other.id)
    await merging.merge(await fresh(old), await fresh(new), at=make.NOW)
    letters = await told()
    assert "Bạn không đại diện cho bản ghi được giữ lại" in letters["Cô Hạnh"].text
    assert "đại diện" not in letters["Bà Hai"].text


@pytest.mark.parametrize("taken", [False, True])
async def test_certificates_that_are_only_declared_now_are_named_whosever_they_were(
    cast: make.Cast, taken: bool
) -> None:
    """Those of the record that goes; or, where its address is taken over, those of the one that stays."""
    old = await make.organization(name="HTX Sen", province_code="01", address="1 Phố Mẫu")
    new = await make.organization(name="HTX Sen Mới", province_code="82")
    await make.person("Sen", new, language="en")
    for row, name in ((old, "Trà sen"), (new, "Mứt sen")):
        await make.product(row, name, certified={"verified": True, "number": f"QĐ {name}"})
    declared = await make.product(old, "Hạt sen", certified={"number": "QĐ 3"})
    await merging.merge(await fresh(old), await fresh(new), take=["address"] if taken else [], at=make.NOW)
    text = (await told())["Sen"].text
    lost, left = ("Mứt sen", "Trà sen") if taken else ("Trà sen", "Mứt sen")
    assert "had been verified and are only declared now" in text
    assert f"- {lost}: certificate QĐ {lost}" in text
    assert left not in text
    assert declared.name not in text


async def test_where_no_verification_is_lost_nothing_is_said_of_it(cast: make.Cast) -> None:
    old, new = [await make.organization(name=name) for name in ("HTX Sen", "HTX Sen Mới")]
    await make.person("Sen", new)
    await make.product(old, "Trà sen", certified={"verified": True})
    await merging.merge(await fresh(old), await fresh(new), at=make.NOW)
    assert "tự khai báo" not in (await told())["Sen"].text


@pytest.mark.parametrize("expired", [False, True])
async def test_a_hold_that_goes_is_named_as_one_to_the_owner_and_to_the_organizer(
    client: httpx.AsyncClient, cast: make.Cast, expired: bool
) -> None:
    old, new = await pair()
    await make.person("Sen", new)
    await contacting.add(cast.an.organization.id, name="Ban Tổ chức", email="an@fairs.example", at=make.NOW)
    fair = await make.fair(cast.an.organization)
    gone, kept = [await make.application(fair.event, one, state=ApplicationState.CONFIRMED) for one in (old, new)]
    sure, held, stays = fair.booths
    until = make.NOW + (timedelta(minutes=-1) if expired else timedelta(minutes=15))
    for application, booth in ((gone, sure), (gone, held), (kept, stays)):
        row = await make.assignment(application, booth, make.FIRST_ON, make.LAST_ON)
        if booth is held:
            await db.fetch("UPDATE assignment SET held_until = $2 WHERE id = $1", row.id, until)
    browser = await Browser(client).sign_in(await make.admin())
    page = await browser.see(f"/desk/duplicates/{old.id}/{new.id}")
    assert (f"booths: {sure.number}; held: {held.number}" in page) is not expired
    await merging.merge(await fresh(old), await fresh(new), stays=[kept.id], at=make.NOW)
    said = f"gian hàng: {sure.number}" + ("" if expired else f"; đang giữ chỗ: {held.number}")
    for letters, name in ((await told(), "Sen"), (await told("given_up"), "Ban Tổ chức")):
        assert f"{said}) đã được rút" in letters[name].text
        assert f"gian hàng: {stays.number}) được giữ lại" in letters[name].text


async def test_the_organizer_is_told_of_a_hold_alone_too(cast: make.Cast) -> None:
    old, new = await pair()
    await contacting.add(cast.an.organization.id, name="Ban Tổ chức", email="an@fairs.example", at=make.NOW)
    fair = await make.fair(cast.an.organization)
    gone, kept = [await make.application(fair.event, one) for one in (old, new)]
    row = await make.assignment(gone, fair.booths[0], make.FIRST_ON, make.LAST_ON)
    await db.fetch("UPDATE assignment SET held_until = $2 WHERE id = $1", row.id, make.NOW + timedelta(minutes=15))
    await merging.merge(await fresh(old), await fresh(new), stays=[kept.id], at=make.NOW)
    letter = (await told("given_up"))["Ban Tổ chức"]
    assert f"đang giữ chỗ: {fair.booths[0].number}) đã được rút" in letter.text
    assert "không có gian hàng; đang" not in letter.text


async def test_an_organizer_gets_one_letter_that_names_its_event_once_and_not_its_own_address(cast: make.Cast) -> None:
    keeper = await make.organization(Kind.ORGANIZER, "Ban Tổ chức Mẫu", email="hanh@fairs.example")
    old, new = [await make.organization(name=name, keeper=keeper.id) for name in ("HTX Sen", "HTX Sen Mới")]
    await contacting.add(cast.an.organization.id, name="Ban Tổ chức", email="an@fairs.example", at=make.NOW)
    for organizer in (keeper, cast.an.organization):
        fair = await make.fair(organizer, title=f"Hội chợ của {organizer.name}", contact="028 3822 0000")
        gone, _kept = [await make.application(fair.event, one) for one in (old, new)]
        await make.assignment(gone, fair.booths[0], make.FIRST_ON, make.LAST_ON)
    applications = await db.fetch("SELECT id FROM application WHERE organization = $1", new.id)
    await merging.merge(await fresh(old), await fresh(new), stays=[row["id"] for row in applications], at=make.NOW)
    letters = await told("given_up")
    assert {row["organization"] for row in await posting.deliveries("given_up")} == {cast.an.organization.id}
    assert {row["organization"] for row in await posting.deliveries("merged")} == {keeper.id}
    text = letters["Ban Tổ chức"].text
    assert text.count(f"Hội chợ của {cast.an.organization.name}") == 1
    assert "028 3822 0000" not in text

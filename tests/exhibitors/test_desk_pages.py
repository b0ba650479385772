"""The pages on which an organizer decides about applications, enters them for others and offers booths."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from events_app import db, values
from events_app.directory.tables import Kind
from events_app.events.tables import Mode
from events_app.exhibitors import applying
from events_app.exhibitors.tables import Application, ApplicationState
from tests import make
from tests.exhibitors.browsing import kept, typed

S = ApplicationState
DAYS = {"first_on": make.FIRST_ON.isoformat(), "last_on": make.LAST_ON.isoformat()}


async def test_the_organizer_lists_filters_and_decides(cast: make.Cast, browser: Any) -> None:
    fair = await make.fair(cast.an.organization)
    an = await browser(cast.an)
    desk = f"/desk/events/{fair.id}/applications"
    assert "Nobody has applied yet." in await an.read(desk)
    made = await make.application(fair.event, cast.binh.organization)
    await make.application(fair.event, cast.em.organization, S.ACCEPTED)
    page = await an.read(desk)
    assert "Hợp tác xã Sen Việt" in page
    assert "Hợp tác xã Trà Xanh" in page
    page = await an.read(f"{desk}?state=submitted")
    assert "Hợp tác xã Trà Xanh" not in page
    page = await an.read(f"{desk}?q=tra+xanh")
    assert "Hợp tác xã Sen Việt" not in page
    assert "No application matches." in await an.read(f"{desk}?q=nothing+here")
    here = f"/applications/{made.id}"
    page = await an.read(here)
    assert cast.binh.user.email in page
    refused = await an.send(f"{here}/rejection", seen_at=here)
    assert refused.status_code == 422
    sent = await an.send(f"{here}/change-request", seen_at=here, reason="Thiếu giấy")
    assert (sent.status_code, (await kept(made.id)).state) == (303, S.CHANGES_REQUESTED)
    assert "The organizer says: Thiếu giấy" in await (await browser(cast.binh)).read(here)


@pytest.mark.parametrize(
    ("place", "fields", "state"),
    [
        ("acceptance", {}, S.ACCEPTED),
        ("waitlisting", {}, S.WAITLISTED),
        ("rejection", {"reason": "Hết chỗ"}, S.REJECTED),
    ],
)
async def test_each_decision_has_its_button(
    cast: make.Cast, browser: Any, place: str, fields: dict[str, str], state: S
) -> None:
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization)
    an = await browser(cast.an)
    here = f"/applications/{made.id}"
    assert f'action="{here}/{place}"' in await an.read(here)
    sent = await an.send(f"{here}/{place}", seen_at=here, **fields)
    assert (sent.status_code, (await kept(made.id)).state) == (303, state)


async def test_the_organizer_offers_a_booth_for_some_days(cast: make.Cast, browser: Any, at: datetime) -> None:
    fair = await make.fair(cast.an.organization, mode=Mode.REVIEW)
    made = await make.application(fair.event, cast.binh.organization, S.WAITLISTED)
    an = await browser(cast.an)
    here = f"/applications/{made.id}"
    sent = await an.send(f"{here}/offer", seen_at=here, booth_id=str(fair.booths[0].id), lasts="5", **DAYS)
    assert sent.status_code == 303
    row = await db.one("SELECT held_until, offered FROM assignment")
    assert row == {"held_until": at + timedelta(days=5), "offered": True}
    assert (await kept(made.id)).state == S.OFFERED


async def test_the_organizer_enters_a_signed_form_and_gives_a_booth(cast: make.Cast, browser: Any) -> None:
    fair = await make.fair(cast.an.organization)
    entity = await make.organization(Kind.ENTITY, "Hộ Nguyễn Không Thư")
    an = await browser(cast.an)
    new = f"/desk/events/{fair.id}/applications/new"
    assert "No entity matches." in await an.read(f"{new}?q=khong+co")
    assert f"{new}?organization={entity.id}" in await an.read(f"{new}?q=khong+thu")
    form = f"{new}?organization={entity.id}"
    assert f'<p lang="vi">{applying.paper_text()}</p>' in await an.read(form)
    refused = await an.send(new, seen_at=form, organization_id=str(entity.id), note="Gọi điện")
    assert refused.status_code == 422
    assert "Gọi điện" in typed(refused)
    assert await Application.count() == 0
    sent = await an.send(new, seen_at=form, organization_id=str(entity.id), consent_record="Phiếu ngày 3/12/2026")
    assert sent.status_code == 303
    here = sent.headers["location"]
    made = await kept(here.rpartition("/")[2])
    assert (made.state, made.entered_by) == (S.SUBMITTED, cast.an.user.id)
    assert made.consent_text == f"Phiếu ngày 3/12/2026\n\n{applying.paper_text()}"
    assert "Phiếu ngày 3/12/2026" in await an.read(here)
    sent = await an.send(f"{here}/holds", seen_at=here, booth_id=str(fair.booths[0].id), **DAYS)
    assert sent.status_code == 303
    sent = await an.send(f"{here}/confirmation", seen_at=here)
    assert (sent.status_code, (await kept(made.id)).state) == (303, S.CONFIRMED)
    page = await an.read(form)
    assert "This entity has applied for this fair already." in page


async def test_entities_of_equal_name_are_told_apart_by_what_the_organizer_may_know(
    cast: make.Cast, browser: Any
) -> None:
    fair = await make.fair(cast.an.organization)
    said: dict[str, Any] = {"name": "Hợp tác xã Chè Thái", "tax_code": "0100109106", "representative": "Bà Lan"}
    await make.organization(**said, keeper=cast.an.organization.id)
    theirs = await make.organization(**{**said, "tax_code": "0100233488", "province_code": "24"})
    await make.product(theirs)
    page = await (await browser(cast.an)).read(f"/desk/events/{fair.id}/applications/new?q=che+thai")
    assert "</a>: Cooperative, Hanoi, 0 products, tax code 0100109106, represented by Bà Lan</li>" in page
    assert "</a>: Cooperative, Bac Ninh, 1 product</li>" in page
    assert "0100233488" not in page


async def test_an_unknown_entity_cannot_be_entered(cast: make.Cast, browser: Any) -> None:
    fair = await make.fair(cast.an.organization)
    an = await browser(cast.an)
    new = f"/desk/events/{fair.id}/applications/new"
    await an.read(f"{new}?organization={values.new_id()}", status=404)
    await an.read(f"{new}?organization={cast.dung.organization.id}", status=404)
    answer = await an.send(new, seen_at=new, organization_id="nonsense")
    assert answer.status_code == 404

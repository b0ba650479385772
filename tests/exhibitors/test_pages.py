"""The pages of applications as a browser without JavaScript uses them, in three languages."""

import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from events_app import db, i18n
from events_app.actor import Role
from events_app.events import cancelling, postponing
from events_app.events.tables import Mode
from events_app.exhibitors import applying, choosing
from events_app.exhibitors.tables import Application, ApplicationState
from events_app.values import Days
from tests import make
from tests.exhibitors.browsing import kept, typed
from tests.reminders import posting

S = ApplicationState
ALL = Days(make.FIRST_ON, make.LAST_ON)
DAYS = {"first_on": make.FIRST_ON.isoformat(), "last_on": make.LAST_ON.isoformat()}


async def test_an_entity_applies_picks_a_booth_and_confirms(cast: make.Cast, browser: Any) -> None:
    fair = await make.fair(cast.an.organization)
    tea = await make.product(cast.binh.organization, "Trà sen")
    binh = await browser(cast.binh)
    here = f"/events/{fair.event.slug}/apply"
    page = await binh.read(here)
    assert "Trà sen" in page
    assert re.search(r'<input[^>]*name="consent"[^>]*>', page)
    assert not re.search(r'<input[^>]*name="consent"[^>]*checked', page)
    with i18n.speaking("en"):
        text = applying.consent_text()
    assert text in page

    sent = await binh.send(here, seen_at=here, **{"products[]": str(tea.id), "note": "Góc", "consent": text})
    assert sent.status_code == 303
    application = sent.headers["location"]
    row = await kept(application.rpartition("/")[2])
    assert (row.state, row.note, row.consent_text) == (S.SUBMITTED, "Góc", text)
    again = await binh._client.get(here, headers=binh._headers())
    assert (again.status_code, again.headers["location"]) == (303, application)

    page = await binh.read(application)
    assert page.count('name="booth_id"') == 3
    assert "<svg" in page
    sent = await binh.send(
        f"{application}/holds", seen_at=application, booth_id=str(fair.booths[0].id), site=str(fair.site.id), **DAYS
    )
    assert sent.status_code == 303
    page = await binh.read(application)
    assert "09:15 on 07/12/2026" in page
    assert f"Confirm booth {fair.booths[0].number}" in page

    held = await db.one("SELECT id FROM assignment")
    assert held is not None
    sent = await binh.send(f"{application}/confirmation", seen_at=application, **{"holds[]": str(held["id"])})
    assert sent.status_code == 303
    assert (await kept(row.id)).state == S.CONFIRMED
    assert "Everything is done." in await binh.read(application)


async def test_what_was_typed_stays_when_consent_is_missing(cast: make.Cast, browser: Any) -> None:
    fair = await make.fair(cast.an.organization)
    tea = await make.product(cast.binh.organization)
    binh = await browser(cast.binh)
    here = f"/events/{fair.event.slug}/apply"
    sent = await binh.send(here, seen_at=here, **{"products[]": str(tea.id), "note": "Cần điện"})
    assert sent.status_code == 422
    page = typed(sent)
    assert "Without your consent the application cannot be submitted." in page
    assert "Cần điện" in page
    assert re.search(rf'value="{tea.id}" checked', page)
    assert await Application.count() == 0


async def test_a_draft_needs_no_consent_and_is_submitted_later(cast: make.Cast, browser: Any) -> None:
    fair = await make.fair(cast.an.organization)
    tea = await make.product(cast.binh.organization)
    binh, an = await browser(cast.binh), await browser(cast.an)
    here = f"/events/{fair.event.slug}/apply"
    sent = await binh.send(here, seen_at=here, **{"products[]": str(tea.id), "then": "draft"})
    application = sent.headers["location"]
    assert (await kept(application.rpartition("/")[2])).state == S.DRAFT
    await an.read(application, status=404)
    refused = await binh.send(f"{application}/submission", seen_at=application)
    assert refused.status_code == 422
    assert "Without your consent" in typed(refused)
    with i18n.speaking("en"):
        text = applying.consent_text()
    sent = await binh.send(f"{application}/submission", seen_at=application, consent=text)
    assert sent.status_code == 303
    await an.read(application)


async def test_the_loser_is_shown_what_is_free(cast: make.Cast, browser: Any, at: datetime) -> None:
    fair = await make.fair(cast.an.organization, booths=3)
    ems = await make.application(fair.event, cast.em.organization)
    binhs = await make.application(fair.event, cast.binh.organization)
    await choosing.hold(ems, fair.booths[0].id, Days(make.FIRST_ON, make.FIRST_ON), at=at)
    binh = await browser(cast.binh)
    here = f"/applications/{binhs.id}"
    refused = await binh.send(f"{here}/holds", seen_at=here, booth_id=str(fair.booths[0].id), **DAYS)
    assert refused.status_code == 409
    page = typed(refused)
    assert "Another exhibitor holds this booth on one of these days; it is free again" in page
    assert f"still free: {fair.booths[1].number}, {fair.booths[2].number}" in page
    assert "17/12, 18/12, 19/12, 20/12" in page
    assert re.search(rf'value="{fair.booths[0].id}" disabled', page)
    page = await binh.read(f"{here}?first_on=2026-12-17&last_on=2026-12-20")
    assert not re.search(rf'value="{fair.booths[0].id}" disabled', page)


async def test_days_the_wrong_way_round_are_said_to_be_wrong(cast: make.Cast, browser: Any) -> None:
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization)
    for person in (cast.binh, cast.an):
        page = await (await browser(person)).read(f"/applications/{made.id}?first_on=2026-12-19&last_on=2026-12-17")
        assert "This day is before the first one." in page
        assert re.search(r'<select id="f-last_on"[^>]*aria-describedby="f-last_on-error"', page)
        assert page.count('" selected>') >= 2
        assert '<option value="2026-12-17" selected>' in page
        assert 'name="booth_id"' not in page


async def test_a_booth_must_be_chosen(cast: make.Cast, browser: Any) -> None:
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization)
    binh = await browser(cast.binh)
    here = f"/applications/{made.id}"
    refused = await binh.send(f"{here}/holds", seen_at=here, **DAYS)
    assert refused.status_code == 422
    assert 'href="#f-booth_id"' in typed(refused)


async def test_a_booth_must_be_chosen_also_by_whom_one_is_kept_already(
    cast: make.Cast, browser: Any, at: datetime
) -> None:
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization)
    await choosing.hold(made, fair.booths[0].id, ALL, at=at)
    here = f"/applications/{made.id}"
    for person, address in ((cast.binh, "holds"), (cast.an, "holds"), (cast.an, "offer")):
        refused = await (await browser(person)).send(f"{here}/{address}", seen_at=here, **DAYS)
        assert refused.status_code == 422
        assert 'href="#f-booth_id"' in typed(refused)


async def test_an_exhibitor_reads_which_days_it_has_lost(cast: make.Cast, browser: Any, at: datetime) -> None:
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization)
    other = await make.application(fair.event, cast.em.organization)
    for application, booth in ((made, fair.booths[0]), (other, fair.booths[1])):
        await choosing.hold(application, booth.id, ALL, at=at)
        await choosing.confirm(application, at=at)
    binh = await browser(cast.binh)
    assert "Days lost when the event moved" not in await binh.read(f"/applications/{made.id}")
    await posting.moves(fair, 0, lost=2, at=at)
    page = await binh.read(f"/applications/{made.id}")
    assert "Days lost when the event moved" in page
    assert f"Booth {fair.booths[0].number}: 19/12/2026, 20/12/2026 (moved at 09:00 on 07/12/2026)" in page
    assert page.count("(moved at ") == 1  # and nothing of the other exhibitor


async def test_a_hold_is_given_back_and_an_offer_declined(cast: make.Cast, browser: Any, at: datetime) -> None:
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization)
    binh = await browser(cast.binh)
    here = f"/applications/{made.id}"
    held = await choosing.hold(made, fair.booths[0].id, ALL, at=at)
    sent = await binh.send(f"{here}/release", seen_at=here, hold=str(held.id), version=str(held.version))
    assert sent.status_code == 303
    offered = await choosing.offer(await kept(made.id), fair.booths[0].id, ALL, at=at)
    page = await binh.read(here)
    assert "A booth is offered to you." in page
    sent = await binh.send(f"{here}/release", seen_at=here, hold=str(offered.id), version=str(offered.version))
    assert (sent.status_code, (await kept(made.id)).state) == (303, S.DECLINED)


async def test_all_holds_are_given_back_at_once(cast: make.Cast, browser: Any, at: datetime) -> None:
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization)
    await choosing.hold(made, fair.booths[0].id, ALL, at=at)
    binh = await browser(cast.binh)
    here = f"/applications/{made.id}"
    assert (await binh.send(f"{here}/decline", seen_at=here)).status_code == 303
    assert (await kept(made.id)).state == S.SUBMITTED
    refused = await binh.send(f"{here}/decline", seen_at=here)
    assert refused.status_code == 409


async def test_a_withdrawal_is_confirmed_first(cast: make.Cast, browser: Any) -> None:
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization)
    binh = await browser(cast.binh)
    here = f"/applications/{made.id}"
    assert 'name="_sure"' in await binh.read(here)
    sent = await binh.send(f"{here}/withdrawal", seen_at=here, _sure="true")
    assert (sent.status_code, (await kept(made.id)).state) == (303, S.WITHDRAWN)
    assert 'name="_sure"' not in await binh.read(here)


async def test_of_two_members_who_edit_the_second_sees_both_and_loses_nothing(
    cast: make.Cast, browser: Any, at: datetime
) -> None:
    fair = await make.fair(cast.an.organization)
    tea, cake = (
        await make.product(cast.binh.organization, "Trà sen"),
        await make.product(cast.binh.organization, "Bánh cốm"),
    )
    made = await make.application(fair.event, cast.binh.organization, S.DRAFT, note="Cũ")
    second = await make.person("Bình Hai", cast.binh.organization, Role.STAFF)
    binh, binh2 = await browser(cast.binh), await browser(second)
    edit = f"/applications/{made.id}/edit"
    assert 'name="version" value="1"' in await binh2.read(edit)
    first = await binh.send(edit, seen_at=edit, version="1", note="Của Bình", **{"products[]": str(tea.id)})
    assert first.status_code == 303
    stale = await binh2.send(edit, seen_at=edit, version="1", note="Của Bình Hai", **{"products[]": str(cake.id)})
    assert stale.status_code == 412
    page = typed(stale)
    assert re.search(r"<textarea[^>]*>\s*Của Bình Hai</textarea>", page)
    assert "Saved now: Của Bình" in page
    assert "Products saved now: Trà sen" in page
    assert re.search(rf'value="{cake.id}" checked', page)
    assert 'name="version" value="2"' in page
    assert (await kept(made.id)).note == "Của Bình"
    again = await binh2.send(edit, seen_at=edit, version="2", note="Của cả hai", **{"products[]": str(cake.id)})
    assert (again.status_code, (await kept(made.id)).note) == (303, "Của cả hai")


async def test_my_applications_say_what_is_next(cast: make.Cast, browser: Any, at: datetime) -> None:
    binh = await browser(cast.binh)
    assert "Your organization has not applied for a fair yet." in await binh.read("/applications")
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization)
    assert "Pick a booth." in await binh.read("/applications")
    await choosing.hold(made, fair.booths[0].id, ALL, at=at)
    page = await binh.read("/applications")
    assert "You hold a booth. Confirm it in time, or it is free again." in page
    assert "09:15 on 07/12/2026" in page


async def test_nobody_else_reads_it(cast: make.Cast, browser: Any, client: httpx.AsyncClient) -> None:
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization)
    for path in (f"/applications/{made.id}", f"/applications/{made.id}/edit"):
        await (await browser(cast.em)).read(path, status=404)
        answer = await client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?{urlencode({'next': path})}")
    viewer = await browser(await make.person("Xem", cast.binh.organization, Role.VIEWER))
    page = await viewer.read(f"/applications/{made.id}")
    assert "<form" in page  # the account's own
    assert f'action="/applications/{made.id}/' not in page
    desk = f"/desk/events/{fair.id}/applications"
    await (await browser(cast.binh)).read(desk, status=403)
    await (await browser(cast.chi)).read(f"/events/{fair.event.slug}/apply", status=403)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"mode": Mode.NOMINATE}, "Exhibitors of this fair are nominated."),
        ({"registration_closes_at": make.NOW - timedelta(days=1)}, "Registration for this fair is not open."),
    ],
)
async def test_where_nobody_can_apply_the_page_says_why(
    cast: make.Cast, browser: Any, given: dict[str, Any], sentence: str
) -> None:
    fair = await make.fair(cast.an.organization, **given)
    page = await (await browser(cast.binh)).read(f"/events/{fair.event.slug}/apply")
    assert sentence in page
    assert 'name="consent"' not in page


async def test_an_exhibitor_keeps_its_booth_while_a_fair_is_postponed_and_has_nothing_once_it_is_cancelled(
    cast: make.Cast, browser: Any, at: datetime
) -> None:
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization)
    waits = await make.application(fair.event, cast.em.organization)
    await choosing.hold(made, fair.booths[0].id, ALL, at=at)
    await choosing.confirm(made, at=at)
    binh, em = await browser(cast.binh), await browser(cast.em)
    await postponing.postpone(fair.event, "Bão số 9", at=at)
    for path in ("/applications", f"/applications/{made.id}"):
        page = await binh.read(path)
        assert "You keep your booth; we write to you as soon as there are new dates." in page
        assert "Booths can be picked again" not in page
    assert "Booths can be picked again when it has a new date." in await em.read(f"/applications/{waits.id}")
    assert "Withdraw the application" in page

    await cancelling.cancel(fair.event, "Bão số 10", at=at)
    for path in ("/applications", f"/applications/{made.id}"):
        page = await binh.read(path)
        assert "The fair is cancelled" in page
        assert '<span class="badge bad">Cancelled</span>' in page
        assert '<span class="badge good">Confirmed</span>' not in page
    assert "every booth has been given back" in page
    assert "No booth yet." not in page
    page = await em.read(f"/applications/{waits.id}")
    assert '<span class="badge note">Submitted</span>' not in page
    for text in (page, await (await browser(cast.an)).read(f"/applications/{waits.id}")):
        for verb in ("withdrawal", "acceptance", "rejection", "edit"):
            assert f"/applications/{waits.id}/{verb}" not in text


@pytest.mark.parametrize("language", list(i18n.Language))
async def test_every_page_is_said_in_each_language(
    cast: make.Cast, browser: Any, at: datetime, language: i18n.Language
) -> None:
    fair = await make.fair(cast.an.organization)
    await make.product(cast.em.organization)
    made = await make.application(fair.event, cast.binh.organization)
    await choosing.hold(made, fair.booths[0].id, ALL, at=at)
    pages = [
        (cast.em, f"/events/{fair.event.slug}/apply", ("Đăng ký gian hàng", "Apply for a booth", "Daftar stan")),
        (cast.binh, "/applications", ("Đơn đăng ký của tôi", "My applications", "Pendaftaran saya")),
        (cast.binh, f"/applications/{made.id}", ("Trả lại", "Give back", "Kembalikan")),
        (cast.binh, f"/applications/{made.id}/edit", ("Sửa đơn đăng ký", "Change the application", "Ubah pendaftaran")),
        (cast.an, f"/applications/{made.id}", ("Yêu cầu bổ sung", "Ask for changes", "Minta perubahan")),
        (cast.an, f"/desk/events/{fair.id}/applications", ("Chủ thể", "Entity", "Entitas")),
        (
            cast.an,
            f"/desk/events/{fair.id}/applications/new?organization={cast.em.organization.id}",
            ("Nhập đơn đăng ký", "Enter the application", "Masukkan pendaftaran"),
        ),
    ]
    for who, path, said in pages:
        page = await (await browser(who, language)).read(path)
        expected = dict(zip(("vi", "en", "id"), said, strict=True))[language]
        assert expected in page, (path, expected)
        assert f'<html lang="{language}">' in page

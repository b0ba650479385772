"""The pages of one's applications as a browser without JavaScript uses them, in three languages."""

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
from events_app.exhibitors.tables import Application
from tests import make
from tests.exhibitors.browsing import DAYS, kept, typed
from tests.exhibitors.scenes import ALL, S


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

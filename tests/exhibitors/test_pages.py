"""The pages of applications as a browser without JavaScript uses them, in three languages."""

import html
import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from events_app import db, i18n, values
from events_app.accounts import signing_in
from events_app.actor import Role
from events_app.directory.tables import Kind
from events_app.events.tables import Mode
from events_app.exhibitors import applying, choosing
from events_app.exhibitors.tables import Application, ApplicationState
from events_app.values import Days
from tests import make

S = ApplicationState
ALL = Days(make.FIRST_ON, make.LAST_ON)
DAYS = {"first_on": make.FIRST_ON.isoformat(), "last_on": make.LAST_ON.isoformat()}


class Browser:
    """One signed-in person who reads pages and sends their forms."""

    def __init__(self, client: httpx.AsyncClient, session: str, language: str) -> None:
        self._client = client
        self._cookies = {"fairs_session": session, "fairs_language": language, "fairs_visit": "a-visit-in-a-test"}

    def _headers(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}

    async def read(self, path: str, status: int = 200) -> str:
        answer = await self._client.get(path, headers=self._headers())
        assert answer.status_code == status, answer.text
        return html.unescape(answer.text)

    async def send(self, path: str, *, seen_at: str, **fields: Any) -> httpx.Response:
        """Send a form that was seen on the page ``seen_at``."""
        token = re.search(r'name="_csrf" value="(\w+)"', await self.read(seen_at))
        assert token is not None
        given = {name.replace("__", "."): value for name, value in fields.items()}
        return await self._client.post(path, data={"_csrf": token.group(1), **given}, headers=self._headers())


@pytest.fixture
async def browser(client: httpx.AsyncClient, at: datetime) -> Any:
    async def made(person: make.Person, language: str = "en") -> Browser:
        return Browser(client, await signing_in.begin(person.user.id, at=at), language)

    return made


def typed(page: httpx.Response) -> str:
    return html.unescape(page.text)


async def kept(application_id: Any) -> Application:
    row = await Application.objects().get(Application.id == application_id)
    assert row is not None
    return row


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
    assert "Another exhibitor already has this booth on one of these days." in page
    assert f"still free: {fair.booths[1].number}, {fair.booths[2].number}" in page
    assert "17/12, 18/12, 19/12, 20/12" in page
    assert re.search(rf'value="{fair.booths[0].id}" disabled', page)
    page = await binh.read(f"{here}?first_on=2026-12-17&last_on=2026-12-20")
    assert not re.search(rf'value="{fair.booths[0].id}" disabled', page)


async def test_a_booth_must_be_chosen(cast: make.Cast, browser: Any) -> None:
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization)
    binh = await browser(cast.binh)
    here = f"/applications/{made.id}"
    refused = await binh.send(f"{here}/holds", seen_at=here, **DAYS)
    assert refused.status_code == 422
    assert 'href="#f-booth_id"' in typed(refused)


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


async def test_an_unknown_entity_cannot_be_entered(cast: make.Cast, browser: Any) -> None:
    fair = await make.fair(cast.an.organization)
    an = await browser(cast.an)
    new = f"/desk/events/{fair.id}/applications/new"
    await an.read(f"{new}?organization={values.new_id()}", status=404)
    await an.read(f"{new}?organization={cast.dung.organization.id}", status=404)
    answer = await an.send(new, seen_at=new, organization_id="nonsense")
    assert answer.status_code == 404


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

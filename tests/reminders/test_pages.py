"""The organizer's page of reminders and letters."""

import httpx
import pytest

from events_app import db
from events_app.actor import Role
from events_app.events.tables import EventState
from tests import make
from tests.browser_like import Browser
from tests.reminders import posting


@pytest.fixture
async def fair(cast: make.Cast) -> make.Fair:
    """An's fair with the rule that every event starts with."""
    return await posting.fair(cast.an)


@pytest.fixture
async def browser(client: httpx.AsyncClient, cast: make.Cast) -> Browser:
    """An's browser, in English."""
    return await Browser(client).sign_in(cast.an)


async def test_a_rule_is_added_changed_and_taken_away(browser: Browser, fair: make.Fair) -> None:
    here = f"/desk/events/{fair.id}/reminders"
    page = await browser.see(here)
    assert "3 days before the first day, at 08:00" in page
    assert "No letter yet." in page
    page = await browser.send(here, days_before="1", at_time="17:30")
    assert "The reminder is added." in page
    assert "1 day before the first day, at 17:30" in page
    [row] = await db.fetch("SELECT id FROM reminder_rule WHERE days_before = 1")
    one = f"/desk/reminder-rules/{row['id']}"
    assert f'href="{one}"' in page
    await browser.see(one)
    stale = browser.forms[one]
    page = await browser.send(one, days_before="0", at_time="06:15")
    assert "The reminder is changed." in page
    assert "On the first day, at 06:15" in page
    page = await browser.post(one, stale, 412)
    assert "Saved now: 0" in page
    assert "Saved now: 06:15" in page
    await browser.see(one)
    fields = [(name, value) for name, value in browser.forms[one] if name != "active"]
    page = await browser.post(one, fields)
    assert "switched off" in page
    await browser.see(one)
    page = await browser.send(f"{one}/removal")
    assert "The reminder is taken away." in page
    assert "On the first day" not in page
    await browser.see(one, 404)


async def test_what_is_wrong_is_said_beside_what_was_typed(browser: Browser, fair: make.Fair) -> None:
    here = f"/desk/events/{fair.id}/reminders"
    await browser.see(here)
    page = await browser.send(here, 422, days_before="400", at_time="half past")
    assert "This must be at most 365." in page
    assert "Enter a time as HH:MM." in page
    assert 'value="400"' in page
    page = await browser.send(here, 409, days_before="3", at_time="09:00")
    assert "Exhibitors are reminded on this day already." in page
    assert await db.fetch("SELECT days_before FROM reminder_rule") == [{"days_before": 3}]


async def test_a_fair_without_rules_says_so(browser: Browser, fair: make.Fair) -> None:
    await db.fetch("DELETE FROM reminder_rule")
    assert "No reminder goes out for this fair." in await browser.see(f"/desk/events/{fair.id}/reminders")


async def test_letters_are_shown_by_state_and_who_must_be_phoned_with_the_number(
    browser: Browser, cast: make.Cast, fair: make.Fair
) -> None:
    await db.fetch("UPDATE contact SET email = NULL, phone = '+84912345678' WHERE email = $1", cast.em.user.email)
    await posting.confirmed(fair, cast.binh)
    await posting.confirmed(fair, cast.em, fair.booths[1])
    here = f"/desk/events/{fair.id}/reminders"
    page = await browser.see(here)
    assert "2 letters have no address: somebody has to phone." in page
    assert "b•••@fairs.example" in page
    assert cast.binh.user.email not in page
    assert 'href="tel:+84912345678"' in page
    page = await browser.see(f"{here}?state=unreachable")
    assert "b•••@fairs.example" not in page
    assert 'href="tel:+84912345678"' in page
    assert "somebody has to phone" not in page
    assert "No letter is in this state." in await browser.see(f"{here}?state=failed")
    page = await browser.see(f"{here}?state=nonsense", 422)
    assert (
        "Choose one of: Waiting, Suspended, About to go, Being sent, Sent, Not delivered, Cancelled, Skipped, No address."
        in page
    )


async def test_many_letters_have_pages(browser: Browser, cast: make.Cast, fair: make.Fair) -> None:
    await posting.confirmed(fair, cast.binh)
    await db.fetch(
        """
        INSERT INTO delivery (id, purpose, subject, recipient, channel, event, facts, name, address, language, state,
                              due_at, message_id, attempts, error, created_at, version)
        SELECT gen_random_uuid(), 'postponement', 's' || n, 'r', 'email', $1, '{}', 'Name ' || n, 'x@fairs.example', 'vi',
               'sent', $2::timestamptz - n * interval '1 hour', '<x>', 1, '', $2, 1 FROM generate_series(1, 60) AS n
        """,
        fair.id,
        make.NOW,
    )
    here = f"/desk/events/{fair.id}/reminders"
    page = await browser.see(here)
    assert ("Name 48" in page, "Name 49" in page) == (True, False)
    following = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    page = await browser.see(following.replace("&amp;", "&"))
    assert ("Name 48" in page, "Name 49" in page, "Name 60" in page) == (False, True, True)
    assert "First page" in page


async def test_a_viewer_reads_and_changes_nothing(client: httpx.AsyncClient, cast: make.Cast, fair: make.Fair) -> None:
    viewer = await make.person("Hà", cast.an.organization, Role.VIEWER)
    browser = await Browser(client).sign_in(viewer)
    here = f"/desk/events/{fair.id}/reminders"
    page = await browser.see(here)
    assert "3 days before the first day" in page
    assert "Add a reminder" not in page
    assert "/desk/reminder-rules/" not in page
    [row] = await db.fetch("SELECT id FROM reminder_rule")
    await browser.see(f"/desk/reminder-rules/{row['id']}", 403)


@pytest.mark.parametrize("who", ["binh", "chi", "dung", "em"])
async def test_nobody_else_sees_the_page(client: httpx.AsyncClient, cast: make.Cast, fair: make.Fair, who: str) -> None:
    browser = await Browser(client).sign_in(getattr(cast, who))
    here = f"/desk/events/{fair.id}/reminders"
    await browser.see(here, 403)
    [row] = await db.fetch("SELECT id FROM reminder_rule")
    await browser.see(f"/desk/reminder-rules/{row['id']}", 404)
    await db.fetch("UPDATE event SET state = $1", EventState.DRAFT)
    await browser.see(here, 404)
    await browser.see(f"/desk/reminder-rules/{row['id']}", 404)


async def test_who_is_not_signed_in_is_asked_to(client: httpx.AsyncClient, fair: make.Fair) -> None:
    answer = await client.get(f"/desk/events/{fair.id}/reminders")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=")


@pytest.mark.parametrize(
    ("language", "said"),
    [("vi", "3 ngày trước ngày đầu tiên, lúc 08:00"), ("id", "3 hari sebelum hari pertama, pukul 08.00")],
)
async def test_the_page_speaks_the_readers_language(
    client: httpx.AsyncClient, cast: make.Cast, fair: make.Fair, language: str, said: str
) -> None:
    browser = await Browser(client).sign_in(cast.an)
    client.cookies.set("fairs_language", language, domain="fairs.test")
    assert said in await browser.see(f"/desk/events/{fair.id}/reminders")

"""Rule 17: how to subscribe, and what to expect of it."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from events_app import i18n, markup
from events_app.calendars import entries
from events_app.venues.tables import Venue
from tests import make

WEBCAL = "webcal://fairs.test/calendars/events/tuan-le.ics"


def links(language: i18n.Language) -> str:
    """The links of an event as its page shows them."""
    template = markup.environment().from_string(
        '{% from "calendars/links.html" import links with context %}{{ links("tuan-le") }}'
    )
    with i18n.speaking(language):
        return template.render(url="http://fairs.test", language=language.value)


def test_an_event_is_subscribed_to_by_webcal_google_outlook_or_copy() -> None:
    shown = links(i18n.Language.VI)
    assert f'href="{WEBCAL}"' in shown
    assert f'href="https://calendar.google.com/calendar/r?cid={quote(WEBCAL, safe="")}"' in shown
    assert f'href="https://outlook.live.com/calendar/0/addfromweb?url={quote(WEBCAL, safe="")}"' in shown
    assert 'value="http://fairs.test/calendars/events/tuan-le.ics" readonly' in shown


@pytest.mark.parametrize(
    ("language", "prefix", "slow", "android"),
    [
        (i18n.Language.VI, "", "8 đến 24 giờ", "Google Lịch trên Android không đăng ký được"),
        (i18n.Language.EN, "/en", "8 to 24 hours", "app on Android cannot subscribe"),
        (i18n.Language.ID, "/id", "8 sampai 24 jam", "di Android tidak dapat berlangganan"),
    ],
)
def test_each_language_has_its_feed_and_says_what_is_slow(
    language: i18n.Language, prefix: str, slow: str, android: str
) -> None:
    shown = links(language)
    assert f'value="http://fairs.test/calendars{prefix}/events/tuan-le.ics"' in shown
    assert slow in shown
    assert android in shown


@pytest.mark.parametrize(
    ("language", "heading", "limits"),
    [
        ("vi", "<h1>Đăng ký lịch</h1>", "180 ngày đã qua và 18 tháng sắp tới, tối đa khoảng 2.000 mục"),
        ("en", "<h1>Subscribe to calendars</h1>", "180 days back and 18 months ahead and hold at most about 2,000"),
        ("id", "<h1>Berlangganan kalender</h1>", "180 hari ke belakang dan 18 bulan ke depan, paling banyak sekitar"),
    ],
)
async def test_rule_9_the_page_lists_the_feeds_and_says_the_window(
    client: httpx.AsyncClient, cast: Any, at: datetime, language: str, heading: str, limits: str
) -> None:
    fair = await make.fair(cast.an.organization, booths=0)
    chain = cast.dung.organization
    await Venue.update({Venue.chain: chain.id}).where(Venue.id == fair.venue.id)
    await entries.refresh(fair.id, at=at)
    answer = await client.get("/subscribe", headers={"accept-language": language})
    assert answer.status_code == 200
    assert heading in answer.text
    assert limits in answer.text
    prefix = "" if language == "vi" else f"/{language}"
    for name in ("all", f"chains/{chain.slug}"):
        assert f'value="http://fairs.test/calendars{prefix}/{name}.ics"' in answer.text
        feed = await client.get(f"/calendars{prefix}/{name}.ics")
        assert feed.status_code == 200


async def test_the_page_says_when_no_chain_and_no_series_has_a_fair(client: httpx.AsyncClient) -> None:
    answer = await client.get("/subscribe", headers={"accept-language": "en"})
    assert answer.status_code == 200
    assert "No chain holds a fair at present." in answer.text
    assert "No series has a fair at present." in answer.text

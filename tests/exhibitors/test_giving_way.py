"""An application that gave way as two records became one says why in the language of who reads it."""

import httpx
import pytest

from events_app import i18n
from events_app.directory import merging
from events_app.exhibitors import settling
from events_app.exhibitors.tables import Application
from tests import make
from tests.browser_like import Browser


@pytest.mark.parametrize("language", list(i18n.Language))
async def test_why_an_application_gave_way_is_read_in_every_language(
    client: httpx.AsyncClient, cast: make.Cast, language: i18n.Language
) -> None:
    fair, old = await make.fair(cast.an.organization), await make.organization(name="HTX Sen")
    gone, kept = [await make.application(fair.event, one) for one in (old, cast.binh.organization)]
    await merging.merge(old, cast.binh.organization, stays=[kept.id], at=make.NOW)
    with i18n.speaking(language):
        said = i18n.text(settling._ONE_RECORD)
    headers = {**cast.binh.headers, "Accept-Language": language}
    one = (await client.get(f"/api/v1/applications/{gone.id}", headers=headers)).json()
    assert (one["state"], one["reason"]) == ("withdrawn", said)
    items = (await client.get("/api/v1/applications", headers=headers)).json()["items"]
    assert {row["id"]: row["reason"] for row in items} == {str(gone.id): said, str(kept.id): ""}
    row = await Application.objects().get(Application.id == gone.id)
    assert row
    assert (row.reason, row.because) == ("", settling._ONE_RECORD)
    browser = await Browser(client, language).sign_in(cast.binh)
    client.cookies.set("fairs_language", language, domain="fairs.test")
    assert said in await browser.see(f"/applications/{gone.id}")

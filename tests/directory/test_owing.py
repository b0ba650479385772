"""Whoever is the last owner of what still owes something is told what is open, and what ends it where there is nobody else."""

from datetime import date
from typing import Any

import httpx

from events_app.exhibitors.tables import ApplicationState
from tests import door, make
from tests.browser_like import Browser
from tests.directory import asking


async def erase(client: httpx.AsyncClient, who: make.Person) -> Any:
    answer = await client.post(
        "/api/v1/account/erasure", json={"password": door.PASSWORD}, headers={**who.headers, "Accept-Language": "en"}
    )
    assert door.kind(answer) == (409, "last-owner-obliged")
    return answer.json()["owes"]


async def test_an_entity_is_told_of_its_applications_and_agreements(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await door.with_password(cast.binh)
    entity, fair = cast.binh.organization, await make.fair(cast.an.organization)
    application = await make.application(fair.event, entity)
    over = await make.fair(cast.an.organization)
    await make.application(over.event, entity, ApplicationState.WITHDRAWN)
    body = {
        "kind": "supply",
        "title": "Cung cấp trà sen",
        "signed_on": "2026-12-01",
        "valid_to": "2027-12-01",
        "parties": [
            {"role": "producer", "name": entity.name, "organization_id": str(entity.id)},
            {"role": "distributor", "name": "B"},
        ],
    }
    signed = await asking.post(client, cast.an, f"/events/{fair.id}/agreements", **body)
    assert signed.status_code == 201, signed.text
    title = fair.event.title.get("en") or fair.event.title["vi"]
    assert await erase(client, cast.binh) == [
        {
            "organization": entity.name,
            "what": "application",
            "id": str(application.id),
            "says": f"The application to {title} stands, and the fair is not over.",
            "do": "Withdraw it if you do not take part.",
            "page": f"/applications/{application.id}",
        },
        {
            "organization": entity.name,
            "what": "agreement",
            "id": signed.json()["id"],
            "says": "The agreement “Cung cấp trà sen” runs until 01/12/2027.",
            "do": f"If it has ended before, ask the organizer of {title} to correct that day.",
            "page": None,
        },
    ]
    browser = await Browser(client).sign_in(cast.binh)
    await browser.see("/account/data")
    page = await browser.send("/account/erasure", 409, password=door.PASSWORD)
    assert f'<a href="/applications/{application.id}">The application to' in page
    assert "Withdraw it if you do not take part." in page
    assert "The agreement “Cung cấp trà sen” runs until" in page


async def test_an_organizer_is_told_of_its_fairs(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await door.with_password(cast.an)
    later = await make.fair(cast.an.organization, first_on=date(2027, 3, 1), last_on=date(2027, 3, 5))
    sooner = await make.fair(cast.an.organization)
    found = await erase(client, cast.an)
    assert [(one["what"], one["id"], one["page"]) for one in found] == [
        ("event", str(fair.id), f"/desk/events/{fair.id}") for fair in (sooner, later)
    ]
    assert found[0]["do"] == "It is over once you have ended or cancelled it."

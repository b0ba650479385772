"""Every form that changes something which others may change too: who saves second is shown both, and overwrites nothing."""

import inspect
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from litestar.handlers import HTTPRouteHandler

from events_app.app import create_app
from tests import make
from tests.browser_like import Browser
from tests.contract import world as worlds


@dataclass(frozen=True)
class Form:
    """Who opens it where, what it changes, one of its fields, and what two people type into that."""

    who: str
    page: str
    api: str
    field: str
    theirs: str = "Của người kia"
    mine: str = "Của tôi"
    saved: str = ""  # what was typed as the page shows it
    said_by: str = "PATCH"


EVENT, AGREED = "/desk/events/{event_id}", "/desk/events/{agreed_id}"
FORMS = {
    "/applications/{application_id}/edit": Form(
        "binh", "/applications/{application_id}/edit", "/applications/{application_id}", "note"
    ),
    f"{AGREED}/agreements/{{agreement_id}}": Form(
        "an", f"{AGREED}/agreements/{{agreement_id}}", "/agreements/{agreement_id}", "title"
    ),
    f"{EVENT}/booths/zones/{{zone_id}}/edit": Form(
        "an", f"{EVENT}/booths/zones/{{zone_id}}", "/zones/{zone_id}", "name.vi"
    ),
    f"{EVENT}/booths/{{booth_id}}": Form(
        "an", f"{EVENT}/booths/{{booth_id}}", "/booths/{booth_id}", "number", "B1", "B2"
    ),
    f"{EVENT}/edit": Form("an", f"{EVENT}/edit", "/events/{event_id}", "contact"),
    f"{EVENT}/filing": Form("an", f"{EVENT}/filing", "/events/{event_id}", "exempt_decision"),
    f"{EVENT}/programme/{{session_id}}": Form(
        "an", f"{EVENT}/programme/{{session_id}}", "/sessions/{session_id}", "room"
    ),
    f"{EVENT}/sites/{{site_id}}/place": Form(
        "an", f"{EVENT}/sites/{{site_id}}/days", "/sites/{site_id}", "announced_booths", "61", "62"
    ),
    "/desk/reminder-rules/{rule_id}": Form(
        "an", "/desk/reminder-rules/{rule_id}", "/reminder-rules/{rule_id}", "days_before", "5", "4"
    ),
    "/desk/series/{series_id}": Form("an", "/desk/series/{series_id}", "/series/{series_id}", "name.vi"),
    "/desk/venues/{venue_id}": Form("an", "/desk/venues/{venue_id}", "/venues/{venue_id}", "address"),
    "/channels/{channel_id}/edit": Form("dung", "/channels/{channel_id}/edit", "/channels/{channel_id}", "name"),
    "/listings/{listing_id}": Form(
        "dung", "/listings/{listing_id}", "/listings/{listing_id}", "last_on", "2027-01-31", "2027-02-28", "31/01/2027"
    ),
    "/organization/edit": Form("binh", "/organization/edit", "/organizations/{organization_id}", "address"),
    "/sales-points/{sales_point_id}/edit": Form(
        "binh", "/sales-points/{sales_point_id}/edit", "/sales-points/{sales_point_id}", "address"
    ),
    "/shortlist/{item_id}": Form("dung", "/shortlist/{item_id}", "/shortlist/{item_id}", "note"),
    "/certificates/{certificate_id}/edit": Form(
        "binh", "/certificates/{certificate_id}/edit", "/certificates/{certificate_id}", "number"
    ),
    "/contacts/{contact_id}": Form("binh", "/contacts/{contact_id}", "/contacts/{contact_id}", "name"),
    "/pictures/{picture_id}/text": Form("binh", "/pictures/{picture_id}/text", "/pictures/{picture_id}", "alternative"),
    "/products/{product_id}/edit": Form("binh", "/products/{product_id}/edit", "/products/{product_id}", "name"),
    "/products/{product_id}/supply": Form(
        "binh", "/products/{product_id}/supply", "/products/{product_id}/supply", "pack", said_by="PUT"
    ),
}
# What is saved as it is writes nothing here, not even another version.
QUIET = {"/certificates/{certificate_id}/edit", "/pictures/{picture_id}/text", "/products/{product_id}/edit"}
# What is done as a whole or not at all has nothing to show beside it.
WITHOUT_FIELDS = {
    "/applications/{application_id}/release",
    "/channels/{channel_id}/removal",
    "/contacts/{contact_id}/removal",
    "/desk/distinctions/{distinction_id}/removal",
    "/listings/{listing_id}/removal",
    "/shortlist/{item_id}/removal",
    "/desk/events/{event_id}/agreements/{agreement_id}/deletion",
    f"{EVENT}/booths/zones/{{zone_id}}/deletion",
    f"{EVENT}/booths/{{booth_id}}/deletion",
    f"{EVENT}/programme/{{session_id}}/deletion",
    f"{EVENT}/sites/{{site_id}}/deletion",
    "/desk/reminder-rules/{rule_id}/removal",
    "/certificates/{certificate_id}/reinstatement",
    "/certificates/{certificate_id}/removal",
    "/certificates/{certificate_id}/revocation",
    "/certificates/{certificate_id}/verification",
    "/certificates/{certificate_id}/withdrawal",
    "/claims/{claim_id}/approval",
    "/claims/{claim_id}/rejection",
    "/imports/{import_id}/removal",
    "/imports/{import_id}/resumption",
    "/imports/{import_id}/run",
    "/imports/{import_id}/undo",
    "/invitations/{invitation_id}/withdrawal",
    "/members/{member_id}/removal",
    "/members/{member_id}/role",
    "/organization-names/{name_id}/removal",
    "/organizations/{organization_id}/approval",
    "/organizations/{organization_id}/refusal",
    "/pictures/{picture_id}/removal",
}
# What is typed there becomes something else: the page shows the present name above the form.
RENAMINGS = {"/desk/entities/{organization_id}/renaming", "/organization/renaming"}
# Forms of several things; their own slice tests that nothing is overwritten.
ELSEWHERE = {"/account/person", "/imports/{import_id}/columns", "/imports/{import_id}/questions"}


def test_every_form_with_a_version_is_here() -> None:
    found = set()
    for route in create_app().routes:
        for handler in getattr(route, "route_handlers", ()):
            if isinstance(handler, HTTPRouteHandler) and "web.version(" in inspect.getsource(handler.fn):
                found.add(route.path_format)
    known = {action.replace("agreed_id", "event_id") for action in FORMS} | WITHOUT_FIELDS | RENAMINGS | ELSEWHERE
    assert found - {"/desk/entities/{organization_id}/edit"} == known  # the same form as /organization/edit


@pytest.mark.parametrize("action", sorted(FORMS))
async def test_who_saves_second_sees_both_and_overwrites_nothing(
    client: httpx.AsyncClient, at: Any, action: str
) -> None:
    form, world = FORMS[action], await worlds.build()
    page, action = world.address(form.page), world.address(action)
    first = await Browser(client).sign_in(getattr(world.cast, form.who))
    second = Browser(client)
    for browser in (first, second):
        await browser.see(page)
    theirs, mine = dict[str, Any]({form.field: form.theirs}), dict[str, Any]({form.field: form.mine})
    await first.send(action, **theirs)
    shown = await second.send(action, 412, **mine)
    assert f"Saved now: {form.saved or form.theirs}" in shown
    assert dict(second.forms[action])[form.field] == form.mine
    await first.see(page)
    assert dict(first.forms[action])[form.field] == form.theirs
    await second.send(action)
    await first.see(page)
    assert dict(first.forms[action])[form.field] == form.mine


@pytest.mark.parametrize("action", sorted(RENAMINGS))
async def test_who_renames_second_sees_the_name_that_it_has_by_now(
    client: httpx.AsyncClient, at: Any, action: str
) -> None:
    cast = await make.cast()
    kept = await make.organization(name="Hộ Trà", keeper=cast.an.organization.id)
    path = action.replace("{organization_id}", str(kept.id))
    who = cast.an if path.startswith("/desk") else cast.binh
    first, second = await Browser(client).sign_in(who), Browser(client)
    for browser in (first, second):
        await browser.see(path)
    await first.send(path, name="Tên của người kia", first_on="2026-01-01")
    shown = await second.send(path, 412, name="Tên của tôi", first_on="2026-02-01")
    assert "The present name, Tên của người kia, is kept" in shown
    assert dict(second.forms[path])["name"] == "Tên của tôi"
    assert "Tên của người kia" in await first.see(path)
    await second.send(path)
    assert "The present name, Tên của tôi, is kept" in await first.see(path)


TEXT = {"vi": "Một, hai;\nba", "en": "One, two", "id": "Satu"}
LINE = {"vi": "Một, hai; ba", "en": "One, two", "id": "Satu"}


def filled(world: worlds.World) -> dict[str, Any]:
    """All that can be said of each thing, so that a form could lose it."""
    ids, people = world.ids, world.cast
    backers = [{"organization_id": str(people.dung.organization.id)}, {"name": "Sở Công Thương, Hà Nội"}]
    moments = {
        "registration_opens_at": "2026-11-20T08:30:00+07:00",
        "registration_closes_at": "2026-12-12T17:00:00+07:00",
    }
    return {
        "/agreements/{agreement_id}": {
            "title": "Hợp đồng, lần 2",
            "kind": "supply",
            "value_vnd": 1_250_000_000,
            "scope": "chain",
            "valid_to": "2027-12-31",
            "note": "Một\nhai",
            "parties": [
                *(
                    {"role": "producer", "organization_id": str(who.organization.id)}
                    for who in (people.binh, people.em)
                ),
                *({"role": "authority", "name": f"Sở {n}"} for n in range(6)),
            ],
            "products": [{"product_id": str(ids["product_id"])}, *({"name": f"Mứt {n}"} for n in range(7))],
        },
        "/applications/{application_id}": {"note": "Gần cửa\nCó nước", "products": [str(ids["product_id"])]},
        "/booths/{booth_id}": {
            "width_m": 2.5,
            "depth_m": 3.25,
            "x_m": 12.5,
            "y_m": 7.75,
            "corner": True,
            "power": True,
            "price_vnd": 1_500_000,
        },
        "/events/{event_id}": {
            "title": LINE,
            "description": TEXT,
            "series_id": str(ids["series_id"]),
            **dict.fromkeys(("directs", "hosts", "cooperates", "carries_out", "sponsors"), backers),
            **moments,
            "mode": "review",
            "announced_booths": 1200,
            "announced_products": 3000,
            "announced_localities": 34,
            "contact": "Bà Hoa, 024 3826 0000",
            "image_url": "https://fairs.test/anh.png",
            "filing": {
                "required": True,
                "exempt_decision": None,
                "filed_on": "2026-11-02",
                "answered_on": "2026-11-09",
            },
        },
        "/organizations/{organization_id}": {
            "tax_code": "0101243150",
            "representative": "Trần Văn Bình",
            "phone": "0912 345 678",
            "email": "sen@fairs.example",
            "address": "1 Phố Sen",
            "province_set": "63",
            "province_code": "24",
        },
        "/certificates/{certificate_id}": {
            "stars": 4,
            "number": "12/QĐ-UBND",
            "issued_on": "2025-01-10",
            "valid_to": "2027-06-30",
            "issuer": "Ủy ban",
        },
        "/contacts/{contact_id}": {"phone": "0912 345 678", "language": "en"},
        "/channels/{channel_id}": {"name": "Sàn Mẫu, kênh 2"},
        "/listings/{listing_id}": {"first_on": "2026-12-02", "last_on": "2027-03-31"},
        "/sales-points/{sales_point_id}": {"address": "2 Phố Sen", "opened_on": "2025-01-10"},
        "/shortlist/{item_id}": {"note": "Hỏi giá\nvào tháng 1"},
        "/pictures/{picture_id}": {"alternative": 'Gói trà "Mẫu" <trên> bàn & ghế'},
        "/products/{product_id}": {"name": "Trà sen, loại 1", "older_classification": "Đồ uống; chè"},
        "/products/{product_id}/supply": {
            "volume": 1200,
            "unit": "hộp",
            "season_months": [1, 2, 12],
            "pack": "Hộp 250 g, 24 hộp một thùng",
            "barcode": "8930000000019",
            "shelf_life_days": 365,
            "cold_chain": False,
            "papers": [
                {"kind": "food_safety", "number": f"0{n}/ATTP", "issued_on": "2026-01-10", "valid_to": "2029-01-10"}
                for n in range(4)
            ],
            "audience": {"volume": "distributors", "pack": "everybody", "barcode": "nobody"},
        },
        "/reminder-rules/{rule_id}": {"days_before": 6, "at_time": "07:30", "active": False},
        "/series/{series_id}": {"name": LINE},
        "/sessions/{session_id}": {
            "kind": "signing",
            "title": LINE,
            "description": TEXT,
            "room": "Phòng Sen",
            "speakers": [{"name": "Bà Hoa", "affiliation": "Sở Công Thương"}, {"name": "Ông Nam"}],
        },
        "/sites/{site_id}": {"announced_booths": 1061},
        "/venues/{venue_id}": {
            "latitude": 20.9896,
            "longitude": 105.7516,
            "chain": str(people.dung.organization.id),
            "halls": [{"name": f"Sảnh {n}"} for n in range(8)],
        },
        "/zones/{zone_id}": {"name": LINE, "announced_booths": 30, "position": 3},
    }


@pytest.mark.parametrize("action", sorted(FORMS))
async def test_a_form_that_is_saved_as_it_was_opened_changes_nothing(
    client: httpx.AsyncClient, at: Any, action: str
) -> None:
    form, world = FORMS[action], await worlds.build()
    who, path = getattr(world.cast, form.who), "/api/v1" + world.address(form.api)
    headers = {**who.headers, "If-Match": '"1"'}
    said = await client.request(form.said_by, path, json=filled(world)[form.api], headers=headers)
    assert said.status_code == 200, said.text
    browser = await Browser(client).sign_in(who)
    await browser.see(world.address(form.page))
    await browser.send(world.address(action))
    kept = await client.get(path, headers=who.headers)
    assert (said.headers["ETag"], kept.headers["ETag"]) == ('"2"', '"2"' if action in QUIET else '"3"')  # it was saved
    assert {**kept.json(), "version": 2} == {**said.json(), "version": 2}

"""Venues on the organizer's desk."""

import httpx

from events_app.actor import Role
from events_app.venues import queries
from tests import make
from tests.browser_like import Browser


async def test_a_venue_is_entered_found_and_changed(client: httpx.AsyncClient, cast: make.Cast) -> None:
    assert cast.dung.organization is not None
    browser = await Browser(client).sign_in(cast.an)
    assert "No venue has been entered yet." in await browser.see("/desk/venues")
    await browser.see("/desk/venues/new")
    page = await browser.send(
        "/desk/venues/new",
        422,
        name="GO! Cần Thơ",
        province_code="34-92",
        latitude="48.8",
        longitude="2.3",
        halls__0__name="Sảnh A",
        halls__1__name="Sảnh B",
    )
    assert "This is required." in page
    assert "In Viet Nam the latitude lies between 6 and 24 degrees." in page
    page = await browser.send(
        "/desk/venues/new",
        address="Hưng Phú",
        latitude="10.02",
        longitude="105.8",
        chain=str(cast.dung.organization.id),
    )
    assert "GO! Cần Thơ can be chosen for a fair now." in page
    assert "Sảnh A, Sảnh B" in page
    for q in ("hung+phu", "go,+(can+tho)"):
        assert "GO! Cần Thơ" in await browser.see(f"/desk/venues?q={q}")
    assert "No venue matches." in await browser.see("/desk/venues?q=nowhere")
    assert "No venue matches." in await browser.see("/desk/venues?q=%25")
    venue = await queries.venue("go-can-tho")
    assert (venue.latitude, venue.chain) == (10.02, cast.dung.organization.id)
    address = f"/desk/venues/{venue.id}"
    await browser.see(address)
    stale = browser.forms[address]
    page = await browser.send(address, name="GO! Ninh Kiều", halls__0__name="", latitude="", longitude="")
    assert "Saved." in page
    assert [hall.name for hall in (await queries.halls_of(venue.id))[venue.id]] == ["Sảnh B"]
    page = await browser.post(address, stale, 412)
    assert "Saved now: GO! Ninh Kiều" in page
    assert (await queries.venue(venue.id)).latitude is None


async def test_a_venue_is_changed_by_its_keeper_only(client: httpx.AsyncClient, cast: make.Cast) -> None:
    assert cast.an.organization is not None
    venue = await make.venue(cast.an.organization)
    browser = await Browser(client).sign_in(cast.dung)
    page = await browser.see("/desk/venues")
    assert venue.name in page
    assert f"/desk/venues/{venue.id}" not in page
    await browser.see(f"/desk/venues/{venue.id}", 403)
    await browser.sign_in(cast.binh)
    for path in ("/desk/venues", "/desk/venues/new", f"/desk/venues/{venue.id}"):
        await browser.see(path, 403)
    await browser.sign_in(await make.person("Vân", cast.an.organization, Role.VIEWER))
    assert "/desk/venues/new" not in await browser.see("/desk/venues")
    await browser.see("/desk/venues/new", 403)

"""A distributor finds supply on pages, keeps it on a shortlist, annotates it and takes it off."""

import httpx

from tests import make
from tests.browser_like import Browser
from tests.distribution.supplied import supplied
from tests.html_page import Page


async def test_pages_find_keep_annotate_and_take_off(client: httpx.AsyncClient, cast: make.Cast) -> None:
    product = await supplied(cast, audience={"season": "nobody"})
    browser = await Browser(client).sign_in(cast.dung)
    assert "Nothing is on the shortlist yet." in await browser.see("/shortlist")
    page = await browser.see("/supplies?q=tra&volume=500&unit=kg&province=34-01&month=&group=1&stars=4")
    assert "500 kg" in page
    assert "Season:" not in page
    assert "No product matches." in await browser.see("/supplies?month=5")
    page = await browser.see("/supplies?q=tra&volume=abc&month=13&group=9&stars=2&province=34-zz", 422)
    for field in ("volume", "month", "group", "stars", "province"):
        assert page.count(f'id="f-{field}-error"') == 1, field
    assert ('value="abc"' in page, 'value="tra"' in page, "No product matches." in page) == (True, True, False)
    page = await browser.see("/supplies?volume=5&unit=", 422)
    assert "Say in which unit the volume is counted." in page
    page = await browser.see("/supplies?volume=1,000&unit=kg")
    assert "No product matches." in page
    page = await browser.see("/supplies?volume=0.0005&unit=kg", 422)
    assert "Use at most 3 digits after the decimal sign." in page
    for language, half, more in (("en", "0.5", "1,500.5"), ("vi", "0,5", "1.500,5"), ("id", "0,5", "1.500,5")):
        client.cookies.set("fairs_language", language, domain="fairs.test")
        found = Page(await browser.see(f"/supplies?volume={half}&unit=tấn"))
        assert found.one("input", name="volume")["value"] == half
        assert any("Trà sen" in one.text for one in found.all("th", scope="row"))
        assert Page(await browser.see(f"/supplies?volume={more}&unit=kg")).one("input", name="volume")["value"] == more
    client.cookies.set("fairs_language", "en", domain="fairs.test")
    await browser.see("/supplies")
    assert "Trà sen is on the shortlist." in await browser.send(f"/products/{product.id}/shortlisting")
    assert "On the shortlist" in await browser.see("/supplies")
    assert "Put it on the shortlist" not in await browser.see(f"/products/{product.id}")
    assert "It is on your shortlist." in browser.answer.text
    page = await browser.see("/shortlist?q=sen")
    note = next(path for path in page.split('"') if path.startswith("/shortlist/") and path.count("/") == 2)
    await browser.see(note)
    assert "Gọi &lt;thứ hai&gt;" in await browser.send(note, note="Gọi <thứ hai>")
    assert (await client.get("/shortlist.xlsx")).content[:2] == b"PK"
    assert "Nothing is on the shortlist yet." in await browser.send(f"{note}/removal")
    await browser.sign_in(cast.binh)
    await browser.see("/supplies", 403)
    assert "Put it on the shortlist" not in await browser.see(f"/products/{product.id}")

"""The page of lists in a browser."""

from tests.browser_like import Browser


async def send(browser: Browser, file: bytes, name: str = "danh-sach.csv", status: int = 200) -> str:
    """Send the form of the page of lists with a file."""
    await browser.see("/imports")
    fields = dict(browser.forms["/imports"])
    fields.pop("file", None)
    browser.answer = await browser.client.post(
        "/imports", data=fields, files={"file": (name, file)}, headers=browser.headers, follow_redirects=True
    )
    assert browser.answer.status_code == status, browser.answer.text
    return browser.answer.text

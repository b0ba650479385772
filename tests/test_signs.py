"""One line has no breaks, no text has signs that cannot be printed, what nobody sees is dropped: in every body, and in lists."""

from typing import Any

import httpx
import pytest

from events_app import db, reading, revealing, signs
from events_app.errors import Invalid
from events_app.imports import saying
from tests import make
from tests.browser_like import Browser
from tests.test_revealing import CODES, TEXTS

LINED = {"note", "reason", "message", "consent"}  # and descriptions
UNSEEN = ["\u200b", "\u00ad", "\u2060", "\ufeff", "\u200e", "\u202e", "\u200d"]
SHORT = CODES | {"unit"}  # what is said of their form may come first


class Text(reading.Body):
    """A line, several lines, a list of lines, and what only its owner reads."""

    line: reading.OptionalLine = ""
    lines: reading.Paragraph = ""
    listed: list[reading.Line] = []
    secret: reading.Unread = ""
    title: reading.LocalizedText | None = None
    description: reading.LocalizedLines | None = None


def wrongs(body: type[reading.Body], said: dict[str, Any]) -> dict[str, str]:
    try:
        reading.check(body, said)
    except Invalid as refused:
        return {wrong.field: wrong.message for wrong in refused.errors}
    return {}


@pytest.mark.parametrize(("body", "field"), TEXTS, ids=[f"{one.__qualname__}.{field}" for one, field in TEXTS])
@pytest.mark.parametrize("written", ["A\nB", "A\r\nB", "A\u2028B", "A\x07B", "A\x1b[1mB", "A\x9fB"], ids=ascii)
def test_every_text_of_one_line_refuses_what_breaks_it_or_cannot_be_printed(
    body: type[reading.Body], field: str, written: str
) -> None:
    listed = "list[" in str(body.model_fields[field].annotation)
    found = wrongs(body, {field: ["A", written] if listed else written})
    said = found.get(f"{field}.1" if listed else field)
    breaks = "\n" in written or "\u2028" in written
    if field in LINED or body is reading.LocalizedLines:
        assert said in ({None, "This is required."} if breaks else {signs.UNPRINTABLE}) or field == "consent"
    else:
        assert said == (signs.ONE_LINE if breaks else signs.UNPRINTABLE) or field in SHORT


@pytest.mark.parametrize("unseen", UNSEEN, ids=ascii)
def test_what_nobody_sees_is_dropped_before_anything_is_looked_at(unseen: str) -> None:
    written = f"{unseen} Chậu{unseen} sen{unseen}{unseen}"
    texts = {"line": written, "lines": f"{written}\n{unseen}hai", "listed": [written], "secret": written}
    read = reading.check(Text, {**texts, "title": {"vi": written}, "description": {"vi": f"{written}\nhai"}})
    assert (read.line, read.lines, read.listed) == ("Chậu sen", "Chậu sen\nhai", ["Chậu sen"])
    assert read.secret == written.strip(), "a secret is what it is"
    assert read.title
    assert read.title.stored() == {"vi": "Chậu sen"}
    assert wrongs(Text, {"listed": [unseen]}) == {"listed.0": "This is required."}
    assert wrongs(Text, {"line": f"082{unseen}099001234"}) == {"line": revealing.PERSONAL}


def test_several_lines_have_breaks_and_tabs_and_nothing_else() -> None:
    said = {"lines": "Một\r\n\thai\n", "description": {"vi": "Một\nhai"}}
    read = reading.check(Text, said)
    assert read.lines == "Một\r\n\thai"
    assert wrongs(Text, {"lines": "a\x00b"}) != {}
    assert wrongs(Text, {"lines": "a\x08b", "title": {"vi": "a\nb"}, "description": {"vi": "a\x7f"}}) == {
        "lines": signs.UNPRINTABLE,
        "title.vi": signs.ONE_LINE,
        "description.vi": signs.UNPRINTABLE,
    }
    assert wrongs(Text, {"line": "Sen\u00a0Việt ★ đ 🌸"}) == {}


def test_a_cell_of_a_list_is_read_without_them() -> None:
    assert saying.line("Trà\u200b sen\u00ad\x07 ướp\nhoa") == "Trà sen ướp hoa"


@pytest.mark.usefixtures("database")
async def test_a_name_with_a_break_is_refused_over_http_and_on_pages(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    address = f"/api/v1/organizations/{cast.binh.organization.id}/products"
    headers = {**cast.binh.headers, "Accept-Language": "en"}
    answer = await client.post(address, json={"name": "Trà\nsen", "group": 1}, headers=headers)
    assert (answer.status_code, answer.json()["errors"]) == (
        422,
        [{"field": "name", "message": "Write this on one line."}],
    )
    answer = await client.post(address, json={"name": "Trà\u200b sen", "group": 1}, headers=headers)
    assert (answer.status_code, answer.json()["name"]) == (201, "Trà sen")
    browser = await Browser(client).sign_in(cast.binh)
    await browser.see("/products/new")
    assert "Write this on one line." in await browser.send("/products/new", 422, name="Trà\r\nsen", group="1")
    assert [one["name"] for one in await db.fetch("SELECT name FROM product")] == ["Trà sen"]

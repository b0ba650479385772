"""Lists are walked by the cursors that they give, however long the names are by which they are sorted."""

import base64
import json
import random
from typing import Any

import httpx
import pytest

from events_app import paging, values
from events_app.directory.tables import Organization
from events_app.errors import Invalid
from tests import make
from tests.browser_like import Browser
from tests.html_page import Page

API = "/api/v1"
LONGEST = 300  # letters of a name
ALPHABETS = {
    "one letter again and again": "Đ",
    "Vietnamese": "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậ ",
    "capitals": "AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY",
    "signs that take four bytes each": "".join(map(chr, range(0x1F300, 0x1F700))),
    "letters that become three": "\u0390\u03b0\u1e96\u1f50\ufb03\ufb04",
}


def _long(letters: str, seed: int) -> str:
    return "".join(random.Random(seed).choices(letters, k=LONGEST)).strip().ljust(LONGEST, letters[0])


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("letters", ALPHABETS.values(), ids=ALPHABETS)
async def test_every_list_that_is_sorted_by_name_goes_on_after_the_longest_one(
    client: httpx.AsyncClient, cast: make.Cast, letters: str
) -> None:
    officer = await make.officer()
    sen = cast.binh.organization
    name = _long(letters, 0)
    await Organization.update(
        {Organization.name: name, Organization.sort: values.sort_key(name), Organization.search: values.searched(name)}
    ).where(Organization.id == sen.id)
    for seed in (1, 2, 3):
        await make.product(sen, _long(letters, seed))
    for address, who, least in (
        (f"{API}/certificates", officer, 3),
        (f"{API}/organizations/{sen.id}/products", cast.binh, 3),
        (f"{API}/organizations?kind=entity", cast.chi, 2),
        (f"{API}/search", cast.chi, 5),
        (f"{API}/search?kind=product", cast.chi, 3),
    ):
        assert await _walked(client, address, who) >= least, address
    browser = await Browser(client).sign_in(officer)
    shown = await browser.see(f"/desk/certificates?after={await _first_next(client, f'{API}/certificates', officer)}")
    assert len(list(Page(shown).all("tr"))) > 1
    assert "<h1" in await browser.see(f"/search?after={await _first_next(client, f'{API}/search', officer)}")


async def _first_next(client: httpx.AsyncClient, address: str, who: make.Person) -> str:
    said: str = (await client.get(address, params={"limit": 1}, headers=who.headers)).json()["next"]
    return said


async def _walked(client: httpx.AsyncClient, address: str, who: make.Person) -> int:
    """How many different items a list has, read one by one."""
    seen: list[str] = []
    asked: dict[str, Any] = {"limit": 1}
    while True:
        answer = await client.get(httpx.URL(address).copy_merge_params(asked), headers=who.headers)
        assert answer.status_code == 200, answer.text
        seen += [json.dumps(item) for item in answer.json()["items"]]
        assert len(seen) == len(set(seen)) < 20
        if answer.json()["next"] is None:
            return len(seen)
        asked["after"] = answer.json()["next"]


@pytest.mark.parametrize("letters", ALPHABETS.values(), ids=ALPHABETS)
def test_two_of_the_longest_names_and_an_id_make_a_cursor_that_is_taken(letters: str) -> None:
    keys = [values.sort_key(_long(letters, 1)), values.sort_key(_long(letters, 2)), str(values.new_id())]
    cursor = paging._sealed(keys)
    assert len(cursor) <= paging.LONGEST
    assert paging._opened(cursor, 3) == keys


def test_a_cursor_of_before_still_leads_on() -> None:
    keys = [values.sort_key("Trà sen"), str(values.new_id())]
    assert paging._opened(_said(keys), 2) == keys


def _said(what: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(what).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "given", ["x", "%%%", "eJw", "é", _said(["a"]), _said([1, 2]), _said(["a", "\x00"]), _said(["a", "\ud800"]),
              _said({"a": 1}), base64.urlsafe_b64encode(b"[" * 2_900).decode()],
)  # fmt: skip
def test_a_cursor_that_is_none_of_ours_is_refused(given: str) -> None:
    with pytest.raises(Invalid):
        paging._opened(given, 2)

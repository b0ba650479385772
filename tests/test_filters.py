"""A page whose address asks what cannot be asked says which filters are wrong, and leads on without them."""

import importlib
import pkgutil
from typing import Any

import httpx
import pytest
from litestar.params import QueryParameter
from litestar.routes import HTTPRoute
from litestar.testing import RequestFactory

import events_app
from events_app import filters, i18n, reading
from events_app.app import create_app
from events_app.errors import Invalid, NotFound, Wrong
from tests import make
from tests.browser_like import Browser
from tests.directory.asking import API, wrong
from tests.html_page import Page


async def _said(client: httpx.AsyncClient, address: str, language: str = "en") -> tuple[list[str], list[str]]:
    """What is wrong with the filters of a page, and where it leads besides the first page."""
    page = Page(await Browser(client, language).see(address, 422))
    main = page.elements[page.elements.index(page.one("main")) :]
    items = [" ".join(one.text.split()) for one in main if one.name == "li"]
    links = [one["href"] for one in main if one.name == "a" and one["href"] != "/" and "button" in one.get("class", "")]
    return [one for one in items if ":" in one], links


@pytest.mark.parametrize(
    ("language", "set_label", "day_label"),
    [
        ("vi", "Tỉnh, thành phố và vùng", "Tại ngày"),
        ("en", "Provinces and regions", "On the day"),
        ("id", "Provinsi dan wilayah", "Pada hari"),
    ],
)
async def test_every_wrong_filter_is_named_as_its_field_with_what_was_written(
    client: httpx.AsyncClient, database: None, language: str, set_label: str, day_label: str
) -> None:
    said, links = await _said(client, "/statistics?set=24&on=abc", language)
    assert sorted(one.partition(":")[0] for one in said) == sorted([f"{set_label} “24”", f"{day_label} “abc”"])
    assert links == ["/statistics"]


async def test_the_way_on_keeps_what_was_right_and_begins_the_list_anew(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    address = "/search?q=mật+ong&stars=6&province=34-99&region=34-atlantis&channel=moon&group=9.9&kind=product&after=x"
    said, (way_on,) = await _said(client, address)
    assert said == [
        "Stars “6”: Choose one of: 5 stars, Potential 5-star, 4 stars, 3 stars.",
        "Group “9.9”: There is no sub-group with this code.",
        "Province “34-99”: There is no province with this code in this set.",
        "Region “34-atlantis”: There is no region of this name in this set.",
        "Listed in “moon”: There is no such kind of channel.",
    ]
    assert way_on == "/search?q=m%E1%BA%ADt+ong&kind=product"
    await Browser(client).see(way_on)
    said, links = await _said(client, "/search?province=34-99&region=34-atlantis&channel=moon")
    assert (len(said), links) == (3, ["/search"])


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("/events?month=2026-13", "Month “2026-13”"),
        ("/events?past=maybe&q=tea", "Past events “maybe”"),
        ("/events?chain=a&month=2026-12", "Retail chain “a”"),
        ("/organizations?limit=0", "Items on a page “0”"),
        ("/organizations?after=x", "Page of the list “x”"),
        ("/search?group=9.9", "Group “9.9”"),
        ("/search?kind=fair", "What “fair”"),
        ("/channels?distributor=a", "Distributor “a”"),
        (f"/organizations?q={'a' * 300}", f"Search “{'a' * 79}…”"),
    ],
)
async def test_pages_of_every_slice_say_so(
    client: httpx.AsyncClient, cast: make.Cast, address: str, label: str
) -> None:
    (said,), (way_on,) = await _said(client, address)
    assert said.startswith(f"{label}: ")
    await Browser(client).see(way_on)


async def test_a_code_without_its_set_still_asks_which_it_may_be_of(client: httpx.AsyncClient, cast: make.Cast) -> None:
    for address in ("/events?province=24", "/organizations?province=24&q=tra", "/search?province=24"):
        page = Page(await Browser(client).see(address, 422))
        (of_now,) = (one["href"] for one in page.all("a") if "province=34-24" in one.get("href", ""))
        await Browser(client).see(of_now)


def test_what_is_missing_is_no_filter_to_leave_out() -> None:
    request = RequestFactory().get("/search", query_params={"q": "tea"})
    refusal = Invalid([Wrong("region", "This is required."), Wrong("region", "Choose yes or no.")])
    with i18n.speaking("en"):
        found = filters.wrong_in(request, refusal)
    assert found == filters.Wrong([filters.Filter("region", "Region", "", "This is required.")], None)


def test_what_is_wrong_with_a_form_or_with_nothing_named_is_not_of_the_address() -> None:
    wrong = Invalid([Wrong("q", "This is required.")])
    assert filters.wrong_in(RequestFactory().post("/search"), wrong) is None
    assert filters.wrong_in(RequestFactory().get("/search"), NotFound()) is None


async def test_the_api_names_a_parameter_as_it_was_written_and_says_what_it_may_be(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    english = {"Accept-Language": "en"}
    answer = await client.get(f"{API}/statistics/products?set=24&on=abc", headers=english)
    assert wrong(answer) == {"set": "Choose one of: 63, 34.", "on": "Enter a date as YYYY-MM-DD."}
    answer = await client.get(f"{API}/events?state=x&chain=y", headers={**english, **cast.an.headers})
    assert wrong(answer)["chain"] == "This is not an id."
    assert wrong(answer)["state"].startswith("Choose one of: draft")
    answer = await client.get(f"{API}/search?province=34-99&region=34-x&subgroup=9.9&channel=y", headers=english)
    assert list(wrong(answer)) == ["province", "region", "subgroup", "channel"]


async def test_the_api_says_all_that_is_wrong_with_a_query_at_once(client: httpx.AsyncClient, cast: make.Cast) -> None:
    headers = {"Accept-Language": "en", **cast.dung.headers}

    async def said(query: str) -> dict[str, str]:
        return wrong(await client.get(f"{API}{query}", headers=headers))

    assert await said("/search?page=abc&limit=abc&kind=fair&region=34-x&channel=moon&province=24") == {
        "page": "This field is not known.",
        "kind": "Choose one of: product, entity, distributor, organizer, authority.",
        "limit": "Enter a whole number.",
        "province": "Say which set of provinces this code belongs to: 63 or 34.",
        "region": "There is no region of this name in this set.",
        "channel": "There is no such kind of channel.",
    }
    answer = await client.get(f"{API}/search?limit=abc&province=24", headers=headers)
    assert [one["set"] for one in answer.json()["candidates"]] == ["63", "34"]
    assert list(await said("/events?state=x&month=2026-13&province=34-99")) == ["state", "month", "province"]
    assert list(await said("/organizations?kind=x&province_code=24")) == ["kind", "province_code"]
    assert list(await said("/venues?chain=x&province_set=34&province_code=99")) == ["chain", "province_code"]
    assert list(await said("/sales-points?open_on=x&province_set=34&province_code=99")) == ["open_on", "province_code"]
    assert list(await said("/sales-points?province_set=35&province_code=99")) == ["province_set"]
    assert list(await said("/supplies?group=9&volume=5&province_code=24")) == ["group", "unit", "province_code"]


async def test_a_page_says_all_that_is_wrong_with_its_filters_at_once(
    client: httpx.AsyncClient, database: None
) -> None:
    said, links = await _said(client, "/organizations?kind=zzz&entity_kind=&province=34-99&q=tra")
    assert said == [
        "Kind “zzz”: Choose one of: Organizer of fairs, OCOP entity, Distributor, Authority.",
        "Province “34-99”: There is no province with this code in this set.",
    ]
    assert links == ["/organizations?q=tra"]
    said, _links = await _said(client, "/events?month=2026-13&past=x&province=zzz")
    assert [one.partition(" ")[0] for one in said] == ["Past", "Month", "Province"]


async def test_a_day_in_an_address_of_a_page_may_be_written_as_people_write_it(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    page = Page(await Browser(client).see("/search?valid_on=16/12/2026"))
    assert page.one("input", name="valid_on")["value"] == "2026-12-16"
    said, _links = await _said(client, "/search?valid_on=31/02/2026")
    assert said == [
        "Certificate valid on “31/02/2026”: Enter a date as day/month/year, such as 16/12/2026.",
    ]
    answer = await client.get(f"{API}/search?valid_on=16/12/2026", headers={"Accept-Language": "en"})
    assert wrong(answer) == {"valid_on": "Enter a date as YYYY-MM-DD."}


async def test_a_form_of_filters_that_leaves_some_empty_asks_for_all(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    page = Page(await Browser(client).see("/organizations?q=&kind=&entity_kind=&province=&after=&limit="))
    (link,) = page.all("a", hreflang="vi")
    assert link["href"] == "/language/vi?next=/organizations"


def _asked() -> set[str]:
    """Every name that a page takes in its address."""
    names: set[str] = set()
    for route in create_app().routes:
        handlers: Any = route.route_handler_map.get("GET") if isinstance(route, HTTPRoute) else None
        if handlers is None or route.path.startswith(("/api/", "/schema")):
            continue
        handler = handlers[0]
        for name, field in handler.parsed_fn_signature.parameters.items():
            if isinstance(field.kwarg_definition, QueryParameter):
                names.add(field.kwarg_definition.name or name)
    for found in pkgutil.walk_packages(events_app.__path__, "events_app."):
        asked = getattr(importlib.import_module(found.name), "Asked", None) if found.name.endswith("_pages") else None
        if isinstance(asked, type) and issubclass(asked, reading.Body):
            names |= set(asked.model_fields)
    return names


def test_every_filter_of_a_page_has_a_label() -> None:
    at_its_field = {"volume", "unit", "with_entities"}  # of the searches, which show their forms again
    assert len(_asked()) > 20
    assert _asked() - set(filters.LABELS) <= at_its_field

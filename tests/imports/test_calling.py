"""Products of one entity whose names differ in accents are two; one without accents is another one only where that is sure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import httpx
import pytest

from events_app import db
from events_app.directory import declaring
from events_app.directory.tables import Kind, Organization
from events_app.imports import calling
from events_app.imports.tables import Import
from tests import make
from tests.imports import asking

pytestmark = pytest.mark.usefixtures("database")
OWNER = {"entity": "Hợp tác xã Mứt Mẫu", "representative": "Nguyễn Thị Mứt", "phone": ""}
PAPER = {"number": "8/QĐ-UBND", "issued": "2/1/2025"}
JAMS = ["Mứt dừa", "Mứt dứa", "Mứt dưa"]


def a_list(names: Sequence[str], **said: Any) -> bytes:
    """A list of one entity that has products of these names, all of one decision."""
    return asking.a_csv(
        [asking.a_row(n, product=name, **OWNER, **{**PAPER, **said}) for n, name in enumerate(names, 1)]
    )


async def an_officer() -> make.Person:
    authority = await make.organization(Kind.AUTHORITY, "Sở Đồng Tháp", province_set="34", province_code="82")
    return await make.person("Giang", authority)


async def brought(person: make.Person, file: bytes, at: datetime, decision: str = "8/QĐ-UBND") -> Import:
    """The list, brought in."""
    return await asking.brought(person, await asking.read(person, file, at=at), at=at, decision=decision)


async def known() -> dict[str, list[tuple[str, int | None, str]]]:
    """The certificates of each product: number, stars, standing."""
    rows = await db.fetch(
        """
        SELECT name, number, stars, standing FROM product LEFT JOIN certificate ON certificate.product = product.id
        ORDER BY product.id, certificate.id
        """
    )
    found: dict[str, list[tuple[str, int | None, str]]] = {}
    for row in rows:
        found.setdefault(row["name"], []).append((row["number"], row["stars"], row["standing"]))
    return found


async def outcomes(row: Import) -> list[tuple[str, str]]:
    """What became of each row, and which products it may mean."""
    return [
        (one["outcome"], "".join(wrong[2].get("products", wrong[1]) for wrong in one["wrongs"]))
        for one in await asking.rows(row)
    ]


async def everything() -> list[Any]:
    """All that a second run of a list must leave as it is."""
    nouns = ("organization", "product", "certificate", "contact")
    return [await db.fetch(f"SELECT * FROM {noun} ORDER BY id") for noun in nouns]


async def test_products_of_one_list_whose_names_differ_in_accents_are_all_entered_and_stay(
    cast: make.Cast, at: datetime
) -> None:
    officer, names = await an_officer(), ["Bánh đa", "Bánh da", *JAMS]
    file = a_list(names)
    row = await brought(officer, file, at)
    assert (row.counts["rows"], list(await known())) == ({"create": 5}, names)
    assert {paper for (paper,) in (await known()).values()} == {("8/QĐ-UBND", 4, "verified")}
    before = await everything()
    again = await brought(officer, file, at)
    assert (again.counts["rows"], await everything()) == ({"same": 5}, before)
    await asking.undone(officer, again, at=at)
    await asking.undone(officer, row, at=at)
    assert await known() == {}


async def test_what_the_directory_exports_of_such_comes_in_unchanged(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    officer = await an_officer()
    await brought(officer, a_list(JAMS), at)
    entity = await Organization.objects().get(Organization.name == OWNER["entity"])
    assert entity
    await declaring.declare(entity, at=at, anyway=True, name="Mut dua", group=2, stars=3)
    before = await everything()
    file = await client.get("/api/v1/exports/products.xlsx", headers=officer.headers)
    row = await asking.read(officer, file.content, at=at, name="export.xlsx")
    assert row.counts["rows"] == {"same": 4}
    await asking.brought(officer, row, at=at)
    assert await everything() == before


@pytest.mark.parametrize("name", ["Trà vai", "Trà vại", "Tra vái"])
async def test_a_later_list_re_rates_no_product_whose_accents_differ(name: str, cast: make.Cast, at: datetime) -> None:
    officer = await an_officer()
    await brought(officer, a_list(["Trà vải"]), at)
    row = await brought(
        officer, a_list([name], stars="3 sao", number="10/QĐ-UBND", issued="4/4/2026"), at, "10/QĐ-UBND"
    )
    assert row.counts["rows"] == {"create": 1}
    assert await known() == {"Trà vải": [("8/QĐ-UBND", 4, "verified")], name: [("10/QĐ-UBND", 3, "verified")]}


@pytest.mark.parametrize("name", ["  BÁNH  HÒA ", "Ba\u0301nh hoa\u0300", "bánh hoà"])
async def test_names_that_are_read_alike_are_one(name: str, cast: make.Cast, at: datetime) -> None:
    officer = await an_officer()
    row = await brought(officer, a_list(["Bánh hoà", name]), at)
    assert (row.counts["rows"], len(await known())) == ({"create": 1, "same": 1}, 1)
    again = await brought(officer, a_list([name], number="9/QĐ-UBND", issued="3/3/2026"), at)
    assert (again.counts["rows"], list(await known())) == ({"change": 1}, ["Bánh hoà"])


async def test_a_list_without_accents_means_the_one_product_that_has_them(cast: make.Cast, at: datetime) -> None:
    officer = await an_officer()
    await brought(officer, a_list(["Mứt dừa"]), at)
    row = await brought(officer, a_list(["Mut dua"], number="9/QĐ-UBND", issued="3/3/2026"), at, "9/QĐ-UBND")
    assert row.counts["rows"] == {"change": 1}
    assert [len(papers) for papers in (await known()).values()] == [2]


async def test_a_name_without_accents_that_may_mean_several_comes_back_with_them(cast: make.Cast, at: datetime) -> None:
    officer = await an_officer()
    await brought(officer, a_list(JAMS), at)
    row = await asking.read(officer, a_list(["Mut dua"], number="9/QĐ-UBND", issued="3/3/2026"), at=at)
    assert await outcomes(row) == [("fault", "“Mứt dưa”, “Mứt dứa”, “Mứt dừa”")]
    ((_, why, _),) = (await asking.rows(row))[0]["wrongs"]
    assert why == calling.MAY_BE


@pytest.mark.parametrize("names", [["Cám", "Cam"], ["Cam", "Cám"]])
async def test_a_name_without_accents_beside_one_that_has_them_comes_back_each_time(
    names: list[str], cast: make.Cast, at: datetime
) -> None:
    officer = await an_officer()
    row = await brought(officer, a_list(names), at)
    told = dict(zip(names, await outcomes(row), strict=True))
    assert told == {"Cám": ("create", ""), "Cam": ("fault", "“Cám”")}
    before = await everything()
    again = await brought(officer, a_list(names), at)
    told = dict(zip(names, await outcomes(again), strict=True))
    assert told == {"Cám": ("same", ""), "Cam": ("fault", "“Cám”")}
    assert await everything() == before


async def test_a_product_that_stands_without_accents_gets_them_from_the_list_that_has_them(
    cast: make.Cast, at: datetime
) -> None:
    """Then another list that means another one by the same letters does not find it."""
    first = await brought(cast.an, a_list(["Mut dua"]), at, "")
    before = await everything()
    second = await asking.read(cast.an, a_list(["Mứt dừa"]), at=at)
    assert second.counts["rows"] == {"change": 1}
    second = await asking.brought(cast.an, second, at=at)
    assert list(await known()) == ["Mứt dừa"]
    third = await brought(cast.an, a_list(["Mứt dứa"], stars="3 sao", number="9/QĐ", issued="3/3/2026"), at, "")
    assert list(await known()) == ["Mứt dừa", "Mứt dứa"]
    for one in (third, second):
        await asking.undone(cast.an, one, at=at)
    stands = await everything()
    for rows in (before, stands):
        rows[1][0].pop("version")
    assert stands == before
    await asking.undone(cast.an, first, at=at)
    assert await known() == {}


async def test_the_preview_shows_the_accents_that_a_name_gets(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    await brought(cast.an, a_list(["Mut dua"]), at, "")
    row = await asking.read(cast.an, a_list(["Mứt dừa"]), at=at)
    answer = await client.get(f"/api/v1/imports/{row.id}/rows", headers=cast.an.headers)
    (told,) = answer.json()["items"][0]["changes"]
    assert (told["field"], told["before"], told["after"]) == ("product", "Mut dua", "Mứt dừa")


async def test_one_that_is_verified_without_accents_is_not_rated_anew_by_a_guess(cast: make.Cast, at: datetime) -> None:
    officer = await an_officer()
    await brought(officer, a_list(["Mut dua"]), at)
    same = await brought(officer, a_list(["Mứt dừa"]), at)
    assert same.counts["rows"] == {"same": 1}
    other = await asking.read(officer, a_list(["Mứt dứa"], stars="3 sao", number="9/QĐ", issued="3/3/2026"), at=at)
    assert await outcomes(other) == [("fault", "“Mut dua”")]
    assert await known() == {"Mut dua": [("8/QĐ-UBND", 4, "verified")]}


async def test_two_that_may_both_be_the_one_without_accents_come_back(cast: make.Cast, at: datetime) -> None:
    await brought(cast.an, a_list(["Mut dua"]), at, "")
    row = await asking.read(cast.an, a_list(["Mứt dừa", "Mứt dứa", "Mut dua"]), at=at)
    assert await outcomes(row) == [("fault", "“Mut dua”"), ("fault", "“Mut dua”"), ("same", "")]

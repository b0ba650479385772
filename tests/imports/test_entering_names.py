"""Entities of one name that a list brings have an address each."""

from datetime import datetime

import pytest

from events_app import db
from events_app.directory.tables import Kind
from tests import make
from tests.imports import asking

pytestmark = pytest.mark.usefixtures("database")


async def test_numbers_of_addresses_that_are_taken_are_passed_over(cast: make.Cast, at: datetime) -> None:
    for slug in ("hop-tac-xa-sen", "hop-tac-xa-sen-2", "hop-tac-xa-sen-4"):
        await make.organization(Kind.ENTITY, "Hợp tác xã Sen", slug=slug, province_code="38", alike="")
    provinces = ("Đồng Tháp", "Hà Nội", "Huế")
    rows = [asking.a_row(n, entity="Hợp tác xã Sen", province=name) for n, name in enumerate(provinces, 1)]
    await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv(rows), at=at), at=at)
    slugs = await db.fetch("SELECT slug FROM organization WHERE keeper = $1 ORDER BY slug", cast.an.organization.id)
    assert [one["slug"] for one in slugs] == ["hop-tac-xa-sen-3", "hop-tac-xa-sen-5", "hop-tac-xa-sen-6"]


async def test_two_of_one_name_get_an_address_each(cast: make.Cast, at: datetime) -> None:
    rows = [asking.a_row(1), asking.a_row(2, entity="Hợp tác xã Mẫu 1", province="Hà Nội")]
    await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv(rows), at=at), at=at)
    slugs = await db.fetch("SELECT slug FROM organization WHERE keeper = $1 ORDER BY slug", cast.an.organization.id)
    assert [one["slug"] for one in slugs] == ["hop-tac-xa-mau-1", "hop-tac-xa-mau-1-2"]


async def test_two_of_one_long_name_get_an_address_each(cast: make.Cast, at: datetime) -> None:
    long = "Hợp tác xã dịch vụ nông nghiệp và kinh doanh tổng hợp Mẫu " * 3
    rows = [asking.a_row(n, entity=long, province=name) for n, name in enumerate(("Đồng Tháp", "Hà Nội"), 1)]
    row = await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv(rows), at=at), at=at)
    assert (row.state, row.counts["rows"]) == ("done", {"create": 2})
    first, second = await db.fetch(
        "SELECT slug FROM organization WHERE keeper = $1 ORDER BY slug", cast.an.organization.id
    )
    assert (len(first["slug"]) >= 79, second["slug"]) == (True, f"{first['slug']}-2")

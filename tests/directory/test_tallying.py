"""The directory in figures: what counts, what is verified, and that either set of provinces sums to the same."""

import io
import zipfile
from datetime import date, timedelta

import httpx
import pytest
import python_calamine

from events_app import i18n, values
from events_app.directory import tabulating, tallying
from events_app.directory.places import Set
from events_app.directory.tables import EntityKind, Kind
from events_app.i18n import Language
from events_app.sample import national
from tests import counting, make
from tests.browser_like import Browser
from tests.directory.asking import API
from tests.html_page import Page

ON = values.today(make.NOW)


@pytest.fixture
async def few(cast: make.Cast) -> make.Cast:
    """Bình: five stars verified, potential five, four of old; Em: three stars that lapse in 40 days, one revoked, one unrated."""
    binh, em = cast.binh.organization, cast.em.organization
    binh.province_set, binh.province_code = "34", "66"  # Đắk Lắk, which Phú Yên of another region joined
    await binh.save()
    em.province_set, em.province_code, em.entity_kind = "63", "24", EntityKind.HOUSEHOLD
    await em.save()
    await make.product(binh, subgroup="1.5.2", certified={"stars": 5, "verified": True})
    await make.product(binh, certified={"stars": 4, "potential_five": True})
    await make.product(binh, certified={"stars": 4, "issued_on": date(2022, 1, 1)})
    await make.product(em, group=2, certified={"stars": 3, "issued_on": None, "valid_to": ON + timedelta(days=40)})
    await make.product(em, certified={"revoked_on": ON})
    await make.product(em, certified={"stars": None})
    return cast


def told(rows: list[tallying.Row]) -> dict[str | None, tuple[int, int, int, float]]:
    return {row.key: (row.total, row.declared, row.verified, row.share) for row in rows}


async def test_products_are_counted_by_the_certificate_that_counts(few: make.Cast) -> None:
    found = await tallying.products(ON, Set.NEW)
    assert (found.total, found.declared, found.verified, found.without_certificate) == (4, 3, 1, 2)
    one = (1, 1, 0, 25.0)
    assert told(found.by_stars) == {"5": (1, 0, 1, 25.0), "potential_five": one, "3": one, None: one}
    assert told(found.by_group) == {"1": (3, 2, 1, 75.0), "2": one}
    assert told(found.by_subgroup) == {"1.5.2": (1, 0, 1, 25.0), None: (3, 3, 0, 75.0)}
    assert told(found.by_province) == {"24": (2, 2, 0, 50.0), "66": (2, 1, 1, 50.0)}
    assert [(one.within_days, one.total, one.verified) for one in found.lapsing] == [
        (30, 0, 0),
        (90, 1, 0),
        (180, 1, 0),
    ]


async def test_a_potential_five_star_product_is_counted_whether_or_not_its_four_stars_are_said(
    client: httpx.AsyncClient, few: make.Cast
) -> None:
    await make.product(
        few.em.organization, "Chưa có sao", certified={"stars": None, "potential_five": True, "verified": True}
    )
    found = await tallying.products(ON, Set.NEW)
    assert told(found.by_stars)["potential_five"] == (2, 1, 1, 40.0)
    assert sum(row.total for row in found.by_stars) == found.total == 5
    answer = (await client.get(f"{API}/search", params={"stars": "potential_five"})).json()
    assert len(answer["items"]) == 2
    page = Page(await Browser(client).see("/statistics"))
    assert "add up" not in page.one("main").text


async def test_what_cannot_be_told_in_a_set_is_a_row_of_its_own(few: make.Cast) -> None:
    found = await tallying.products(ON, Set.OLD)
    assert told(found.by_province) == {"24": (2, 2, 0, 50.0), None: (2, 1, 1, 50.0)}
    assert told(found.by_region) == {"northern-midlands-and-mountains": (2, 2, 0, 50.0), None: (2, 1, 1, 50.0)}
    assert found.by_province[-1].name["en"] == "Cannot be told in this set"


async def test_another_day_counts_what_counted_on_it(few: make.Cast) -> None:
    found = await tallying.products(date(2023, 6, 1), Set.OLD)
    assert told(found.by_stars) == {"4": (1, 1, 0, 100.0)}
    await make.certificate((await make.product(few.em.organization, "Khác")), stars=5, issued_on=ON - timedelta(days=1))
    assert told((await tallying.products(ON, Set.OLD)).by_stars)["5"] == (2, 1, 1, 40.0)


async def test_entities_are_counted_once_and_verified_when_one_product_is(few: make.Cast) -> None:
    await make.organization(Kind.ENTITY, "Nobody's product")
    found = await tallying.entities(ON, Set.NEW)
    assert (found.total, found.declared, found.verified, found.without_certificate) == (2, 1, 1, 1)
    assert told(found.by_kind) == {"cooperative": (1, 0, 1, 50.0), "household": (1, 1, 0, 50.0)}


async def test_both_ways_to_say_what_counts_say_the_same(few: make.Cast) -> None:
    from events_app import db
    from events_app.directory import certificates

    for on in (ON, date(2023, 6, 1), ON + timedelta(days=40), ON + timedelta(days=41)):
        each = await db.fetch(
            f"SELECT rated.id FROM product JOIN LATERAL {certificates.counting_in_sql('$1')} AS rated ON true ORDER BY 1",
            on,
        )
        assert each == await db.fetch(
            f"SELECT id FROM {certificates.all_counting_in_sql('$1')} AS rated ORDER BY 1", on
        )


async def test_the_invented_nation_has_the_shares_of_december_2023_and_both_sets_one_total(cast: make.Cast) -> None:
    await national.load(national.directory(ON, products=2000, seed=3), at=make.NOW)
    old, new = await tallying.products(ON, Set.OLD), await tallying.products(ON, Set.NEW)
    shares = {row.key: row.share for row in old.by_stars}
    assert (shares["3"], shares["4"], shares["potential_five"], shares["5"]) == (67.3, 31.2, 0.8, 0.4)
    assert {row.key: row.share for row in old.by_region}["red-river-delta"] == pytest.approx(31.4, abs=0.1)
    for rows in (
        old.by_province,
        new.by_province,
        old.by_region,
        new.by_region,
        old.by_group,
        old.by_subgroup,
        old.by_stars,
    ):
        assert sum(row.total for row in rows) == 2000
        assert sum(row.verified for row in rows) == old.verified
    kinds = {row.key: row.share for row in (await tallying.entities(ON, Set.OLD)).by_kind}
    assert (kinds["cooperative"], kinds["enterprise"], kinds["household"]) == pytest.approx((38.1, 24.2, 34.9), abs=0.1)


async def test_figures_take_one_statement_however_many_there_are(cast: make.Cast) -> None:
    for _ in range(3):
        await make.product(await make.organization(Kind.ENTITY))
        async with counting.statements() as said:
            await tallying.products(ON, Set.NEW)
            await tallying.entities(ON, Set.NEW)
        assert len(said) == 2


async def test_an_empty_directory_has_figures_too(database: None) -> None:
    found = await tallying.products(ON, Set.NEW)
    assert (found.total, found.by_stars, found.by_province, found.lapsing[0].total) == (0, [], [], 0)
    assert (await tallying.entities(ON, Set.OLD)).total == 0
    assert tallying.share(0, 0) == 0


async def test_the_api_says_the_day_and_the_set_in_force_on_it(client: httpx.AsyncClient, few: make.Cast) -> None:
    today = (await client.get(f"{API}/statistics/products")).json()
    assert (today["on"], today["set"], today["total"]) == ("2026-12-07", "34", 4)
    then = (await client.get(f"{API}/statistics/entities?on=2023-06-01")).json()
    assert (then["on"], then["set"], then["total"]) == ("2023-06-01", "63", 1)
    assert (await client.get(f"{API}/statistics/products?set=64")).status_code == 422


async def test_the_page_shows_each_table_beside_its_chart_and_says_where_shares_do_not_add_up(
    client: httpx.AsyncClient, few: make.Cast
) -> None:
    page = Page(await Browser(client).see("/statistics?set=63"))
    charts = list(page.all("svg", class_="bars"))
    assert [chart["role"] for chart in charts] == ["img"] * 8
    assert "Cannot be told in this set" in page.one("main").text
    assert "add up" not in page.one("main").text
    await make.product(few.em.organization, "Nữa", certified={"stars": 4})
    await make.product(few.em.organization, "Nữa 2", certified={"stars": 4})
    page = Page(await Browser(client).see("/statistics"))
    assert "The shares add up to 100.1%: each is rounded by itself." in page.one("main").text
    assert "No certificate counts on this day." in await Browser(client).see("/statistics?on=1999-01-01")
    await Browser(client).see("/statistics?on=soon", 422)


async def test_the_spreadsheet_holds_the_tables_of_the_page(client: httpx.AsyncClient, few: make.Cast) -> None:
    answer = await client.get("/statistics.xlsx?set=63&on=2026-12-07", headers={"Accept-Language": "vi"})
    assert answer.headers["content-disposition"] == 'attachment; filename="ocop-2026-12-07-63.xlsx"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert sum(name.startswith("xl/worksheets/sheet") for name in packed.namelist()) == 9
        assert "Bắc Giang" in packed.read("xl/sharedStrings.xml").decode()


@pytest.mark.parametrize("language", list(Language))
async def test_every_sheet_has_its_whole_name_and_one_of_its_own(
    client: httpx.AsyncClient, few: make.Cast, language: Language
) -> None:
    answer = await client.get("/statistics.xlsx", headers={"Accept-Language": language})
    names = python_calamine.load_workbook(io.BytesIO(answer.content)).sheet_names
    with i18n.speaking(language):
        statistics = (
            await tallying.products(make.NOW.date(), Set.NEW),
            await tallying.entities(make.NOW.date(), Set.NEW),
        )
        said = [one.sheet or one.title for one in tabulating.tables(*statistics)] + [i18n.text("Lapsing certificates")]
    assert names == [f"{number}. {name}" for number, name in enumerate(said, 1)]
    assert len({name.partition(" ")[2] for name in names}) == 9


def test_a_table_knows_what_its_shares_add_up_to() -> None:
    rows = [tallying.Row(total=1, declared=1, verified=0, key=str(n), name={}, share=33.3) for n in range(3)]
    assert (tabulating.Table("x", "X", "X", rows, 3).shares, tabulating.Table("x", "X", "X", [], 0).most) == (99.9, 0)

"""Provinces, whose codes were used twice."""

from datetime import date

import httpx

from events_app import i18n
from events_app.directory import places
from tests import make
from tests.directory import asking


def test_each_of_the_63_went_into_one_of_the_34() -> None:
    today = places.provinces(places.Set.NEW)
    assert {one.became for one in places.provinces(places.Set.OLD).values()} == set(today)
    assert all(one.became == one.code for one in today.values())
    before = places.province("63", "24")
    assert before is not None
    assert today[before.became].name["vi"] == "Bắc Ninh"


def test_indonesians_read_vietnamese_names_as_the_english_do_and_regions_in_their_language() -> None:
    for which in places.Set:
        for one in places.provinces(which).values():
            english, indonesian = (i18n.localized(one.name, language) for language in ("en", "id"))
            assert english
            assert indonesian == ("Kota Ho Chi Minh" if one.code == "79" else english)
            assert i18n.localized(one.region, "id") != i18n.localized(one.region, "en")
    assert {region["id"] for region in places.regions(places.Set.NEW).values()} == {
        "Delta Mekong",
        "Delta Sungai Merah",
        "Perbukitan dan Pegunungan Utara",
        "Pesisir Tengah Selatan dan Dataran Tinggi Tengah",
        "Tengah Utara",
        "Tenggara",
    }


async def test_the_statistics_name_regions_in_indonesian(client: httpx.AsyncClient, cast: make.Cast) -> None:
    assert cast.binh.organization is not None
    await make.product(cast.binh.organization, certified={})
    told = (await client.get(f"{asking.API}/statistics/products?set=34")).json()["by_region"]
    assert [one["name"]["id"] for one in told] == ["Delta Sungai Merah"]
    page = await client.get("/statistics?set=34", headers={"Accept-Language": "id"})
    assert "Delta Sungai Merah" in page.text
    assert "Red River Delta" not in page.text


def test_a_province_is_chosen_in_a_form_by_set_and_code() -> None:
    assert places.placed({"province_code": "63-24"}) == {"province_set": "63", "province_code": "24"}
    assert places.placed({"province_code": "24"}) == {"province_code": "24"}
    assert places.placed({}) == {}
    codes = [code for code, _ in places.choices()]
    assert len(codes) == len(set(codes)) == 97
    assert codes[:1] == ["34-91"]


async def test_provinces_are_known_by_code_together_with_set(client: httpx.AsyncClient, database: None) -> None:
    old = (await client.get(f"{asking.API}/provinces", params={"set": "63"})).json()["items"]
    new = (await client.get(f"{asking.API}/provinces", params={"set": "34"})).json()["items"]
    assert (len(old), len(new)) == (63, 34)
    assert next(p for p in old if p["code"] == "24")["name"]["vi"] == "Bắc Giang"
    assert next(p for p in new if p["code"] == "24")["name"]["vi"] == "Bắc Ninh"
    assert [p["name"]["vi"] for p in new][:2] == ["An Giang", "Bắc Ninh"]
    assert new[-1]["name"]["vi"] == "Vĩnh Long"
    assert (await client.get(f"{asking.API}/provinces", params={"set": "35"})).status_code == 422
    assert (await client.get(f"{asking.API}/provinces")).status_code == 422


def test_the_merger_has_a_date() -> None:
    assert places.set_on(date(2025, 6, 30)) == places.Set.OLD
    assert places.set_on(date(2025, 7, 1)) == places.Set.NEW


def test_there_were_six_cities_and_since_30_april_2026_there_are_seven() -> None:
    def cities(which: str, on: date) -> list[str]:
        return [one.name["vi"] for one in places.provinces(places.Set(which)).values() if places.is_city(one, on)]

    assert len(cities("63", date(2024, 12, 31))) == 5
    assert len(cities("63", date(2025, 6, 30))) == 6
    assert len(cities("34", date(2026, 4, 29))) == 6
    assert len(cities("34", date(2026, 4, 30))) == 7
    assert "Đồng Nai" in cities("34", date(2026, 4, 30))
    assert "Bình Phước" not in cities("63", date(2026, 4, 30))


def test_a_province_lies_in_the_other_set_where_that_can_be_said() -> None:
    def within(which: str, code: str, other: str) -> str | None:
        given = places.province(which, code)
        assert given is not None
        found = places.within(given, places.Set(other))
        return found.name["vi"] if found else None

    assert within("63", "24", "34") == "Bắc Ninh"
    assert within("34", "04", "63") == "Cao Bằng"
    assert within("34", "24", "63") is None
    assert within("34", "24", "34") == "Bắc Ninh"
    assert [one.name["vi"] for one in places.made_of("25")] == ["Hòa Bình", "Phú Thọ", "Vĩnh Phúc"]


def test_a_region_is_that_of_the_borders_that_are_asked_for() -> None:
    def region(which: str, code: str, by: str) -> str | None:
        given = places.province(which, code)
        assert given is not None
        found = places.region_within(given, places.Set(by))
        return found["en"] if found else None

    assert region("63", "80", "63") == "Mekong Delta"  # Long An
    assert region("63", "80", "34") == "South East"
    assert region("34", "19", "63") == "Northern Midlands and Mountains"  # both that went into it lay there
    assert region("34", "80", "63") is None  # Tây Ninh and Long An did not


def test_counts_sum_to_the_same_in_either_set() -> None:
    counts: dict[tuple[str | None, str | None], int] = {
        (one.set, one.code): 3**n % 97 for n, one in enumerate(every_province())
    }
    counts[None, None] = 7
    counts["34", "99"] = 2
    new, old = places.summed(counts, places.Set.NEW), places.summed(counts, places.Set.OLD)
    assert sum(new.values()) == sum(old.values()) == sum(counts.values())
    assert new[None] == 9
    assert len(new) == 35
    assert len(old) == 64
    assert old[None] > new[None]


def every_province() -> list[places.Province]:
    return [one for which in places.Set for one in places.provinces(which).values()]


async def test_a_province_is_looked_up_as_people_write_it(client: httpx.AsyncClient, database: None) -> None:
    async def named(**query: str) -> list[str]:
        answer = await client.get(f"{asking.API}/provinces", params=query)
        assert answer.status_code == 200, answer.text
        return [f"{one['set']}-{one['code']}" for one in answer.json()["items"]]

    assert await named(name="Đăk Lăk") == ["34-66", "63-66"]
    assert await named(name="bac giang") == ["63-24"]
    assert await named(name="Bắc Ninh", on="2024-05-01") == ["63-27"]
    assert await named(name="24", set="34") == ["34-24"]
    assert await named(name="24", on="2025-07-01") == ["34-24"]
    assert await named(name="Atlantis") == []
    assert len(await named(on="2025-06-30")) == 63


async def test_24_alone_is_refused_with_the_question_which_set(client: httpx.AsyncClient, database: None) -> None:
    answer = await client.get(f"{asking.API}/provinces", params={"name": "24"}, headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (422, "which-set")
    assert answer.json()["detail"].startswith("Say which set of provinces")
    assert [(one["set"], one["name"]) for one in answer.json()["candidates"]] == [
        ("34", "Bac Ninh"),
        ("63", "Bac Giang"),
    ]
    for listed in ("organizations", "venues"):
        answer = await client.get(f"{asking.API}/{listed}", params={"province_code": "24"})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "province_code")
    answer = await client.get(f"{asking.API}/events", params={"province": "24"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "province")

"""Provinces, whose codes were used twice."""

import httpx

from events_app.directory import places
from tests.directory import asking


def test_each_of_the_63_went_into_one_of_the_34() -> None:
    today = places.provinces(places.Set.NEW)
    assert {one.became for one in places.provinces(places.Set.OLD).values()} == set(today)
    assert all(one.became == one.code for one in today.values())
    before = places.province("63", "24")
    assert before is not None
    assert today[before.became].name["vi"] == "Bắc Ninh"


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

"""A place beside what is looked for."""

import pytest

from events_app.directory import locating, places


@pytest.mark.parametrize(
    ("typed", "rest", "found"),
    [
        ("mat ong dak lak", "mat ong", {("34", "66"), ("63", "66")}),
        ("dak lak mat ong", "mat ong", {("34", "66"), ("63", "66")}),
        ("mat ong dak lka", "mat ong dak lka", set()),
        ("mat ong t dak lak", "mat ong", {("34", "66"), ("63", "66")}),
        ("ca phe tp ho chi minh", "ca phe", {("34", "79"), ("63", "79")}),
        ("vai thieu bac giang", "vai thieu", {("63", "24")}),
        ("ha noi", "", {("34", "01"), ("63", "01")}),
        ("mat ong hoa nhan", "mat ong hoa nhan", set()),
        ("24", "24", set()),
    ],
)
def test_a_place_is_told_from_what_is_looked_for(typed: str, rest: str, found: set[tuple[str, str]]) -> None:
    bare, provinces = locating.called(typed)
    assert (bare, {(one.set.value, one.code) for one in provinces}) == (rest, found)


@pytest.mark.parametrize(
    ("typed", "rest", "found"),
    [
        ("mat ong dak lka", "mat ong", {("34", "66"), ("63", "66")}),
        ("mat ong dak lak", "mat ong dak lak", set()),  # that is no slip
        ("mat ong hoa nhan", "mat ong hoa nhan", set()),
    ],
)
def test_a_place_is_meant_with_a_slip_in_its_name(typed: str, rest: str, found: set[tuple[str, str]]) -> None:
    bare, provinces = locating.meant(typed)
    assert (bare, {(one.set.value, one.code) for one in provinces}) == (rest, found)


def test_a_province_finds_addresses_of_either_set_that_lie_in_it() -> None:
    _, bac_ninh = locating.called("bac ninh")
    condition, values = locating.lying_in(places.covered(*bac_ninh), 3)
    assert "ANY($3::text[])" in condition
    assert values == [["24"], ["24", "27"]]

"""How long a certificate is valid."""

from datetime import date

import pytest

from events_app.directory import declaring


@pytest.mark.parametrize(
    ("issued_on", "last_on"),
    [
        (date(2025, 1, 10), date(2028, 1, 10)),
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2025, 12, 31), date(2028, 12, 31)),
        (date(2021, 2, 28), date(2024, 2, 28)),
    ],
)
def test_a_certificate_is_valid_for_36_months(issued_on: date, last_on: date) -> None:
    assert declaring.valid_to(issued_on) == last_on


def test_a_potential_five_star_product_has_four_stars_or_none() -> None:
    for stars, fields in [(None, []), (4, []), (3, ["potential_five"]), (5, ["potential_five"])]:
        assert [wrong.field for wrong in declaring.wrongs({"stars": stars, "potential_five": True})] == fields

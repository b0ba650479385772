"""Only what measures the same is compared."""

from decimal import Decimal

import pytest

from events_app.distribution import measuring


@pytest.mark.parametrize(
    ("volume", "unit", "found"),
    [
        (2000, "kg", {"kg": 2000, "Tấn": 2, "tạ": 20, "g": 2_000_000}),
        (2, "tấn", {"kg": 2000, "Tấn": 2, "tạ": 20, "g": 2_000_000}),
        (5, "lit", {"lít": 5, "ml": 5000}),
        (5, "HOP", {"hộp": 5, "Hộp": 5}),
        (5, "tá", {"tá": 5}),
        (5, "thùng", {}),
    ],
)
def test_a_volume_is_as_much_in_units_of_the_same_measure(volume: int, unit: str, found: dict[str, int]) -> None:
    units = ["kg", "Tấn", "tạ", "g", "lít", "ml", "hộp", "Hộp", "tá"]
    assert measuring.enough(Decimal(volume), unit, units) == {name: Decimal(least) for name, least in found.items()}

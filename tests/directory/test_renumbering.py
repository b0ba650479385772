"""The numbers of before are those of today of the same place."""

import phonenumbers
import pytest

from events_app.directory import renumbering


def test_every_area_of_the_63_that_changed_has_a_code_of_its_own_today() -> None:
    areas = renumbering._AREAS
    assert len(areas) == len(set(areas.values())) == 59
    for code in areas.values():
        lines = "38251234" if len(code) == 2 else "3825123"
        assert phonenumbers.is_valid_number(phonenumbers.parse(f"0{code}{lines}", "VN"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2403876001", "2043876001"),
        ("438251234", "2438251234"),
        ("838221234", "2838221234"),
        ("203820123", "2143820123"),
    ],
)
def test_landlines(old: str, new: str) -> None:
    assert renumbering.landline(old) == new


@pytest.mark.parametrize(
    "national", ["", "2438251234", "2103846000", "240387600", "24038760011", "43825123", "912345678"]
)
def test_what_was_no_landline_of_before(national: str) -> None:
    assert renumbering.landline(national) is None


@pytest.mark.parametrize(("old", "new"), [("1682345678", "382345678"), ("1234567890", "834567890"), ("1682345", None)])
def test_mobiles(old: str, new: str | None) -> None:
    assert renumbering.mobile(old) == new

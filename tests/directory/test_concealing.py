"""Twelve digits in what everybody may read are masked where they stand already."""

import pytest

from events_app.directory import concealing


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Số 079123456789.", "Số *********789."),
        ("079 123 456 789", "*********789"),
        ("0123456789-001", "0123456789-001"),
        ("1234567890123", "1234567890123"),
        ("08/05/2025 12/05/2026", "08/05/2025 12/05/2026"),
    ],
)
def test_twelve_digits_are_never_shown_whole(written: str, kept: str) -> None:
    assert concealing.masked(written) == kept

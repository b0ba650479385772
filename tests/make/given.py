"""What the rows of tests have in common: the moment at which they are made, the days of the fair, a number of their own."""

from datetime import UTC, date, datetime

NOW = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)  # Monday, 09:00 in Viet Nam
FIRST_ON, LAST_ON = date(2026, 12, 16), date(2026, 12, 20)

_count = 0


def nth() -> int:
    """A number that no row has had yet."""
    global _count
    _count += 1
    return _count

"""Which certificates lapse soon."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from events_app import db
from events_app.directory import lapsing
from tests import make

ON = date(2026, 12, 7)
Rating = tuple[int, int, int | None]  # issued, ends, revoked: days from ON


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("ratings", "lapses"),
    [
        ([(-900, 90, None)], True),
        ([(-900, 0, None)], True),
        ([(-900, 91, None)], False),
        ([(-900, -1, None)], False),
        ([(-900, 40, 0)], False),
        ([(-900, 40, 1)], True),
        ([(1, 40, None)], False),
        ([(-900, 40, None), (-1, 900, None)], False),
        ([(-900, 40, None), (-1, 900, -1)], False),
        ([(-900, 900, None), (-1, 40, None)], True),
        ([(-900, 40, None), (41, 900, None)], False),
        ([(-900, 40, None), (42, 900, None)], True),
        ([(-900, 40, None), (41, 900, 41)], True),
        ([(-900, 40, None), (41, 900, 42)], False),
    ],
)
async def test_what_counts_ends_soon_and_is_not_taken_over_lapses(ratings: Sequence[Rating], lapses: bool) -> None:
    product = await make.product(await make.organization(), certified=_said(*ratings[0]))
    for rating in ratings[1:]:
        await make.certificate(product, **_said(*rating))
    rows = await db.fetch(f"SELECT id FROM certificate WHERE {lapsing.in_sql('$1', '$2')}", ON, ON + timedelta(90))
    assert len(rows) == lapses


def _said(issued: int, ends: int, revoked: int | None) -> dict[str, Any]:
    return {
        "issued_on": ON + timedelta(issued),
        "valid_to": ON + timedelta(ends),
        "revoked_on": None if revoked is None else ON + timedelta(revoked),
    }

"""The batches in which a list goes into the directory, and what PostgreSQL learns of it meanwhile."""

from datetime import datetime

import pytest

from events_app import db
from events_app.imports import entering
from tests import make
from tests.imports import asking

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize(
    ("entities", "sizes"), [(3, [2, 1]), (4, [2, 2]), (6, [3, 3]), (9, [3, 3, 3]), (11, [3, 3, 3, 2])]
)
async def test_batches_that_go_beside_each_other_are_of_one_size(
    entities: int, sizes: list[int], cast: make.Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entering, "ENTITIES", 4)
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(n) for n in range(1, entities + 1)]), at=at)
    await asking.brought(cast.an, row, at=at)
    made = await db.fetch("SELECT cardinality(rows) AS n FROM import_made WHERE noun = 'organization' ORDER BY message")
    assert [one["n"] for one in made] == sizes


async def test_postgresql_looks_over_what_a_long_list_brings_before_all_of_it_is_in(
    cast: make.Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entering, "ENTITIES", 2)
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(n) for n in range(1, 7)]), at=at)
    assert not await looked_over("organization")
    await asking.brought(cast.an, row, at=at)
    assert {"alike", "tax_code"} <= await looked_over("organization")


async def looked_over(table: str) -> set[str]:
    """The columns of which PostgreSQL knows what stands in them."""
    return {row["attname"] for row in await db.fetch("SELECT attname FROM pg_stats WHERE tablename = $1", table)}

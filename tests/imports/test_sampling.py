"""While a long list is read PostgreSQL looks over what is there of it: else plans are those of an empty table."""

import re
from datetime import datetime

import pytest

from events_app import db
from events_app.imports import reading
from tests import counting, make
from tests.imports import asking

pytestmark = pytest.mark.usefixtures("database")
SAMPLED = "SELECT most_common_vals::text AS values FROM pg_stats WHERE tablename = $1 AND attname = 'within'"
_OF_READING = re.compile(r"\s*(?:ANALYZE|UPDATE import SET rows_read = rows_read)")


@pytest.mark.parametrize("enough", [200, 10_000])
async def test_a_sample_is_taken_once_as_soon_as_enough_is_there_or_all_of_it(
    cast: make.Cast, at: datetime, monkeypatch: pytest.MonkeyPatch, enough: int
) -> None:
    monkeypatch.setattr(reading, "BATCH", 100)
    monkeypatch.setattr(reading, "ENOUGH", enough)
    file = asking.a_csv([asking.a_row(n) for n in range(400)])
    async with counting.statements() as statements:
        row = await asking.read(cast.an, file, at=at)
    for table in ("import_row", "import_entity"):
        [sampled] = await db.fetch(SAMPLED, table)
        assert str(row.id) in sampled["values"]
    said = ["look over" if one.startswith("ANALYZE") else "rows" for one in statements if _OF_READING.match(one)]
    kept = min(enough, 400) // 100
    assert said == ["rows"] * kept + ["look over"] + ["rows"] * (len(said) - kept - 1)
    assert said.count("rows") >= 4

"""Entities of one name in two provinces of before, which are one province now.

Bến Tre and Trà Vinh are Vĩnh Long today, and there is an HTX Tân Tiến in every province.
"""

from datetime import datetime
from typing import Any

import pytest

from events_app import db
from tests import make
from tests.imports import asking, invented

pytestmark = pytest.mark.usefixtures("database")
FIRST = asking.a_row(1, entity="HTX Tân Tiến", province="Bến Tre", representative="", phone="")


def the_other(**said: Any) -> list[Any]:
    return asking.a_row(2, **{"entity": "HTX Tân Tiến", "province": "Trà Vinh", "representative": "", **said})


async def entities(cast: make.Cast, at: datetime, *rows: list[Any]) -> dict[str, int]:
    """What becomes of the entities of these rows."""
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    found: dict[str, int] = row.counts["entities"]
    return found


async def test_they_are_two_where_nobody_is_said_to_represent_both(cast: make.Cast, at: datetime) -> None:
    row = await asking.read(cast.an, asking.a_csv([FIRST, the_other()]), at=at)
    assert row.counts["entities"] == {"create": 2}
    await asking.brought(cast.an, row, at=at)
    found = await db.fetch(
        "SELECT province_code, product.name FROM product JOIN organization ON organization.id = organization ORDER BY 2"
    )
    assert [(one["province_code"], one["name"]) for one in found] == [("83", "Trà mẫu 1"), ("84", "Trà mẫu 2")]
    assert await entities(cast, at, the_other(), FIRST) == {"same": 2}


@pytest.mark.parametrize("more", [{}, {"code": invented.MAKERS[0].code}, {"representative": "Bà Sen"}])
async def test_the_other_is_another_one_whatever_more_is_said_of_it(
    more: dict[str, Any], cast: make.Cast, at: datetime
) -> None:
    other = the_other(**more)
    assert await entities(cast, at, FIRST, other) == {"create": 2}
    await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv([FIRST]), at=at), at=at)
    assert await entities(cast, at, other) == {"create": 1}
    assert await entities(cast, at, FIRST) == {"same": 1}


async def test_they_are_one_where_one_person_represents_both(cast: make.Cast, at: datetime) -> None:
    first, other = ([*one[:8], "Bà Sen", *one[9:]] for one in (FIRST, the_other()))
    assert await entities(cast, at, first, other) == {"create": 1}


async def test_one_of_the_province_of_today_may_be_either(cast: make.Cast, at: datetime) -> None:
    await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv([FIRST, the_other()]), at=at), at=at)
    assert await entities(cast, at, the_other(province="Vĩnh Long")) == {"ask": 1}

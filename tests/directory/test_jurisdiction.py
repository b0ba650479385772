"""For which entities an authority speaks."""

import pytest

from events_app import db
from events_app.directory import jurisdiction
from events_app.directory.tables import Kind
from tests import make


@pytest.mark.parametrize(
    ("authority", "entity", "covered"),
    [
        (("34", "01"), ("34", "01"), True),
        (("34", "01"), ("34", "24"), False),
        (("34", "24"), ("63", "24"), True),  # Bắc Giang lies in today's Bắc Ninh
        (("34", "24"), ("63", "27"), True),  # and so does the Bắc Ninh of before
        (("63", "27"), ("63", "24"), True),  # the authority of the old one speaks for the whole new unit
        (("63", "24"), ("34", "24"), True),
        (("34", "24"), ("63", "01"), False),
        (("34", "82"), ("63", "87"), True),  # Đồng Tháp, which had 87
        (("34", "24"), (None, None), False),
        ((None, None), ("34", "24"), False),
        ((None, None), (None, None), False),
    ],
)
async def test_an_authority_covers_its_province_since_the_merger_the_whole_new_unit(
    database: None, authority: tuple[str, str], entity: tuple[str, str], covered: bool
) -> None:
    judge = await make.organization(Kind.AUTHORITY, province_set=authority[0], province_code=authority[1])
    judged = await make.organization(province_set=entity[0], province_code=entity[1])
    assert jurisdiction.covers(judge, judged) is covered
    condition, given = jurisdiction.within(jurisdiction.unit_of(judge), 2)
    rows = await db.fetch(f"SELECT id FROM organization WHERE id = $1 AND {condition}", judged.id, *given)
    assert (len(rows) == 1) is covered


async def test_only_an_authority_speaks_for_a_province(database: None) -> None:
    organizer = await make.organization(Kind.ORGANIZER)
    assert jurisdiction.unit_of(organizer) is None
    assert jurisdiction.covers(organizer, await make.organization()) is False

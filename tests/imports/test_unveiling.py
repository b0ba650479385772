"""Rows that are returned have the numbers of people hidden: sent again they say what they said before, or they come back."""

from datetime import datetime
from typing import Any

import pytest

from events_app import db
from events_app.directory import masking
from events_app.directory.tables import EntityKind, Kind
from events_app.imports import veiling
from events_app.imports.tables import Import
from tests import make
from tests.imports import asking
from tests.imports.known import an_entity
from tests.imports.sent_out import returned, sheet
from tests.imports.test_personal import NUMBERS

pytestmark = pytest.mark.usefixtures("database")


async def sent_back(row: Import, **corrected: str) -> list[list[Any]]:
    """The returned rows as cells under the heads of such a list, with these columns written anew."""
    heads, *lines = sheet(await returned(row))
    for line in lines:
        for name, value in corrected.items():
            line[heads.index(name)] = value
    return [heads, *lines]


async def read_again(person: make.Person, lines: list[list[Any]], at: datetime) -> Import:
    return await asking.read(person, asking.a_csv(lines[1:], lines[0]), at=at)


def reasons(rows: list[dict[str, Any]]) -> list[str]:
    return [one["wrongs"][0][1] if one["wrongs"] else one["outcome"] for one in rows]


async def people() -> list[tuple[str, str]]:
    rows = await db.fetch(
        "SELECT name, number FROM personal_number JOIN organization ON organization.id = organization ORDER BY name"
    )
    return [(row["name"], row["number"]) for row in rows]


async def test_a_spreadsheet_of_returned_rows_that_is_sent_unchanged_brings_none_of_them_in(
    cast: make.Cast, at: datetime
) -> None:
    rows = [
        asking.a_row(1, entity="HTX Mặt Nạ 1", code=NUMBERS[1]),  # a cooperative has no personal number
        asking.a_row(2, entity=f"Hộ KD Mặt Nạ {NUMBERS[2]}"),
        asking.a_row(3, entity="Hộ KD Mặt Nạ 3", code="123456789"),
        asking.a_row(4, entity="Hộ KD Mặt Nạ 4", code=NUMBERS[4], stars="9"),
        asking.a_row(5, product=f"Trà {NUMBERS[5]}"),
    ]
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    assert row.counts["rows"] == {"fault": 5}
    before = reasons(await asking.rows(row))
    again = await read_again(cast.an, await sent_back(row), at)
    assert again.counts["rows"] == {"fault": 5}
    assert reasons(await asking.rows(again))[0] == before[0]
    hidden, told = "A number of a person was hidden here by stars: write this without it.", veiling.NUMBER_HIDDEN
    assert [reasons(await asking.rows(again))[n] for n in (1, 2, 4)] == [hidden, told, hidden]


async def test_a_hidden_number_is_the_one_that_the_list_said_that_is_not_in_yet(cast: make.Cast, at: datetime) -> None:
    rows = [asking.a_row(n, entity=f"Hộ KD Mặt Nạ {n}", code=NUMBERS[n], stars="9") for n in (1, 2)]
    rows.append(asking.a_row(3, entity="Hộ KD Mặt Nạ 2", code=NUMBERS[2], stars="9", representative="Người Khác"))
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    lines = await sent_back(row, **{"Hạng sao": "4"})
    again = await read_again(cast.an, lines, at)
    assert again.counts["rows"] == {"create": 3}
    assert again.counts["entities"]["create"] == 2
    again = await asking.brought(cast.an, again, at=at)
    assert again.counts["rows"] == {"create": 3}
    assert await people() == [(f"Hộ KD Mặt Nạ {n}", NUMBERS[n]) for n in (1, 2)]
    assert NUMBERS[1] not in str(await db.fetch("SELECT to_jsonb(import_entity) - 'personal' FROM import_entity"))
    assert await db.fetch("SELECT FROM import_entity WHERE within = $1 AND personal IS NOT NULL", again.id) == []


async def test_one_whose_number_nobody_has_any_more_is_written_again(cast: make.Cast, at: datetime) -> None:
    good = asking.a_row(9)
    row = await asking.read(
        cast.an, asking.a_csv([asking.a_row(1, entity="Hộ Mặt Nạ", code=NUMBERS[1], stars="9"), good]), at=at
    )
    row = await asking.brought(cast.an, row, at=at)
    lines = await sent_back(row, **{"Hạng sao": "4"})
    again = await read_again(cast.an, lines, at)
    assert reasons(await asking.rows(again)) == [veiling.NUMBER_HIDDEN]
    assert [one["wrongs"][0][0] for one in await asking.rows(again)] == ["tax_code"]
    lines = await sent_back(row, **{"Hạng sao": "4", "Mã số thuế": NUMBERS[1]})
    again = await asking.brought(cast.an, await read_again(cast.an, lines, at), at=at)
    assert await people() == [("Hộ Mặt Nạ", NUMBERS[1])]


async def test_numbers_of_somebody_else_s_list_and_several_that_end_alike_are_not_taken(
    cast: make.Cast, at: datetime
) -> None:
    ends_alike = f"001{NUMBERS[1][3:]}"
    rows = [asking.a_row(1, entity="Hộ Mặt Nạ", code=NUMBERS[1], stars="9")]
    row = await asking.read(cast.an, asking.a_csv(rows), at=at)
    lines = await sent_back(row, **{"Hạng sao": "4"})
    other = await make.person("Khác", await make.organization(Kind.ORGANIZER))
    theirs = await read_again(other, lines, at)
    assert reasons(await asking.rows(theirs)) == [veiling.NUMBER_HIDDEN]
    assert (await read_again(cast.an, lines, at)).counts["rows"] == {"create": 1}
    again = asking.a_csv([asking.a_row(1, entity="Hộ Mặt Nạ", code=ends_alike, stars="9")])
    await asking.read(cast.an, again, at=at)
    assert (await read_again(cast.an, lines, at)).counts["rows"] == {"fault": 1}


async def test_a_household_that_is_known_is_known_by_name_province_and_the_end_of_its_number(
    cast: make.Cast, at: datetime
) -> None:
    said: dict[str, Any] = {"entity_kind": EntityKind.HOUSEHOLD, "representative": "Bà Sen"}
    kept = await an_entity(cast, "Hộ Mặt Nạ", **said)
    await masking.keep(kept.id, NUMBERS[1], at=at)
    second = await an_entity(cast, "Hộ Mặt Nạ", **said)
    await masking.keep(second.id, NUMBERS[2], at=at)
    hidden = f"*********{NUMBERS[1][-3:]}"
    rows = {"entity": "Hộ Mặt Nạ", "phone": "", "representative": "Bà Sen"}
    read = await asking.read(cast.an, asking.a_csv([asking.a_row(1, **rows, code=hidden)]), at=at)
    assert read.counts["entities"] == {"same": 1}
    for name, value in (("code", "*********999"), ("province", "Hà Nội"), ("entity", "Hộ Khác")):
        other = asking.a_csv([asking.a_row(1, **{**rows, "code": hidden, name: value})])
        assert (await asking.read(cast.an, other, at=at)).counts["rows"] == {"fault": 1}
    await asking.brought(cast.an, read, at=at)
    assert [one["organization"] for one in await db.fetch("SELECT organization FROM product")] == [kept.id]

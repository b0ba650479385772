"""What somebody said once of an entity is answered already in the next list, where it can be said otherwise."""

from datetime import datetime

import pytest

from events_app import db
from events_app.actor import as_actor
from events_app.directory import merging
from events_app.directory.tables import Organization
from events_app.imports import matching, meant
from tests import make
from tests.imports import asking
from tests.imports.test_answering import answered, asked
from tests.imports.test_matching import an_entity

pytestmark = pytest.mark.usefixtures("database")
FILE = asking.a_csv([asking.a_row(1, representative="Ai Đó")])


async def outcome(cast: make.Cast, at: datetime) -> tuple[dict[str, int], list[str]]:
    """What becomes of the entities of the list, and how its questions are answered."""
    row = await asking.read(cast.an, FILE, at=at)
    return row.counts["entities"], [one["answer"] for one in await asked(row)]


async def two_of_one_name(cast: make.Cast) -> tuple[Organization, Organization]:
    first = await an_entity(cast, representative="Người khác", phone="+84912300001")
    return first, await an_entity(cast, representative="Người thứ ba")


async def test_the_next_list_is_answered_already_until_it_was_said_otherwise(cast: make.Cast, at: datetime) -> None:
    kept, _ = await two_of_one_name(cast)
    assert await outcome(cast, at) == ({"ask": 1}, [""])
    row = await asking.read(cast.an, FILE, at=at)
    (question,) = await asked(row)
    row = await answered(cast, row, {question["id"]: ("same", kept.id)}, at=at)
    assert await outcome(cast, at) == ({"change": 1}, ["same"])  # of its representative
    again = await asking.read(cast.an, FILE, at=at)
    await asking.brought(cast.an, again, at=at)
    assert [one["organization"] for one in await db.fetch("SELECT organization FROM product")] == [kept.id]
    await db.fetch(
        "UPDATE organization SET representative = 'Người khác' WHERE id = $1", kept.id
    )  # as its own people do
    assert await outcome(cast, at) == ({"change": 1}, ["same"])
    await answered(cast, row, {question["id"]: ("new", None)}, at=at)
    assert await outcome(cast, at) == ({"ask": 1}, [""])


async def test_what_was_said_last_counts(cast: make.Cast, at: datetime) -> None:
    kept, other = await two_of_one_name(cast)
    row = await asking.read(cast.an, FILE, at=at)
    (question,) = await asked(row)
    for meant_now in (kept, other):
        row = await answered(cast, row, {question["id"]: ("same", meant_now.id)}, at=at)
    (again,) = await asked(await asking.read(cast.an, FILE, at=at))
    assert (again["answer"], again["chosen"]) == ("same", other.id)


async def test_of_a_record_that_was_merged_the_one_that_it_became_is_meant(cast: make.Cast, at: datetime) -> None:
    kept, other = await two_of_one_name(cast)
    third = await an_entity(cast, representative="Người thứ tư")
    row = await asking.read(cast.an, FILE, at=at)
    (question,) = await asked(row)
    await answered(cast, row, {question["id"]: ("same", kept.id)}, at=at)
    with as_actor(cast.an.actor):
        await merging.merge(kept, other, at=at)
    assert (await outcome(cast, at))[1] == ["same"]
    assert third.id != other.id


async def test_what_one_importer_meant_says_nothing_to_another_and_tells_nothing_of_the_list(
    cast: make.Cast, at: datetime
) -> None:
    kept, _ = await two_of_one_name(cast)
    row = await asking.read(cast.an, FILE, at=at)
    (question,) = await asked(row)
    await answered(cast, row, {question["id"]: ("same", kept.id)}, at=at)
    (entity,) = await db.fetch("SELECT * FROM import_entity")
    key = matching.said(entity).key
    assert await meant.before(row.organization, [key]) == {key: kept.id}
    assert await meant.before(None, [key]) == {}
    (found,) = await db.fetch("SELECT key FROM import_meant")
    assert found["key"] not in {key, entity["key"]}

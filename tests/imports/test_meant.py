"""What somebody said once of an entity is answered already in the next list, where it can be said otherwise."""

from datetime import datetime

import pytest

from events_app import db
from events_app.actor import as_actor
from events_app.directory import merging
from events_app.directory.tables import Organization
from events_app.imports import filing, meant
from tests import make
from tests.imports import asking
from tests.imports.known import BARE as BARE_OF_TWO
from tests.imports.known import CODE, TWO, an_entity
from tests.imports.test_answering import answered, asked, read_anew

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
    key = filing.entity(entity).key
    assert await meant.before(row.organization, [key]) == {key: kept.id}
    assert await meant.before(None, [key]) == {}
    (found,) = await db.fetch("SELECT key FROM import_meant")
    assert found["key"] not in {key, entity["key"]}


BARE = asking.a_csv([asking.a_row(1, representative="", phone="")])


async def brought_again(cast: make.Cast, file: bytes, at: datetime) -> tuple[dict[str, dict[str, int]], set[str]]:
    """What the same file does once more, and how its questions are answered; nothing is written by it."""
    before = await db.fetch("SELECT id, version FROM organization ORDER BY id")
    row = await asking.read(cast.an, file, at=at)
    counts, answers = row.counts, {one["answer"] for one in await asked(row)}
    await asking.brought(cast.an, row, at=at)
    assert await db.fetch("SELECT id, version FROM organization ORDER BY id") == before
    return counts, answers


async def test_who_was_said_to_be_new_is_known_when_the_same_file_comes_again(cast: make.Cast, at: datetime) -> None:
    """Another one of this very name is known, so that the name alone would be asked about for ever."""
    await an_entity(cast, representative="Người khác")
    row = await asking.read(cast.an, BARE, at=at)
    (question,) = await asked(row)
    row = await answered(cast, row, {question["id"]: ("new", None)}, at=at)
    await asking.brought(cast.an, row, at=at)
    assert await brought_again(cast, BARE, at) == ({"rows": {"same": 1}, "entities": {"same": 1}}, {"same"})
    assert await brought_again(cast, BARE, at) == ({"rows": {"same": 1}, "entities": {"same": 1}}, {"same"})


@pytest.mark.parametrize("file", [BARE, asking.a_csv([*TWO, BARE_OF_TWO])], ids=["new", "one of the list"])
async def test_who_was_said_to_be_new_before_a_column_was_corrected_is_known_when_the_same_file_comes_again(
    file: bytes, cast: make.Cast, at: datetime
) -> None:
    """The list that is read anew has its entities under other ids."""
    await an_entity(cast, representative="Người khác")
    row = await asking.read(cast.an, file, at=at)
    (question,) = await asked(row)
    said = ("same", question["candidates"][1]["id"]) if len(question["candidates"]) > 1 else ("new", None)
    row = await answered(cast, row, {question["id"]: said}, at=at)
    row = await read_anew(cast, row, at=at, mapping=row.mapping)
    await asking.brought(cast.an, row, at=at)
    counts, answers = await brought_again(cast, file, at)
    assert (set(counts["rows"]), answers) == ({"same"}, {"same"})


async def test_a_list_that_is_read_anew_forgets_nothing_that_another_one_was_told_since(
    cast: make.Cast, at: datetime
) -> None:
    kept, _ = await two_of_one_name(cast)
    first = await asking.read(cast.an, FILE, at=at)
    (question,) = await asked(first)
    first = await answered(cast, first, {question["id"]: ("new", None)}, at=at)
    second = await asking.read(cast.an, FILE, at=at)
    (question,) = await asked(second)
    await answered(cast, second, {question["id"]: ("same", kept.id)}, at=at)
    await read_anew(cast, first, at=at)
    assert (await outcome(cast, at))[1] == ["same"]


async def test_who_was_said_to_be_new_is_asked_about_while_it_is_not_in_or_no_longer(
    cast: make.Cast, at: datetime
) -> None:
    await an_entity(cast, representative="Người khác")
    row = await asking.read(cast.an, BARE, at=at)
    (question,) = await asked(row)
    row = await answered(cast, row, {question["id"]: ("new", None)}, at=at)
    assert [one["answer"] for one in await asked(await asking.read(cast.an, BARE, at=at))] == [""]
    row = await asking.brought(cast.an, row, at=at)
    await asking.undone(cast.an, row, at=at)
    assert [one["answer"] for one in await asked(await asking.read(cast.an, BARE, at=at))] == [""]


async def test_who_was_said_to_be_one_of_the_list_is_known_when_the_same_file_comes_again(
    cast: make.Cast, at: datetime
) -> None:
    file = asking.a_csv([*TWO, BARE_OF_TWO])
    row = await asking.read(cast.an, file, at=at)
    (question,) = await asked(row)
    row = await answered(cast, row, {question["id"]: ("same", question["candidates"][1]["id"])}, at=at)
    await asking.brought(cast.an, row, at=at)
    assert await brought_again(cast, file, at) == ({"rows": {"same": 3}, "entities": {"same": 3}}, {"same"})


async def test_one_of_the_list_that_the_directory_knows_is_meant_as_it_is_known(cast: make.Cast, at: datetime) -> None:
    kept = await an_entity(cast, "Hợp tác xã Mẫu", representative="Người trước", tax_code=CODE)
    renewed = asking.a_row(1, entity="Hợp tác xã Mẫu", representative="Người Mẫu 1", code=CODE)
    file = asking.a_csv([renewed, TWO[1], BARE_OF_TWO])
    row = await asking.read(cast.an, file, at=at)
    other, bare = await asked(row)
    assert [one["representative"] for one in bare["candidates"]] == ["Người trước", "Người Mẫu 2"]  # each of them once
    row = await answered(cast, row, {other["id"]: ("new", None), bare["id"]: ("same", kept.id)}, at=at)
    await asking.brought(cast.an, row, at=at)
    assert await db.fetch("SELECT count(*) AS n FROM product WHERE organization = $1", kept.id) == [{"n": 2}]
    assert await brought_again(cast, file, at) == ({"rows": {"same": 3}, "entities": {"same": 3}}, {"same"})

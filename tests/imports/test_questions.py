"""Whoever a list may mean is asked about: each question is answered, or comes back with its row."""

from datetime import datetime
from uuid import UUID

import pytest

from events_app import db
from events_app.actor import as_actor
from events_app.directory import merging
from events_app.errors import Invalid, NotFound
from events_app.imports import answering, queries, uploading
from events_app.paging import Page
from tests import make
from tests.imports import asking
from tests.imports.known import BARE, TWO, an_entity

pytestmark = pytest.mark.usefixtures("database")


async def test_each_question_is_answered_same_new_or_skip(cast: make.Cast, at: datetime) -> None:
    kept = await an_entity(cast, representative="Người khác")
    file = asking.a_csv([asking.a_row(1)])
    for answer, outcome, products in (("same", "create", 1), ("new", "create", 1), ("skip", "skip", 0)):
        row = await asking.read(cast.an, file, at=at)
        assert row.counts["entities"] == {"change" if answer == "new" else "ask": 1}  # after “same” it is answered so
        (question,), _ = await queries.questions(row.id, Page())
        assert [one["id"] for one in question["candidates"]] == [kept.id]
        with as_actor(cast.an.actor):
            row = await answering.answer(row, row.version, {question["id"]: (answer, None)}, at=at)
        assert row.counts["rows"] == {outcome: 1}
        async with db.transaction():
            if answer == "skip":
                with pytest.raises(uploading.NothingGood):
                    await asking.brought(cast.an, row, at=at)
            else:
                row = await asking.brought(cast.an, row, at=at)
            found = await db.fetch("SELECT organization FROM product")
            assert len(found) == products
            if answer == "same":
                assert found[0]["organization"] == kept.id
            if answer == "new":
                assert found[0]["organization"] != kept.id
        await db.fetch("DELETE FROM certificate")
        await db.fetch("DELETE FROM product")
        await db.fetch("DELETE FROM contact WHERE organization <> $1", kept.id)
        await db.fetch("DELETE FROM organization WHERE keeper IS NOT NULL AND id <> $1", kept.id)
        await db.fetch("UPDATE organization SET representative = 'Người khác', phone = NULL WHERE id = $1", kept.id)


async def test_only_a_candidate_can_be_the_same_and_only_a_question_answered(cast: make.Cast, at: datetime) -> None:
    await an_entity(cast, representative="Người khác")
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at)
    (question,), _ = await queries.questions(row.id, Page())
    with pytest.raises(Invalid):
        await answering.answer(row, row.version, {question["id"]: ("same", cast.em.organization.id)}, at=at)
    with pytest.raises(NotFound):
        await answering.answer(row, row.version, {UUID(int=7): ("new", None)}, at=at)


async def test_who_was_chosen_and_merged_since_is_the_one_that_stays(cast: make.Cast, at: datetime) -> None:
    chosen = await an_entity(cast, representative="Người khác")
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at)
    (question,), _ = await queries.questions(row.id, Page())
    with as_actor(cast.an.actor):
        row = await answering.answer(row, row.version, {question["id"]: ("same", None)}, at=at)
    stays = await an_entity(cast, name="Hợp tác xã Khác", representative="Người khác")
    await merging.merge(chosen, stays, at=at)
    await asking.brought(cast.an, row, at=at)
    assert [one["organization"] for one in await db.fetch("SELECT organization FROM product")] == [stays.id]


async def test_an_unanswered_question_comes_back(cast: make.Cast, at: datetime) -> None:
    await an_entity(cast, representative="Người khác")
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1), asking.a_row(2)]), at=at)
    row = await asking.brought(cast.an, row, at=at)
    assert row.counts["rows"] == {"ask": 1, "create": 1}
    assert [one["number"] async for one in queries.returned(row)] == [2]


@pytest.mark.parametrize("answer", ["same", "new"])
async def test_a_bare_name_that_two_of_the_list_have_is_asked_about(answer: str, cast: make.Cast, at: datetime) -> None:
    row = await asking.read(cast.an, asking.a_csv([*TWO, BARE]), at=at)
    assert row.counts["rows"] == {"create": 2, "ask": 1}
    (question,), _ = await queries.questions(row.id, Page())
    assert [(one["representative"], one["of_list"]) for one in question["candidates"]] == [
        ("Người Mẫu 1", True),
        ("Người Mẫu 2", True),
    ]
    chosen = question["candidates"][1]["id"] if answer == "same" else None
    with as_actor(cast.an.actor):
        row = await answering.answer(row, row.version, {question["id"]: (answer, chosen)}, at=at)
    assert row.counts["rows"] == {"create": 3}
    row = await asking.brought(cast.an, row, at=at)
    found = await db.fetch(
        """
        SELECT representative FROM product JOIN organization ON organization.id = product.organization
        ORDER BY product.name
        """
    )
    assert [one["representative"] for one in found] == [
        "Người Mẫu 1",
        "Người Mẫu 2",
        "Người Mẫu 2" if answer == "same" else "",
    ]


async def test_a_bare_name_is_asked_about_where_the_list_has_one_and_the_directory_another(
    cast: make.Cast, at: datetime
) -> None:
    await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv(TWO[:1]), at=at), at=at)
    row = await asking.read(cast.an, asking.a_csv([TWO[0], BARE]), at=at)
    assert row.counts["rows"] == {"same": 1, "create": 1}
    row = await asking.read(cast.an, asking.a_csv([TWO[1], BARE]), at=at)
    assert row.counts["rows"] == {"ask": 2}
    both, _ = await queries.questions(row.id, Page())
    assert [sorted(one["of_list"] for one in question["candidates"]) for question in both] == [[False], [False, True]]

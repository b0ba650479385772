"""What could be several entities of the same list is asked about, as it is where the directory has them."""

from datetime import datetime
from typing import Any

import pytest

from events_app import db
from tests import make
from tests.imports import asking, invented
from tests.imports.known import an_entity
from tests.imports.test_answering import answered, asked, read_anew

pytestmark = pytest.mark.usefixtures("database")
FIRST, SECOND = (maker.code for maker in invented.MAKERS[:2])
NAME = {"entity": "Hợp tác xã Hai Mã", "representative": "Lý A", "phone": ""}


def a_list(*said: dict[str, Any]) -> bytes:
    return asking.a_csv([asking.a_row(n, **{**NAME, **one}) for n, one in enumerate(said, 1)])


TWO_CODES = a_list({"code": FIRST}, {"code": SECOND}, {})
ONE_PHONE = a_list({"phone": "0912000001"}, {"phone": "0912000001", "representative": "Lý B"})


async def again(cast: make.Cast, file: bytes, at: datetime) -> None:
    """The same file asks nothing that is not answered, and writes nothing, however often it comes."""
    before = await db.fetch("SELECT id, version, representative FROM organization ORDER BY id")
    for _ in range(2):
        row = await asking.read(cast.an, file, at=at)
        assert set(row.counts["rows"]) == {"same"}
        await asking.brought(cast.an, row, at=at)
        assert await db.fetch("SELECT id, version, representative FROM organization ORDER BY id") == before


@pytest.mark.parametrize("answer", ["same", "new"])
@pytest.mark.parametrize(
    ("file", "candidates"),
    [
        (TWO_CODES, [FIRST, SECOND]),
        (a_list({}, {"code": FIRST}, {"code": SECOND}), [FIRST, SECOND]),
        (a_list({"code": FIRST, "representative": ""}, {}), [FIRST]),
        (ONE_PHONE, [None]),
        (a_list({"phone": "0912000001"}, {"phone": "0912000001", "representative": "Lý B", "code": FIRST}), [FIRST]),
    ],
    ids=["two codes", "two codes below", "nobody beside a code", "one telephone", "one telephone beside a code"],
)
async def test_who_may_be_another_one_of_the_list_is_asked_about(
    file: bytes, candidates: list[str | None], answer: str, cast: make.Cast, at: datetime
) -> None:
    row = await asking.read(cast.an, file, at=at)
    (question,) = await asked(row)
    assert [(one["tax_code"], one["of_list"]) for one in question["candidates"]] == [(one, True) for one in candidates]
    n = len(await asking.rows(row))
    assert row.counts["rows"] == {"create": n - 1, "ask": 1}
    row = await answered(cast, row, {question["id"]: (answer, question["candidates"][0]["id"])}, at=at)
    row = await asking.brought(cast.an, row, at=at)
    assert row.counts["rows"] == {"create": n}
    found = await db.fetch("SELECT count(*) AS n FROM organization WHERE name = $1", NAME["entity"])
    assert found == [{"n": len(candidates) + (answer == "new")}]
    await again(cast, file, at)


async def test_what_nobody_has_answered_comes_back_and_enters_nobody(cast: make.Cast, at: datetime) -> None:
    row = await asking.brought(cast.an, await asking.read(cast.an, TWO_CODES, at=at), at=at)
    assert [one["outcome"] for one in await asking.rows(row)] == ["create", "create", "ask"]
    assert len(await db.fetch("SELECT FROM organization WHERE name = $1", NAME["entity"])) == 2


@pytest.mark.parametrize(
    "other",
    [
        {"representative": "Lý B"},
        {"representative": "Lý B", "phone": "0912000002"},
        {"phone": "0912000001", "representative": "Lý B", "code": FIRST},
        {"phone": "0912000001", "representative": "Lý B", "province": "Hà Nội"},
    ],
)
async def test_who_differs_in_more_or_has_a_number_is_another_one(
    other: dict[str, Any], cast: make.Cast, at: datetime
) -> None:
    file = a_list({"phone": "0912000001", "code": SECOND if "code" in other else ""}, other)
    row = await asking.read(cast.an, file, at=at)
    assert row.counts == {"rows": {"create": 2}, "entities": {"create": 2}}
    await asking.brought(cast.an, row, at=at)
    await again(cast, file, at)


async def test_one_that_the_directory_has_may_be_another_one_of_the_list_all_the_same(
    cast: make.Cast, at: datetime
) -> None:
    kept = await an_entity(cast, NAME["entity"], representative="Lý A", tax_code=FIRST)
    row = await asking.read(cast.an, TWO_CODES, at=at)
    (other, question) = await asked(row)
    assert [one["id"] for one in other["candidates"]] == [kept.id]
    assert [(one["tax_code"], one["of_list"]) for one in question["candidates"]] == [(FIRST, False), (SECOND, True)]


async def test_a_record_without_a_number_that_two_with_numbers_may_be_is_asked_about(
    cast: make.Cast, at: datetime
) -> None:
    """It would get the number of the one, and then that of the other."""
    kept = await an_entity(cast, NAME["entity"], representative="Lý A")
    row = await asking.read(cast.an, a_list({"code": FIRST}, {"code": SECOND}), at=at)
    assert [[one["id"] for one in question["candidates"]] for question in await asked(row)] == [[kept.id]] * 2
    assert (await asking.read(cast.an, a_list({"code": FIRST}, {"code": FIRST}), at=at)).counts["entities"] == {
        "change": 1
    }


async def test_one_that_is_said_to_be_one_that_is_said_to_be_a_third_is_the_third(
    cast: make.Cast, at: datetime
) -> None:
    rows = [{"phone": "0912000001", "representative": f"Lý {who}"} for who in "ABC"]
    row = await asking.read(cast.an, a_list(*rows), at=at)
    second, third = await asked(row)
    assert [one["representative"] for one in third["candidates"]] == ["Lý A", "Lý B"]
    said = {
        second["id"]: ("same", second["candidates"][0]["id"]),
        third["id"]: ("same", third["candidates"][1]["id"]),
    }
    row = await answered(cast, row, said, at=at)
    assert row.counts == {"rows": {"create": 3}, "entities": {"create": 1}}
    row = await read_anew(cast, row, at=at, mapping=row.mapping)
    assert row.counts == {"rows": {"create": 3}, "entities": {"create": 1}}
    await asking.brought(cast.an, row, at=at)
    found = await db.fetch(
        "SELECT DISTINCT representative FROM product JOIN organization ON organization.id = organization"
    )
    assert [one["representative"] for one in found] == ["Lý A"]
    await again(cast, a_list(*rows), at)


async def test_who_was_said_to_be_another_one_is_no_candidate_any_more(cast: make.Cast, at: datetime) -> None:
    rows = [{"phone": "0912000001", "representative": f"Lý {who}"} for who in "ABC"]
    row = await asking.read(cast.an, a_list(*rows), at=at)
    second, third = await asked(row)
    row = await answered(cast, row, {second["id"]: ("same", second["candidates"][0]["id"])}, at=at)
    (third,) = await asked(row)
    assert [one["representative"] for one in third["candidates"]] == ["Lý A"]
    row = await answered(cast, row, {third["id"]: ("same", None)}, at=at)
    assert row.counts == {"rows": {"create": 3}, "entities": {"create": 1}}

"""What rows say otherwise of one entity is not lost without a word: the first counts, and the others say what is not kept."""

from datetime import datetime
from typing import Any

import httpx
import pytest

from events_app import db
from events_app.imports import contrasting
from events_app.imports.tables import Import
from tests import make
from tests.imports import asking, invented
from tests.imports.known import an_entity
from tests.imports.sent_out import faults
from tests.imports.test_answering import answered, asked

pytestmark = pytest.mark.usefixtures("database")
CODE = invented.MAKERS[0].code
HEADS = [*asking.HEADS, "Xã", "Huyện"]
ENTITY = {"entity": "Hợp tác xã Mẫu", "representative": "Lý A", "phone": "0912000011", "province": "Bắc Kạn"}
PLACE = ("Xã Một", "Ba Bể")


def a_list(*said: dict[str, Any]) -> bytes:
    """Rows of one entity, each with its commune and its district."""
    rows = []
    for n, one in enumerate(said, 1):
        place = one.pop("place", PLACE)
        rows.append([*asking.a_row(n, **{**ENTITY, "code": CODE, **one}), *place])
    return asking.a_csv(rows, HEADS)


async def noted(row: Import) -> list[dict[str, str]]:
    """What stands beside each row of what is kept instead, by field."""
    return [
        {field: told["kept"] for field, message, told in one["wrongs"] if message == contrasting.OTHERWISE}
        for one in await asking.rows(row)
    ]


OTHERWISE: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({}, {}),
    ({"phone": "0912000022"}, {"phone": "0912 000 011"}),
    ({"representative": "Lý B"}, {"representative": "Lý A"}),
    ({"representative": "Bà LÝ A"}, {}),
    ({"place": ("Xã Hai", "Chợ Đồn")}, {"commune": "Xã Một", "district": "Ba Bể"}),
    ({"place": ("xa mot", "")}, {}),
    ({"phone": "", "representative": "", "place": ("", "")}, {}),
]


@pytest.mark.parametrize(("said", "kept"), OTHERWISE)
@pytest.mark.parametrize("beyond", [False, True], ids=["one batch", "two batches"])
async def test_a_row_says_what_of_it_is_not_kept_and_goes_in(
    *,
    beyond: bool,
    said: dict[str, Any],
    kept: dict[str, str],
    cast: make.Cast,
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if beyond:
        monkeypatch.setattr("events_app.imports.reading.BATCH", 1)
        monkeypatch.setattr("events_app.imports.understanding.BATCH", 1)
    row = await asking.read(cast.an, a_list({}, {**said}, {}), at=at)
    assert row.counts == {"rows": {"create": 3}, "entities": {"create": 1}}
    assert await noted(row) == [{}, kept, {}]
    await asking.brought(cast.an, row, at=at)
    assert await noted(row) == [{}, kept, {}]
    (entity,) = await db.fetch(
        "SELECT representative, phone, commune, district FROM organization WHERE tax_code = $1", CODE
    )
    assert tuple(entity.values()) == ("Lý A", "+84912000011", *PLACE)
    again = await asking.read(cast.an, a_list({}, {**said}, {}), at=at)
    assert set(again.counts["rows"]) == {"same"}
    assert await noted(again) == [{}, kept, {}]


async def test_what_the_first_row_leaves_open_is_kept_of_the_next_that_says_it(cast: make.Cast, at: datetime) -> None:
    nothing = {"representative": "", "phone": "", "place": ("", "")}
    file = a_list({**nothing}, {"place": ("Xã Hai", "")}, {**nothing, "phone": "0912000022"}, {"place": PLACE})
    row = await asking.read(cast.an, file, at=at)
    assert await noted(row) == [{}, {}, {"phone": "0912 000 011"}, {"commune": "Xã Hai"}]
    await asking.brought(cast.an, row, at=at)
    (entity,) = await db.fetch(
        "SELECT representative, phone, commune, district FROM organization WHERE tax_code = $1", CODE
    )
    assert tuple(entity.values()) == ("Lý A", "+84912000011", "Xã Hai", "")
    assert set((await asking.read(cast.an, file, at=at)).counts["rows"]) == {"same"}


async def test_rows_of_one_that_is_found_to_be_another_say_it_too(cast: make.Cast, at: datetime) -> None:
    file = a_list({}, {"code": "", "phone": "0912000022", "place": ("", "Chợ Đồn")})
    row = await asking.read(cast.an, file, at=at)
    assert row.counts == {"rows": {"create": 2}, "entities": {"create": 1}}
    assert await noted(row) == [{}, {"phone": "0912 000 011", "district": "Ba Bể"}]


async def test_who_was_said_to_be_one_of_the_list_or_of_the_directory_keeps_who_represents_it(
    cast: make.Cast, at: datetime
) -> None:
    file = a_list({"code": ""}, {"code": "", "representative": "Lý B"})
    row = await asking.read(cast.an, file, at=at)
    (question,) = await asked(row)
    row = await answered(cast, row, {question["id"]: ("same", None)}, at=at)
    for _ in range(2):
        assert await noted(row) == [{}, {"representative": "Lý A"}]
        await asking.brought(cast.an, row, at=at)
        (entity,) = await db.fetch("SELECT representative, version FROM organization WHERE name = $1", ENTITY["entity"])
        assert (entity["representative"], entity["version"]) == ("Lý A", 1)
        row = await asking.read(cast.an, file, at=at)
        assert set(row.counts["rows"]) == {"same"}


async def test_the_note_stands_in_the_preview_and_among_what_comes_back(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    await an_entity(cast, "Hợp tác xã Khác", tax_code=CODE)
    row = await asking.read(cast.an, a_list({}, {"phone": "0912000022"}), at=at)
    assert row.counts["rows"] == {"ask": 2}
    answer = await client.get(f"/api/v1/imports/{row.id}/rows", headers={**cast.an.headers, "Accept-Language": "en"})
    _, second = answer.json()["items"]
    reason = "Another row says “0912 000 011” of this entity: that is kept, and this is not."
    assert {one["field"]: one["reason"] for one in second["reasons"]}["phone"] == reason
    assert reason in (await faults(row, "en"))[2][3]

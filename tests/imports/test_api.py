"""Lists over HTTP."""

from datetime import datetime
from typing import Any

import httpx
import pytest

from events_app import db
from events_app.directory.tables import Kind
from events_app.imports import forgetting
from tests import make
from tests.imports import asking

pytestmark = pytest.mark.usefixtures("database")
API = "/api/v1/imports"


async def sent(client: httpx.AsyncClient, who: make.Person, file: bytes, **headers: str) -> httpx.Response:
    return await client.post(f"{API}?filename=list.csv", content=file, headers={**who.headers, **headers})


async def test_the_whole_way(client: httpx.AsyncClient, cast: make.Cast, at: datetime) -> None:
    answer = await sent(client, cast.an, asking.a_csv([asking.a_row(1), asking.a_row(2, stars="9")]))
    assert answer.status_code == 202
    address = answer.headers["location"]
    assert answer.json()["state"] == "received"
    await asking.relayed(at)
    shown = await client.get(address, headers=cast.an.headers)
    assert (shown.json()["state"], shown.json()["counts"]["rows"]) == ("read", {"create": 1, "fault": 1})
    rows = (await client.get(f"{address}/rows?outcome=fault", headers=cast.an.headers)).json()["items"]
    assert [(one["number"], one["reasons"][0]["field"]) for one in rows] == [(3, "stars")]
    stale = {**cast.an.headers, "If-Match": '"1"'}
    assert (await client.post(f"{address}/run", json={}, headers=stale)).status_code == 412
    seen = {**cast.an.headers, "If-Match": shown.headers["etag"]}
    assert (await client.post(f"{address}/run", json={}, headers=seen)).status_code == 202
    assert (await client.post(f"{address}/run", json={}, headers=cast.an.headers)).status_code == 409
    await asking.relayed(at)
    done = (await client.get(address, headers=cast.an.headers)).json()
    assert (done["state"], done["rows_done"]) == ("done", 1)
    faults = await client.get(f"{address}/faults.xlsx", headers=cast.an.headers)
    assert faults.content.startswith(b"PK")
    assert "attachment" in faults.headers["content-disposition"]
    assert (done["undoable_until"], done["emptied_at"]) == (
        (at + forgetting.KEEPS).isoformat().replace("+00:00", "Z"),
        None,
    )
    answer = await client.post(f"{address}/undo", headers=cast.an.headers)
    assert (answer.status_code, answer.json()["state"]) == (202, "undoing")
    await asking.relayed(at)
    undone = (await client.get(address, headers=cast.an.headers)).json()
    assert (undone["state"], undone["rows_undone"], undone["undoable_until"]) == ("undone", 1, None)
    assert await db.fetch("SELECT FROM product") == []


async def test_a_file_over_the_limit_is_refused_and_nothing_is_kept(
    client: httpx.AsyncClient, cast: make.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking.limit(monkeypatch, 2)
    answer = await sent(client, cast.an, b"x" * (2 << 20) + b"y")
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (413, "too-large")
    assert await db.fetch("SELECT FROM import") == []
    assert await db.fetch("SELECT FROM import_part") == []
    assert (await sent(client, cast.an, b"x" * (2 << 20))).status_code == 202
    assert (await client.post("/api/v1/venues", content=b"x" * (2 << 20), headers=cast.an.headers)).status_code == 413


async def test_a_list_may_come_as_a_form(client: httpx.AsyncClient, cast: make.Cast, at: datetime) -> None:
    files = {"file": ("danh-sach.csv", asking.a_csv([asking.a_row(1)]), "text/csv")}
    answer = await client.post(API, files=files, headers=cast.an.headers)
    assert (answer.status_code, answer.json()["filename"]) == (202, "danh-sach.csv")
    await asking.relayed(at)
    shown = (await client.get(answer.headers["location"], headers=cast.an.headers)).json()
    assert (shown["state"], shown["counts"]["rows"]) == ("read", {"create": 1})
    without = await client.post(API, files={"other": b"x"}, headers=cast.an.headers)
    assert (without.status_code, [one["field"] for one in without.json()["errors"]]) == (422, ["file"])


async def test_what_is_no_list_or_more_than_one_is_not_taken_for_one(
    client: httpx.AsyncClient, cast: make.Cast
) -> None:
    body = await client.post(API, json={"file": "x"}, headers=cast.an.headers)
    assert (body.status_code, body.json()["type"].rpartition("/")[2]) == (415, "no-list")
    csv = asking.a_csv([asking.a_row(1)])
    several = [("file", ("one.csv", csv)), ("file", ("two.csv", csv))]
    answer = await client.post(API, files=several, headers=cast.an.headers)
    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (422, ["file"])
    assert (await client.get(API, headers=cast.an.headers)).json()["items"] == []


async def test_a_person_is_told_which_lists_it_has_sent(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await sent(client, cast.an, asking.a_csv([asking.a_row(1)]))
    for who, names in ((cast.an, ["list.csv"]), (cast.em, [])):
        kept = (await client.get("/api/v1/account", headers=who.headers)).json()
        assert [one["filename"] for one in kept["imports"]] == names


async def test_columns_are_corrected_and_the_list_is_read_anew(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    file = asking.a_csv(
        [asking.a_row(1)], heads=["a", "Tên sản phẩm", "Nhóm", "c", "d", "e", "Chủ thể", "f", "g", "h", "Tỉnh"]
    )
    address = (await sent(client, cast.an, file)).headers["location"]
    await asking.relayed(at)
    shown = await client.get(address, headers=cast.an.headers)
    assert shown.json()["columns"] == {"1": "product", "2": "group", "6": "entity", "10": "province"}
    said = {**shown.json()["columns"], "3": "stars", "8": "representative"}
    seen = {**cast.an.headers, "If-Match": shown.headers["etag"]}
    twice = {**said, "4": "representative"}
    wrong = await client.patch(address, json={"columns": twice}, headers=seen)
    assert {one["field"] for one in wrong.json()["errors"]} == {"columns.4", "columns.8"}
    assert (await client.patch(address, json={"columns": said}, headers=seen)).status_code == 202
    await asking.relayed(at)
    (row,) = (await client.get(f"{address}/rows", headers=cast.an.headers)).json()["items"]
    assert (row["cells"]["stars"], row["cells"]["representative"]) == ("4 sao", "Nguyễn Văn Mẫu 1")


async def test_a_list_without_a_known_header_is_read_once_it_is_said(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    file = asking.a_csv([["i", "ii", "iii", "iv"], [1, "Trà mẫu", "Đồ uống", "Hợp tác xã Mẫu"]], heads=["SỞ MẪU"])
    address = (await sent(client, cast.an, file)).headers["location"]
    await asking.relayed(at)
    shown = await client.get(address, headers=cast.an.headers)
    problem = shown.json()["problem"]
    assert problem["code"] == "no_header"
    assert problem["beginning"][1] == {"number": 2, "cells": ["i", "ii", "iii", "iv"]}
    said = {"header_row": 2, "columns": {"1": "product", "2": "group", "3": "entity"}, "province": "34-82"}
    seen = {**cast.an.headers, "If-Match": shown.headers["etag"]}
    assert (await client.patch(address, json=said, headers=seen)).status_code == 202
    await asking.relayed(at)
    shown = await client.get(address, headers=cast.an.headers)
    assert shown.json()["problem"] is None
    assert (shown.json()["headings"], shown.json()["counts"]["rows"]) == (["i", "ii", "iii", "iv"], {"create": 1})
    wrong = await client.patch(
        address, json={"header_row": 0}, headers={**cast.an.headers, "If-Match": shown.headers["etag"]}
    )
    assert [one["field"] for one in wrong.json()["errors"]] == ["header_row"]


async def test_only_an_authority_verifies(client: httpx.AsyncClient, cast: make.Cast, at: datetime) -> None:
    address = (await sent(client, cast.an, asking.a_csv([asking.a_row(1)]))).headers["location"]
    await asking.relayed(at)
    answer = await client.post(f"{address}/run", json={"decision_number": "1/QĐ"}, headers=cast.an.headers)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "decision_number")


async def test_a_list_is_not_there_for_others(client: httpx.AsyncClient, cast: make.Cast, at: datetime) -> None:
    address = (await sent(client, cast.an, asking.a_csv([asking.a_row(1)]))).headers["location"]
    other = await make.person("Khác", await make.organization(Kind.ORGANIZER, "Khác"))
    for path in ("", "/rows", "/questions", "/faults.xlsx"):
        assert (await client.get(address + path, headers=other.headers)).status_code == 404
    assert (await client.get(API, headers=other.headers)).json()["items"] == []
    assert (await sent(client, cast.em, b"x")).status_code == 403


async def test_a_list_of_lists_asks_as_often_for_one_as_for_three(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    fetch = db.fetch

    async def counted(sql: str, *values: Any) -> Any:
        asked.append(sql)
        return await fetch(sql, *values)

    async def statements() -> int:
        asked.clear()
        for path in ("", f"/{row.id}/rows", f"/{row.id}/questions"):
            assert (await client.get(API + path, headers=cast.an.headers)).status_code == 200
        return len(asked)

    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at)
    monkeypatch.setattr(db, "fetch", counted)
    await statements()  # the token is written down as used, once
    one = await statements()
    for n in (1, 2):
        row = await asking.read(cast.an, asking.a_csv([asking.a_row(n), asking.a_row(5), asking.a_row(6)]), at=at)
    assert await statements() == one


async def test_a_list_can_be_forgotten_before_it_is_in_and_not_after(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at)
    seen = {**cast.an.headers, "If-Match": f'"{row.version}"'}
    assert (await client.delete(f"{API}/{row.id}", headers=seen)).status_code == 204
    assert await db.fetch("SELECT FROM import_part") == []
    row = await asking.brought(cast.an, await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at), at=at)
    seen = {**cast.an.headers, "If-Match": f'"{row.version}"'}
    assert (await client.delete(f"{API}/{row.id}", headers=seen)).status_code == 409


async def test_a_column_that_the_list_does_not_have_is_refused(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at)
    headers = {**cast.an.headers, "If-Match": f'"{row.version}"'}
    for columns in ({"1": "product", "99": "group"}, {"1": "product", "11": "group"}):
        answer = await client.patch(f"/api/v1/imports/{row.id}", json={"columns": columns}, headers=headers)
        assert answer.status_code == 422
        assert [error["field"] for error in answer.json()["errors"]] == [f"columns.{list(columns)[1]}"]
    columns = {"1": "product", "10": "province"}
    assert (await client.patch(f"/api/v1/imports/{row.id}", json={"columns": columns}, headers=headers)).is_success

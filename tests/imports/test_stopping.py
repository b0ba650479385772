"""A list at which workers fail again and again is stopped, says so, and waits for who brought it."""

import asyncio
import io
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
import xlsxwriter

from events_app import db
from events_app.actor import as_actor
from events_app.directory import many
from events_app.errors import WrongState
from events_app.imports import entering, forgetting, planning, queries, resuming, undoing, uploading, working
from events_app.imports.tables import Import
from tests import make
from tests.browser_like import Browser
from tests.imports import asking

pytestmark = pytest.mark.usefixtures("database")
VERBS = {"received": (planning, "plan"), "running": (entering, "enter"), "undoing": (undoing, "_restore")}


async def broken(*_: Any, **__: Any) -> None:
    raise RuntimeError("out of order")


async def asked_for(cast: make.Cast, state: str, at: datetime, file: bytes = b"") -> Import:
    """A list that waits for workers in this state."""
    file = file or asking.a_csv([asking.a_row(1), asking.a_row(2)])
    if state == "received":
        return await asking.sent(cast.an, file, at=at)
    row = await asking.read(cast.an, file, at=at)
    if state == "undoing":
        row = await asking.brought(cast.an, row, at=at)
        with as_actor(cast.an.actor):
            return await undoing.undo(row, row.version, at=at)
    with as_actor(cast.an.actor):
        return await uploading.start(row, row.version, decision_number="", may_verify=False, at=at)


async def stopped(
    cast: make.Cast, state: str, at: datetime, monkeypatch: pytest.MonkeyPatch, file: bytes = b""
) -> Import:
    """One at which workers fail as often as they may."""
    row = await asked_for(cast, state, at, file)
    with monkeypatch.context() as patched:
        patched.setattr(*VERBS[state], broken)
        for tries in range(working.MOST_TRIES):
            row = await asking.now(row)
            assert (row.state, row.tries) == (state, tries)
            with pytest.raises(RuntimeError):
                await asking.relayed(at)
            await let_go()
    return await asking.now(row)


async def let_go() -> None:
    """Wait for the connection of a worker that failed to be gone, and with it its lock: that takes a moment."""
    while await db.fetch(
        """
        SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
        WHERE locktype = 'advisory' AND datname = current_database() AND pid <> pg_backend_pid()
        """
    ):
        await asyncio.sleep(0.01)


@pytest.mark.parametrize(("state", "ends"), [("received", "read"), ("running", "done"), ("undoing", "undone")])
async def test_who_brought_it_lets_workers_go_on_where_they_stopped(
    state: str, ends: str, cast: make.Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = await stopped(cast, state, at, monkeypatch)
    assert (row.state, row.stopped_in) == ("stopped", state)
    await asking.relayed(at)  # nobody is asked any more
    assert (await asking.now(row)).state == "stopped"
    with as_actor(cast.an.actor):
        await resuming.resume(row, row.version, at=at)
    await asking.relayed(at)
    row = await asking.now(row)
    assert (row.state, row.stopped_in) == (ends, "")
    with pytest.raises(WrongState):
        await resuming.resume(row, row.version, at=at)


async def test_one_at_which_every_worker_died_is_stopped_by_the_next(cast: make.Cast, at: datetime) -> None:
    row = await asked_for(cast, "running", at)
    await db.fetch("UPDATE import SET tries = $2 WHERE id = $1", row.id, working.MOST_TRIES)
    await asking.relayed(at)
    row = await asking.now(row)
    assert (row.state, row.stopped_in) == ("stopped", "running")
    assert await db.fetch("SELECT FROM product") == []


async def test_what_is_in_of_a_stopped_list_is_undone_or_stays_when_it_is_given_up(
    cast: make.Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for undone in (True, False):
        monkeypatch.setattr(working, "MOST_TRIES", 1)
        row = await asked_for(cast, "running", at)
        with monkeypatch.context() as patched:
            patched.setattr(many, "index", broken)  # everything is in, and the worker cannot say so
            with pytest.raises(RuntimeError):
                await asking.relayed(at)
        row = await asking.now(row)
        assert (row.state, row.rows_done, len(await db.fetch("SELECT FROM product"))) == ("stopped", 2, 2)
        with as_actor(cast.an.actor):
            if undone:
                row = await asking.undone(cast.an, row, at=at)
                assert (row.state, await db.fetch("SELECT FROM import_part")) == ("undone", [])
            else:
                await forgetting.give_up(row, row.version, at=at)
        assert len(await db.fetch("SELECT FROM product")) == (0 if undone else 2)


async def test_one_that_could_not_be_read_has_nothing_to_undo_and_is_forgotten_in_time(
    cast: make.Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = await stopped(cast, "received", at, monkeypatch)
    with pytest.raises(WrongState):
        await undoing.undo(row, row.version, at=at)
    await forgetting.sweep(at=at + forgetting.WAITS + timedelta(minutes=1))
    assert await db.fetch("SELECT FROM import") == []


async def test_page_and_api_say_it_and_offer_what_can_be_done(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = await stopped(cast, "running", at, monkeypatch)
    address = f"/api/v1/imports/{row.id}"
    shown = (await client.get(address, headers=cast.an.headers)).json()
    assert (shown["state"], shown["stopped_in"]) == ("stopped", "running")
    browser = await Browser(client).sign_in(cast.an)
    path = f"/imports/{row.id}"
    assert "Bringing this list in went wrong 5 times" in await browser.see(path)
    assert {f"{path}/{verb}" for verb in ("resumption", "undo", "removal")} <= set(browser.forms)
    assert "Workers go on with list.csv." in await browser.send(f"{path}/resumption")
    await asking.relayed(at)
    assert (await asking.now(row)).state == "done"
    await browser.see(path)
    assert f"{path}/resumption" not in browser.forms
    assert (await client.post(f"{address}/resumption", headers=cast.an.headers)).status_code == 409


async def test_one_that_was_being_read_is_corrected_on_its_page_and_read_anew(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = await stopped(cast, "received", at, monkeypatch)
    browser = await Browser(client).sign_in(cast.an)
    path = f"/imports/{row.id}"
    await browser.see(path)
    assert "list.csv is being read." in await browser.send(f"{path}/columns", columns__3="", which="63")
    row = await asking.now(row)
    assert (row.state, row.stopped_in, row.tries, row.which) == ("received", "", 0, "63")
    await asking.relayed(at)
    row = await asking.now(row)
    assert (row.state, "3" in row.mapping, row.rows_read) == ("read", False, 2)


def two_sheets() -> bytes:
    """A workbook with a list on each of its two sheets, the longer one first."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, rows in (("Một", [1, 2]), ("Hai", [3])):
            sheet = book.add_worksheet(name)
            for number, cells in enumerate([asking.HEADS, *map(asking.a_row, rows)]):
                sheet.write_row(number, 0, cells)
    return out.getvalue()


async def test_one_that_was_being_read_takes_another_sheet_by_api(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = await stopped(cast, "received", at, monkeypatch, two_sheets())
    address, headers = f"/api/v1/imports/{row.id}", {**cast.an.headers, "If-Match": f'"{row.version}"'}
    assert (row.sheet, row.unread) == ("Một", ["Hai"])
    assert (await client.patch(address, json={"sheet": "Hai"}, headers=headers)).status_code == 202
    await asking.relayed(at)
    row = await asking.now(row)
    assert (row.state, row.sheet, row.counts["rows"]) == ("read", "Hai", {"create": 1})


async def test_one_whose_file_was_never_opened_is_corrected_on_its_page_too(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(VERBS, "received", (uploading, "lay_out"))
    row = await stopped(cast, "received", at, monkeypatch, two_sheets())
    assert (row.stopped_in, row.headings, row.sheets) == ("received", [], [])
    browser = await Browser(client).sign_in(cast.an)
    path = f"/imports/{row.id}"
    assert "The file was not opened" in await browser.see(path)
    assert "list.csv is being read." in await browser.send(f"{path}/columns", sheet="Ba", which="63")
    await asking.relayed(at)
    assert (await asking.now(row)).problem == "no_such_sheet"
    assert "There is no such sheet in this file." in await browser.see(path)
    await browser.send(f"{path}/columns", 422, header_row="0")
    await browser.send(f"{path}/columns", sheet="Hai", header_row="1")
    await asking.relayed(at)
    row = await asking.now(row)
    assert (row.state, row.sheet, row.which, row.counts["rows"]) == ("read", "Hai", "63", {"create": 1})
    page = await browser.see(path)
    assert ("The file was not opened" in page, "columns.0" in dict(browser.forms[f"{path}/columns"])) == (False, True)


@pytest.mark.parametrize("state", ["running", "undoing"])
async def test_one_that_was_being_brought_in_or_undone_keeps_its_columns(
    state: str, client: httpx.AsyncClient, cast: make.Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = await stopped(cast, state, at, monkeypatch)
    headers = {**cast.an.headers, "If-Match": f'"{row.version}"'}
    answer = await client.patch(f"/api/v1/imports/{row.id}", json={"which": "63"}, headers=headers)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (409, "wrong-state")
    browser = await Browser(client).sign_in(cast.an)
    await browser.see(f"/imports/{row.id}")
    assert f"/imports/{row.id}/columns" not in browser.forms
    assert (await asking.now(row)).state == "stopped"


async def test_what_a_list_would_do_is_not_said_any_more_once_it_is_read_anew(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1)]), at=at)
    assert row.counts
    headers = {**cast.an.headers, "If-Match": f'"{row.version}"'}
    answer = await client.patch(f"/api/v1/imports/{row.id}", json={"header_row": 2}, headers=headers)
    assert answer.json()["counts"] == {}
    await asking.relayed(at)
    row = await asking.now(row)
    assert (row.state, row.counts) == ("refused", {})


async def test_a_list_with_nothing_good_is_not_brought_in(
    client: httpx.AsyncClient, cast: make.Cast, at: datetime
) -> None:
    row = await asking.read(cast.an, asking.a_csv([asking.a_row(1, stars="9")]), at=at)
    answer = await client.post(f"/api/v1/imports/{row.id}/run", json={}, headers=cast.an.headers)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (409, "nothing-good")
    assert (await queries.seen(cast.an.actor, row.id)).state == "read"
    browser = await Browser(client).sign_in(cast.an)
    assert "No row of this list can go in" in await browser.see(f"/imports/{row.id}")
    assert f"/imports/{row.id}/run" not in browser.forms

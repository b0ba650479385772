"""Rules and letters over HTTP: an organizer's own, and nobody else's."""

from datetime import date, datetime, time
from typing import Any

import httpx
import pytest

from events_app import db, values
from events_app.actor import Role
from events_app.events.tables import EventState
from events_app.reminders.tables import DeliveryState
from tests import counting, make
from tests.reminders import posting

API = "/api/v1"


@pytest.fixture
async def fair(cast: make.Cast) -> make.Fair:
    """An's fair with the rule that every event starts with."""
    return await posting.fair(cast.an)


async def first_rule(client: httpx.AsyncClient, cast: make.Cast, fair: make.Fair) -> Any:
    answer = await client.get(f"{API}/events/{fair.id}/reminder-rules", headers=cast.an.headers)
    assert answer.status_code == 200
    return answer.json()["items"][0]


async def test_a_rule_is_added_listed_changed_and_taken_away(
    client: httpx.AsyncClient, cast: make.Cast, fair: make.Fair
) -> None:
    rules = f"{API}/events/{fair.id}/reminder-rules"
    added = await client.post(rules, headers=cast.an.headers, json={"days_before": 7, "at_time": "09:30"})
    assert (added.status_code, added.headers["ETag"]) == (201, '"1"')
    rule = added.json()
    assert rule == {
        "id": rule["id"],
        "event_id": str(fair.id),
        "days_before": 7,
        "at_time": "09:30",
        "active": True,
    }
    listed = (await client.get(rules, headers=cast.an.headers)).json()
    assert [one["days_before"] for one in listed["items"]] == [7, 3]
    assert listed["next"] is None
    page = (await client.get(rules, headers=cast.an.headers, params={"limit": 1})).json()
    rest = (await client.get(rules, headers=cast.an.headers, params={"limit": 1, "after": page["next"]})).json()
    assert [one["days_before"] for one in page["items"] + rest["items"]] == [7, 3]
    one = f"{API}/reminder-rules/{rule['id']}"
    seen = await client.get(one, headers=cast.an.headers)
    assert (seen.json(), seen.headers["ETag"]) == (rule, '"1"')
    changed = await client.patch(one, headers={**cast.an.headers, "If-Match": '"1"'}, json={"at_time": "18:00"})
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"')
    assert changed.json() == {**rule, "at_time": "18:00"}
    gone = await client.delete(one, headers={**cast.an.headers, "If-Match": '"2"'})
    assert gone.status_code == 204
    assert (await client.get(one, headers=cast.an.headers)).status_code == 404


async def test_a_changed_rule_moves_what_was_not_sent(
    client: httpx.AsyncClient, cast: make.Cast, fair: make.Fair
) -> None:
    await posting.confirmed(fair, cast.binh)
    rule = await first_rule(client, cast, fair)
    answer = await client.patch(
        f"{API}/reminder-rules/{rule['id']}",
        headers={**cast.an.headers, "If-Match": '"1"'},
        json={"days_before": 1, "at_time": "06:00"},
    )
    assert answer.status_code == 200
    [row] = await posting.deliveries("reminder")
    assert row["due_at"] == values.local(date(2026, 12, 15), time(6))


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"days_before": -1, "at_time": "25:00", "colour": "red"}, ["at_time", "colour", "days_before"]),
        ({"days_before": 366}, ["days_before"]),
        ({"days_before": "soon", "active": "perhaps"}, ["active", "days_before"]),
    ],
)
async def test_everything_that_is_wrong_is_said_at_once(
    client: httpx.AsyncClient, cast: make.Cast, fair: make.Fair, body: dict[str, Any], fields: list[str]
) -> None:
    answer = await client.post(f"{API}/events/{fair.id}/reminder-rules", headers=cast.an.headers, json=body)
    assert answer.status_code == 422
    assert sorted(error["field"] for error in answer.json()["errors"]) == fields


async def test_two_rules_for_one_day_are_refused(client: httpx.AsyncClient, cast: make.Cast, fair: make.Fair) -> None:
    rules = f"{API}/events/{fair.id}/reminder-rules"
    answer = await client.post(rules, headers=cast.an.headers, json={"days_before": 3})
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (409, "rule-twice")
    other = (await client.post(rules, headers=cast.an.headers, json={"days_before": 4})).json()
    answer = await client.patch(
        f"{API}/reminder-rules/{other['id']}",
        headers={**cast.an.headers, "If-Match": '"1"'},
        json={"days_before": 3},
    )
    assert answer.status_code == 409


async def test_a_change_says_which_version_it_has_seen(
    client: httpx.AsyncClient, cast: make.Cast, fair: make.Fair
) -> None:
    one = f"{API}/reminder-rules/{(await first_rule(client, cast, fair))['id']}"
    for method, body in (("PATCH", {"days_before": 2}), ("DELETE", None)):
        owed = await client.request(method, one, headers=cast.an.headers, json=body)
        assert owed.status_code == 428
        stale = await client.request(method, one, headers={**cast.an.headers, "If-Match": '"9"'}, json=body)
        assert (stale.status_code, stale.json()["version"]) == (412, 1)


ROUTES = [
    ("GET", "/events/{event}/reminder-rules", None),
    ("POST", "/events/{event}/reminder-rules", {"days_before": 9}),
    ("GET", "/reminder-rules/{rule}", None),
    ("PATCH", "/reminder-rules/{rule}", {"days_before": 8}),
    ("DELETE", "/reminder-rules/{rule}", None),
    ("GET", "/events/{event}/deliveries", None),
]


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
@pytest.mark.parametrize("who", ["nobody", "binh", "chi", "dung", "em"])
async def test_only_the_organizer_sees_and_changes_them(
    client: httpx.AsyncClient,
    cast: make.Cast,
    fair: make.Fair,
    method: str,
    path: str,
    body: Any,
    who: str,
) -> None:
    """The event is public, its rules are not: to ask for one of them is to ask for nothing that is there."""
    published, draft = (401, 401) if who == "nobody" else (403 if "{event}" in path else 404, 404)
    rule = await first_rule(client, cast, fair)
    headers = {} if who == "nobody" else getattr(cast, who).headers
    address = API + path.format(event=fair.id, rule=rule["id"])
    asked = {**headers, "If-Match": '"1"'}
    assert (await client.request(method, address, headers=asked, json=body)).status_code == published
    await db.fetch("UPDATE event SET state = $2 WHERE id = $1", fair.id, EventState.DRAFT)
    assert (await client.request(method, address, headers=asked, json=body)).status_code == draft
    assert await db.fetch("SELECT days_before FROM reminder_rule") == [{"days_before": 3}]


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
async def test_a_viewer_of_the_organizer_sees_and_changes_nothing(
    client: httpx.AsyncClient, cast: make.Cast, fair: make.Fair, method: str, path: str, body: Any
) -> None:
    viewer = await make.person("Hà", cast.an.organization, Role.VIEWER)
    rule = await first_rule(client, cast, fair)
    address = API + path.format(event=fair.id, rule=rule["id"])
    answer = await client.request(method, address, headers={**viewer.headers, "If-Match": '"1"'}, json=body)
    assert answer.status_code == (200 if method == "GET" else 403)


async def test_ids_that_are_not_there_are_not_found(client: httpx.AsyncClient, cast: make.Cast) -> None:
    for method, path, body in ROUTES:
        address = API + path.format(event=values.new_id(), rule=values.new_id())
        asked = {**cast.an.headers, "If-Match": '"1"'}
        assert (await client.request(method, address, headers=asked, json=body)).status_code == 404


async def test_letters_are_listed_with_what_became_of_them(
    client: httpx.AsyncClient, cast: make.Cast, fair: make.Fair, at: datetime
) -> None:
    await db.fetch("UPDATE contact SET email = NULL, phone = '+84912345678' WHERE email = $1", cast.em.user.email)
    application = await posting.confirmed(fair, cast.binh)
    await posting.confirmed(fair, cast.em, fair.booths[1])
    await db.fetch("UPDATE delivery SET state = 'sent', sent_at = $1, attempts = 1 WHERE name = 'Bình'", at)
    letters = f"{API}/events/{fair.id}/deliveries"
    answer = (await client.get(letters, headers=cast.an.headers)).json()
    assert len(answer["items"]) == 4
    [sent] = [one for one in answer["items"] if one["state"] == "sent" and one["purpose"] == "confirmation"]
    assert sent == {
        "id": sent["id"],
        "purpose": "confirmation",
        "state": "sent",
        "due_at": "2026-12-07T02:00:00Z",
        "sent_at": "2026-12-07T02:00:00Z",
        "attempts": 1,
        "error": "",
        "name": "Bình",
        "address": "b•••@fairs.example",
        "phone": None,
        "language": "vi",
        "organization_id": str(cast.binh.organization.id),
        "organization": "Hợp tác xã Sen Việt",
        "application_id": str(application.id),
    }
    unreachable = (await client.get(letters, headers=cast.an.headers, params={"state": "unreachable"})).json()["items"]
    assert {(one["name"], one["address"], one["phone"]) for one in unreachable} == {("Em", None, "+84912345678")}
    assert {one["purpose"] for one in unreachable} == {"confirmation", "reminder"}
    pages, after = [], None
    for _ in range(4):
        page = (
            await client.get(
                letters, headers=cast.an.headers, params={"limit": 1, "after": after} if after else {"limit": 1}
            )
        ).json()
        pages += page["items"]
        after = page["next"]
    assert after is None
    assert [one["id"] for one in pages] == [one["id"] for one in answer["items"]]
    assert [one["due_at"] for one in pages] == sorted([one["due_at"] for one in pages], reverse=True)


async def test_an_unknown_state_and_a_strange_cursor_are_refused(
    client: httpx.AsyncClient, cast: make.Cast, fair: make.Fair
) -> None:
    letters = f"{API}/events/{fair.id}/deliveries"
    assert (await client.get(letters, headers=cast.an.headers, params={"state": "lost"})).status_code == 422
    assert (await client.get(letters, headers=cast.an.headers, params={"after": "zzz"})).status_code == 422
    for state in DeliveryState:
        answer = await client.get(letters, headers=cast.an.headers, params={"state": state.value})
        assert (answer.status_code, answer.json()["items"]) == (200, [])


async def test_addresses_are_whole_for_ones_own_people_and_nobodys_elses(
    client: httpx.AsyncClient, cast: make.Cast, fair: make.Fair
) -> None:
    await posting.confirmed(fair, cast.binh)
    await posting.confirmed(fair, cast.em, fair.booths[1])
    said = f"550 <{cast.binh.user.email}> no such user, ask post@mail.example"
    await db.fetch("UPDATE delivery SET state = 'failed', error = $1, phone = '+84912345678' WHERE name = 'Bình'", said)
    await db.fetch("UPDATE delivery SET organization = $1 WHERE name = 'Em'", cast.an.organization.id)
    answer = await client.get(f"{API}/events/{fair.id}/deliveries", headers=cast.an.headers)
    assert cast.binh.user.email not in answer.text
    found = {(one["name"], one["address"], one["error"], one["phone"]) for one in answer.json()["items"]}
    assert found == {
        ("Bình", "b•••@fairs.example", "550 <b•••@fairs.example> no such user, ask p•••@mail.example", "+84912345678"),
        ("Em", cast.em.user.email, "", None),
    }


async def test_a_list_costs_as_many_statements_for_three_rows_as_for_one(
    client: httpx.AsyncClient, cast: make.Cast, fair: make.Fair
) -> None:
    third = await make.person("Giang", await make.organization(name="Hợp tác xã Giang"))
    await posting.confirmed(fair, cast.binh)
    await first_rule(client, cast, fair)  # the first use of a token is written down
    counts = []
    for exhibitors in ((), ((cast.em, fair.booths[1]), (third, fair.booths[2]))):
        for exhibitor, booth in exhibitors:
            await posting.confirmed(fair, exhibitor, booth)
        async with counting.statements() as said:
            answer = await client.get(f"{API}/events/{fair.id}/deliveries", headers=cast.an.headers)
        counts.append((len(said), len(answer.json()["items"])))
    assert counts[0][0] == counts[1][0]
    assert (counts[0][1], counts[1][1]) == (2, 6)

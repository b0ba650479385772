"""Applications, holds and offers over HTTP: who sees what, who may do what, and what a refusal says."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from events_app import values
from events_app.actor import Role
from events_app.directory.tables import Kind
from events_app.events.tables import Mode
from events_app.exhibitors.tables import ApplicationState
from events_app.settings import settings
from tests import make
from tests.refusals import problem, wrong_fields

S = ApplicationState
API = "/api/v1"
DAYS = {"first_on": make.FIRST_ON.isoformat(), "last_on": make.LAST_ON.isoformat()}


async def test_the_whole_way_from_draft_to_exhibitor(cast: make.Cast, client: httpx.AsyncClient) -> None:
    fair = await make.fair(cast.an.organization)
    tea = await make.product(cast.binh.organization)
    made = await client.post(
        f"{API}/events/{fair.id}/applications",
        headers=cast.binh.headers,
        json={"products": [str(tea.id)], "note": "Góc"},
    )
    assert (made.status_code, made.headers["etag"], made.json()["state"]) == (201, '"1"', "draft")
    here = f"{API}/applications/{made.json()['id']}"

    text = (await client.get(f"{API}/consent", headers=cast.binh.headers)).json()["text"]
    submitted = await client.post(f"{here}/submission", headers=cast.binh.headers, json={"consent": text})
    assert (submitted.status_code, submitted.json()["state"]) == (200, "submitted")
    assert submitted.json()["consent"] == {
        "text": text,
        "at": make.NOW.isoformat().replace("+00:00", "Z"),
        "by": "Bình",
    }

    held = await client.post(
        f"{here}/holds", headers=cast.binh.headers, json={"booth_id": str(fair.booths[0].id), **DAYS}
    )
    assert (held.status_code, held.headers["etag"]) == (201, '"1"')
    until = make.NOW + timedelta(minutes=settings().hold_minutes)
    assert datetime.fromisoformat(held.json()["held_until"]) == until
    assert (held.json()["number"], held.json()["offered"]) == (fair.booths[0].number, False)

    confirmed = await client.post(
        f"{here}/confirmation", headers=cast.binh.headers, json={"holds": [held.json()["id"]]}
    )
    assert (confirmed.status_code, confirmed.json()["state"]) == (200, "confirmed")
    assert [(booth["number"], booth["held_until"]) for booth in confirmed.json()["booths"]] == [
        (fair.booths[0].number, None)
    ]
    seen = await client.get(here, headers=cast.an.headers)
    assert seen.json() == confirmed.json()
    assert seen.headers["etag"] == confirmed.headers["etag"]


async def test_every_hold_is_confirmed_when_none_is_named(cast: make.Cast, client: httpx.AsyncClient) -> None:
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization)
    here = f"{API}/applications/{made.id}"
    await client.post(f"{here}/holds", headers=cast.binh.headers, json={"booth_id": str(fair.booths[0].id), **DAYS})
    confirmed = await client.post(f"{here}/confirmation", headers=cast.binh.headers, json={})
    assert (confirmed.status_code, confirmed.json()["state"]) == (200, "confirmed")


async def test_the_loser_gets_409_with_what_is_free(cast: make.Cast, client: httpx.AsyncClient) -> None:
    fair = await make.fair(cast.an.organization, booths=2)
    binhs = await make.application(fair.event, cast.binh.organization)
    ems = await make.application(fair.event, cast.em.organization)
    wanted = {"booth_id": str(fair.booths[0].id), **DAYS}
    first = await client.post(f"{API}/applications/{binhs.id}/holds", headers=cast.binh.headers, json=wanted)
    second = await client.post(f"{API}/applications/{ems.id}/holds", headers=cast.em.headers, json=wanted)
    assert first.status_code == 201
    assert problem(second) == (409, "booth-taken")
    assert [booth["number"] for booth in second.json()["free"]] == [fair.booths[1].number]


async def test_another_entity_sees_nothing_and_a_stranger_less(cast: make.Cast, client: httpx.AsyncClient) -> None:
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization)
    here = f"{API}/applications/{made.id}"
    held = await client.post(
        f"{here}/holds", headers=cast.binh.headers, json={"booth_id": str(fair.booths[0].id), **DAYS}
    )
    hold = f"{API}/holds/{held.json()['id']}"
    other_organizer = await make.person("Khác", await make.organization(Kind.ORGANIZER, "Sở khác"))
    for who in (cast.em, cast.chi, cast.dung, other_organizer):
        for answer in (
            await client.get(here, headers=who.headers),
            await client.patch(here, headers={**who.headers, "If-Match": '"1"'}, json={"note": "x"}),
            await client.post(f"{here}/withdrawal", headers=who.headers),
            await client.post(f"{here}/acceptance", headers=who.headers),
            await client.get(f"{here}/holds", headers=who.headers),
            await client.get(hold, headers=who.headers),
            await client.delete(hold, headers={**who.headers, "If-Match": '"1"'}),
        ):
            assert problem(answer) == (404, "not-found")
    for answer in (await client.get(here), await client.get(hold), await client.post(f"{here}/withdrawal")):
        assert problem(answer) == (401, "signed-out")


async def test_a_viewer_reads_and_changes_nothing(cast: make.Cast, client: httpx.AsyncClient) -> None:
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization)
    here = f"{API}/applications/{made.id}"
    viewers = [
        await make.person("Xem", cast.binh.organization, Role.VIEWER),
        await make.person("Nhìn", cast.an.organization, Role.VIEWER),
    ]
    for viewer in viewers:
        assert (await client.get(here, headers=viewer.headers)).status_code == 200
        for verb, body in (
            ("submission", {}),
            ("withdrawal", None),
            ("acceptance", None),
            ("waitlisting", None),
            ("rejection", {"reason": "x"}),
            ("change-request", {"reason": "x"}),
            ("holds", {"booth_id": str(fair.booths[0].id), **DAYS}),
            ("offer", {"booth_id": str(fair.booths[0].id), **DAYS}),
            ("confirmation", {}),
            ("decline", None),
        ):
            answer = await client.post(f"{here}/{verb}", headers=viewer.headers, json=body)
            assert (verb, problem(answer)) == (verb, (403, "forbidden"))


async def test_an_entity_does_not_decide_about_itself(cast: make.Cast, client: httpx.AsyncClient) -> None:
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization)
    for verb, body in (
        ("acceptance", None),
        ("waitlisting", None),
        ("rejection", {"reason": "x"}),
        ("change-request", {"reason": "x"}),
        ("offer", {"booth_id": str(fair.booths[0].id), **DAYS}),
    ):
        answer = await client.post(f"{API}/applications/{made.id}/{verb}", headers=cast.binh.headers, json=body)
        assert (verb, problem(answer)) == (verb, (403, "forbidden"))


@pytest.mark.parametrize(
    ("verb", "body", "state", "reason"),
    [
        ("acceptance", None, "accepted", ""),
        ("waitlisting", None, "waitlisted", ""),
        ("change-request", {"reason": "Thiếu giấy"}, "changes_requested", "Thiếu giấy"),
        ("rejection", {"reason": "Hết chỗ"}, "rejected", "Hết chỗ"),
    ],
)
async def test_the_organizer_decides(
    cast: make.Cast, client: httpx.AsyncClient, verb: str, body: Any, state: str, reason: str
) -> None:
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization)
    here = f"{API}/applications/{made.id}"
    answer = await client.post(f"{here}/{verb}", headers=cast.an.headers, json=body)
    assert (answer.status_code, answer.json()["state"], answer.json()["reason"]) == (200, state, reason)
    if verb != "acceptance":
        again = await client.post(f"{here}/{verb}", headers=cast.an.headers, json=body)
        assert problem(again) == (409, "wrong-state")
        assert again.json()["state"] == state


async def test_a_reason_is_owed(cast: make.Cast, client: httpx.AsyncClient) -> None:
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization)
    for verb in ("rejection", "change-request"):
        for body in ({}, {"reason": ""}, {"reason": "   "}):
            answer = await client.post(f"{API}/applications/{made.id}/{verb}", headers=cast.an.headers, json=body)
            assert (answer.status_code, wrong_fields(answer)) == (422, ["reason"])


async def test_offer_and_answer(cast: make.Cast, client: httpx.AsyncClient) -> None:
    fair = await make.fair(cast.an.organization, mode=Mode.REVIEW)
    made = await make.application(fair.event, cast.binh.organization)
    here = f"{API}/applications/{made.id}"
    until = (make.NOW + timedelta(days=1)).isoformat()
    offered = await client.post(
        f"{here}/offer",
        headers=cast.an.headers,
        json={"booth_id": str(fair.booths[0].id), **DAYS, "until": until},
    )
    assert (offered.status_code, offered.json()["state"]) == (200, "offered")
    (booth,) = offered.json()["booths"]
    assert (datetime.fromisoformat(booth["held_until"]), booth["offered"]) == (datetime.fromisoformat(until), True)
    confirmed = await client.post(f"{here}/confirmation", headers=cast.binh.headers, json={})
    assert (confirmed.status_code, confirmed.json()["state"]) == (200, "confirmed")


async def test_declined(cast: make.Cast, client: httpx.AsyncClient) -> None:
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization)
    here = f"{API}/applications/{made.id}"
    await client.post(f"{here}/offer", headers=cast.an.headers, json={"booth_id": str(fair.booths[0].id), **DAYS})
    declined = await client.post(f"{here}/decline", headers=cast.binh.headers)
    assert (declined.status_code, declined.json()["state"], declined.json()["booths"]) == (200, "declined", [])


async def test_holds_are_listed_read_and_given_back(cast: make.Cast, client: httpx.AsyncClient) -> None:
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization)
    here = f"{API}/applications/{made.id}"
    held = await client.post(
        f"{here}/holds", headers=cast.binh.headers, json={"booth_id": str(fair.booths[0].id), **DAYS}
    )
    one = f"{API}/holds/{held.json()['id']}"
    assert (await client.get(one, headers=cast.an.headers)).json() == held.json()
    assert (await client.get(f"{here}/holds", headers=cast.binh.headers)).json() == {
        "items": [held.json()],
        "next": None,
    }
    assert problem(await client.delete(one, headers=cast.binh.headers)) == (428, "version-owed")
    stale = await client.delete(one, headers={**cast.binh.headers, "If-Match": '"7"'})
    assert (problem(stale), stale.json()["version"]) == ((412, "stale"), 1)
    gone = await client.delete(one, headers={**cast.binh.headers, "If-Match": '"1"'})
    assert (gone.status_code, gone.content) == (204, b"")
    assert problem(await client.get(one, headers=cast.binh.headers)) == (404, "not-found")


async def test_one_second_after_its_end_a_hold_is_gone_with_nothing_running(
    cast: make.Cast, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    fair = await make.fair(cast.an.organization)
    binhs = await make.application(fair.event, cast.binh.organization)
    ems = await make.application(fair.event, cast.em.organization)
    wanted = {"booth_id": str(fair.booths[0].id), **DAYS}
    held = await client.post(f"{API}/applications/{binhs.id}/holds", headers=cast.binh.headers, json=wanted)
    later = make.NOW + timedelta(minutes=settings().hold_minutes, seconds=1)
    monkeypatch.setattr(values, "_clock", lambda: later)
    gone = await client.get(f"{API}/holds/{held.json()['id']}", headers=cast.binh.headers)
    assert problem(gone) == (404, "not-found")
    none = await client.get(f"{API}/applications/{binhs.id}/holds", headers=cast.binh.headers)
    assert none.json()["items"] == []
    late = await client.post(f"{API}/applications/{binhs.id}/confirmation", headers=cast.binh.headers, json={})
    assert problem(late) == (409, "hold-lapsed")
    taken = await client.post(f"{API}/applications/{ems.id}/holds", headers=cast.em.headers, json=wanted)
    assert taken.status_code == 201


async def test_a_stale_edit_is_412_and_an_unversioned_one_428(cast: make.Cast, client: httpx.AsyncClient) -> None:
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization, S.DRAFT, note="Một")
    here = f"{API}/applications/{made.id}"
    assert problem(await client.patch(here, headers=cast.binh.headers, json={"note": "Hai"})) == (428, "version-owed")
    tagged = {**cast.binh.headers, "If-Match": '"1"'}
    changed = await client.patch(here, headers=tagged, json={"note": "Hai"})
    assert (changed.status_code, changed.json()["note"], changed.headers["etag"]) == (200, "Hai", '"2"')
    stale = await client.patch(here, headers=tagged, json={"note": "Ba"})
    assert (problem(stale), stale.json()["version"]) == ((412, "stale"), 2)
    assert (await client.get(here, headers=cast.binh.headers)).json()["note"] == "Hai"


async def test_every_wrong_field_is_named_at_once(cast: make.Cast, client: httpx.AsyncClient) -> None:
    fair = await make.fair(cast.an.organization)
    answer = await client.post(
        f"{API}/events/{fair.id}/applications",
        headers=cast.binh.headers,
        json={"products": ["nothing"], "note": 7, "extra": 1},
    )
    assert answer.status_code == 422
    assert sorted(wrong_fields(answer)) == ["extra", "note", "products.0"]
    made = await make.application(fair.event, cast.binh.organization, S.DRAFT)
    owed = await client.post(f"{API}/applications/{made.id}/submission", headers=cast.binh.headers, json={})
    assert (owed.status_code, sorted(wrong_fields(owed))) == (422, ["consent", "products"])


async def test_a_second_application_is_409_with_the_first(cast: make.Cast, client: httpx.AsyncClient) -> None:
    fair = await make.fair(cast.an.organization)
    made = await make.application(fair.event, cast.binh.organization)
    answer = await client.post(f"{API}/events/{fair.id}/applications", headers=cast.binh.headers, json={})
    assert (problem(answer), answer.json()["id"]) == ((409, "already-applied"), str(made.id))


async def test_an_unknown_event_is_404(cast: make.Cast, client: httpx.AsyncClient) -> None:
    draft = await make.event(cast.an.organization, state="draft")
    for event_id in (draft.id, values.new_id()):
        path = f"{API}/events/{event_id}/applications"
        assert problem(await client.get(path, headers=cast.binh.headers)) == (404, "not-found")
        assert problem(await client.post(path, headers=cast.binh.headers, json={})) == (404, "not-found")

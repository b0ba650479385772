"""Agreements are recorded as they were signed, and corrected."""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from events_app.agreements import queries, signing
from events_app.agreements.schemas import ChangedAgreement, NewAgreement
from events_app.directory.tables import Kind
from events_app.errors import Invalid, Stale, WrongState
from events_app.events.tables import EventState
from tests import make
from tests.browser_like import Browser


def _paper(cast: make.Cast, **given: Any) -> dict[str, Any]:
    """A memorandum between Bình's cooperative and Dũng's chain."""
    assert cast.binh.organization
    assert cast.dung.organization
    return {
        "kind": "memorandum",
        "title": "Biên bản ghi nhớ tiêu thụ trà sen",
        "parties": [
            {"role": "producer", "organization_id": str(cast.binh.organization.id)},
            {"role": "distributor", "organization_id": str(cast.dung.organization.id)},
        ],
        "products": [{"name": "Trà sen"}],
        "signed_on": "2026-12-01",
        **given,
    }


@pytest.fixture
async def fair(cast: make.Cast) -> make.Fair:
    assert cast.an.organization
    return await make.fair(cast.an.organization)


async def test_an_agreement_is_recorded_with_its_parties_under_their_names(
    cast: make.Cast, client: httpx.AsyncClient, fair: make.Fair
) -> None:
    sent = await client.post(f"/api/v1/events/{fair.id}/agreements", json=_paper(cast), headers=cast.an.headers)
    assert sent.status_code == 201, sent.text
    assert [(p["role"], p["name"]) for p in sent.json()["parties"]] == [
        ("producer", "Hợp tác xã Sen Việt"),
        ("distributor", "Siêu thị Mẫu"),
    ]
    assert (sent.json()["value_vnd"], sent.headers["ETag"]) == (None, '"1"')


async def test_everything_wrong_is_said_at_once(cast: make.Cast, client: httpx.AsyncClient, fair: make.Fair) -> None:
    body = _paper(cast, parties=[{"role": "buyer", "name": "X"}], signed_on="tomorrow", colour="red", value_vnd=-1)
    sent = await client.post(f"/api/v1/events/{fair.id}/agreements", json=body, headers=cast.an.headers)
    assert sent.status_code == 422
    assert {wrong["field"] for wrong in sent.json()["errors"]} == {
        "parties.0.role",
        "signed_on",
        "colour",
        "value_vnd",
    }


async def test_the_dates_and_parties_are_checked_together(cast: make.Cast, fair: make.Fair) -> None:
    assert cast.binh.organization
    paper = _paper(cast, signed_on="2027-01-01", valid_to="2026-12-31")
    paper["parties"][1] = {"role": "distributor", "organization_id": str(fair.id)}
    paper["parties"].append({"role": "intermediary", "organization_id": str(cast.binh.organization.id)})
    with pytest.raises(Invalid) as refused:
        await signing.record(fair.event, NewAgreement.model_validate(paper), at=make.NOW)
    assert {wrong.field for wrong in refused.value.errors} == {
        "signed_on",
        "valid_to",
        "parties.1.organization_id",
        "parties.2",
    }


@pytest.mark.parametrize("state", [EventState.DRAFT, EventState.CANCELLED])
async def test_nothing_is_signed_at_a_fair_that_is_not(cast: make.Cast, state: EventState) -> None:
    assert cast.an.organization
    event = await make.event(cast.an.organization, state=state)
    with pytest.raises(WrongState):
        await signing.record(event, NewAgreement.model_validate(_paper(cast)), at=make.NOW)


async def test_a_correction_changes_what_it_names_and_nothing_else(cast: make.Cast, fair: make.Fair) -> None:
    agreement = await signing.record(fair.event, NewAgreement.model_validate(_paper(cast)), at=make.NOW)
    change = ChangedAgreement.model_validate({"value_vnd": 10_200_000_000})
    await signing.correct(agreement, 1, change, at=make.NOW)
    row = await queries.seen(cast.an.actor, agreement)
    assert (row["value_vnd"], row["version"], len(row["parties"]), row["title"]) == (
        10_200_000_000,
        2,
        2,
        "Biên bản ghi nhớ tiêu thụ trà sen",
    )
    with pytest.raises(Stale):
        await signing.correct(agreement, 1, change, at=make.NOW)


async def test_only_the_organizer_and_the_parties_see_it(
    cast: make.Cast, client: httpx.AsyncClient, fair: make.Fair
) -> None:
    agreement = await signing.record(fair.event, NewAgreement.model_validate(_paper(cast)), at=make.NOW)
    found = {
        name: (await client.get(f"/api/v1/agreements/{agreement}", headers=person.headers)).status_code
        for name, person in vars(cast).items()
    }
    assert found == {"an": 200, "binh": 200, "chi": 404, "dung": 200, "em": 404}
    assert (await client.get(f"/api/v1/agreements/{agreement}")).status_code == 401


async def test_a_party_may_look_but_not_change(cast: make.Cast, client: httpx.AsyncClient, fair: make.Fair) -> None:
    agreement = await signing.record(fair.event, NewAgreement.model_validate(_paper(cast)), at=make.NOW)
    headers = {**cast.binh.headers, "If-Match": '"1"'}
    changed = await client.patch(f"/api/v1/agreements/{agreement}", json={"title": "Khác"}, headers=headers)
    assert changed.status_code == 403
    assert (await client.delete(f"/api/v1/agreements/{agreement}", headers=headers)).status_code == 403


async def test_a_party_lists_its_own_agreements_only(
    cast: make.Cast, client: httpx.AsyncClient, fair: make.Fair
) -> None:
    mine = await signing.record(fair.event, NewAgreement.model_validate(_paper(cast)), at=make.NOW)
    other = _paper(cast, title="Hợp đồng trà xanh")
    assert cast.em.organization
    other["parties"][0]["organization_id"] = str(cast.em.organization.id)
    await signing.record(fair.event, NewAgreement.model_validate(other), at=make.NOW)
    listed = await client.get(f"/api/v1/events/{fair.id}/agreements", headers=cast.binh.headers)
    assert [item["id"] for item in listed.json()["items"]] == [str(mine)]
    assert len((await client.get(f"/api/v1/events/{fair.id}/agreements", headers=cast.an.headers)).json()["items"]) == 2


async def test_it_is_found_without_accents_by_title_and_by_party(
    cast: make.Cast, client: httpx.AsyncClient, fair: make.Fair
) -> None:
    await signing.record(fair.event, NewAgreement.model_validate(_paper(cast)), at=make.NOW)
    for q, count in (("tra sen", 1), ("sieu thi mau", 1), ("100%", 0)):
        answer = await client.get(f"/api/v1/events/{fair.id}/agreements", params={"q": q}, headers=cast.an.headers)
        assert (q, len(answer.json()["items"])) == (q, count)


async def test_a_mistake_is_struck_out_with_its_parties(
    cast: make.Cast, client: httpx.AsyncClient, fair: make.Fair
) -> None:
    agreement = await signing.record(fair.event, NewAgreement.model_validate(_paper(cast)), at=make.NOW)
    path = f"/api/v1/agreements/{agreement}"
    assert (await client.delete(path, headers=cast.an.headers)).status_code == 428
    assert (await client.delete(path, headers={**cast.an.headers, "If-Match": '"7"'})).status_code == 412
    assert (await client.delete(path, headers={**cast.an.headers, "If-Match": '"1"'})).status_code == 204
    assert (await client.get(path, headers=cast.an.headers)).status_code == 404


def test_it_may_be_signed_before_or_after_the_fair_but_not_in_the_future() -> None:
    today = date(2026, 12, 7)
    assert signing.mistakes(today - timedelta(days=400), None, today=today) == []
    assert [w.field for w in signing.mistakes(today + timedelta(days=1), None, today=today)] == ["signed_on"]


@pytest.mark.parametrize("state", ["waiting", "refused"])
async def test_who_is_not_approved_is_offered_and_named_as_no_party(
    cast: make.Cast, client: httpx.AsyncClient, fair: make.Fair, state: str
) -> None:
    shady = await make.organization(Kind.AUTHORITY, "Sở Tự Xưng", state=state)
    paper = _paper(cast)
    paper["parties"].append({"role": "authority", "organization_id": str(shady.id)})
    sent = await client.post(f"/api/v1/events/{fair.id}/agreements", json=paper, headers=cast.an.headers)
    assert [one["field"] for one in sent.json()["errors"]] == ["parties.2.organization_id"]
    page = await (await Browser(client).sign_in(cast.an)).see(f"/desk/events/{fair.id}/agreements/new")
    assert "Siêu thị Mẫu" in page
    assert "Sở Tự Xưng" not in page

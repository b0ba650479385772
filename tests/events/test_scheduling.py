"""Series and events come into being and change."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from events_app import db, errors
from events_app.directory.tables import Kind
from events_app.events import scheduling, showing
from events_app.events.bodies import EventChange, NewEvent
from events_app.events.tables import Event, EventState
from events_app.values import new_id
from tests import make

pytestmark = pytest.mark.usefixtures("database")


def new(**given: Any) -> NewEvent:
    return NewEvent.model_validate(
        {
            "kind": "week",
            "title": {"vi": "Tuần lễ OCOP tại Big C", "en": "OCOP Week at Big C"},
            "first_on": date(2026, 12, 16),
            "last_on": date(2026, 12, 20),
            **given,
        }
    )


def change(**given: Any) -> EventChange:
    return EventChange.model_validate(given)


async def fields(verb: Any) -> list[str]:
    with pytest.raises(errors.Invalid) as refused:
        await verb
    return [wrong.field for wrong in refused.value.errors]


async def test_an_event_has_its_organizations_in_five_roles(cast: Any, at: datetime) -> None:
    an, dung = cast.an.organization, cast.dung.organization
    backers = {
        "directs": [{"name": "Bộ Nông nghiệp và Môi trường"}],
        "hosts": [{"organization_id": an.id}],
        "cooperates": [{"organization_id": dung.id}, {"name": "Sở Công Thương"}],
        "carries_out": [{"organization_id": dung.id, "name": "Siêu thị Mẫu Hà Đông"}],
        "sponsors": [{"name": "Ngân hàng Mẫu"}],
    }
    event = await scheduling.create_event(an.id, new(**backers), at=at)
    shown = await showing.event(event.id)
    named = {role: [(b.organization_id, b.name) for b in getattr(shown, role)] for role in backers}
    assert named == {
        "directs": [(None, "Bộ Nông nghiệp và Môi trường")],
        "hosts": [(an.id, "Trung tâm Xúc tiến Thương mại")],
        "cooperates": [(dung.id, "Siêu thị Mẫu"), (None, "Sở Công Thương")],
        "carries_out": [(dung.id, "Siêu thị Mẫu Hà Đông")],
        "sponsors": [(None, "Ngân hàng Mẫu")],
    }


async def test_a_new_event_is_a_draft_with_an_address_of_its_own(cast: Any, at: datetime) -> None:
    first = await scheduling.create_event(cast.an.organization.id, new(), at=at)
    second = await scheduling.create_event(cast.an.organization.id, new(), at=at)
    assert (first.slug, second.slug) == ("tuan-le-ocop-tai-big-c", "tuan-le-ocop-tai-big-c-2")
    assert (first.state, first.version, first.filing_required) == ("draft", 1, True)
    assert first.search == "tuan le ocop tai big c ocop week at big c"
    topics = await db.fetch("SELECT payload FROM message WHERE topic = 'event.create' ORDER BY id LIMIT 1")
    assert topics == [{"payload": {"id": str(first.id), "event": str(first.id)}}]


async def test_a_conference_owes_no_filing_unless_it_says_so(cast: Any, at: datetime) -> None:
    organization = cast.an.organization.id
    plain = await scheduling.create_event(organization, new(kind="conference"), at=at)
    said = await scheduling.create_event(organization, new(kind="conference", filing={"required": True}), at=at)
    assert (plain.filing_required, said.filing_required) == (False, True)


async def test_what_contradicts_itself_is_listed_at_once(cast: Any, at: datetime) -> None:
    theirs = await scheduling.create_series(cast.binh.organization.id, {"vi": "Hội chợ khác"}, at=at)
    wrong = new(
        first_on=date(2026, 12, 21),
        registration_opens_at=at,
        registration_closes_at=at,
        series_id=theirs.id,
        hosts=[{"name": "Sở Công Thương"}, {"organization_id": new_id()}],
    )
    found = await fields(scheduling.create_event(cast.an.organization.id, wrong, at=at))
    assert found == ["last_on", "registration_closes_at", "series_id", "hosts.1.organization_id"]
    assert await Event.count() == 0


async def test_a_change_touches_only_what_it_names(cast: Any, at: datetime) -> None:
    event = await scheduling.create_event(
        cast.an.organization.id,
        new(hosts=[{"name": "Sở A"}], directs=[{"name": "Bộ B"}], announced_booths=60, contact="An, 0912 345 678"),
        at=at,
    )
    filed = {"filed_on": date(2026, 11, 2), "answered_on": date(2026, 11, 10)}
    given = change(title={"vi": "Tuần lễ Sen"}, hosts=[{"name": "Sở C"}], announced_booths=None, filing=filed)
    await scheduling.edit_event(event, 1, given, at=at)
    shown = await showing.event(event.id)
    assert (shown.title, shown.announced_booths, shown.contact) == ({"vi": "Tuần lễ Sen"}, None, "An, 0912 345 678")
    assert [backer.name for backer in shown.hosts + shown.directs] == ["Sở C", "Bộ B"]
    assert (shown.filing.filed_on, shown.filing.answered_on) == (date(2026, 11, 2), date(2026, 11, 10))
    assert (shown.filing.answer_due_on, shown.filing.last_lawful_on) == (date(2026, 11, 11), date(2026, 11, 16))
    assert (shown.version, shown.slug) == (2, "tuan-le-ocop-tai-big-c")
    row = await Event.objects().get(Event.id == event.id)
    assert row is not None
    assert row.search == "tuan le sen"


async def test_two_who_edit_at_once_do_not_overwrite(cast: Any, at: datetime) -> None:
    event = await scheduling.create_event(cast.an.organization.id, new(hosts=[{"name": "Sở A"}]), at=at)
    await scheduling.edit_event(event, 1, change(contact="Người thứ nhất"), at=at)
    with pytest.raises(errors.Stale) as refused:
        await scheduling.edit_event(event, 1, change(contact="Người thứ hai", hosts=[]), at=at)
    assert refused.value.facts == {"version": 2}
    shown = await showing.event(event.id)
    assert (shown.contact, len(shown.hosts)) == ("Người thứ nhất", 1)


async def test_dates_of_a_draft_change_and_announced_ones_do_not(cast: Any, at: datetime) -> None:
    planned = await make.event(cast.an.organization, state=EventState.DRAFT)
    await scheduling.edit_event(planned, 1, change(first_on=make.FIRST_ON - timedelta(days=1)), at=at)
    assert planned.first_on == make.FIRST_ON - timedelta(days=1)
    assert await fields(scheduling.edit_event(planned, 2, change(last_on=date(2026, 1, 1)), at=at)) == ["last_on"]
    announced = await make.event(cast.an.organization)
    with pytest.raises(scheduling.DatesAnnounced):
        await scheduling.edit_event(announced, 1, change(last_on=make.LAST_ON + timedelta(days=1)), at=at)
    await scheduling.edit_event(announced, 1, change(last_on=make.LAST_ON, contact="An"), at=at)
    assert announced.contact == "An"


@pytest.mark.parametrize("state", EventState)
async def test_what_is_called_off_or_closed_is_not_edited(cast: Any, at: datetime, state: EventState) -> None:
    event = await make.event(cast.an.organization, state=state)
    if state in {EventState.CANCELLED, EventState.CLOSED}:
        with pytest.raises(errors.WrongState):
            await scheduling.edit_event(event, 1, change(contact="An"), at=at)
    else:
        await scheduling.edit_event(event, 1, change(contact="An"), at=at)
        assert event.contact == "An"


async def test_a_series_is_renamed_and_found_again(cast: Any, at: datetime) -> None:
    series = await scheduling.create_series(cast.an.organization.id, {"vi": "Tuần lễ OCOP"}, at=at)
    await scheduling.edit_series(series, 1, {"vi": "Đặc sản vùng miền"}, at=at)
    assert (series.search, series.slug, series.version) == ("dac san vung mien", "tuan-le-ocop", 2)
    with pytest.raises(errors.Stale):
        await scheduling.edit_series(series, 1, {"vi": "Khác"}, at=at)


@pytest.mark.parametrize("state", ["waiting", "refused"])
async def test_who_is_not_approved_stands_behind_no_event(cast: Any, at: datetime, state: str) -> None:
    shady = await make.organization(Kind.AUTHORITY, "Sở Tự Xưng", state=state)
    backed = new(hosts=[{"organization_id": shady.id}])
    assert await fields(scheduling.create_event(cast.an.organization.id, backed, at=at)) == ["hosts.0.organization_id"]

"""The programme of drafts and of announced events."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from events_app import db, errors, values
from events_app.events import placing, programming
from events_app.events.bodies import NewSession, NewSpeaker, SessionChange
from events_app.events.tables import EventState, Session
from events_app.values import new_id
from tests import make

pytestmark = pytest.mark.usefixtures("database")
STARTS = values.local(make.FIRST_ON, time(9))


def new(venue_id: Any, **given: Any) -> NewSession:
    return NewSession(
        **{
            "title": {"vi": "Hội nghị kết nối cung cầu"},
            "kind": "conference",
            "venue_id": venue_id,
            "room": "Hội trường lớn",
            "starts_at": STARTS,
            "ends_at": STARTS + timedelta(hours=2),
            "speakers": [{"name": "Ông Nguyễn Văn Mẫu", "affiliation": "Sở Công Thương"}, {"name": "Bà Trần Thị Mẫu"}],
            **given,
        }
    )


async def fields(verb: Any) -> list[str]:
    with pytest.raises(errors.Invalid) as refused:
        await verb
    return [wrong.field for wrong in refused.value.errors]


async def test_a_session_has_a_place_and_speakers_of_its_own(cast: Any, at: datetime) -> None:
    event = await make.event(cast.an.organization, state=EventState.DRAFT)
    elsewhere = await make.venue(cast.an.organization, "Khách sạn Mẫu")
    session = await programming.add_session(event, new(elsewhere.id), at=at)
    (shown,) = await placing.programme(event.id)
    assert (shown.id, shown.venue.name, shown.room) == (session.id, "Khách sạn Mẫu", "Hội trường lớn")
    assert [(speaker.name, speaker.affiliation) for speaker in shown.speakers] == [
        ("Ông Nguyễn Văn Mẫu", "Sở Công Thương"),
        ("Bà Trần Thị Mẫu", ""),
    ]
    assert (shown.starts_at, shown.ends_at) == (STARTS, STARTS + timedelta(hours=2))


async def test_what_is_wrong_with_a_session_is_listed_at_once(cast: Any, at: datetime) -> None:
    event = await make.event(cast.an.organization)
    past = values.local(make.FIRST_ON - timedelta(days=1), time(9))
    backwards = new(new_id(), starts_at=past, ends_at=past - timedelta(hours=1))
    assert await fields(programming.add_session(event, backwards, at=at)) == ["ends_at", "venue_id", "starts_at"]


async def test_a_draft_may_have_a_session_outside_its_period_for_the_time_being(cast: Any, at: datetime) -> None:
    event = await make.event(cast.an.organization, state=EventState.DRAFT)
    venue = await make.venue(cast.an.organization)
    past = values.local(make.FIRST_ON - timedelta(days=1), time(9))
    await programming.add_session(event, new(venue.id, starts_at=past, ends_at=past + timedelta(hours=1)), at=at)
    assert await Session.count().where(Session.event == event.id) == 1


async def test_speakers_are_replaced_only_when_they_are_given(cast: Any, at: datetime) -> None:
    event = await make.event(cast.an.organization)
    session = await programming.add_session(event, new((await make.venue(cast.an.organization)).id), at=at)
    await programming.edit_session(session, 1, SessionChange(room="Phòng 2"), at=at)
    shown = await placing.session(session.id)
    assert (shown.room, len(shown.speakers), shown.version) == ("Phòng 2", 2, 2)
    await programming.edit_session(session, 2, SessionChange(speakers=[NewSpeaker(name="Một người")]), at=at)
    assert [speaker.name for speaker in (await placing.session(session.id)).speakers] == ["Một người"]
    with pytest.raises(errors.Stale):
        await programming.edit_session(session, 2, SessionChange(speakers=[]), at=at)
    assert [speaker.name for speaker in (await placing.session(session.id)).speakers] == ["Một người"]


async def test_title_description_and_venue_change_together(cast: Any, at: datetime) -> None:
    event = await make.event(cast.an.organization)
    session = await programming.add_session(event, new((await make.venue(cast.an.organization)).id), at=at)
    there = await make.venue(cast.an.organization, "Nhà văn hoá")
    change = SessionChange.model_validate(
        {"title": {"vi": "Ký kết", "en": "Signing"}, "description": {"vi": "Mô tả"}, "venue_id": there.id}
    )
    await programming.edit_session(session, 1, change, at=at)
    shown = await placing.session(session.id)
    assert (shown.title, shown.description) == ({"vi": "Ký kết", "en": "Signing"}, {"vi": "Mô tả"})
    assert shown.venue.name == "Nhà văn hoá"
    await programming.edit_session(session, 2, SessionChange(description=None), at=at)
    assert (await placing.session(session.id)).description == {}


async def test_a_session_of_a_draft_is_deleted_and_of_an_announced_event_dropped(cast: Any, at: datetime) -> None:
    venue = await make.venue(cast.an.organization)
    planned = await make.event(cast.an.organization, state=EventState.DRAFT)
    session = await programming.add_session(planned, new(venue.id), at=at)
    await programming.delete_session(session, 1, at=at)
    assert await Session.count().where(Session.id == session.id) == 0
    announced = await make.event(cast.an.organization)
    session = await programming.add_session(announced, new(venue.id), at=at)
    await programming.delete_session(session, 1, at=at)
    assert await placing.programme(announced.id) == []
    kept = await Session.objects().get(Session.id == session.id)
    assert kept is not None
    assert kept.dropped_at == at
    dropped = await db.fetch("SELECT payload FROM message WHERE topic = 'session.drop'")
    assert dropped == [{"payload": {"id": str(session.id), "event": str(announced.id)}}]
    with pytest.raises(errors.NotFound):
        await programming.delete_session(session, 2, at=at)


@pytest.mark.parametrize("state", [EventState.CANCELLED, EventState.ENDED, EventState.CLOSED])
async def test_what_is_over_keeps_its_programme(cast: Any, at: datetime, state: EventState) -> None:
    event = await make.event(cast.an.organization, state=state)
    venue = await make.venue(cast.an.organization)
    session = await make.session(event, venue)
    for verb in (
        programming.add_session(event, new(venue.id), at=at),
        programming.edit_session(session, 1, SessionChange(room="2"), at=at),
        programming.delete_session(session, 1, at=at),
    ):
        with pytest.raises(errors.WrongState):
            await verb

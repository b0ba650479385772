"""The programme of an event: its sessions, each with a place, a time and speakers of its own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import db, errors, lifecycle, outbox, values
from events_app.errors import Wrong
from events_app.events import altering, publishing
from events_app.events.bodies import SESSION, NewSession, NewSpeaker, SessionChange
from events_app.events.tables import Event, EventState, Session
from events_app.i18n import marked
from events_app.venues.tables import Venue


async def add_session(event: Event, new: NewSession, *, at: datetime) -> Session:
    """One more item of the programme. Raises Invalid, WrongState."""
    async with db.transaction(), altering.schedule(event, at=at):
        session = Session(
            event=event.id,
            kind=new.kind,
            title=new.title.stored(),
            description=new.description.stored() if new.description else {},
            venue=new.venue_id,
            room=new.room,
            starts_at=new.starts_at,
            ends_at=new.ends_at,
            created_at=at,
        )
        await _check(event, session)
        await session.save()
        await _let_speak(session.id, new.speakers)
        await outbox.record("session.create", at=at, id=session.id, event=event.id)
        return session


async def edit_session(session: Session, version: int, change: SessionChange, *, at: datetime) -> Session:
    """Change what ``change`` names; speakers are replaced as a whole. Raises Invalid, Stale, WrongState, NotFound."""
    columns = _columns(change)
    event = await event_of(session)
    async with db.transaction(), altering.schedule(event, at=at):
        await _present(session)
        for name, value in columns.items():
            setattr(session, name, value)
        await _check(event, session)
        if "speakers" in change.model_fields_set:
            await db.fetch("DELETE FROM speaker WHERE session = $1", session.id)
            await _let_speak(session.id, change.speakers)
        return await lifecycle.edit(session, version, at=at, also={"event": event.id}, **columns)


async def delete_session(session: Session, version: int, *, at: datetime) -> None:
    """Take a session out of a draft; of an announced event, drop it. Raises Stale, WrongState, NotFound."""
    event = await event_of(session)
    async with db.transaction(), altering.schedule(event, at=at):
        await _present(session)
        if event.state != EventState.DRAFT:
            await lifecycle.edit(session, version, at=at, verb="drop", also={"event": event.id}, dropped_at=at)
            return
        await db.fetch("DELETE FROM speaker WHERE session = $1", session.id)
        await lifecycle.delete(session, version, at=at, event=event.id)


async def event_of(session: Session) -> Event:
    """The event of a session."""
    event = await Event.objects().get(Event.id == session.event)
    assert event is not None  # the reference says so
    return event


async def _present(session: Session) -> None:
    await lifecycle.lock(session)
    if session.dropped_at:
        raise errors.NotFound


async def _check(event: Event, session: Session) -> None:
    wrongs = SESSION.broken(session.starts_at, session.ends_at)
    if not await Venue.exists().where(Venue.id == session.venue):
        wrongs.append(Wrong("venue_id", marked("There is no such venue.")))
    if event.state != EventState.DRAFT:
        wrongs += publishing.session_wrongs(event, session)
    if wrongs:
        raise errors.Invalid(wrongs)


def _columns(change: SessionChange) -> dict[str, Any]:
    columns = {name: value for name, value in change.given().items() if name != "speakers"}
    if "title" in columns:
        columns["title"] = columns["title"].stored()
    if "description" in columns:
        columns["description"] = columns["description"].stored() if columns["description"] else {}
    if "venue_id" in columns:
        columns["venue"] = columns.pop("venue_id")
    return columns


async def _let_speak(session_id: UUID, speakers: Sequence[NewSpeaker]) -> None:
    await db.execute_many(
        "INSERT INTO speaker (id, session, name, affiliation, position) VALUES ($1, $2, $3, $4, $5)",
        [
            (values.new_id(), session_id, speaker.name, speaker.affiliation, place)
            for place, speaker in enumerate(speakers)
        ],
    )

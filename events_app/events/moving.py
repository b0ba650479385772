"""What becomes of days and sessions when an event gets new dates; pure."""

from collections.abc import Mapping, Sequence, Set
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from events_app import values
from events_app.events.bodies import MovedDay, NewDates
from events_app.events.tables import OpeningDay, Session


class Change(msgspec.Struct, frozen=True):
    """One opening day before and after: without ``now`` it is lost, without ``was`` it is new."""

    day: UUID
    site: UUID
    was: OpeningDay | None
    now: MovedDay | None

    def kept(self) -> dict[str, Any]:
        """As the Rescheduling keeps it."""
        return {
            "day": str(self.day),
            "site": str(self.site),
            "was": self.was.held_on.isoformat() if self.was else None,
            "now": self.now.on.isoformat() if self.now else None,
            "was_open": _hours(self.was) if self.was else None,
            "now_open": _hours(self.now) if self.now else None,
        }


class SessionMove(msgspec.Struct, frozen=True):
    """One session before and after: without ``now`` it is lost."""

    session: Session
    was: datetime
    now: datetime | None

    def kept(self) -> dict[str, Any]:
        """As the Rescheduling keeps it."""
        return {
            "session": str(self.session.id),
            "was": self.was.isoformat(),
            "now": self.now.isoformat() if self.now else None,
        }


def _hours(day: OpeningDay | MovedDay) -> str:
    return f"{day.opens:%H:%M}-{day.closes:%H:%M}{' next day' if day.closes_next_day else ''}"


def matched(old: Sequence[OpeningDay], new: Sequence[MovedDay], lost: Set[UUID] = frozenset()) -> list[Change]:
    """Each old day with what it becomes: the new one that names it, else the next unnamed one of its site, by date.

    New days beyond that are additional; old ones beyond that, and those in ``lost``, are lost. In order of site and old date,
    additional days last.
    """
    named = {day.id: day for day in new if day.id}
    unnamed: dict[UUID, list[MovedDay]] = {}
    for day in sorted((day for day in new if not day.id), key=lambda day: day.on):
        unnamed.setdefault(day.site_id, []).append(day)
    changes = []
    for was in sorted(old, key=lambda day: (str(day.site), day.held_on)):
        waiting = [] if was.id in lost else unnamed.get(was.site, [])
        now = named.get(was.id) or (waiting.pop(0) if waiting else None)
        changes.append(Change(was.id, was.site, was, now))
    added = [Change(values.new_id(), day.site_id, None, day) for waiting in unnamed.values() for day in waiting]
    return changes + added


def sessions(
    programme: Sequence[Session], changes: Sequence[Change], venues: Mapping[UUID, UUID], shift: timedelta
) -> list[SessionMove]:
    """Each session goes with the opening day that it is on, at the same local time; lost with it when that is lost.

    ``venues`` is the venue of each site: of several sites open on that date, the one at the session's own venue decides, else
    one whose day is kept. A session on a date that is no opening day moves by ``shift``.
    """
    return [
        SessionMove(session, session.starts_at, _new_start(session, _day_of(session, changes, venues), shift))
        for session in programme
    ]


def _day_of(session: Session, changes: Sequence[Change], venues: Mapping[UUID, UUID]) -> Change | None:
    held_on = values.today(session.starts_at)
    there = [change for change in changes if change.was and change.was.held_on == held_on]
    there.sort(key=lambda change: (venues[change.site] != session.venue, change.now is None))
    return there[0] if there else None


def _new_start(session: Session, day: Change | None, shift: timedelta) -> datetime | None:
    starts = session.starts_at.astimezone(values.ZONE)
    if day is None:
        return session.starts_at + shift
    return values.local(day.now.on, starts.time()).astimezone(session.starts_at.tzinfo) if day.now else None


def period(new: NewDates, moves: Sequence[SessionMove]) -> values.Days:
    """From the first to the last of the new days and the moved sessions; wider where the new dates say so."""
    dates = [day.on for day in new.days]
    dates += [values.today(move.now) for move in moves if move.now]
    dates += [on for on in (new.first_on, new.last_on) if on]
    return values.Days(min(dates), max(dates))

"""What the pages' forms may say where they say it otherwise than the API's bodies: local times, lines of text, rows to skip."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from pydantic import BeforeValidator, Field, model_validator

from events_app import reading, typed, values
from events_app.errors import Invalid, Wrong
from events_app.events import bodies
from events_app.events.schemas import DayAnswer, EventAnswer, SiteAnswer
from events_app.events.tables import Backing
from events_app.i18n import marked

MOST_DAYS = 366


def _wall_clock(written: Any) -> Any:
    """``2026-12-16T17:30`` or ``16/12/2026 17:30`` as it reads on a clock in Viet Nam."""
    if not isinstance(written, str):
        return written
    try:
        read = datetime.fromisoformat(typed.moment(written))
    except ValueError:
        raise reading.wrong(marked("Enter a date and a time, such as 16/12/2026 17:30.")) from None
    return values.local(read.date(), read.time()).astimezone(UTC) if read.tzinfo is None else read


def _lines(written: Any) -> Any:
    """A text with one name on each line as backers."""
    if not isinstance(written, str):
        return written
    return [{"name": line.strip()} for line in written.splitlines() if line.strip()]


def _speakers(written: Any) -> Any:
    """``Name, affiliation`` on each line as speakers."""
    if not isinstance(written, str):
        return written
    split = [line.partition(",") for line in written.splitlines() if line.strip()]
    return [{"name": name.strip(), "affiliation": rest.strip()} for name, _, rest in split]


Moment = Annotated[reading.Instant, BeforeValidator(_wall_clock)]
Lines = Annotated[bodies.Backers, BeforeValidator(_lines)]


class EventForm(bodies.NewEvent):
    """An event as a whole form; who stands behind it is one name on each line."""

    registration_opens_at: Moment | None = None
    registration_closes_at: Moment | None = None
    directs: Lines = []
    hosts: Lines = []
    cooperates: Lines = []
    carries_out: Lines = []
    sponsors: Lines = []

    def described(self, shown: EventAnswer | None = None) -> dict[str, Any]:
        """Everything that the form speaks of, also what it leaves empty; who is behind the event already stays linked."""
        found = {name: getattr(self, name) for name in EventForm.model_fields if name != "filing"}
        if shown:
            for role in Backing:
                known = {backer.name: backer.organization_id for backer in getattr(shown, role)}
                found[role] = [
                    {"name": backer.name, "organization_id": known.get(backer.name)} for backer in found[role]
                ]
        return found


class SessionForm(bodies.NewSession):
    """A session as a whole form; speakers are ``Name, affiliation`` on each line."""

    starts_at: Moment
    ends_at: Moment
    speakers: Annotated[bodies.Speakers, BeforeValidator(_speakers)] = []

    def described(self) -> dict[str, Any]:
        """Everything that the form speaks of, also what it leaves empty."""
        return {name: getattr(self, name) for name in SessionForm.model_fields}


class DayRow(reading.Body):
    """A row of a table of days: one that is there (it has an ``id``), a new one, or an empty one."""

    site_id: UUID
    id: UUID | None = None
    version: int | None = None
    on: reading.Day | None = None
    opens: bodies.Hour | None = None
    closes: bodies.Hour | None = None
    closes_next_day: bool = False
    gone: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing was typed into a row for a new day."""
        return self.id is None and self.on is None

    def owes(self, prefix: str) -> list[Wrong]:
        """What is missing from a row that is not empty."""
        owed = {"on": self.on, "opens": self.opens, "closes": self.closes}
        return [Wrong(f"{prefix}{name}", marked("This is required.")) for name, value in owed.items() if value is None]

    def hours(self) -> dict[str, Any]:
        """The date and the times of a row that owes nothing."""
        return {"on": self.on, "opens": self.opens, "closes": self.closes, "closes_next_day": self.closes_next_day}


Rows = Annotated[list[DayRow], Field(max_length=400)]


class DaysForm(reading.Body):
    """All opening days of a site at once."""

    days: Rows = []


class RangeForm(reading.Body):
    """The same hours on every day of a range."""

    first_on: reading.Day
    last_on: reading.Day
    opens: bodies.Hour
    closes: bodies.Hour
    closes_next_day: bool = False

    @model_validator(mode="after")
    def in_order(self) -> "RangeForm":
        """It is a range, and no longer than a year."""
        if not 0 <= (self.last_on - self.first_on).days <= MOST_DAYS:
            raise reading.wrong(marked("Give the first and the last day, at most a year apart."))
        return self


class NewDatesForm(reading.Body):
    """The full new list of days of an event."""

    ORDERS = (bodies.PERIOD,)
    reason: bodies.Reason
    days: Rows = []
    first_on: reading.Day | None = None
    last_on: reading.Day | None = None

    def read(self) -> tuple[bodies.NewDates, list[int]]:
        """The new dates, and for each day of theirs the row that it stood in. Raises Invalid."""
        rows = [place for place, row in enumerate(self.days) if not row.empty and not row.gone]
        owed = [wrong for place in rows for wrong in self.days[place].owes(f"days.{place}.")]
        if owed:
            raise Invalid(owed)
        days = [bodies.MovedDay(id=self.days[n].id, site_id=self.days[n].site_id, **self.days[n].hours()) for n in rows]
        return bodies.NewDates(reason=self.reason, days=days, first_on=self.first_on, last_on=self.last_on), rows

    def lost(self) -> frozenset[UUID]:
        """The days that are to go, whatever else comes."""
        return frozenset(row.id for row in self.days if row.id and row.gone)

    def seen(self) -> frozenset[UUID]:
        """The days that the form was shown with."""
        return frozenset(row.id for row in self.days if row.id)


@contextmanager
def in_rows(rows: Sequence[int]) -> Iterator[None]:
    """Within the block, what is wrong with the n-th day is said of the row that it stood in."""
    try:
        yield
    except Invalid as invalid:
        for wrong in invalid.errors:
            name, _, rest = wrong.field.partition(".")
            place, dot, field = rest.partition(".")
            if name == "days" and place.isdecimal():
                wrong.field = f"days.{rows[int(place)]}{dot}{field}"
        raise


class Row(msgspec.Struct, frozen=True):
    """One row of a table of days: its place in the form, its site, the day that it shows, whether it was sent before."""

    place: int
    site_id: UUID
    day: DayAnswer | None
    typed: bool = False


class Table(msgspec.Struct, frozen=True):
    """The rows of one site."""

    site: SiteAnswer
    rows: list[Row]


def tables(
    sites: Sequence[SiteAnswer], days: Mapping[UUID, Sequence[DayAnswer]], typed: Any, empty: int
) -> list[Table]:
    """A table of days for each site with ``empty`` rows for new ones; rows that were typed stay where they were."""
    by_site: dict[UUID, list[Row]] = {site.id: [] for site in sites}
    known = {day.id: day for of_site in days.values() for day in of_site}
    places = itertools.count()
    for row in typed if isinstance(typed, list) else []:
        place = next(places)
        site_id, day_id = (_uuid(row.get(name)) if isinstance(row, dict) else None for name in ("site_id", "id"))
        if site_id in by_site:
            by_site[site_id].append(Row(place, site_id, known.pop(day_id, None) if day_id else None, True))
    for site_id, rows in by_site.items():
        rows += [Row(next(places), site_id, day) for day in days.get(site_id, ()) if day.id in known]
        blank = sum(1 for row in rows if row.day is None)
        rows += [Row(next(places), site_id, None) for _ in range(empty - blank)]
    return [Table(site, by_site[site.id]) for site in sites]


def _uuid(written: Any) -> UUID | None:
    try:
        return UUID(str(written))
    except ValueError:
        return None

"""Series, events, sites, days and sessions as doors show them: each list is one statement."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from events_app import db, i18n, matching, paging
from events_app.actor import Actor
from events_app.directory import checking, naming
from events_app.errors import Invalid, NotFound, Wrong
from events_app.events import filing, queries, schemas
from events_app.events.tables import Backing, Rescheduling
from events_app.i18n import marked

_ORGANIZER_THEN = naming.named_on("organization.id", "event.first_on")
_BACKER_THEN = naming.named_on("behind.id", "event.first_on")
_EVENTS = f"""
    SELECT event.*,
           jsonb_build_object('id', organization.id, 'slug', organization.slug,
                              'name', coalesce({_ORGANIZER_THEN}, organization.name)) AS organizer,
           coalesce((SELECT jsonb_agg(jsonb_build_object('backing', backer.backing, 'organization_id', backer.organization,
                            'name', coalesce(nullif(backer.name, ''), {_BACKER_THEN}, behind.name))
                            ORDER BY backer.position, backer.id)
                     FROM backer LEFT JOIN organization AS behind ON behind.id = backer.organization
                     WHERE backer.event = event.id), '[]') AS backers,
           (SELECT sum(site.announced_booths) FROM site WHERE site.event = event.id) AS by_sites,
           (SELECT sum(zone.announced_booths) FROM zone JOIN site ON site.id = zone.site
            WHERE site.event = event.id) AS by_zones,
           (SELECT count(*) FROM booth JOIN site ON site.id = booth.site WHERE site.event = event.id) AS computed
    FROM event JOIN organization ON organization.id = event.organization
"""
PLACE = """
    jsonb_build_object('id', venue.id, 'slug', venue.slug, 'name', venue.name, 'address', venue.address,
        'province_set', venue.province_set, 'province_code', venue.province_code,
        'latitude', venue.latitude, 'longitude', venue.longitude) AS place
"""


class Wanted(paging.Page, frozen=True, kw_only=True):
    """Which events a list shows; ``by`` an organizer, ``over`` only those that are or are not over on ``on``."""

    q: str | None = None
    month: str | None = None  # YYYY-MM
    state: str | None = None
    kind: str | None = None
    chain: UUID | None = None
    province: str | None = None  # set-code, as in 34-01
    series: UUID | None = None
    by: UUID | None = None
    on: date | None = None
    over: bool | None = None
    announced: bool = False  # no drafts, also not one's own
    newest: bool = False  # the latest first


async def event_list(actor: Actor, wanted: Wanted) -> schemas.EventList:
    """The events that ``actor`` sees, by their first day; those that are over with the latest first. Raises Invalid."""
    condition, given = queries.events_of(actor)
    conditions = [condition]

    def where(sql: str, *values_: Any) -> None:
        numbers = [f"${len(given) + n + 1}" for n in range(len(values_))]
        given.extend(values_)
        conditions.append(sql.format(*numbers))

    rightly({"month": wanted.month, "province": wanted.province})
    if wanted.month:
        first, last = _month(wanted.month)
        where("event.first_on <= {0} AND event.last_on >= {1}", last, first)
    for column, value in {"state": wanted.state, "kind": wanted.kind, "series": wanted.series}.items():
        if value:
            where(f"event.{column} = {{0}}", value)
    if wanted.announced:
        conditions.append("event.state <> 'draft'")
    if wanted.by:
        where("event.organization = {0}", wanted.by)
    at_venue = "EXISTS (SELECT 1 FROM site JOIN venue ON venue.id = site.venue WHERE site.event = event.id AND {})"
    if wanted.chain:
        where(at_venue.replace("{}", "venue.chain = {0}"), wanted.chain)
    if wanted.province:
        which, code = checking.place_chosen(wanted.province)
        where(at_venue.replace("{}", "venue.province_set = {0} AND venue.province_code = {1}"), which, code)
    if wanted.on and wanted.over is not None:
        where(f"event.last_on {'<' if wanted.over else '>='} {{0}}", wanted.on)
    sought = matching.sought(wanted.q)
    if sought:
        conditions.append(_called(sought, " AND ".join(conditions), given))
    rows, cursor = await paging.rows(
        f"{_EVENTS} WHERE {' AND '.join(conditions)}",
        given,
        order=("-first_on:date" if wanted.over or wanted.newest else "first_on:date", "id:uuid"),
        page=wanted,
    )
    return schemas.EventList([_event(row) for row in rows], cursor)


def rightly(said: Mapping[str, Any]) -> None:
    """See that a month and a province that are asked for are there. Raises Invalid."""
    found: list[Wrong] = []
    facts: dict[str, Any] = {}
    for look, written in ((_month, said.get("month")), (checking.place_chosen, said.get("province"))):
        try:
            if written:
                look(written)
        except Invalid as refused:
            found, facts = found + refused.errors, facts | refused.facts
    if found:
        raise Invalid(found, **facts)


def _called(sought: matching.Sought, otherwise: str, given: list[Any]) -> str:
    """That an event or a venue of it is called as is sought; where none of those that meet ``otherwise`` is, with a slip in it."""

    def add(value: Any) -> int:
        given.append(value)
        return len(given)

    def somewhere(how: Callable[[str, matching.Add], str]) -> str:
        at_venue = "SELECT FROM site JOIN venue ON venue.id = site.venue WHERE site.event = event.id AND"
        return f"({how('event.search', add)} OR EXISTS ({at_venue} {how('venue.search', add)}))"

    near = somewhere(sought.near)
    far = f"({' OR '.join(somewhere(how) for how in (sought.far, sought.apart, sought.joined().held))})"
    return f"({near} OR NOT EXISTS (SELECT FROM event WHERE {otherwise} AND {near}) AND {far})"


async def event(event_id: UUID) -> schemas.EventAnswer:
    """One event, which the caller has found to be seen."""
    row = await db.one(f"{_EVENTS} WHERE event.id = $1", event_id)
    if row is None:
        raise NotFound
    return _event(row)


async def rescheduled(event_id: UUID, change: Rescheduling) -> schemas.RescheduledEvent:
    """An event and what ``change`` made of it."""
    row = await db.one(f"{_EVENTS} WHERE event.id = $1", event_id)
    assert row is not None  # it was moved just now
    days = [
        schemas.DayMove(UUID(day["day"]), UUID(day["site"]), _day(day["was"]), _day(day["now"])) for day in change.days
    ]
    sessions = [
        schemas.SessionMove(
            UUID(move["session"]), _instant(move["was"]), _instant(move["now"]) if move["now"] else None
        )
        for move in change.sessions
    ]
    return schemas.RescheduledEvent(
        **_fields(row),
        rescheduling=schemas.ReschedulingAnswer(
            id=change.id,
            reason=change.reason,
            was_first_on=change.was_first_on,
            was_last_on=change.was_last_on,
            first_on=change.first_on,
            last_on=change.last_on,
            days=days,
            lost_days=[day for day in days if day.now is None],
            sessions=sessions,
            lost_sessions=[move for move in sessions if move.now is None],
        ),
    )


async def places_of(events: Sequence[UUID]) -> dict[UUID, list[str]]:
    """The names of the venues of each of ``events``, in the order of its sites."""
    rows = await db.fetch(
        """
        SELECT site.event, venue.name FROM site JOIN venue ON venue.id = site.venue
        WHERE site.event = ANY($1) ORDER BY site.position, site.id
        """,
        list(events),
    )
    found: dict[UUID, list[str]] = {}
    for row in rows:
        found.setdefault(row["event"], []).append(row["name"])
    return found


async def last_change(event_id: UUID) -> Rescheduling | None:
    """The latest rescheduling of an event, if it was ever moved."""
    return (
        await Rescheduling.objects()
        .where(Rescheduling.event == event_id)
        .order_by(Rescheduling.id, ascending=False)
        .first()
    )


async def zone_totals(event_id: UUID) -> list[dict[str, Any]]:
    """For each zone of an event its name, announced count and the count of its booths, site by site."""
    return await db.fetch(
        """
        SELECT zone.site, zone.name, zone.announced_booths AS announced,
               (SELECT count(*) FROM booth WHERE booth.zone = zone.id) AS computed
        FROM zone JOIN site ON site.id = zone.site WHERE site.event = $1
        ORDER BY site.position, site.id, zone.position, zone.id
        """,
        event_id,
    )


async def series_list(q: str | None, page: paging.Page, *, own: UUID | None = None) -> schemas.SeriesList:
    """All series or those of ``own``, as a Vietnamese dictionary would order them."""
    rows, cursor = await paging.rows(
        "SELECT * FROM series WHERE ($1::text IS NULL OR search LIKE $1) AND ($2::uuid IS NULL OR organization = $2)",
        [matching.together(q), own],
        order=("sort:text", "id:uuid"),
        page=page,
    )
    return schemas.SeriesList([_series(row) for row in rows], cursor)


async def series_choices(own: UUID) -> list[tuple[UUID, dict[str, str]]]:
    """The series that an event of the organizer ``own`` may belong to."""
    rows = await db.fetch("SELECT id, name FROM series WHERE organization = $1 ORDER BY sort, id", own)
    return [(row["id"], row["name"]) for row in rows]


async def series(series_id: UUID) -> schemas.SeriesAnswer:
    """One series. Raises NotFound."""
    row = await db.one("SELECT * FROM series WHERE id = $1", series_id)
    if row is None:
        raise NotFound
    return _series(row)


def _series(row: dict[str, Any]) -> schemas.SeriesAnswer:
    return schemas.SeriesAnswer(row["id"], row["slug"], row["name"], row["organization"], row["version"])


def _event(row: dict[str, Any]) -> schemas.EventAnswer:
    return schemas.EventAnswer(**_fields(row))


def _fields(row: dict[str, Any]) -> dict[str, Any]:
    same = schemas.EventAnswer.__struct_fields__
    backers: dict[str, list[schemas.BackerAnswer]] = {str(backing): [] for backing in Backing}
    for backer in row["backers"]:
        behind = backer["organization_id"]
        backers[backer["backing"]].append(schemas.BackerAnswer(UUID(behind) if behind else None, backer["name"]))
    filed = row["filing_filed_on"]
    return {
        **{name: row[name] for name in same if name in row},
        "series_id": row["series"],
        "organizer": schemas.Organizer(
            UUID(row["organizer"]["id"]), row["organizer"]["slug"], row["organizer"]["name"]
        ),
        "booths": schemas.BoothTotals(row["announced_booths"], row["by_sites"], row["by_zones"], row["computed"]),
        "filing": schemas.FilingAnswer(
            required=row["filing_required"],
            exempt_decision=row["filing_exempt_decision"],
            filed_on=filed,
            answered_on=row["filing_answered_on"],
            first_lawful_on=filing.first_lawful_on(row["first_on"]),
            last_lawful_on=filing.last_lawful_on(row["first_on"]),
            answer_due_on=filing.answer_due_on(filed) if filed else None,
        ),
        **backers,
    }


def findings(wrongs: list[Wrong]) -> list[schemas.Finding]:
    """What is wrong, in the reader's language."""
    return [schemas.Finding(wrong.field, i18n.text(wrong.message, **wrong.values)) for wrong in wrongs]


def _month(written: str) -> tuple[date, date]:
    """The first and the last day of ``YYYY-MM``."""
    try:
        first = date.fromisoformat(f"{written}-01")
        after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    except ValueError:
        raise Invalid([Wrong("month", marked("Enter a month as YYYY-MM."))]) from None
    return first, date.fromordinal(after.toordinal() - 1)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _instant(written: str) -> datetime:
    return datetime.fromisoformat(written)

"""Feeds by address: which entries belong to one, and since when its bytes are what they are."""

import calendar
import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import msgspec

from events_app import db, errors, values
from events_app.calendars import rendering
from events_app.directory import queries as directory
from events_app.i18n import Language, speaking
from events_app.i18n import text as _
from events_app.settings import settings

BACK = timedelta(days=180)
AHEAD_MONTHS = 18
MOST = 2000

_ADDRESS = re.compile(r"/calendars/(?:(en|id)/)?(?:(all)|(events|series|venues|chains)/([a-z0-9-]{1,90}))\.ics")


class Gone(errors.Refusal):
    """This calendar is no longer kept."""

    status = 410


class Wanted(msgspec.Struct, frozen=True):
    """One feed in one language."""

    language: Language
    kind: str
    slug: str = ""

    @property
    def path(self) -> str:
        """Its address below the installation's own: Vietnamese has no prefix."""
        prefix = "" if self.language == Language.VI else f"/{self.language.value}"
        return f"/calendars{prefix}/{self.kind}/{self.slug}.ics" if self.slug else f"/calendars{prefix}/{self.kind}.ics"


class Feed(msgspec.Struct, frozen=True):
    """The bytes of a feed and when they last changed."""

    body: bytes
    changed_at: datetime


class Subject(msgspec.Struct, frozen=True):
    """What a feed is about: its id, its names, the page about it."""

    id: UUID | None
    name: dict[str, str]
    page: str


_SUBJECTS = {
    "events": "SELECT id, title AS name FROM event WHERE slug = $1 AND state <> 'draft'",
    "series": "SELECT id, name FROM series WHERE slug = $1",
    "venues": "SELECT id, jsonb_build_object('vi', name) AS name FROM venue WHERE slug = $1",
    "chains": "SELECT id, jsonb_build_object('vi', name) AS name FROM organization WHERE slug = $1 AND kind = 'distributor'",
}
_KEPT = "(entry.drop_on IS NULL OR entry.drop_on > $1::date)"
_HELD_AT = f"""
    (entry.venue_id IN ({{venues}}) OR entry.thing = 'overview' AND entry.event IN (
        SELECT event FROM entry WHERE venue_id IN ({{venues}}) AND {_KEPT}
    ))
"""
_MEMBERS = {
    "all": "true",
    "events": "entry.event = $2",
    "series": "entry.event IN (SELECT id FROM event WHERE series = $2)",
    "venues": _HELD_AT.format(venues="$2"),
    "chains": _HELD_AT.format(venues="SELECT id FROM venue WHERE chain = $2"),
}


def named(path: str) -> Wanted | None:
    """The feed that an address names; None for an address of another shape."""
    found = _ADDRESS.fullmatch(path)
    if found is None:
        return None
    language, everything, kind, slug = found.groups()
    return Wanted(Language(language or "vi"), everything or kind, slug or "")


def window(today: date) -> tuple[datetime, datetime]:
    """From when to when collections show entries, given today's date in Viet Nam."""
    month = today.month - 1 + AHEAD_MONTHS
    year, month = today.year + month // 12, month % 12 + 1
    ahead = date(year, month, min(today.day, calendar.monthrange(year, month)[1]))
    return _midnight(today - BACK), _midnight(ahead)


async def current(wanted: Wanted, *, at: datetime) -> Feed:
    """The feed as it is now. Raises NotFound where there never was one, Gone where its subject is no more, Moved to its new name.

    When it last changed is kept in the database, so that every process gives the same bytes and validators. The row is locked
    before a changed feed is read again: who comes later has read something newer, never something older.
    """
    subject, entries = await _read(wanted, at)
    digest = _digest(subject, entries)
    row = await db.one("SELECT digest, changed_at FROM feed WHERE path = $1", wanted.path)
    if row is not None and row["digest"] == digest:
        return _feed(wanted, subject, entries, row["changed_at"])
    async with db.transaction():
        await db.fetch(
            "INSERT INTO feed (id, path, digest, changed_at) VALUES ($1, $2, '', $3) ON CONFLICT (path) DO NOTHING",
            values.new_id(),
            wanted.path,
            datetime(1970, 1, 1, tzinfo=UTC),
        )
        await db.fetch("SELECT FROM feed WHERE path = $1 FOR UPDATE", wanted.path)
        subject, entries = await _read(wanted, at)
        digest = _digest(subject, entries)
        rows = await db.fetch(
            """
            UPDATE feed SET digest = $2::varchar, changed_at =
                CASE WHEN digest = $2::varchar THEN changed_at ELSE greatest($3::timestamptz, changed_at + interval '1 second') END
            WHERE path = $1 RETURNING changed_at
            """,
            wanted.path,
            digest,
            rendering.whole_second(at),
        )
        return _feed(wanted, subject, entries, rows[0]["changed_at"])


async def _read(wanted: Wanted, at: datetime) -> tuple[Subject, Sequence[bytes]]:
    subject = await _subject(wanted)
    if subject is None:
        moved = await directory.moved(wanted.slug) if wanted.kind == "chains" else None
        if moved is not None:
            raise moved
        if await db.fetch("SELECT FROM feed WHERE path = $1", wanted.path):
            raise Gone
        raise errors.NotFound
    return subject, await _entries(wanted, subject, values.today(at))


async def _subject(wanted: Wanted) -> Subject | None:
    if wanted.kind == "all":
        return Subject(None, {}, f"{settings().url}/subscribe")
    row = await db.one(_SUBJECTS[wanted.kind], wanted.slug)
    if row is None:
        return None
    page = f"/events/{wanted.slug}" if wanted.kind == "events" else "/subscribe"
    return Subject(row["id"], row["name"], f"{settings().url}{page}")


async def _entries(wanted: Wanted, subject: Subject, today: date) -> Sequence[bytes]:
    """The bytes of its entries in order of time; of too many, what is to come goes before what has been.

    ``given`` says the types of the parameters, of which not every kind of feed uses each.
    """
    back, ahead = window(today)
    framed = "true" if wanted.kind == "events" else "ends_at > $3 AND starts_at < $4"
    rows = await db.fetch(
        f"""
        WITH given AS (SELECT $1::date, $2::uuid, $3::timestamptz, $4::timestamptz, $5::timestamptz)
        SELECT ics FROM (
            SELECT ics_{wanted.language.value} AS ics, starts_at, all_day, id FROM entry
            WHERE {_KEPT} AND {_MEMBERS[wanted.kind]} AND {framed}
            ORDER BY ends_at <= $5, abs(extract(epoch FROM starts_at - $5)), id LIMIT {MOST}
        ) AS chosen ORDER BY starts_at, all_day DESC, id
        """,
        today,
        subject.id,
        back,
        ahead,
        _midnight(today),
    )
    return [row["ics"] for row in rows]


def _digest(subject: Subject, entries: Sequence[bytes]) -> str:
    """Of everything but the feed's own LAST-MODIFIED."""
    told = hashlib.sha256(msgspec.json.encode([rendering.RENDERING, settings().url, subject], order="sorted"))
    for ics in entries:
        told.update(ics)
    return told.hexdigest()


def _feed(wanted: Wanted, subject: Subject, entries: Sequence[bytes], changed_at: datetime) -> Feed:
    with speaking(wanted.language):
        name = rendering.said(subject.name, wanted.language) or _("OCOP fairs")
        description = {
            "all": _("Every OCOP fair."),
            "events": _("The days and the programme of one fair."),
            "series": _("Every holding of one series of fairs."),
            "venues": _("The OCOP fairs at one venue."),
            "chains": _("The OCOP fairs in the stores of one chain."),
        }[wanted.kind]
        if wanted.kind != "events":
            limits = _("It reaches 180 days back and 18 months ahead and holds at most about 2,000 entries.")
            description = f"{description} {limits}"
        header = rendering.head(
            name=name,
            description=description,
            language=wanted.language,
            address=f"{settings().url}{wanted.path}",
            page=subject.page,
            modified=changed_at,
        )
    return Feed(rendering.feed(header, entries), changed_at)


def _midnight(on: date) -> datetime:
    return values.local(on, time()).astimezone(UTC)

"""What letters speak of, read for a whole batch just before it goes out, and whether each letter is still true."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import msgspec

from events_app import db, values
from events_app.directory import claim_queries
from events_app.reminders import alterations, judging, lapses, merging, requesting, reschedulings
from events_app.reminders.tables import Purpose

Row = dict[str, Any]


class Particulars(msgspec.Struct, frozen=True):
    """The rows behind one letter as they are now; what the letter does not need may be missing."""

    at: datetime
    event: Row
    application: Row
    rescheduling: Row
    summary: Row
    facts: Row
    organization: UUID | None
    organization_name: str
    changes: Sequence[alterations.Changed]
    link: Row = {}
    claim: Row = {}
    request: Row = {}  # for contact
    requests: Sequence[Row] = ()  # several of them, as far as they are open
    decided: Row = {}  # an organization that was approved or refused
    lapsing: Sequence[Row] = ()
    judged: Sequence[Row] = ()  # certificates that were verified or revoked
    merger: Row = {}  # of two records
    claimed_as: str | None = None  # the slug of a record to which nobody belongs yet

    @property
    def places(self) -> list[Row]:
        """The booths that are the exhibitor's for good."""
        return [place for place in self.application.get("places", ()) if place["held_until"] is None]

    @property
    def offers(self) -> list[Row]:
        """The booths that are offered to it still."""
        places = [place for place in self.application.get("places", ()) if place["offered"] and place["held_until"]]
        return [place for place in places if datetime.fromisoformat(place["held_until"]) > self.at]

    @property
    def first_on(self) -> date | None:
        """The exhibitor's first day: that of its booths, or None for one that has lost them."""
        return min((date.fromisoformat(place["first_on"]) for place in self.places), default=None)


async def read(letters: Sequence[Row], *, at: datetime) -> dict[UUID, Particulars]:
    """The particulars of each of these deliveries at ``at``, in a handful of statements however many they are."""
    events = await _by_id(_EVENTS, (row["event"] for row in letters))
    applications = await _by_id(_APPLICATIONS, (row["application_id"] for row in letters))
    moves = await reschedulings.read(letters)
    names = await _by_id(_NAMES, (row["organization"] for row in letters if row["summary_id"] or _named(row)))
    summaries = await _by_id(_SUMMARIES, (row["summary_id"] for row in letters))
    changes = await alterations.read(letters, at=at)
    ways = await _by_id(_LINKS, (_uuid(row["facts"].get("link")) for row in letters))
    claims = await _by_id(_CLAIMS, (_uuid(row["facts"].get("claim")) for row in letters))
    requests = await _by_id(_REQUESTS, (one for row in letters for one in _requests(row)))
    decisions = await _by_id(_DECISIONS, (_uuid(row["facts"].get("organization")) for row in letters))
    certificates = await lapses.read(letters, at=at)
    judged = await judging.read(letters)
    mergers = await merging.read(letters)
    return {
        row["id"]: Particulars(
            at,
            events.get(row["event"], {}),
            applications.get(row["application_id"], {}),
            moves.get(row["id"], {}),
            summaries.get(row["summary_id"], {}),
            row["facts"],
            row["organization"],
            names.get(row["organization"], {}).get("name", ""),
            changes.get(row["id"], ()),
            ways.get(_uuid(row["facts"].get("link")), {}),
            claims.get(_uuid(row["facts"].get("claim")), {}),
            requests.get(_uuid(row["facts"].get("contact_request")), {}),
            [
                found
                for one in _requests(row)
                if (found := requests.get(one)) and requesting.is_asked(row["facts"], found)
            ],
            decisions.get(_uuid(row["facts"].get("organization")), {}),
            certificates.get(row["id"], ()),
            judged.get(row["id"], ()),
            mergers.get(row["id"], {}),
            names.get(row["organization"], {}).get("claimed_as"),
        )
        for row in letters
    }


def _requests(letter: Row) -> list[UUID]:
    """The requests for contact of which a letter speaks."""
    facts = letter["facts"]
    return [UUID(one) for one in [*facts.get("contact_requests", ()), facts.get("contact_request")] if one]


def _named(letter: Row) -> bool:
    """Whether a letter about no fair names the organization to which it goes."""
    return letter["purpose"] in lapses.PURPOSES | judging.PURPOSES


def is_true(purpose: str, known: Particulars, *, at: datetime) -> bool:
    """Whether a letter of this purpose would still say the truth."""
    return _TRUE[Purpose(purpose)](known, at)


def _reminds(known: Particulars, at: datetime) -> bool:
    """The fair is on, the exhibitor is in it on the day that the reminder speaks of, and that day has not begun."""
    first_on = known.first_on
    if not _is(known, "published", "confirmed") or first_on is None:
        return False
    hours = [one for place in known.places for one in place["hours"] if one["on"] == first_on.isoformat()]
    opens = min((one["opens"] for one in hours), default=None)
    begins = values.local(first_on, time.fromisoformat(opens) if opens else time(0))
    return known.facts.get("first_on") == first_on.isoformat() and at < begins


def _is(known: Particulars, event: str, application: str) -> bool:
    return known.event.get("state") == event and known.application.get("state") == application


def _moves(rescheduling: Row) -> bool:
    """No later letter says it, and it says something."""
    return bool(rescheduling) and rescheduling["latest"] and rescheduling["needed"]


def _offers(known: Particulars, at: datetime) -> bool:
    return bool(known.offers) and _is(known, "published", "offered")


def _leads(known: Particulars, at: datetime) -> bool:
    """The link of the letter still leads somewhere."""
    return bool(known.link) and known.link["used_at"] is None and known.link["expires_at"] > at


_TRUE: Mapping[Purpose, Callable[[Particulars, datetime], bool]] = {
    Purpose.CONFIRMATION: lambda known, at: (
        _is(known, "published", "confirmed") or _is(known, "postponed", "confirmed")
    ),
    Purpose.REMINDER: _reminds,
    Purpose.OFFER: _offers,
    Purpose.CHANGES: lambda known, at: (
        _is(known, "published", "changes_requested") or _is(known, "postponed", "changes_requested")
    ),
    Purpose.REJECTION: lambda known, at: _is(known, "published", "rejected") or _is(known, "postponed", "rejected"),
    Purpose.POSTPONEMENT: lambda known, at: known.event.get("state") == "postponed",
    Purpose.RESCHEDULING: lambda known, at: known.event.get("state") == "published" and _moves(known.rescheduling),
    Purpose.ALTERATION: lambda known, at: _is(known, "published", "confirmed") and bool(known.changes),
    Purpose.CANCELLATION: lambda known, at: known.event.get("state") == "cancelled",
    Purpose.SUMMARY: lambda known, at: bool(known.summary),
    Purpose.AGREEMENTS: lambda known, at: bool(known.summary),
    Purpose.CONTACT_REQUEST: lambda known, at: bool(known.requests),
    Purpose.CONTACT_WAITING: lambda known, at: bool(known.requests),
    Purpose.CONTACT_UNCLAIMED: lambda known, at: requesting.is_unclaimed(known.request),
    Purpose.CONTACT_ANSWER: lambda known, at: known.request.get("state") in {"accepted", "declined"},
    Purpose.CONTACT_GIVEN_UP: lambda known, at: known.request.get("state") == "given_up" and bool(known.merger),
    Purpose.NEWCOMER: lambda known, at: _leads(known, at),
    Purpose.KNOWN_ADDRESS: lambda known, at: True,
    Purpose.INVITATION: lambda known, at: _leads(known, at),
    Purpose.PASSWORD: lambda known, at: _leads(known, at),
    Purpose.NEW_ADDRESS: lambda known, at: _leads(known, at),
    Purpose.ACCOUNT_CHANGED: lambda known, at: True,
    Purpose.APPROVED: lambda known, at: known.decided.get("state") == "active",
    Purpose.REFUSED: lambda known, at: known.decided.get("state") == "refused",
    Purpose.CLAIM_APPROVED: lambda known, at: known.claim.get("state") == "approved",
    Purpose.CLAIM_REJECTED: lambda known, at: known.claim.get("state") == "rejected",
    Purpose.CLAIM_WAITING: lambda known, at: known.claim.get("state") == "waiting",
    Purpose.KEEPING_ENDED: lambda known, at: known.claim.get("state") == "approved",
    Purpose.OWNED_BY_ANOTHER: lambda known, at: known.claim.get("state") == "approved",
    Purpose.APPROVAL_WAITING: lambda known, at: known.decided.get("state") == "waiting",
    Purpose.LAPSE: lambda known, at: bool(known.lapsing),
    Purpose.LAPSES: lambda known, at: bool(known.lapsing),
    Purpose.VERIFIED: lambda known, at: bool(known.judged),
    Purpose.TAKEN_BACK: lambda known, at: bool(known.judged),
    Purpose.REVOKED: lambda known, at: bool(known.judged),
    Purpose.MERGED: lambda known, at: bool(known.merger),
    Purpose.GIVEN_UP: lambda known, at: (
        bool(known.merger.get("withdrawn")) and known.event.get("state") in {"published", "postponed"}
    ),
}


def _uuid(written: str | None) -> UUID | None:
    return UUID(written) if written else None


async def _by_id(sql: str, ids: Iterable[UUID | None]) -> dict[UUID | None, Row]:
    wanted = {found for found in ids if found is not None}
    return {row["id"]: row for row in await db.fetch(sql, list(wanted))} if wanted else {}


_EVENTS = """
    SELECT event.id, event.title, event.slug, event.state, event.first_on, event.last_on, event.contact, event.reason
    FROM event WHERE event.id = ANY($1)
"""
_APPLICATIONS = """
    SELECT application.id, application.state, application.reason, organization.name AS organization,
           coalesce((
               SELECT jsonb_agg(jsonb_build_object(
                          'booth', booth.number, 'zone', zone.name, 'venue', venue.name, 'address', venue.address,
                          'province_set', venue.province_set, 'province_code', venue.province_code,
                          'first_on', assignment.first_on, 'last_on', assignment.last_on, 'offered', assignment.offered,
                          'held_until', assignment.held_until, 'hours', coalesce(open.hours, '[]'))
                      ORDER BY assignment.first_on, booth.sort, booth.id)
               FROM assignment JOIN booth ON booth.id = assignment.booth JOIN zone ON zone.id = booth.zone
               JOIN site ON site.id = booth.site JOIN venue ON venue.id = site.venue
               LEFT JOIN LATERAL (
                   SELECT jsonb_agg(jsonb_build_object(
                              'on', held_on, 'opens', opens, 'closes', closes, 'next_day', closes_next_day)
                          ORDER BY held_on) AS hours
                   FROM opening_day WHERE opening_day.site = site.id AND dropped_at IS NULL
                    AND held_on BETWEEN assignment.first_on AND assignment.last_on) AS open ON true
               WHERE assignment.application_id = application.id), '[]') AS places
    FROM application JOIN organization ON organization.id = application.organization
    WHERE application.id = ANY($1)
"""


def _asked_about(request: str) -> str:
    """The names of the products of a request for contact, as SQL."""
    return f"""
        (SELECT string_agg(product.name, ', ' ORDER BY product.sort, product.id) FROM requested_product
         JOIN product ON product.id = requested_product.product WHERE requested_product.request = {request}.id)
    """


_REQUESTS = f"""
    SELECT request.id, request.state, request.message, request.reason, request.created_at, distributor.name AS distributor,
           entity.name AS entity, entity.slug, entity.keeper,
           EXISTS (SELECT FROM membership WHERE membership.organization = entity.id) AS has_people,
           {_asked_about("request")} AS products,
           stays.id AS stays, stays.state AS stays_state, stays.created_at AS stays_since, {_asked_about("stays")} AS stays_about,
           EXISTS (
               SELECT FROM requested_product AS given_up WHERE given_up.request = request.id AND NOT EXISTS (
                   SELECT FROM requested_product AS kept WHERE kept.request = stays.id AND kept.product = given_up.product)
           ) AS others
    FROM contact_request AS request JOIN organization AS distributor ON distributor.id = request.distributor
    JOIN organization AS entity ON entity.id = request.entity
    LEFT JOIN contact_request AS stays ON stays.id = request.instead WHERE request.id = ANY($1)
"""
_SUMMARIES = "SELECT id, event, number, frozen_at, facts FROM summary WHERE id = ANY($1)"
_LINKS = """
    SELECT link.id, link.aim, link.role, link.used_at, link.expires_at, organization.name AS organization
    FROM link LEFT JOIN organization ON organization.id = link.organization_id WHERE link.id = ANY($1)
"""
_CLAIMS = f"""
    SELECT claim.id, claim.state, claim.reason, claim.because, claim.proof = '{claim_queries.UNPROVED}' AS unproved,
           organization.name AS organization, organization.slug, users.name AS claimant
    FROM claim JOIN organization ON organization.id = claim.organization JOIN users ON users.id = claim."user"
    WHERE claim.id = ANY($1)
"""
_DECISIONS = "SELECT id, name, state, state_reason FROM organization WHERE id = ANY($1)"
_NAMES = """
    SELECT id, name,
           CASE WHEN NOT EXISTS (SELECT FROM membership WHERE membership.organization = organization.id) THEN slug
           END AS claimed_as
    FROM organization WHERE id = ANY($1)
"""

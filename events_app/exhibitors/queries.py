"""Which applications an actor sees, which it may change, and how they read."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from events_app import access, db, i18n, lifecycle, matching, paging
from events_app.actor import Actor
from events_app.booths.schemas import Hold
from events_app.directory import certificates
from events_app.directory.owing import Owed
from events_app.errors import Forbidden, NotFound
from events_app.exhibitors import schemas
from events_app.exhibitors.tables import Application
from events_app.i18n import text as _

# What an entity has begun and not yet submitted is its own business: it has not consented to anything.
_SEEN = """
    (application.organization = ${n}
     OR (event.organization = ${n} AND (application.submitted_at IS NOT NULL OR application.entered_by IS NOT NULL)))
"""

_HOLD = """
    jsonb_build_object(
        'id', assignment.id, 'application_id', assignment.application_id, 'booth_id', booth.id, 'number', booth.number,
        'zone', zone.name, 'site_id', booth.site, 'price_vnd', booth.price_vnd, 'first_on', assignment.first_on,
        'last_on', assignment.last_on, 'held_until', assignment.held_until, 'offered', assignment.offered,
        'version', assignment.version)
"""

# Contacts are shown to the organizer to whom the entity itself applied, or who looks after it: entering an application for
# somebody else's entity opens nobody's address book.
# $1 is the present instant: a hold or an offer that has run out is not there any more, swept or not.
_SHOWN = f"""
    SELECT application.id, application.version, application.note, application.reason, application.because, application.created_at,
           application.submitted_at, application.confirmed_at, application.entered_by IS NOT NULL AS entered_on_behalf,
           application.organization AS organization_id, organization.search,
           CASE WHEN application.state = 'offered' AND NOT EXISTS (
                    SELECT FROM assignment WHERE assignment.application_id = application.id
                    AND assignment.offered AND assignment.held_until > $1)
                THEN coalesce(application.returns_to, 'submitted') ELSE application.state END AS state,
           jsonb_build_object('id', event.id, 'slug', event.slug, 'title', event.title, 'first_on', event.first_on,
               'last_on', event.last_on, 'mode', event.mode, 'state', event.state) AS event,
           jsonb_build_object('id', organization.id, 'slug', organization.slug, 'name', organization.name,
               'entity_kind', organization.entity_kind, 'province_set', organization.province_set,
               'province_code', organization.province_code,
               'contacts', CASE WHEN application.entered_by IS NOT NULL
                                 AND organization.keeper IS DISTINCT FROM event.organization THEN '[]' ELSE coalesce((
                   SELECT jsonb_agg(jsonb_build_object('name', contact.name, 'email', contact.email,
                          'phone', coalesce(contact.phone, organization.phone)) ORDER BY contact.id)
                   FROM contact WHERE contact.organization = organization.id AND contact.removed_at IS NULL),
                   jsonb_build_array(jsonb_build_object('name', organization.representative,
                       'email', organization.email, 'phone', organization.phone))) END) AS organization,
           coalesce((
               SELECT jsonb_agg(jsonb_build_object('id', product.id, 'name', product.name, 'group', product.product_group,
                      'stars', rated.stars, 'potential_five', coalesce(rated.potential_five, false))
                      ORDER BY product.sort, product.id)
               FROM application_product JOIN product ON product.id = application_product.product
               LEFT JOIN LATERAL {certificates.shown_in_sql("($1::timestamptz AT TIME ZONE 'Asia/Ho_Chi_Minh')")} AS rated ON true
               WHERE application_product.application = application.id), '[]') AS products,
           coalesce((
               SELECT jsonb_agg({_HOLD} ORDER BY assignment.first_on, booth.sort, assignment.id)
               FROM assignment JOIN booth ON booth.id = assignment.booth JOIN zone ON zone.id = booth.zone
               WHERE assignment.application_id = application.id
               AND (assignment.held_until IS NULL OR assignment.held_until > $1)), '[]') AS booths,
           CASE WHEN application.consent_at IS NULL THEN NULL ELSE jsonb_build_object('text', application.consent_text,
               'at', application.consent_at, 'by', coalesce(agreed.name, '')) END AS consent
    FROM application
    JOIN event ON event.id = application.event
    JOIN organization ON organization.id = application.organization
    LEFT JOIN users AS agreed ON agreed.id = application.consent_by
"""


def applications_of(actor: Actor, place: int) -> tuple[str, list[Any]]:
    """The condition under which ``actor`` sees an application, with its value at ``$place``: its own, and those to its events."""
    if actor.admin:
        return f"${place}::uuid IS NULL", [None]
    return _SEEN.format(n=place), [actor.organization_id]


async def seen(actor: Actor, application_id: UUID) -> Application:
    """The application if ``actor`` sees it. Raises SignedOut, NotFound."""
    access.signed_in(actor)
    condition, given = applications_of(actor, 2)
    rows = await db.fetch(
        f"""
        SELECT application.* FROM application JOIN event ON event.id = application.event
        WHERE application.id = $1 AND {condition}
        """,
        application_id,
        *given,
    )
    if not rows:
        raise NotFound
    return lifecycle.found(Application, rows[0])


async def handled(actor: Actor, application_id: UUID) -> Application:
    """The application if ``actor`` may act for its entity: the entity's people, or the organizer on its behalf.

    Raises SignedOut, NotFound, Forbidden.
    """
    row = await seen(actor, application_id)
    if not actor.writes:
        raise Forbidden
    return row


async def judged(actor: Actor, application_id: UUID) -> Application:
    """The application if ``actor`` decides about it: the event's organizer. Raises SignedOut, NotFound, Forbidden."""
    row = await handled(actor, application_id)
    if not await _keeps(actor, row):
        raise Forbidden
    return row


async def keeps(actor: Actor, row: Application) -> bool:
    """Whether ``actor`` acts for the organizer of the application's event, and not for the entity itself."""
    return actor.admin or (row.organization != actor.organization_id and await _keeps(actor, row))


async def _keeps(actor: Actor, row: Application) -> bool:
    if actor.admin:
        return True
    found = await db.one("SELECT organization FROM event WHERE id = $1", row.event)
    return found is not None and found["organization"] == actor.organization_id


async def shown(application_id: UUID, *, at: datetime) -> schemas.Application:
    """An application as it reads at the instant ``at``; the caller has fetched it for its actor. Raises NotFound."""
    row = await db.one(f"{_SHOWN} WHERE application.id = $2", at, application_id)
    if row is None:
        raise NotFound
    return _read(row)


def _read(row: dict[str, Any]) -> schemas.Application:
    """An application as a row says it; where nobody wrote a reason, the sentence for which it ended."""
    return msgspec.convert({**row, "reason": row["reason"] or _(row["because"])}, schemas.Application)


async def listed(
    actor: Actor,
    *,
    at: datetime,
    event_id: UUID | None = None,
    state: str | None = None,
    q: str | None = None,
    page: paging.Page,
) -> schemas.Applications:
    """The applications that ``actor`` sees, newest first; of one event, in one state, by the entity's name."""
    condition, given = applications_of(actor, 2)
    found, after = await paging.rows(
        f"""
        SELECT * FROM ({_SHOWN} WHERE {condition} AND ($3::uuid IS NULL OR event.id = $3)) AS read
        WHERE ($4::text IS NULL OR state = $4) AND ($5::text IS NULL OR search LIKE $5)
        """,
        [at, *given, event_id, state, matching.together(q)],
        order=["-id:uuid"],
        page=page,
    )
    return schemas.Applications(items=[_read(row) for row in found], next=after)


async def own(actor: Actor, *, at: datetime, page: paging.Page) -> schemas.Applications:
    """The applications of the entity that ``actor`` acts for, newest first, what is over behind the others: records that became
    one bring what was withdrawn among what stands. Raises SignedOut, Forbidden."""
    organization = access.member(actor)
    found, after = await paging.rows(
        f"""
        SELECT *, state NOT IN ('rejected', 'declined', 'withdrawn') AS stands
        FROM ({_SHOWN} WHERE application.organization = $2) AS read
        """,
        [at, organization],
        order=["-stands:boolean", "id:uuid"],
        page=page,
    )
    return schemas.Applications(items=[_read(row) for row in found], next=after)


async def counts(event_id: UUID, actor: Actor, *, at: datetime) -> dict[str, int]:
    """How many applications of an event ``actor`` sees in each state."""
    condition, given = applications_of(actor, 2)
    found = await db.fetch(
        f"""
        SELECT state, count(*) AS many FROM ({_SHOWN} WHERE {condition} AND event.id = $3) AS read GROUP BY state
        """,
        at,
        *given,
        event_id,
    )
    return {row["state"]: row["many"] for row in found}


async def open_one(event_id: UUID, organization_id: UUID) -> UUID | None:
    """The open application of an entity for an event, if there is one."""
    row = await db.one(
        """
        SELECT id FROM application
        WHERE event = $1 AND organization = $2 AND state NOT IN ('withdrawn', 'rejected', 'declined')
        """,
        event_id,
        organization_id,
    )
    return row["id"] if row else None


async def holds(application_id: UUID, *, at: datetime) -> list[Hold]:
    """What an application holds or has at the instant ``at``, first days first."""
    return (await shown(application_id, at=at)).booths


async def hold(hold_id: UUID, *, at: datetime) -> Hold:
    """A hold that has not run out; the caller fetches its application for its actor. Raises NotFound."""
    row = await db.one(
        f"""
        SELECT {_HOLD} AS hold FROM assignment JOIN booth ON booth.id = assignment.booth JOIN zone ON zone.id = booth.zone
        WHERE assignment.id = $1 AND (assignment.held_until IS NULL OR assignment.held_until > $2)
        """,
        hold_id,
        at,
    )
    if row is None:
        raise NotFound
    return msgspec.convert(row["hold"], Hold)


async def products_of(organization_id: UUID, on: date) -> Sequence[schemas.ShownProduct]:
    """The products that an entity may show, as in a Vietnamese dictionary, rated as on a day."""
    rows = await db.fetch(
        f"""
        SELECT product.id, product.name, product.product_group AS group, rated.stars,
               coalesce(rated.potential_five, false) AS potential_five
        FROM product LEFT JOIN LATERAL {certificates.shown_in_sql("$2")} AS rated ON true
        WHERE product.organization = $1 ORDER BY product.sort, product.id
        """,
        organization_id,
        on,
    )
    return [msgspec.convert(row, schemas.ShownProduct) for row in rows]


async def obliged(organizations: Sequence[UUID], at: datetime) -> list[Owed]:
    """The applications with which ``organizations`` take part, or may still, in a fair that is not over."""
    rows = await db.fetch(
        """
        SELECT application.id, application.organization, event.title
        FROM application JOIN event ON event.id = application.event
        WHERE application.organization = ANY($1) AND event.state IN ('published', 'postponed')
          AND application.state NOT IN ('draft', 'rejected', 'declined', 'withdrawn')
        ORDER BY event.first_on, application.id
        """,
        list(organizations),
    )
    return [
        Owed(
            row["organization"],
            "application",
            row["id"],
            _("The application to %(event)s stands, and the fair is not over.", event=i18n.localized(row["title"])),
            _("Withdraw it if you do not take part."),
            f"/applications/{row['id']}",
        )
        for row in rows
    ]

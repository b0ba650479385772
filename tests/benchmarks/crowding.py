"""Rows for benchmarks of booking: a long fair, many booths, many entities with a token each; written in bulk."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from events_app import db, values
from events_app.directory.tables import Kind
from tests import make

DAYS = 5


class Exhibitor(msgspec.Struct, frozen=True):
    """An entity with a submitted application, and the token of one of its people."""

    organization: UUID
    application: UUID
    token: str


class Crowd(msgspec.Struct, frozen=True):
    """A fair that is open for registration, its booths, and those who want them."""

    event: UUID
    booths: list[UUID]
    exhibitors: list[Exhibitor]
    days: list[str]


async def crowd(exhibitors: int, booths: int, *, at: datetime) -> Crowd:
    """``exhibitors`` entities and ``booths`` booths of one published fair of five days, a week from now.

    As many entities had a booth at a fair two months ago, so that the tables are not empty, as they never are in earnest.
    """
    first_on = values.today(at) + timedelta(days=7)
    fair = await make.fair(
        await make.organization(Kind.ORGANIZER),
        booths=0,
        first_on=first_on,
        last_on=first_on + timedelta(days=DAYS - 1),
        registration_opens_at=at - timedelta(days=1),
        registration_closes_at=at + timedelta(days=5),
    )
    spaces = [values.new_id() for _ in range(booths)]
    people = [Exhibitor(values.new_id(), values.new_id(), f"fairs_bench_{n}") for n in range(exhibitors)]
    before = at - timedelta(days=60)
    past = await make.fair(
        await make.organization(Kind.ORGANIZER), booths=0, first_on=values.today(before), last_on=values.today(before)
    )
    async with db.transaction():
        await _lay_out(fair, "B", spaces, at)
        for n, one in enumerate(people):
            await _enter(n, one, fair, at)
        await _let_have_been_there(past, people, before)
    await db.fetch("VACUUM ANALYZE")
    days = [(first_on + timedelta(days=n)).isoformat() for n in range(DAYS)]
    return Crowd(fair.id, spaces, people, days)


async def _enter(n: int, one: Exhibitor, fair: make.Fair, at: datetime) -> None:
    """The entity, a person of it with a token, its application."""
    await db.fetch(
        """
        WITH entity AS (
            INSERT INTO organization (id, kind, entity_kind, name, slug, representative, address, province_set, province_code,
                                      version, created_at, search, sort)
            VALUES ($1, 'entity', 'cooperative', $2::text, $2::text, '', '', '34', '01', 1, $3, $2::text, $2::text)
        ), person AS (
            INSERT INTO users (id, email, name, language, admin, created_at, version)
            VALUES ($4, $2::text || '@fairs.example', $2::text, 'vi', false, $3, 1)
        ), belonging AS (
            INSERT INTO membership (id, "user", organization, role, created_at) VALUES ($5, $4, $1, 'owner', $3)
        ), token AS (
            INSERT INTO token (id, "user", membership_id, token_hash, name, scopes, created_at, expires_at, used_at)
            VALUES ($6, $4, $5, $7, 'bench', '{read,write}', $3, $8, $3)
        )
        INSERT INTO application (id, event, organization, state, note, reason, consent_text, submitted_at, version, created_at)
        VALUES ($9, $10, $1, 'submitted', '', '', '', $3, 1, $3)
        """,
        one.organization,
        f"entity-{n}",
        at,
        values.new_id(),
        values.new_id(),
        values.new_id(),
        hashlib.sha256(one.token.encode()).hexdigest(),
        at + timedelta(days=1),
        one.application,
        fair.id,
    )


async def _lay_out(fair: make.Fair, row: str, booths: Sequence[UUID], at: datetime) -> None:
    await db.execute_many(
        """
        INSERT INTO booth (id, site, zone, number, x_m, y_m, width_m, depth_m, corner, power, water, cold, price_vnd, sort,
                           version, created_at)
        VALUES ($1, $2, $3, $4, $5, 0, 3, 3, false, false, false, false, 0, $4, 1, $6)
        """,
        [(one, fair.site.id, fair.zone.id, f"{row}{n:05d}", 4.0 * n, at) for n, one in enumerate(booths)],
    )


async def _let_have_been_there(past: make.Fair, people: list[Exhibitor], at: datetime) -> None:
    """Each of ``people`` had a booth of its own at ``past``."""
    spaces = [values.new_id() for _ in people]
    await _lay_out(past, "P", spaces, at)
    applications = [(values.new_id(), past.id, one.organization, at) for one in people]
    await db.execute_many(
        """
        INSERT INTO application (id, event, organization, state, note, reason, consent_text, submitted_at, version, created_at)
        VALUES ($1, $2, $3, 'confirmed', '', '', '', $4, 1, $4)
        """,
        applications,
    )
    await db.execute_many(
        """
        INSERT INTO assignment (id, booth, organization, application_id, first_on, last_on, offered, version, created_at)
        VALUES ($1, $2, $3, $4, $5, $5, false, 1, $6)
        """,
        [
            (values.new_id(), booth, organization, application, past.event.first_on, at)
            for booth, (application, _event, organization, _at) in zip(spaces, applications, strict=True)
        ],
    )

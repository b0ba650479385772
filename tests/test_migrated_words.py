"""What is there knows what it had not written down: who printed a code, and for which sentence an application gave way."""

import contextlib
import io
from datetime import UTC, datetime, timedelta
from uuid import UUID

from events_app import db, migrating, values
from events_app.actor import Actor, as_actor
from events_app.directory import joining
from events_app.exhibitors import settling
from events_app.outbox import record
from tests.unmigrated import empty_database

AT = datetime(2026, 11, 29, tzinfo=UTC)


async def test_codes_know_who_printed_them_and_own_codes_are_no_proof(own_database: str) -> None:
    from piccolo.apps.migrations.commands.forwards import run_forwards

    async with empty_database():
        with contextlib.redirect_stdout(io.StringIO()):
            await run_forwards("events_app", "2026-11-29T13:21:00:000000")
        office, was, place, other = [await _organization(one) for one in ("authority", "authority", "entity", "entity")]
        ha, lan, chi = [(await joining.person(f"{n}@sen.example", n, at=AT)).id for n in ("ha", "lan", "chi")]
        for one in (ha, lan):
            await db.fetch(_A_MEMBER, values.new_id(), one, office)
        claims: dict[object, UUID] = {who: await _claim(place, who) for who in (ha, lan, chi)}
        claims["elsewhere"] = await _claim(other, ha)
        for n, (record_id, by, whose) in enumerate(((place, ha, was), (other, chi, None), (place, chi, None))):
            code_at = AT + timedelta(days=n - 2 if n < 2 else 1)  # the last one after the claims
            await _print(record_id, by, whose, at=code_at)
        await db.fetch("DELETE FROM organization WHERE id = $1", was)
        await db.fetch(
            "INSERT INTO merged_organization (id, organization, created_at) VALUES ($1, $2, now())", was, office
        )
        await migrating.migrate()
        found = await db.fetch("SELECT organization, printed_by, printed_for FROM claim_code")
        assert {one["organization"]: (one["printed_by"], one["printed_for"]) for one in found} == {
            place: (chi, None),
            other: (chi, None),
        }
        found = await db.fetch("SELECT id, proof, version FROM claim")
        said = {one["id"]: (one["proof"], one["version"]) for one in found}
        assert {who: said[claim] for who, claim in claims.items()} == {
            ha: ("none", 2),
            lan: ("none", 2),
            chi: ("code", 1),
            "elsewhere": ("code", 1),
        }


async def test_an_application_that_gave_way_says_so_in_every_language(own_database: str) -> None:
    from piccolo.apps.migrations.commands.forwards import run_forwards

    vietnamese = "Hai bản ghi đã trở thành một tổ chức, và đơn sau được giữ lại: Đơn đăng ký của HTX Sen"
    cases = [("withdrawn", vietnamese), ("withdrawn", "Thiếu giấy tờ"), ("rejected", vietnamese)]
    async with empty_database():
        with contextlib.redirect_stdout(io.StringIO()):
            await run_forwards("events_app", "2026-11-29T13:21:00:000000")
        place, ids = await _organization("entity"), [values.new_id() for _ in cases]
        await db.fetch("ALTER TABLE application DROP CONSTRAINT application_event_fkey")  # no event is made for them
        for one, (state, reason) in zip(ids, cases, strict=True):
            await db.fetch(_AN_APPLICATION, one, place, state, reason)
        await migrating.migrate()
        rows = await db.fetch("SELECT id, reason, because, version FROM application")
        said = {row["id"]: (row["reason"], row["because"], row["version"]) for row in rows}
        assert said == {
            ids[0]: ("", settling._ONE_RECORD, 2),
            ids[1]: ("Thiếu giấy tờ", "", 1),
            ids[2]: (vietnamese, "", 1),
        }


async def _organization(kind: str) -> UUID:
    made = values.new_id()
    await db.fetch(_AN_ORGANIZATION, made, kind)
    return made


async def _claim(organization: UUID, who: UUID) -> UUID:
    made = values.new_id()
    await db.fetch(_A_CLAIM, made, organization, who, AT)
    return made


async def _print(organization: UUID, by: UUID, whose: UUID | None, *, at: datetime) -> None:
    """As a code was kept, and written down, until then."""
    await db.fetch(_A_CODE, values.new_id(), organization, at)
    with as_actor(Actor(user_id=by)):
        async with db.transaction():
            message = await record("claim_code.print", at=at, id=organization)
    await db.fetch("UPDATE message SET organization_id = $2 WHERE id = $1", message.id, whose)


_AN_ORGANIZATION = """
    INSERT INTO organization (id, kind, entity_kind, name, slug, representative, address, commune, district, version,
        created_at, search, sort, alike, state, state_reason)
    VALUES ($1, $2::text, CASE $2::text WHEN 'entity' THEN 'cooperative' END, 'Sen', gen_random_uuid()::text, '', '', '', '', 1,
        now(), '', '', '', 'active', '')
"""
_AN_APPLICATION = """
    INSERT INTO application (id, event, organization, state, note, reason, consent_text, version, created_at)
    VALUES ($1, gen_random_uuid(), $2, $3, '', $4, '', 1, now())
"""
_A_MEMBER = """
    INSERT INTO membership (id, "user", organization, role, version, created_at) VALUES ($1, $2, $3, 'staff', 1, now())
"""
_A_CLAIM = """
    INSERT INTO claim (id, organization, "user", proof, note, state, reason, because, version, created_at)
    VALUES ($1, $2, $3, 'code', '', 'waiting', '', '', 1, $4)
"""
_A_CODE = """
    INSERT INTO claim_code (id, organization, code_hash, expires_at, created_at) VALUES ($1, $2, '', $3, $3)
    ON CONFLICT (organization) DO UPDATE SET created_at = excluded.created_at
"""

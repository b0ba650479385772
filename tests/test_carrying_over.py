"""What stands in a database goes through the migrations: each fact is found where it is kept since."""

import contextlib
import io
import json
from datetime import UTC, date, datetime

from events_app import db, i18n, migrating, outbox, values
from events_app.directory import claiming, joining, settling
from tests.unmigrated import BEFORE_CERTIFICATES, MANY_PRODUCTS, empty_database


async def test_a_claim_that_nobody_decided_keeps_its_sentence_and_not_a_translation(own_database: str) -> None:
    from piccolo.apps.migrations.commands.forwards import run_forwards

    ended = [claiming.HasMembers.message(), settling._ONE_RECORD]
    said = [(text, one) for one in ended for text in i18n.in_all(one).values()] + [("Không đúng người.", "")]
    async with empty_database():
        with contextlib.redirect_stdout(io.StringIO()):
            await run_forwards("events_app", "2026-11-29T12:40:00:000000")
        person, entity = values.new_id(), values.new_id()
        await db.fetch(_A_CLAIMANT, person)
        await db.fetch(_A_RECORD, entity)
        for text, _ in said:
            await db.fetch(_A_REJECTED_CLAIM, values.new_id(), entity, person, text)
        await migrating.migrate()
        rows = await db.fetch("SELECT reason, because FROM claim ORDER BY id")
        assert rows == [{"reason": "" if one else text, "because": one} for text, one in said]


_A_CLAIMANT = """
    INSERT INTO users (id, email, name, language, admin, version, created_at) VALUES ($1, 'c@x', 'C', 'vi', false, 1, now())
"""
_A_RECORD = """
    INSERT INTO organization (id, kind, entity_kind, name, slug, representative, address, commune, district, state,
        state_reason, version, created_at, search, sort, alike)
    VALUES ($1, 'entity', 'cooperative', 'Sen', 'sen', '', '', '', '', 'active', '', 1, now(), '', '', '')
"""
_A_REJECTED_CLAIM = """
    INSERT INTO claim (id, organization, "user", proof, note, state, reason, version, created_at)
    VALUES ($1, $2, $3, 'none', '', 'rejected', $4, 2, now())
"""


async def test_what_stood_in_a_product_becomes_its_first_certificate(own_database: str) -> None:
    from piccolo.apps.migrations.commands.forwards import run_forwards

    async with empty_database():
        with contextlib.redirect_stdout(io.StringIO()):
            await run_forwards("events_app", "2026-11-23T21:00:00:000000")
        entity, *products = (values.new_id() for _ in range(4))
        for statement in BEFORE_CERTIFICATES.split(";\n"):
            ids = [entity, *products] if "INTO product" in statement else [entity]
            await db.fetch(statement, *ids)
        await migrating.migrate()
        rows = await db.fetch(
            """
            SELECT product, stars, potential_five, number, issuer, issued_on, valid_to, counts_from, revoked_on, standing,
                   verified_at FROM certificate ORDER BY number DESC
            """
        )
        issued, ends = date(2024, 2, 29), date(2027, 2, 28)
        assert [tuple(row.values()) for row in rows] == [
            (products[0], 4, True, "12/QĐ", "UBND", issued, ends, issued, date(2026, 1, 1), "declared", None),
            (products[1], 3, False, "", "", None, None, None, None, "declared", None),
        ]
        kept = await db.fetch(
            "SELECT id, version, subgroup, older_classification FROM product ORDER BY version DESC, id"
        )
        assert [tuple(row.values()) for row in kept] == [
            (products[0], 7, None, ""),
            (products[1], 1, None, ""),
            (products[2], 1, None, ""),
        ]


async def test_the_personal_number_of_who_waits_is_kept_apart_from_what_it_said(own_database: str) -> None:
    from piccolo.apps.migrations.commands.forwards import run_forwards

    async with empty_database():
        with contextlib.redirect_stdout(io.StringIO()):
            await run_forwards("events_app", "2026-11-28T10:11:00:000000")
        said = [
            {"name": "Hộ Mới", "tax_code": "000555666777"},
            {"name": "Hợp tác xã", "tax_code": "0100109106"},
            {},
        ]
        for place, one in enumerate(said):
            link, row = values.new_id(), values.new_id()
            await db.fetch(
                """
                INSERT INTO link (id, aim, email, language, version, created_at, expires_at)
                VALUES ($1, 'confirmation', 'lan@sen.example', 'vi', 1, now(), now())
                """,
                link,
            )
            await db.fetch(
                "INSERT INTO registration (id, link, name, organization) VALUES ($1, $2, $3, $4::jsonb)",
                row,
                link,
                str(place),
                json.dumps(one),
            )
        await migrating.migrate()
        rows = await db.fetch("SELECT personal, organization::text AS said FROM registration ORDER BY name")
        assert [(row["personal"], json.loads(row["said"])) for row in rows] == [
            ("000555666777", {"name": "Hộ Mới", "tax_code": None}),
            (None, said[1]),
            (None, {}),
        ]


async def test_a_contact_that_somebody_typed_is_no_members_own(own_database: str) -> None:
    from piccolo.apps.migrations.commands.forwards import run_forwards

    async with empty_database():
        with contextlib.redirect_stdout(io.StringIO()):
            await run_forwards("events_app", "2026-11-28T11:06:00:000000")
        place, typed, made = (values.new_id() for _ in range(3))
        await db.fetch(BEFORE_CERTIFICATES.split(";\n")[0], place)
        person = (await joining.person("lan@sen.example", "Lan", at=datetime(2026, 11, 28, tzinfo=UTC))).id
        for one in (typed, made):
            await db.fetch(
                """
                INSERT INTO contact (id, organization, "user", name, email, language, version, created_at)
                VALUES ($1, $2, $3, 'Lan', $4, 'vi', 1, now())
                """,
                one,
                place,
                person,
                f"{one}@sen.example",
            )
        async with db.transaction():
            await outbox.record("contact.create", at=datetime(2026, 11, 28, tzinfo=UTC), id=typed, organization=place)
        await migrating.migrate()
        rows = await db.fetch('SELECT id, "user" FROM contact')
        assert {row["id"]: row["user"] for row in rows} == {typed: None, made: person}


async def test_a_volume_stays_what_it_was_when_it_may_have_a_fraction(own_database: str) -> None:
    from piccolo.apps.migrations.commands.forwards import run_forwards

    async with empty_database():
        with contextlib.redirect_stdout(io.StringIO()):
            await run_forwards("events_app", "2026-11-28T20:10:00:000000")
        place = values.new_id()
        await db.fetch(BEFORE_CERTIFICATES.split(";\n")[0], place)
        await db.fetch(MANY_PRODUCTS.replace("2500", "2"), place)
        await db.fetch(_SUPPLIES)
        await migrating.migrate()
        rows = await db.fetch("SELECT volume::text, unit FROM supply ORDER BY volume")
        assert rows == [{"volume": "1000000000.000", "unit": "kg"}, {"volume": None, "unit": ""}]


async def test_requests_that_mergers_gave_up_say_so_and_those_that_were_taken_back_stay_so(own_database: str) -> None:
    from piccolo.apps.migrations.commands.forwards import run_forwards

    async with empty_database():
        with contextlib.redirect_stdout(io.StringIO()):
            await run_forwards("events_app", "2026-11-29T06:00:00:000000")
        place, gone, stays, taken_back, open_one = (values.new_id() for _ in range(5))
        await db.fetch(BEFORE_CERTIFICATES.split(";\n")[0], place)
        for request, state in (
            (gone, "withdrawn"), (stays, "accepted"), (taken_back, "withdrawn"), (open_one, "open")
        ):  # fmt: skip
            await db.fetch(_A_REQUEST, request, place, state)
        for ids in (
            {"given_up": f"{values.new_id()} {gone}", "kept": f"{values.new_id()} {stays}"},  # an application before it
            {"given_up": str(taken_back)},  # as they were written once
            {"given_up": "", "kept": ""},
        ):
            async with db.transaction():
                await outbox.record("organization.merge", at=datetime(2026, 11, 29, tzinfo=UTC), id=place, **ids)
        await migrating.migrate()
        rows = await db.fetch("SELECT id, state, instead, version FROM contact_request")
        assert {row["id"]: (row["state"], row["instead"], row["version"]) for row in rows} == {
            gone: ("given_up", stays, 2),
            stays: ("accepted", None, 1),
            taken_back: ("withdrawn", None, 1),
            open_one: ("open", None, 1),
        }


_A_REQUEST = """
    INSERT INTO contact_request (id, distributor, entity, state, message, asker_name, consent_text, consent_at, reason,
                                 contact_name, version, created_at)
    VALUES ($1, $2, $2, $3, '', '', '', now(), '', '', 1, now())
"""


_SUPPLIES = """
    INSERT INTO supply (id, product, volume, unit, season_months, pack, place, booking_contact, audience, version, created_at)
    SELECT gen_random_uuid(), id, CASE WHEN n = 1 THEN 1000000000 END, CASE WHEN n = 1 THEN 'kg' ELSE '' END, '{}', '', '', '',
        '{}', 1, now() FROM (SELECT id, row_number() OVER () AS n FROM product) AS numbered
"""

"""The migrated database is the one that was meant: every table, constraint and index, against a committed list."""

import asyncio
import contextlib
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import asyncpg
import pytest

from events_app import db, i18n, migrating, outbox, values
from events_app.directory import claiming, joining, settling
from events_app.imports import filing
from events_app.piccolo_app import APP_CONFIG

LIST = Path(__file__).with_name("catalogue.txt")
_CATALOGUE = """
    SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type
           || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END AS line
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL
    SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'u', 'x')
    UNION ALL
    SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL
    SELECT 'extension ' || extname FROM pg_extension WHERE extname <> 'plpgsql'
"""


async def catalogue() -> list[str]:
    """The lines of the list as the database has them."""
    return sorted(row["line"] for row in await db.fetch(_CATALOGUE))


async def test_the_migrated_catalogue_is_the_committed_list(own_database: str) -> None:
    found, written = await catalogue(), LIST.read_text("utf-8").splitlines()
    assert sorted(set(found) - set(written)) == [], "new in the database"
    assert sorted(set(written) - set(found)) == [], "gone from the database"


async def test_no_table_differs_from_the_database(own_database: str) -> None:
    for table in APP_CONFIG.table_classes:
        rows = await db.fetch(
            "SELECT column_name, is_nullable FROM information_schema.columns WHERE table_name = $1",
            table._meta.tablename,
        )
        kept = {row["column_name"]: row["is_nullable"] == "YES" for row in rows}
        declared = {column._meta.db_column_name: column._meta.null for column in table._meta.columns}
        assert (table.__name__, kept) == (table.__name__, declared)


async def test_every_reference_restricts_or_says_why_not(own_database: str) -> None:
    """Nothing deletes silently: only what a person signed in with goes with its membership."""
    rows = await db.fetch(
        "SELECT conname FROM pg_constraint WHERE contype = 'f' AND confdeltype <> 'r' AND connamespace = 'public'::regnamespace"
    )
    assert {row["conname"] for row in rows} == {"a_sign_in_acts_in_a_membership", "a_token_acts_in_a_membership"}


async def test_migrating_again_does_nothing(own_database: str) -> None:
    assert await migrating.pending() == []
    assert await migrating.migrate() == []


async def test_several_migrate_an_empty_database_at_once_and_one_does_it(own_database: str) -> None:
    async with _empty_database():
        done = await asyncio.gather(*(migrating.migrate() for _ in range(4)))
        assert sorted(len(names) for names in done) == [0, 0, 0, len(migrating.shipped())]


async def test_a_claim_that_nobody_decided_keeps_its_sentence_and_not_a_translation(own_database: str) -> None:
    from piccolo.apps.migrations.commands.forwards import run_forwards

    ended = [claiming.HasMembers.message(), settling._ONE_RECORD]
    said = [(text, one) for one in ended for text in i18n.in_all(one).values()] + [("Không đúng người.", "")]
    async with _empty_database():
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
_BEFORE_CERTIFICATES = """
    INSERT INTO organization (id, kind, entity_kind, name, slug, representative, address, version, created_at, search, sort)
    VALUES ($1, 'entity', 'cooperative', 'Sen', 'sen', '', '', 1, now(), 'sen', 'sen');
    INSERT INTO product (id, organization, name, product_group, stars, potential_five, certificate_number, issuer,
                         issued_on, valid_to, revoked_on, standing, version, created_at, search, sort)
    VALUES ($2, $1, 'Trà', 1, 4, true, '12/QĐ', 'UBND', '2024-02-29', NULL, '2026-01-01', 'verified', 7, now(), '', ''),
           ($3, $1, 'Mắm', 2, 3, false, '', '', NULL, NULL, NULL, 'declared', 1, now(), '', ''),
           ($4, $1, 'Chiếu', 4, NULL, false, '', '', NULL, NULL, NULL, 'declared', 1, now(), '', '')
"""


async def test_what_stood_in_a_product_becomes_its_first_certificate(own_database: str) -> None:
    from piccolo.apps.migrations.commands.forwards import run_forwards

    async with _empty_database():
        with contextlib.redirect_stdout(io.StringIO()):
            await run_forwards("events_app", "2026-11-23T21:00:00:000000")
        entity, *products = (values.new_id() for _ in range(4))
        for statement in _BEFORE_CERTIFICATES.split(";\n"):
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

    async with _empty_database():
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

    async with _empty_database():
        with contextlib.redirect_stdout(io.StringIO()):
            await run_forwards("events_app", "2026-11-28T11:06:00:000000")
        place, typed, made = (values.new_id() for _ in range(3))
        await db.fetch(_BEFORE_CERTIFICATES.split(";\n")[0], place)
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


async def test_what_is_there_is_searched_without_signs_and_so_is_what_waits_to_come(own_database: str) -> None:
    from piccolo.apps.migrations.commands.forwards import run_forwards

    async with _empty_database():
        with contextlib.redirect_stdout(io.StringIO()):
            await run_forwards("events_app", "2026-11-28T17:20:00:000000")
        place, *lists = (values.new_id() for _ in range(4))
        person = (await joining.person("lan@sen.example", "Lan", at=datetime(2026, 11, 28, tzinfo=UTC))).id
        await db.fetch(_BEFORE_CERTIFICATES.split(";\n")[0], place)
        await db.fetch("UPDATE organization SET search = 'htx (sen) - viet' WHERE id = $1", place)
        await db.fetch(_MANY_PRODUCTS, place)
        entities = sorted(values.new_id() for _ in range(4))
        for row, state, done, within in zip(
            lists,
            ("read", "running", "done"),
            (None, entities[1], entities[3]),  # a list that runs has arrived at the second
            (entities[:1], entities[1:3], entities[3:]),
            strict=True,
        ):
            await db.fetch(_A_LIST, row, person, state, done)
            for entity in within:
                await db.fetch(_IN_A_LIST, values.new_id(), row, entity)
                await db.fetch(_OF_A_LIST, entity, row)
        await migrating.migrate()
        assert await db.fetch("SELECT search FROM organization") == [{"search": "htx sen viet"}]
        rows = await db.fetch("SELECT search, count(*) AS n, max(version) AS version FROM product GROUP BY search")
        assert rows == [{"search": "tra sen uop", "n": 2500, "version": 1}]
        rows = await db.fetch(
            "SELECT key, product = id AND certificate IS NOT NULL AS named FROM import_row ORDER BY entity"
        )
        assert [one["key"] for one in rows] == ["tra sen", "tra (sen)", "tra sen", "tra (sen)"]
        assert all(one["named"] for one in rows)
        of_rows = await db.fetch(f"SELECT DISTINCT {', '.join(filing.PRODUCT)} FROM import_row")
        day, end = date(2025, 3, 5), date(2028, 3, 5)
        said = ("Trà (sen)", 2, "2.1", "Đồ uống", 4, True, "1/QĐ", "UBND", day, None, end, day, "s")
        assert [tuple(one.values()) for one in of_rows] == [said]
        rows = await db.fetch(f"SELECT {', '.join(filing.ENTITY)} FROM import_entity ORDER BY id")
        assert [one.pop("search") for one in rows] == ["a b", "a, b", "a b", "a, b"]
        of_entity = ("A, B", "household", None, None, "789", "Lan", "+84912345678", None, "ấp 1", "", "", "34", "82")
        assert {tuple(one.values()) for one in rows} == {(*of_entity, "", "so", "")}


async def test_a_volume_stays_what_it_was_when_it_may_have_a_fraction(own_database: str) -> None:
    from piccolo.apps.migrations.commands.forwards import run_forwards

    async with _empty_database():
        with contextlib.redirect_stdout(io.StringIO()):
            await run_forwards("events_app", "2026-11-28T20:10:00:000000")
        place = values.new_id()
        await db.fetch(_BEFORE_CERTIFICATES.split(";\n")[0], place)
        await db.fetch(_MANY_PRODUCTS.replace("2500", "2"), place)
        await db.fetch(_SUPPLIES)
        await migrating.migrate()
        rows = await db.fetch("SELECT volume::text, unit FROM supply ORDER BY volume")
        assert rows == [{"volume": "1000000000.000", "unit": "kg"}, {"volume": None, "unit": ""}]


async def test_former_names_that_are_there_are_found_by_what_they_are_alike_by(own_database: str) -> None:
    from piccolo.apps.migrations.commands.forwards import run_forwards

    async with _empty_database():
        with contextlib.redirect_stdout(io.StringIO()):
            await run_forwards("events_app", "2026-11-28T20:10:00:000000")
        place = values.new_id()
        await db.fetch(_BEFORE_CERTIFICATES.split(";\n")[0], place)
        await db.fetch(
            """
            INSERT INTO organization_name (id, organization, name, version, created_at)
            SELECT gen_random_uuid(), $1, 'HTX Chè (Thái) ' || n, 1, now() FROM generate_series(1, 2500) AS n
            """,
            place,
        )
        await migrating.migrate()
        rows = await db.fetch("SELECT name, alike, version FROM organization_name")
        assert len(rows) == 2500
        for row in rows:
            number = row["name"].rpartition(" ")[2]
            assert (row["alike"], row["version"]) == (f"hop tac xa che thai {number}", 1)


async def test_requests_that_mergers_gave_up_say_so_and_those_that_were_taken_back_stay_so(own_database: str) -> None:
    from piccolo.apps.migrations.commands.forwards import run_forwards

    async with _empty_database():
        with contextlib.redirect_stdout(io.StringIO()):
            await run_forwards("events_app", "2026-11-29T06:00:00:000000")
        place, gone, stays, taken_back, open_one = (values.new_id() for _ in range(5))
        await db.fetch(_BEFORE_CERTIFICATES.split(";\n")[0], place)
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


async def test_names_that_are_there_are_alike_with_all_abbreviations_written_out(own_database: str) -> None:
    from piccolo.apps.migrations.commands.forwards import run_forwards

    async with _empty_database():
        with contextlib.redirect_stdout(io.StringIO()):
            await run_forwards("events_app", "2026-11-29T08:31:00:000000")
        at = datetime(2026, 11, 29, tzinfo=UTC)
        place, other, unplaced, fruit, former, row, entity = (values.new_id() for _ in range(7))
        person = (await joining.person("lan@sen.example", "Lan", at=at)).id
        name, before = "HTX SX & KD mỳ Chũ", "hop tac xa sx kd my chu"
        for one, which, alike in ((place, "24", f"{before}|24"), (other, "82", f"{before}|82"), (unplaced, None, "")):
            await db.fetch(_AN_ORGANIZATION, one, name, which and "34", which, alike)
        await db.fetch(_AN_ORGANIZATION, fruit, "CSSX mứt Vả Huế", "34", "46", "cssx mut va hue|46")
        await db.fetch(
            "INSERT INTO organization_name (id, organization, name, alike, version, created_at) VALUES ($1, $2, $3, $4, 1, $5)",
            *(former, place, "HTX DVNN Chũ", "hop tac xa dvnn chu", at),
        )
        await db.fetch(_A_LIST, row, person, "read", None)
        await db.fetch(_AN_ENTITY_OF_A_LIST, entity, row, name, f"{before}|24")
        await migrating.migrate()
        now = "hop tac xa san xuat kinh doanh my chu"
        found = await db.fetch("SELECT id, alike, version FROM organization")
        assert {one["id"]: one["alike"] for one in found} == {
            place: f"{now}|24",
            other: f"{now}|82",
            unplaced: "",
            fruit: "co so san xuat mut va hue|46",
        }
        assert {one["version"] for one in found} == {1}
        found = await db.fetch("SELECT alike, version, lay_in FROM organization_name")
        assert found == [{"alike": "hop tac xa dich vu nong nghiep chu", "version": 1, "lay_in": None}]
        assert await db.fetch("SELECT alike FROM import_entity") == [{"alike": f"{now}|24"}]


async def test_entities_of_a_list_that_became_alike_are_looked_at_row_by_row(own_database: str) -> None:
    from piccolo.apps.migrations.commands.forwards import run_forwards

    async with _empty_database():
        with contextlib.redirect_stdout(io.StringIO()):
            await run_forwards("events_app", "2026-11-29T12:40:00:000000")
        at = datetime(2026, 11, 29, tzinfo=UTC)
        person = (await joining.person("lan@sen.example", "Lan", at=at)).id
        lists = {state: values.new_id() for state in ("read", "done")}
        names = ("HTX mứt Vả Huế", "HTX mứt Huế", "HTX SX và KD Chũ", "HTX sản xuất, kinh doanh Chũ")
        for state, row in lists.items():
            await db.fetch(_A_LIST, row, person, state, None)
            for n, name in enumerate(names):  # as the rule was that took every “và” away, and wrote out no “SX”
                alike = "hop tac xa mut hue|24" if n < 2 else f"hop tac xa {n}|24"
                entity = values.new_id()
                await db.fetch(_AN_ENTITY_OF_A_LIST, entity, row, name, alike)
        await migrating.migrate()
        found = await db.fetch("SELECT within, name, alike, plain FROM import_entity")
        keys = dict(zip(names[:2], ("hop tac xa mut va hue|24", "hop tac xa mut hue|24"), strict=True))
        keys |= dict.fromkeys(names[2:], "hop tac xa san xuat kinh doanh chu|24")
        assert {(one["name"], one["alike"]) for one in found} == set(keys.items())
        not_plain = {(one["within"], one["name"]) for one in found if not one["plain"]}
        assert not_plain == {(lists["read"], name) for name in names[2:]}


_AN_ORGANIZATION = """
    INSERT INTO organization (id, kind, entity_kind, name, slug, representative, address, version, created_at, search, sort,
        province_set, province_code, alike)
    VALUES ($1, 'entity', 'cooperative', $2, gen_random_uuid()::text, '', '', 1, now(), '', '', $3, $4, $5)
"""
_AN_ENTITY_OF_A_LIST = """
    INSERT INTO import_entity (id, within, key, first_row, name, province_set, province_code, alike, slug, plain, outcome,
        candidates, answer, wrongs)
    VALUES ($1, $2, gen_random_uuid()::text, 1, $3, '34', '24', $4, '', true, 'create', '[]', '', '[]')
"""
_SUPPLIES = """
    INSERT INTO supply (id, product, volume, unit, season_months, pack, place, booking_contact, audience, version, created_at)
    SELECT gen_random_uuid(), id, CASE WHEN n = 1 THEN 1000000000 END, CASE WHEN n = 1 THEN 'kg' ELSE '' END, '{}', '', '', '',
        '{}', 1, now() FROM (SELECT id, row_number() OVER () AS n FROM product) AS numbered
"""
_MANY_PRODUCTS = """
    INSERT INTO product (id, organization, name, product_group, older_classification, version, created_at, search, sort)
    SELECT gen_random_uuid(), $1, 'Trà (sen),ướp', 1, '', 1, now(), 'tra (sen),uop', '' FROM generate_series(1, 2500)
"""
_A_LIST = """
    INSERT INTO import (id, "user", state, filename, size, problem, problem_facts, sheet, sheets, unread, encoding, header_row,
        headings, mapping, mapped, province, of_before, decision_number, rows_read, rows_done, done_key, done_number,
        rows_undone, counts, tries, stopped_in, kept_by, version, created_at, done_entity)
    VALUES ($1, $2, $3, '', 0, '', '{}', '', '[]', '[]', '', 0, '[]', '{}', false, '', '', '', 0, 0, '', 0, 0, '{}', 0, '',
        '{}', 1, now(), $4)
"""
_IN_A_LIST = """
    INSERT INTO import_row (id, within, number, taken, cells, facts, entity, key, outcome, wrongs)
    VALUES ($1, $2, (SELECT count(*) FROM import_row), 'product', '{}', '{"name": "Trà (sen)", "group": 2, "subgroup": "2.1",
        "older_classification": "Đồ uống", "stars": 4, "potential_five": true, "number": "1/QĐ", "issuer": "UBND",
        "issued_on": "2025-03-05", "valid_to": null, "ends_on": "2028-03-05", "counts_from": "2025-03-05", "sort": "s"}',
        $3, 'tra (sen)', 'create', '[]')
"""
_OF_A_LIST = """
    INSERT INTO import_entity (id, within, key, first_row, facts, alike, slug, plain, outcome, candidates, answer, wrongs)
    VALUES ($1, $2, gen_random_uuid()::text, 1, '{"name": "A, B", "kind": "household", "tax_code": null, "hidden": "789",
        "representative": "Lan", "phone": "+84912345678", "email": null, "address": "ấp 1", "commune": "", "district": "",
        "province_set": "34", "province_code": "82", "search": "a, b", "sort": "so"}', '', '', true, 'create', '[]', '', '[]')
"""


@asynccontextmanager
async def _empty_database() -> AsyncIterator[None]:
    """Within the block the engine is that of a new database without any table."""
    engine = db.engine()
    config, pool = engine.config, engine.pool
    name = f"{config['database']}_empty"
    admin = await asyncpg.connect(**config)
    await admin.execute(f"CREATE DATABASE {name}")
    engine.config, engine.pool = {**config, "database": name}, None
    try:
        yield
    finally:
        engine.config, engine.pool = config, pool
        await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await admin.close()


@pytest.mark.parametrize("text", ["DROP TABLE", "backwards", "set_backwards"])
def test_migrations_only_go_forward(text: str) -> None:
    folder = Path(APP_CONFIG.migrations_folder_path)
    assert [path.name for path in folder.glob("events_app_*.py") if text in path.read_text("utf-8")] == []

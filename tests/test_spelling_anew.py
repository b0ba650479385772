"""What is searched and compared by is written anew by migrations where the rule for it has changed."""

import contextlib
import io
from datetime import UTC, date, datetime

from events_app import db, migrating, values
from events_app.directory import joining
from events_app.imports import filing
from tests.unmigrated import BEFORE_CERTIFICATES, MANY_PRODUCTS, empty_database


async def test_what_is_there_is_searched_without_signs_and_so_is_what_waits_to_come(own_database: str) -> None:
    from piccolo.apps.migrations.commands.forwards import run_forwards

    async with empty_database():
        with contextlib.redirect_stdout(io.StringIO()):
            await run_forwards("events_app", "2026-11-28T17:20:00:000000")
        place, *lists = (values.new_id() for _ in range(4))
        person = (await joining.person("lan@sen.example", "Lan", at=datetime(2026, 11, 28, tzinfo=UTC))).id
        await db.fetch(BEFORE_CERTIFICATES.split(";\n")[0], place)
        await db.fetch("UPDATE organization SET search = 'htx (sen) - viet' WHERE id = $1", place)
        await db.fetch(MANY_PRODUCTS, place)
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
        assert {tuple(one.values()) for one in rows} == {(*of_entity, "", "so", "", "")}


async def test_former_names_that_are_there_are_found_by_what_they_are_alike_by(own_database: str) -> None:
    from piccolo.apps.migrations.commands.forwards import run_forwards

    async with empty_database():
        with contextlib.redirect_stdout(io.StringIO()):
            await run_forwards("events_app", "2026-11-28T20:10:00:000000")
        place = values.new_id()
        await db.fetch(BEFORE_CERTIFICATES.split(";\n")[0], place)
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


async def test_names_that_are_there_are_alike_with_all_abbreviations_written_out(own_database: str) -> None:
    from piccolo.apps.migrations.commands.forwards import run_forwards

    async with empty_database():
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

    async with empty_database():
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

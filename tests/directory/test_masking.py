"""Personal numbers are moved apart, and a column for them exists nowhere else."""

from pathlib import Path
from typing import Any

import pytest
from asyncpg.exceptions import CheckViolationError

from events_app import db
from events_app.directory import masking
from tests import make

MIGRATION = "events_app_2026_11_28t03_31_00_000000.py"


async def test_the_database_refuses_a_personal_number_as_a_tax_code(cast: make.Cast) -> None:
    with pytest.raises(CheckViolationError):
        async with db.transaction():
            await db.fetch("UPDATE organization SET tax_code = '001099012345'")


async def test_a_number_is_shown_by_its_last_digits(cast: make.Cast) -> None:
    household = await make.organization(entity_kind="household")
    assert await masking.masked(household.id) is None
    await masking.keep(household.id, "001099012345", at=make.NOW)
    assert await masking.masked(household.id) == "*********345"
    await masking.keep(household.id, "001099012999", at=make.NOW)
    assert await masking.masked(household.id) == "*********999"
    await masking.forget(household.id)
    assert not await masking.has(household.id)


async def test_the_migration_moves_the_numbers_that_are_there(cast: make.Cast) -> None:
    await db.fetch("ALTER TABLE organization DROP CONSTRAINT a_tax_code_is_no_personal_number")
    await db.fetch("DROP INDEX names_of_an_organization, records_that_were_merged, organizations_that_are_alike")
    await db.fetch("DROP INDEX organizations_by_tax_code")
    household = await make.organization(name="Hộ Cũ", entity_kind="household", tax_code="001099012345")
    firm = await make.organization(name="Công ty Cũ", entity_kind="enterprise", tax_code="0100233488")
    await _run(MIGRATION)
    assert await masking.masked(household.id) == "*********345"
    rows = await db.fetch(
        "SELECT tax_code, alike FROM organization WHERE id = ANY($1) ORDER BY id", [household.id, firm.id]
    )
    assert [tuple(row.values()) for row in rows] == [(None, "ho cu|01"), ("0100233488", "cong ty cu|01")]


async def _run(name: str) -> None:
    import importlib.util

    from events_app.piccolo_app import APP_CONFIG

    path = Path(APP_CONFIG.migrations_folder_path) / name
    spec = importlib.util.spec_from_file_location("migration", path)
    assert spec
    assert spec.loader
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    manager = await module.forwards()
    for step in manager.raw:
        await step()

"""A database without any table, and rows as they were written before some migration."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from events_app import db

BEFORE_CERTIFICATES = """
    INSERT INTO organization (id, kind, entity_kind, name, slug, representative, address, version, created_at, search, sort)
    VALUES ($1, 'entity', 'cooperative', 'Sen', 'sen', '', '', 1, now(), 'sen', 'sen');
    INSERT INTO product (id, organization, name, product_group, stars, potential_five, certificate_number, issuer,
                         issued_on, valid_to, revoked_on, standing, version, created_at, search, sort)
    VALUES ($2, $1, 'Trà', 1, 4, true, '12/QĐ', 'UBND', '2024-02-29', NULL, '2026-01-01', 'verified', 7, now(), '', ''),
           ($3, $1, 'Mắm', 2, 3, false, '', '', NULL, NULL, NULL, 'declared', 1, now(), '', ''),
           ($4, $1, 'Chiếu', 4, NULL, false, '', '', NULL, NULL, NULL, 'declared', 1, now(), '', '')
"""
MANY_PRODUCTS = """
    INSERT INTO product (id, organization, name, product_group, older_classification, version, created_at, search, sort)
    SELECT gen_random_uuid(), $1, 'Trà (sen),ướp', 1, '', 1, now(), 'tra (sen),uop', '' FROM generate_series(1, 2500)
"""


@asynccontextmanager
async def empty_database() -> AsyncIterator[None]:
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

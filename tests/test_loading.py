"""``fairs migrate`` and ``fairs demo``: the database is brought up to date, and filled only where that does no harm."""

import asyncio
import re
import time
from pathlib import Path

import pytest

from events_app import db, sample, values
from events_app.accounts import signing_in
from events_app.directory import joining, tallying
from events_app.directory.places import Set
from events_app.directory.tables import Kind
from events_app.sample import national
from tests import make
from tests.commanding import Said, fairs


async def test_migrating_says_what_was_done_and_several_at_once_do_no_harm(own_database: str) -> None:
    await db.fetch("DROP SCHEMA public CASCADE")
    await db.fetch("CREATE SCHEMA public")
    said = sorted(await asyncio.gather(*(fairs("migrate") for _ in range(3))), reverse=True)
    assert [outcome.status for outcome in said] == [0, 0, 0], said
    brought, *others = sorted((outcome.out for outcome in said), key=len, reverse=True)
    assert re.fullmatch(r"The database was brought up to date: \d+ migrations\.\n", brought)
    assert others == ["The database is up to date.\n"] * 2
    assert (await fairs("doctor")).status == 0


async def test_sample_data_goes_into_an_empty_database_only(own_database: str) -> None:
    place = await make.organization()
    said = await fairs("demo")
    assert said == Said(0, "There is data already; no sample data was loaded.\n", "")
    assert [row["id"] for row in await db.fetch("SELECT id FROM organization")] == [place.id]


async def test_in_a_database_of_somebodys_own_sample_people_get_a_random_password_that_is_told_once(
    own_database: str, tmp_path: Path
) -> None:
    theirs = {"FAIRS_EMBEDDED": "0", "FAIRS_DATA_DIR": str(tmp_path)}
    said = await fairs("demo", **theirs)
    told = r"The sample data was loaded\.\nSign in \(all with the password (\S{16})\) as\n  an@fairs\.example +an organizer"
    found = re.match(told, said.out)
    assert found, said
    for email in sample.PEOPLE:
        assert (await signing_in.sign_in(email, found[1], at=values.now())).session
    with pytest.raises(signing_in.WrongPassword):
        await signing_in.sign_in("quan@fairs.example", sample.PASSWORD, at=values.now())
    assert list(tmp_path.iterdir()) == []
    again = await fairs("demo", **theirs)
    assert again == Said(0, "There is data already; no sample data was loaded.\n", "")


async def test_the_national_directory_goes_beside_sample_data_once_and_into_no_other_data(own_database: str) -> None:
    await make.organization()
    refused = await fairs("demo", "--scale", "national")
    assert refused == Said(0, "There is data already that is no sample; nothing was loaded.\n", "")
    for email in sample.PEOPLE:
        await joining.person(email, "An", at=make.NOW)
    office = "Sở Nông nghiệp và Môi trường Đồng Tháp (mẫu)"
    there = await make.organization(Kind.AUTHORITY, office, province_set="34", province_code="82")
    begun = time.monotonic()
    said = await fairs("demo", "--scale", "national")
    assert said == Said(0, "The national directory was loaded: all names in it are invented and say so.\n", "")
    assert time.monotonic() - begun < 60
    assert await db.fetch("SELECT count(*) AS n FROM product") == [{"n": national.PRODUCTS}]
    assert await db.fetch("SELECT count(*) AS n FROM organization WHERE kind = 'entity'") == [
        {"n": national.ENTITIES + 1}
    ]
    assert await db.fetch("SELECT name FROM product WHERE name NOT LIKE '%(mẫu)'") == []
    assert await db.fetch("SELECT id FROM organization WHERE name = $1", office) == [{"id": there.id}]
    assert await db.fetch("SELECT FROM organization WHERE kind = 'authority'") == [{}] * 34
    assert await db.fetch("SELECT FROM certificate WHERE verified_for = $1", there.id)
    assert (await fairs("demo", "--scale", "national")).out == "The national directory is there already.\n"


async def test_the_nation_has_with_the_sample_beside_it_the_figures_of_december_2023(
    own_database: str, tmp_path: Path
) -> None:
    said = await fairs("demo", "--scale", "national", FAIRS_EMBEDDED="0", FAIRS_DATA_DIR=str(tmp_path))
    assert (said.status, said.out.splitlines()[:1], said.err) == (0, ["The sample data was loaded."], "")
    today = values.today(values.now())
    products, entities = await tallying.products(today, Set.OLD), await tallying.entities(today, Set.OLD)
    assert (products.total, entities.total) == (national.PRODUCTS, national.ENTITIES) == (10_322, 5_361)
    stars = {row.key: (row.total, row.share) for row in products.by_stars}
    assert stars == {"5": (42, 0.4), "potential_five": (83, 0.8), "4": (3220, 31.2), "3": (6947, 67.3), None: (30, 0.3)}
    kinds = {row.key: row.share for row in entities.by_kind}
    assert kinds == {"cooperative": 38.1, "enterprise": 24.2, "household": 34.9, "cooperative_group": 2.8}
    regions = {row.key: row.share for row in products.by_region}
    assert (regions["red-river-delta"], regions["northern-midlands-and-mountains"], regions["mekong-delta"]) == (
        31.4,
        19.8,
        18.4,
    )

"""The ``fairs`` command, each time as a process of its own."""

import asyncio
import os
import re
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
import pytest_asyncio

from events_app import db, outbox, sample, values
from events_app.accounts import signing_in, tokens
from events_app.actor import Role
from events_app.commands import reaching
from events_app.directory import joining, tallying
from events_app.directory.places import Set
from events_app.directory.tables import Kind
from events_app.imports.tables import Import, ImportState
from events_app.sample import national
from tests import make


class Said(NamedTuple):
    status: int
    out: str
    err: str


async def fairs(*words: str, **environment: str) -> Said:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "events_app.cli", *words),
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode is not None
    return Said(process.returncode, out.decode(), err.decode())


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(own_database: str) -> AsyncIterator[httpx.AsyncClient]:
    """A program that talks to the API over the database that the commands write to."""
    from events_app.app import create_app

    app: Any = create_app()
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://fairs.test") as talking:
        yield talking


async def test_help_explains_each_command() -> None:
    said = await fairs("--help", COLUMNS="200")
    assert said.status == 0
    for name in ("up", "migrate", "demo", "token", "user", "import", "doctor"):
        assert re.search(rf"^    {name} +[A-Z].*\.$", said.out, re.MULTILINE), name


async def choose_password(visitor: httpx.AsyncClient, address: str, password: str) -> None:
    """Follow a printed link, choose a password, and sign in with it."""
    form = (await visitor.get(address)).text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    [email] = re.findall(r'autocomplete="username" value="([^"]*)"', form)
    chosen = await visitor.post("/password", data={**hidden, "password": password})
    assert chosen.status_code == 303, chosen.text
    form = (await visitor.get("/sign-in")).text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    signed = await visitor.post("/sign-in", data={**hidden, "email": email, "password": password})
    assert signed.status_code == 303, signed.text


async def test_a_new_user_chooses_a_password_by_the_link_that_is_told_and_gets_a_token(
    visitor: httpx.AsyncClient,
) -> None:
    await make.organization(Kind.ORGANIZER, "Ban tổ chức", slug="ban-to-chuc")
    given = await fairs("user", "Lan@fairs.example", "--organization", "ban-to-chuc", "--role", "staff")
    found = re.fullmatch(
        r"Lan@fairs\.example is now staff of ban-to-chuc\.\nA password is chosen here, once, within 24 hours:\n(\S+)\n",
        given.out,
    )
    assert (given.status, given.err, found is not None) == (0, "", True)
    assert found
    await choose_password(visitor, found[1], "đồng lúa chín vàng")
    assert (await visitor.get(found[1])).status_code == 410

    token = await fairs("token", "lan@fairs.example", "--organization", "ban-to-chuc")
    assert (token.status, token.err) == (0, "")
    who = await tokens.recognize(token.out.strip(), at=values.now())
    assert who.membership
    assert (who.email, who.membership.slug, who.membership.role) == ("lan@fairs.example", "ban-to-chuc", Role.STAFF)


async def test_a_token_that_has_leaked_is_revoked_by_itself_or_by_its_id(own_database: str) -> None:
    lan = await make.person("Lan", await make.organization())
    [row] = await db.fetch("SELECT id FROM token")
    other = (await fairs("token", lan.user.email)).out.strip()
    for known in (other, str(row["id"])):
        said = await fairs("token", "--revoke", known)
        assert said == Said(0, f"The token of {lan.user.email} is worth nothing any more.\n", "")
        gone = await fairs("token", "--revoke", known)
        assert gone == Said(1, "", "There is no such token, or it is worth nothing already.\n")
    for token in (lan.token, other):
        assert not (await tokens.recognize(token, at=make.NOW)).known
    for words in ((), (lan.user.email, "--revoke", other), ("--revoke", other, "--organization", "a")):
        assert (await fairs("token", *words)).err == "Name the person who gets a token, or the token to --revoke.\n"


async def test_the_first_admin_of_an_empty_database_chooses_a_password(visitor: httpx.AsyncClient) -> None:
    given = await fairs("user", "quan@fairs.example", "--role", "admin")
    said, _, address = given.out.strip().splitlines()
    assert (given.status, said) == (0, "quan@fairs.example is now admin of the platform.")
    await choose_password(visitor, address, "đồng lúa chín vàng")
    assert (await visitor.get("/approvals")).status_code == 200
    again = await fairs("user", "quan@fairs.example", "--role", "admin")
    assert again == Said(1, "", "quan@fairs.example belongs to those who run the platform already.\n")


@pytest.mark.parametrize("words", [("--role", "admin", "--organization", "a"), ("--role", "owner")])
async def test_an_admin_has_no_organization_and_every_other_role_has_one(own_database: str, words: tuple[str]) -> None:
    said = await fairs("user", "quan@fairs.example", *words)
    assert (said.status, said.err) == (
        1,
        "An admin runs the platform and has no --organization; every other role needs one.\n",
    )


async def test_who_is_there_already_keeps_the_password(own_database: str) -> None:
    place = await make.organization(slug="hop-tac-xa")
    binh = (await make.person("Bình", place)).user
    other = await make.organization(slug="hop-tac-xa-hai")
    await db.fetch("UPDATE users SET password_hash = 'x' WHERE id = $1", binh.id)
    said = await fairs("user", binh.email, "--organization", other.slug, "--role", "viewer")
    assert said == Said(0, f"{binh.email} is now viewer of hop-tac-xa-hai.\n", "")
    again = await fairs("user", binh.email, "--organization", other.slug, "--role", "viewer")
    assert again == Said(1, "", f"{binh.email} belongs to hop-tac-xa-hai already.\n")


async def test_what_is_not_there_is_said_in_one_sentence(own_database: str) -> None:
    nobody = await fairs("token", "nobody@fairs.example")
    assert nobody == Said(1, "", "There is nobody with the address nobody@fairs.example.\n")
    nowhere = await fairs("user", "lan@fairs.example", "--organization", "absent", "--role", "owner")
    assert nowhere == Said(1, "", "There is no organization absent.\n")
    assert await db.fetch("SELECT FROM users") == []
    without = await fairs("token", "lan@fairs.example", DATABASE_URL="")
    assert without == Said(
        1, "", "There is no database here: start `make run` in another terminal, or set DATABASE_URL.\n"
    )
    away = await fairs("migrate", DATABASE_URL=re.sub(r"host=[^&]*", "host=/nowhere", own_database))
    assert (away.status, away.out, away.err.count("\n")) == (1, "", 1)
    assert "(DATABASE_URL) cannot be reached: No such file or directory." in away.err


async def test_what_cannot_be_accepted_is_said_as_the_doors_say_it(own_database: str, tmp_path: Path) -> None:
    cast = await make.cast()
    file = tmp_path / "list.xlsx"
    await asyncio.to_thread(file.touch)
    empty = await fairs("import", str(file), cast.an.user.email)
    assert empty == Said(1, "", "This file is empty.\n")


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


@pytest.mark.parametrize(("word", "unbuffered"), [("doctor", ""), ("doctor", "1"), ("migrate", ""), ("--help", "")])
async def test_a_command_whose_reader_has_gone_ends_quietly(own_database: str, word: str, unbuffered: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = (sys.executable, "-m", "events_app.cli", word)
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    ended = await asyncio.to_thread(subprocess.run, command, env=environment, stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert (ended.returncode, ended.stderr) == (141, b"")


async def test_doctor_tells_what_is_wrong_and_no_secret(own_database: str) -> None:
    await db.fetch("DELETE FROM migration")
    said = await fairs("doctor", REDIS_URL="redis://:broker-secret@127.0.0.1:1/0", FAIRS_SECRET_KEY="key-secret")
    assert said.status == 1
    assert "Wrong: The broker at redis://:***@127.0.0.1:1/0 (REDIS_URL) cannot be reached: " in said.out
    assert re.search(r"Wrong: \d+ migrations have not been run; run `fairs migrate`\.", said.out)
    assert re.search(r"secret_key +set\n", said.out)
    password = own_database.partition(":")[2].partition(":")[2].partition("@")[0]
    for secret in ("broker-secret", "key-secret", password):
        assert secret not in said.out + said.err


async def test_doctor_names_the_tasks_that_are_never_done(own_database: str) -> None:
    at = values.now() - timedelta(minutes=20)
    async with db.transaction():
        for _ in range(3):
            await outbox.record("thing.happen", at=at)
    await outbox.route({"thing.happen": ["slice.fails", "slice.works"]}, at=at)
    await db.fetch("UPDATE route SET done_at = $1 WHERE task = 'slice.works'", at)
    await db.fetch("UPDATE route SET sent_at = $1, sendings = $2", at, outbox.OVERDUE_AFTER)
    said = await fairs("doctor")
    assert said.status == 1
    assert re.search(rf"overdue +3 of slice\.fails, since {at.isoformat(timespec='seconds')[:16]}", said.out)
    assert "Wrong: slice.fails was asked for 3 messages at least 5 times each and is not done; " in said.out
    assert "are relay and worker running?" not in said.out
    assert "slice.works" not in said.out
    await db.fetch("UPDATE route SET sendings = 1")
    said = await fairs("doctor")
    assert "slice.fails" not in said.out
    assert "Wrong: 3 messages have waited for more than five minutes; are relay and worker running?" in said.out


async def test_doctor_counts_the_lists_that_workers_gave_up(own_database: str) -> None:
    cast = await make.cast()
    row = Import(user=cast.an.user.id, organization=cast.an.organization.id, created_at=values.now())
    row.state, row.stopped_in = ImportState.STOPPED, ImportState.RUNNING
    await row.save()
    said = await fairs("doctor")
    assert said.status == 1
    assert re.search(r"lists stopped +1\n", said.out)
    assert "Wrong: 1 lists of products were given up by the workers; the worker's log says why they fail." in said.out


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://fairs:pass@host/name", "postgresql://fairs:***@host/name"),
        ("redis://:p%40ss@host:6379/0", "redis://:***@host:6379/0"),
        (
            "postgresql://host/name?user=a&password=pass&host=/run",
            "postgresql://host/name?user=a&password=***&host=/run",
        ),
        ("smtp://me:p@s/s@host:587", "smtp://me:***@host:587"),
        ("smtp://127.0.0.1:1025", "smtp://127.0.0.1:1025"),
    ],
)
def test_passwords_in_addresses_are_masked(url: str, shown: str) -> None:
    assert reaching.masked(url) == shown

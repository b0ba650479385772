"""The ``fairs`` command, each time as a process of its own: what it explains, and what it says that it cannot do."""

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from events_app import db
from tests import make
from tests.commanding import Said, fairs


async def test_help_explains_each_command() -> None:
    said = await fairs("--help", COLUMNS="200")
    assert said.status == 0
    for name in ("up", "migrate", "demo", "token", "user", "import", "doctor"):
        assert re.search(rf"^    {name} +[A-Z].*\.$", said.out, re.MULTILINE), name


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


@pytest.mark.parametrize(("word", "unbuffered"), [("doctor", ""), ("doctor", "1"), ("migrate", ""), ("--help", "")])
async def test_a_command_whose_reader_has_gone_ends_quietly(own_database: str, word: str, unbuffered: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = (sys.executable, "-m", "events_app.cli", word)
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    ended = await asyncio.to_thread(subprocess.run, command, env=environment, stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert (ended.returncode, ended.stderr) == (141, b"")

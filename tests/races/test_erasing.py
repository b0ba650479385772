"""Admins who are erased at once: one stays; without the guard nobody does."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from events_app import db
from events_app.accounts import signing_in
from events_app.directory import privacy
from tests import make
from tests.races.test_links import rush

pytestmark = pytest.mark.usefixtures("own_database", "at")
ADMINS = 12  # each proves a password, which takes a computer a while


async def _erased() -> int:
    """How many admins are left when all of them are erased at once."""
    people = [(await make.person(f"Quản trị {n}")).user for n in range(ADMINS)]
    await db.fetch(
        "UPDATE users SET admin = true, password_hash = $1", await signing_in.password_hash("một mật khẩu dài")
    )
    await rush([privacy.erase(one.id, "một mật khẩu dài", at=make.NOW) for one in people])
    (left,) = await db.fetch("SELECT count(*) AS n FROM users WHERE admin")
    return int(left["n"])


async def test_of_admins_who_are_erased_at_once_one_stays() -> None:
    assert await _erased() == 1


async def test_control_without_holding_the_others_none_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    async def looked(user_id: UUID) -> None:
        admins: list[dict[str, Any]] = await db.fetch("SELECT id FROM users WHERE admin")
        if [row["id"] for row in admins] == [user_id]:
            raise privacy.LastAdmin
        await asyncio.sleep(2)

    monkeypatch.setattr(privacy, "_not_last", looked)
    assert await _erased() == 0

"""A mail server that is away is left alone for a while, and letters leave within a minute of its return."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from aiosmtpd.smtp import SMTP

from events_app import db
from events_app.reminders import outage, sending
from events_app.settings import settings
from tests import make
from tests.reminders import posting

BEAT = timedelta(seconds=2)


def test_waits_double_up_to_half_a_minute_and_begin_anew_after_an_answer() -> None:
    away, at = outage.Outage(), make.NOW
    assert (away.lasts, away.waits(at=at)) == (False, False)
    assert [away.goes_on(at=at).total_seconds() for _ in range(8)] == [1, 2, 4, 8, 16, 30, 30, 30]
    assert (away.lasts, away.waits(at=at), away.waits(at=at + outage.LONGEST)) == (True, True, False)
    away.ends()
    assert (away.lasts, away.waits(at=at)) == (False, False)
    assert away.goes_on(at=at) == outage.SHORTEST


def test_a_clock_that_was_put_back_makes_nobody_wait() -> None:
    away = outage.Outage()
    away.goes_on(at=make.NOW)
    assert not away.waits(at=make.NOW - timedelta(hours=1))


class _Server:
    """A mail server that counts who comes; ``says`` is what it does to everybody, while it is not well."""

    def __init__(self) -> None:
        self.says, self.came, self.got = "", 0, 0

    def begin(self) -> Any:
        """Somebody comes."""
        self.came += 1
        return _Away(self.says) if self.says in {"hangs up", "421"} else SMTP(self, hostname="x")

    async def handle_MAIL(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if self.says.startswith("451"):
            return self.says
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, *_: Any) -> str:
        self.got += 1
        return "250 OK"


class _Away(asyncio.Protocol):
    """A conversation that ends before it begins."""

    def __init__(self, says: str) -> None:
        self.says = says

    def connection_made(self, transport: Any) -> None:
        if self.says == "421":
            transport.write(b"421 shutting down\r\n")
        transport.close()


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[_Server]:
    """Letters go to it."""
    found = _Server()
    listening = await asyncio.get_running_loop().create_server(found.begin, "127.0.0.1", 0)
    url = f"smtp://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    await sending.hang_up()
    monkeypatch.setattr(sending, "settings", lambda: msgspec.structs.replace(settings(), smtp_url=url))
    yield found
    await sending.hang_up()
    listening.close()


@pytest.fixture
async def fair(own_database: str, at: datetime) -> make.Fair:
    """A fair with two confirmed exhibitors, committed, and 400 letters more."""
    people = await make.cast()
    held = await posting.fair(people.an)
    await posting.confirmed(held, people.binh)
    await posting.confirmed(held, people.em, held.booths[1])
    await db.fetch(
        """
        INSERT INTO delivery (id, purpose, subject, recipient, channel, event, organization, application_id, facts, name,
                              address, language, state, due_at, message_id, attempts, error, created_at, version)
        SELECT gen_random_uuid(), purpose, 's' || n, recipient, channel, event, organization, application_id, facts, name,
               address, language, state, due_at, '<' || n || '@x>', 0, '', created_at, 1
        FROM delivery, generate_series(1, 200) AS n WHERE purpose = 'confirmation'
        """
    )
    return held


async def beats(since: datetime, until: datetime) -> None:
    """What beat makes of a span of time."""
    while since < until:
        await sending.send_due(at=since)
        since += BEAT


async def counted(state: str) -> int:
    """How many confirmations are in this state."""
    return (await posting.states("confirmation")).count(state)


@pytest.mark.parametrize("says", ["hangs up", "421", "451 4.3.2 not now"])
async def test_after_an_hour_of_absence_letters_leave_within_a_minute_and_nobody_was_hammered(
    fair: make.Fair, server: _Server, says: str
) -> None:
    back = make.NOW + timedelta(hours=1)
    server.says = says
    await beats(make.NOW, back)
    rows = await posting.deliveries("confirmation")
    assert {(row["state"], row["attempts"], row["due_at"]) for row in rows} == {("waiting", 0, make.NOW)}
    assert len(rows) == 402
    of_an_hour, connections = timedelta(hours=1) / outage.LONGEST, settings().mail_connections
    assert server.came <= of_an_hour * (connections if says.startswith("451") else 1) + 10 * connections
    server.says, server.came = "", 0
    await beats(back, back + outage.LONGEST + BEAT)
    assert await counted("sent") == 402
    assert (server.got, server.came <= connections) == (402, True)


async def test_without_being_left_alone_the_server_is_asked_at_each_beat(
    fair: make.Fair, server: _Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outage.Outage, "waits", lambda *_, **__: False)
    server.says = "421"
    await beats(make.NOW, make.NOW + timedelta(minutes=1))
    assert server.came >= 30


async def test_a_server_that_ends_each_connection_after_some_letters_gets_all_of_them_at_once(
    fair: make.Fair, server: _Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    over: dict[int, int] = {}

    async def at_most_ten(smtp: Any, *_: Any) -> str:
        over[id(smtp)] = over.get(id(smtp), 0) + 1
        if over[id(smtp)] > 10:
            return "421 enough over this one"
        server.got += 1
        return "250 OK"

    monkeypatch.setattr(server, "handle_DATA", at_most_ten)
    await sending.send_due(at=make.NOW)
    assert (await counted("sent"), server.got) == (402, 402)


async def test_a_server_that_lets_few_in_at_a_time_gets_all_letters_at_once(
    fair: make.Fair, server: _Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = server.begin

    def at_most_two() -> Any:
        return begin() if server.came < 2 else _Away("421")

    listening = await asyncio.get_running_loop().create_server(at_most_two, "127.0.0.1", 0)
    url = f"smtp://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    monkeypatch.setattr(sending, "settings", lambda: msgspec.structs.replace(settings(), smtp_url=url))
    try:
        await sending.send_due(at=make.NOW)
    finally:
        await sending.hang_up()
        listening.close()
    assert (await counted("sent"), server.came) == (402, 2)

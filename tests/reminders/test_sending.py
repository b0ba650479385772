"""Letters that are due go over a real connection to a real sink, each once."""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import msgspec
import pytest
from aiosmtpd.smtp import SMTP

from events_app import db
from events_app.directory import contacting
from events_app.directory.tables import Contact
from events_app.embedded import mailbox
from events_app.events import cancelling
from events_app.reminders import ledger, sending
from events_app.reminders import recipients as written_by
from events_app.settings import settings
from tests import make
from tests.reminders import posting

DUE = make.NOW + timedelta(days=6)  # 13 December, 09:00: the reminders were due an hour ago


@pytest.fixture
async def fair(own_database: str, at: datetime) -> AsyncIterator[make.Fair]:
    """A fair with two confirmed exhibitors, committed."""
    people = await make.cast()
    held = await posting.fair(people.an)
    await posting.confirmed(held, people.binh)
    await posting.confirmed(held, people.em, held.booths[1])
    yield held
    await sending.hang_up()


def arrived(*rows: dict[str, Any]) -> list[EmailMessage]:
    """What the sink got for these deliveries, the newest first."""
    wanted = {row["message_id"] for row in rows}
    found = mailbox.newest(Path(os.environ["FAIRS_MAIL_DIR"]), 500)
    return [letter for _, letter in found if letter["Message-ID"] in wanted]


async def test_what_is_due_goes_once_and_what_is_not_stays(fair: make.Fair) -> None:
    await sending.send_due(at=make.NOW)
    await sending.send_due(at=make.NOW)
    confirmations, reminders = await posting.deliveries("confirmation"), await posting.deliveries("reminder")
    assert {row["state"] for row in confirmations} == {"sent"}
    assert {row["attempts"] for row in confirmations} == {1}
    assert {row["state"] for row in reminders} == {"waiting"}
    assert len(arrived(*confirmations)) == 2
    assert arrived(*reminders) == []
    await sending.send_due(at=DUE)
    assert await posting.states("reminder") == ["sent", "sent"]
    assert len(arrived(*reminders)) == 2


async def test_a_letter_has_both_forms_and_a_message_id_that_comes_from_its_delivery(fair: make.Fair) -> None:
    await sending.send_due(at=make.NOW)
    for row in await posting.deliveries("confirmation"):
        [letter] = arrived(row)
        assert letter["Message-ID"] == f"<{row['id'].hex}@fairs.example>" == written_by.message_id(row["id"])
        assert letter["To"].addresses[0].addr_spec == row["address"]
        text, html = (letter.get_body((kind,)) for kind in ("plain", "html"))
        assert text is not None
        assert html is not None
        assert "Tuần lễ OCOP" in str(text.get_content())
        assert '<html lang="vi">' in str(html.get_content())


async def test_a_resend_after_a_crash_has_the_same_message_id(fair: make.Fair) -> None:
    await sending.send_due(at=make.NOW)
    row = (await posting.deliveries("confirmation"))[0]
    crashed = "UPDATE delivery SET state = 'wire', sent_at = NULL, lease_until = $2 WHERE id = $1"
    await db.fetch(crashed, row["id"], make.NOW + ledger.LEASE)
    assert await ledger.take_back(at=make.NOW) == 0
    assert await ledger.take_back(at=make.NOW + ledger.LEASE + timedelta(seconds=1)) == 1
    await sending.send_due(at=make.NOW + timedelta(minutes=2))
    assert [letter["Message-ID"] for letter in arrived(row)] == [row["message_id"]] * 2
    assert await posting.states("confirmation") == ["sent", "sent"]


async def test_what_is_not_true_any_more_is_skipped(fair: make.Fair) -> None:
    await db.fetch("UPDATE application SET state = 'withdrawn'")
    await sending.send_due(at=DUE)
    rows = await posting.deliveries()
    assert {(row["state"], row["error"]) for row in rows} == {("skipped", "This was not true any more.")}
    assert arrived(*rows) == []


async def test_nothing_goes_about_a_cancelled_fair_except_that_it_is(fair: make.Fair) -> None:
    await cancelling.cancel(fair.event, "Bão", at=make.NOW)
    await posting.tell()
    await sending.send_due(at=DUE)
    rows = await posting.deliveries()
    assert sorted((row["purpose"], row["state"]) for row in rows) == [
        ("cancellation", "sent"),
        ("cancellation", "sent"),
        ("confirmation", "cancelled"),
        ("confirmation", "cancelled"),
        ("reminder", "cancelled"),
        ("reminder", "cancelled"),
    ]
    assert len(arrived(*rows)) == 2


class _Picky:
    """A mail server that does not like one address, or what is written to it."""

    def __init__(self, says: str, of_letter: str = "250 OK") -> None:
        self.says, self.of_letter, self.got = says, of_letter, 0

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if re.match("em-", address) and self.says != "250 OK":
            return self.says
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        if re.match("em-", envelope.rcpt_tos[0]) and self.of_letter == "hang up":
            server.transport.abort()
        if re.match("em-", envelope.rcpt_tos[0]) and self.of_letter != "250 OK":
            return self.of_letter
        self.got += 1
        return "250 OK"


@asynccontextmanager
async def picky(monkeypatch: pytest.MonkeyPatch, says: str, of_letter: str = "250 OK") -> AsyncIterator[_Picky]:
    """Letters go to a server that says this about Em's address and this about a letter to it."""
    handler = _Picky(says, of_letter)
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(handler, hostname="x"), "127.0.0.1", 0)
    url = f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    await sending.hang_up()
    monkeypatch.setattr(sending, "settings", lambda: msgspec.structs.replace(settings(), smtp_url=url))
    try:
        yield handler
    finally:
        await sending.hang_up()
        server.close()


async def test_an_address_that_is_refused_for_good_is_not_written_to_again(
    fair: make.Fair, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with picky(monkeypatch, "550 no such user") as server:
        await sending.send_due(at=make.NOW)
        assert sorted(await posting.states("confirmation")) == ["failed", "sent"]
        [suppressed] = await db.fetch("SELECT address, reason FROM suppression")
        assert suppressed["address"].startswith("em-")
        assert suppressed["reason"] == "550 no such user"
        assert server.got == 1
        await sending.send_due(at=DUE)
        found = {
            row["name"]: (row["state"], row["error"], row["attempts"]) for row in await posting.deliveries("reminder")
        }
        assert found == {
            "Bình": ("sent", "", 1),
            "Em": ("failed", "This address refused letters before.", 0),
        }
        assert server.got == 2


async def test_a_letter_that_is_refused_for_good_costs_its_reader_no_other(
    fair: make.Fair, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with picky(monkeypatch, "250 OK", "554 5.6.0 not like this") as server:
        await sending.send_due(at=make.NOW)
        [row] = [row for row in await posting.deliveries("confirmation") if row["name"] == "Em"]
        assert (row["state"], row["attempts"], row["error"]) == ("failed", 1, "554 5.6.0 not like this")
        assert await db.fetch("SELECT FROM suppression") == []
        server.of_letter = "250 OK"
        await sending.send_due(at=DUE)
        assert await posting.states("reminder") == ["sent", "sent"]
        assert await posting.states("confirmation") == ["sent", "failed"]


async def test_an_address_that_is_named_anew_is_written_to_again(
    fair: make.Fair, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with picky(monkeypatch, "550 no such user") as server:
        await sending.send_due(at=make.NOW)
        [refused] = await db.fetch("SELECT address FROM suppression")
        server.says = "250 OK"
        contact = await Contact.objects().get(Contact.email == refused["address"])
        assert contact is not None
        await contacting.change(contact, contact.version, at=make.NOW, email=contact.email)
        await posting.tell()
        await sending.send_due(at=DUE)
    assert await posting.states("reminder") == ["sent", "sent"]


async def test_a_passing_failure_is_tried_again_after_growing_waits(
    fair: make.Fair, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with picky(monkeypatch, "450 try later") as server:
        await sending.send_due(at=make.NOW)
        [row] = [row for row in await posting.deliveries("confirmation") if row["name"] == "Em"]
        assert (row["state"], row["attempts"], row["error"]) == ("waiting", 1, "450 try later")
        assert timedelta(seconds=60) <= row["due_at"] - make.NOW < timedelta(seconds=70)
        server.says = "250 OK"
        await sending.send_due(at=row["due_at"] - timedelta(seconds=1))
        assert sorted(await posting.states("confirmation")) == ["sent", "waiting"]
        server.says = "450 try later"
        await sending.send_due(at=row["due_at"])
        [again] = [row for row in await posting.deliveries("confirmation") if row["name"] == "Em"]
        assert again["attempts"] == 2
        assert again["due_at"] - row["due_at"] >= timedelta(seconds=120)
    assert await db.fetch("SELECT FROM suppression") == []


async def test_a_letter_that_is_cut_off_by_a_server_that_is_there_waits_by_itself(
    fair: make.Fair, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with picky(monkeypatch, "250 OK", "hang up") as server:
        await sending.send_due(at=make.NOW)
        [row] = [row for row in await posting.deliveries("confirmation") if row["name"] == "Em"]
        assert (row["state"], row["attempts"], row["error"]) == (
            "waiting",
            1,
            "The mail server broke off in the middle of this letter.",
        )
        assert row["due_at"] - make.NOW >= timedelta(seconds=60)
        assert server.got == 1
        server.of_letter = "250 OK"
        await sending.send_due(at=row["due_at"])
    assert await posting.states("confirmation") == ["sent", "sent"]


async def test_a_mail_server_that_is_away_costs_no_letter(fair: make.Fair, monkeypatch: pytest.MonkeyPatch) -> None:
    await sending.hang_up()
    away = msgspec.structs.replace(settings(), smtp_url="smtp://127.0.0.1:9")
    monkeypatch.setattr(sending, "settings", lambda: away)
    await sending.send_due(at=make.NOW)
    rows = await posting.deliveries("confirmation")
    assert [(row["state"], row["error"]) for row in rows] == [("waiting", "The mail server does not answer.")] * 2
    assert [(row["attempts"], row["due_at"]) for row in rows] == [(0, make.NOW)] * 2
    monkeypatch.undo()
    await sending.hang_up()
    await sending.send_due(at=make.NOW + timedelta(minutes=5))
    assert await posting.states("confirmation") == ["sent", "sent"]
    assert len(arrived(*rows)) == 2


@pytest.mark.parametrize(("attempts", "seconds"), [(0, 30), (1, 60), (2, 120), (6, 1920), (7, 3600), (29, 3600)])
def test_waits_double_up_to_an_hour(attempts: int, seconds: int) -> None:
    assert ledger.wait(attempts) == timedelta(seconds=seconds)

"""One letter that breaks its writer holds up no other; a conversation that was cut off is not gone on with."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from events_app import db, embedded, mail, values
from events_app.reminders import letters, sending
from tests.faults import crowds


async def test_a_letter_that_cannot_be_written_waits_by_itself(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = values.now()
    await crowds.gathered(40, at=at)
    written = letters.written

    def breaks(letter: dict[str, Any], read: letters.Read, **more: Any) -> bytes:
        if letter["name"] == "Người 7":
            raise KeyError("a template's bug")
        return written(letter, read, **more)

    monkeypatch.setattr(letters, "written", breaks)
    try:
        await sending.send_due(at=at)
    finally:
        await sending.hang_up()
    assert await crowds.counted("sent") == 39
    [row] = await db.fetch("SELECT name, state, error, attempts, due_at FROM delivery WHERE state <> 'sent'")
    assert (row["name"], row["state"], row["attempts"]) == ("Người 7", "waiting", 1)
    assert row["error"] == "This letter could not be written."
    assert row["due_at"] >= at + timedelta(seconds=30)


async def conversation_cut_off(servers: embedded.Running, monkeypatch: pytest.MonkeyPatch, *, hung_up: bool) -> None:
    """One letter goes, the next is cut off in the middle, a third goes; without ``hung_up`` the connection is left as it was."""
    wire = mail.Wire(servers.smtp_url, "OCOP Fairs <fairs@fairs.example>")
    await wire.ready()
    await wire.hand_over("an@fairs.example", b"Message-ID: <first@fairs.example>\r\n\r\n1\r\n")
    with crowds.held_still(servers, "sink"), monkeypatch.context() as meanwhile:
        if not hung_up:
            meanwhile.setattr(mail.Wire, "close", lambda _wire: None)
        cut = asyncio.create_task(wire.hand_over("binh@fairs.example", b"Message-ID: <cut@fairs.example>\r\n\r\n2\r\n"))
        await asyncio.sleep(0.1)
        cut.cancel()
        with pytest.raises(asyncio.CancelledError):
            await cut
    await wire.ready()
    await wire.hand_over("chi@fairs.example", b"Message-ID: <last@fairs.example>\r\n\r\n3\r\n")
    await wire.leave()


async def test_a_conversation_that_was_cut_off_is_begun_anew(
    servers: embedded.Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    await conversation_cut_off(servers, monkeypatch, hung_up=True)
    came = crowds.arrived(servers)
    assert (came["<first@fairs.example>"], came["<last@fairs.example>"]) == (1, 1)


async def test_without_hanging_up_the_next_letter_is_refused(
    servers: embedded.Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(mail.Refused):
        await conversation_cut_off(servers, monkeypatch, hung_up=False)

"""A worker dies between writing a warning and sending it: the letter comes once."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from events_app import mail, values
from events_app.reminders import ledger, sending, warning
from tests import make
from tests.faults import crowds
from tests.reminders import posting

TODAY = values.today(make.NOW)


async def _arrived_after_kills(monkeypatch: pytest.MonkeyPatch) -> int:
    """How many letters arrive when one beat dies before it commits, a worker after it, and others go on."""
    person = await make.person("Bình", await make.organization())
    ends, long_ago = TODAY + timedelta(90), make.NOW - timedelta(days=400)
    certified = {"issued_on": ends - timedelta(days=1095), "valid_to": ends, "created_at": long_ago}
    await make.product(person.organization, certified=certified)
    write, hand_over, arrived = warning._write, mail.Wire.hand_over, []

    async def counted(wire: mail.Wire, address: str, letter: bytes) -> None:
        await hand_over(wire, address, letter)
        arrived.append(address)

    monkeypatch.setattr(mail.Wire, "hand_over", counted)

    async def dies(*given: Any, at: datetime) -> None:
        await write(*given, at=at)
        raise KeyError("killed")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(warning, "_write", dies)
        with pytest.raises(KeyError):
            await warning.warn(at=make.NOW)
    assert await posting.deliveries("lapse") == []
    await warning.warn(at=make.NOW)
    await ledger.claim(10, at=make.NOW)  # by a worker that dies with the letter in its hand
    await ledger.take_back(at=make.NOW + ledger.LEASE + timedelta(seconds=1))
    for days in (0, 1):
        later = make.NOW + timedelta(days=days, minutes=3)
        await warning.warn(at=later)
        try:
            await sending.send_due(at=later)
        finally:
            await sending.hang_up()
    return len(arrived)


async def test_killed_between_writing_and_sending_the_letter_comes_once(
    own_database: str, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await _arrived_after_kills(monkeypatch) == 1
    assert await crowds.counted("sent") == 1


async def test_control_without_a_memory_of_what_was_named_it_comes_again(
    own_database: str, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    remembers = "delivery.facts->'certificates'->(ending.certificate::text) = to_jsonb(valid_to)"
    assert remembers in warning._OWED
    monkeypatch.setattr(warning, "_OWED", warning._OWED.replace(remembers, "false"))
    assert await _arrived_after_kills(monkeypatch) == 2

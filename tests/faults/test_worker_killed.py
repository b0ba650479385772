"""A worker is killed with -9 in the middle of 500 letters: none is lost, and few come twice, recognisable as the same."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

from events_app import embedded, values
from events_app.reminders import ledger
from tests import processes
from tests.faults import crowds, unguarded

LETTERS, CONNECTIONS = 500, 4
ONE_PROCESS = {"FAIRS_WORKER_PROCESSES": "1", "FAIRS_MAIL_CONNECTIONS": str(CONNECTIONS)}


async def killed_at(
    size: int, servers: embedded.Running, folder: Path, worker: tuple[str, ...] = processes.WORKER
) -> Counter[str]:
    """How often each letter had come when the worker was killed, with so many in the sink or a few more."""
    crowds.ask(servers, "reminders.send_due")
    with processes.run(worker, folder, "worker", **ONE_PROCESS) as running:
        await crowds.until_arrived(servers, size, lambda: running.log)
        with crowds.held_still(servers, "sink"):  # so that nothing ends before the kill
            running.kill()
    came = crowds.arrived(servers)
    assert len(came) < LETTERS
    await ledger.take_back(at=values.now() + ledger.LEASE + timedelta(seconds=1))
    return came


async def finished(servers: embedded.Running, folder: Path) -> Counter[str]:
    """How often each letter came when another worker has sent all that was left."""
    crowds.ask(servers, "reminders.send_due")
    with processes.run(processes.WORKER, folder, "last", **ONE_PROCESS) as last:
        await crowds.until_all("sent", said=lambda: last.log)
    return crowds.arrived(servers)


async def test_none_is_lost_and_at_most_one_comes_twice_for_each_connection_and_kill(
    own_database: str, servers: embedded.Running, tmp_path: Path
) -> None:
    await crowds.gathered(LETTERS, at=values.now())
    await killed_at(60, servers, tmp_path)
    await killed_at(250, servers, tmp_path)
    came = await finished(servers, tmp_path)
    assert set(came) == await crowds.ids("sent")
    assert len(came) == LETTERS
    assert crowds.doubles(came) <= 2 * CONNECTIONS
    assert max(came.values()) <= 3


async def test_without_settling_each_letter_by_itself_many_come_twice(
    own_database: str, servers: embedded.Running, tmp_path: Path
) -> None:
    await crowds.gathered(LETTERS, at=values.now())
    await killed_at(60, servers, tmp_path, unguarded.without(processes.WORKER, unguarded.settled_at_the_end))
    assert crowds.doubles(await finished(servers, tmp_path)) > CONNECTIONS


async def test_without_waiting_for_the_wire_letters_are_lost(
    own_database: str, servers: embedded.Running, tmp_path: Path
) -> None:
    await crowds.gathered(LETTERS, at=values.now())
    came = await killed_at(60, servers, tmp_path, unguarded.without(processes.WORKER, unguarded.sent_when_claimed))
    assert await crowds.ids("sent") - set(came) != set()

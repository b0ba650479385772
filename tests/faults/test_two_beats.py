"""Two beats and two workers at once: each letter goes once, because it is claimed before it goes."""

from pathlib import Path

from events_app import embedded, values
from tests import processes
from tests.faults import crowds, unguarded

LETTERS = 500


async def doubles(servers: embedded.Running, folder: Path, worker: tuple[str, ...] = processes.WORKER) -> int:
    """How many letters came again, with two beats and a worker of two processes."""
    await crowds.gathered(LETTERS, at=values.now())
    with (
        processes.run(processes.BEAT, folder, "one-beat"),
        processes.run(processes.BEAT, folder, "another-beat"),
        processes.run(worker, folder, "worker", FAIRS_WORKER_PROCESSES="2", FAIRS_MAIL_BATCH="25") as running,
    ):
        await crowds.until_all("sent", said=lambda: running.log)
        running.stop()
    came = crowds.arrived(servers)
    assert set(came) == await crowds.ids("sent")
    assert len(came) == LETTERS
    return crowds.doubles(came)


async def test_each_letter_goes_once(own_database: str, servers: embedded.Running, tmp_path: Path) -> None:
    assert await doubles(servers, tmp_path) == 0


async def test_without_the_claim_letters_go_twice(own_database: str, servers: embedded.Running, tmp_path: Path) -> None:
    worker = unguarded.without(processes.WORKER, unguarded.taken_without_a_claim)
    assert await doubles(servers, tmp_path, worker) > 0

"""An event is cancelled while 500 reminders of it are claimed: none goes out that was not on the wire at that moment."""

from pathlib import Path

from events_app import embedded, values
from events_app.events import cancelling
from tests import processes
from tests.faults import crowds, unguarded

LETTERS, CONNECTIONS = 500, 4
ALL_AT_ONCE = {
    "FAIRS_WORKER_PROCESSES": "1",
    "FAIRS_MAIL_CONNECTIONS": str(CONNECTIONS),
    "FAIRS_MAIL_BATCH": str(LETTERS),
}


async def gone_out_after(
    servers: embedded.Running, folder: Path, worker: tuple[str, ...] = processes.WORKER
) -> set[str]:
    """The Message-IDs of letters that came although they were not on the wire when the event was cancelled."""
    at = values.now()
    crowd = await crowds.gathered(LETTERS, at=at)
    crowds.ask(servers, "reminders.send_due")
    with processes.run(worker, folder, "worker", **ALL_AT_ONCE) as running:
        await crowds.until_arrived(servers, 20, lambda: running.log)
        with crowds.held_still(servers, "sink"):
            claimed = await crowds.counted("claimed")
            assert claimed > LETTERS / 2
            await cancelling.cancel(crowd.fair.event, "Bão", at=values.now())
            on_the_way = await crowds.ids("wire", "sent") | set(crowds.arrived(servers))
            assert await crowds.counted("wire") <= CONNECTIONS
            assert await crowds.counted("cancelled") >= claimed - CONNECTIONS
        running.says('"task": "reminders.send_due"', crowds.PATIENCE)
    assert await crowds.counted("sent", "cancelled") == LETTERS
    return set(crowds.arrived(servers)) - on_the_way


async def test_none_that_is_not_on_the_wire_goes_out(
    own_database: str, servers: embedded.Running, tmp_path: Path
) -> None:
    assert await gone_out_after(servers, tmp_path) == set()


async def test_without_the_look_just_before_the_wire_they_go_out(
    own_database: str, servers: embedded.Running, tmp_path: Path
) -> None:
    worker = unguarded.without(processes.WORKER, unguarded.never_looked)
    assert len(await gone_out_after(servers, tmp_path, worker)) > LETTERS / 2

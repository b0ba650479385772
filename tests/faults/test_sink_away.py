"""The mail server is killed in the middle of many letters and comes back: none is lost, and all leave within a minute."""

import asyncio
import time as clock
from pathlib import Path

from events_app import embedded, values
from tests import processes
from tests.faults import crowds

LETTERS, CONNECTIONS = 600, 4
GONE_FOR, WITHIN = 12.0, 60.0  # seconds


async def test_letters_leave_within_a_minute_of_its_return(
    own_database: str, servers: embedded.Running, tmp_path: Path
) -> None:
    await crowds.gathered(LETTERS, at=values.now())
    few = {"FAIRS_WORKER_PROCESSES": "1", "FAIRS_MAIL_CONNECTIONS": str(CONNECTIONS), "FAIRS_MAIL_BATCH": "50"}
    with (
        processes.run(processes.BEAT, tmp_path, "beat"),
        processes.run(processes.WORKER, tmp_path, "worker", **few) as worker,
    ):
        await crowds.until_arrived(servers, 60, lambda: worker.log)
        servers.kill("sink")
        await asyncio.to_thread(worker.says, "mail server away", crowds.PATIENCE)
        await asyncio.sleep(GONE_FOR)
        assert await crowds.counted("sent") < LETTERS
        assert await crowds.counted("failed") == 0
        servers.start("sink")
        back = clock.monotonic()
        await crowds.until_all("sent", said=lambda: worker.log)
        assert clock.monotonic() - back < WITHIN
        asked = worker.log.count("mail server away")
    came = crowds.arrived(servers)
    assert set(came) == await crowds.ids("sent")
    assert len(came) == LETTERS
    assert crowds.doubles(came) <= CONNECTIONS  # those that were on the wire when it was killed
    assert asked <= 8  # 1 + 2 + 4 + 8 seconds, and a kill under way

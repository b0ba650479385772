"""The ``fairs`` command as a process of its own, and what it has said."""

import asyncio
import os
import sys
from typing import NamedTuple


class Said(NamedTuple):
    """The status with which a command ended, and its words."""

    status: int
    out: str
    err: str


async def fairs(*words: str, **environment: str) -> Said:
    """Run the command to its end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "events_app.cli", *words),
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode is not None
    return Said(process.returncode, out.decode(), err.decode())

"""``python -m tests.benchmarks.alone MODULE FILE``: one module on servers of its own; its results as JSON in FILE."""

import asyncio
import importlib
import inspect
import os
import sys
import tempfile
from pathlib import Path

import msgspec

from events_app import embedded


def main(name: str, told: str) -> None:
    """Start servers that keep data as they do in earnest, migrate, run the module, write down what it found."""
    with (
        tempfile.TemporaryDirectory(prefix="fairs-bench-") as folder,
        embedded.servers(Path(folder), sink=True, durable=True) as running,
    ):
        os.environ.update(
            DATABASE_URL=running.database_url,
            REDIS_URL=running.redis_url,
            SMTP_URL=running.smtp_url,
            FAIRS_DATA_DIR=f"{folder}/data",
            FAIRS_SECRET_KEY="only-for-benchmarks",
            FAIRS_URL="http://fairs.test",
            FAIRS_MAIL_DIR=str(running.mail_dir),
        )
        # Only now: what is imported reads the environment.
        from events_app import migrating

        asyncio.run(migrating.migrate())
        found = importlib.import_module(f"tests.benchmarks.{name}").run()
        if inspect.isawaitable(found):
            found = asyncio.run(_outcome(found))
    Path(told).write_bytes(msgspec.json.encode(found))


async def _outcome(awaited: object) -> object:
    assert inspect.isawaitable(awaited)
    return await awaited


if __name__ == "__main__":
    main(*sys.argv[1:])

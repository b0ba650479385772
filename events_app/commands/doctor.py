"""What is configured, what can be reached, what is left to do."""

import asyncio
from collections.abc import Callable

import msgspec

from events_app import db, migrating, outbox, values
from events_app.commands import reaching
from events_app.settings import settings

_SECRET = {"secret_key"}
_URLS = {"database_url", "redis_url", "smtp_url"}


def examine() -> int:
    """Print the findings; 1 when something is wrong."""
    print("Settings")
    for name, value in msgspec.structs.asdict(settings()).items():
        print(f"  {name:<20} {_shown(name, value)}")
    print("Reachable")
    wrong: list[str] = []
    checks: dict[str, tuple[str, Callable[[str], str | None]]] = {
        "database": (settings().database_url, lambda url: asyncio.run(reaching.database(url))),
        "broker": (settings().redis_url, reaching.broker),
        "mail server": (settings().smtp_url, reaching.post),
    }
    for what, (url, check) in checks.items():
        said = check(url) if url else f"The {what} is not configured, and no `fairs up` runs here."
        print(f"  {what:<20} {'yes' if said is None else 'NO'}")
        wrong += [said] if said else []
    if not any("database" in said for said in wrong):
        print("Pending")
        wrong += asyncio.run(_pending())
    for said in wrong:
        print(f"Wrong: {said}")
    print("Something is wrong." if wrong else "All is well.")
    return 1 if wrong else 0


def _shown(name: str, value: object) -> str:
    if name in _SECRET:
        return "set" if value else "not set"
    return reaching.masked(str(value)) if name in _URLS else str(value)


async def _pending() -> list[str]:
    async with db.pool(1):
        if not (await db.fetch("SELECT to_regclass('migration') IS NOT NULL AS there"))[0]["there"]:
            return ["The database is empty; run `fairs migrate`."]
        if left := await migrating.pending():
            print(f"  {'migrations':<20} {len(left)}")
            return [f"{len(left)} migrations have not been run; run `fairs migrate`."]
        print(f"  {'migrations':<20} none")
        return await _unheard()


async def _unheard() -> list[str]:
    late = values.now() - 5 * outbox.RESEND_AFTER
    row = await db.one(
        """
        SELECT (SELECT count(*) FROM message WHERE routed_at IS NULL)
             + (SELECT count(*) FROM route WHERE done_at IS NULL) AS waiting,
               (SELECT count(*) FROM message WHERE routed_at IS NULL AND at < $1)
             + (SELECT count(*) FROM route JOIN message ON message.id = route.message
                WHERE route.done_at IS NULL AND route.sendings < $2 AND message.at < $1) AS late
        """,
        late,
        outbox.OVERDUE_AFTER,
    )
    assert row
    print(f"  {'messages not done':<20} {row['waiting']}")
    overdue = await outbox.overdue()
    for found in overdue:
        print(
            f"  {'overdue':<20} {found['n']} of {found['task']}, since {found['since'].isoformat(timespec='seconds')}"
        )
    for found in await db.fetch("SELECT state, count(*) AS how_many FROM delivery GROUP BY state ORDER BY state"):
        print(f"  {'letters ' + found['state']:<20} {found['how_many']}")
    wrong = [
        f"{found['task']} was asked for {found['n']} messages at least {outbox.OVERDUE_AFTER} times each and is not done; "
        "the worker's log says why it fails, or no worker runs."
        for found in overdue
    ]
    stopped = await db.fetch("SELECT FROM import WHERE state = 'stopped'")
    if stopped:
        print(f"  {'lists stopped':<20} {len(stopped)}")
        wrong.append(
            f"{len(stopped)} lists of products were given up by the workers; the worker's log says why they fail."
        )
    if row["late"]:
        wrong.append(f"{row['late']} messages have waited for more than five minutes; are relay and worker running?")
    return wrong

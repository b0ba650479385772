"""Send a list in somebody's name and wait until the workers are done with it; what became of its rows, in a few lines."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec

from events_app import db, i18n, together, values
from events_app.accounts import queries as accounts
from events_app.accounts.tables import User
from events_app.actor import Actor, as_actor
from events_app.embedded.children import Trouble
from events_app.imports import queries, returning, uploading, wording
from events_app.imports.tables import Import, ImportState, Outcome
from events_app.lifecycle import locked
from events_app.settings import settings

PATIENCE = 60  # seconds in which a worker has to do something
ASKS = 0.5  # seconds
_PIECE = 256 << 10


class Wanted(msgspec.Struct, frozen=True):
    """What is to be done with the list: looked at only, or brought in, by which decision; where the faulty rows go."""

    run: bool = False
    decision: str = ""
    faults: Path | None = None


async def bring(path: Path, email: str, organization: str | None, wanted: Wanted) -> str:
    """Send it and wait, as the whole of a process; what became of the list. Raises what ``told`` raises."""
    together.tie()
    async with db.pool(2):
        return await told(path, email, organization, wanted)


async def told(path: Path, email: str, organization: str | None, wanted: Wanted) -> str:
    """What became of the list. Raises Trouble, also where none of it can be brought in, and what the doors would refuse."""
    actor = await _who(email, organization)
    with as_actor(actor), i18n.speaking("en"):
        home = await queries.allowed(actor)
        most = settings().upload_mib << 20
        row = await uploading.receive(actor, home, path.name, _pieces(path), most=most, at=values.now())
        row = await _done(row, ImportState.RECEIVED)
        if row.state == ImportState.REFUSED:
            raise Trouble(wording.problem(row.problem, row.problem_facts))
        if wanted.run and uploading.good(row.counts):
            row = await _started(actor, row, wanted.decision)
        if wanted.faults:
            await _return(actor, row, wanted.faults)
        said = _said(row, wanted)
        if wanted.run and row.state != ImportState.DONE:
            nowhere = [wording.missing(missing)] if (missing := await queries.said_nowhere(row)) else []
            raise Trouble("\n".join([*said, *nowhere, f"{uploading.NothingGood().message()} {_address(row)}"]))
        return "\n".join(said)


async def _who(email: str, organization: str | None) -> Actor:
    user = await User.objects().get(User.email == email.strip().lower())
    if user is None:
        raise Trouble(f"There is nobody with the address {email}.")
    actor = await accounts.actor_of(user.id, None, ("read", "write"))
    if organization is None:
        return actor
    chosen = next((one for one in actor.memberships if one.slug == organization), None)
    if chosen is None:
        raise Trouble(f"{email} does not belong to the organization {organization}.")
    return msgspec.structs.replace(actor, membership=chosen)


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


async def _started(actor: Actor, row: Import, decision: str) -> Import:
    verify = await queries.may_verify(actor, row)
    row = await uploading.start(row, row.version, decision_number=decision, may_verify=verify, at=values.now())
    return await _done(row, ImportState.RUNNING)


async def _done(row: Import, state: ImportState) -> Import:
    """The list when a worker is done with it; how far it is, is told meanwhile. Raises Trouble where no worker takes it."""
    waited, version = 0.0, row.version
    while row.state == state:
        if waited > PATIENCE:
            raise Trouble(f"No worker is at the list: is `fairs up` running? It is kept at {_address(row)}.")
        await asyncio.sleep(ASKS)
        row = await _again(row)
        waited = waited + ASKS if row.version == version else 0.0
        if row.version != version and row.state == state:
            count = row.rows_read if state == ImportState.RECEIVED else row.rows_done
            print(f"{count} rows {'read' if state == ImportState.RECEIVED else 'brought in'}", file=sys.stderr)
        version = row.version
    if row.state == ImportState.STOPPED:
        raise Trouble(f"{wording.stopped(row.stopped_in)} {_address(row)}")
    return row


async def _again(row: Import) -> Import:
    async with db.transaction():
        return await locked(Import, row.id)


async def _return(actor: Actor, row: Import, path: Path) -> None:
    with i18n.speaking(actor.language):
        said = await queries.said_of_returned(row)
        made = await returning.faults(queries.returned(row), said, queries.place_of(row), queries.notes_of(row))
    await asyncio.to_thread(path.write_bytes, made)


def _said(row: Import, wanted: Wanted) -> list[str]:
    rows = row.counts["rows"]
    lines = [f"{i18n.text(wording.OUTCOMES[one])}: {rows[one]}" for one in Outcome if rows.get(one)]
    if row.unread:
        others = ", ".join(row.unread)
        lines.append(
            f"One sheet was read: {row.sheet}. Others look like lists too; choose them at the address below: {others}."
        )
    if wanted.faults:
        some = any(rows.get(one) for one in queries.RETURNED)
        where = f"are in {wanted.faults}." if some else f"are none: {wanted.faults} has its headings only."
        lines.append(f"The rows that do not go in {where}")
    if row.state == ImportState.DONE:
        lines.append(f"It is in: {_address(row)}")
    elif not wanted.run:
        lines.append(f"Nothing is in yet; say --run, or look at it: {_address(row)}")
    return lines


def _address(row: Import) -> str:
    return f"{settings().url}/imports/{row.id}"

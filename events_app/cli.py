"""The ``fairs`` command."""

import argparse
import asyncio
import os
import select
import signal
import sys
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any

import asyncpg

from events_app.actor import Role
from events_app.embedded.children import Trouble
from events_app.errors import Invalid, Refusal
from events_app.settings import WrongSetting, settings


def main(words: Sequence[str] | None = None) -> None:
    """Run one command; exit with 1 and one sentence when it cannot be done, and as a shell expects when its reader has gone."""
    try:
        _obey(words)
    except BrokenPipeError:
        if not _reader_has_gone():
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left goes there when Python ends
        sys.exit(128 + signal.SIGPIPE)


def _obey(words: Sequence[str] | None) -> None:
    try:
        chosen = _parser().parse_args(words)
        sys.exit(chosen.run(chosen))
    except (Trouble, WrongSetting, Refusal) as no:
        print(_sentences(no), file=sys.stderr)
        sys.exit(1)
    finally:
        sys.stdout.flush()


def _sentences(no: Exception) -> str:
    """What went wrong; of what cannot be accepted each thing in a line, as the doors say it beside the fields."""
    if not isinstance(no, Invalid):
        return str(no)
    from events_app import i18n

    with i18n.speaking("en"):
        return "\n".join(i18n.text(one.message, **one.values) for one in no.errors)


def _reader_has_gone() -> bool:
    """Whether nobody reads any more what is printed, as behind ``| head``."""
    pipe = select.poll()
    pipe.register(sys.stdout, 0)
    return bool(pipe.poll(0))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="fairs",
        description="Schedule OCOP trade fairs, give out booths, keep calendars true, remind, summarize.",
        epilog="Settings are read from the environment; README.md lists them. Beside a running `fairs up`, the other "
        "commands find its servers by themselves.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, run: Any, told: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=told, description=told)
        made.set_defaults(run=run)
        return made

    command(
        "up",
        _up,
        "Run everything on this machine: the servers that no URL names, the API, the worker, the relay, beat.",
    )
    migrate = command("migrate", _migrate, "Bring the database to where this code is. Several at once do no harm.")
    migrate.add_argument("--sample-data", action="store_true", help="then load sample data into an empty database")
    migrate.add_argument(
        "--leave-log-ins",
        action="store_true",
        help="leave who can sign in for the first screen of `fairs up`, unprinted",
    )
    demo = command("demo", _demo, "Load the sample data once; a database that holds anything is left alone.")
    demo.add_argument(
        "--scale",
        choices=["small", "national"],
        default="small",
        help="national: an invented directory of the whole country too, also beside sample data",
    )
    token = command("token", _token, "Print a new API token of somebody, bound to one of the person's organizations.")
    token.add_argument("email", metavar="EMAIL", nargs="?")
    token.add_argument("--organization", metavar="SLUG", help="which organization; the first one when none is named")
    token.add_argument("--revoke", metavar="TOKEN_OR_ID", help="make none, and this one worth nothing: it has leaked")
    user = command("user", _user, "Give somebody a role; who has no password gets a link to choose one.")
    user.add_argument("email", metavar="EMAIL")
    user.add_argument("--organization", metavar="SLUG", help="in which organization; none for an admin")
    user.add_argument("--role", required=True, choices=[role.value for role in Role])
    listed = command(
        "import", _import, "Send a list of products as somebody; the workers of a running `fairs up` read it."
    )
    listed.add_argument("file", metavar="FILE", type=Path, help="a spreadsheet (.xlsx, .xls, .xlsb, .ods) or .csv")
    listed.add_argument("email", metavar="EMAIL", help="in whose name")
    listed.add_argument(
        "--organization", metavar="SLUG", help="for which organization; the first one when none is named"
    )
    listed.add_argument(
        "--run", dest="goes_in", action="store_true", help="bring the good rows in; otherwise it is only looked at"
    )
    listed.add_argument(
        "--decision", metavar="NUMBER", default="", help="of an authority: its certificates are verified"
    )
    listed.add_argument("--faults", metavar="XLSX", type=Path, help="where the rows go that do not go in")
    command("doctor", _doctor, "Say what is configured, reachable and pending; status 1 when something is wrong.")
    return parser


def _up(_chosen: argparse.Namespace) -> int:
    from events_app.commands import up

    return up.up()


def _migrate(chosen: argparse.Namespace) -> int:
    from events_app.commands import loading

    async def both() -> str:
        done = [await loading.migrate()]
        if chosen.sample_data:
            done.append(await loading.load(leave_log_ins=chosen.leave_log_ins))
        return "\n".join(done)

    return _with_database(both)


def _demo(chosen: argparse.Namespace) -> int:
    from events_app.commands import loading

    return _with_database(lambda: loading.load(national=chosen.scale == "national"))


def _token(chosen: argparse.Namespace) -> int:
    from events_app.commands import giving

    if (chosen.email is None) == (chosen.revoke is None) or (chosen.revoke and chosen.organization):
        raise Trouble("Name the person who gets a token, or the token to --revoke.")
    if chosen.revoke:
        return _with_database(lambda: giving.revoke(chosen.revoke))
    return _with_database(lambda: giving.token(chosen.email, chosen.organization))


def _user(chosen: argparse.Namespace) -> int:
    from events_app.commands import giving

    if (chosen.role == Role.ADMIN) == (chosen.organization is not None):
        raise Trouble("An admin runs the platform and has no --organization; every other role needs one.")
    return _with_database(lambda: giving.role(chosen.email, chosen.organization, chosen.role))


def _import(chosen: argparse.Namespace) -> int:
    from events_app.commands import bringing

    if not chosen.file.is_file():
        raise Trouble(f"There is no file {chosen.file}.")
    wanted = bringing.Wanted(chosen.goes_in, chosen.decision, chosen.faults)
    return _with_database(lambda: bringing.bring(chosen.file, chosen.email, chosen.organization, wanted))


def _doctor(_chosen: argparse.Namespace) -> int:
    from events_app.commands import doctor

    return doctor.examine()


def _with_database(work: Any) -> int:
    """Print what ``work`` answers. Raises Trouble where there is no database, or none that is ready."""
    if not settings().database_url:
        raise Trouble("There is no database here: start `make run` in another terminal, or set DATABASE_URL.")
    try:
        print(asyncio.run(_run(work())))
    except asyncpg.UndefinedTableError as missing:
        raise Trouble(f"The database is not up to date ({missing}); run `fairs migrate`.") from None
    return 0


async def _run(work: Coroutine[Any, Any, str]) -> str:
    from events_app.commands import reaching

    if said := await reaching.database(settings().database_url):
        work.close()
        raise Trouble(said)
    return await work


if __name__ == "__main__":
    main()

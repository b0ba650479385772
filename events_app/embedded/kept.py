"""What a data folder keeps for itself: its secrets, and the account that the servers run under when started by root."""

import json
import os
import pwd
import secrets
from functools import cache
from pathlib import Path

from events_app.embedded.children import Trouble

_SECRETS = "secrets.json"


def passwords(folder: Path) -> dict[str, str]:
    """The secrets of this folder, made at first: ``secret_key``, ``postgres``, ``valkey``."""
    file = folder / _SECRETS
    if file.exists():
        found: dict[str, str] = json.loads(file.read_text("utf-8"))
        return found
    made = {
        name: secrets.token_hex(32 if name == "secret_key" else 16) for name in ("secret_key", "postgres", "valkey")
    }
    folder.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        json.dump(made, out)
        out.flush()
        os.fsync(out.fileno())
    fresh.rename(file)
    return made


@cache
def account() -> tuple[int, int] | None:
    """The uid and gid for servers that refuse to run as root; None where nobody needs to change.

    It must have a line in the password file, because initdb looks its name up.
    """
    if os.geteuid() != 0:
        return None
    for name in ("nobody", "daemon"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return found.pw_uid, found.pw_gid
    raise Trouble("PostgreSQL cannot run as root, and there is no account named nobody or daemon to run it under.")


def own_folder(folder: Path) -> Path:
    """Make ``folder`` (its parents stay as they are), closed to everyone but the account of the servers."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if owner := account():
        os.chown(folder, *owner)
    folder.chmod(0o700)
    return folder

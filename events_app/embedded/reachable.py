"""Programs of the wheels, where the servers' account can run them.

A project cloned below a closed folder such as root's home cannot be entered by the account that PostgreSQL runs under.
Nothing is opened up for it: what it needs is copied once to a folder that belongs to root and that everyone can read.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from events_app.embedded import kept
from events_app.embedded.children import Trouble

_BASES = (Path("/var/cache"), Path("/var/lib"), Path("/opt"))
_NAME = "ocop-fairs"


def programs(site: Path, parts: Sequence[str]) -> Path:
    """The folder that holds ``parts`` for the servers' account: ``site`` itself, or a copy of them."""
    if kept.account() is None or _is_open(site, parts):
        return site
    told = "\n".join(f"{file.relative_to(site)} {file.stat().st_size}" for file in _files(site, parts))
    name = hashlib.sha256(told.encode()).hexdigest()[:16]
    for base in _BASES:
        copy = base / _NAME / name
        if copy.is_dir() and _is_safe(copy):
            return copy
    for base in _BASES:
        try:
            return _copied(site, parts, base / _NAME / name)
        except OSError:
            continue
    raise Trouble(
        f"PostgreSQL cannot run as root, its account cannot enter {site}, and none of "
        f"{', '.join(map(str, _BASES))} takes a copy of it."
    )


def _is_open(site: Path, parts: Sequence[str]) -> bool:
    """Whether everyone may walk to ``site`` and read all of ``parts``."""
    if not all(folder.stat().st_mode & 0o001 for folder in (site, *site.parents)):
        return False
    return all(file.stat().st_mode & 0o004 for file in _files(site, parts))


def _files(site: Path, parts: Sequence[str]) -> Iterable[Path]:
    for part in parts:
        if (site / part).is_file():
            yield site / part
        for folder, _folders, names in os.walk(site / part):
            for name in sorted(names):
                yield Path(folder) / name


def _copied(site: Path, parts: Sequence[str], copy: Path) -> Path:
    copy.parent.mkdir(mode=0o755, exist_ok=True)
    if not _is_safe(copy.parent):
        raise PermissionError(copy.parent)
    fresh = Path(tempfile.mkdtemp(dir=copy.parent, prefix="new-"))
    try:
        for part in parts:
            if (site / part).is_dir():
                shutil.copytree(site / part, fresh / part)
            else:
                (fresh / part).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(site / part, fresh / part)
        for folder, _folders, names in os.walk(fresh):
            Path(folder).chmod(0o755)
            for file in (Path(folder) / name for name in names):
                file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)
        fresh.rename(copy)
    except OSError:
        shutil.rmtree(fresh, ignore_errors=True)
        if not copy.is_dir():  # another start may have been quicker
            raise
    return copy


def _is_safe(folder: Path) -> bool:
    """Whether nobody but root could have put something there."""
    stat = folder.lstat()
    return stat.st_uid == 0 and not stat.st_mode & 0o022

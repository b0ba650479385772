"""Letters that the sink has kept: one file each, newest first."""

import itertools
import os
import re
import time
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

_ID = re.compile(r"[0-9a-f]{16}-[0-9a-f]{12}")
_counter = itertools.count()


def put(folder: Path, content: bytes) -> str:
    """Keep a letter under a new id; whoever lists the folder sees all of it or nothing."""
    mail_id = f"{time.time_ns():016x}-{os.getpid() & 0xFFFFFF:06x}{next(_counter) & 0xFFFFFF:06x}"
    unfinished = folder / f"{mail_id}.new"
    with unfinished.open("wb") as out:
        out.write(content)
    unfinished.rename(folder / f"{mail_id}.eml")
    return mail_id


def ids(folder: Path) -> list[str]:
    """The ids of all letters, newest first."""
    try:
        with os.scandir(folder) as entries:
            names = [entry.name[:-4] for entry in entries if entry.name.endswith(".eml")]
    except FileNotFoundError:
        return []
    return sorted(names, reverse=True)


def newest(folder: Path, limit: int = 100) -> Iterator[tuple[str, EmailMessage]]:
    """The newest letters, each with its id."""
    for mail_id in ids(folder)[:limit]:
        letter = read(folder, mail_id)
        if letter is not None:
            yield mail_id, letter


def raw(folder: Path, mail_id: str) -> bytes | None:
    """The bytes of one letter as they came over the wire; None when there is no such letter."""
    if not _ID.fullmatch(mail_id):
        return None
    try:
        return (folder / f"{mail_id}.eml").read_bytes()
    except FileNotFoundError:
        return None


def read(folder: Path, mail_id: str) -> EmailMessage | None:
    """One letter, parsed; None when there is no such letter."""
    content = raw(folder, mail_id)
    return None if content is None else BytesParser(EmailMessage, policy=policy.default).parsebytes(content)


def open_folder(folder: Path, most: int) -> None:
    """Make the folder, or remove all but the newest ``most`` letters in it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for mail_id in ids(folder)[most:]:
        (folder / f"{mail_id}.eml").unlink(missing_ok=True)

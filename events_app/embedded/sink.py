"""A mail server that keeps what it gets and delivers nothing: ``python -m events_app.embedded.sink FOLDER PORT``."""

import asyncio
import contextlib
import signal
import smtplib
import sys
from pathlib import Path
from typing import Any

import uvloop
from aiosmtpd.smtp import SMTP, Envelope, Session

from events_app.embedded import mailbox
from events_app.embedded.children import Child
from events_app.embedded.valkey import free_port

MOST_LETTERS = 20_000
_MOST_BYTES = 32 << 20


def prepare(folder: Path, mail_dir: Path) -> tuple[Child, str]:
    """The child that takes all mail, and its URL."""
    port = free_port()
    log = folder / "log" / "sink.log"
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    argv = [sys.executable, "-m", "events_app.embedded.sink", str(mail_dir), str(port)]
    child = Child("sink", argv, folder=folder, log=log, ready=lambda _child: _answers(port))
    return child, f"smtp://127.0.0.1:{port}"


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError, smtplib.SMTPException), smtplib.SMTP("127.0.0.1", port, timeout=2) as sender:
        return sender.noop()[0] == 250
    return False


class _Keep:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        content = envelope.content
        assert isinstance(content, bytes)
        recipients = ", ".join(envelope.rcpt_tos)
        lines = f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {recipients}\r\n"
        return f"250 OK {mailbox.put(self.folder, lines.encode() + content)}"


async def serve(folder: Path, port: int) -> None:
    """Take mail on this port of the loopback until SIGTERM."""
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)

    def conversation() -> Any:
        return SMTP(
            _Keep(folder), data_size_limit=_MOST_BYTES, enable_SMTPUTF8=True, hostname="localhost", ident="fairs"
        )

    server = await loop.create_server(conversation, "127.0.0.1", port, backlog=512)
    async with server:
        await stopped.wait()


if __name__ == "__main__":
    mailbox.open_folder(Path(sys.argv[1]), MOST_LETTERS)
    uvloop.run(serve(Path(sys.argv[1]), int(sys.argv[2])))

"""Letters as bytes, and kept connections that hand them to a mail server.

Building an ``EmailMessage`` costs five times what sending it costs; this writer makes the same two-part message directly. A
test parses it back with the standard library.
"""

import asyncio
import re
import socket
from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime, parseaddr
from time import monotonic
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import aiosmtplib

PATIENCE = 20.0  # seconds for each answer of the mail server
IDLE = 20.0  # seconds after which a kept connection is opened anew rather than trusted
_PLAIN_WORDS = re.compile(r"[A-Za-z0-9 ,.:;!?()/+'-]{1,60}")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9 ]{1,60}")
_ADDRESS = re.compile(r"([^\s<>@]?)[^\s<>@]*@(?=\S)")
# What a server says of a mailbox (RFC 5321), unless its enhanced code (RFC 3463) speaks of the sender, a full mailbox, the
# system, the network, the content or a policy: none of these is a reason never to write there again.
_NO_MAILBOX = {550, 551, 553, 556}
_NO_FAULT_OF_ITS = re.compile(r"5\.(?:1\.[789]|2\.[234]|[3467]\.\d+)\b")
_LEAVING = 421  # the server is about to go, whatever it was asked
_PORTS = {"smtp": 25, "smtps": 465, "submission": 587}


class Unreachable(Exception):
    """The mail server does not answer, or takes nothing from us at present; nothing was handed over."""


class Cut(Exception):
    """The conversation broke off with the letter on its way: nobody knows whether it was taken, or whose fault it was."""


class Refused(Exception):
    """The mail server did not take this letter; ``final`` when it never will, ``address`` when it takes none for this address."""

    def __init__(self, reason: str, *, final: bool, address: bool = False) -> None:
        super().__init__(reason)
        self.final, self.address = final, address


class Parts(NamedTuple):
    """What a letter says, in both forms."""

    subject: str
    text: str
    html: str


def written(
    parts: Parts, *, sender: str, name: str, address: str, message_id: str, language: str, at: datetime
) -> bytes:
    """A whole message, text and HTML, as it goes over the wire; ``sender`` is ``Name <address>``."""
    boundary = f"part-{message_id.strip('<>').partition('@')[0]}"
    from_name, from_address = parseaddr(sender)
    head = (
        f"From: {_mailbox(from_name, from_address)}\r\n"
        f"To: {_mailbox(name, address)}\r\n"
        f"Subject: {_words(parts.subject)}\r\n"
        f"Date: {format_datetime(at)}\r\n"
        f"Message-ID: {message_id}\r\n"
        f"Content-Language: {language}\r\n"
        "Auto-Submitted: auto-generated\r\n"
        "MIME-Version: 1.0\r\n"
        f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n'
    )
    return b"".join(
        (
            f"{head}\r\n--{boundary}\r\n{_kind('plain')}".encode("ascii"),
            _lines(parts.text),
            f"--{boundary}\r\n{_kind('html')}".encode("ascii"),
            _lines(parts.html),
            f"--{boundary}--\r\n".encode("ascii"),
        )
    )


def _kind(kind: str) -> str:
    return f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"


def _lines(text: str) -> bytes:
    """``text`` in base64, 76 letters to a line; its own lines end as RFC 2045 section 6.8 wants it."""
    whole = b64encode(text.replace("\n", "\r\n").encode())
    return b"\r\n".join([whole[start : start + 76] for start in range(0, len(whole), 76)]) + b"\r\n"


def _mailbox(name: str, address: str) -> str:
    name = " ".join(name.split())  # a line's end would end the header for whoever decodes it
    if not name:
        return address
    shown = name if _PLAIN_NAME.fullmatch(name) else "\r\n ".join(_encoded(name))
    return f"{shown} <{address}>"


def _words(text: str) -> str:
    return text if _PLAIN_WORDS.fullmatch(text) else "\r\n ".join(_encoded(text))


def _encoded(text: str) -> Iterator[str]:
    """``text`` as RFC 2047 encoded words of at most 75 letters, none of which cuts a character in two."""
    part = b""
    for letter in text:
        if len(part) + len(letter.encode()) > 42:
            yield f"=?utf-8?B?{b64encode(part).decode()}?="
            part = b""
        part += letter.encode()
    if part:
        yield f"=?utf-8?B?{b64encode(part).decode()}?="


class Wire:
    """One connection to the mail server, kept from letter to letter.

    ``proven`` says that a letter went over the present one: where such a one breaks, another may well do.
    """

    proven = False

    def __init__(self, url: str, sender: str) -> None:
        self._url = urlsplit(url)
        self._sender = parseaddr(sender)[1]
        self._client: aiosmtplib.SMTP | None = None
        self._used = 0.0

    async def ready(self) -> None:
        """Be connected. Raises Unreachable."""
        if self._client and self._client.is_connected and monotonic() - self._used < IDLE:
            return
        self.close()
        client = aiosmtplib.SMTP(
            hostname=self._url.hostname,
            port=self._url.port or _PORTS.get(self._url.scheme, 25),
            username=unquote(self._url.username) if self._url.username else None,
            password=unquote(self._url.password) if self._url.password else None,
            use_tls=self._url.scheme == "smtps",
            local_hostname=socket.gethostname() or "localhost",
            timeout=PATIENCE,
        )
        try:
            await client.connect()
            if client.is_ehlo_or_helo_needed:
                await client.ehlo()
        except (aiosmtplib.SMTPException, OSError) as broken:
            client.close()
            raise Unreachable(str(broken)) from broken
        self._client, self._used = client, monotonic()

    async def hand_over(self, address: str, letter: bytes) -> None:
        """Give the server one letter for ``address``.

        Raises Refused, whose ``final`` says whether to try again, Unreachable where it takes nobody's letters, Cut.
        """
        client = self._client
        assert client is not None
        begun = False
        try:
            to = _ascii(address)
            async with asyncio.timeout(2 * PATIENCE):
                await client.mail(self._sender)
                await client.rcpt(to)
                begun = True
                await client.data(letter)
            self._used, self.proven = monotonic(), True
        except (aiosmtplib.SMTPRecipientRefused, aiosmtplib.SMTPDataError) as refused:
            self.close()
            if refused.code == _LEAVING:
                raise Unreachable(_said(refused)) from refused
            raise Refused(_said(refused), final=refused.code >= 500, address=_no_mailbox(refused)) from refused
        except aiosmtplib.SMTPSenderRefused as refused:
            self.close()  # our own address: whatever we send it does not take now
            raise Unreachable(_said(refused)) from refused
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as broken:
            self.close()
            raise (Cut if begun else Unreachable)(str(broken) or type(broken).__name__) from broken
        except (ValueError, UnicodeError) as unusable:
            self.close()
            raise Refused(str(unusable), final=True, address=True) from unusable
        except BaseException:
            self.close()  # cut off in the middle of a conversation: the next letter needs a fresh one
            raise

    def close(self) -> None:
        """Hang up."""
        self.proven = False
        if self._client:
            self._client.close()
            self._client = None

    async def leave(self) -> None:
        """Say goodbye, as a polite client does."""
        client, self._client = self._client, None
        if client and client.is_connected:
            try:
                await client.quit()
            except (aiosmtplib.SMTPException, OSError):
                client.close()


def masked(text: str) -> str:
    """``text`` with every address in it as ``b•••@fairs.example``: enough for who knows it, nothing for who does not."""
    return _ADDRESS.sub(r"\1•••@", text)


def _ascii(address: str) -> str:
    mailbox, at, domain = address.rpartition("@")
    if not at or not mailbox.isascii():
        raise ValueError("This address cannot be written to.")
    return f"{mailbox}@{domain.encode('idna').decode()}"


def _no_mailbox(refused: aiosmtplib.SMTPResponseException) -> bool:
    """Whether the server says for good that it has no such mailbox; asked about a letter's content or size it does not."""
    of_address = isinstance(refused, aiosmtplib.SMTPRecipientRefused) and refused.code in _NO_MAILBOX
    return of_address and not _NO_FAULT_OF_ITS.match(refused.message)


def _said(refused: aiosmtplib.SMTPResponseException) -> str:
    return f"{refused.code} {refused.message}"[:500]

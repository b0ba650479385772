"""Letters as bytes, read back with the standard library; connections to a mail server that says no in every way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP

from events_app import mail
from events_app.values import ZONE

AT = datetime(2026, 12, 13, 8, 0, tzinfo=ZONE)
LONG = "Tuần lễ giới thiệu sản phẩm OCOP và nông sản an toàn các tỉnh miền núi phía Bắc tại Hà Nội năm 2026, kỳ 2"
PARTS = mail.Parts(LONG, "Kính gửi\n.dấu chấm đầu dòng\n" + "ệ" * 2000, "<p>Kính gửi &amp; chào</p>\n")


def read(parts: mail.Parts = PARTS, **given: str) -> EmailMessage:
    """What a mail program makes of a letter."""
    whole = mail.written(
        parts,
        **{
            "sender": "OCOP Fairs <fairs@fairs.example>",
            "name": "Nguyễn Thị Bình",
            "address": "binh@fairs.example",
            "message_id": "<0123456789abcdef@fairs.example>",
            "language": "vi",
            **given,
        },
        at=AT,
    )
    assert whole.isascii()
    assert max(map(len, whole.split(b"\r\n"))) <= 998
    assert b"\n" not in whole.replace(b"\r\n", b"")
    found = BytesParser(EmailMessage, policy=policy.default).parsebytes(whole)
    assert [part.defects for part in found.walk()] == [[], [], []]
    return found


def test_headers_and_both_bodies_come_back_as_they_were() -> None:
    letter = read()
    assert letter["Subject"] == LONG
    assert letter["From"].addresses[0].addr_spec == "fairs@fairs.example"
    assert letter["From"].addresses[0].display_name == "OCOP Fairs"
    assert letter["To"].addresses[0].addr_spec == "binh@fairs.example"
    assert letter["To"].addresses[0].display_name == "Nguyễn Thị Bình"
    assert letter["Message-ID"] == "<0123456789abcdef@fairs.example>"
    assert parsedate_to_datetime(letter["Date"]) == AT
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == "vi"
    assert letter.get_content_type() == "multipart/alternative"
    text, html = letter.iter_parts()
    assert isinstance(text, EmailMessage)
    assert isinstance(html, EmailMessage)
    assert (text.get_content_type(), text.get_content()) == ("text/plain", PARTS.text.replace("\n", "\r\n"))
    assert (html.get_content_type(), html.get_content()) == ("text/html", PARTS.html.replace("\n", "\r\n"))


def test_a_letter_says_the_same_as_one_that_the_standard_library_writes() -> None:
    short = PARTS._replace(subject="Tuần lễ OCOP")  # one that needs no folding, where the library of 3.11 loses spaces
    ours, theirs = read(short), EmailMessage(policy=policy.SMTP)
    theirs["Subject"], theirs["To"] = short.subject, ours["To"]
    theirs.set_content(PARTS.text)
    theirs.add_alternative(PARTS.html, subtype="html")
    again = BytesParser(EmailMessage, policy=policy.default).parsebytes(theirs.as_bytes())
    for name in ("Subject", "To"):
        assert ours[name] == again[name]
    for here, there in zip(ours.iter_parts(), again.iter_parts(), strict=True):
        assert isinstance(here, EmailMessage)
        assert isinstance(there, EmailMessage)
        assert here.get_content().rstrip() == there.get_content().rstrip()  # the library ends the last line, too


@pytest.mark.parametrize(
    "name", ["", "An", 'An "Bee" O\'Neil, Jr. <x>', "An\r\nBcc: all@fairs.example", "=?utf-8?q?x?="]
)
def test_no_name_gets_out_of_its_header(name: str) -> None:
    letter = read(name=name)
    assert letter["Bcc"] is None
    assert letter["To"].addresses[0].addr_spec == "binh@fairs.example"
    assert "".join(letter["To"].addresses[0].display_name.split()) == "".join(name.split())


def test_no_subject_gets_out_of_its_header() -> None:
    letter = read(PARTS._replace(subject="x\r\nBcc: all@fairs.example"))
    assert letter["Bcc"] is None


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("binh@fairs.example", "b•••@fairs.example"),
        ("a@b", "a•••@b"),
        ("550 5.1.1 <binh.sen@fairs.example>: no such user", "550 5.1.1 <b•••@fairs.example>: no such user"),
        ("an@x.example, binh@y.example", "a•••@x.example, b•••@y.example"),
        ("@", "@"),
        ("451 try later", "451 try later"),
    ],
)
def test_of_a_masked_address_the_first_letter_and_the_domain_are_left(text: str, masked: str) -> None:
    assert mail.masked(text) == masked


class _Server:
    """A mail server that answers what it is told."""

    def __init__(self) -> None:
        self.mail, self.rcpt, self.data, self.got = "250 OK", "250 OK", "250 OK", 0

    async def handle_MAIL(self, server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if self.mail == "hang up":
            server.transport.abort()
        if self.mail.startswith("250"):
            envelope.mail_from = address
        return self.mail

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server: Any, _session: Any, _envelope: Any) -> str:
        self.got += 1
        if self.data == "hang up":
            server.transport.abort()
        return self.data


@asynccontextmanager
async def _served() -> AsyncIterator[tuple[_Server, mail.Wire]]:
    handler = _Server()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(handler, hostname="x"), "127.0.0.1", 0)
    wire = mail.Wire(f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}", "Fairs <fairs@fairs.example>")
    try:
        yield handler, wire
    finally:
        await wire.leave()
        server.close()


@pytest.mark.parametrize(
    ("rcpt", "data", "final", "address"),
    [
        ("550 no such user", "250 OK", True, True),
        ("550 5.1.1 no such user", "250 OK", True, True),
        ("550 5.1.10 this domain takes no mail", "250 OK", True, True),
        ("550 5.2.1 switched off", "250 OK", True, True),
        ("550 5.5.0 mailbox unavailable", "250 OK", True, True),
        ("551 5.1.6 moved", "250 OK", True, True),
        ("553 no such name", "250 OK", True, True),
        ("556 no mail here", "250 OK", True, True),
        ("450 try later", "250 OK", False, False),
        ("550 5.7.1 not from you", "250 OK", True, False),
        ("550 5.1.8 sender unknown", "250 OK", True, False),
        ("550 5.2.2 mailbox full", "250 OK", True, False),
        ("552 mailbox full", "250 OK", True, False),
        ("554 not like this", "250 OK", True, False),
        ("250 OK", "550 no such user", True, False),
        ("250 OK", "552 too big", True, False),
        ("250 OK", "554 not like this", True, False),
        ("250 OK", "451 try later", False, False),
    ],
)
async def test_a_refusal_says_whether_it_is_final(rcpt: str, data: str, final: bool, address: bool) -> None:
    async with _served() as (server, wire):
        server.rcpt, server.data = rcpt, data
        await wire.ready()
        with pytest.raises(mail.Refused) as refused:
            await wire.hand_over("binh@fairs.example", b"Subject: x\r\n\r\nx\r\n")
        assert (refused.value.final, refused.value.address) == (final, address)
        server.rcpt, server.data = "250 OK", "250 OK"
        await wire.ready()
        await wire.hand_over("binh@fairs.example", b"Subject: x\r\n\r\nx\r\n")


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("mail", "421 shutting down"),
        ("mail", "451 too many letters from you"),
        ("mail", "550 not from you"),
        ("mail", "hang up"),
        ("rcpt", "421 shutting down"),
        ("data", "421 shutting down"),
    ],
)
async def test_a_server_that_takes_nobodys_letters_is_unreachable(command: str, says: str) -> None:
    async with _served() as (server, wire):
        setattr(server, command, says)
        await wire.ready()
        with pytest.raises(mail.Unreachable):
            await wire.hand_over("binh@fairs.example", b"Subject: x\r\n\r\nx\r\n")
        setattr(server, command, "250 OK")
        await wire.ready()
        await wire.hand_over("binh@fairs.example", b"Subject: x\r\n\r\nx\r\n")


async def test_a_connection_that_breaks_under_a_letter_says_nothing_of_the_letter() -> None:
    async with _served() as (server, wire):
        server.data = "hang up"
        await wire.ready()
        with pytest.raises(mail.Cut):
            await wire.hand_over("binh@fairs.example", b"Subject: x\r\n\r\nx\r\n")


async def test_a_connection_is_proven_by_a_letter_that_went_over_it() -> None:
    async with _served() as (server, wire):
        await wire.ready()
        assert not wire.proven
        await wire.hand_over("binh@fairs.example", b"Subject: x\r\n\r\nx\r\n")
        assert wire.proven
        server.mail = "421 enough over this one"
        with pytest.raises(mail.Unreachable):
            await wire.hand_over("binh@fairs.example", b"Subject: x\r\n\r\nx\r\n")
        await wire.ready()
        assert not wire.proven


async def test_an_address_that_cannot_be_written_is_refused_for_good() -> None:
    async with _served() as (server, wire):
        for address in ("nobody", "bình@fairs.example", "x@" + "a" * 70 + ".example"):
            await wire.ready()
            with pytest.raises(mail.Refused) as refused:
                await wire.hand_over(address, b"Subject: x\r\n\r\nx\r\n")
            assert refused.value.final
        assert server.got == 0


async def test_a_server_that_is_not_there_is_unreachable() -> None:
    with pytest.raises(mail.Unreachable):
        await mail.Wire("smtp://127.0.0.1:9", "fairs@fairs.example").ready()

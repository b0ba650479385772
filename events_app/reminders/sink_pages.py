"""The letters that the embedded sink has kept, for whoever tries the program out; nothing of it exists with a real mail server."""

import asyncio
import re
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any, NamedTuple

import msgspec
from litestar import MediaType, Response, get
from litestar.params import FromPath

from events_app import paging, web
from events_app.embedded import mailbox
from events_app.errors import NotFound
from events_app.settings import settings

ON_A_PAGE = 50
SHOWN = ("Subject", "From", "To", "Date", "Message-ID", "Content-Language", "Auto-Submitted")
# A letter may style itself, and nothing else: no script, no form, nothing loaded from anywhere, a frame of ours around it at most.
POLICY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_ADDRESS = re.compile(r"(https?://[^\s<>\"]+)")


class Kept(NamedTuple):
    """A letter in the list."""

    id: str
    subject: str
    to: str
    at: datetime


class Read(msgspec.Struct, frozen=True):
    """A letter as it is shown."""

    headers: list[tuple[str, str]]
    text: list[str]  # pieces; every second one is an address that can be followed
    html: str | None
    attachments: list[str]


@get("/dev/mail")
async def letters(request: web.Asked, after: paging.After = None) -> Response[Any]:
    """The letters, newest first."""
    found, following = await asyncio.to_thread(_listed, after)
    return web.page(request, "reminders/dev/letters.html", letters=found, next=following)


@get("/dev/mail/{mail_id:str}")
async def letter(request: web.Asked, mail_id: FromPath[str]) -> Response[Any]:
    """One letter."""
    return web.page(request, "reminders/dev/letter.html", id=mail_id, letter=await asyncio.to_thread(_read, mail_id))


@get("/dev/mail/{mail_id:str}/html")
async def letter_html(mail_id: FromPath[str]) -> Response[str]:
    """The HTML of one letter by itself."""
    found = await asyncio.to_thread(_read, mail_id)
    if found.html is None:
        raise NotFound
    return Response(found.html, media_type=MediaType.HTML, headers=POLICY)


HANDLERS: list[Any] = [letters, letter, letter_html]


def _listed(after: str | None) -> tuple[list[Kept], str | None]:
    """The letters that came before the letter ``after``. Raises NotFound without the embedded sink."""
    if not settings().embedded_sink:
        raise NotFound
    ids = [one for one in mailbox.ids(settings().mail_dir) if after is None or one < after]
    found = []
    for mail_id in ids[:ON_A_PAGE]:
        read = mailbox.read(settings().mail_dir, mail_id)
        if read is not None:
            found.append(Kept(mail_id, str(read["Subject"] or ""), str(read["To"] or ""), _kept_at(mail_id)))
    return found, ids[ON_A_PAGE - 1] if len(ids) > ON_A_PAGE else None


def _read(mail_id: str) -> Read:
    """Raises NotFound for a letter that is not there, and without the embedded sink."""
    found = mailbox.read(settings().mail_dir, mail_id) if settings().embedded_sink else None
    if found is None:
        raise NotFound
    text, html = found.get_body(("plain",)), found.get_body(("html",))
    return Read(
        [(name, str(found[name])) for name in SHOWN if found[name]],
        _ADDRESS.split(_content(text)) if text is not None else [],
        _content(html) if html is not None else None,
        [part.get_filename() or part.get_content_type() for part in found.iter_attachments()],
    )


def _content(part: Any) -> str:
    assert isinstance(part, EmailMessage)
    return str(part.get_content())


def _kept_at(mail_id: str) -> datetime:
    """When the sink took a letter: its id begins with the nanoseconds."""
    return datetime.fromtimestamp(int(mail_id[:16], 16) / 1e9, UTC)

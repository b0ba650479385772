"""Ready answers to GET and HEAD: validators before bytes, one encoding or the other (RFC 9110 sections 8 and 13)."""

import gzip
import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

import msgspec

TYPE = b"text/calendar; charset=utf-8"
CACHE = b"public, no-cache"  # kept, but asked about each time: a cancelled fair must not look open for another minute

_TAG = re.compile(rb'(?:W/)?("[^"]*")')
Headers = list[tuple[bytes, bytes]]
Answer = tuple[int, Headers, bytes]


class Form(msgspec.Struct, frozen=True):
    """One encoding of a body with its answers, made once."""

    etag: bytes
    full: Answer
    bare: Answer  # HEAD
    unchanged: Answer


class Copy(msgspec.Struct, frozen=True):
    """A body ready to be sent, plain and compressed; ``generation`` says how old the knowledge behind it is."""

    plain: Form
    zipped: Form
    changed_at: datetime  # a whole second
    generation: int
    size: int

    @property
    def body(self) -> bytes:
        """The bytes without an encoding."""
        return self.plain.full[2]


def copy_of(body: bytes, changed_at: datetime, generation: int) -> Copy:
    """``body`` in both encodings."""
    packed = gzip.compress(body, 6, mtime=0)
    modified = format_datetime(changed_at.astimezone(UTC), usegmt=True).encode()
    return Copy(
        plain=_form(body, modified, None),
        zipped=_form(packed, modified, b"gzip"),
        changed_at=changed_at,
        generation=generation,
        size=len(body) + len(packed),
    )


def answer(copy: Copy, method: str, headers: Iterable[tuple[bytes, bytes]]) -> Answer:
    """The status, headers and bytes that a GET or HEAD with ``headers`` is owed.

    If-None-Match goes before If-Modified-Since; a date that cannot be read is as if it were not there.
    """
    match = since = accepted = None
    for name, value in headers:
        if name == b"if-none-match":
            match = value if match is None else match + b"," + value
        elif name == b"if-modified-since":
            since = value
        elif name == b"accept-encoding":
            accepted = value if accepted is None else accepted + b"," + value
    form = copy.zipped if accepted is not None and asks_for_gzip(accepted) else copy.plain
    if match is not None:
        if match == form.etag or match.strip() == b"*" or form.etag in _TAG.findall(match):
            return form.unchanged
    elif since is not None and not _newer(copy.changed_at, since):
        return form.unchanged
    return form.bare if method == "HEAD" else form.full


def asks_for_gzip(accepted: bytes) -> bool:
    """Whether an Accept-Encoding names gzip and does not weigh it zero."""
    for part in accepted.lower().split(b","):
        coding, *parameters = (piece.strip() for piece in part.split(b";"))
        if coding in (b"gzip", b"x-gzip"):
            return not any(_is_zero(parameter) for parameter in parameters)
    return False


def _is_zero(parameter: bytes) -> bool:
    name, _, value = parameter.partition(b"=")
    return name.strip() == b"q" and re.fullmatch(rb"0(?:\.0*)?", value.strip()) is not None


def _newer(changed_at: datetime, since: bytes) -> bool:
    try:
        asked = parsedate_to_datetime(since.decode("ascii"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return True
    return changed_at > (asked if asked.tzinfo else asked.replace(tzinfo=UTC))


def _form(body: bytes, modified: bytes, encoding: bytes | None) -> Form:
    etag = b'"%s"' % hashlib.sha256(body).hexdigest()[:32].encode()
    validators: Headers = [
        (b"etag", etag),
        (b"last-modified", modified),
        (b"cache-control", CACHE),
        (b"vary", b"Accept-Encoding"),
        (b"access-control-allow-origin", b"*"),
    ]
    sent = [
        (b"content-type", TYPE),
        (b"content-length", str(len(body)).encode()),
        *([(b"content-encoding", encoding)] if encoding else []),
        (b"x-content-type-options", b"nosniff"),
        *validators,
    ]
    return Form(etag, (200, sent, body), (200, sent, b""), (304, validators, b""))

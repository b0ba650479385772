"""What templates need besides language: addresses, static files by content, the text that an input holds."""

import hashlib
from datetime import date, datetime, time
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from jinja2 import Undefined

from events_app.values import ZONE

STATIC = Path(__file__).parent / "static"


def with_query(address: str, **changes: Any) -> str:
    """``address`` with parameters of its query replaced; None, False and empty text take one away."""
    parts = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name not in changes]
    added = [(name, field_value(value)) for name, value in changes.items() if value not in (None, False, "")]
    return urlunsplit(parts._replace(query=urlencode(kept + added)))


@lru_cache
def static(name: str) -> str:
    """The address of a file in ``static/``; it changes with the content, so that browsers may keep it."""
    return f"/static/{name}?{hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]}"


def field_value(value: Any) -> str:
    """``value`` as the text of an input: dates and times as HTML wants them, instants as wall-clock time in Viet Nam.

    What a template does not know, as the price of a booth that is still to be made, is empty.
    """
    if value is None or isinstance(value, Undefined):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return value.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M") if value.tzinfo else value.strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value)


def element_id(path: str) -> str:
    """The id of the input for the field ``path``: ``days.0.opens`` is ``f-days-0-opens``."""
    return "f-" + "".join(letter if letter.isalnum() or letter in "_-" else "-" for letter in path)

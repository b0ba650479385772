"""How an entity is reached, as lists spell it: the first telephone number of a cell, whoever's it is, and the e-mail address."""

import re
from functools import lru_cache
from typing import Any

from pydantic_core import PydanticCustomError

from events_app.directory import checking, concealing
from events_app.imports import saying

_SEVERAL = re.compile(r"\s*[;,/–]\s*|\s+-\s+|\s{2,}")
_OR = re.compile(r"\s+(?:hoặc|hoac|và|or|and)\s+", re.I)
_BESIDE = re.compile(r"[^\d+(]*([+(]?\d[\d\s.()+-]*\d)(?!\d)[^\d]*")  # a number among words without digits
_ABROAD = "84"  # what a number of this country begins with that has twelve digits; no person's number does


@lru_cache(8192)
def phone(cell: Any) -> str | None:
    """The first telephone number in the cell; a spreadsheet that took it for a number has dropped its zero in front."""
    written = saying.text(cell, 500)
    if not written:
        return None
    if isinstance(cell, int) and len(written) in {8, 9, 10} and not written.startswith("0"):
        written = f"0{written}"
    first = _SEVERAL.split(written)[0]
    try:
        return checking.phone(first)
    except PydanticCustomError:
        if saying.is_nothing(written):
            return None
        among = _BESIDE.fullmatch(_OR.split(first)[0])
        if among is None:
            raise
        return checking.phone(among[1])


def email(cell: Any) -> str | None:
    """The e-mail address in the cell."""
    written = saying.text(cell, 254)
    return checking.email(written) if written and not saying.is_nothing(written) else None


def shown(cell: Any) -> str:
    """A cell of telephones as it may be shown: a person's number in it is masked, twelve digits that are a telephone are not."""
    return concealing.masked(str(cell), _is_phone)


def _is_phone(written: str) -> bool:
    if not "".join(filter(str.isdigit, written)).startswith(_ABROAD):
        return False
    try:
        return bool(phone(f"+{written}"))
    except PydanticCustomError:
        return False

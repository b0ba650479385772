"""How an entity is reached, as lists spell it: the first telephone number of a cell, whoever's it is, and the e-mail address."""

import re
from functools import lru_cache
from typing import Any

from pydantic_core import PydanticCustomError

from events_app.directory import checking
from events_app.imports import saying

_SEVERAL = re.compile(r"\s*[;,/–]\s*|\s+-\s+|\s{2,}")
_OR = re.compile(r"\s+(?:hoặc|hoac|và|or|and)\s+", re.I)
_BESIDE = re.compile(r"[^\d+(]*([+(]?\d[\d\s.()+-]*\d)(?!\d)[^\d]*")  # a number among words without digits


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

"""Who speaks for an entity: the name of a person, without the title before it and the telephone beside it."""

import re
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any

from pydantic_core import PydanticCustomError

from events_app import revealing
from events_app.imports import parting, reaching, saying, unfolding
from events_app.imports.headings import Field
from events_app.values import plain

_MAY_REACH = re.compile(r"\d[\d .()-]{6}|@")
_BESIDE = re.compile(
    rf"[\s(,;/–-]*(?:(?:e-?mail|mail|zalo|sđt|sdt|số đt|đtdđ|đt|dt|tel|điện thoại|dien thoai|di động|di dong|liên hệ|lien he|lh)"
    rf"\b[ .:]*)*{unfolding.REACHED}[\s);,/.–-]*",
    re.I,
)


def unfolded(cells: Mapping[Field, Any]) -> Mapping[Field, Any]:
    """The cells, with what those of the entity, its telephone and who speaks for it say beside these. Raises Unclear.

    A number of a person stays, so that it is refused as anywhere; of telephones the one of the entity comes first.
    """
    cells = unfolding.unfolded(cells)
    who = cells.get(Field.REPRESENTATIVE)
    if not isinstance(who, str):
        return cells
    name, found = who, dict[Field, str]()
    if _MAY_REACH.search(who) and not revealing.is_told(who):
        for field, form in ((Field.EMAIL, unfolding.EMAIL), (Field.PHONE, unfolding.NUMBER)):
            if said := form.findall(name):
                found[field] = "; ".join(said)
                name = form.sub(unfolding.REACHED, name)
        name = _BESIDE.sub(" ", name).strip()
    name = bare(name)
    if name == who:
        return cells
    phone = cells.get(Field.PHONE)
    if phone is not None and not saying.is_nothing(str(phone)) and Field.PHONE in found:
        found[Field.PHONE] = _after(phone, found[Field.PHONE])
    beside = {one: said for one, said in found.items() if one == Field.PHONE or cells.get(one) is None}
    return {**cells, Field.REPRESENTATIVE: name or None, **beside}


def bare(name: str) -> str:
    """The whole name of a person without the title before it; any other text as it is."""
    titled = parting.titled(name)
    return titled[0] if titled and titled[1] else name


@lru_cache(8192)
def key(name: str) -> str:
    """A name as two are compared: without accents and without a title."""
    return plain(bare(name))


def _after(phone: Any, more: str) -> Any:
    """A telephone, and another one behind it."""
    first, other = _number(phone), _number(more)
    return phone if first is None or first == other else f"{phone if isinstance(phone, str) else first}; {more}"


def _number(cell: Any) -> str | None:
    with suppress(saying.Unclear, PydanticCustomError):
        return reaching.phone(cell)
    return None

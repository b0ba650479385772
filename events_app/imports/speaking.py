"""Who speaks for an entity: the name of a person, without the titles and the telephone beside it."""

import re
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any

from pydantic_core import PydanticCustomError

from events_app import revealing
from events_app.imports import addressing, reaching, saying, titles, unfolding
from events_app.imports.headings import Field
from events_app.values import plain

_MAY_REACH = re.compile(r"\d[\d .()-]{6}|@")
_CLOSE = re.compile(
    r"(?:(?<=[^\W\d_])|(?<=:)|(?<=[^\W\d_]\.))(?=[+(]?\d{2})"
)  # of a word and the number right behind it
_BESIDE = re.compile(
    rf"(?:(?<!\w){titles.REACHING_SOMEBODY}[ .:]*)*{unfolding.REACHED}(?:[ ./(-]*{titles.REACHING_SOMEBODY})*", re.I
)


def unfolded(cells: Mapping[Field, Any]) -> Mapping[Field, Any]:
    """The cells, with what those of the entity, its telephone and who speaks for it say beside these. Raises Unclear.

    A number of a person stays, so that it is refused as anywhere; of telephones the one of the entity comes first.
    """
    cells = unfolding.unfolded(cells)
    who = cells.get(Field.REPRESENTATIVE)
    if not isinstance(who, str) or addressing.is_bare(who):
        return cells
    who, found = _apart(who)
    name = addressing.named(who).name
    if name == cells[Field.REPRESENTATIVE]:
        return cells
    phone = cells.get(Field.PHONE)
    if not saying.is_blank(phone) and Field.PHONE in found:
        found[Field.PHONE] = _after(phone, found[Field.PHONE])
    beside = {one: said for one, said in found.items() if one == Field.PHONE or saying.is_blank(cells.get(one))}
    return {**cells, Field.REPRESENTATIVE: name or None, **beside}


def _apart(who: str) -> tuple[str, dict[Field, str]]:
    """A text with signs where telephones and addresses of the net stood, and these."""
    found = dict[Field, str]()
    if len(who) <= unfolding.LONGEST and _MAY_REACH.search(who) and not revealing.is_told(who):
        who = _CLOSE.sub(" ", addressing.without_birth(who))
        for field, form in ((Field.EMAIL, unfolding.EMAIL), (Field.PHONE, unfolding.NUMBER)):
            if said := form.findall(who):
                found[field] = "; ".join(said)
                who = form.sub(unfolding.REACHED, who)
        if found:
            who = _BESIDE.sub(unfolding.REACHED, who)
    return who, found


def is_one_of_several(who: Any) -> bool:
    """Whether a cell names more people than the one that is read."""
    return isinstance(who, str) and addressing.named(_apart(who)[0]).others


def bare(name: str) -> str:
    """The whole name of a person without titles and a year of birth beside it; any other text as it is."""
    return addressing.named(name).name


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

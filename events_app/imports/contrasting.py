"""What rows of one entity say otherwise of it than the first: that is kept, and they say so; what it leaves open they complete."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from events_app import db, i18n
from events_app.i18n import marked
from events_app.imports import comparing, speaking
from events_app.imports.facts import Entity
from events_app.values import plain

OTHERWISE = marked("Another row says “%(kept)s” of this entity: that is kept, and this is not.")
_LIES = ("address", "commune", "district")
FIELDS = ("representative", "phone", "email", *_LIES)

Said = Mapping[str, Any]  # what is said of an entity, by these fields and more


class Contrast(NamedTuple):
    """Of what one that comes later says otherwise than the first, what that says; and what it adds to that."""

    otherwise: dict[str, str]
    adds: dict[str, Any]


def about(said: Entity) -> int:
    """A number that differs where two say different things of an entity; 0 of one that says none of them."""
    told = (said.representative, said.phone, said.email, said.address, said.commune, said.district)
    return hash(told) if any(told) else 0


def of(said: Entity) -> dict[str, Any]:
    """What it says."""
    return {name: getattr(said, name) for name in FIELDS}


def compared(first: Said, later: Said) -> Contrast:
    """What ``later`` says beside ``first``; a place is completed only where all that is said of it agrees."""
    said = {name: later[name] for name in FIELDS if later[name]}
    otherwise = {
        name: first[name] for name, value in said.items() if first[name] and not _agree(name, first[name], value)
    }
    lies = () if otherwise.keys() & {*_LIES} else _LIES
    adds = {
        name: said[name] for name in ("representative", "phone", "email", *lies) if name in said and not first[name]
    }
    return Contrast(otherwise, adds)


def notes(otherwise: Mapping[str, str]) -> list[list[Any]]:
    """The same as sentences beside a row, which say what is ``kept``."""
    return [
        [name, OTHERWISE, {"kept": i18n.phone(kept) if name == "phone" else kept}] for name, kept in otherwise.items()
    ]


def noted(wrongs: Sequence[Sequence[Any]], more: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """What is said beside a row from now on: such sentences stay, and what is found wrong with it comes behind."""
    stay = [list(one) for one in wrongs if one[1] == OTHERWISE]
    return [*stay, *(list(one) for one in more if list(one) not in stay)]


async def complete(adds: Mapping[UUID, Mapping[str, Any]]) -> None:
    """Keep what entities of the list are said to be besides."""
    if not adds:
        return
    given, texts = ", ".join(FIELDS), ", ".join(f"${n}::text[]" for n in range(2, 2 + len(FIELDS)))
    await db.fetch(
        f"""
        UPDATE import_entity SET {", ".join(f"{name} = coalesce(given.{name}, import_entity.{name})" for name in FIELDS)}
        FROM unnest($1::uuid[], {texts}) AS given (id, {given}) WHERE import_entity.id = given.id
        """,
        list(adds),
        *([one.get(name) for one in adds.values()] for name in FIELDS),
    )


def _agree(name: str, one: str, other: str) -> bool:
    """Whether two say the same, be it that one of them says less."""
    if name == "representative":
        return speaking.key(one) == speaking.key(other)
    if name in _LIES:
        return plain(one) in plain(other) or plain(other) in plain(one)
    return comparing.says_no_more(one, other) or comparing.says_no_more(other, one)

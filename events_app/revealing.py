"""Twelve digits in a text may be the number of a person, who did not mean to show it to others: whoever types them is refused.

A body refuses them in every text that it reads, so that none is forgotten; only what is ``UNREAD`` may hold them. What signs a
text may hold is seen to in the same place: one line has no breaks.
"""

import typing
from functools import lru_cache
from typing import Annotated, Any, Literal

import pydantic
from pydantic_core import InitErrorDetails, PydanticCustomError

from events_app import identifying, signs
from events_app.i18n import marked

UNREAD = (
    "nobody else reads it as it was typed"  # secrets, what is looked for, and numbers that have a form of their own
)
PERSONAL = marked("This holds a number of 12 digits, as a person's is, and others would see it: leave it out here.")


def is_told(written: str) -> bool:
    """Whether twelve digits stand together in a text, as a person's number is written."""
    return bool(identifying.told(written))


def refuse(model: type[pydantic.BaseModel], field: str, value: Any) -> None:
    """See that ``value`` tells nobody's number where it is text, and holds no signs that it may not. Raises errors of a validator,
    one for each line of a list."""
    if value and field in texts(model):
        lines = field in _lined(model)
        if isinstance(value, str) and (why := _why(value, lines=lines)):
            raise _wrong(why)
        listed = enumerate(value) if isinstance(value, list) else ()
        found = [(place, why) for place, one in listed if isinstance(one, str) and (why := _why(one, lines=lines))]
        if found:
            raise pydantic.ValidationError.from_exception_data(
                field, [InitErrorDetails(type=_wrong(why), loc=(place,), input=value[place]) for place, why in found]
            )


def seen(model: type[pydantic.BaseModel], field: str, value: Any) -> Any:
    """``value`` without the signs that nobody sees, where it is text that others may read."""
    return signs.seen(value) if value and field in texts(model) else value


def _why(written: str, *, lines: bool) -> str | None:
    return PERSONAL if is_told(written) else signs.wrong(written, lines=lines)


@lru_cache
def texts(model: type[pydantic.BaseModel]) -> frozenset[str]:
    """The fields of a body, and the lists, that others may read."""
    return frozenset(
        name
        for name, field in model.model_fields.items()
        if UNREAD not in field.metadata and _is_text(field.annotation)
    )


@lru_cache
def _lined(model: type[pydantic.BaseModel]) -> frozenset[str]:
    """Those that may have several lines."""
    return frozenset(
        name
        for name, field in model.model_fields.items()
        if signs.LINES in field.metadata or _has_lines(field.annotation)
    )


def _has_lines(kind: Any) -> bool:
    parts = typing.get_args(kind)
    if typing.get_origin(kind) is Annotated:
        return signs.LINES in parts[1:] or _has_lines(parts[0])
    return any(map(_has_lines, parts))


def _is_text(kind: Any) -> bool:
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin is Annotated:
        return UNREAD not in parts[1:] and _is_text(parts[0])
    if origin in {Literal, dict}:
        return False
    return kind is str or any(_is_text(part) for part in parts)


def _wrong(why: str) -> PydanticCustomError:
    return PydanticCustomError("wrong", why, {"message": why})

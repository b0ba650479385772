"""Twelve digits in a text may be the number of a person, who did not mean to show it to others: whoever types them is refused.

A body refuses them in every text that it reads, so that none is forgotten; only what is ``UNREAD`` may hold them.
"""

import re
import typing
from functools import lru_cache
from typing import Annotated, Any, Literal

import pydantic
from pydantic_core import InitErrorDetails, PydanticCustomError

from events_app.i18n import marked

UNREAD = (
    "nobody else reads it as it was typed"  # secrets, what is looked for, and numbers that have a form of their own
)
PERSONAL = marked("This holds a number of 12 digits, as a person's is, and others would see it: leave it out here.")
_DIGIT, _BETWEEN = r"[0-9\uff10-\uff19]", r"[ .\-\u00a0\u3000\uff0d\uff0e]?"  # full-width ones are read as the others
_MANY = re.compile(rf"{_DIGIT}(?:{_BETWEEN}{_DIGIT}){{11}}")  # seldom there, and sooner looked for
_TOGETHER = re.compile(rf"(?<!{_DIGIT}){_DIGIT}(?:{_BETWEEN}{_DIGIT}){{11}}(?!{_DIGIT})")
DATED = re.compile(r"(?<!\d)(?:[0-3]?\d([/.-])[01]?\d\1(?:19|20)\d\d|(?:19|20)\d\d([/.-])[01]?\d\2[0-3]?\d)(?!\d)")


def is_told(written: str) -> bool:
    """Whether twelve digits stand together in a text, as a person's number is written; dates are none."""
    return _MANY.search(written) is not None and any(
        not DATED.search(found.group()) for found in _TOGETHER.finditer(written)
    )


def refuse(model: type[pydantic.BaseModel], field: str, value: Any) -> None:
    """See that ``value`` tells nobody's number where it is text. Raises errors of a validator, one for each line of a list."""
    if value and field in texts(model):
        if isinstance(value, str) and is_told(value):
            raise _wrong()
        lines = enumerate(value) if isinstance(value, list) else ()
        told = [place for place, line in lines if isinstance(line, str) and is_told(line)]
        if told:
            raise pydantic.ValidationError.from_exception_data(
                field, [InitErrorDetails(type=_wrong(), loc=(place,), input=value[place]) for place in told]
            )


@lru_cache
def texts(model: type[pydantic.BaseModel]) -> frozenset[str]:
    """The fields of a body, and the lists, that others may read."""
    return frozenset(
        name
        for name, field in model.model_fields.items()
        if UNREAD not in field.metadata and _is_text(field.annotation)
    )


def _is_text(kind: Any) -> bool:
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin is Annotated:
        return UNREAD not in parts[1:] and _is_text(parts[0])
    if origin in {Literal, dict}:
        return False
    return kind is str or any(_is_text(part) for part in parts)


def _wrong() -> PydanticCustomError:
    return PydanticCustomError("wrong", PERSONAL, {"message": PERSONAL})

"""What people type in the forms of pages, as a model reads it: numbers as ``numerals`` says, days as they are written here.

A page shows 1.234 and 16/12/2026 in Vietnamese, and takes both the way that it shows them. The field that most browsers have for
days sends them as programs say them.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar, get_args

from events_app import numerals, reading
from events_app.errors import Invalid
from events_app.i18n import marked

B = TypeVar("B", bound=reading.Body)

_DAY = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_MOMENT = re.compile(r"(\S+?),? +([0-9]{1,2})[:.h]([0-9]{2})")
_AS_WRITTEN = marked("Enter a date as day/month/year, such as 16/12/2026.")


class NoNumber:
    """What stands for a text that is no number, so that the body which is read says so at its field."""


def check(model: type[B], tree: Mapping[str, Any]) -> B:
    """A form's tree as a ``model``. Raises Invalid with every field that is wrong."""
    try:
        return reading.check(model, read(model, tree))
    except Invalid as refused:
        for wrong in refused.errors:
            wrong.message = _AS_WRITTEN if wrong.message == reading.DAY else wrong.message
        raise


def read(model: type[reading.Body], tree: Mapping[str, Any]) -> dict[str, Any]:
    """A form's tree with its numbers and days as a ``model`` reads them."""
    return {
        name: _read(model.model_fields[name].annotation, value) if name in model.model_fields else value
        for name, value in tree.items()
    }


def day(written: str) -> str:
    """A day that is written as 16/12/2026 the way that programs say it; anything else as it is."""
    if not (found := _DAY.fullmatch(written.strip())):
        return written
    try:
        return date(int(found[4]), int(found[3]), int(found[1])).isoformat()
    except ValueError:
        return written


def moment(written: str) -> str:
    """The same of a day and an hour, as 16/12/2026 17:30."""
    found = _MOMENT.fullmatch(written.strip())
    return f"{day(found[1])}T{int(found[2]):02}:{found[3]}" if found else written


def _read(kind: Any, value: Any) -> Any:
    if isinstance(value, list):
        return [_read(kind, one) for one in value]
    if isinstance(value, Mapping):
        inner = reading.held(kind)
        return read(inner, value) if inner is not None else value
    if not isinstance(value, str):
        return value
    kinds = _kinds(kind)
    if str in kinds:
        return value
    if date in kinds:
        return day(value)
    if Decimal in kinds:
        return numerals.whole(value) or numerals.fraction(value) or NoNumber()  # an amount, which may be of thousands
    if float in kinds:
        return numerals.fraction(value) or NoNumber()
    return (numerals.whole(value) or NoNumber()) if int in kinds else value


def _kinds(kind: Any) -> set[Any]:
    parts = get_args(kind)
    return (
        {kind}
        if not parts
        else set().union(*(_kinds(part) for part in parts if isinstance(part, type) or get_args(part)))
    )

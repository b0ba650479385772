"""Numbers as people type them in forms: with the signs that their language groups digits by and parts a fraction with.

A page shows 1.234 in Vietnamese and 1,234 in English, and takes both the way that it shows them. A program says numbers as JSON.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, get_args

from events_app import i18n, reading

_SPACES = "\\s\u00a0\u202f"


class NoNumber:
    """What stands for a text that is no number, so that the body which is read says so at its field."""


def typed(model: type[reading.Body], tree: Mapping[str, Any]) -> dict[str, Any]:
    """A form's tree with its numbers as a ``model`` reads them."""
    return {
        name: _typed(model.model_fields[name].annotation, value) if name in model.model_fields else value
        for name, value in tree.items()
    }


def _typed(kind: Any, value: Any) -> Any:
    if isinstance(value, list):
        return [_typed(kind, one) for one in value]
    if isinstance(value, Mapping):
        inner = reading.held(kind)
        return typed(inner, value) if inner is not None else value
    if not isinstance(value, str):
        return value
    kinds = _kinds(kind)
    if str in kinds:
        return value
    if kinds & {float, Decimal}:
        return fraction(value) or NoNumber()
    return (whole(value) or NoNumber()) if int in kinds else value


def _kinds(kind: Any) -> set[Any]:
    parts = get_args(kind)
    return (
        {kind}
        if not parts
        else set().union(*(_kinds(part) for part in parts if isinstance(part, type) or get_args(part)))
    )


def whole(written: str) -> str | None:
    """The digits of a whole number, as ``1.234``, ``1 234`` or ``1234`` in Vietnamese; None for anything else."""
    return _ungrouped(written.strip())


def fraction(written: str) -> str | None:
    """A number with a point for its fraction; None for what is none.

    A fraction may be parted by a point in every language, as maps give coordinates to copy; nothing here is of thousands.
    """
    before, sign, after = written.strip().rpartition(_parts_by())
    if sign:
        digits = _ungrouped(before)
        return f"{digits}.{after}" if digits is not None and re.fullmatch("[0-9]+", after) else None
    if re.fullmatch(r"[+-]?[0-9]+([.,][0-9]+)?", written.strip()):
        return written.strip().replace(",", ".")
    return _ungrouped(written.strip())


def _parts_by() -> str:
    return "." if i18n.language() == i18n.Language.EN else ","


def _ungrouped(written: str) -> str | None:
    """A whole number without what groups its digits; two groups and more are no fraction in any language."""
    groups_by = "," if i18n.language() == i18n.Language.EN else "."
    found = re.fullmatch(f"([+-]?[0-9]{{1,3}})(?:([.,{_SPACES}])[0-9]{{3}})?((?:\\2[0-9]{{3}})*)", written)
    if re.fullmatch("[+-]?[0-9]+", written):
        return written
    if found is None or (found[2] in {".", ","} and found[2] != groups_by and not found[3]):
        return None
    return re.sub(f"[.,{_SPACES}]", "", written)

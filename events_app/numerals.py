"""Numbers as people type them in forms: with the signs that their language groups digits by and parts a fraction with.

A page shows 1.234 in Vietnamese and 1,234 in English, and takes both the way that it shows them. A program says numbers as JSON.
"""

import re

from events_app import i18n

_SPACES = "\\s\u00a0\u202f"


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

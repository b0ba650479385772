"""Tax codes as lists spell them; the 12-digit numbers of people among them, and anywhere else, are shown nowhere whole."""

import re
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any

import msgspec
from pydantic_core import PydanticCustomError
from stdnum.vn import mst

from events_app import identifying
from events_app.directory import checking, places
from events_app.directory.masking import HIDDEN
from events_app.directory.tables import EntityKind
from events_app.i18n import marked
from events_app.identifying import masked
from events_app.imports import reaching, saying
from events_app.imports.headings import Field
from events_app.imports.saying import Unclear

_EITHER = marked(
    "This number has lost its zeros in front: it may be a tax code of 10 digits or a personal number of 12; write it as text."
)
PHONE_OR_CODE = marked(
    "%(number)s may be a tax code or a telephone number: write “MST” or “ĐT” before it, or put it in a column of its own."
)
NUMBER_HIDDEN = marked("This number is hidden by stars, and nobody here knows it by now: write it again.")
_AS_TEXT = "'’‘`´ "  # before a number, so that a spreadsheet keeps it as a text
_SHORTEST = 7  # digits of a tax code without its zeros in front
_CALLED = re.compile(r"(?:mst|mã số thuế|ma so thue|mã số|ma so|msdn|mã số dn|tax code|cccd|npwp)\b[\s.:]*", re.I)


def shown(cells: Mapping[Field, Any]) -> bytes:
    """The cells as they are kept and shown again, as JSON: no 12-digit number of a person is among them whole."""
    code = cells.get(Field.TAX_CODE)
    if code is not None:
        cells = {**cells, Field.TAX_CODE: _veiled(code, kind_of(cells))}
    long = [text for cell in cells.values() if len(text := cell if isinstance(cell, str) else str(cell)) >= 12]
    if identifying.may_be_told(_APART.join(long)):
        cells = {
            field: reaching.shown(cell) if field == Field.PHONE else masked(str(cell)) for field, cell in cells.items()
        }
    return msgspec.json.encode(cells)


_APART = "x"  # a letter ends each of these
_LONG_NUMBER = re.compile(r"\d{9,12}")


def heading(cell: Any) -> str:
    """A cell that may stand above a column, as it is shown; a number that may have lost its zeros in front is masked as well."""
    written = " ".join(masked(saying.written(cell)).split())
    return HIDDEN + written[-3:] if _LONG_NUMBER.fullmatch(written) else written[:120]


@lru_cache(8192)
def _veiled(cell: Any, kind: EntityKind | None) -> str:
    """A cell of tax codes as it is kept: masked where it is a person's number, or may be one that was mistyped."""
    written = saying.written(cell)
    digits = "".join(filter(str.isdigit, written))
    try:
        hidden = checking.is_personal(tax_code(cell, kind))
    except (Unclear, PydanticCustomError):
        likely = len(digits) == 11 or (kind in _MAY_BE_PERSONAL and len(digits) >= 9)
        hidden = likely and masked(written) == written
    return HIDDEN + digits[-3:] if hidden else masked(written)


def kind_of(cells: Mapping[Field, Any]) -> EntityKind | None:
    """The kind of the entity of a row, as it says or as the name begins."""
    return saying.kind(cells.get(Field.KIND)) or saying.kind(cells.get(Field.ENTITY))


@lru_cache(8192)
def tax_code(cell: Any, kind: EntityKind | None) -> str | None:
    """A tax code; a spreadsheet that took it for a number has dropped its zeros in front. One that was masked says no more than
    its end."""
    written = saying.text(cell).lstrip(_AS_TEXT)
    if not written or saying.HIDDEN.fullmatch(written):
        return None
    if "****" in written:
        raise Unclear(NUMBER_HIDDEN)
    if not written[-1].isdigit() or not written[0].isdigit() or len(written) < _SHORTEST:
        if saying.is_nothing(written):
            return None
        written = _CALLED.sub("", written)
    if isinstance(cell, int):
        return _with_zeros(written, kind)
    if kind == EntityKind.HOUSEHOLD and len(written) == 11 and written.isdecimal() and written[0] != "0":
        return _with_zeros(written, kind)  # of a text that a spreadsheet has saved
    return checking.tax_code(written)


def is_code(number: str) -> bool:
    """Whether a number that nothing calls so is a tax code and none of a telephone. Raises Unclear where it may be either."""
    code = mst.compact(number)
    if not mst.is_valid(code):
        return False
    if not reaching.is_number(number):
        return True
    if _COUNTED_SO_FAR.match(code):
        raise Unclear(PHONE_OR_CODE, number=number)
    return False


# Codes are counted from 0000001 within the first two digits, a range for each old tax office (Circular 105/2020/TT-BTC, Article 5):
# of those with a zero in front only Hà Nội and Hồ Chí Minh City have used up more than three hundred thousand.
_COUNTED_SO_FAR = re.compile(r"0(?:[13][01]|[245-9]0[0-2])")


def end_of_hidden(cell: Any) -> str:
    """The last digits of a number that was masked; empty where it stands there whole, or none does."""
    found = None
    if isinstance(cell, str):
        with suppress(Unclear):  # it is longer than any, which is said of it where it is read
            found = saying.HIDDEN.fullmatch(saying.text(cell))
    return found[1] if found else ""


def _with_zeros(written: str, kind: EntityKind | None) -> str:
    """The tax code, or the personal number of a household, that is left as ``written`` without its zeros in front.

    Raises Unclear where it may be either: the one is public, the other is not. Of something that may be no household, a number
    that is no tax code may be a mistyped one.
    """
    if len(written) > 11:  # of 13 digits then: a person's number has a zero in front
        return checking.tax_code(written.zfill(13))
    number, code = written.zfill(12), written.zfill(10)
    if len(written) == 11:
        return checking.tax_code(number if _is_born(number) else written)
    if kind not in _MAY_BE_PERSONAL or not _is_born(number):
        return checking.tax_code(code)
    if kind is None or mst.is_valid(code):
        raise Unclear(_EITHER)
    return checking.tax_code(number)


def _is_born(number: str) -> bool:
    """Whether twelve digits may be those of a person: of a province of before, and of a sex and century that there are."""
    return number[0] == "0" and number[3] in "0123" and places.province(places.Set.OLD, number[1:3]) is not None


_MAY_BE_PERSONAL = {EntityKind.HOUSEHOLD, None}

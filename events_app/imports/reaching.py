"""How an entity is reached, as lists spell it: the first telephone number of a cell, whoever's it is, or the first address."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from pydantic_core import PydanticCustomError

from events_app import identifying
from events_app.directory import checking
from events_app.imports import saying

_SEVERAL = re.compile(r"\s*[;,/–]\s*|\s+-\s+|\s{2,}")
_OR = re.compile(r"\s+(?:hoặc|hoac|và|or|and)\s+", re.I)
_BESIDE = re.compile(r"[^\d+(]*([+(]?\d[\d\s.()+-]*\d)(?!\d)[^\d]*")  # a number among words without digits
_RUN = re.compile(r"[+(]?\d(?:[\d\s.()+-]*\d)?")
_CUT = re.compile(r"[\s-]+")
_LOCAL = range(6, 9)  # digits of a number without the code of its area, which the one before it says
_MORE = re.compile(r"\d\D{0,3}\d")
_LONGEST = 120  # letters of a cell that is taken apart
_ABROAD = "84"  # what a number of this country begins with that has twelve digits; no person's number does


def phone(cell: Any) -> str | None:
    """The first telephone number in the cell; a spreadsheet that took it for a number has dropped its zero in front."""
    return _read(cell)[0]


def is_one_of_several(cell: Any) -> bool:
    """Whether the cell says more numbers than the one that is read."""
    return _MORE.search(_beside(_read, cell)) is not None


@lru_cache(8192)
def _read(cell: Any) -> tuple[str | None, str]:
    """The first number, and what stands behind it."""
    written = saying.text(cell, 500)
    if not written:
        return None, ""
    if isinstance(cell, int) and len(written) in {8, 9, 10} and not written.startswith("0"):
        written = f"0{written}"
    first, *others = _SEVERAL.split(written, 1)
    try:
        return checking.phone(first), " ".join(others)
    except PydanticCustomError:
        if saying.is_nothing(written):
            return None, ""
        among = _among(first, " ".join(others)) or _apart(written)
        if among is None:
            raise
        return among


def _among(first: str, others: str) -> tuple[str, str] | None:
    """The one number among words, and what stands behind these."""
    said, *further = _OR.split(first, 1)
    found = _BESIDE.fullmatch(said)
    number = _number(found[1]) if found else None
    return (number, " ".join([*further, others])) if number else None


def _apart(written: str) -> tuple[str, str] | None:
    """The first of numbers between which a space, a dash or words stand; None where one of them is none, or has an extension."""
    if len(written) > _LONGEST:
        return None
    runs = [said for one in _RUN.findall(written) for said in _cut(one)]
    numbers = list(map(_number, runs))
    if not numbers or numbers[0] is None:
        return None
    first = "".join(filter(str.isdigit, runs[0]))
    for said, number in zip(runs[1:], numbers[1:], strict=True):
        digits = "".join(filter(str.isdigit, said))
        if number is None and not (len(digits) in _LOCAL and _number(first[: -len(digits)] + digits)):
            return None
    return numbers[0], " ".join(runs[1:])


def _cut(run: str) -> list[str]:
    """A run of digits as the numbers of which it is made, each as short as it can be; what is left over is the last."""
    if _number(run):
        return [run]
    for end in (found.start() for found in _CUT.finditer(run)):
        if _number(run[:end]):
            return [run[:end], *_cut(run[end:].strip(" -"))]
    return [run]


def is_number(written: str) -> bool:
    """Whether a telephone may have this number, written as in Viet Nam."""
    return _number(written) is not None


def _number(written: str) -> str | None:
    try:
        return checking.phone(written)
    except PydanticCustomError:
        return None


def email(cell: Any) -> str | None:
    """The first e-mail address in the cell."""
    return _addresses(cell)[0]


def is_one_address_of_several(cell: Any) -> bool:
    """Whether the cell says more addresses than the one that is read."""
    return "@" in _beside(_addresses, cell)


def _beside(read: Callable[[Any], tuple[str | None, str]], cell: Any) -> str:
    """What a cell says beside what is read of it; nothing of one that comes back."""
    try:
        return read(cell)[1]
    except (PydanticCustomError, saying.Unclear):
        return ""


@lru_cache(8192)
def _addresses(cell: Any) -> tuple[str | None, str]:
    """The first address, and what stands behind it where that names another one."""
    written = saying.text(cell, 500)
    if not written or saying.is_nothing(written):
        return None, ""
    try:
        return checking.email(written), ""
    except PydanticCustomError:
        first, *others = _SEVERAL_ADDRESSES.split(_CALLED.sub("", written, count=1), 1)
        if others and "@" not in others[0]:  # what is no address may be a part of one that was mistyped
            raise
        return checking.email(first), "".join(others)


_CALLED = re.compile(r"^(?:e-?mail|mail|thư điện tử|thu dien tu|surel)\s*:\s*", re.I)
_SEVERAL_ADDRESSES = re.compile(r"[\s;,/|]+(?:(?:hoặc|hoac|và|va|or|and|dan|atau|[-–])\s+)?", re.I)


def shown(cell: Any) -> str:
    """A cell of telephones as it may be shown: a person's number in it is masked, twelve digits that are a telephone are not."""
    return identifying.masked(str(cell), _is_phone)


def _is_phone(written: str) -> bool:
    if not "".join(filter(str.isdigit, written)).startswith(_ABROAD):
        return False
    try:
        return bool(phone(f"+{written}"))
    except PydanticCustomError:
        return False

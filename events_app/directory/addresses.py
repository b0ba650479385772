"""Which province an address names at its end, and whether that is another one than the province that is said beside it."""

import re
from functools import lru_cache

from events_app.directory import places, spelling
from events_app.directory.places import Province, Set
from events_app.i18n import marked
from events_app.values import plain

ANOTHER = marked("This address names %(named)s, and the province is %(province)s: correct the one that is wrong.")
PARTS = re.compile(r"\s*[,;]\s*|\s+[-–]\s+")
UNIT = re.compile(
    r"(?:xa|phuong|thi tran|dac khu|huyen|quan|thi xa|thanh pho|tp|tx|tt|p|h|q|x)[. ]"
)  # below a province
_COUNTRY = re.compile(r"[,;.\s–-]+(?:viet ?nam|vn)$")
_NAMED = re.compile(r"\b(?:tinh|thanh pho|t\.?p\.?) ?([^,;]+)$")
_DISTRICTS_TOO = {"hoa binh", "phu yen", "quang ninh"}  # of other provinces, without the word for what they are


@lru_cache(4096)
def province_of(address: str, which: Set | None = None) -> Province | None:
    """The province with which an address ends, called one or standing above a smaller unit; None where it names none."""
    name = _name(address)[0]
    found = spelling.candidates(name, which) or spelling.candidates(name)
    return found[0] if found else None


def other_than(address: str, which: str | None, code: str | None) -> Province | None:
    """The province that an address names where it is another one than this; the unit that a province went into is the same."""
    said = places.province(which, code)
    if said is None or not address or not _may_name(address.rpartition(",")[2].strip()):
        return None
    name, called = _name(address)
    found = spelling.candidates(name) if called or name not in _DISTRICTS_TOO else ()
    return None if not found or any(one.became == said.became for one in found) else found[0]


@lru_cache(4096)
def _may_name(tail: str) -> bool:
    """Whether the end of an address, which many have in common, may be or have the name of a province; seldom is it so."""
    last = PARTS.split(plain(tail).strip(" .,;"))[-1]
    return last in _COUNTRIES or _NAMED.search(last) is not None or bool(spelling.candidates(last))


_COUNTRIES = {"viet nam", "vietnam", "vn", ""}


def _name(address: str) -> tuple[str, bool]:
    """What stands where an address names its province, and whether it is called one; empty where nothing does."""
    whole = _COUNTRY.sub("", plain(address).strip(" .,;"))
    parts = [part for part in PARTS.split(whole) if part]
    called = _NAMED.search(whole)
    if called and len(parts) > 1 and not spelling.candidates(called[1]):  # “TP Sơn La - tỉnh Sơn La”
        called = _NAMED.search(parts[-1]) or called
    if called is None and not (len(parts) > 1 and any(UNIT.match(part) for part in parts[:-1])):
        return "", False
    name = called[1] if called else parts[-1]
    return (name, called is not None) if any(letter.isalpha() for letter in name) else ("", False)

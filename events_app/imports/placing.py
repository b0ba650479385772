"""Where the entity of a row lies: as a column says, as its address ends, or as the whole list does; in its old form by district."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec

from events_app.directory import addresses, places, spelling
from events_app.directory.places import Set
from events_app.i18n import marked
from events_app.values import plain

_WHICH = marked("Say which set of provinces this belongs to: the 63 of before 1 July 2025 or the 34 since.")
_NO_PROVINCE = marked("There is no province of this name.")
_DISTRICT = re.compile(
    r"(?:^|[,;]\s*|\s+[-–]\s+)((?:huyện|huyen|quận|thị xã|thi xa|tx\.?|h\.|q\.|(thành phố|thanh pho|tp\.?|t\.p\.))\s?"
    r"[^\s,;.][^,;]{0,90}?)\s*(?=$|[,;]|\s[-–]\s)",
    re.I,
)
_BEFORE_HUE = date(2024, 12, 31)  # when a town of its name lay in Thừa Thiên Huế, which is a city since


class Lying(msgspec.Struct, frozen=True):
    """The province with its set, and the address without the district that was part of it; or why the province is none."""

    province_set: str | None
    province_code: str | None
    address: str
    district: str
    wrong: str | None = None
    told: Mapping[str, Any] = {}  # the values of that sentence


def lying(written: str, address: str, district: str, assumed: str, which: Set | None) -> Lying:
    """What a row says of the place, in a list whose entities are in the province ``assumed`` where they do not say otherwise."""
    found_in = _district_in(address) if address and not district else None
    of_before = which or (Set.OLD if district or found_in else None)
    lies = addresses.province_of(address, of_before) if not written else None
    set_of, _, code = assumed.partition("-")
    if written:
        named = _named(written, of_before)
        if isinstance(named, str):
            return Lying(None, None, address, district, named)
        set_of, code = named
        if other := addresses.other_than(address, set_of, code):
            told = {"named": other.name, "province": places.provinces(Set(set_of))[code].name}
            return Lying(None, None, address, district, addresses.ANOTHER, told)
    elif lies and lies.became != _became(set_of, code):
        set_of, code = lies.set.value, lies.code
    if found_in and set_of == Set.OLD:
        address = f"{address[: found_in.start()]}{address[found_in.end() :]}".lstrip(",;–- ")
        district = found_in[1]
    elif district and set_of == Set.NEW:
        address, district = with_district(address, district), ""
    return Lying(set_of or None, code or None, address, district)


def _district_in(address: str) -> re.Match[str] | None:
    """The district of before in an address; a town was one, where it is none of the cities or stands before its province."""
    town = None
    for found in _DISTRICT.finditer(address):
        if found[2] is None:
            return found
        if _is_town(found[1][len(found[2]) :].strip(" ."), address[found.end() :]):
            town = found
    return town


def _is_town(name: str, behind: str) -> bool:
    named = spelling.candidates(name, Set.OLD) or spelling.candidates(name, Set.NEW)
    if not named:
        return True
    said = addresses.province_of(f"{name}, tỉnh {behind.strip(' ,;.–-')}") if behind else None
    return said is not None and not any(places.is_city(one, _BEFORE_HUE) for one in named)


def with_district(address: str, district: str) -> str:
    """An address with the district, if it does not have it already."""
    said = address and any(_bare(part) == _bare(district) for part in addresses.PARTS.split(address))
    return address if said else ", ".join(part for part in (address, district) if part)


def _bare(part: str) -> str:
    """The name of a unit without the word for what it is; one that is a number is nothing without."""
    name = addresses.UNIT.sub("", plain(part), count=1).strip()
    return name if any(map(str.isalpha, name)) else plain(part)


def settled(written: str, which: Set | None) -> str:
    """A province in words that mean it in any list, where the set says which one is meant or only one can be; else as written."""
    found = spelling.candidates(written, which) or spelling.candidates(written)
    if len(found) != 1:
        return written
    said = any(map(str.isalpha, written)) and spelling.candidates(written) == found
    return written if said else f"{found[0].name['vi']} {_SETS[found[0].set]}"


_SETS = {Set.OLD: "(cũ)", Set.NEW: "(mới)"}  # as lists say it themselves


def of_before(names: set[str]) -> str | None:
    """The province that is no more, for which a list that names these means the 63: where it also names one that both sets have."""
    spelled = sorted(name for name in names if any(map(str.isalpha, name)))
    meant = [({one.set for one in spelling.candidates(name)}, name) for name in spelled]
    gone = next((name for sets, name in meant if sets == {Set.OLD} and not spelling.tells_when(name)), None)
    return gone if any(sets == {Set.OLD, Set.NEW} for sets, _ in meant) else None


def _became(which: str, code: str) -> str | None:
    province = places.province(which, code)
    return province.became if province else None


@lru_cache(4096)
def _named(written: str, which: Set | None) -> tuple[str, str] | str:
    found = spelling.candidates(written, which) or spelling.candidates(written)
    if not found:
        return _NO_PROVINCE
    if len(found) > 1 and not any(letter.isalpha() for letter in written):
        return _WHICH
    return found[0].set.value, found[0].code

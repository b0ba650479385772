"""The provinces of Viet Nam: the 63 of before 1 July 2025 and the 34 units since.

Codes were reused with another meaning (24 was Bắc Giang and is Bắc Ninh), so a code is only a code together with its set.
The table beside this file gives, for each of the 63, the unit that it went into. The regions of the 34 follow the plan of
December 2025 as proposed; they are not confirmed.
"""

import csv
import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import msgspec

from events_app.i18n import localized, marked, text
from events_app.values import plain, slug_of, sort_key

MERGED_ON = date(2025, 7, 1)  # the first day of the 34
CITIES: dict[str, date] = {  # code among the 34: since when it is a city and not a province
    "01": date.min,
    "31": date.min,
    "48": date.min,
    "79": date.min,
    "92": date.min,
    "46": date(2025, 1, 1),
    "75": date(2026, 4, 30),
}

_INDONESIAN = {  # of English words
    "Central Highlands": "Dataran Tinggi Tengah",
    "Ho Chi Minh City": "Kota Ho Chi Minh",
    "Mekong Delta": "Delta Mekong",
    "North Central": "Tengah Utara",
    "North Central and Central Coast": "Tengah Utara dan Pesisir Tengah",
    "Northern Midlands and Mountains": "Perbukitan dan Pegunungan Utara",
    "Red River Delta": "Delta Sungai Merah",
    "South Central Coast and Central Highlands": "Pesisir Tengah Selatan dan Dataran Tinggi Tengah",
    "South East": "Tenggara",
}
_KIND = re.compile(r"^(?:tinh|provinsi) *")  # before the name of a province
_KIND_OF_CITY = re.compile(r"^(?:tinh|thanh pho|tp\b\.?|provinsi|kota) *")  # elsewhere that is a district
_BEFORE = marked("%(name)s (until 30 June 2025)")


class Set(StrEnum):
    """Which set of provinces a code belongs to."""

    OLD = "63"
    NEW = "34"


_SETS = frozenset(Set)


class Province(msgspec.Struct, frozen=True):
    """A province in its set; ``became`` is the code of the unit of the 34 that it went into (its own for one of the 34)."""

    # Equal by set and code; its texts are dictionaries and cannot be part of a hash.
    def __hash__(self) -> int:
        return hash((self.set, self.code))

    set: Set
    code: str
    name: dict[str, str]
    region: dict[str, str]
    became: str


@cache
def provinces(which: Set) -> dict[str, Province]:
    """The provinces of a set by code, in Vietnamese alphabetical order."""
    found: dict[str, Province] = {}
    with files("events_app.directory").joinpath("data/provinces.csv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    english = {row["name_vi_63"]: row["name_en_63"] for row in rows}
    for row in rows:
        if which == Set.OLD:
            name, code = _called(row["name_vi_63"], row["name_en_63"]), row["code_63"]
            region = _called(row["region_vi_63"], row["region_en_63"])
        else:
            name = _called(row["name_vi_34"], english.get(row["name_vi_34"], _bare(row["name_vi_34"])))
            code, region = row["code_34"], _called(row["region_vi_34"], row["region_en_34"])
        found[code] = Province(which, code, name, region, row["code_34"])
    return dict(sorted(found.items(), key=lambda item: sort_key(item[1].name["vi"])))


def _called(vietnamese: str, english: str) -> dict[str, str]:
    """A name in the three languages; Indonesians write a Vietnamese word as the English do."""
    return {"vi": vietnamese, "en": english, "id": _INDONESIAN.get(english, english)}


@lru_cache(256)
def province(which: str | None, code: str | None) -> Province | None:
    """The province of a code in its set; None for a pair that means nothing."""
    if which not in _SETS or code is None:
        return None
    return provinces(Set(which)).get(code)


def set_on(day: date) -> Set:
    """Which set of provinces is in force on a day."""
    return Set.NEW if day >= MERGED_ON else Set.OLD


def is_city(found: Province, on: date) -> bool:
    """Whether the province is a city under the central government on a day; a merged one was it only as its centre."""
    since = CITIES.get(found.became)
    return since is not None and since <= on and (found.set == Set.NEW or found == _old_centre(found.became))


@cache
def made_of(code: str) -> tuple[Province, ...]:
    """Those of the 63 that went into a unit of the 34, in Vietnamese alphabetical order."""
    return tuple(one for one in provinces(Set.OLD).values() if one.became == code)


@cache
def within(found: Province, which: Set) -> Province | None:
    """The province of set ``which`` in which ``found`` lies as a whole; None for one of the 34 that joins several of the 63."""
    if found.set == which:
        return found
    if which == Set.NEW:
        return provinces(Set.NEW)[found.became]
    parts = made_of(found.code)
    return parts[0] if len(parts) == 1 else None


def covered(*found: Province) -> dict[Set, list[str]]:
    """The codes of both sets that lie in one of these provinces as a whole: what an address in it may name."""
    return {
        which: [one.code for one in provinces(which).values() if any(within(one, each.set) == each for each in found)]
        for which in Set
    }


def region_within(found: Province, which: Set) -> dict[str, str] | None:
    """The region by the borders of set ``which``; None where the parts of a merged province lay in several."""
    if found.set == which or which == Set.NEW:
        whole = within(found, which)
        return whole.region if whole else None
    regions = {one.region["vi"]: one.region for one in made_of(found.code)}
    return next(iter(regions.values())) if len(regions) == 1 else None


@cache
def regions(which: Set) -> dict[str, dict[str, str]]:
    """The regions of a set by a short name in English (``red-river-delta``), in Vietnamese alphabetical order."""
    named = {slug_of(one.region["en"]): one.region for one in provinces(which).values()}
    return dict(sorted(named.items(), key=lambda item: sort_key(item[1]["vi"])))


@cache
def of_region(which: Set, region: str) -> dict[Set, list[str]]:
    """The codes of both sets that lie as a whole in a region of set ``which``: what an address in it may name."""
    named = regions(which).get(region)
    return {
        each: [one.code for one in provinces(each).values() if named and region_within(one, which) == named]
        for each in Set
    }


def summed(counts: Mapping[tuple[str | None, str | None], int], which: Set) -> dict[Province | None, int]:
    """``counts`` by set and code, as counts by the provinces of set ``which``, in their order; both sets sum to the same.

    Under None stands what cannot be told apart in this set: what has no province, and for the 63 what is known only by a
    unit of the 34 that joins several of them.
    """
    found: dict[Province | None, int] = {}
    for (given, code), count in counts.items():
        known = province(given, code)
        place = within(known, which) if known else None
        found[place] = found.get(place, 0) + count
    ordered: list[Province | None] = [*provinces(which).values(), None]
    return {place: found[place] for place in ordered if place in found}


def is_said(address: str, found: Province) -> bool:
    """Whether an address ends with this province, in whichever language."""
    kind = _KIND_OF_CITY if is_city(found, date.max) else _KIND
    last = kind.sub("", plain(address).rpartition(",")[2].strip(" ."))
    return last in {kind.sub("", plain(name)) for name in found.name.values()}


def whole_address(found: Province | None, *parts: str) -> str:
    """An address of these parts with its province, which is not said twice where they end with it."""
    said = ", ".join(part for part in parts if part)
    whole = [said] if found is None or is_said(said, found) else [said, localized(found.name)]
    return ", ".join(part for part in whole if part)


def placed(tree: dict[str, Any]) -> dict[str, Any]:
    """A form's fields, with the province that was chosen as ``34-01`` taken apart into set and code."""
    which, dash, code = str(tree.get("province_code", "")).partition("-")
    return {**tree, "province_set": which, "province_code": code} if dash else tree


def chosen(which: str | None, code: str | None) -> str:
    """A province as it is chosen in a form."""
    return f"{which}-{code}" if which and code else ""


def choices() -> list[tuple[str, str]]:
    """The provinces to choose from in a form: those of today, then those of before 1 July 2025."""
    today = [(chosen(one.set, one.code), localized(one.name)) for one in provinces(Set.NEW).values()]
    before = [
        (chosen(one.set, one.code), text(_BEFORE, name=localized(one.name))) for one in provinces(Set.OLD).values()
    ]
    return today + before


def region_choices() -> list[tuple[str, str]]:
    """The regions to choose from in a form: those of today, then those of before 1 July 2025."""
    today = [(f"34-{name}", localized(region)) for name, region in regions(Set.NEW).items()]
    before = [(f"63-{name}", text(_BEFORE, name=localized(region))) for name, region in regions(Set.OLD).items()]
    return today + before


def _old_centre(code: str) -> Province | None:
    """Of those of the 63 that a city of today joins, the one that was the city."""
    name = plain(provinces(Set.NEW)[code].name["vi"])
    return next((one for one in made_of(code) if plain(one.name["vi"]).endswith(name)), None)


def _bare(name: str) -> str:
    return " ".join(word.capitalize() for word in plain(name).split())

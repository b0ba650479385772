"""The provinces of Viet Nam: the 63 of before 1 July 2025 and the 34 units since.

Codes were reused with another meaning (24 was Bắc Giang and is Bắc Ninh), so a code is only a code together with its set.
The table beside this file gives, for each of the 63, the unit that it went into. The regions of the 34 follow the plan of
December 2025 as proposed; they are not confirmed.
"""

import csv
from enum import StrEnum
from functools import cache
from importlib.resources import files

import msgspec

from events_app.values import plain, sort_key


class Set(StrEnum):
    """Which set of provinces a code belongs to."""

    OLD = "63"
    NEW = "34"


class Province(msgspec.Struct, frozen=True):
    """A province in its set; ``became`` is the code of the unit of the 34 that it went into (its own for one of the 34)."""

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
            name, code = {"vi": row["name_vi_63"], "en": row["name_en_63"]}, row["code_63"]
            region = {"vi": row["region_vi_63"], "en": row["region_en_63"]}
        else:
            name = {"vi": row["name_vi_34"], "en": english.get(row["name_vi_34"], _bare(row["name_vi_34"]))}
            code, region = row["code_34"], {"vi": row["region_vi_34"], "en": row["region_en_34"]}
        found[code] = Province(which, code, name, region, row["code_34"])
    return dict(sorted(found.items(), key=lambda item: sort_key(item[1].name["vi"])))


def province(which: str | None, code: str | None) -> Province | None:
    """The province of a code in its set; None for a pair that means nothing."""
    if which not in set(Set) or code is None:
        return None
    return provinces(Set(which)).get(code)


def _bare(name: str) -> str:
    return " ".join(word.capitalize() for word in plain(name).split())

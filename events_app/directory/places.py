"""The provinces of Viet Nam: the 63 of before 1 July 2025 and the 34 units since.

Codes were reused with another meaning (24 was Bắc Giang and is Bắc Ninh), so a code is only a code together with its set.
The table beside this file gives, for each of the 63, the unit that it went into. The regions of the 34 follow the plan of
December 2025 as proposed; they are not confirmed.
"""

import csv
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from events_app.i18n import localized, marked, text
from events_app.values import plain, sort_key

_BEFORE = marked("%(name)s (until 30 June 2025)")


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


def _bare(name: str) -> str:
    return " ".join(word.capitalize() for word in plain(name).split())

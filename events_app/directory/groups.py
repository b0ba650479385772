"""The 26 sub-groups of the six groups of products, of Decision 148/QD-TTg.

Codes and counts are those of the decision; how some sub-groups are worded in the table beside this file is not confirmed.
"""

import csv
from functools import cache
from importlib.resources import files

import msgspec


class Subgroup(msgspec.Struct, frozen=True):
    """A sub-group; its code begins with the number of its group."""

    code: str
    group: int
    name: dict[str, str]


@cache
def subgroups() -> dict[str, Subgroup]:
    """All of them by code, in the order of the decision."""
    with files("events_app.directory").joinpath("data/groups.csv").open(encoding="utf-8") as table:
        return {
            row["subgroup"]: Subgroup(
                row["subgroup"],
                int(row["group"]),
                {"vi": row["name_vi"], "en": row["name_en"], "id": row["name_id"]},
            )
            for row in csv.DictReader(table)
        }


def subgroup(code: str | None) -> Subgroup | None:
    """The sub-group with this code; None for a code that means nothing."""
    return subgroups().get(code or "")

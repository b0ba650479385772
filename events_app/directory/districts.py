"""The districts of before 1 July 2025 by their names: which of the 63 provinces had one that was called so.

The table beside this file has towns among them, and names that some had before, without the word for what each was. A name is
compared as that of a province: without accents, spaces and signs.
"""

import csv
from functools import cache
from importlib.resources import files

from events_app.values import plain

_NOWHERE = frozenset[str]()


def having(name: str) -> frozenset[str]:
    """The codes among the 63 of the provinces that had a district or a town of this name; none where it is not known."""
    return _by_name().get(_key(name), _NOWHERE)


@cache
def _by_name() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    with files("events_app.directory").joinpath("data/districts.csv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            for name in row["districts"].split("; "):
                found.setdefault(_key(name), set()).add(row["code_63"])
    return {name: frozenset(codes) for name, codes in found.items()}


def _key(name: str) -> str:
    return "".join(letter for letter in plain(name) if letter.isalnum())

"""Volumes are compared within one measure: kilograms with tonnes, boxes with boxes, and with nothing else."""

import unicodedata
from collections.abc import Iterable
from decimal import Decimal

from events_app.values import plain

_THOUSANDTH = Decimal("0.001")
_KNOWN: dict[str, tuple[str, Decimal]] = {
    **dict.fromkeys(("g", "gr", "gam", "gram", "grams"), ("kg", _THOUSANDTH)),
    **dict.fromkeys(
        ("kg", "kgs", "kí", "ký", "cân", "kilogam", "ki-lô-gam", "kilogram", "kilograms"), ("kg", Decimal(1))
    ),
    "yến": ("kg", Decimal(10)),
    "tạ": ("kg", Decimal(100)),
    **dict.fromkeys(("tấn", "tan", "ton", "tons", "tonne", "tonnes"), ("kg", Decimal(1000))),
    **dict.fromkeys(("ml", "mililit", "mi-li-lít", "millilitre", "millilitres"), ("l", _THOUSANDTH)),
    **dict.fromkeys(("l", "lít", "lit", "liter", "litre", "liters", "litres"), ("l", Decimal(1))),
}


def measured(unit: str) -> tuple[str, Decimal]:
    """What a unit measures, and how much of it one is; a unit that is not known measures itself."""
    said = " ".join(unicodedata.normalize("NFC", unit).casefold().split())
    return _KNOWN.get(said) or (f"unit {plain(unit)}", Decimal(1))


def enough(volume: Decimal, unit: str, units: Iterable[str]) -> dict[str, Decimal]:
    """Those of ``units`` that measure the same as ``unit``, each with how many of it are as much as ``volume``."""
    measure, size = measured(unit)
    return {one: volume * size / its for one in units for its_measure, its in [measured(one)] if its_measure == measure}

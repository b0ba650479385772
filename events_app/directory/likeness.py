"""What two records of one organization have in common, however they were typed."""

import re
from collections.abc import Iterator
from functools import lru_cache

from events_app.directory import places
from events_app.values import searched

_F = re.compile(r"\bf(?=[aeiouy])")
_SHORT = {
    "htx": "hop tac xa",
    "tht": "to hop tac",
    "cty": "cong ty",
    "hkd": "ho kinh doanh",
    "dntn": "doanh nghiep tu nhan",
    "cp": "co phan",
    "mtv": "mot thanh vien",
    "tp": "thanh pho",
}


@lru_cache(16_384)
def key(name: str, which: str | None, code: str | None) -> str:
    """The name without accents, signs and abbreviations, and the province as it is today; empty where that is not known."""
    province, named = places.province(which, code), of_name(name)
    return f"{named}|{province.became}" if province and named else ""


def of_name(name: str) -> str:
    """The name alone, as a key has it before its province."""
    return " ".join(_SHORT.get(word, word) for word in searched(name).split())


def formerly(former: str, organization: str) -> str:
    """SQL for the key that a row of ``organization_name`` makes, in the province where its organization is."""
    return f"{former}.alike || '|' || split_part({organization}.alike, '|', 2)"


def said_otherwise(reading: str) -> Iterator[str]:
    """What is looked for with its abbreviations written out, and with what can be abbreviated: records are named both ways.

    And with ph where an f was written, which no word of Vietnamese has: people write ``banh fong``.
    """
    words = reading.split()
    whole = " ".join(_SHORT.get(word, word) for word in words)
    short = f" {reading} "
    for abbreviation, meant in _SHORT.items():
        short = short.replace(f" {meant} ", f" {abbreviation} ")
    for otherwise in (whole, short.strip(), _F.sub("ph", reading)):
        if otherwise != reading:
            yield otherwise

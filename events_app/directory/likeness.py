"""What two records of one organization have in common, however they were typed."""

import re
import unicodedata
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
# Those that stand for one thing only in the name of an organization.
_IN_NAMES = _SHORT | {
    "htxnn": "hop tac xa nong nghiep",
    "htxdv": "hop tac xa dich vu",
    "htxdvnn": "hop tac xa dich vu nong nghiep",
    "lhhtx": "lien hiep hop tac xa",
    "cssx": "co so san xuat",
    "ctcp": "cong ty co phan",
    "dn": "doanh nghiep",
    "sx": "san xuat",
    "kd": "kinh doanh",
    "sxkd": "san xuat kinh doanh",
    "sxtm": "san xuat thuong mai",
    "sxdv": "san xuat dich vu",
    "tm": "thuong mai",
    "tmdv": "thuong mai dich vu",
    "tmsx": "thuong mai san xuat",
    "dv": "dich vu",
    "dvtm": "dich vu thuong mai",
    "nn": "nong nghiep",
    "dvnn": "dich vu nong nghiep",
    "sxnn": "san xuat nong nghiep",
    "nncnc": "nong nghiep cong nghe cao",
    "cnc": "cong nghe cao",
    "xk": "xuat khau",
    "nk": "nhap khau",
    "xnk": "xuat nhap khau",
    "tnhh": "trach nhiem huu han",
}
# What an organization does, as names say it: between two of these “và” may stand, a sign or nothing. A name may have it elsewhere.
_DOES = "|".join(
    (
        "san xuat", "kinh doanh", "thuong mai", "dich vu", "xuat nhap khau", "xuat khau", "nhap khau", "nong nghiep", "lam nghiep",
        "ngu nghiep", "cong nghe cao", "che bien", "chan nuoi", "trong trot", "thuy san", "du lich", "thu mua", "tieu thu",
        "phan phoi", "bao quan", "dau tu", "xay dung", "tong hop",
    )
)  # fmt: skip
_AND = re.compile(rf"\b({_DOES}) va (?=(?:{_DOES})\b)")
_OTHER_VA = re.compile(r"(?<!\w)v(?:[áảãạ]|[ăâ]\w?|[ắằẳẵặấầẩẫậ])(?!\w)", re.I)  # “vả” is a fruit


@lru_cache(16_384)
def key(name: str, which: str | None, code: str | None) -> str:
    """The name without accents, signs and abbreviations, and the province as it is today; empty where that is not known."""
    province, named = places.province(which, code), of_name(name)
    return f"{named}|{province.became}" if province and named else ""


def of_name(name: str) -> str:
    """The name alone, as a key has it before its province: “SX & KD” is “sản xuất và kinh doanh”, and “sản xuất, kinh doanh”."""
    named = " ".join([_IN_NAMES.get(word, word) for word in searched(name).split()])
    if " va " not in named or _OTHER_VA.search(unicodedata.normalize("NFC", name)):
        return named
    return _AND.sub(r"\1 ", named)


def formerly(former: str, organization: str) -> str:
    """SQL for the keys that a row of ``organization_name`` makes: in the present province, and in that of a merged record.

    The key is null where the province is not known.
    """
    present = f"nullif(split_part({organization}.alike, '|', 2), '')"
    return f"ARRAY[{former}.alike || '|' || {present}, {former}.alike || '|' || {former}.lay_in]"


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

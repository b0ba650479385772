"""What two records of one organization have in common, however they were typed."""

import re
from functools import lru_cache

from events_app.directory import places
from events_app.values import plain

_WORDS = re.compile(r"[^\W_]+")
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
    province = places.province(which, code)
    words = _WORDS.findall(plain(name))
    return f"{' '.join(_SHORT.get(word, word) for word in words)}|{province.became}" if province and words else ""

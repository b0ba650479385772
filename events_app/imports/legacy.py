"""Text in the encodings of before Unicode: TCVN3 (fonts .VnTime) and VNI (VNI-Times), as both look when read as Windows-1252.

Offices still keep lists in them, in spreadsheets too, where the font alone makes ``Tªn s¶n phÈm`` read as ``Tên sản phẩm``.
Capital letters with tones were a matter of the font in TCVN3 and come out small.
"""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache

from events_app import keystrokes

_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢£¤¥¦§",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_HAT = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_BREVE = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_ALONE = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ", "ô": "ơ", "ö": "ư"}


class Legacy(StrEnum):
    """An encoding of before Unicode."""

    TCVN3 = "tcvn3"
    VNI = "vni"


def _of_vni() -> dict[str, str]:
    import unicodedata

    found: dict[str, str] = dict(_ALONE)
    for base in "aeo":
        found |= {base + mark: base + "\u0302" + tone for mark, tone in _HAT.items()}
    found |= {"a" + mark: "a\u0306" + tone for mark, tone in _BREVE.items()}
    for base, letter in {**{one: one for one in "aeouy"}, "ô": "ơ", "ö": "ư"}.items():
        found |= {base + mark: letter + tone for mark, tone in _TONES.items()}
    found = {written: unicodedata.normalize("NFC", meant) for written, meant in found.items()}
    capitals = {written.upper(): meant.upper() for written, meant in found.items()}
    mixed = {written[0].upper() + written[1:]: meant.upper() for written, meant in found.items() if len(written) > 1}
    return {**mixed, **capitals, **found}


_VNI = _of_vni()
_IN_VNI = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_BY_TCVN3 = str.maketrans(_TCVN3)


def converted(text: str, legacy: Legacy) -> str:
    """``text``, read as Windows-1252, as what it says in ``legacy``; text that is Unicode already stays."""
    if any(ord(letter) > 0xFF and letter not in _FROM_1252 for letter in text):
        return text
    if legacy == Legacy.TCVN3:
        return text.translate(_BY_TCVN3)
    return _IN_VNI.sub(lambda found: _VNI[found.group()], text)


def looks_old(text: str) -> bool:
    """Whether a text has letters, or letters beside each other, that Vietnamese in Unicode does not have: it may be in neither."""
    return _LETTERS.search(text) is not None


@lru_cache(256)
def looks_old_again(text: str) -> bool:
    """The same of texts that stand again and again, looked at more closely."""
    return looks_old(text) or _PAIRS.search(text) is not None


def some_look_old(texts: Iterable[str], again: Iterable[str]) -> bool:
    """Whether any of many texts does, or of those that stand again and again: most lists have none, so all are asked at once."""
    closely = "\n".join(set(again))
    return looks_old("\n".join(texts)) or looks_old(closely) or _PAIRS.search(closely) is not None


def read(texts: Sequence[str]) -> list[str]:
    """The texts of one row in Unicode; those that are in an encoding of before are told by their words: all are syllables then."""
    tried = [[_sound(text, legacy) for text in texts] for legacy in Legacy]
    return max(tried, key=lambda said: sum(new != old for new, old in zip(said, texts, strict=True)))


def _sound(text: str, legacy: Legacy) -> str:
    """``text`` as what it says in ``legacy`` where that makes sense of it."""
    if not looks_old_again(text):
        return text
    said = converted(text, legacy)
    changed = [new for old, new in zip(text.split(), said.split(), strict=True) if old != new]
    words = [word for one in changed for word in _WORD.findall(one)]
    return said if words and all(map(keystrokes.is_syllable, words)) else text


_LETTERS = re.compile("[µ¸¶¹¨¾Æª«¬\xadæçëîïñöøûüþßäåÎÏÑÖØÜÞÇË]")
_PAIRS = re.compile("[aâ][âáàãêéèúù]|[eê][âáàãùø]|[oô][âùø]|[uy][ùø]", re.I)
_WORD = re.compile(r"[^\W\d_]+")
_FROM_1252 = frozenset("€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ")

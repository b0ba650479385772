"""Vietnamese typed while the keyboard's input method was off: Telex (``tuaafn leex``) and VNI (``tua6n2 le64``) read back.

A word is read as the syllable that its keys would have made. What makes no syllable of Vietnamese (``ocop``, ``coffee``) is left as
it is, and so is what has accents already. Marks and tones may be typed where the vowel stands or at the end of the word.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import msgspec

_ONSETS = "ngh ch gh gi kh ng nh ph qu th tr b c d đ g h k l m n p r s t v x"  # the longer ones first
_CODAS = {  # which consonants may stand behind a vowel; "-" is none
    "a oa": "- c ch k m n ng nh p t",
    "ă oă": "c k m n ng p t",
    "â": "c m n ng p t",
    "e o ô u": "- c m n ng p t",
    "ê i": "- ch m n nh p t",
    "ơ": "- m n p t",
    "ư": "- c m n ng t",
    "y uy": "- ch m n nh p t",
    "iê uô ươ": "c m n ng p t",
    "yê": "m n ng t",
    "oe": "- m n t",
    "oo": "c ng",
    "uâ": "n ng t",
    "uê": "- ch n nh",
    "uyê": "n t",
    "ai ao au ay âu ây eo êu ia iu iêu yêu oi ôi ơi ua uơ uôi ui ưa ưi ưu ươi ươu oai oay oao oeo uây uya uyu uêu": "-",
}
_RHYMES = {
    vowels + coda.strip("-")
    for several, codas in _CODAS.items()
    for vowels in several.split()
    for coda in codas.split()
}
_STOPS = ("c", "ch", "k", "p", "t")  # a syllable that ends so is said in one of two tones
_CIRCUMFLEX, _HORN, _BREVE = {"a": "â", "e": "ê", "o": "ô"}, {"o": "ơ", "u": "ư"}, {"a": "ă"}
_MARKED = "ăâêôơư"
_SAC, _HUYEN, _HOI, _NGA, _NANG = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_TONES = {_SAC, _HUYEN, _HOI, _NGA, _NANG}
_TELEX_TONES = {"s": _SAC, "f": _HUYEN, "r": _HOI, "x": _NGA, "j": _NANG, "z": ""}
_VNI_TONES = {"1": _SAC, "2": _HUYEN, "3": _HOI, "4": _NGA, "5": _NANG, "0": ""}
_VNI_MARKS = {"6": _CIRCUMFLEX, "7": _HORN, "8": _BREVE}
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 12  # keys of one syllable: "nghieengs" has nine


class _Typed(msgspec.Struct, frozen=True):
    """A syllable as far as it has been typed."""

    onset: str
    vowels: str = ""
    coda: str = ""
    tone: str = ""

    @property
    def rhyme(self) -> str:
        return self.vowels + self.coda


def read(text: str) -> str:
    """``text`` as its keys would have written it: ``tuaafn leex`` is ``tuần lễ``; in lower case, words that are none untouched."""
    said = unicodedata.normalize("NFC", " ".join(text.casefold().split()))
    return _WORD.sub(lambda word: _word(word[0]), said)


def is_syllable(word: str) -> bool:
    """Whether a word with its accents may be a syllable of Vietnamese."""
    parts = unicodedata.normalize("NFD", word.lower())
    tones = [part for part in parts if part in _TONES]
    bare = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    stopped = bare.endswith(_STOPS) and not {_SAC, _NANG} & set(tones)
    rhymes = (bare.removeprefix(onset) for onset in ("", *_ONSETS.split()) if bare.startswith(onset))
    return len(tones) <= 1 and not stopped and any(rhyme in _RHYMES for rhyme in rhymes)


@lru_cache(maxsize=4096)
def _word(word: str) -> str:
    if not (word.isascii() and word[0].isalpha() and len(word) <= _LONGEST):
        return word
    onset, keys = _begun(word)
    states = [_Typed(onset)]
    for key in keys:
        states = [after for state in states for after in _after(state, key, vni=not word.isalpha())]
    return next((_written(state) for state in states if _is_syllable(state)), word)


def _begun(word: str) -> tuple[str, str]:
    """The consonants with which a word begins, and the keys behind them."""
    barred = word.startswith(("dd", "d9"))
    text = "đ" + word[2:] if barred else word
    for onset in _ONSETS.split():
        if text.startswith(onset) and not (onset == "gi" and text[2:3] not in tuple("aeouwy")):
            return onset, text[len(onset) :]
    return "", text


def _after(state: _Typed, key: str, *, vni: bool) -> Iterator[_Typed]:
    """What the syllable may be after one more key; nothing where the key would have ended it or taken something back."""
    tones = _VNI_TONES if vni else _TELEX_TONES
    if state.vowels and key in tones:
        if not state.tone:
            yield msgspec.structs.replace(state, tone=tones[key])
    elif state.onset == "d" and state.vowels and key == ("9" if vni else "d"):
        yield msgspec.structs.replace(state, onset="đ")
    elif vni and key in _VNI_MARKS:
        yield from _marked(state, _VNI_MARKS[key])
    elif not vni and key == "w":
        yield from _marked(state, _HORN | _BREVE)
        if not state.rhyme:
            yield msgspec.structs.replace(state, vowels="ư")
    elif not vni and key in state.vowels and key in _CIRCUMFLEX:
        yield from _marked(state, {key: _CIRCUMFLEX[key]})
    elif key in "aeiouy":
        if not state.coda:
            yield msgspec.structs.replace(state, vowels=state.vowels + key)
            if key == "o" and state.vowels == "ư":
                yield msgspec.structs.replace(state, vowels="ươ")
    elif key.isalpha() and state.vowels:
        yield msgspec.structs.replace(state, coda=state.coda + key)


def _marked(state: _Typed, marks: dict[str, str]) -> Iterator[_Typed]:
    """The syllable with one of its vowels marked, or both of ``uo``."""
    vowels = state.vowels
    if "u" in marks and "uo" in vowels:
        yield msgspec.structs.replace(state, vowels=vowels.replace("uo", "ươ"))
    for place, vowel in enumerate(vowels):
        if vowel in marks:
            yield msgspec.structs.replace(state, vowels=vowels[:place] + marks[vowel] + vowels[place + 1 :])


def _is_syllable(state: _Typed) -> bool:
    # A stop without its tone is no syllable; without any key it is a word typed without accents, and stays what it is.
    return state.rhyme in _RHYMES and (state.coda not in _STOPS or state.tone in (_SAC, _NANG))


def _written(state: _Typed) -> str:
    vowels = state.vowels
    marked = [place for place, vowel in enumerate(vowels) if vowel in _MARKED]
    second = len(vowels) == 3 or (len(vowels) == 2 and state.coda)
    place = marked[-1] if marked else int(bool(second))
    toned = unicodedata.normalize("NFC", vowels[place] + state.tone)
    return state.onset + vowels[:place] + toned + vowels[place + 1 :] + state.coda

"""Provinces as people write them: Hoà Bình, TP.HCM, Dak Lak, BẮC GIANG (cũ).

Names are compared without accents, ``đ`` as ``d``, without spaces and signs, so that the place of a tone does not matter. A
name or a code that both sets have is told apart by a set or by a date, and otherwise asked about.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from events_app.directory import places
from events_app.directory.places import Province, Set
from events_app.errors import Refusal
from events_app.i18n import localized
from events_app.values import plain

_ALIASES: dict[str, tuple[str, ...]] = {  # the accent-free name in the table: what else it is called
    "thanh pho ho chi minh": ("hcm", "hcmc", "sai gon", "tp hcm", "hochiminhville"),
    "thua thien hue": ("hue", "tt hue", "t t hue"),
    "ba ria - vung tau": ("brvt", "vung tau", "ba ria"),
    "dak lak": ("dac lac", "dac lak", "dak lac", "dar lac"),
    "dak nong": ("dac nong",),
    "kon tum": ("con tum", "cong tum"),
    "bac kan": ("bac can",),
    "hue": ("thua thien hue", "tt hue"),
}
_PREFIX = re.compile(r"^(?:thanh pho|t[ .]?p|tinh|t)[ .:]+|^(?:tp|thanhpho)(?=hcm|hochiminh)")
_SUFFIX = re.compile(r" (?:city|province|ville)$")
_FORMER = re.compile(r"[ (]+(?:cu|truoc sap nhap|former|old|until 30 june 2025)\)?$")
_PRESENT = re.compile(r"[ (]+(?:moi|sau sap nhap|new)\)?$")
_BRACKETED = re.compile(r"([^()]{2,60}?) ?\(([^()]{2,100})\)")
_NOW = re.compile(r"(?:hien )?nay(?: la| thuoc| da sap nhap vao)?[ :]+|now(?: part of)?[ :]+")
_FORMERLY = re.compile(r"^(?:cu|truoc(?: day)?(?: la)?|former(?:ly)?)[ :]+| (?:cu|truoc day|former)$")
_SAID_OF = re.compile(
    rf"{_FORMERLY.pattern}|^(?:(?:bao )?gom(?: ca)?|includ(?:ing|es)|sap nhap(?: tu| voi)?|hop nhat(?: tu| voi)?)[ :]+"
)
_AND = re.compile(r" ?[,;+&] ?| va | and ")
_CODE = re.compile(r"(?:(63|34) ?[-/:] ?)?(\d{1,2})")


class WhichSet(Refusal):
    """Say which set of provinces this belongs to: the 63 of before 1 July 2025 or the 34 since."""

    status = 422

    def __init__(self, candidates: tuple[Province, ...]) -> None:
        super().__init__(candidates=[_named(one) for one in candidates])
        self.candidates = candidates


class NoSuchProvince(Refusal):
    """There is no province of this name."""

    status = 422


def candidates(written: str, which: Set | None = None) -> tuple[Province, ...]:
    """The provinces that ``written`` may mean, at most one of each set, today's first; only of ``which`` where that is said."""
    text = plain(written).strip(" .,;")
    said = which
    if len(text) > 200:
        return ()
    if _FORMER.search(text):
        text, said = _FORMER.sub("", text), Set.OLD
    elif _PRESENT.search(text):
        text, said = _PRESENT.sub("", text), Set.NEW
    if which is None or said == which:
        found = tuple(_of_code(text, said) if text[:1].isdigit() else _of_name(text, said))
        if found:
            return found
    return _of_both(plain(written).strip(" .,;"), which)


def tells_when(written: str) -> bool:
    """Whether a name says of which set it is, or what became of it: who writes so knows both."""
    text = plain(written).strip(" .,;")
    return bool("(" in text or _FORMER.search(text) or _PRESENT.search(text))


def resolve(written: str, *, which: Set | None = None, on: date | None = None) -> Province:
    """The one province that ``written`` means, in set ``which`` or on the day ``on``.

    A name that only one set has needs neither: an address of the old kind stays what it is. Raises WhichSet, NoSuchProvince.
    """
    found = candidates(written, which)
    if len(found) > 1 and on is not None:
        found = tuple(one for one in found if one.set == places.set_on(on))
    if not found:
        raise NoSuchProvince(written=written[:200])
    if len(found) > 1:
        raise WhichSet(found)
    return found[0]


def looked_up(written: str, which: Set | None = None, on: date | None = None) -> tuple[Province, ...]:
    """What a search for a province finds, nothing included. A bare code that both sets have raises WhichSet."""
    found = candidates(written, which)
    if len(found) > 1 and on is not None:
        return tuple(one for one in found if one.set == places.set_on(on))
    if len(found) > 1 and not any(letter.isalpha() for letter in written):
        raise WhichSet(found)
    return found


def may_name(text: str) -> bool:
    """Whether a text without accents begins and ends as one that names a province; most are seen at once to be no such name."""
    first, last = _first_and_last()
    words = text.replace(".", " ").replace("-", " ").replace("(", " ").replace(")", " ").split()
    if not words or len(words) > _MOST_WORDS:
        return False
    return (words[0] in first and words[-1] in last) or "".join(words) in last


_MOST_WORDS = 12


@cache
def _first_and_last() -> tuple[frozenset[str], frozenset[str]]:
    first, last = (
        {"tinh", "thanh", "tp", "t"},
        {"cu", "moi", "nhap", "former", "old", "new", "city", "province", "ville"},
    )
    for one in Set:
        for province in places.provinces(one).values():
            name = plain(province.name["vi"])
            for called in (name, _PREFIX.sub("", name), plain(province.name["en"]), *_ALIASES.get(name, ())):
                words = called.replace("-", " ").split()
                first |= {words[0], _key(called), f"tp{_key(called)}"}
                last |= {words[-1], _key(called), f"tp{_key(called)}"}
    return frozenset(first), frozenset(last)


def bare(one: Province) -> str:
    """The name of a province as it is compared: without accents, signs and the word for what it is."""
    return " ".join(
        "".join(letter if letter.isalnum() else " " for letter in _PREFIX.sub("", plain(one.name["vi"]))).split()
    )


def _of_code(text: str, which: Set | None) -> Iterator[Province]:
    code = _CODE.fullmatch(text)
    if code is None or (code[1] and which not in (None, code[1])):
        return
    for one in (Set.NEW, Set.OLD):
        if (which or code[1] or one) == one:
            found = places.province(one, code[2].zfill(2))
            if found:
                yield found


def _of_name(text: str, which: Set | None) -> Iterator[Province]:
    bare = _SUFFIX.sub("", _PREFIX.sub("", text))
    for one in (Set.NEW, Set.OLD):
        found = (_keys(one).get(_key(text)) or _keys(one).get(_key(bare))) if which in (None, one) else None
        if found:
            yield found


def _of_both(text: str, which: Set | None) -> tuple[Province, ...]:
    """The province of a name with another in brackets: what it was, what it is now, or what went into it."""
    both = _BRACKETED.fullmatch(text)
    if both is None:
        return ()
    name, beside = both[1], both[2]
    if now := _NOW.match(beside):
        units = {one.code for one in candidates(beside[now.end() :], Set.NEW)}
        found = [one for one in candidates(name, Set.OLD) if one.became in units]
    else:
        found = [*candidates(name, Set.NEW)]
        parts = [candidates(part, Set.OLD) for part in _AND.split(_SAID_OF.sub("", beside))]
        if not found or not all(part and part[0].became == found[0].code for part in parts):
            return ()
        if len(parts) == 1 and _FORMERLY.search(beside):
            found = [*parts[0]]
    return tuple(one for one in found if which in (None, one.set))


@cache
def _keys(which: Set) -> dict[str, Province]:
    """The provinces of a set by everything that they are called."""
    found: dict[str, Province] = {}
    for one in places.provinces(which).values():
        name = plain(one.name["vi"])
        for called in (name, _PREFIX.sub("", name), plain(one.name["en"]), *_ALIASES.get(name, ())):
            found[_key(_SUFFIX.sub("", called))] = one
    return found


def _key(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _named(one: Province) -> dict[str, Any]:
    return {"set": one.set.value, "code": one.code, "name": localized(one.name)}

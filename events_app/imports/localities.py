"""What headings between the rows say of places: “Huyện Ba Tri, tỉnh Bến Tre” is a district, and of which province it is.

One of a district speaks until the next one of a district or of a province, and so does the province that it names.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from events_app.directory import spelling
from events_app.directory.places import Province, Set
from events_app.imports import dividing
from events_app.imports.headings import Field
from events_app.values import plain

OF_PLACE = (Field.PROVINCE, Field.DISTRICT, Field.COMMUNE)
_NAMED = r"(?:\b(?:tỉnh|thành phố|t\.? ?p\.?|thuộc)|^(?:địa bàn|khu vực|vùng)(?: (?:tỉnh|thành phố))?)[ :]+([^,;]+)$"
_DISTRICT = r"^(?:huyện|quận|thị xã|thành phố|tp|tx)\b"
_COMMUNE = r"^(?:xã|phường|thị trấn|đặc khu)\b"
_WRITTEN_OUT = r"^(?:huyện|quận|thị xã|thành phố|xã|phường|thị trấn|đặc khu)\b"
_OFFICE = (
    r"^(?:(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân) +|(?:tên )?(?:đơn vị|địa phương|địa bàn|khu vực) *: *(?:ubnd +)?)"
)
_PARTS = re.compile(r"\s*[,;()]\s*|\s+[-–]\s+")
_SIGN = re.compile(r"^(\w+(?: \w+)?)\s*:\s*")
_TOWN = re.compile(r"(?:thành phố|thanh pho|t\.? ?p\.?|thị xã|thi xa|tx\.?)[ .:]+", re.I)
# The provinces of the 63 that had a town of their own name, by their codes.
_WITH_TOWNS = frozenset(
    [
        "02", "04", "06", "08", "10", "12", "14", "15", "17", "19", "20", "24", "25", "27", "30", "33",
        "34", "36", "37", "38", "42", "45", "51", "62", "72", "77", "83", "84", "86", "94", "95", "96",
    ]
)  # fmt: skip


class Stand(NamedTuple):
    """Where a heading stands: in which column, whether a number or a letter has a cell before it, and of which kind that is."""

    column: int
    led: bool
    by: str


class Localities:
    """Hears headings of places in order and knows where the next row lies."""

    def __init__(self) -> None:
        self._heard: dict[
            Field, Mapping[Field, str]
        ] = {}  # by what a heading is of: all that it names, the largest first
        self._stood: dict[Field, set[Stand]] = {one: set() for one in OF_PLACE}

    def named(self, text: str, stand: Stand) -> dict[Field, str]:
        """The units that a heading names, the largest first, be it of them or of the products there."""
        unit = dividing.place(text)
        return (self._named(unit, stand) if unit != text else {}) or self._named(text, stand)

    def keep(self, names: Mapping[Field, str], stand: Stand) -> Field:
        """Keep the units that a heading names; of which kind it is."""
        of = list(names)[-1]
        self.end(of)
        self._heard[of] = names
        self._stood[of].add(stand)
        return of

    def stood(self, stand: Stand) -> bool:
        """Whether headings of places have stood there."""
        return any(one[:2] == stand[:2] for stands in self._stood.values() for one in stands)

    def counted(self, stand: Stand) -> bool:
        """Whether they have stood there with a number or a letter of this kind."""
        return any(stand in stands for stands in self._stood.values())

    def largest(self, stand: Stand) -> Field:
        """The largest of the units of which headings were that stood there."""
        return next(one for one in OF_PLACE if any(stood[:2] == stand[:2] for stood in self._stood[one]))

    def end(self, of: Field = Field.PROVINCE) -> None:
        """Say nothing more of any place, or of places of this kind and smaller ones."""
        for one in OF_PLACE[OF_PLACE.index(of) :]:
            self._heard.pop(one, None)

    def said(self) -> dict[Field, str]:
        """Where the next row lies: what a heading names that the ones above it have said already stays as these said it."""
        found: dict[Field, str] = {}
        for one in OF_PLACE:
            for field, name in self._heard.get(one, {}).items():
                if not _same(name, found.get(field, "")):
                    for below in OF_PLACE[OF_PLACE.index(field) :]:
                        found.pop(below, None)
                    found[field] = name
        return found

    def _named(self, text: str, stand: Stand) -> dict[Field, str]:
        """The units that a heading names, the largest first, as they are written there but for capitals."""
        provinces = spelling.candidates(text)
        if provinces and self._is_town(text, provinces, stand):
            return {Field.PROVINCE: _TOWN.sub("", text, count=1), Field.DISTRICT: _softened(text)}
        if provinces:
            return {Field.PROVINCE: text}
        if found := _units(text):
            return found
        called = _found(_NAMED, text)
        if called and spelling.candidates(called[1]):
            return {Field.PROVINCE: called[1]}
        return {}

    def _is_town(self, text: str, provinces: tuple[Province, ...], stand: Stand) -> bool:
        """Whether a name is that of a town within the province of the same name, and does not stand where provinces do."""
        if not _TOWN.match(text):
            return False
        within = spelling.candidates(self._heard.get(Field.PROVINCE, {}).get(Field.PROVINCE, ""))
        if not (_has_town(provinces) or set(within) & set(provinces)):
            return False
        return stand not in self._stood[Field.PROVINCE] or stand in self._stood[Field.DISTRICT]


def is_named(text: str) -> bool:
    """Whether a text is the name of a place and nothing more, its kind written out where it is none of a province."""
    return any(map(str.isalpha, text)) and bool(
        spelling.candidates(text) or (_found(_WRITTEN_OUT, text) and is_unit(text))
    )


def without_office(text: str) -> str:
    """The place in which an office is that a text names: “UBND huyện Mẫu”, “Đơn vị: Phường Mẫu”; any other text as it is."""
    office = _found(_OFFICE, text)
    place = text[office.end() :] if office else ""
    return f"{place[0].upper()}{place[1:]}" if place and is_named(place) else text


def is_unit(text: str) -> bool:
    """Whether a text begins with the name of a district or of a commune."""
    return bool(_units(text))


def _units(text: str) -> dict[Field, str]:
    """The district or the commune with which a text begins, and the larger units that it names beside it."""
    first, *others = [part for part in _PARTS.split(text) if part] or [""]
    accents = not text.isascii()
    of = _unit(first, accents=accents)
    if of is None or of == Field.PROVINCE:
        return {}
    found: dict[Field, str] = {of: first}
    left = [first]
    for part in others:
        larger = _unit(part, accents=accents)
        if larger is None or larger in found or OF_PLACE.index(larger) > OF_PLACE.index(of):
            left.append(part)
        else:
            found[larger] = part
    found[of] = text if len(found) == 1 else ", ".join(left)
    town = found.get(Field.DISTRICT, "")
    if Field.PROVINCE not in found and _TOWN.match(town) and spelling.candidates(town):
        found[Field.PROVINCE] = _TOWN.sub("", town, count=1)
    return {one: found[one] if one == Field.PROVINCE else _softened(found[one]) for one in OF_PLACE if one in found}


def _unit(part: str, *, accents: bool) -> Field | None:
    """What a part of a heading is the name of."""
    provinces = spelling.candidates(part) if any(map(str.isalpha, part)) else ()
    if _found(_DISTRICT, part, accents=accents) and (not provinces or _has_town(provinces)):
        return Field.DISTRICT
    if _found(_COMMUNE, part, accents=accents):
        return Field.COMMUNE
    return Field.PROVINCE if provinces else None


def _has_town(provinces: tuple[Province, ...]) -> bool:
    return any(one.set == Set.OLD and one.code in _WITH_TOWNS for one in provinces)


def _same(name: str, other: str) -> bool:
    return plain(name) == plain(other) or bool({*spelling.candidates(name)} & {*spelling.candidates(other)})


def _found(form: str, text: str, *, accents: bool | None = None) -> re.Match[str] | None:
    """What is written so: without accents only where the whole text is, as “Xạ đen” is no commune."""
    bare = text.isascii() if accents is None else not accents
    return re.search(plain(form) if bare else form, text, re.I)


def _softened(text: str) -> str:
    """A name without the capitals of a heading, or the sign in it: “THÀNH PHỐ: ĐÀ LẠT” is “Thành phố Đà Lạt”."""
    text = _SIGN.sub(r"\1 ", text, count=1)
    if not text.isupper():
        return text
    words = re.sub(r"[^\W\d_]+", lambda word: word.group().capitalize(), text)
    return re.sub(r"^(Thành Phố|Thị Xã|Thị Trấn|Đặc Khu)", lambda kind: kind.group().capitalize(), words)

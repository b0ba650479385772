"""What headings between the rows say of those below them: a group, stars, an entity, a place.

A heading speaks until the next one of its kind. One that stands where places stand and cannot be understood ends what was said of
the place: the rows below it are nobody's province sooner than another's.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from typing import Any

from events_app.directory import spelling
from events_app.imports import classing, saying, stars
from events_app.imports.headings import OF_ENTITY, Field
from events_app.values import plain

ORDINAL = re.compile(r"[(]?(?:\d{1,6}|[ivxlc]{1,5}|[a-z])[.)]{0,2}")
_LED = re.compile(r"^(?:[ivx]+|[a-zđ]|\d+)(?:[.)/:]*\s+|[.)/:]+(?=[^\W\d_]{3}))[-–]?\s*|^[-–*+]\s*", re.I)
_COUNTS = re.compile(
    r"(?:[\s(:;,–-]*\b(?:có|co|gồm|gom|tổng số|tong so|tổng|tong)?[\s:]*\d[\d.,]*\s*"
    r"(?:sản phẩm|san pham|sp|chủ thể|chu the|cơ sở|co so|products?|produk)\b)+[\s).;:]*$",
    re.I,
)
_NAMED = r"\b(?:tỉnh|thành phố|t\.? ?p\.?|thuộc)[ :]+([^,;]+)$"
_DISTRICT = r"^(?:huyện|quận|thị xã|thành phố|tp|tx)\b"
_COMMUNE = r"^(?:xã|phường|thị trấn|đặc khu)\b"
_NO_PLACE = re.compile(
    r"(?:cac |nhung )?(?:san pham|sp|dot|nam|lan|quyet dinh|qd|cong nhan|danh gia|phan hang|xep hang|hang|ocop|nhom|ket qua|"
    r"products?|produk|round|year)\b"
)  # what headings begin with that speak of something else
_OF_PLACE = (Field.PROVINCE, Field.DISTRICT, Field.COMMUNE)
_ANYTHING, _NOTHING = frozenset(Field), frozenset[Field]()


class Headings:
    """Hears headings in order and knows what they say of the next row."""

    def __init__(self, *, product: int, columns: Collection[Field]) -> None:
        self._product = product  # the column of products
        self._columns = columns  # what they say
        self._places: set[tuple[int, bool]] = set()  # where headings of places stood
        self.said: dict[Field, Any] = {}

    def hear(self, row: Sequence[Any]) -> tuple[bool, frozenset[Field]]:
        """Keep what a heading says; whether it says any, and the fields in which rows above speak no longer for those below."""
        cells = [
            (n, str(cell)) for n, cell in enumerate(row) if cell is not None and not ORDINAL.fullmatch(plain(str(cell)))
        ]
        whole = unicodedata.normalize("NFC", " ".join(said for _, said in cells)).strip()
        text = _COUNTS.sub("", _LED.sub("", whole)).strip(" :;,.–-")
        bare = plain(text)
        if not bare:
            return True, _NOTHING
        try:
            self._classed(classing.said(bare), text)
            return True, _NOTHING
        except saying.Unclear:
            pass
        if rated := stars.headed(whole):
            self.said[Field.STARS] = rated
            return True, _NOTHING
        place = _place(text)
        if place is None and Field.ENTITY not in self._columns and saying.kind(bare):
            self.said[Field.ENTITY] = text
            return True, _ANYTHING
        column = cells[0][0]
        stands = (column, column == self._product and len(cells) < sum(cell is not None for cell in row))
        if place is None and (stands not in self._places or _NO_PLACE.match(bare)):
            return False, _NOTHING
        if place:
            self._places.add(stands)
        self._go(*place or (Field.PROVINCE, None))
        return place is not None, OF_ENTITY

    def _classed(self, named: classing.Class | None, text: str) -> None:
        """Keep the group that a heading names, and what it says beyond where no column says it of each product."""
        if named is None:
            return
        self.said[Field.GROUP] = named.group
        for field, value in ((Field.SUBGROUP, named.subgroup), (Field.OLDER, named.older and text)):
            self.said.pop(field, None)
            if value and Field.GROUP not in self._columns:
                self.said[field] = value

    def _go(self, field: Field, name: str | None) -> None:
        """Another place, and none of those within the one before."""
        for one in _OF_PLACE[_OF_PLACE.index(field) :]:
            self.said.pop(one, None)
        if name:
            self.said[field] = name


def _place(text: str) -> tuple[Field, str] | None:
    """The place that a heading names, as it is written there but for capitals of a district."""
    if spelling.candidates(text):
        return Field.PROVINCE, text
    if _found(_DISTRICT, text):
        return Field.DISTRICT, _softened(text)
    if _found(_COMMUNE, text):
        return Field.COMMUNE, _softened(text)
    called = _found(_NAMED, text)
    if called and spelling.candidates(called[1]):
        return Field.PROVINCE, called[1]
    return None


def _found(form: str, text: str) -> re.Match[str] | None:
    """What is written so: without accents only where the whole text is, as “Xạ đen” is no commune."""
    return re.search(plain(form) if text.isascii() else form, text, re.I)


def _softened(text: str) -> str:
    """A name without the capitals of a heading: “THÀNH PHỐ ĐÀ LẠT” is “Thành phố Đà Lạt”."""
    if not text.isupper():
        return text
    words = re.sub(r"[^\W\d_]+", lambda word: word.group().capitalize(), text)
    return re.sub(r"^(Thành Phố|Thị Xã|Thị Trấn|Đặc Khu)", lambda kind: kind.group().capitalize(), words)

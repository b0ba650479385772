"""What headings between the rows say of those below them: a group, stars, an entity, a place.

A heading speaks until the next one of its kind. One that cannot be understood ends what was said of the entity, and where places
stand what was said of the place: the rows below it are nobody's sooner than another's.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from events_app.directory import spelling
from events_app.imports import classing, saying, stars
from events_app.imports.headings import OF_ENTITY, Field, meant, words_of
from events_app.imports.localities import OF_PLACE, Localities, Stand
from events_app.values import plain

_SILENCE: Mapping[Field, Any] = {}
_NONE = ("",)
ORDINAL = re.compile(r"[(]?(?:\d{1,6}(?:\.\d{1,3}){0,3}|[ivxlc]{1,5}|[a-z])[.)]{0,2}")
_LED = re.compile(r"^(?:[ivx]+|[a-zđ]|\d+)(?:[.)/:]*\s+|[.)/:]+(?=[^\W\d_]{3}))[-–]?\s*|^[-–*+]\s*", re.I)
_CODED = re.compile(r"^\d+(?:\.\d+)+[.)/:]*\s+")
_COUNTS = re.compile(
    r"(?:[\s(:;,–-]*\b(?:có|co|gồm|gom|tổng số|tong so|tổng|tong)?[\s:]*\d[\d.,]*\s*"
    r"(?:sản phẩm|san pham|sp|chủ thể|chu the|cơ sở|co so|products?|produk)\b)+[\s).;:]*$",
    re.I,
)
_NO_PLACE = re.compile(
    r"(?:cac |nhung )?(?:san pham|sp|dot|nam|lan|quyet dinh|qd|cong nhan|danh gia|phan hang|xep hang|hang|ocop|nhom|ket qua|"
    r"products?|produk|round|year)\b"
)  # what headings begin with that speak of something else
_OF_THE_LIST = re.compile(
    r"\(?(?:(?:cac|nhung|danh sach) )*(?:san pham(?! cua\b)|sp|(?:dot|lan) (?:\d+|[ivx]+|thu|dau|cuoi)|nam (?:\d+|nay|truoc)|"
    r"quyet dinh|qd|cong nhan|danh gia|phan hang|xep hang|ket qua|nhom (?:\d+|[ivx]+|san pham|nganh|hang|khac)|hang (?:\d+|sao)|"
    r"trang \d+|kem theo|don vi tinh|products?|produk|round|year)\b"
)  # what headings begin with that surely name no entity
_OF_AN_ENTITY = re.compile(
    r"(?:dia chi|d/c|dc|dien thoai|sdt|dt|(?:nguoi )?dai dien|mst|ma so thue|e-?mail|website|lien he)\b"
)  # likewise, in rows below the name of one
_ANYTHING, _NOTHING = frozenset(Field), frozenset[Field]()
_KEPT = OF_ENTITY - {*OF_PLACE}
_ORDERS = {
    "i": re.compile(r"[(]?[ivx]+[.)/:]*"),
    "a": re.compile(r"[(]?[a-z][.)/:]*"),
    "1": re.compile(r"[(]?[\d.]+[.)/:]*"),
}


class Headings:
    """Hears headings in order and knows what they say of the next row."""

    def __init__(self, *, product: int, columns: Collection[Field], entity: int | None = None) -> None:
        self._product = product  # the column of products
        self._entity = entity  # that of entities, where there is one
        self._columns = columns  # what they say
        self._localities = Localities()
        self._entities: set[Stand] = set()  # where headings of entities stood
        self.said: dict[Field, Any] = {}

    def hear(self, row: Sequence[Any], said: Mapping[Field, Any] = _SILENCE) -> tuple[bool, frozenset[Field]]:
        """Keep what a heading says; whether it says any, and the fields in which rows above speak no longer for those below.

        ``said`` is what the columns say in which it stands.
        """
        cells = [
            (n, str(cell)) for n, cell in enumerate(row) if cell is not None and not ORDINAL.fullmatch(plain(str(cell)))
        ]
        whole = unicodedata.normalize("NFC", " ".join(words for _, words in cells)).strip()
        text = _bare(whole)
        bare = plain(text)
        if not bare:
            return True, _NOTHING
        stand = _stand(row, cells)
        if self._is_of_products(bare, text, whole):
            return True, self._left() if stand in self._entities else _NOTHING
        known = saying.kind(bare) is not None and not spelling.candidates(text)
        if not known and self._localities.hear(text, stand):
            self._lie()
            if not _OF_AN_ENTITY.match(bare):
                self._left()
            return True, OF_ENTITY
        if known and meant(words_of(text)) == Field.ENTITY:  # entities of this kind are below it
            return True, self._left()
        if self._is_entity(stand, bare, known=known):
            self._left()
            self._entities.add(stand)
            beside = said if Field.ENTITY not in self._columns else _SILENCE
            self.said |= {field: cell for field, cell in beside.items() if field in _KEPT}
            self.said[Field.ENTITY] = _bare(unicodedata.normalize("NFC", cells[0][1]))
            return True, _ANYTHING
        if self._localities.stood(stand) and not _NO_PLACE.match(bare):
            self._localities.end()
            self._lie()
            return False, self._left()
        return False, self._left() if self._may_be_entity(stand, bare, known=known) else _NOTHING

    def _is_of_products(self, bare: str, text: str, whole: str) -> bool:
        """Keep what a heading says of a group or of stars, if it does."""
        try:
            self._classed(classing.said(bare), text)
        except saying.Unclear:
            rated = stars.headed(whole)
            if rated:
                self.said[Field.STARS] = rated
            return rated is not None
        return True

    def _classed(self, named: classing.Class | None, text: str) -> None:
        """Keep the group that a heading names, and what it says beyond where no column says it of each product."""
        if named is None:
            return
        self.said[Field.GROUP] = named.group
        for field, value in ((Field.SUBGROUP, named.subgroup), (Field.OLDER, named.older and text)):
            self.said.pop(field, None)
            if value and Field.GROUP not in self._columns:
                self.said[field] = value

    def _lie(self) -> None:
        """Say where the rows below lie."""
        self.said = {
            field: cell for field, cell in self.said.items() if field not in OF_PLACE
        } | self._localities.said()

    def _left(self) -> frozenset[Field]:
        """Speak of no entity from here on; and what rows above say no longer then."""
        for field in _KEPT:
            self.said.pop(field, None)
        return OF_ENTITY

    def _is_entity(self, stand: Stand, bare: str, *, known: bool) -> bool:
        """Whether a heading names an entity: its kind does, or the column in which it stands."""
        if known:
            return not self._is_like_a_product(stand)
        return stand.column == self._entity and not self._localities.stood(stand) and not _OF_THE_LIST.match(bare)

    def _may_be_entity(self, stand: Stand, bare: str, *, known: bool) -> bool:
        """Whether a heading that is not understood may name one: the rows below it are nobody's then, sooner than another's."""
        if known or stand in self._entities or stand.column == self._entity:
            return True
        return not (self._is_like_a_product(stand) or _OF_THE_LIST.match(bare) or _OF_AN_ENTITY.match(bare))

    def _is_like_a_product(self, stand: Stand) -> bool:
        """Whether a heading stands as products do, in a list whose entities have a column."""
        return Field.ENTITY in self._columns and stand.column == self._product and not stand.by


def _bare(said: str) -> str:
    """The words of a heading without what counts it and what it counts; one of groups may have the code of its group."""
    found = _COUNTS.sub("", _LED.sub("", said.strip())).strip(" :;,.–-")
    named = _CODED.sub("", found)
    return named if saying.kind(named) else found


def _stand(row: Sequence[Any], cells: Sequence[tuple[int, str]]) -> Stand:
    column, text = cells[0]
    led = [plain(str(cell)) for cell in row[:column] if cell is not None]
    said = led[-1] if led else plain((_CODED.match(text) or _LED.match(text) or _NONE)[0]).rstrip(" -–")
    by = next((one for one, form in _ORDERS.items() if form.fullmatch(said)), "")
    return Stand(column, len(cells) < sum(cell is not None for cell in row), by + "." * said.strip(".").count("."))

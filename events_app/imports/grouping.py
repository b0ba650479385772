"""What headings between the rows say of those below them: a group, stars, an entity, a place.

A heading speaks until the next one of its kind. One that cannot be understood ends what was said of the entity, and where places
stand what was said of the place: the rows below it are nobody's sooner than another's.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from events_app.directory import spelling
from events_app.directory.tables import EntityKind
from events_app.imports import classing, dividing, localities, ordinals, saying, stars
from events_app.imports.headings import OF_ENTITY, Field, meant, words_of
from events_app.imports.localities import OF_PLACE, Localities, Stand
from events_app.imports.outlining import CLASSES, Outline
from events_app.values import plain

_SILENCE: Mapping[Field, Any] = {}
_COUNTS = re.compile(
    r"(?:[\s(:;,–-]*+\b(?:có|co|gồm|gom|tổng số|tong so|tổng|tong)?[\s:]*+\d[\d.,]*+\s*+"
    r"(?:sản phẩm|san pham|sp|chủ thể|chu the|cơ sở|co so|products?|produk)\b)++[\s).;:]*+$",
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
_OF_GROUPS = re.compile(
    r"\(?(?:(?:cac|nhung) )?(?:(?:phan )?nhom\b(?! (?:ho|so thich|san xuat|phu nu|nong dan|tho)\b)|nganh\b|bo (?:san pham|sp)\b|"
    r"(?:san pham|sp|hang hoa|hang|mat hang|loai)\b.*\b(?:khac|con lai)\b|(?:khac|con lai)$)"
)  # what headings begin with that are of groups, be these known or not
_OF_NO_CLASS = re.compile(
    r"\(|(?:(?:cac|nhung|danh sach) )*(?:(?:san pham|sp)(?: ocop)? (?:moi|(?:da |duoc )*(?:cong nhan|danh gia|phan hang|xep hang))"
    r"\b|(?:dot|lan) (?:\d+|[ivx]+|thu|dau|cuoi)|nam (?:\d+|nay|truoc)|quyet dinh|qd|cong nhan|danh gia|phan hang|xep hang|ket qua|"
    r"trang \d+|(?:kem )?theo|can cu|danh sach|bang|don vi tinh|page|round|year)\b"
)  # what lines begin with that stand among such headings and are none
_LABEL = re.compile(
    r"(?:(?:tên|ten)\s+)?(?:chủ thể|chu the|đơn vị|don vi|cơ sở|co so|doanh nghiệp|doanh nghiep|tổ chức|to chuc|hộ|ho)"
    r"(?:\s+(?:sản xuất|san xuat|sx|kinh doanh|kd|ocop))*\s*:\s*",
    re.I,
)
_KIND_OF_HO = re.compile(r"ho (?:kinh doanh|san xuat|gia dinh|ca the)\b")


class Headings:
    """Hears headings in order and knows what they say of the next row."""

    def __init__(self, *, product: int, columns: Collection[Field], entity: int | None = None) -> None:
        self._product = product  # the column of products
        self._entity = entity  # that of entities, where there is one
        self._columns = columns  # what they say
        self._localities = Localities()
        self._outline = Outline()
        self._entities: set[Stand] = set()  # where headings of entities stood
        self.said: dict[Field, Any] = {}

    def hear(
        self, row: Sequence[Any], said: Mapping[Field, Any] = _SILENCE, *, sure: bool = True
    ) -> tuple[bool, frozenset[Field]]:
        """Keep what a heading says; whether it says any, and the fields in which rows above speak no longer for those below.

        ``said`` is what the columns say in which it stands. Where it is not ``sure`` that it is one, it says nothing, and what it
        may have said is said no longer.
        """
        cells = _worded(row)
        whole = unicodedata.normalize("NFC", " ".join(words for _, words in cells)).strip()
        text = bare(whole)
        words = plain(text)
        if not words:
            return True, _NOTHING
        stand = _stand(row, cells)
        ended = self._enter(stand) if stand.by or stand.led else _NOTHING
        classes = self._classes(text, whole)
        known = kind(text) is not None and not spelling.candidates(text)
        if not sure:
            placed = bool(spelling.candidates(text)) or localities.is_unit(dividing.place(text))
            return False, ended | self._doubt(stand, text, classes, known=known, placed=placed)
        if known and Field.STARS in classes:
            if stars.headed(text) is not None:  # be it a part of the name
                return False, ended | self._doubt(stand, text, classes, known=known)
            classes = {}
        unit = localities.without_office(text) if self._names_places(stand) else text
        place = {} if known else self._localities.named(unit, stand)
        if place or classes:
            ended |= self._enter(stand)
            ended |= self._place(stand, words, place) if place else self._displace(stand, text)
            for of, one in classes.items():
                self._outline.say(stand, of, one, there=bool(place))
            self._tell()
            return True, self._left() if stand in self._entities else ended
        if known and meant(words_of(text)) == Field.ENTITY:  # entities of this kind are below it
            self._enter(stand)
            return True, self._left()
        if self._is_entity(stand, words, known=known):
            self._enter(stand)
            self._outline.speak(stand, Field.ENTITY)
            self._left()
            self._entities.add(stand)
            beside = said if Field.ENTITY not in self._columns else _SILENCE
            self.said |= {field: cell for field, cell in beside.items() if field in _KEPT}
            self.said[Field.ENTITY] = bare(unicodedata.normalize("NFC", cells[0][1]))
            return True, _ANYTHING
        return False, ended | self._doubt(stand, text, classes, known=known)

    def _names_places(self, stand: Stand) -> bool:
        """Whether an office that is named there is one that sends the list, and no entity."""
        return Field.ENTITY in self._columns and stand.column != self._entity

    def _enter(self, stand: Stand) -> frozenset[Field]:
        """Let headings within the one before it there say nothing more; and what rows above say no longer then."""
        ended = self._outline.enter(stand)
        self._tell()
        places = [of for of in OF_PLACE if of in ended]
        if places:
            self._localities.end(places[0])
            self._lie()
        if Field.ENTITY in ended:
            return self._left()
        return OF_ENTITY if places else _NOTHING

    def _place(self, stand: Stand, words: str, names: Mapping[Field, str]) -> frozenset[Field]:
        """Keep of which place a heading is; what rows above say no longer then."""
        self._outline.place(stand, self._localities.keep(names, stand))
        self._lie()
        if not _OF_AN_ENTITY.match(words):
            self._left()
        return OF_ENTITY

    def _displace(self, stand: Stand, text: str) -> frozenset[Field]:
        """The same of one that speaks of products and takes the place of one of a place, or names one that is not understood."""
        if not self._takes_the_place(stand, text):
            return _NOTHING
        self._localities.end(self._localities.largest(stand))
        self._lie()
        return self._left()

    def _takes_the_place(self, stand: Stand, text: str) -> bool:
        """Whether a heading stands where one of a place stood, being counted as that or naming a unit itself."""
        if (stand.by or stand.led) and self._localities.counted(stand):
            return True
        return self._localities.stood(stand) and dividing.names_a_unit(text)

    def _doubt(
        self, stand: Stand, text: str, classes: Mapping[Field, Any], *, known: bool, placed: bool = False
    ) -> frozenset[Field]:
        """End what a heading may have been about that is not understood, or that is perhaps none."""
        words = plain(text)
        self._doubt_classes(stand, words, classes, other=known or placed)
        if placed or (self._localities.stood(stand) and not _NO_PLACE.match(words)):
            self._localities.end()
        elif self._takes_the_place(stand, text):
            self._localities.end(self._localities.largest(stand))
        else:
            return self._left() if self._may_be_entity(stand, words, known=known) else _NOTHING
        self._outline.displace(stand)
        self._tell()
        self._lie()
        return self._left()

    def _doubt_classes(self, stand: Stand, words: str, classes: Mapping[Field, Any], *, other: bool) -> None:
        """The same of what is said of products: one that is counted as those before it takes the place of the last of them, unless
        it is of something ``other``."""
        of_groups = _OF_GROUPS.match(words) is not None
        for of in classes:
            self._outline.forget(of)
        if self._outline.spoke(stand):
            among_others = other or stand in self._entities or self._localities.counted(stand)
            by_the_way = not (stand.by or stand.led) and _OF_NO_CLASS.match(words)
            if of_groups or not (among_others or by_the_way):
                self._outline.end(stand)
        elif of_groups:
            self._outline.forget(Field.GROUP, stand)
        self._tell()

    def _classes(self, text: str, whole: str) -> Mapping[Field, Mapping[Field, Any]]:
        """What a heading says of a group, or else of stars: nothing of the rows where it names several, or counts them."""
        named = classing.headed(text, ordinals.code(ordinals.split(whole)[0]))
        if named is None:
            rated, tally = stars.headed(whole), stars.is_tally(whole)
            if rated is None or (tally and rated == self.said.get(Field.STARS)):
                return {}
            return {Field.STARS: {Field.STARS: rated} if rated and not tally else {}}
        said: dict[Field, Any] = {Field.GROUP: named.group}
        if Field.GROUP not in self._columns:  # else that says it of each product
            more = {Field.SUBGROUP: named.subgroup, Field.OLDER: named.older and text}
            said |= {field: value for field, value in more.items() if value}
        return {Field.GROUP: said}

    def _tell(self) -> None:
        """Say what products below are."""
        self.said = {field: cell for field, cell in self.said.items() if field not in CLASSES} | self._outline.said()

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

    def _is_entity(self, stand: Stand, words: str, *, known: bool) -> bool:
        """Whether a heading names an entity: its kind does, or the column in which it stands."""
        if known:
            return not self._is_like_a_product(stand)
        return stand.column == self._entity and not self._localities.stood(stand) and not _OF_THE_LIST.match(words)

    def _may_be_entity(self, stand: Stand, words: str, *, known: bool) -> bool:
        """Whether a heading that is not understood may name one: the rows below it are nobody's then, sooner than another's."""
        if known or stand in self._entities or stand.column == self._entity:
            return True
        return not (self._is_like_a_product(stand) or _OF_THE_LIST.match(words) or _OF_AN_ENTITY.match(words))

    def _is_like_a_product(self, stand: Stand) -> bool:
        """Whether a heading stands as products do, in a list whose entities have a column."""
        return Field.ENTITY in self._columns and stand.column == self._product and not (stand.by or stand.led)


def bare(said: str) -> str:
    """The words of a heading without what counts it and what it counts."""
    text = ordinals.split(said.strip())[1]
    if len(text) <= dividing.LONGEST:
        text = dividing.without_tally(_COUNTS.sub("", text), named=kind(unlabelled(text)) is not None)
    return unlabelled(text.strip(" :;,.–-"))


def unlabelled(text: str) -> str:
    """A text without the words that say that an entity is named, where a kind of entity stands behind them: “Chủ thể: HTX …”."""
    label = _LABEL.match(text) if ":" in text else None
    return text[label.end() :] if label and kind(text[label.end() :]) else text


def kind(text: str) -> EntityKind | None:
    """The kind of entity that a text begins with; with accents “Hồ tiêu” is no “hộ”."""
    words = plain(text)
    if words.startswith("ho ") and not (
        text.isascii() or unicodedata.normalize("NFC", text)[:2].casefold() == "hộ" or _KIND_OF_HO.match(words)
    ):
        return None
    return saying.kind(words)


def _worded(row: Sequence[Any]) -> list[tuple[int, str]]:
    """The cells of a heading that have words, by their columns."""
    cells = [(n, str(cell)) for n, cell in enumerate(row) if cell is not None]
    left = ordinals.words([plain(cell) for _, cell in cells])
    return [(n, cell) for n, cell in cells if plain(cell) in left]


def _stand(row: Sequence[Any], cells: Sequence[tuple[int, str]]) -> Stand:
    column, text = cells[0]
    led = [str(cell) for cell in row[:column] if cell is not None]
    written = led[-1] if led else ordinals.split(text)[0] or text
    return Stand(column, len(cells) < sum(cell is not None for cell in row), ordinals.order(written))

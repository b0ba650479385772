"""Which group of products a list names, and which sub-group: by a number, or by a name of today or of before 2023."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from events_app.directory.groups import subgroups
from events_app.directory.spelling import candidates
from events_app.i18n import marked
from events_app.imports.saying import Unclear, written
from events_app.values import plain

Cell = str | int | float | None
GROUP = marked("Name one of the six groups of products, by its number or its name.")
SUBGROUP = marked("There is no such sub-group in this group.")
_GROUPS = {
    1: ("thuc pham", "food", "makanan", "nhom thuc pham"),
    2: ("do uong", "drinks", "drink", "beverages", "beverage", "thuc uong", "minuman"),
    3: ("duoc lieu", "tu duoc lieu", "medicinal", "vai va duoc lieu", "obat", "tanaman obat", "thuc pham chuc nang"),
    4: ("thu cong my nghe", "tcmn", "handicrafts", "handicraft", "thu cong", "hang thu cong my nghe", "kerajinan"),
    5: ("sinh vat canh", "ornamental", "hoa cay canh", "tanaman hias", "tanaman dan hewan hias"),
    6: ("du lich", "dich vu du lich", "tourism", "community tourism", "pariwisata", "wisata"),
}
# What groups were called before 24 February 2023 and are not any more, and in which group of today their goods are.
_OLDER = {"thao duoc": 3, "vai va may mac": 4, "luu niem": 4, "dich vu du lich nong thon": 6, "du lich nong thon": 6}
# What stands between a group and its sub-groups, by the beginning of their codes.
_BETWEEN = {
    "1.1": ("thuc pham tuoi song",),
    "1.2": ("thuc pham tho so che", "thuc pham tho", "thuc pham so che"),
    "1.3": ("thuc pham che bien", "banh keo", "banh keo mut"),
    "1.4": ("gia vi",),
    "1.5": ("che", "tra", "che tra"),
    "1.6": ("ca phe ca cao", "ca phe"),
    "2.1": ("do uong co con",),
    "2.2": ("do uong khong con",),
    "3.1": ("thuc pham chuc nang",),
}
_OF_NAMES = re.compile(
    r"(?:(?:va|tu|cac|san|pham|thuc|do|uong|duoc|lieu|thao|moc|chuc|nang|hang|thu|cong|my|nghe|trang|tri|noi|that|gia|dinh|luu|niem|"
    r"vai|may|mac|sinh|vat|canh|hoa|cay|dong|dich|vu|du|lich|thai|diem|den|nong|thon|nghi|duong|co|khong|con|tuoi|song|tho|so|che|"
    r"bien|khac|food|drinks?|and|products|handicrafts?|tourism)(?: |$))+"
)  # what names of groups are made of, as offices write them out
_PREFIX = re.compile(r"^(?:(?:phan )?nhom|bo san pham|nganh|group|kelompok)?\s*(?:hang\s+|san pham\s+)?(?:so\s+)?")
_NUMBER = re.compile(r"([1-6])\b(?!(?:\s*(?:[-–,/]|va\b|den\b)\s*[1-6])?\s*(?:sao|stars?|[*★⭐]))")
_LEAD = re.compile(r"^(?:[1-6]|i|ii|iii|iv|v|vi)\s+")
_ROMANS = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6"}
_CODE = re.compile(r"(\d(?:\.\d){1,2})\b\.?\s*(.*)")


class Class(NamedTuple):
    """A group, the sub-group where one is named, and what it was called where that is a name of before."""

    group: int | None
    subgroup: str | None = None
    older: str = ""


@lru_cache(1024)
def said(cell: Cell) -> Class | None:
    """What a cell of groups names; None where it is blank. A name is surer than the number before it, by which lists count too."""
    bare = plain(written(cell))
    if not bare:
        return None
    short = _PREFIX.sub("", bare)
    if (code := _CODE.match(short)) and (found := _by_code(code[1])):
        return found
    if found := _named(cell, short):
        return found
    if number := _NUMBER.match(_ROMANS.get(short.strip(" ."), short)):
        return Class(int(number[1]))
    raise Unclear(GROUP)


def headed(text: str, code: str) -> Class | None:
    """What a heading names, in the text without the number before it, which may be the ``code`` of a group; None where none.

    Headings are counted, so that a code says nothing but what the words behind it name too, and neither does a number unless it
    is all there is, or a word calls it a group.
    """
    bare = plain(text)
    short = _PREFIX.sub("", bare)
    named = _named(text, short)
    coded = _by_code(code) if code else None
    if coded and (
        not named.subgroup and not named.older and named.group == coded.group if named else _is_of(code, short)
    ):
        return coded
    if named:
        return named
    own = _CODE.match(short)
    if own and (found := _by_code(own[1])) and (not own[2] or _is_of(own[1], own[2]) or short != bare):
        return found
    number = _NUMBER.match(_ROMANS.get(short.strip(" ."), short))
    return Class(int(number[1])) if number and (short != bare or number.end() == len(short.rstrip(" ."))) else None


def _named(cell: Cell, short: str) -> Class | None:
    """What the words name, ``short`` without accents and what groups are called before their names."""
    words = _LEAD.sub("", _words(short))
    if found := _names().get(words):
        return found
    for name, group in _OLDER.items():
        if _begins(words, name):
            return Class(group, older=" ".join(written(cell).split()))
    for name, group in _by_name():
        if _begins(words, name):
            return Class(group)
    return None


def _is_of(code: str, words: str) -> bool:
    """Whether the first of the words, and half of them, are among those of the names that have this code or begin with it."""
    said = _words(words).split()
    known = {
        word
        for name, one in _names().items()
        if one.subgroup and (one.subgroup == code or one.subgroup.startswith(f"{code}."))
        for word in name.split()
    } | {word for name in _BETWEEN.get(code, ()) for word in name.split()}
    return bool(said) and said[0] in known and 2 * len(known.intersection(said)) >= len(said) and not candidates(words)


def is_name(bare: str) -> bool:
    """Whether a text is the name of a group or of what is below it, and nothing more; short ones of these name products too."""
    words = _LEAD.sub("", _words(_PREFIX.sub("", bare)))
    if words in _names() and len(words.split()) > 2:
        return True
    groups = [*_OLDER, *(name for name, _ in _by_name())]
    return _OF_NAMES.fullmatch(words) is not None and any(_begins(words, name) for name in groups)


@cache
def _by_name() -> list[tuple[str, int]]:
    """Names with their groups, the longest first: “thực phẩm chức năng” is no food."""
    return sorted(((name, group) for group, names in _GROUPS.items() for name in names), key=lambda one: -len(one[0]))


@lru_cache(1024)
def subgroup(cell: Cell, within: int | None) -> Class | None:
    """The sub-group that a cell names in a group, or in any; the group alone where it names that, or what is between the two."""
    bare = plain(written(cell))
    if not bare:
        return None
    code = _CODE.match(bare)
    found = (_by_code(code[1]) if code else None) or _names().get(_words(code[2] if code else bare))
    found = found or _named(cell, _PREFIX.sub("", bare))  # a group by its name: a number counts something else here
    if found and within in {None, found.group}:
        return found
    raise Unclear(SUBGROUP)


def _by_code(code: str) -> Class | None:
    below = [one for one in subgroups() if one == code or one.startswith(f"{code}.")]
    return Class(int(code[0]), below[0] if len(below) == 1 else None) if below else None


@cache
def _names() -> dict[str, Class]:
    """What has a name below the groups: sub-groups in all languages, and what stands between."""
    between = {name: _by_code(code) for code, names in _BETWEEN.items() for name in names}
    own = {
        _words(plain(name)): Class(one.group, one.code) for one in subgroups().values() for name in one.name.values()
    }
    return {name: found for name, found in between.items() if found} | own


def _words(bare: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in bare).split())


def _begins(words: str, name: str) -> bool:
    return words == name or words.startswith(f"{name} ")

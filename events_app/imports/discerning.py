"""Whether a text by itself is a heading by its words, or may be the name of a product just as well."""

import re
import unicodedata
from enum import IntEnum
from typing import Any

from events_app.directory import spelling
from events_app.imports import classing, dividing, grouping, localities, stars
from events_app.values import plain

_OF_GROUPS = re.compile(r"(?:(?:cac|nhung) )?(?:(?:phan )?nhom|nganh)\b")
_OF_PRODUCTS = re.compile(
    r"\(?(?:(?:cac|nhung|danh sach) )*(?:(?:san pham|sp|hang hoa|mat hang)(?: ocop)? (?:khac|con lai|tiem nang|\d|(?:moi )?"
    r"(?:(?:da|chua|duoc|de nghi) )*(?:cong nhan|danh gia|phan hang|xep hang|xep loai|nang hang|dat (?:\d|sao|chuan|hang|tieu))|"
    r"cap (?:tinh|huyen|quoc|trung)|moi$|(?:nam|dot) \d)|(?:dot|lan|nam|trang) (?:\d+|[ivx]+|thu|dau|cuoi|nay|truoc)\b|"
    r"quyet dinh\b|qd\b|cong nhan\b|danh gia\b|phan hang\b|xep hang\b|ket qua\b|kem theo\b|khac$)"
)  # what headings say of products, and no name of one
_STARRED = re.compile(
    r"(?:(?:cac|nhung) )?(?:san pham|sp|hang|dat|xep|phan|cap|muc|loai|tiem nang|ocop|duoc|cong nhan|danh gia|potential|\d|[*★⭐])"
)
_PLACES = ("tinh ", "thanh pho ", "huyen ", "quan ", "thi xa ", "thi tran ", "xa ", "phuong ", "dac khu ")
_OR_NOT = re.compile(r"(?:xa|phuong|quan)\b", re.I)  # of places, but for accents that many a product has there


class Heading(IntEnum):
    """How surely a text is one."""

    OPEN = 0  # a product may be called so
    LIKELY = 1  # unless something else speaks for a product
    SURE = 2


def surely(text: str) -> Heading:
    """How surely a text is a heading."""
    whole = unicodedata.normalize("NFC", text).strip()
    said = localities.without_office(grouping.bare(whole))
    words = plain(said)
    placed = _OR_NOT.match(said) is None
    unit = dividing.place(said)
    if _OF_GROUPS.match(words) or ((placed or unit != said) and localities.is_named(unit)):
        return Heading.SURE
    if (
        grouping.kind(said)
        or classing.is_name(words)
        or spelling.candidates(said)
        or (placed and localities.is_unit(said))
        or _OF_PRODUCTS.match(words)
        or (stars.headed(whole) is not None and _STARRED.match(words))
    ):
        return Heading.LIKELY
    return Heading.OPEN


def is_place(words: str, cell: Any) -> bool:
    """Whether a cell is the name of a place; ``words`` are it without accents, and most of them show at once that it is none."""
    return words.startswith(_PLACES) and surely(str(cell)) == Heading.SURE


def is_bare(text: str) -> bool:
    """Whether a text is the name of a province or of a group without the word that it is one, as names of products have too."""
    words = plain(text)
    return bool(spelling.candidates(text) or classing.is_name(words)) and not (
        words.startswith(_PLACES) or _OF_GROUPS.match(words)
    )

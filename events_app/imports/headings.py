"""Which column of a list says what, however an office words it: found by the words of the header, corrected by a person."""

import re
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from events_app.values import plain


class Field(StrEnum):
    """What a column can say."""

    PRODUCT = "product"
    GROUP = "group"
    SUBGROUP = "subgroup"
    OLDER = "older_classification"
    STARS = "stars"
    THREE = "stars_3"
    FOUR = "stars_4"
    FIVE = "stars_5"
    POTENTIAL = "potential_five"
    NUMBER = "certificate_number"
    ISSUER = "issuer"
    ISSUED = "issued_on"
    ENDS = "valid_to"
    ENTITY = "entity"
    KIND = "entity_kind"
    TAX_CODE = "tax_code"
    REPRESENTATIVE = "representative"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    COMMUNE = "commune"
    DISTRICT = "district"
    PROVINCE = "province"
    PAGE = "page"


OF_ENTITY = frozenset(list(Field)[list(Field).index(Field.ENTITY) :])
OF_CERTIFICATE = frozenset(list(Field)[list(Field).index(Field.STARS) : list(Field).index(Field.ENTITY)])
REPEATED = OF_CERTIFICATE | {Field.ADDRESS}  # what several columns may say: one of them fills what another leaves blank
MARKS = {Field.THREE: 3, Field.FOUR: 4, Field.FIVE: 5}  # columns that are crossed


@cache
def _by_words() -> dict[str, Field]:
    """What each heading means, from the table beside this file."""
    found: dict[str, Field] = {}
    field = None
    for line in files("events_app.imports").joinpath("data/columns.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            field = Field(line.strip("[]"))
        elif line and field and not line.startswith("#"):
            found[line] = field
    return found


@cache
def headings_of_products() -> list[str]:
    """The headings of products."""
    return [said for said, field in _by_words().items() if field == Field.PRODUCT]


_NEVER = re.compile(r"^(?:stt|so tt|tt|no|so thu tu|ghi chu|note|catatan|ghi chu khac)$")
_MEANING = (
    r"tiem nang|tn|potential|potensi|potensial|de nghi|du kien|dang ky"  # what changes a heading though in brackets
)
_BRACKETS = re.compile(
    rf"\((?!tinh\))(?!(?<=dia phuong \()tinh(?: cu| moi|[ /,]+(?:thanh pho|tp))+\))(?![^)]*\b(?:{_MEANING})\b)[^)]*\)"
)
_STARRED = re.compile(r"(?<=[345])\s?[*★⭐]")
_ALL_STARS = re.compile(r"[*★⭐]{3,5}")


def words_of(cell: Any) -> str:
    """The words of a header cell, without accents, signs and what stands in brackets, unless that makes it another heading."""
    return _words(str(cell)[:300])


@lru_cache(2048)
def _words(cell: str) -> str:
    text = plain(cell)[:200]
    text = f"{len(text)} sao" if _ALL_STARS.fullmatch(text) else _STARRED.sub(" sao", text)
    for said in (_BRACKETS.sub(" ", text), text):
        found = " ".join("".join(letter if letter.isalnum() else " " for letter in said).split())
        if found:
            return found
    return ""


_PAPER = "qd|quyet dinh|gcn|giay chung nhan|giay cn|chung nhan"
_RATED = "cong nhan|phe duyet|ket qua|danh gia|phan hang|xep hang|ocop|san pham|sp|cua|ubnd|tinh"
_OF_PAPER = f"{_PAPER}|ngay|thang|nam|va|cap|ky|ban hanh|{_RATED}"
_WHO = (
    "doanh nghiep|dn|hop tac xa|htx|to hop tac|tht|cong ty|cty|ho kinh doanh|ho kd|hkd|ho san xuat|ho sx|co so|cssx|"
    "to chuc(?! san xuat)|don vi|chu the"
)
_OF_WHO = f"{_WHO}|cua|san xuat|sx|sxkd|kinh doanh|kd"
_OF_WHOM = (
    "dia chi|(?:so )?dien thoai|so dt|sdt|dt|lien he|(?:nguoi )?dai dien|mst|ma so thue"  # beside names, in one cell
)
_STARS = "sao|so sao|cap sao|stars?|bintang"
_RATING = "dat|hang|hang sao|xep hang|phan hang|xep loai|ket qua|danh gia|sao|so sao"
_POTENTIAL = "tiem nang|tn|potential|potensi|potensial|de nghi (?:tw|trung uong)"
_LEADS = "nguoi dai dien|dai dien|nguoi dd|nguoi dung dau|chu ho|chu co so|giam doc"


def _crossed(count: int) -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{_RATING}) )+{count}(?: (?:{_STARS}))?|{count} (?:{_STARS})(?: ocop)?")


# Headings that are made of such words alone, whatever their order; none of products, which the header's search would not know.
_MADE_OF = {
    Field.THREE: _crossed(3),
    Field.FOUR: _crossed(4),
    Field.FIVE: _crossed(5),
    Field.POTENTIAL: re.compile(
        rf"tiem nang|(?=.*\b(?:{_POTENTIAL})\b)(?=.*\b(?:5s?|nam|five)\b)(?:(?:{_POTENTIAL}|{_RATING}|{_STARS}|5s?|nam|five|"
        r"cong nhan|san pham|sp|ocop|cap tinh|quoc gia)(?: |$))+"
    ),
    Field.STARS: re.compile(
        rf"(?=.*\b(?:sao|stars?|bintang)\b)(?:(?:{_STARS}|hang|xep hang|phan hang|xep loai|muc|dat|dat chuan|dat duoc|duoc|"
        r"cong nhan|danh gia|ket qua|cap tinh|cua|ocop|san pham|sp|hien tai|hien nay|number of|rating|rank|level|awarded|jumlah|"
        r"peringkat|tingkat)(?: |$))+"
    ),
    Field.NUMBER: re.compile(
        rf"(?:(?:so|ma so|ma|so hieu|so ky hieu)(?: (?:va|ngay|thang|nam))* (?:{_PAPER}|cong nhan)"
        rf"|(?:{_PAPER})(?: (?:{_OF_PAPER}))* so)"
        rf"(?: (?:{_OF_PAPER}))*|(?:quyet dinh|qd|van ban)(?: (?:{_RATED}|chung nhan))+"
    ),
    Field.ISSUED: re.compile(
        r"(?:ngay|thoi gian|thoi diem)(?: (?:thang|nam))* (?:duoc )?"
        rf"(?:{_PAPER}|cong nhan|cap|ky|ban hanh|phe duyet|ra (?:quyet dinh|qd))(?: (?:{_OF_PAPER}))*"
    ),
    Field.ENDS: re.compile(
        rf"(?:(?:{_PAPER}) )?(?:ngay )?(?:het han|het hieu luc|thoi han|(?:co )?(?:hieu luc|gia tri) den)"
        rf"(?: (?:{_PAPER}|hieu luc|cong nhan|den|ngay|cua|ocop))*|han(?: su dung)? (?:{_PAPER})(?: ocop)?"
    ),
    Field.ISSUER: re.compile(
        rf"(?:co quan|don vi|noi|cap) (?:cap|ban hanh|ky|ra|cong nhan|phe duyet)(?: (?:{_OF_PAPER}))*|(?:cap|ubnd) (?:cap|qd)"
    ),
    Field.ENTITY: re.compile(
        rf"(?:ten )?(?:(?:ca nhan|ho) )?(?:{_WHO})"
        rf"(?: (?:{_WHO}|ca nhan|ho|va|hoac|tham gia|thuc hien|ocop|san xuat|sx|kinh doanh|kd|{_OF_WHOM}))*"
    ),
    Field.KIND: re.compile(rf"(?:loai hinh|hinh thuc)(?: (?:{_OF_WHO}|to chuc|kinh te|hoat dong))*"),
    Field.TAX_CODE: re.compile(
        r"(?=.*\b(?:ma so thue|mst|ma so (?:dn|doanh nghiep|htx|ho kd|ho kinh doanh))\b)(?:(?:ma so thue|mst|ma so|cccd|so cccd|"
        rf"so dinh danh|so dinh danh ca nhan|{_OF_WHO}|hoac|va)(?: |$))+"
    ),
    Field.REPRESENTATIVE: re.compile(
        rf"(?:ho (?:va )?ten |ten )?(?:{_LEADS})(?: (?:{_LEADS}|{_OF_WHO}|phap luat|phap ly|theo phap luat|chuc vu|va|hoac))*"
        r"(?: (?:so )?(?:dien thoai|sdt|dt|lien he))*"
    ),
    Field.PHONE: re.compile(
        rf"(?:so )?(?:dien thoai|sdt|dt|hotline|di dong)(?: (?:dien thoai|di dong|lien he|{_LEADS}|{_OF_WHO}))*"
    ),
    Field.ADDRESS: re.compile(
        rf"(?:dia chi|tru so|dia diem (?:san xuat|sx|kinh doanh))(?: (?:tru so|chinh|lien he|hien nay|{_OF_WHO}))*"
    ),
    Field.DISTRICT: re.compile(
        r"(?=.*\b(?:huyen|quan)\b)(?:ten |dia ban |dia chi |thuoc )?(?:(?:huyen|quan|thi xa|thi|tx|thanh pho|tp|va|hoac) ?)+"
        r"(?:cu|truoc day|truoc sap nhap|truoc (?:ngay )?(?:0?1 )?0?7 2025)?"
    ),
    Field.GROUP: re.compile(
        r"(?=.*\b(?:nhom|nganh)\b)(?:thuoc )?(?:nhom|nganh|bo)(?: (?:nhom|nganh|hang|san pham|sp|ocop|va))*"
    ),
}


def meant(words: str) -> Field | None:
    """The field that the words of a header mean."""
    return listed(words) or made_of(words)


_NAMELESS = {Field.TAX_CODE, Field.PHONE, Field.EMAIL, Field.ADDRESS}  # nobody asks for the name of one


@lru_cache(4096)
def listed(words: str) -> Field | None:
    """The field that is headed by just these words."""
    if not _is_heading(words):
        return None
    found = _by_words().get(words)
    if found is None and words.startswith("ten "):
        found = _by_words().get(words[4:])
        found = None if found in OF_CERTIFICATE | _NAMELESS else found
    return found


@lru_cache(4096)
def made_of(words: str) -> Field | None:
    """The field whose headings are made of such words."""
    if not _is_heading(words):
        return None
    return next((field for field, form in _MADE_OF.items() if form.fullmatch(words)), None)


def _is_heading(words: str) -> bool:
    return bool(words) and len(words) <= 60 and not _NEVER.match(words)


def names_year(words: str) -> bool:
    """Whether the words of a header say that its column has years in which products were recognised."""
    return _OF_YEARS.fullmatch(words) is not None


_OF_YEARS = re.compile(
    r"nam (?:duoc )?(?:cong nhan|dat|cap|danh gia|phan hang|xep hang|chung nhan|phe duyet)(?: (?:cong nhan|dat|chuan|hang|sao|"
    rf"gan sao|chung chi|{_OF_PAPER}))*|year of (?:recognition|certification|award|issue)|(?:recognition|certification) year|"
    r"year (?:recognized|recognised|certified)|tahun (?:pengakuan|sertifikasi|penetapan)"
)


def is_of_nothing(words: str) -> bool:
    """Whether the words above a column say that it numbers the rows, or has notes."""
    return _NEVER.match(words_of(words)) is not None


def names_both(cell: str) -> bool:
    """Whether a heading says that its column has entities, and below each of them its products: “Tên chủ thể/sản phẩm”."""
    return len(cell) <= 60 and _BOTH.fullmatch(plain(cell)) is not None


_BETWEEN = r"\s*(?:[/,;&+–-]|\bva\b)\s*"
_BOTH = re.compile(
    rf"(?:ten )?(?:(?:tinh|huyen|xa|dia ban|dia phuong){_BETWEEN})*(?:ten )?(?:{_WHO})(?: san xuat| sx| ocop)?{_BETWEEN}"
    r"(?:ten )?(?:san pham|sp)(?: ocop)?"
)


def field_of(cell: Any) -> Field | None:
    """What a single header cell means."""
    return meant(words_of(cell)) if isinstance(cell, str) else None

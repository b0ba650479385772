"""Which column of a list says what, however an office words it: found by the words of the header, corrected by a person."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import msgspec

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


OF_ENTITY = frozenset(list(Field)[list(Field).index(Field.ENTITY) :])
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


_NEVER = re.compile(r"^(?:stt|so tt|tt|no|so thu tu|ghi chu|note|catatan|ghi chu khac)$")
_BRACKETS = re.compile(r"\([^)]*\)")
DEPTH = 40  # rows among which the header is sought


class Header(msgspec.Struct, frozen=True):
    """Where the header stands, rows from 0 among those looked at, its words by column, and what each column was taken for."""

    first: int
    last: int
    words: list[str]
    fields: dict[int, Field]


def words_of(cell: Any) -> str:
    """The words of a header cell, without accents, signs and what stands in brackets."""
    return _words(str(cell)[:300])


@lru_cache(2048)
def _words(cell: str) -> str:
    text = plain(cell)[:200]
    for said in (_BRACKETS.sub(" ", text), text):
        found = " ".join("".join(letter if letter.isalnum() else " " for letter in said).split())
        if found:
            return found
    return ""


_PAPER = "qd|quyet dinh|gcn|giay chung nhan|giay cn|chung nhan"
_OF_PAPER = (
    f"{_PAPER}|ngay|thang|nam|va|cap|ky|ban hanh|cong nhan|phe duyet|ket qua|phan hang|ocop|san pham|sp|cua|ubnd|tinh"
)
_WHO = (
    "doanh nghiep|dn|hop tac xa|htx|to hop tac|tht|cong ty|cty|ho kinh doanh|ho kd|hkd|ho san xuat|ho sx|co so|cssx|"
    "to chuc(?! san xuat)|don vi|chu the"
)
_STARS = "sao|so sao|cap sao|stars?|bintang"
# Headings that are made of such words alone, whatever their order; none of products, which ``_ends`` would not know.
_MADE_OF = {
    Field.STARS: re.compile(
        rf"(?=.*\b(?:sao|stars?|bintang)\b)(?:(?:{_STARS}|hang|xep hang|phan hang|xep loai|muc|dat|dat chuan|dat duoc|duoc|"
        r"cong nhan|danh gia|ket qua|cap tinh|cua|ocop|san pham|sp|number of|rating|rank|level|awarded|jumlah|peringkat|tingkat)"
        r"(?: |$))+"
    ),
    Field.NUMBER: re.compile(
        rf"(?:so(?: (?:va|ngay|thang|nam))* (?:{_PAPER})|(?:{_PAPER})(?: (?:{_OF_PAPER}))* so)(?: (?:{_OF_PAPER}))*"
    ),
    Field.ISSUED: re.compile(
        rf"(?:ngay|thoi gian)(?: (?:thang|nam))* (?:duoc )?(?:{_PAPER}|cong nhan|cap|ky|ban hanh|phe duyet)(?: (?:{_OF_PAPER}))*"
    ),
    Field.ENDS: re.compile(
        rf"(?:ngay )?(?:het han|het hieu luc|thoi han|(?:co )?hieu luc den)(?: (?:{_PAPER}|hieu luc|cong nhan|den|ngay|cua|ocop))*"
    ),
    Field.ENTITY: re.compile(
        rf"(?:ten )?(?:ca nhan )?(?:{_WHO})(?: (?:{_WHO}|ca nhan|va|hoac|tham gia|ocop|san xuat|sx|kinh doanh|kd))*"
    ),
}


def meant(words: str) -> Field | None:
    """The field that the words of a header mean."""
    return _listed(words) or _made_of(words)


@lru_cache(4096)
def _listed(words: str) -> Field | None:
    """The field that is headed by just these words."""
    if not _is_heading(words):
        return None
    found = _by_words().get(words)
    if found is None and words.startswith("ten "):
        found = _by_words().get(words[4:])
    return found


@lru_cache(4096)
def _made_of(words: str) -> Field | None:
    """The field whose headings are made of such words."""
    if not _is_heading(words):
        return None
    return next((field for field, form in _MADE_OF.items() if form.fullmatch(words)), None)


def _is_heading(words: str) -> bool:
    return bool(words) and len(words) <= 60 and not _NEVER.match(words)


def field_of(cell: Any) -> Field | None:
    """What a single header cell means."""
    return meant(words_of(cell)) if isinstance(cell, str) else None


def score(rows: Sequence[Sequence[Any]]) -> int:
    """How much the beginning of a sheet looks like a list of products: the fields of its best header."""
    header = found(rows)
    return len(header.fields) if header else 0


def found(rows: Sequence[Sequence[Any]], preferred: int | None = None) -> Header | None:
    """The header below a title block, of one row or of two; None where no row names a product and something more.

    The one that ends in the row ``preferred`` is taken before others. A row that names as much by itself as together with the
    one above it stands below a title.
    """
    best: Header | None = None
    names = [any(map(_ends_as_a_product, row)) for row in rows[: DEPTH + 1]]
    for place in range(min(len(rows), DEPTH)):
        for last in (place, place + 1):
            if last >= len(rows) or not (names[place] or names[last]):
                continue
            header = _read(rows, place, last)
            named = set(header.fields.values())
            if Field.PRODUCT not in named or len(named) < 2:
                continue
            if best is None or _sure(header, preferred) > _sure(best, preferred):
                best = header
    return best


def _ends_as_a_product(cell: Any) -> bool:
    """Whether a cell is the heading of the products, or the last words of it, as below another cell; few rows have one."""
    return isinstance(cell, str) and words_of(_said(cell)) in _ends()


@cache
def _ends() -> set[str]:
    phrases = [said for said, field in _by_words().items() if field == Field.PRODUCT]
    words = [said.split() for one in phrases for said in (one, f"ten {one}")]
    return {" ".join(said[n:]) for said in words for n in range(len(said))}


def _sure(header: Header, preferred: int | None) -> tuple[bool, int, bool]:
    return header.last == preferred, len(header.fields), header.first == header.last


def standing(row: Sequence[Any]) -> Header:
    """The header that a person says to stand in this row; without fields where none names a product."""
    header = _read([row], 0, 0)
    return header if Field.PRODUCT in header.fields.values() else msgspec.structs.replace(header, fields={})


def widest(rows: Sequence[Sequence[Any]]) -> int:
    """The row that most looks like a header where none does: the one with the most cells."""
    return max(range(len(rows[:DEPTH])), key=lambda n: len(rows[n]) - rows[n].count(None))


def _read(rows: Sequence[Sequence[Any]], first: int, last: int) -> Header:
    upper, lower = list(rows[first]), list(rows[last]) if last > first else []
    width = max(len(upper), len(lower))
    upper += [None] * (width - len(upper))
    lower += [None] * (width - len(lower))
    words: list[str] = []
    fields: dict[int, Field] = {}
    sure: dict[Field, tuple[int, int]] = {}  # how sure it is, in which column
    above = ""
    for column in range(width):
        over, under = _said(upper[column]), _said(lower[column])
        if over:
            above = over
        elif not under:
            above = ""
        words.append(" – ".join(part for part in (above if under and last > first else over, under) if part))
        for meaning, surely in _meanings(over, under, above):
            so_far, taken = sure.get(meaning, (-1, column))
            if surely > so_far:
                fields.pop(taken, None)
                fields[column], sure[meaning] = meaning, (surely, column)
                break
    if last > first and not any(field_of(cell) or _said(cell) in _PARTS for cell in lower):
        fields = {}
    return Header(first, last, words, fields)


_VAGUE = {
    "danh muc san pham", "san pham", "item", "items", "kind", "type", "category", "owner", "organization", "don vi", "to chuc",
    "ket qua", "ket qua danh gia", "hang", "decision", "issued", "hieu luc",
}  # fmt: skip
_VAGUELY, _BY_WORDS, _OUTRIGHT = 0, 1, 2  # a column gives way to another one that says it more surely
_PARTS = {"Số", "Tên", "Ngày"}


def _meanings(over: str, under: str, above: str) -> Iterator[tuple[Field, int]]:
    """What a column may mean, and how surely: by its words and those above them, which say what kinds are crossed in it."""
    own, whole = words_of(under or over), words_of(above)
    joined = f"{whole} {own}".strip() if under else own
    among = under and meant(whole) == Field.KIND
    for said in dict.fromkeys((joined,) if among else (joined, own)):
        if meaning := _listed(said):
            yield meaning, _VAGUELY if said in _VAGUE else _OUTRIGHT
    if not among and (meaning := _made_of(own)):
        yield meaning, _BY_WORDS


def _said(cell: Any) -> str:
    return " ".join(cell.split())[:120] if isinstance(cell, str) else ""

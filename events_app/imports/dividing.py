"""A heading that says several things, taken apart: which place it is of, and what it says of the products there.

“Huyện Bình Đại: 02 sản phẩm 4 sao” is of a district, and how many products of how many stars are in it says nothing of a row.
“Các sản phẩm 3 sao của huyện Chợ Lách” is of both.
"""

import re

from events_app.accents import both

LONGEST = 500  # letters of a heading that is taken apart; in more, a count is looked for in vain and for long
_WORDS = (
    r"(?:sản|phẩm|sp|sao|stars?|bintang|ocop|đạt|được|hạng|xếp|phân|loại|mức|cấp|chuẩn|tiêu|có|co|gồm|bao|trong|đó|tổng|số|lượng|"
    r"chủ|thể|cơ|sở|và|tiềm|năng|tn|công|nhận|đánh|giá|các|những|là|products?|produk)\b"
)  # of which counts are made; a text without accents is asked for them without
_SIGNS = r"[\s,.:;()\[\]/=+–—-]"
_ONE = rf"(?:{_WORDS}|\d++(?:[.,]\d++)*+|[*★⭐]++)"
_COUNTED = r"(?:(?:có|gồm|bao gồm|trong đó|tổng số)\s+)?\d++\s*(?:sản phẩm|sp|chủ thể|cơ sở|sao|stars?|[*★⭐])|(?:sản phẩm|sp)\b"
_TAIL = both(rf"(?:\s*+[,:;(\[–—]{_SIGNS}*+|\s++-{_SIGNS}*+|\s++(?={_COUNTED}))(?:{_ONE}{_SIGNS}*+)++$")
_TOLD = re.compile(r"[\d*★⭐]")
_NUMBER_OF = both(r"\d\s*(?:sản phẩm|sp|products?|produk)\b|sao\s*[:(=–-]\s*\d")
_LED = both(
    rf"^(?:(?:{_WORDS}|(?:danh|sách|mục|bảng|biểu|tổng|hợp|của|thuộc|ở|tại|trên|địa|bàn|khu|vực|vùng|sản|xuất|tham|gia)\b"
    rf"|\d++|[*★⭐]++){_SIGNS}*+)++(?=(?:huyện|quận|thị xã|thành phố|xã|phường|thị trấn|đặc khu|t\.?p\b|tx\b)[\s.:])"
)
_UNIT = (
    r"(?<!cấp )\b(?:huyện|quận|thị xã|thành phố|xã|phường|thị trấn|đặc khu|t\.?p|tx)[\s.:]+"
    r"(?!thuộc\b|của\b|cấp\b|khác\b|công nhận\b|đạt\b|đánh giá\b|phân hạng\b|có\b|viên\b|hội\b)\w"
)
_IS_UNIT, _HAS_UNIT = both(f"^{_UNIT}"), both(_UNIT)
_ALL_COUNTS = both(rf"^{_SIGNS}*+(?:{_ONE}{_SIGNS}*+)*+$")


def without_tally(text: str, *, named: bool = False) -> str:
    """A heading without the words behind what it is of that count products, or say their stars; where it is of nothing more, all.

    What has a name of its own, as an entity has, loses only what a sign parts from it and counts.
    """
    tail = _found(_TAIL, text)
    if tail is None or not _TOLD.search(tail[0]) or is_of_products(text[: tail.start()]):
        return text
    if named and not (tail[0].lstrip()[0] in ":;,([–—-" and _found(_NUMBER_OF, tail[0])):
        return text
    return text[: tail.start()]


def place(text: str) -> str:
    """The unit of which a heading is whose first words speak of products or of a list; the text itself where none is."""
    led = _found(_LED, text) if len(text) <= LONGEST else None
    unit = text[led.end() :] if led else ""
    return unit[0].upper() + unit[1:] if unit and _found(_IS_UNIT, unit) else text


def names_a_unit(text: str) -> bool:
    """Whether a heading names a district or a commune anywhere, be it understood or not."""
    found = _found(_HAS_UNIT, text) if len(text) <= LONGEST else None
    return found is not None and (found[0][-1].isupper() or found[0][-1].isdigit())


def is_of_products(text: str) -> bool:
    """Whether all words of a text speak of products and count them."""
    return _found(_ALL_COUNTS, text) is not None


def _found(forms: tuple[re.Pattern[str], re.Pattern[str]], text: str) -> re.Match[str] | None:
    """What is written so: without accents only where the whole text is, as “Đất Đỏ” says nothing of what is “đạt”."""
    return forms[text.isascii()].search(text)

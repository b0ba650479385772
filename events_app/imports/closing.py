"""Totals between and below the rows of a list, and the signatures that close it: the words by which they are told."""

import re
from collections.abc import Sequence
from typing import Any

from events_app.imports import saying
from events_app.values import plain

_TOTAL = re.compile(r"(?:tong|cong(?! ty)|tong cong|tong so|total|jumlah)\b")
_SUM = re.compile(
    r"(?:tong cong|tong so|tong|cong|total|jumlah)(?:[\s:.,;()/+\d-]|\b(?:nhom|nganh|san pham|sp|ocop|chu the|don vi|co so|htx|"
    r"hop tac xa|doanh nghiep|ho kinh doanh|sao|dat|hang|cac|co|va|la|toan (?:tinh|huyen|thanh pho|xa|danh sach)|trong do|"
    r"muc|phan|[ivx]{1,4}|products?|produk)\b)*"
)  # of all that a total says
_MANY = re.compile(r"\(?\d[\d.,]* *(?:san pham|sp|products?|produk)\)?")
_COUNTED = (
    r"(?:san pham|sp|chu the(?: ocop)?|don vi|co so|to chuc|ca nhan|htx|hop tac xa|to hop tac|tht|doanh nghiep|dn|cong ty|cty|"
    r"ho(?: kinh doanh| kd| san xuat)?|hkd|quyet dinh|qd|entity|entities|producers?|products?|entitas|produsen|produk)\b"
)
_FIGURES = re.compile(
    rf"(?:co |gom )?\(?\d[\d.,]*\)?(?: *{_COUNTED}[\s,;:()/+&-]*(?:va )?(?:\d[\d.,]* *{_COUNTED}[\s,;:()/+&-]*(?:va )?)*)?"
)  # what a total says of how many there are
_LONGEST = 80  # letters of such
_SIGNED = re.compile(
    r"(?:nguoi lap|lap bieu|nguoi tong hop|ky ten|(?:pho )?(?:thu truong|giam doc|chu tich|truong phong|chanh van phong|"
    r"chi cuc truong|truong ban)|ke toan|chuyen vien|can bo (?:tong hop|phu trach|lap)|noi nhan|xac nhan|t\.?m\.? |k\.?t\.? |"
    r"\(?ky, |.{0,40}, ?ngay [\d.… ]+ ?thang|ngay [\d.… ]+ thang|nguoi kiem tra|ghi chu:|prepared by)"
)
_BELOW = re.compile(
    r"[-–•+* ]*(?:nhu tren|luu ?:|luu (?:vt|vp|van thu|ho so)\b|\((?:da )?ky\b|(?:da )?ky ten|\(?dong dau)"
)  # what stands below signatures and is none


def is_sum(cell: Any) -> bool:
    """Whether a cell has the words of a total; most begin with another letter."""
    if not isinstance(cell, str) or (cell[0].isascii() and cell[0] not in "tTcCjJ"):
        return False
    return _SUM.fullmatch(plain(str(cell))) is not None


def is_all_of_a_sum(words: str) -> bool:
    """Whether words without accents are those of a total and nothing else."""
    return _SUM.fullmatch(words) is not None


def begins_as_a_sum(words: str) -> bool:
    """Whether words without accents begin as those of a total do, whatever follows."""
    return _TOTAL.match(words) is not None


def is_count(words: str) -> bool:
    """Whether words without accents say how many products there are."""
    return _MANY.fullmatch(words) is not None


def is_tally(cell: Any) -> bool:
    """Whether a cell says how many there are of something, or nothing, and not what one of them is."""
    said = plain(str(cell)[:_LONGEST])
    return _FIGURES.fullmatch(said) is not None or saying.is_nothing(said)


def is_signed(words: Sequence[str], sure: int) -> bool:
    """Whether these are words of signatures, and of nothing that may be a product."""
    signed = [_SIGNED.match(one) is not None for one in words]
    return any(signed) if not sure else len(signed) > 1 and all(signed)


def is_of_signatures(words: str) -> bool:
    """Whether words without accents are those of a signature, or of what stands below one."""
    return _SIGNED.match(words) is not None or _BELOW.match(words) is not None

"""Totals between and below the rows of a list, and the signatures that close it: the words by which they are told."""

import re
from collections.abc import Sequence
from typing import Any

from events_app.imports import parting, saying, titles
from events_app.values import plain

_LISTED = r"\(?danh sach(?: nay| tren)?"  # as notes below lists begin that say how many products they have
_TOTAL = re.compile(rf"(?:tong|cong(?! ty)|tong cong|tong so|total|jumlah|trong do|{_LISTED} (?:co|gom))\b")
_SUM = re.compile(
    rf"(?:tong cong|tong so|tong hop(?=:)|tong|cong|total|jumlah|trong do|{_LISTED}(?= (?:co|gom)\b))"
    r"(?:[\s:.,;()/+\d-]|(?<=\d )(?:tinh|thanh pho|huyen|quan|thi xa|thi tran|xa|phuong|dac khu)\b|"
    r"\b(?:nhom|nganh|san pham|sp|ocop|chu the|don vi|co so|htx|hop tac xa|doanh nghiep|ho kinh doanh|sao|dat|"
    r"hang|cac|cua|co|gom|va|la|tiem nang|toan (?:tinh|huyen|thanh pho|xa|danh sach)|trong do|muc|phan|[ivx]{1,4}|products?|"
    r"produk)\b)*"
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
_SENT = r"noi nhan"
# Where and when, as in “Bến Tre, ngày 5 tháng 3 năm 2025”.
_DATED = r"(?:.{0,40}, ?)?ngay [\d.…/_ ]*thang|(?:[^\d,]{2,40}, ?)?ngay \d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{4}[ .]*$"
_TITLE, _SENT_TO = re.compile(titles.OF_SIGNERS), re.compile(_SENT)
_SIGNED = re.compile(f"{titles.OF_SIGNERS}|{_SENT}|{_DATED}|ghi chu:")
_BELOW = re.compile(
    r"[-–•+* ]*(?:nhu tren|luu ?:|luu (?:vt|vp|van thu|ho so)\b|\((?:da )?ky\b|(?:da )?ky ten|\(?dong dau|\(\*+\))"
)  # what stands below signatures and is none


def is_sum(cell: Any) -> bool:
    """Whether a cell has the words of a total; most begin with another letter."""
    if not isinstance(cell, str) or (cell[:1].isascii() and cell[:1] not in "tTcCjJ"):
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


class Below:
    """Hears the rows below a list, and knows who and what may stand there: who signs below titles, who else gets the list."""

    def __init__(self, words: Sequence[str]) -> None:
        self._signed = self._sent = False
        self.hear(words)

    def hear(self, words: Sequence[str]) -> None:
        """Keep what the cells of a row say, without accents."""
        self._signed = self._signed or any(map(_TITLE.match, words))
        self._sent = self._sent or any(map(_SENT_TO.match, words))

    def is_all_of(self, row: Sequence[Any]) -> bool:
        """Whether a row says nothing else than that."""
        said = [cell for cell in row if cell is not None]
        return bool(said) and all(isinstance(cell, str) and self._is_one(cell) for cell in said)

    def _is_one(self, cell: str) -> bool:
        if self._signed and parting.is_somebody(cell):
            return True
        words = plain(cell)
        return is_of_signatures(words) or (self._sent and _RECIPIENT.fullmatch(words) is not None)


_RECIPIENT = re.compile(r"[-–•+*].+|ubnd .+|.+(?:[;.]|\(b/c\))")

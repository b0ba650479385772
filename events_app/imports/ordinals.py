"""How offices number headings and products: “1.”, “1.2”, “(3)”, “IV/”, “A-”, “b)”, “Mục VII”, or a dash.

A number stands in a cell of its own or before the words of a heading; what it counts is told by what else stands there.
"""

import re
from collections.abc import Sequence

from events_app.values import plain

BULLETS = frozenset(["-", "–", "—", "•", "+", "*", "·"])
_SIGNS = r"[-–—.)/:,;]"  # which close a number
_WORDS = r"(?:mục|muc|phần|phan|chương|chuong)\s+(?:số\s+|so\s+)?"  # with which one may be called
ORDINAL = re.compile(
    rf"\(?(?:{_WORDS})?(?:\d{{1,6}}(?:\.\d{{1,3}}){{0,3}}[a-e]?|(?:[ivxlc]{{1,5}}|[a-z])(?:\.\d{{1,3}}){{0,3}})\s?{_SIGNS}{{0,3}}"
)  # of cells without accents that are one and nothing more
_CALLED = re.compile(_WORDS)
_LED = re.compile(
    rf"(?:{_WORDS})?(?:"
    rf"\([ivx\d]{{1,5}}\)\s*"
    rf"|(?:(?:[ivxlc]+|[a-zđ])(?:\.\d+)+|[ivx]+|[a-zđ]|\d+(?:\.\d+)*[a-e]?)"
    rf"(?:\s?{_SIGNS}{{1,3}}\s+|\s+|[.)/:,;]{{1,3}}(?=[^\W\d_]{{3}}))(?:[-–—]\s*)?"
    rf"|\d+(?:\.\d+)*{_SIGNS}{{1,3}}(?=[^\W\d_]{{3}})"
    rf")|(?:chủ thể|chu the)\s+(?:số\s+|so\s+)?\d+\s?{_SIGNS}\s*|[-–—*+•·]\s*",
    re.I,
)
_GLUED = re.compile(r"(?:[ivx]+|[a-zđ])[-–—](?=[^\W\d_]{2})", re.I)  # “A-Nhóm thực phẩm”, but “V-Food” is a name
_BEGUN = re.compile(
    r"(?:tinh|thanh pho|tp|thi xa|tx|huyen|quan|thi tran|tt|xa|phuong|dac khu|dia ban|khu vuc|nhom|phan nhom|nganh|bo|cac|san pham|"
    r"sp|hop tac xa|htx|cong ty|cty|doanh nghiep|dn|dntn|ho|to hop tac|tht|co so)\b"
)  # what headings begin with behind such a letter
_FIGURES = re.compile(r"\(?(\d{1,6}(?:\.\d{1,3}){0,3})(?![\da-e]|\.\d)")
_CODE = re.compile(r"(\d(?:\.\d){1,2})(?!\.?\d)")
_FORMS = {"i": re.compile(r"[ivx]+(?:\.\d+)*"), "a": re.compile(r"[a-z](?:\.\d+)*"), "1": re.compile(r"[\d.]+[a-e]?")}

Number = tuple[int, ...]  # 1.2 as (1, 2); a bullet as ()


def split(text: str) -> tuple[str, str]:
    """The number before the words of a heading, as it is written, and the words; blank where none stands there."""
    found = _LED.match(text)
    if found is None and (glued := _GLUED.match(text)) and _BEGUN.match(plain(text[glued.end() :])):
        found = glued
    return (found[0].strip(), text[found.end() :].strip()) if found else ("", text)


def words(said: Sequence[str]) -> list[str]:
    """The texts of a row, without accents, that are no numbers; where all of them are, those that a word calls so: “Phần II”."""
    found = [one for one in said if not ORDINAL.fullmatch(one)]
    if len(found) > 1 and found[0] in BULLETS:
        found = found[1:]
    return found or [one for one in said if _CALLED.match(one)]


def number(written: str) -> Number | None:
    """What a number in a cell of its own counts in figures; None where it is none, or a letter or a Roman numeral counts."""
    said = plain(written)
    if said in BULLETS:
        return ()
    found = _FIGURES.match(said) if len(said) <= _LONGEST and ORDINAL.fullmatch(said) else None
    return tuple(map(int, found[1].split("."))) if found else None


_LONGEST = 16  # signs of one; what is longer counts nothing


def signs(written: str) -> str:
    """The signs of a number in a cell of its own: “1/” and “1-” count something else than 1 and 1., which are one."""
    return "".join(sign for sign in written if sign in _OF_HEADINGS)


_OF_HEADINGS = frozenset("()-–—/:,;")


def counts_headings(written: str) -> bool:
    """Whether a number in a cell of its own is such as stand before headings: no plain figure, but a letter, 1.1 or a bullet."""
    said = plain(written)
    return said in BULLETS or (ORDINAL.fullmatch(said) is not None and len(number(said) or ()) != 1)


def order(written: str) -> str:
    """By what a heading is counted: “i”, “a”, “1”, “b” for small letters, with a point for each level below; blank for bullets."""
    bare = _CALLED.sub("", plain(written)).strip(" ()-–—./:,;")
    by = next((one for one, form in _FORMS.items() if form.fullmatch(bare)), "")
    if by in {"i", "a"} and written.islower():
        by = "b"
    return by + "." * (bare.count(".") + (by == "1" and bare[-1:].isalpha())) if by else ""


def code(written: str) -> str:
    """The code of a group that a number may be as well: “1.2”; blank where it is none."""
    found = _CODE.match(written)
    return found[1] if found else ""

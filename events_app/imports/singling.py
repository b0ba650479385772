"""The one product that a cell names, without the numbers or the dash before it; a cell that names two is unclear."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from events_app.i18n import marked
from events_app.imports import ending, saying
from events_app.imports.saying import Unclear
from events_app.values import as_written, plain

TWO = marked("Two products seem to stand in this cell: write each in a row of its own, or the name of one on one line.")
TWO_JOINED = marked(
    "“%(sign)s” may join two products here: write each in a row of its own, with its stars and its certificate. If it is one, "
    "write its name without this sign, or declare it by itself first."
)
_LEADS = frozenset("0123456789(-–—+•*·")
_COUNT = r"\(?\d{1,3}\s*(?:\.(?!\d)|[)/]|[-–](?=\s))\s*"
_COUNTS = (
    rf"(?:\d{{1,2}}(?:\.\d{{1,2}}){{1,2}}[.)/]\s*|(?:{_COUNT}){{1,3}})"  # also 1.2. and, of entity and product, 1. 2.
)
_NUMBER = rf"{_COUNTS}(?=[^\W\d_])"
_LED = re.compile(rf"^(?:(?:[-–—+•*·]\s*)?{_NUMBER}|[-–—+•*·]\s*(?=\w))")
_ANOTHER = re.compile(rf"[;,]\s*{_NUMBER}")
_GOES_ON = re.compile(r"[,;(/&–-]$|\b(?:và|với|của|từ|vùng|xã|huyện|tỉnh|loại|hương|vị)$", re.I)
# What names of products begin with, and neither places nor what others are made of: of “Trà Vinh” and its like the second word.
_MADE = re.compile(
    r"(?:trà(?! (?:vinh|cú|bồng|my|ôn|lĩnh|leng|tân|câu|lý|xuân|giang|côn)\b)|mứt|bánh|kẹo|rượu|chả|giò|nem|bún|miến|phở|siro|"
    r"cà phê|mật ong|nước mắm|nước ép|tinh dầu|tinh bột|tương ớt|lạp xưởng) [^\W\d_]"
)


def name(cell: Any) -> str:
    """The name that a cell says. Raises Unclear, as where it says two."""
    said = saying.public(cell)
    if isinstance(cell, str) and "\n" in cell and _are_two(cell):
        raise Unclear(TWO)
    ending.check(said)
    if said[:1] not in _LEADS:
        return said
    bare = _LED.sub("", said, count=1)
    if bare != said and _ANOTHER.search(bare):
        raise Unclear(TWO)
    return bare


def joined(name: str) -> str:
    """The sign or the word that joins the names of two products in this one, as it may; blank where none does."""
    seldom = ";" in name or "+" in name or "," in name or "/" in name or "&" in name or " v" in name or " V" in name
    return _joining(name) if seldom else ""


def _joining(name: str) -> str:
    """The same of a name that has such a sign; a set is one product, and neither brackets nor packs name any."""
    if _SET.match(as_written(name)):
        return ""
    bare = _BRACKETED.sub(" ", name)
    ends = [*_JOINED.finditer(bare)]
    starts = [0, *(one.end() for one in ends)]
    parts = [bare[start:end].strip() for start, end in zip(starts, [*(one.start() for one in ends), None], strict=True)]
    for n, (end, part) in enumerate(zip(ends, parts[1:], strict=True), 1):
        sign = end[0].strip()
        if any(parts[:n]) and _is_another(sign, parts[:n], part):
            return sign
    return ""


_BRACKETED = re.compile(r"\([^()]*\)")
_JOINED = re.compile(r"\s*[;+,/&]\s*|\s(?:và|va)\s", re.I)
_SET = re.compile(r"(?:set|combo|giỏ|bộ)\b|(?:hộp|túi|gói|cặp) (?:quà|tặng|sản phẩm|\d)|[^;+,/&]*:")
_PACKED = re.compile(
    r"(?:hop|goi|tui|chai|lo|hu|thung|bao|kg|gr?|gam|ml|lit|size|loai|dong|quy cach|khoi luong|dung tich|mau|vi|huong)\b|\W*\d"
)  # what begins what is said of a pack, and no name


def _is_another(sign: str, before: Sequence[str], part: str) -> bool:
    """Whether the name of another product begins behind a sign: of one in a row with the first, or, where it is a semicolon or a
    plus, of anything that is not said of its pack or mixed into it."""
    if part[:1].isupper() and _begins_alike(before, part):
        return True
    if sign not in {";", "+"} or sum(map(str.isalpha, part)) < 2 or _PACKED.match(plain(part)):
        return False
    return sign == ";" or part[0].isupper() or _begins_alike(before, part)


def _are_two(cell: str) -> bool:
    """Whether lines of a cell are names of their own: counted, or each beginning anew and not only going on with a proper name.

    Those below a line with a colon are what a set is made of.
    """
    lines = [line for part in cell.split("\n") if (line := part.strip())]
    if not lines or lines[0].endswith(":"):
        return False
    if len(lines) > 1 and all(map(_LED.match, lines)):
        return True
    bare = [_LED.sub("", line, count=1) for line in lines]
    return any(
        (_begins_anew(after) or _begins_alike(bare[:n], after) or _names_another(before, after))
        and not _GOES_ON.search(before)
        for n, (before, after) in enumerate(pairwise(bare), 1)
    )


def goes_on(name: str) -> bool:
    """Whether a name ends as no whole one does: with a comma, or with a word that wants another one."""
    return _GOES_ON.search(name) is not None


def begins_another(before: str, text: str) -> bool:
    """Whether a text below a name begins another one: as that does, or with a thing that is made."""
    return _begins_alike([before], text) or _names_another(f"x {before}", text)


def _begins_anew(line: str) -> bool:
    return line[0].isupper() and any(word.islower() and word.isalpha() for word in line.split()[1:])


def _begins_alike(before: Sequence[str], line: str) -> bool:
    """Whether a line begins with the word with which one before it does: “Gạo A”, “Gạo B”; no name says it twice so."""
    words = plain(line).split()
    return len(words) > 1 and words[0].isalpha() and any(plain(one).split()[:1] == words[:1] for one in before)


def _names_another(before: str, line: str) -> bool:
    """Whether a line in capitals names a thing that is made, as the one before it may do: “TRÀ SEN”, “MỨT SEN”."""
    return " " in before.strip() and _MADE.match(as_written(line)) is not None and line[0].isupper()

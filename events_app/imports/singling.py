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
    return len(words) > 1 and words[0].isalpha() and any(plain(one).split()[0] == words[0] for one in before)


def _names_another(before: str, line: str) -> bool:
    """Whether a line in capitals names a thing that is made, as the one before it may do: “TRÀ SEN”, “MỨT SEN”."""
    return " " in before.strip() and _MADE.match(as_written(line)) is not None and line[0].isupper()

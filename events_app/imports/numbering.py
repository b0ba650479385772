"""The number of a paper in a cell of its own, which may say that there is none, a day, or several numbers."""

import re
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import Any

from events_app.i18n import marked
from events_app.imports import saying
from events_app.imports.headings import Field
from events_app.imports.saying import Unclear
from events_app.values import plain

NONE_YET = marked(
    "“%(words)s” is no number of a certificate or a decision: write that, or leave the cell blank where there is none."
)
A_DAY = marked(
    "“%(words)s” is a day and no number: write the number of the decision before it, or say that this column has the day of issue."
)
SEVERAL = marked(
    "Several numbers stand in this cell: write each with its stars and its day in a row of its own, or leave the last one alone."
)
ANOTHER_DAY = marked(
    "This cell says another day (%(day)s) than the column of the day of issue: correct one of them, or leave the number alone here."
)
_LONGEST = 60  # letters of words that are said again
_MOST = 100  # letters that the number of a certificate has
# Of a decision, or of a certificate that an office has counted.
_USUAL = re.compile(r"\d{1,6}/(?:\d{4}/)?[^\W\d_][^\s,;/\d–—‐‑−]*|[A-Z]{2,6}-(?=[A-Za-z]*\d)[0-9A-Za-z]{4,12}")
# The same as most write it: too short for a person's number, and without words before it.
_PLAINLY = re.compile(
    r"\d{1,6}/(?:\d{4}/)?[^\W\d_]{1,20}(?:-[^\W\d_]{1,20}){0,4}|(?![CDGNQS])[A-Z]{2,6}-(?=[A-Za-z]*\d)[0-9A-Za-z]{4,11}"
)
_SPLIT = re.compile(r"[;\n]|,\s|\s(?:va|and|dan|&)\s")
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}")
_NUMBERED = re.compile(r"(?<![\d/])\d{1,6}\s*/\s*(?:\d{4}\s*/\s*)?[a-z]")
_LABEL = re.compile(r"^(?:(?:so )?(?:qd|quyet dinh|gcn|giay chung nhan)(?: so)?|so) ?: ?(?=\S*\d)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PAPER = r"(?:so|qd|quyet dinh|gcn|giay chung nhan|chung nhan|giay|thong tin)"
_NOTHING = re.compile(rf"(?:(?:khong|chua|ko|k) (?:co|duoc cap|cap|ro)(?: {_PAPER})+|co|da co|da cap|yes|ada|v)")
_PENDING = re.compile(r"(?:dang|cho|doi|chua|du kien|de nghi|de xuat|to trinh|trinh|pending|waiting|menunggu|sedang)\b")
_WORDS = re.compile(r"[a-z]+")
_OF_NUMBERS = frozenset({"qd", "ubnd", "gcn", "ocop", "so", "cn", "hdnd", "hd", "snn", "snnmt", "tt"})

may_be_dated = re.compile(
    r"[\s(,;y]", re.I
).search  # what stands before a day beside a number, and in few numbers by themselves

_APART = re.compile(r"\d{1,6}(?:\s*/\s*\d{4})?\s*/\s*[^\W\d_]+(?:\s*[/–—‐‑−-]\s*[^\W_]+)*")
_DASH = re.compile(r"\s*[–—‐‑−-]\s*")
_SLASH = re.compile(r"\s*/\s*")
_BY = re.compile(r"(\S.*?\d.*?)\s+(?:của|cua|by)\s+(\S.*)", re.I)
_BETWEEN = re.compile(r"[\s/.–—‐‑−-]+")


def apart(cells: dict[Field, Any]) -> dict[Field, Any]:
    """The number of a paper and its day, where one cell says both, and who issued it where that cell says it too; together where
    a column says another day."""
    written, day = cells.get(Field.NUMBER), cells.get(Field.ISSUED)
    said = saying.dated_number(written)
    if said is None:
        return cells
    if day is None or (isinstance(day, str) and saying.is_nothing(day)) or _is_year_of(day, said[1]):
        day = said[1]
    elif not _are_one(day, said[1]):
        return cells
    issuer = {Field.ISSUER: said[2]} if said[2] else {}
    return {**issuer, **cells, Field.NUMBER: said[0], Field.ISSUED: day}


def _is_year_of(cell: Any, day: str) -> bool:
    """Whether a cell says only the year of a day."""
    year = saying.year(cell)
    with suppress(Unclear):
        return year is not None and (found := saying.day(day)) is not None and found.year == year
    return False


def _are_one(day: Any, other: str) -> bool:
    try:
        return saying.day(day) == saying.day(other)
    except Unclear:
        return False


def paper(cell: Any, issued: date | None = None) -> str:
    """The number of a certificate or of the decision that awards it; blank where a cell says that there is none. Raises Unclear.

    With the day on which it was ``issued`` by a column, also where the cell says another day, as ``apart`` has left it then.
    """
    if isinstance(cell, str) and len(cell) <= _MOST and _PLAINLY.fullmatch(cell):
        return cell
    said = saying.number(cell)
    return said if _USUAL.fullmatch(said) else _looked_at(said, saying.written(cell), dated=issued is not None)


@lru_cache(4096)
def _looked_at(said: str, written: str, *, dated: bool) -> str:
    """A number that has not the form of most."""
    bare = plain(said).strip(" .,;:()")
    if saying.is_nothing(said) or _NOTHING.fullmatch(bare):
        return ""
    if _is_day(said):
        raise Unclear(A_DAY, words=said[:_LONGEST])
    digits = any(map(str.isdigit, _YEAR.sub("", bare)))
    single = " " not in bare and not _OF_NUMBERS.issuperset(_WORDS.findall(bare))  # some papers have letters alone
    if said[:1] == "=" or _PENDING.match(bare) or not (digits or single or _YEAR.fullmatch(bare)):
        raise Unclear(NONE_YET, words=said[:_LONGEST])
    if _are_several(_plain_lines(written)):
        raise Unclear(SEVERAL)
    if dated and (other := saying.dated_number(written)):
        raise Unclear(ANOTHER_DAY, day=other[1])
    by = _BY.fullmatch(said)
    number = by[1] if by else said
    return _DASH.sub("-", _SLASH.sub("/", number)) if _APART.fullmatch(number) else number


def issuer(cell: str) -> str:
    """Who issued a paper, where the cell of its number says it behind that: “47/QĐ-UBND của UBND tỉnh”. Raises Unclear."""
    by = _BY.fullmatch(saying.line(cell))
    return saying.public(by[2]) if by else ""


@lru_cache(8192)
def key(number: str) -> str:
    """A number as two papers are compared: without the words before and behind it, and whichever signs part it."""
    bare = plain(saying.bare_number(number.strip()))
    by = _BY.fullmatch(bare)
    return _BETWEEN.sub("/", by[1] if by else bare).strip("/")


def _plain_lines(written: str) -> str:
    """A text without accents, its lines kept apart."""
    return "\n".join(map(plain, written.split("\n")))


def _is_day(said: str) -> bool:
    """Whether this is a day of the calendar, which no number is written like."""
    if ("/" not in said and not _YEAR.search(said)) or saying.bare_number(said).isdecimal():
        return False
    try:
        found = saying.day(said)
    except Unclear:
        return False
    return isinstance(found, date)


def _are_several(bare: str) -> bool:
    if len(_NUMBERED.findall(bare)) > 1:
        return True
    parts = [_DAY.sub(" ", part) for part in _SPLIT.split(bare)]
    return len(parts) > 1 and sum(map(_is_numbered, parts)) > 1


def _is_numbered(part: str) -> bool:
    """Whether a part of a cell begins with a number of a paper; “đợt 2” and a year do not."""
    first, *others = saying.bare_number(_LABEL.sub("", part.strip())).split() or [""]
    if not any(map(str.isdigit, first)) or _YEAR.fullmatch(first):
        return False
    return "/" in first or "-" in first or (first.isdecimal() and not others)

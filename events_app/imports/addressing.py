"""How a person is named in a list: with titles before the name and behind it, with a year of birth, beside somebody else.

Neither a title nor a day of birth is kept: the one changes while the person stays, the other is nobody else's business.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from events_app.accents import both
from events_app.imports import parting, titles
from events_app.imports.unfolding import LONGEST, REACHED
from events_app.values import plain

_POST = rf"(?:(?:{'|'.join(titles.RANKS)}) +|p\. *)*(?:{'|'.join(titles.POSTS)})"
_AT = rf"(?:{'|'.join(titles.PLACED)})"
_POSTS = rf"{_POST}(?:[ ./-]+{_AT}\b)*(?: *(?:kiêm|và|&|-|/|\+) *{_POST}(?:[ ./-]+{_AT}\b)*)*"
_HAILED = rf"(?:{'|'.join(sorted(titles.HAILS, key=len, reverse=True))})"
_DEGREES = r"(?:th\.?s|" + rf"{'|'.join(titles.DEGREES)})"
_ABOVE = re.compile(rf"(?m:^)[ \t]*({_HAILED}|{_DEGREES})[ .:]*\n\s*", re.I)  # in a line of its own
_IS_POST = both(rf"(?:chức vụ[ :]*)?(?:{_POSTS}|chủ)[ .:]*(?:{_AT}\b[^:]*)?")
_POST_BEFORE = both(rf"(?:chức vụ[ :]*)?(?:{_POSTS}|{_DEGREES})(?: *[.:] *| +)(?=\w)")
_HAIL_BEFORE = re.compile(rf"{_HAILED}(?: *[.:] *| +)(?=\w)", re.I)
_POST_BEHIND = both(rf"(?<=\w) +(?!đại diện){_POSTS}[ .]*$")
_CHAIR = both(r"\bct\.? *(?=hđqt|hđtv)")
_BORN = re.compile(
    r"(?:[\s(,;–-]{0,9}\b(?:(?i:sinh) *(?:(?i:năm|ngày)|nam|ngay)|(?:(?i:năm|ngày)|nam|ngay) (?i:sinh)|sinh|sn|ns|SN|NS|"
    r"(?i:sinh|sn|ns)(?= *:))|[\s(,;–-]{0,8}[(,;–\n-]\s{0,9}(?:S(?i:inh)|Sn|Ns))\b[\s.:]*"
    r"(?:\d{1,2} ?[./-] ?\d{1,2} ?[./-] ?)?(?:19|20)\d\d(?!\d)[ )]*|"
    r"[\s(,;–-]{0,9}\b\d\d (?i:tuổi)\b[ )]*|"
    r"[\s(,;–-]{0,9}(?<![\d./-])\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d(?![./-]?\d)[ )]*"
)  # with capitals and no sign before it, “Sinh” is what somebody is called, as “Nam” is
_SO_CALLED = re.compile(r"[ \t]+(?:Sinh|SINH|Năm|NĂM|Nam|NAM)(?=\s+(?i:năm|nam|ngày|ngay|sinh)\b)")
_OFTEN = 9  # times that a text is read again
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_BEHIND = re.compile(r"(?<=\w)[\s(]+(?:19|20)\d\d$")
_ENDS = re.compile(r"[\n;,()/|\0]|–|(?<=\s)-|-(?=\s)|-(?=(?:giám|chủ|tổ|gđ|phó) ?)|\s(?:và|&)\s", re.I)
_TITLES = {*titles.POSTS, *titles.DEGREES}  # which are told without accents too
_BEGIN = {one.split()[0] for one in _TITLES} | {*titles.RANKS, "chức", "ct", "p"}
_FIRST = _BEGIN | {*map(plain, _BEGIN)} | {one.split()[0] for one in titles.HAILS}
_END = {one.split()[-1] for one in {*titles.POSTS, *titles.PLACED}}
_LAST = _END | {*map(plain, _END)}


class Named(NamedTuple):
    """Who is named, in the words of the cell, and whether others are named in it too."""

    name: str
    others: bool = False


def is_bare(who: str) -> bool:
    """Whether a text is a name and nothing else, as nearly all are: no sign, no digit, no word of a title at its ends."""
    words = who.split(" ")
    return "".join(words).isalpha() and words[0].lower() not in _FIRST and words[-1].lower() not in _LAST


def without_birth(who: str) -> str:
    """A text without the day or the year in which somebody was born."""
    return _BORN.sub(_birth, who).strip(" ,") if any(map(str.isdigit, who)) else who


def _birth(found: re.Match[str]) -> str:
    """What is left of a birth: the word before its year is a name where what stands before that is none without it."""
    called = _SO_CALLED.match(found[0])
    before = re.split(r"[\n;,()/|\0]", found.string[: found.start()][-LONGEST:])[-1].strip() if called else ""
    while title := _begins(_POST_BEFORE, before) or _HAIL_BEFORE.match(before):
        before = before[title.end() :]
    words = before.split()
    if called and words and (len(words) < 3 or plain(words[-1]) in parting.MIDDLE):
        return f"{called[0]}, "
    return ", "


@lru_cache(8192)
def named(who: str) -> Named:
    """Who a text names, without titles and years; signs of ``unfolding.REACHED`` stand in it where telephones stood.

    Of several people the first is named where such a sign stands, since it is not known whose it is; else the text stays.
    """
    found = _read(who)
    if found.name == who:
        return found
    for _ in range(_OFTEN):  # what is left may begin with a title that stood behind another one
        again = _read(found.name).name
        if again == found.name:
            break
        found = found._replace(name=again)
    return found


def _read(who: str) -> Named:
    """The same, read once."""
    if len(who) > LONGEST or is_bare(who):
        return Named(who)
    composed = unicodedata.normalize("NFC", who)
    text = _ABOVE.sub(r"\1 ", without_birth(composed))
    text = _of(_CHAIR, text).sub("chu tich " if text.isascii() else "chủ tịch ", text)
    parts, left_away, behind, start = list[tuple[str, str]](), False, "", 0
    for sign, end, after in [*((one[0], *one.span()) for one in _ENDS.finditer(text)), ("", len(text), len(text))]:
        part, start = " ".join(text[start:end].split()).strip(" .:"), after
        if part and (_fully(_IS_POST, part) or (parts and _YEAR.fullmatch(part)) or parting.is_reaching(part)):
            left_away = True
        elif part:
            parts.append((behind, _untitled(part)))
            left_away = left_away or parts[-1][1] != part
            behind = ""
        behind = sign if sign in ("(", ")") or not behind.strip() else behind
    if not parts:
        name = _untitled(" ".join(text.split()))
        if parting.is_somebody(name):  # “Chủ cơ sở Nguyễn Văn A” is not what somebody is at a place
            return Named(name)
        return Named(" ".join(who.replace(REACHED, " ").split()).strip(" ,;/–-"))
    first = parts[0][1]
    if len(parts) == 1:
        return Named(first if left_away or text != composed or REACHED in who else who)
    if REACHED in who and all(_is_somebody_else(*one) for one in parts[1:]):
        return Named(first, others=True)
    if not left_away and REACHED not in who and text == composed:
        return Named(who)
    return Named(first + "".join(f" ({said})" if sign == "(" else f", {said}" for sign, said in parts[1:]))


def _untitled(part: str) -> str:
    """A part without the titles at its ends, where a name is left; any other part as it is."""
    name, left, strictly = part, part, part.isascii()
    while True:
        if found := _begins(_POST_BEFORE, left) or _HAIL_BEFORE.match(left):
            strictly = strictly or found.re is _HAIL_BEFORE
            left = left[found.end() :]
        elif behind := _YEAR_BEHIND.search(left) or _of(_POST_BEHIND, left).search(left):
            left = left[: behind.start()]
        else:
            return name
        if _may_be_called(left, strictly=strictly):
            name = left


def _may_be_called(rest: str, *, strictly: bool) -> bool:
    """Whether somebody may have this name; strictly, by a surname or as men and women are called."""
    words = rest.split()
    if not 2 <= len(words) <= 6 or not all(word.replace("'", "").isalpha() and word[0].isupper() for word in words):
        return False
    if strictly and plain(words[-1]) in parting.MIDDLE:  # “Nguyen Van To Truong” is no Nguyen Van
        return False
    return not strictly or parting.is_whole(rest) or parting.is_person(f"Lê {' '.join(words[1:])}")


def _is_somebody_else(sign: str, part: str) -> bool:
    """Whether a part beside a name is another name; in a bracket rather something that is said of the first."""
    if not _may_be_called(part, strictly=sign == "("):
        return False
    return not (parting.is_unit(part) or parting.is_small_place(part) or parting.may_be_place(part))


def _of(forms: tuple[re.Pattern[str], re.Pattern[str]], part: str) -> re.Pattern[str]:
    return forms[part.isascii()]


def _begins(forms: tuple[re.Pattern[str], re.Pattern[str]], part: str) -> re.Match[str] | None:
    return _of(forms, part).match(part)


def _fully(forms: tuple[re.Pattern[str], re.Pattern[str]], part: str) -> bool:
    """Without accents, “chu” is a surname and no title."""
    return _of(forms, part).fullmatch(part) is not None and part != "Chu"

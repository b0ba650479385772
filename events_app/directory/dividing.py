"""An address taken apart into the units that it names: communes, districts, towns and provinces, of before and of now.

People part them by commas, dashes and brackets, or by nothing but the word for what each is. “Nay là” and “trước đây là” part
what an address was from what it is, and “Trụ sở:” the seat from what else a cell names.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from events_app.accents import both
from events_app.directory import districts, places, spelling
from events_app.directory.places import Province, Set
from events_app.values import plain

LONGEST = 600  # letters of an address that is taken apart; none that is kept has more


class Kind(IntEnum):
    """What a part of an address names."""

    OTHER = 0  # a street, a village, a province, or nothing
    COMMUNE = 1
    DISTRICT = 2
    TOWN = 3  # of the name of its province, which may be meant as well
    PROVINCE = 4  # called one
    NAME = 5  # of a province, without the word for it


class When(IntEnum):
    """Of which time a part speaks by the words before it, or behind it in its bracket."""

    UNSAID = 0
    BEFORE = 1
    NOW = 2


class Part(NamedTuple):
    """What stands between two signs: the signs and words before it, and what it names."""

    before: str
    said: str
    kind: Kind = Kind.OTHER
    name: str = ""
    provinces: tuple[Province, ...] = ()
    when: When = When.UNSAID
    seat: int = 1  # how surely it is that of the seat, by the label above it


_WORDS = r"tỉnh|thành phố|huyện|quận|thị xã|thị trấn|phường|xã|đặc khu"
_SIGNS = r"[,;()\[\]][,;()\[\] ]*|[-–—]+ ?|/ |\. ?"  # of which some are none: ``_parts_there``
_HYPHENED = ("thua thien", "ba ria", "phan rang", "br", "tt")  # names of provinces and towns that have one
_COMING = both(rf"(?:{_WORDS}) ")
_NOW = (
    r"(?<!\w)(?:(?:địa chỉ )?(?:hiện )?nay (?:là|thuộc|đổi (?:tên )?thành|(?:đã )?sáp nhập (?:vào|thành))(?!\w)|"
    rf"(?:địa chỉ )?(?:hiện nay|nay|mới|sau sáp nhập|sau hợp nhất)(?= ?:)|(?:hiện )?nay(?= (?:{_WORDS}) ))|[=-]>|→"
)
_BEFORE = (
    r"(?<!\w)(?:trước (?:đây|kia|sáp nhập|hợp nhất)(?: là| thuộc)?(?!\w)|nguyên là(?!\w)|"
    r"(?:địa chỉ )?cũ(?: là(?!\w)|(?= ?:)))"
)
_SEATED = r"(?:địa chỉ )?trụ sở(?: chính)?|địa chỉ chính"
_PLAINLY = r"địa chỉ|đ/?c|văn phòng(?: chính)?|vp"
_ELSEWHERE = (
    r"(?:xưởng|nhà máy|chi nhánh|cơ sở|cs|csxs|cửa hàng|kho|trại|trang trại|vùng trồng|vùng nguyên liệu|showroom|điểm bán|"
    r"nơi sản xuất|địa điểm|địa chỉ sản xuất|vpđd|văn phòng đại diện|gian hàng|quầy)(?: (?:sản xuất|sx|kinh doanh|kd|chế biến))?"
)
_CUTS = both(
    rf"({_NOW})[ :]*|({_BEFORE})[ :]*|(?:(?<!\w)|\. ?)(?:({_SEATED})|({_PLAINLY})|({_ELSEWHERE}))(?: ?\d)? ?: ?|{_SIGNS}"
)
_SIMPLE_CUTS = re.compile(_SIGNS)
_HINTS = re.compile(r"[:>→]|nay|tr[ưu][ơớo]c|c[ũu]|m[ớo]i|nguy[êe]n l", re.I)  # of more than signs
_RANKS = {3: 3, 4: 2, 5: 0}  # of labels, by their groups
_ONCE, _SINCE = both(r" (?:cũ|trước đây)$"), both(r" mới$")
_KIND = both(
    r"(?:(tỉnh|t\.(?! ?[pt]\b))|(thành phố|t\.? ?p\.?)|(huyện|quận|thị xã|tx\.?|h\.|q\.|q(?= ?\d))|"
    r"(xã|phường|thị trấn|đặc khu|tt\.?|t\. ?t\.|p\.|x\.|p(?= ?\d)))(?:(?<=\.)|(?![^\W\d_])|(?=hcm\b))[ .:]*"
)
_WITHIN = (
    re.compile(r" (?=(?:tỉnh|thành phố|tp|huyện|quận|thị xã|tx|phường|xã|thị trấn|h\.|q\.)[ .:])", re.I),
    re.compile(r" (?=(?:tinh|thanh pho|tp|huyen|thi xa|tx|h\.|q\.)[ .:])", re.I),  # “Quan” and “Xa” are names too
)
_NO_UNIT = {
    "duong",
    "ba",
    "pho",
    "lien",
    "ubnd",
    "cap",
    "tac",
    "thi",
    "trong",
    "ngoai",
    "toan",
    "cac",
}  # before such words
_NO_NAME = re.compile(r"(?:thanh quan|moi|ly|lo|uy|doan|doi)\b")  # “đường Bà Huyện Thanh Quan”, “thành phố mới”
_COUNTRY = re.compile(r" (?=vi[eệ]t ?nam\.?$)", re.I)
_ESTATE = re.compile(r"(?:khu cong nghiep|kcn|cum cong nghiep|ccn|khu kinh te|kkt) ")
_BETWEEN = " ,;.–—-"
_COLON = re.compile(r"^((?:huyện|quận|thị xã|thành phố|huyen|quan|thi xa|thanh pho|tp|tx)\.?) ?: ?", re.I)
_MOST_WORDS = 4  # of a province behind the name of a smaller unit


def without(whole: Sequence[Part], dropped: Collection[Part]) -> str:
    """These parts as an address without some of them; words before one that say of when or where it speaks stay."""
    text, kept = "", ""
    for one in whole:
        if one in dropped:
            labels = any(map(str.isalpha, one.before))
            kept = (kept if "(" in kept or not labels else "") + (
                one.before if labels or set(one.before) & {*"()"} else ""
            )
        elif (
            kept and "(" not in kept and any(map(str.isalpha, one.before))
        ):  # nothing is left of what a label stood before
            text, kept = text + one.before + one.said, ""
        elif kept:
            closed = one.before.lstrip(_BETWEEN).startswith(")") and "(" in kept
            before = one.before.replace(")", "", 1) if closed else one.before.lstrip(_BETWEEN)
            text, kept = text + (kept[: kept.rindex("(")].rstrip() if closed else kept) + before + one.said, ""
        else:
            text += (one.before if text else one.before.lstrip(_BETWEEN)) + one.said
    text += ")" if ")" in kept and "(" not in kept else ""
    return text.strip(_BETWEEN)


def called(one: Part) -> str:
    """What a district is called, without “cũ” and signs: “Huyện: Thạnh Phú” is “Huyện Thạnh Phú”."""
    return without_colon(_ONCE[one.said.isascii()].sub("", one.said))


def without_colon(district: str) -> str:
    """A district without the sign behind the word for what it is."""
    return _COLON.sub(r"\1 ", district, count=1) if ":" in district else district


def is_country(one: Part) -> bool:
    """Whether a part is the name of the country."""
    return plain(one.said).strip(" .") in {"viet nam", "vietnam", "vn"}


@lru_cache(4096)
def parts(address: str) -> tuple[Part, ...]:
    """The parts of an address in order; none of a longer text than an address can be."""
    text = " ".join(unicodedata.normalize("NFC", address).split()) if len(address) <= LONGEST else ""
    bare = text.isascii()
    found: list[Part] = []
    for before, said, when, seat in _told_apart(text, bare=bare):
        start = 0
        for at in [*_within(said, bare=bare), len(said)]:
            one = _named(said[start:at], bare=bare)
            for each in _with_its_province(one) if one.kind == Kind.DISTRICT else (one,):
                found.append(Part(before, each.said, each.kind, each.name, each.provinces, when, seat))
                before = " "
            start = at + 1
    return tuple(found)


def _told_apart(text: str, *, bare: bool) -> Iterator[tuple[str, str, When, int]]:
    """What stands between signs, with the signs before it, and of when and where it speaks; at last the signs behind all of it."""
    cuts = _CUTS[bare] if _HINTS.search(text) else _SIMPLE_CUTS
    ends = _bracketed(text, bare=bare) if "(" in text else {}
    before, start, when, seat, outside = "", 0, When.UNSAID, 1, list[When]()
    for cut in cuts.finditer(text):
        if cut.lastindex is None and cut[0][0] in "-–—." and not _parts_there(text, cut, bare=bare):
            continue
        said = text[start : cut.start()]
        if said.strip(" .:"):
            yield before, said.strip(), when, seat
            before = " " * said.endswith(" ")
        else:
            before += said
        before, start = before + cut[0], cut.end()
        if cut.lastindex is None:
            for at, sign in enumerate(cut[0], cut.start()):
                if sign == "(":
                    outside.append(when)
                    when = ends.get(at, when)
                elif sign == ")" and outside:
                    when = outside.pop()
        elif cut.lastindex in _RANKS:
            when, seat = When.UNSAID, _RANKS[cut.lastindex]
        else:
            when = When.NOW if cut.lastindex == 1 else When.BEFORE
    if before or start < len(text):
        yield before, text[start:].strip(), when, seat


def _parts_there(text: str, cut: re.Match[str], *, bare: bool) -> bool:
    """Whether a dash or a dot stands between two parts, and not in a name or a number, or behind an abbreviation."""
    before, behind = text[: cut.start()], text[cut.end() : cut.end() + 12]
    if cut[0][0] == ".":
        return cut[0] == ". " and _COMING[bare].match(behind) is not None
    if before.endswith(" ") or cut[0].endswith(" "):
        return not plain(before[-12:]).endswith(_HYPHENED)
    return before[-1:].isalpha() and behind[:1].isalpha() and not plain(before[-12:]).endswith(_HYPHENED)


def _bracketed(text: str, *, bare: bool) -> dict[int, When]:
    """Of when brackets speak that end with the word for it, by where they begin: “(xã A, huyện B cũ)”."""
    found = {}
    for one in re.finditer(r"\(([^()]*)\)", text):
        if _ONCE[bare].search(one[1]):
            found[one.start()] = When.BEFORE
        elif _SINCE[bare].search(one[1]):
            found[one.start()] = When.NOW
    return found


def _within(said: str, *, bare: bool) -> list[int]:
    """Where units begin in a part that no sign parts."""
    found = [
        one.start()
        for one in _WITHIN[bare].finditer(said)
        if plain(said[: one.start()].rpartition(" ")[2]) not in _NO_UNIT
        and _named(said[one.end() :], bare=bare).kind != Kind.OTHER
    ]
    country = _COUNTRY.search(said) if said[-4:].strip(" .").lower() == "nam" else None
    return [*found, country.start()] if country else found


@lru_cache(4096)
def _named(said: str, *, bare: bool) -> Part:
    """What one part names."""
    said = said.strip()
    kind = _KIND[bare].match(said)
    if kind is None:
        found = _province(said)
        return Part("", said, Kind.NAME, said, found) if found else Part("", said, name=_ESTATE.sub("", plain(said)))
    name = said[kind.end() :].strip(" .:")
    name = _ONCE[bare].sub("", name) if kind.lastindex != 1 else name
    if kind.lastindex == 4 and kind[4][:2].lower() == "tt" and (found := _province(said)):  # “TT Huế” is no township
        return Part("", said, Kind.NAME, said, found)
    if kind.lastindex == 4 or not name:
        return Part("", said, Kind.COMMUNE if name else Kind.OTHER, name)
    found = _province(name)
    if kind.lastindex == 1:
        return Part("", said, Kind.PROVINCE if found else Kind.OTHER, name, found)
    if kind.lastindex == 2 and found and not _is_town(name, found):
        return Part("", said, Kind.PROVINCE, name, found)
    if kind.lastindex == 2 and found:
        return Part("", said, Kind.TOWN, name, found)
    numbered = plain(said).startswith("q") and name.isdigit()
    if not (numbered or name[0].isalpha()) or _NO_NAME.match(plain(name)):
        return Part("", said)
    return Part("", said, Kind.DISTRICT, name)


def _with_its_province(one: Part) -> tuple[Part, ...]:
    """A part, and the province that stands behind a district with no sign between them: “huyện Lai Vung Đồng Tháp”."""
    name, found = (one.name, ()) if districts.having(one.name) else ended(one.name, 1)
    if not found:
        return (one,)
    behind = one.name[len(name) :].strip()
    district = one.said[: -len(behind)].strip() if one.said.endswith(behind) else one.said
    return (Part("", district, Kind.DISTRICT, name), Part("", behind, Kind.NAME, behind, found))


def ended(name: str, least: int) -> tuple[str, tuple[Province, ...]]:
    """A name without the province at its end, where ``least`` words are left of it, and what that may be."""
    words = name.split()
    for count in range(min(_MOST_WORDS, len(words) - least), 1, -1):
        if found := _province(" ".join(words[-count:])):
            return " ".join(words[:-count]), found
    return name, ()


def _province(name: str) -> tuple[Province, ...]:
    """The provinces that a name may mean; most are seen at once to be none."""
    return spelling.candidates(name) if spelling.may_name(plain(name)) else ()


def _is_town(name: str, found: tuple[Province, ...]) -> bool:
    """Whether a province of before had a town of its name, and is no city itself."""
    is_city = any(one.set == Set.NEW and one.code in places.CITIES for one in found)
    return not is_city and any(one.set == Set.OLD and one.code in districts.having(name) for one in found)

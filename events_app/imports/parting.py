"""What a part of a cell is that stands beside the name of an entity: a place, somebody, how one is reached, or more of the name."""

import re
import unicodedata

from events_app.accents import bared, both
from events_app.directory import spelling
from events_app.imports import titles
from events_app.values import plain

_SMALL = (
    r"(?:ấp|thôn|xóm|khóm|khu phố|kp|tổ dân phố|tdp|số nhà|quốc lộ|ql|tỉnh lộ|hương lộ|ngõ|ngách|hẻm|kiệt|khu công nghiệp|"
    r"kcn|cụm công nghiệp|ccn|address|alamat)\b|(?:tổ|khu|đội|km|kp|lô|tầng|lầu) ?\d|(?:địa chỉ|đc|đ/c|d/c|trụ sở)\b"
)  # what lies within a commune, or calls itself an address
_UNIT = r"(?:xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tỉnh)\b|(?:p|q|tt|tx|tp|h|x|t)\.(?=.)|(?:tp|tx|tt) |[pq] ?\d"
_LOOSE = r"(?:số ?\d|đường|bản|làng|buôn|bon|sóc|phum|đội|phố|lô|khu|tầng|\d+\w?(?:[/-]\d+\w?)* +(?!\d)\w)"  # with a place behind


_SMALL_PLACE, _UNIT_OF_ALL, _LOOSE_PLACE = both(_SMALL), both(_UNIT), both(_LOOSE)
_COMMUNE = both(r"(?:xã|phường|thị trấn)\b")
_CALLED_UNIT = re.compile(r"(?:xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tỉnh) +\w", re.I)
_CALLED = re.compile(r"^(?:địa chỉ|dia chi|đc|đ/c|d/c|trụ sở|tru so)\b[ .:]*", re.I)
_NO_PLACE = re.compile(r"lang nghe\b|pho co\b|khu du lich\b")
_TITLED = rf"(?:(?:{titles.BESIDE_AN_ENTITY})\b[ .:]+)+(?=[^\s])"
_TITLE = both(_TITLED)
_DEGREE = re.compile(rf"^(?:{titles.BEFORE_A_PERSON}\b[. ]*)+", re.I)
_SURNAME = re.compile(
    r"nguyen|tran|le|pham|huynh|hoang|phan|vu|vo|dang|bui|do|ho|ngo|duong|ly|dinh|doan|trinh|truong|lam|mai|dao|cao|luong|luu|ha|"
    r"chau|phung|thach|to|ta|thai|kieu|tong|vuong|hua|quach|chu|lo|trieu|luc|mac|tang|nghiem|khuu|ngu|au"
)
_WORDS = re.compile(r"[^\W_]+|&")
MIDDLE = {"van", "thi"}  # of nearly nobody but people
_PLACES_OF_PEOPLE = {"tran van thoi"}
_REACHED = re.compile(
    r"[\s(:.,/+&-]*+(?:(?:(?>(?:https?:/+)?[\w-]++(?:\.[\w-]++)*?\.(?:vn|com|net|org)\S*\b)|"
    rf"{titles.REACHING})[\s:.,/)+&-]*+)*+"
)  # an address first, as it may begin with such a word; nothing is tried twice, else dots without end hold up a worker
_AT_THE_END = re.compile(
    rf"(?<![\s,(])(?:[\s,(]++{titles.REACHING_AT_THE_END}(?: *[.:])*+)++ *$",
    re.I,
)  # a space belongs to what follows it, else many of them are shared out in all ways
_USUAL = re.compile(
    r"(?:(?:hop tac xa|htx|htxnn|to hop tac|tht|lien hiep|lh|cong ty|cty|tnhh|mtv|mot thanh vien|hai thanh vien|co phan|cp|"
    r"doanh nghiep|tu nhan|dn|dntn|ho|kinh doanh|kd|hkd|co so|cssx|gia dinh|san xuat|sx|sxkd|che bien|"
    r"cb|nong|lam|ngu|nong nghiep|lam nghiep|"
    r"ngu nghiep|nn|thuy san|hai san|nong san|lam san|dich vu|dv|dvnn|thuong mai|tm|tmdv|tong hop|th|va|&|xnk|xuat nhap khau|"
    r"chan nuoi|trong trot|nuoi trong|thu cong|thu mua|chi nhanh|cn|trang trai|kinh te|cua)(?: |$))*"
)


# What may stand behind a sign in a name that says more, though no telephone and no line of its own shows it.
BESIDE = re.compile(
    rf"(?:[;,(]|(?<=\s)[-–])\s*(?:(?=[aấbcdđghklnoôpqstx0-9])"  # as all of these begin, and few other words
    rf"(?:{_SMALL}|{bared(_SMALL)}|{_UNIT}|{bared(_UNIT)}|{_LOOSE}|{bared(_LOOSE)}|"
    rf"{_TITLED}|{bared(_TITLED)})|\w+ (?:v[aă]n|th[iị]) )",
    re.I,
)


def is_reaching(part: str) -> bool:
    """Whether a part has no words but those before telephones and addresses of the net."""
    return _REACHED.fullmatch(plain(part)) is not None


def without_reaching(part: str) -> str:
    """A part without such words at its end."""
    return _AT_THE_END.sub("", part)


def is_usual(words: str) -> bool:
    """Whether these words are no name by themselves: “HTX Nông nghiệp” there is in every commune."""
    return _USUAL.fullmatch(" ".join(_WORDS.findall(plain(words)))) is not None


def is_small_place(part: str) -> bool:
    """Whether a part is a place within a commune, as no name has it, or says that it is an address."""
    return _begins(_SMALL_PLACE, part)


def is_unit(part: str) -> bool:
    """Whether a part is a commune or a unit above it."""
    return _begins(_UNIT_OF_ALL, part) or (any(map(str.isalpha, part)) and bool(spelling.candidates(part)))


def is_commune(part: str) -> bool:
    """Whether a part is a commune, as names end in it."""
    return _begins(_COMMUNE, part)


def is_called_unit(part: str) -> bool:
    """Whether a part says in full words of which kind of unit it is the name; without accents these words name people too."""
    return _CALLED_UNIT.match(unicodedata.normalize("NFC", part)) is not None


def may_be_place(part: str) -> bool:
    """Whether a part is a place where another one stands behind it: a street with its number, a village."""
    return (_begins(_LOOSE_PLACE, part) and not _NO_PLACE.match(plain(part))) or plain(part) in _PLACES_OF_PEOPLE


def place(part: str) -> str:
    """A place without the word that it is an address."""
    return _CALLED.sub("", part)


def titled(part: str) -> tuple[str, bool] | None:
    """Who a part names with a title, and whether it is the whole name of somebody who may speak for others.

    Without accents such words mean much else, and are titles before a whole name alone.
    """
    found = _TITLE[part.isascii()].match(part)
    if found is None:
        return None
    name = part[found.end() :].strip()
    whole = is_whole(name)
    return (name, whole) if whole or not part.isascii() else None


def is_person(part: str) -> bool:
    """Whether a part is the name of a person and of nothing else."""
    words = plain(part).split()
    return is_whole(part) and len(words) > 2 and words[1] in MIDDLE and plain(part) not in _PLACES_OF_PEOPLE


def is_somebody(part: str) -> bool:
    """Whether a part is the whole name of a person, perhaps with a degree, as it stands below a title."""
    name = _DEGREE.sub("", part.strip())
    return len(name.split()) > 2 and is_whole(name)  # “Hồ Tiêu” is none


def may_be_person(part: str) -> bool:
    """Whether a part may be the name of a person."""
    return is_whole(part) or titled(part) is not None


def is_whole(name: str) -> bool:
    """Whether this is a surname and what stands behind one, all of it with capitals."""
    words = name.split()
    if not 2 <= len(words) <= 5 or _SURNAME.fullmatch(plain(words[0])) is None:
        return False
    return all(word.isalpha() and word[0].isupper() for word in words)


def _begins(forms: tuple[re.Pattern[str], re.Pattern[str]], part: str) -> bool:
    """Without accents only where a part has none, as “Xạ đen” is no commune."""
    accented, bare = forms
    return (bare if part.isascii() else accented).match(unicodedata.normalize("NFC", part)) is not None

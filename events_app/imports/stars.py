"""What a list says of the stars of a product: in a cell, with a cross, in a heading above rows.

Words that are not known never leave stars standing: “không đạt 3 sao” names three stars and says that there are none.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from events_app.i18n import marked
from events_app.identifying import masked
from events_app.imports import dividing, ordinals
from events_app.imports.saying import Unclear, written
from events_app.values import plain

Cell = str | int | float | None
STARS = marked("Write the stars as 3, 4 or 5, as “4 sao”, as ****, or as “Tiềm năng 5 sao”.")
FEW_STARS = marked("Products of one or two stars are not certified.")
NOT_THESE = marked(
    "“%(words)s” says that the product does not have these stars, or no longer: write those that it has, or leave the cell blank."
)
PROPOSED = marked(
    "“%(words)s” is no rating yet: write the stars that were awarded, or “Tiềm năng 5 sao” for what the province has given 90 "
    "points or more and the central council has not decided."
)
NATIONAL = marked(
    "Five stars are awarded by the central council alone: write “Tiềm năng 5 sao” for what the province has rated so."
)
OTHER_WORDS = marked("Write nothing but the stars in this cell: it is not known what “%(words)s” says of them.")
CROSS = marked("Cross this cell with an x, or leave it blank: it is not known what “%(words)s” says.")
OF_OTHERS = marked(
    "This cell names other stars than its column: cross the column of those that the product has with an x."
)
_LONGEST = 60  # letters of words that are said again

_NOTHING = {"", "-", "–", "—", "/", "khong", "chua", "x", "chua danh gia", "chua phan hang", "chua xep hang"}
_WORD = re.compile(r"[^\W\d_]+")
_SHOWN = re.compile(r"[^\W\d_]+|(?<!\d)\d(?!\d)")
_SIGNS = re.compile(r"[*★⭐]")
_UNSURE = re.compile(r"[<>≤≥~≈?+]|\d[.,]\d")
_FIGURES = re.compile(r"\d{1,9}")  # of more, the first nine say that it is not three to five
_WHOLE = re.compile(r"(?<=\d)[.,]0+(?!\d)")  # what is written behind a whole number: “5.0”, “5,0”
_SPOKEN = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
    "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5,
}  # fmt: skip
_POTENTIAL = re.compile(r"\b(?:tiem nang|t nang|tn|potential|potensi|potensial)\b")
_PROPOSED = re.compile(
    r"\b(?:de nghi|de xuat|du kien|dang ky|phan dau|trinh|cho|proposed|expected|applied|diusulkan|usulan)\b"
)
_CENTRALLY = re.compile(r"\bde nghi\b.*\b(?:tw|trung uong|quoc gia)\b")
_NOT = re.compile(
    r"\b(?:khong|chua|duoi|rot|truot|ha|huy|thu hoi|not|no|below|failed|revoked|withdrawn|tidak|belum|gagal|dicabut)\b"
)
_DOUBTED = re.compile(
    r"\b(?:(?:khong|chua) (?:dat|du|duoc)|duoi|thu hoi|de nghi|de xuat|du kien|dang ky|phan dau|not|below|proposed)\b"
)  # of headings, which have many other words
_LOWER = re.compile(r"\b(?:tinh|huyen|provincial|district|provinsi|kabupaten)\b")  # than the central council
_HARMLESS = frozenset(_SPOKEN) | {
    "sao", "s", "star", "stars", "bintang", "hang", "xep", "phan", "loai", "muc", "cap", "dat", "chuan", "tieu", "ocop", "tinh",
    "huyen", "quoc", "gia", "tw", "trung", "uong", "cong", "nhan", "duoc", "san", "pham", "sp", "so", "ket", "qua", "danh", "lai",
    "la", "co", "nang", "len", "giu", "nguyen", "rating", "rated", "rank", "ranked", "level", "awarded", "product", "national",
    "provincial", "district", "of", "the", "peringkat", "tingkat", "kelas", "nasional", "provinsi", "kabupaten", "produk",
}  # fmt: skip
_OF_POTENTIAL = frozenset({"tiem", "t", "nang", "tn", "potential", "potensi", "potensial"})
_OF_PROPOSALS = frozenset({"de", "nghi", "trinh", "hoi", "dong"})
_OF_STARS = _HARMLESS | {"x", "v", "yes", "ya", "true", "dung"}  # what crosses may be made of
_STAR = frozenset({"sao", "s", "star", "stars", "bintang"})
_NAMED = re.compile(r"(?<![\d.,])(\d{1,2})(?:[.,]0+)?\)? ?(?:sao|s|stars?|bintang|[*★⭐])(?![^\W\d_])")  # with a figure
_ALONE = re.compile(r"(?<![\d.,])([345])(?:[.,]0+)?(?![.,]?\d)")
_FEW = re.compile("[345]")
_RATED = re.compile(
    r"(?<!\d)[345](?: ?(?:[-–,;/&+]|va\b|hoac\b|den\b|and\b|or\b|dan\b|atau\b) ?[345]){0,3} ?(?:sao\b|stars?\b|bintang\b|[*★⭐])"
)  # of headings
_TALLIED = re.compile(
    r"\d ?(?:san pham|sp|products?|produk)\b[^\d,;:()]{0,40}[345] ?(?:sao\b|stars?\b|bintang\b|[*★⭐])"
    r"|[345] ?(?:sao|stars?|bintang|[*★⭐])(?: ocop)?[ :(=–-]{0,5}(?:(?:co|la|gom) )?\d{1,4}(?!\d)"
)  # “02 san pham 4 sao” and “4 sao: 02”
_SIGNED = re.compile(r"\w[ (:–-]{1,5}[*★⭐]{3,5}[ .)]*$")  # behind something else
_OR_MORE = re.compile(r"\b(?:tro len|and above|or more|ke atas)\b")
_NO_CROSSES = {"", "0", "0.0", "-", "–", "—", "khong", "no", "tidak", "false"}


@lru_cache(1024)
def said(cell: Cell) -> tuple[int | None, bool]:
    """How many stars, and whether it is a potential five-star product (which has four, or none yet)."""
    bare = plain(written(cell))
    if bare in _NOTHING:
        return None, False
    words = _WORD.findall(bare)
    phrase, numbers = " ".join(words), _numbers(bare, words)
    centrally = 5 in numbers and _CENTRALLY.search(phrase) is not None
    potential = centrally or _POTENTIAL.search(phrase) is not None
    _check_words(cell, words, _HARMLESS | _OF_POTENTIAL | (_OF_PROPOSALS if centrally else set()), numbers, potential)
    if potential and numbers in (set(), {5}, {4, 5}):
        return (4 if 4 in numbers else None), True
    if len(numbers) != 1 or potential or _UNSURE.search(_WHOLE.sub("", bare)):
        raise Unclear(STARS)
    (count,) = numbers
    if count in {1, 2}:
        raise Unclear(FEW_STARS)
    if count not in {3, 4, 5}:
        raise Unclear(STARS)
    if count == 5 and _LOWER.search(phrase):
        raise Unclear(NATIONAL)
    return count, False


def _numbers(bare: str, words: list[str]) -> set[int]:
    """All numbers that are said, by figures, by words and by signs; one sign behind a figure is the word for it."""
    figures = {int(one) for one in _FIGURES.findall(bare)}
    if len(figures) > 1:
        figures = {int(one) for one in _FIGURES.findall(_WHOLE.sub("", bare))}
    signs = len(_SIGNS.findall(bare))
    return (
        figures
        | {_SPOKEN[one] for one in words if one in _SPOKEN}
        | ({signs} if signs > (1 if figures else 0) else set())
    )


def _check_words(cell: Cell, words: list[str], known: frozenset[str], numbers: set[int], potential: bool) -> None:
    """Raises Unclear where the words do not say that the product has the stars that the cell names."""
    phrase, strange = " ".join(words), [one for one in words if one not in known]
    if _NOT.search(phrase):
        raise Unclear(NOT_THESE, words=_shown(cell))
    if _PROPOSED.search(phrase) and strange:
        raise Unclear(PROPOSED, words=_shown(cell))
    if strange:
        raise Unclear(OTHER_WORDS, words=_shown(cell)) if numbers or potential else Unclear(STARS)


def _shown(cell: Cell) -> str:
    """The words of a cell as they are written, with its single figures: more of them may be anybody's number."""
    words = _SHOWN.findall(unicodedata.normalize("NFC", written(cell)))
    return masked(" ".join(words))[:_LONGEST]


@lru_cache(1024)
def crossed(cell: Cell, stars: int, known: frozenset[str] = _OF_STARS) -> bool:
    """Whether a cell is crossed in the column of these ``stars``: with an x, a tick, a figure, or what the heading says once more,
    in words that are ``known``. Raises Unclear, as where it names other stars."""
    bare = plain(written(cell))
    if bare in _NO_CROSSES:
        return False
    words = _WORD.findall(bare)
    if any(one not in known for one in words):
        raise Unclear(CROSS, words=_shown(cell))
    if not _named_in_a_cross(bare, words) <= {stars}:
        raise Unclear(OF_OTHERS)
    return True


def _named_in_a_cross(bare: str, words: list[str]) -> set[int]:
    """The stars that a cross names; figures that may be no stars, as points or the number of a product, name none."""
    named = {int(one) for form in (_NAMED, _ALONE) for one in form.findall(bare)}
    signs = len(_SIGNS.findall(bare))
    if signs > 1:
        named.add(signs)
    return named | {_SPOKEN[one] for one, after in pairwise(words) if one in _SPOKEN and after in _STAR}


_DRAWN = re.compile(
    r"(?:(?:cac|nhung|san pham|sp|ocop|duoc|cong nhan|dat|xep|phan|hang|cap|loai|muc|sao)[ :]+)*([*★⭐]{3,5})"
    r"(?: \(?\d+ (?:san pham|sp))?"
)  # a heading that shows them and says little else


def crossed_as_potential(cell: Cell) -> bool:
    """The same, of the column of potential five-star products."""
    return crossed(cell, 5, _OF_STARS | _OF_POTENTIAL)


def headed(text: str) -> str | None:
    """What a heading says of the stars of the rows below it, as a cell says it; None where it names none, and nothing where it is
    not told which they are, as it names several.

    One by which they may have no such stars stands for itself: so each row comes back with the reason.
    """
    bare = plain(text)
    stars = {star for found in _RATED.finditer(bare) for star in _FEW.findall(found[0])}
    if not stars:
        signs = _DRAWN.fullmatch(bare.strip(" :.()"))
        return f"{len(signs[1])} sao" if signs else "" if _SIGNED.search(bare) else None
    phrase = " ".join(_WORD.findall(bare))
    if _DOUBTED.search(phrase):
        return text[:300]
    if len(stars) > 1 or _OR_MORE.search(phrase):
        return ""
    return f"tiem nang {stars.pop()} sao" if _POTENTIAL.search(phrase) else f"{stars.pop()} sao"


def is_tally(text: str) -> bool:
    """Whether a heading of something else counts the stars of what is below it, and so speaks of no row: “Đợt 1: 02 sp 4 sao”."""
    bare = plain(text)
    found = _RATED.search(bare) if _TALLIED.search(bare) else None
    return found is not None and not dividing.is_of_products(ordinals.split(bare[: found.start()])[1])

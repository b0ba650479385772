"""Where in a text twelve digits stand together as the number of a person is written: what is typed so is refused, and what stands
so already is masked, by this one account of them."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

HIDDEN = "*" * 9
_DIGITS = 12
_FEW = 4  # groups that such a number is written in, where more than one sign parts them
UNSEEN = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"  # signs that nobody sees part nothing
_BLANK, _DASH, _DOT = "\u00a0\u2000-\u200a\u202f\u205f\u3000 ", "\u2010-\u2015\u2212\uff0d-", ".\u00b7\u2022\uff0e"
_LONG = re.compile(r"\d[\d\W_]{10,}\d")
_ID = re.compile(
    r"(?<![^\W_])([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=\d*[a-f])(?:[0-9a-f]{20}|[0-9a-f]{32}))(?![^\W_])",
    re.I,
)
_GROUP = re.compile(rf"\d+(?:[{UNSEEN}]+\d+)*")
_APART = re.compile(rf"[{UNSEEN}]*(?:(?:[^\w{UNSEEN}]|_)[{UNSEEN}]*){{1,3}}")
_CLOSE = re.compile(rf"[{UNSEEN}]*[{_BLANK}{_DOT}{_DASH}][{UNSEEN}]*")

# What twelve digits together may be instead, each from the first digit of a group to the last one of another.
_YEAR, _DAY, _MONTH, _PART = r"(?:19|20)\d\d", r"[0-3]?\d", r"[01]?\d", r"\s?([/.-])\s?"
_IN, _MONEY = rf"[{_BLANK}.()-]{{0,2}}", r"\s?(?:đ|₫|đồng|vnd|vnđ|usd|rp|idr)(?![^\W\d_])"
_SOMETHING_ELSE = re.compile(
    r"(?<!\d)(?=[\d+])(?:"
    + "|".join(
        (
            rf"(?:{_DAY}{_PART}{_MONTH}\s?\1\s?{_YEAR}|{_YEAR}{_PART}{_MONTH}\s?\2\s?{_DAY})(?!\d)",  # a day
            rf"(?<!\d[/.-]){_DAY}([/.-]){_MONTH}\3\d\d(?!\d|[/.-]\d)",  # with two digits of the year
            rf"(?<!\d/){_DAY}/{_MONTH}(?!\d|/\d)",  # without a year
            rf"(?<!\d[/-])\d{{1,6}}[/-]{_YEAR}(?!\d)",  # a month or a paper's number, and its year
            rf"{_YEAR}(?:[\W_]{{1,3}}{_YEAR})+(?!\d)",  # years
            r"(?<!\d[:.])[0-2]?\d([:.])[0-5]\d(?::[0-5]\d)?(?!\d|[:.]\d)",  # a time
            r"(?<!\d[.,])[1-9]\d{0,2}(?:\.\d{3}(?:\.\d{3})+|,\d{3}(?:,\d{3})+)(?!\d|[.,]\d{3})",  # an amount
            rf"(?<!\d[{_BLANK}.,])[1-9]\d{{0,14}}(?:[{_BLANK}.,]\d{{3}}){{0,4}}{_MONEY}",
            rf"\+{_IN}\d(?:{_IN}\d){{7,14}}(?!\d)",  # a telephone of any country, of this one, and as it is dialled here
            rf"(?:00)?84\)?[{_BLANK}.()-]{{1,2}}\d(?:{_IN}\d){{8,9}}(?!\d)",
            rf"(?<!\d[{_BLANK}.-])0(?:[35789](?:{_IN}\d){{8}}|2(?:{_IN}\d){{9}})"
            rf"(?!\d|[{_BLANK}.-]\d\d(?![\W_]{{0,3}}\d))",  # two digits more would be a number of a person written in pairs
        )
    )
    + ")",
    re.I,
)


class _Group(NamedTuple):
    """Digits without a sign between them: where they begin and end, and which they are."""

    start: int
    end: int
    digits: str


def may_be_told(written: str) -> bool:
    """Whether a text has twelve digits with nothing but signs between them: few have, and this is sooner looked for."""
    if len(written) < _DIGITS or _LONG.search(written) is None:
        return False
    return any(sum(map(str.isdecimal, run)) >= _DIGITS for run in _LONG.findall(written))


def told(written: str) -> list[tuple[int, int]]:
    """Where such numbers begin and end in a text, one after another.

    Without a sign between them, or with one blank, dot or dash between groups of them, any twelve digits are one. Further apart,
    with up to three signs of any kind between at most four groups, they are one where they begin with the 0 that every number
    of a person has. Days, times, years, amounts, telephones and the numbers of papers are none, nor are groups that count on.
    """
    if not may_be_told(written):
        return []
    bare = _SOMETHING_ELSE.sub(lambda other: "x" * len(other.group()), written)
    groups = [
        _Group(one.start(), one.end(), "".join(filter(str.isdecimal, one.group()))) for one in _GROUP.finditer(bare)
    ]
    found: list[tuple[int, int]] = []
    first = 0
    while first < len(groups):
        last = _last(bare, groups, first)
        if last is not None:
            found.append((groups[first].start, groups[last].end))
        first = first + 1 if last is None else last + 1
    return found


def masked(written: str, is_known: Callable[[str], bool] = lambda number: False) -> str:
    """A text in which a number of twelve digits shows only its last three, wherever it would be refused; what ``is_known`` as
    something else stays."""
    shown, after = [], 0
    for start, end in told(written):
        if not is_known(number := written[start:end]):
            shown += [written[after:start], HIDDEN, "".join(filter(str.isdecimal, number))[-3:]]
            after = end
    return "".join([*shown, written[after:]]) if shown else written


def masked_among_ids(written: str) -> str:
    """The same of what has ids in it, which stay what they are: ours and those that proxies make are hexadecimal, and one in fifty
    holds twelve decimal digits in a row by chance."""
    return "".join(part if place % 2 else masked(part) for place, part in enumerate(_ID.split(written)))


def _last(bare: str, groups: list[_Group], first: int) -> int | None:
    """Which group ends a number that begins with the ``first``; None where none does."""
    count, close = len(groups[first].digits), True
    for last in range(first + 1, min(first + _DIGITS, len(groups))):
        if count >= _DIGITS:
            break
        between = bare[groups[last - 1].end : groups[last].start]
        if _APART.fullmatch(between) is None:
            return None
        close = close and _CLOSE.fullmatch(between) is not None
        count += len(groups[last].digits)
        if count == _DIGITS:
            written = [int(one.digits) for one in groups[first : last + 1]]
            may_be = close or (last - first < _FEW and int(groups[first].digits[0]) == 0)
            return last if may_be and not _counts_on(written) else None
    return first if count == _DIGITS else None


def _counts_on(numbers: list[int]) -> bool:
    """Whether each number is the next one after that before it, as of days, months or booths."""
    return all(after - before == 1 for before, after in pairwise(numbers))

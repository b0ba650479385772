"""What the cells of a list say: texts, numbers, dates, kinds, as offices write them. Each is read or raises ``Unclear``."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, TypeVar

from pydantic_core import PydanticCustomError

from events_app import revealing, signs
from events_app.directory import beginnings, certificates
from events_app.directory.tables import EntityKind
from events_app.i18n import marked
from events_app.imports.headings import Field
from events_app.values import plain

MOST_MONTHS = 120  # that a certificate is said to last
_EPOCH = date(1899, 12, 30)  # day 0 of Excel's numbers, whose 1900 has a 29 February
_DAY = re.compile(
    r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4}|\d{2})(?:[ T]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ][\d:.]+)?")
_SPOKEN = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}) nam (\d{4})")
_IN_ENGLISH = re.compile(
    r"(\d{1,2})[ ./-]*(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}[ .,/-]*(\d{4}|\d{2})"
)  # as spreadsheets show days of other countries
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_LASTING = re.compile(r"(\d{1,3}) ?(thang|nam|months?|years?|bulan|tahun)(?: (?:ke )?tu ngay .*)?")
_ONE_DAY = r"(\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:\d{4}|\d{2})|\d{1,2} thang \d{1,2} nam \d{4})"
_UNTIL = re.compile(
    rf"(?:(?:co )?(?:hieu luc|gia tri|thoi han) ?:? ?)?(?:(?:tu )?(?:ngay )?{_ONE_DAY} ?(?:[-–—~]|den|toi) ?)?"
    rf"(?:(?:den|toi|het) )*(?:ngay )?{_ONE_DAY}(?: ?[(,;-]? ?(?:van )?con (?:han|hieu luc|gia tri)\)?)?[ .]*"
)  # the day at which what lasts ends, and perhaps the one on which it begins
_YEARS = {"nam", "year", "years", "tahun"}
_GUARDED = re.compile(r"^'(?=[=+\-@\t\r])")
DATE = marked("Write the date as dd/MM/yyyy.")
ANOTHER_FIRST = marked(
    "This cell begins with another day (%(day)s) than the day of issue: correct one of them, or write the last day alone."
)
YEAR = marked(
    "A year alone is no day: write the day as dd/MM/yyyy. Where nobody knows more than the year, say under Columns that this "
    "column is not used: certificates go in without a day then."
)
NO_DAY = marked("There is no such day.")
NO_RESULT = marked(
    "Write the date as dd/MM/yyyy. A formula whose result the file does not hold reads as 0: put its value there instead."
)
KIND = marked("Name the kind: enterprise, cooperative, cooperative group or household.")
VEILED = marked("A number of a person was hidden here by stars: write this without it.")
HIDDEN = re.compile(r"\*{6,}(\d{3})")  # a number as it is shown again
LONG = marked("Use at most %(max_length)s characters.")


T = TypeVar("T")
Wrong = tuple[str, str, dict[str, Any]]  # field, sentence, its values


class Unclear(Exception):
    """A cell says nothing that can be understood; the message is a sentence of ours with its values."""

    def __init__(self, message: str, **values: Any) -> None:
        super().__init__(message)
        self.message, self.values = message, values


def heard(
    wrongs: list[Wrong], cells: Mapping[Field, Any], field: Field, by: Callable[..., T], otherwise: T, *more: Any
) -> T:
    """What a cell says, understood ``by`` a function of it; a blank one says ``otherwise``, and so does one that cannot be
    understood, which is told among ``wrongs``."""
    cell = cells.get(field)
    if cell is None:
        return otherwise
    try:
        return by(cell, *more)
    except Unclear as unclear:
        wrongs.append((field, unclear.message, unclear.values))
    except PydanticCustomError as wrong:
        facts = dict(wrong.context or {})
        wrongs.append((field, facts.pop("message"), facts))
    return otherwise


_BLANK = ("'", " ", "")


def line(cell: Any, longest: int = 300) -> str:
    """A cell as text on one line; the sign that kept a spreadsheet from taking it for a formula is taken away."""
    said = written(cell)
    if not said.isprintable() or "  " in said or said[:1] in _BLANK or said[-1:] in _BLANK:  # few are
        said = signs.seen(said)
        said = " ".join(signs.printed(_GUARDED.sub("", said) if said.startswith("'") else said).split())
    if len(said) > longest:
        raise Unclear(LONG, max_length=longest)
    return said


text = lru_cache(4096)(line)  # the same, of columns that say the same again and again


def public(cell: Any, longest: int = 300) -> str:
    """A cell as text on one line that everybody will read, so that no number of a person may be in it."""
    said = line(cell, longest)
    if revealing.is_told(said):
        raise Unclear(revealing.PERSONAL)
    if "****" in said and HIDDEN.search(said):
        raise Unclear(VEILED)
    return said


public_again = lru_cache(4096)(public)  # likewise


def number(cell: Any, longest: int = 100) -> str:
    """The number of a paper, without the words before it."""
    return bare_number(public(cell, longest))


def bare_number(said: str) -> str:
    """A number of a paper without the words that call it one: “Số 512/QĐ-UBND” and “QĐ số 512/QĐ-UBND” are one number."""
    return _CALLED.sub("", said, count=1) if said[:1] in _CALLS else said


_CALLED = re.compile(
    r"^(?:(?:quyết định|quyet dinh|qđ|qd|giấy chứng nhận|giay chung nhan|gcn|decision|certificate)[ .:]*)?"
    r"(?:số|so|no|nomor)(?![^\W\d_])[ .:]*(?=\S*\d)|^(?:quyết định|quyet dinh|qđ|qd|decision)[ .:]+(?=\d)",
    re.I,
)
_CALLS = frozenset("sSqQgGnNdDcC")  # most numbers begin otherwise


def page(cell: Any) -> str:
    """The address of an entity among the pages of the directory, of a cell that leads to it; empty where none does."""
    _, leads, behind = written(cell).strip().rpartition(PAGE)
    return behind if leads and _ADDRESS.fullmatch(behind) else ""


PAGE = "/organizations/"
_ADDRESS = re.compile(r"[a-z0-9-]{1,90}")


def is_nothing(said: str) -> bool:
    """Whether a cell says only that there is nothing to be said: “không có”, “-”."""
    return plain(said).strip(" .()") in _NOTHING


def is_blank(cell: Any) -> bool:
    """Whether a cell is empty, or says only that there is nothing to be said."""
    return cell is None or is_nothing(str(cell))


_NOTHING = {
    "", "-", "–", "—", "--", "---", "…", "/", "\\", "_", "*", "0", "x", "k", "ko", "kg", "khong", "khong co", "ko co", "k co",
    "chua", "chua co", "chua cap", "chua cap nhat", "dang cap nhat", "khong ro", "trong", "n/a", "na", "none", "null", "nil", "no",
    "tidak ada", "belum", "belum ada",
}  # fmt: skip


def dated_number(cell: Any) -> tuple[str, str, str] | None:
    """The number of a paper, its day and who issued it, of a cell that says more than the number; as they are written."""
    said = _DATED.fullmatch(cell) if isinstance(cell, str) and len(cell) <= _LONGEST_DATED else None
    return (said[1], said[2], said[3] or "") if said and any(map(str.isdigit, said[1])) else None


_LONGEST_DATED = 200  # letters
_DATED = re.compile(
    r"(.+?)[\s,;:(–-]+(?:(?:ngày|ngay|dated?)\s*)?"
    r"((?:(?<=[\s(,;y])|(?<=[^\W\d_]-)(?=\d{1,2}[/.]))\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*(?:\d{4}|\d{2})"
    r"|(?<=[\sy])\d{1,2}\s+(?:tháng|thang)\s+\d{1,2}\s+(?:năm|nam)\s+\d{4})"
    r"[\s).;,]*(?:(?:của|cua|by)\s+(.+))?",
    re.I | re.S,
)


def written(cell: Any) -> str:
    """A cell as it stands there."""
    return "" if cell is None else str(cell)


def day(cell: Any) -> date | None:
    """A date: a number of Excel, ``dd/MM/yyyy``, ``d-M-yy``, ISO 8601, or in words; None where a cell says that there is none."""
    if cell is None:
        return None
    try:
        return _day(cell)
    except (ValueError, OverflowError):
        if isinstance(cell, str) and is_nothing(cell):
            return None
        if cell == 0:
            raise Unclear(NO_RESULT) from None
        if year(cell):
            raise Unclear(YEAR) from None
        said = plain(written(cell)).removeprefix("'").strip(" .").removeprefix("ngay ")
        raise Unclear(
            NO_DAY if any(form.fullmatch(said) for form in (_DAY, _ISO, _SPOKEN, _IN_ENGLISH)) else DATE
        ) from None


def year(cell: Any) -> int | None:
    """The year that a cell says alone, if it does."""
    said = _YEAR.fullmatch(plain(written(cell)).strip(" .'"))
    return int(said[1]) if said else None


_YEAR = re.compile(r"(?:nam )?((?:19|20)\d\d)")


@lru_cache(4096)
def _day(cell: str | int | float) -> date:
    if isinstance(cell, int | float):
        return _near(_EPOCH + timedelta(days=int(cell)))
    said = plain(cell).removeprefix("'").strip(" .")
    if iso := _ISO.fullmatch(said):
        return _near(date(int(iso[1]), int(iso[2]), int(iso[3])))
    if spoken := _SPOKEN.fullmatch(said):
        return _near(date(int(spoken[3]), int(spoken[2]), int(spoken[1])))
    if numbers := _DAY.fullmatch(said.removeprefix("ngay ")):
        year = int(numbers[3]) + (2000 if len(numbers[3]) == 2 else 0)
        return _near(date(year, int(numbers[2]), int(numbers[1])))
    if english := _IN_ENGLISH.fullmatch(said):
        year = int(english[3]) + (2000 if len(english[3]) == 2 else 0)
        return _near(date(year, _MONTHS.index(english[2]) + 1, int(english[1])))
    if said.isdecimal() and len(said) == 5:
        return _near(_EPOCH + timedelta(days=int(said)))
    raise ValueError(said)


def end(cell: Any, issued: date | None) -> date | None:
    """The last day of what was ``issued`` on a day: a date, or how long it lasts; the usual time says nothing by itself."""
    lasting = _LASTING.fullmatch(plain(written(cell)).strip(" ."))
    if lasting is None:
        try:
            return day(cell)
        except Unclear:
            return _last_day(cell, issued)
    months = int(lasting[1]) * (12 if lasting[2] in _YEARS else 1)
    if not 1 <= months <= MOST_MONTHS or (issued is None and months != certificates.MONTHS_VALID):
        raise Unclear(DATE)
    return certificates.valid_to(issued, months) if issued else None


def _last_day(cell: Any, issued: date | None) -> date | None:
    """The last day of a cell that says more: from when on, or that it is not over yet."""
    said = _UNTIL.fullmatch(plain(written(cell)))
    if said is None:
        return day(cell)
    first, last = day(said[1]), day(said[2])
    if first and issued and first != issued:
        raise Unclear(ANOTHER_FIRST, day=said[1])
    return last


def _near(found: date) -> date:
    if not 1990 <= found.year <= 2100:
        raise ValueError(found)
    return found


@lru_cache(4096)
def kind(cell: str | int | float | None) -> EntityKind | None:
    """The kind of an entity, from a word for it or from the beginning of its name; None where neither says one."""
    said = _KIND.match(f"{plain(written(cell)).translate(_SPACES)} ")
    return list(beginnings.OF_KINDS)[said.lastindex - 1] if said and said.lastindex else None


_SPACES = str.maketrans("_.-", "   ")  # “HTX-TM-DV Mẫu”

# Of the kinds in their order the first that a text begins with.
_KIND = re.compile("|".join(f"({'|'.join(words.whole)}) " for words in beginnings.OF_KINDS.values()))

"""Three languages: the sentences, and the forms of dates, times, money and numbers.

The msgids are the English sentences themselves, so English needs no catalogue: what is not found is English. Vietnamese and
Indonesian stand in ``locale/{vi,id}/<slice>.po``, one file for each slice, read and compiled in memory when a language is first
spoken; there is no build step. ``python -m events_app.catalogues`` adds sentences that are new.
"""

import datetime as dt
import gettext
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import phonenumbers
from babel import Locale, dates, numbers
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from events_app.values import ZONE

FOLDER = Path(__file__).parent
LOCALE = FOLDER / "locale"
_PLACEHOLDER = re.compile(r"%(?:\((\w+)\)[sd]|%)")
_UNBREAKABLE = "\N{NO-BREAK SPACE}"


class Language(StrEnum):
    """What we speak; Vietnamese unless somebody asks for another."""

    VI = "vi"
    EN = "en"
    ID = "id"


OWN_NAMES = {Language.VI: "Tiếng Việt", Language.EN: "English", Language.ID: "Bahasa Indonesia"}
# British forms: the day comes before the month, as readers in Viet Nam expect it.
_LOCALES = {Language.VI: Locale.parse("vi"), Language.EN: Locale.parse("en_GB"), Language.ID: Locale.parse("id")}
_LONG_DATE = {Language.VI: "'ngày' d 'tháng' M 'năm' y", Language.EN: "d MMMM y", Language.ID: "d MMMM y"}
_MONTH = {Language.VI: "'tháng' M/y", Language.EN: "MMMM y", Language.ID: "MMMM y"}
_MOMENT = {Language.VI: "%s ngày %s", Language.EN: "%s on %s", Language.ID: "%s, %s"}

_speaking: ContextVar[Language] = ContextVar("speaking", default=Language.VI)


def language() -> Language:
    """The language of the present request, letter or page."""
    return _speaking.get()


def speak(wanted: Language | str) -> None:
    """Speak ``wanted`` from here on in this context."""
    _speaking.set(Language(wanted))


@contextmanager
def speaking(wanted: Language | str) -> Iterator[None]:
    """Speak ``wanted`` within the block."""
    token = _speaking.set(Language(wanted))
    try:
        yield
    finally:
        _speaking.reset(token)


def choose(accept_language: str | None) -> Language:
    """The language of ours that an Accept-Language header likes best (RFC 9110 section 12.5.4)."""
    best, liked = Language.VI, 0.0
    for part in (accept_language or "").split(","):
        name, _, weight = part.strip().lower().partition(";")
        code = name.strip().split("-")[0]
        code = "id" if code == "in" else code  # Android still says Indonesian as before 1989
        try:
            quality = float(weight.strip().removeprefix("q=")) if weight else 1.0
        except ValueError:
            continue
        if code in set(Language) and quality > liked:
            best, liked = Language(code), quality
    return best


# Sentences


@lru_cache
def catalogue(wanted: Language) -> gettext.NullTranslations:
    """The sentences of all slices in one language."""
    if wanted == Language.EN:
        return gettext.NullTranslations()
    whole = new_catalogue(wanted)
    for path in sorted((LOCALE / wanted).glob("*.po")):
        with path.open("rb") as lines:
            for message in read_po(lines, locale=wanted.value):
                if message.id and not message.fuzzy:
                    whole.add(message.id, message.string)
    compiled = io.BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def new_catalogue(wanted: str) -> Catalog:
    """An empty catalogue. Neither Vietnamese nor Indonesian tells many from one, which Babel does not know of the latter."""
    made = Catalog(locale=wanted)
    made.mime_headers = [("Plural-Forms", "nplurals=1; plural=0;")]
    return made


def marked(message: str) -> str:
    """``message`` as it is: marks a sentence that is translated where it is shown."""
    return message


def text(message: str, /, **values: Any) -> str:
    """``message`` in the language being spoken; ``%(name)s`` is filled in, and left standing when its value is missing.

    Dates, times, instants and localized texts among ``values`` are said as that language says them.
    """
    return filled(translated(message), values, str)


def in_all(message: str) -> dict[str, str]:
    """``message`` in every language of ours, as localized text."""
    found: dict[str, str] = {}
    for one in Language:
        with speaking(one):
            found[one.value] = translated(message)
    return found


def plural(one: str, many: str, n: int, /, **values: Any) -> str:
    """The sentence for one or for ``n``, which stands in it as ``%(n)s``."""
    found = catalogue(language()).ngettext(one, many, n)
    return filled(found, {"n": number(n), "num": number(n), **values}, str)


def localized(texts: Mapping[str, str] | None, wanted: Language | str | None = None) -> str:
    """The text in ``wanted`` (the language being spoken when None), else in Vietnamese; empty when there is none."""
    return found_in(texts, wanted)[1]


def found_in(texts: Mapping[str, str] | None, wanted: Language | str | None) -> tuple[str, str]:
    """The text in ``wanted`` or the next best language, and the code of the language that it is in."""
    for code in (str(wanted or language()), "vi", "en", "id"):
        if texts and texts.get(code):
            return code, texts[code]
    return "", ""


def translated(message: str) -> str:
    """``message`` in the present language, its placeholders unfilled."""
    return catalogue(language()).gettext(message) if message else ""  # gettext("") is the header


def filled(message: str, values: Mapping[str, Any], shown: Callable[[str], str]) -> str:
    """``message`` with its ``%(name)s`` replaced by what ``shown`` makes of each value; one that is missing is left standing."""

    def value(found: re.Match[str]) -> str:
        name = found.group(1)
        if name is None:
            return "%"
        if name not in values:
            return found.group()
        return shown(said(values[name]))

    return _PLACEHOLDER.sub(value, message)


def said(value: Any) -> str:
    """``value`` as a sentence holds it: dates, times, instants and localized texts in the language being spoken."""
    if isinstance(value, str):
        return value
    if isinstance(value, dt.datetime):
        return moment(value)
    if isinstance(value, dt.date):
        return date(value)
    if isinstance(value, dt.time):
        return time(value)
    if isinstance(value, Mapping):
        return localized(value)
    if isinstance(value, list | tuple):
        return ", ".join(said(part) for part in value)
    return "" if value is None else str(value)


# Forms


def date(on: dt.date) -> str:
    """``16/12/2026`` in every language of ours."""
    return on.strftime("%d/%m/%Y")


def long_date(on: dt.date) -> str:
    """``ngày 16 tháng 12 năm 2026``, ``16 December 2026``, ``16 Desember 2026``."""
    return dates.format_date(on, _LONG_DATE[language()], _LOCALES[language()])


def weekday(on: dt.date) -> str:
    """``Thứ Tư``, ``Wednesday``, ``Rabu``."""
    return dates.format_date(on, "EEEE", _LOCALES[language()])


def month(on: dt.date) -> str:
    """``tháng 12/2026``, ``December 2026``, ``Desember 2026``."""
    return dates.format_date(on, _MONTH[language()], _LOCALES[language()])


def month_name(number: int) -> str:
    """``Tháng 5``, ``May``, ``Mei``."""
    return str(dates.get_month_names("wide", "stand-alone", _LOCALES[language()])[number])


def months(numbers: Sequence[int]) -> str:
    """``tháng 5, 6``; ``May, June`` in languages whose months have names."""
    if language() == Language.VI:
        return f"tháng {', '.join(map(str, numbers))}" if numbers else ""
    return ", ".join(map(month_name, numbers))


def time(at: dt.time) -> str:
    """``17:30``; ``17.30`` in Indonesian."""
    return dates.format_time(at, "HH.mm" if language() == Language.ID else "HH:mm", locale=_LOCALES[language()])


def moment(at: dt.datetime) -> str:
    """An instant as wall-clock time in Viet Nam: ``17:30 ngày 16/12/2026``."""
    local = at.astimezone(ZONE)
    return _MOMENT[language()] % (time(local.time()), date(local.date()))


def days(first: dt.date | tuple[dt.date, dt.date], last: dt.date | None = None) -> str:
    """A range of days, both included, said shortly: ``16–19/12/2026``, ``28/11–03/12/2026``."""
    first_on, last_on = first if isinstance(first, tuple) else (first, last or first)
    if first_on == last_on:
        return date(last_on)
    if first_on.year != last_on.year:
        return f"{date(first_on)} – {date(last_on)}"
    return f"{first_on.strftime('%d' if first_on.month == last_on.month else '%d/%m')}–{date(last_on)}"


def phone(number: str | None) -> str:
    """A telephone number as it is dialled in Viet Nam; one of another country with its code. Empty where there is none."""
    if not number:
        return ""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number  # it was kept before numbers were checked
    national = parsed.country_code == 84
    form = phonenumbers.PhoneNumberFormat.NATIONAL if national else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, form)


def money(vnd: int) -> str:
    """``1.234.567 ₫``: dong have no smaller unit."""
    return f"{number(vnd)}{_UNBREAKABLE}₫"


def number(n: int | float | Decimal) -> str:
    """``1.234.567,89``; ``1,234,567.89`` in English."""
    return numbers.format_decimal(n, locale=_LOCALES[language()])

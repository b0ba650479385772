"""Small values that know no noun of the trade: ids, instants, ranges of days, text as it is searched and sorted."""

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import uuid_utils

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")  # UTC+7, no summer time

_ALPHABET = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_BARRED = str.maketrans("đĐðÐɖƉ", "dDdDdD")  # two letters of other alphabets look like đ and are typed for it
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền hỏi ngã sắc nặng


def new_id() -> UUID:
    """A new id: RFC 9562 version 7, so that rows made later sort later."""
    return _quick()(uuid_utils.uuid7().bytes)


@cache
def _quick() -> Callable[[bytes], UUID]:
    """The kind of UUID that rows are read with, which is made in a seventh of the time of the library's own."""
    from asyncpg.pgproto.pgproto import UUID as Quick  # not above: what reads files knows no database

    return Quick


def id_of(written: str) -> UUID | None:
    """The id that is written, or None where it is none."""
    try:
        return UUID(written)
    except ValueError:
        return None


def now() -> datetime:
    """The present instant in UTC; doors and tasks read it once and pass it down as ``at=``."""
    return _clock()


def _clock() -> datetime:
    return datetime.now(UTC)


def local(on: date, at: time) -> datetime:
    """The instant of a wall-clock time in Viet Nam."""
    return datetime.combine(on, at, tzinfo=ZONE)


def today(at: datetime) -> date:
    """The date in Viet Nam at the instant ``at``."""
    return at.astimezone(ZONE).date()


class Days(NamedTuple):
    """A range of dates, both ends included."""

    first_on: date
    last_on: date

    def __iter__(self) -> Iterator[date]:
        return (self.first_on + timedelta(n) for n in range((self.last_on - self.first_on).days + 1))

    def overlap(self, other: "Days") -> bool:
        """Whether the two ranges share a day."""
        return self.first_on <= other.last_on and other.first_on <= self.last_on


def plain(text: str) -> str:
    """``text`` as it is compared: no accents, ``đ`` as ``d``, lower case, single spaces."""
    return _plain(text) if len(text) <= _SHORT else _bared(text)


def as_written(name: str) -> str:
    """A name with its accents, whichever way they are put in, without regard to case and spaces."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def as_read(name: str) -> str:
    """A name with its accents as it is read aloud: as it is written, wherever in a syllable its tone is set (“hoà” is “hòa”)."""
    parts = unicodedata.normalize("NFD", name.translate(_BARRED_ALIKE)).casefold()
    return " ".join(_SYLLABLE.sub(_tone_last, parts).split())


def _tone_last(syllable: re.Match[str]) -> str:
    return syllable[0].translate(_TONELESS) + "".join(mark for mark in syllable[0] if mark in _TONES)


def searched(text: str) -> str:
    """``text`` as it is searched: its plain words, without the signs between them; what ``search`` columns hold."""
    return _searched(text) if len(text) <= _SHORT else _worded(text)


def _bared(text: str) -> str:
    try:
        signs = codecs.charmap_encode(text.lower(), "strict", _Signs.codes)[0]
    except UnicodeEncodeError:
        return " ".join(text.translate(_BARE).split())
    return " ".join(codecs.charmap_decode(signs, "strict", _Signs.bare)[0].split())


def _worded(text: str) -> str:
    try:
        signs = codecs.charmap_encode(text.lower(), "strict", _Signs.codes)[0]
    except UnicodeEncodeError:
        return " ".join(_WORDS.findall(text.translate(_BARE)))
    return " ".join(codecs.charmap_decode(signs, "strict", _Signs.worded)[0].split())


_BARRED_ALIKE = str.maketrans("ðÐɖƉ", "đĐđĐ")
_TONELESS = dict.fromkeys(map(ord, _TONES))
_SYLLABLE = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])+")
_SHORT = 80  # letters; lists say the same short texts again and again
_WORDS = re.compile(r"[^\W_]+")
_plain, _searched = lru_cache(8192)(_bared), lru_cache(8192)(_worded)


class _Bare(dict[int, str]):
    """Letters as they are searched; those of alphabets are remembered, because lists have hundreds of thousands of them."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFD", chr(code))
        bare = "".join(part for part in parts if not unicodedata.combining(part)).translate(_BARRED).casefold()
        if code < 0x2000:
            self[code] = bare
        return bare


_BARE = _Bare()


def slug_of(text: str) -> str:
    """``text`` as the readable end of an address: ``Tuần lễ OCOP`` is ``tuan-le-ocop``; at most 80 characters."""
    return "-".join(_ASCII_WORDS.findall(plain(text)))[:80].strip("-") or "x"


_ASCII_WORDS = re.compile("[a-zA-Z0-9]+")


def sort_key(text: str) -> str:
    """A key under which texts sort as in a Vietnamese dictionary: letters first (a ă â b ... d đ e ê), tones second."""
    try:
        signs = codecs.charmap_encode(text.lower(), "strict", _Signs.codes)[0]
    except UnicodeEncodeError:
        letters = [_SORTED[letter] for letter in unicodedata.normalize("NFC", text).casefold()]
        return "".join(one[:-1] for one in letters) + "\x01" + "".join(one[-1] for one in letters)
    place, _ = codecs.charmap_decode(signs, "strict", _Signs.place)
    tone, _ = codecs.charmap_decode(signs, "strict", _Signs.tone)
    return f"{place}\x01{tone}"


class _Sorted(dict[str, str]):
    """The place of a letter in the alphabet, then its tone; the same few letters are asked for hundreds of thousands of times."""

    def __missing__(self, letter: str) -> str:
        parts = unicodedata.normalize("NFD", letter)
        tone = next((_TONES[mark] for mark in parts if mark in _TONES), 0)
        base = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
        place = _ALPHABET.get(base)
        said = f"{base if place is None else chr(0x100 + place)}{tone}"
        if letter < "\u2000":
            self[letter] = said
        return said


_SORTED = _Sorted()


class _Signs:
    """What Vietnamese texts are written with, in lower case, as a character set of 256 signs: its tables are looked up at once
    for a whole text. Texts with other signs, or with marks apart from their letters, are taken letter by letter."""

    _VOWELS = "aăâeêioôơuưy"
    _TONED = "".join(unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES)
    _ALL = ("".join(map(chr, range(128))) + _TONED + "ăâêôơưđ" + "“”‘’–—…×°²").ljust(256, "\ufffe")
    codes = codecs.charmap_build(_ALL)
    bare = "".join(_BARE[ord(sign)] for sign in _ALL)
    worded = "".join(sign if sign.isalnum() else " " for sign in bare)
    place = "".join(_SORTED[sign][0] for sign in _ALL)
    tone = "".join(_SORTED[sign][1] for sign in _ALL)

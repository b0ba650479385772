"""How people mistype names: one slip, or the keys of an input method that was off. All from a seeded generator."""

import random
import unicodedata
from collections.abc import Callable

from events_app import values

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_TONES = "\u0301\u0300\u0309\u0303\u0323"
_TELEX = dict(zip(_TONES, "sfrxj", strict=True)) | {"\u031b": "w", "\u0306": "w"}  # a circumflex: the letter once more
_VNI = dict(zip(_TONES, "12345", strict=True)) | {"\u0302": "6", "\u031b": "7", "\u0306": "8"}


def telex(_chance: random.Random, name: str) -> str:
    """The keys of Telex, marks and tones right behind their letter."""
    return _keys(name, _TELEX, "dd")


def telex_late(_chance: random.Random, name: str) -> str:
    """The keys of Telex, the tone at the end of its word."""
    return " ".join(_late(word) for word in name.split())


def vni(_chance: random.Random, name: str) -> str:
    """The keys of VNI."""
    return _keys(name, _VNI, "d9")


def swap(chance: random.Random, name: str) -> str:
    """Two letters of one word change places."""
    n = chance.choice([n for n in range(len(name) - 1) if name[n : n + 2].isalnum() and name[n] != name[n + 1]])
    return name[:n] + name[n + 1] + name[n] + name[n + 2 :]


def drop(chance: random.Random, name: str) -> str:
    """A letter is missing."""
    n = _letter(chance, name)
    return name[:n] + name[n + 1 :]


def double(chance: random.Random, name: str) -> str:
    """A letter is there twice."""
    n = _letter(chance, name)
    return name[:n] + name[n] + name[n:]


def neighbour(chance: random.Random, name: str) -> str:
    """The key beside the right one."""
    name = values.plain(name)
    n = chance.choice([n for n, letter in enumerate(name) if letter.isascii() and letter.isalpha()])
    row = next(row for row in _ROWS if name[n] in row)
    place = row.index(name[n])
    return (
        name[:n] + chance.choice([row[near] for near in (place - 1, place + 1) if 0 <= near < len(row)]) + name[n + 1 :]
    )


def split(chance: random.Random, name: str) -> str:
    """A blank stands inside a word."""
    n = chance.choice([n for n in range(1, len(name)) if name[n - 1 : n + 1].isalnum()])
    return f"{name[:n]} {name[n:]}"


KEYS: tuple[Callable[[random.Random, str], str], ...] = (telex, telex_late, vni)
SLIPS: tuple[Callable[[random.Random, str], str], ...] = (swap, drop, double, neighbour, split)


def _letter(chance: random.Random, name: str) -> int:
    return chance.choice([n for n, letter in enumerate(name) if letter.isalnum()])


def _keys(name: str, of: dict[str, str], barred: str) -> str:
    typed: list[str] = []
    for letter in name.casefold().replace("đ", barred):
        base, *marks = list(unicodedata.normalize("NFD", letter))
        typed += [base, *(of.get(mark, base) for mark in sorted(marks, key=_TONES.find))]
    return "".join(typed)


def _late(word: str) -> str:
    parts = unicodedata.normalize("NFD", word)
    tone = "".join(_TELEX[part] for part in parts if part in _TONES)
    return (
        _keys(unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES)), _TELEX, "dd") + tone
    )

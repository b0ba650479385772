"""What may have been meant by what was typed: regular expressions for words and short texts with one slip of the fingers in them.

A slip is a letter that is missing, though not the first, or is there twice, two that changed places, the key beside the right one,
or a letter that is said like the right one. Another letter altogether makes another word where words are short; in a long one it
is a slip too, and where many words stand beside it, so is a letter too many.
"""

import re
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache

_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_LEAN = 0.4  # of a key: by how much a row lies further right than the one above it
_REACH = 1.3  # keys
_SAID_ALIKE = ("sx", "ln", "iy", "ck", "dgrv", "ct", "mn")
_LONG = 6  # letters
_LONGEST = 24  # letters; a longer word is right or wrong
_GROUP = re.compile(r"\[[^]]*\]|\.")
PREFIX = 3  # letters, of which a word may be the beginning


def _keys() -> dict[str, str]:
    places = {letter: (n + row * _LEAN, row) for row, keys in enumerate(_ROWS) for n, letter in enumerate(keys)}
    return {
        one: "".join(
            other
            for other, (column, row) in places.items()
            if other != one
            and (
                (abs(column - places[one][0]) ** 2 + (row - places[one][1]) ** 2) ** 0.5 <= _REACH
                or any(one in alike and other in alike for alike in _SAID_ALIKE)
            )
        )
        for one in places
    }


_BESIDE = _keys()


class Forgiven(IntEnum):
    """How much of a slip is forgiven."""

    NOTHING = 0
    SURE = 1  # letters that changed places, or one that is there twice
    MISSING = 2  # or a letter that a word of one or two has no more
    FINGERS = 3
    ANY = 4


def held(word: str, forgiven: Forgiven, *, last: bool = False) -> str:
    """That a word of a text is this one, or begins with it where it is the ``last`` one typed, or was meant by it."""
    whole = word if last and len(word) >= PREFIX else rf"{word}\M"
    short = forgiven < Forgiven.ANY and len(word) < PREFIX
    slips = () if short or len(word) > _LONGEST else _meant(word, forgiven)
    return rf"\m(?:{whole}|(?:{'|'.join(slips)})\M)" if slips else rf"\m{whole}"


def meant(text: str, forgiven: Forgiven) -> str:
    """That words of a text are these, one slip apart."""
    return rf"\m(?:{'|'.join(_meant(text, forgiven))})\M"


def patterns(text: str, forgiven: Forgiven) -> Iterator[str]:
    """The same as patterns of LIKE, which know no groups of letters: they let more through."""
    yield from dict.fromkeys(_GROUP.sub("_", one) for one in _meant(text, forgiven))


@lru_cache(1024)
def _meant(typed: str, forgiven: Forgiven) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_each(typed, forgiven))) if forgiven else ()


def _each(typed: str, forgiven: Forgiven) -> Iterator[str]:
    for n, one in enumerate(typed):
        before, after = typed[:n], typed[n + 1 :]
        if one.strip() and after[:1].strip() and one != after[0]:
            yield f"{before}{after[0]}{one}{after[1:]}"
        if forgiven == Forgiven.ANY or (one.strip() and one in (before[-1:], after[:1])):
            yield f"{before}{after}"
        word = f"{before.rpartition(' ')[2]}{f'{one}{after}'.partition(' ')[0]}"
        lacks = forgiven >= Forgiven.FINGERS or (forgiven == Forgiven.MISSING and len(word) < PREFIX)
        if lacks and (forgiven == Forgiven.ANY or before[-1:].strip()):
            yield f"{before}.{one}{after}"  # a letter, or a blank
        if forgiven >= Forgiven.FINGERS:
            if one.strip() and (forgiven == Forgiven.ANY or len(word) >= _LONG):
                yield f"{before}.{after}"
            elif one in _BESIDE:
                yield f"{before}[{_BESIDE[one]}]{after}"
        if not after and lacks:
            yield f"{typed}."

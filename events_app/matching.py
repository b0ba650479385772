"""Finding names in spite of accents, slips of the finger and a keyboard set to English: conditions over ``search`` columns.

A text is compared as it was typed and as its Telex or VNI keys would have written it, by the three-letter groups that it shares
with a part of the name; the trigram index answers. What is *near* holds nearly all of it. What is *far* has a slip in it: a long
text still shares most groups; of a short one a slip leaves too few, so that every slip that it may be is a pattern instead.
What is *apart* holds the words, though not beside each other, with a slip in some of them: looked for when nothing else is found.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec

from events_app import keystrokes
from events_app.values import plain

FEW = 5  # things that are near; where there are fewer, those that are far are shown too
_NEAR = 0.8  # how alike
_LEAST, _MOST = 0.4, 0.6  # how alike what is far must be
_SPOILT = 4  # groups, by two letters that changed places
_SHORT = 12  # groups
_FORGIVEN = 5  # letters; in a shorter text every slip makes another word
_BESIDE = 3  # letters; a word as short as this is forgiven beside another one that is right
_LONGEST = 120
_WORD = re.compile(r"[^\W_]+")

Add = Callable[[Any], int]  # takes a value of a statement and says its number


class Sought(msgspec.Struct, frozen=True):
    """What is looked for: the ways to read what was typed, each in lower case without accents."""

    readings: tuple[str, ...]

    def near(self, column: str, add: Add) -> str:
        """That ``column`` holds nearly all of a long reading, or words that begin as those of a short one do."""
        return _any(
            _begun(column, reading, add) if groups(reading) <= _SHORT else _like(column, reading, _NEAR, add)
            for reading in self.readings
        )

    def far(self, column: str, add: Add) -> str:
        """That ``column`` may be what is meant by a reading that has a slip in it."""
        long = [reading for reading in self.readings if groups(reading) > _SHORT]
        patterns = [one for reading in self.readings if groups(reading) <= _SHORT for one in slips(reading)]
        parts = [_like(column, reading, threshold(reading), add) for reading in long]
        if patterns:
            parts.append(f"{column} LIKE ANY (${add(patterns)}::text[])")
        return _any(parts)

    def apart(self, column: str, add: Add) -> str:
        """That ``column`` holds every word of a reading somewhere, one of the two longest right and any other with a slip in it."""
        return _any(_apart(column, reading.split(), add) for reading in self.readings if " " in reading)

    def near_rank(self, column: str, add: Add) -> str:
        """How far the whole of ``column``, which is near, is from a reading: from 0 to 0.3."""
        return self._rank(column, add, "0.7 + 0.3 * similarity({0}, {1})")

    def far_rank(self, column: str, add: Add) -> str:
        """How far ``column`` is from the nearest reading, from 0 to 1: a part of the name first, then the whole of it."""
        return self._rank(column, add, "0.7 * word_similarity({0}, {1}) + 0.3 * similarity({0}, {1})")

    def _rank(self, column: str, add: Add, likeness: str) -> str:
        likenesses = [likeness.format(f"${add(reading)}::text", column) for reading in self.readings]
        return f"round((1 - greatest({', '.join(likenesses)}))::numeric, 4)" if likenesses else "1.0"


def sought(text: str | None) -> Sought | None:
    """What ``text`` looks for; None where it is empty. Signs alone are like no name."""
    if not (text or "").strip():
        return None
    found: list[str] = []
    for written in (text or "", keystrokes.read(text or "")):
        reading = " ".join(_WORD.findall(plain(written)))[:_LONGEST].strip()
        if reading and reading not in found:
            found.append(reading)
    return Sought(tuple(found))


def groups(reading: str) -> int:
    """How many three-letter groups a reading has, as PostgreSQL counts them: a word begins with two blanks and ends with one."""
    return len({f"  {word} "[place : place + 3] for word in reading.split() for place in range(len(word) + 1)})


def threshold(reading: str) -> float:
    """How alike a name must be to one reading: as much as a single slip leaves alike, within bounds."""
    count = groups(reading)
    return round(min(_MOST, max(_LEAST, (count - _SPOILT) / (count + _SPOILT))), 2)


def slips(reading: str) -> Iterator[str]:
    """Patterns for everything of which ``reading`` may be a slip: a letter more, less, another, two that changed places."""
    if len(reading) >= _FORGIVEN:
        yield from (f"%{meant}%" for meant in _meant(reading, "_"))


def roughly(word: str) -> list[str]:
    """Patterns for words that begin as ``word`` does, and for those of which it may be a slip: the whole word, if it is short."""
    end = "%" if len(word) >= _FORGIVEN else " %"
    return [f"% {word}%", *(f"% {meant}{end}" for meant in _meant(word, "_") if len(word) >= _BESIDE)]


def _meant(typed: str, letter: str) -> Iterator[str]:
    """All that may have been meant; ``letter`` stands for any."""
    for n, one in enumerate(typed):
        before, after = typed[:n], typed[n + 1 :]
        yield f"{before}{letter}{one}{after}"
        if one != " ":
            yield f"{before}{letter}{after}"
            yield f"{before}{after}"
        if after and " " not in (one, after[0]) and one != after[0]:
            yield f"{before}{after[0]}{one}{after[1:]}"
    yield f"{typed}{letter}"


def slipped(one: str, other: str) -> bool:
    """Whether two words differ by one slip: a letter more, a letter less, another letter, or two that changed places."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    one, other = one[same:], other[same:]
    swapped = one[:2] == other[:2][::-1] and one[2:] == other[2:]
    return swapped or one[1:] == other[1:] or one[1:] == other or one == other[1:]


def _like(column: str, reading: str, how: float, add: Add) -> str:
    # How alike is a setting of the operator. It is set, until the statement or its transaction ends, by the same subquery
    # that hands the text to the index, and so before the index is asked.
    told = f"set_config('pg_trgm.word_similarity_threshold', ${add(str(how))}, true)"
    return f"{column} %> (SELECT CASE WHEN {told} IS NOT NULL THEN ${add(reading)}::text END)"


def _begun(column: str, reading: str, add: Add) -> str:
    ways = [[f"{word}%", f"% {word}%"] for word in reading.split()]
    return f"({' AND '.join(f'{column} LIKE ANY (${add(way)}::text[])' for way in ways)})"


def _apart(column: str, words: Sequence[str], add: Add) -> str:
    # The index leaves what has one of the two; the patterns of slips are so many that only those rows are compared with them.
    right = _any(_begun(column, word, add) for word in sorted(words, key=len)[-2:])
    there = " AND ".join(f"' ' || {column} || ' ' LIKE ANY (${add(roughly(word))}::text[])" for word in words)
    return f"({right} AND {there})"


def _any(conditions: Iterable[str]) -> str:
    return f"({' OR '.join(conditions) or 'false'})"

"""Finding names in spite of accents, slips of the finger and a keyboard set to English: conditions over ``search`` columns.

A text is compared as it was typed and as its Telex or VNI keys would have written it; the trigram index answers. What is *held*
is there as it was typed. What is *near* is that, or nearly all of the three-letter groups of a long text. What is *far* has a slip
in it: a long text still shares most groups; of a short one a slip leaves too few, so that every slip that it may be is a pattern
instead. What is *apart* holds the words, though not beside each other, with a slip in some of them, and what is *joined* those of
which a blank makes two: looked for when nothing else is found.

Syllables are short and many, and some others are always like them. So every word that was typed must be there, whole (the last
one as far as it was typed) or but for a slip that fingers make, and of two words with a slip the first one first. Of three words
or more, all but two stand there as they were typed. The index leaves few names, and regular expressions look at these
(``mistyping``).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from events_app import keystrokes, mistyping
from events_app.mistyping import Forgiven
from events_app.values import as_written, plain, searched

FEW = 5  # things that are near; where there are fewer, those that are far are shown too
_NEAR = 0.8  # how alike
_LEAST, _MOST = 0.4, 0.6  # how alike what is far must be
_SPOILT = 4  # groups, by two letters that changed places
_SHORT = 12  # groups
_FORGIVEN = 5  # letters; in a shorter text another letter makes another word
_EIGHT = 8  # letters, of which six are enough for the index
_MANY = 4  # words; among so many any slip is forgiven
_FORGIVING = {1: Forgiven.FINGERS, 2: Forgiven.SURE, 3: Forgiven.FINGERS, _MANY: Forgiven.ANY}  # by words
_ASTRAY = 2  # of three words or more, in which a slip is looked for: that costs more than looking for the word
_MOST_JOINED = 16  # words
_LONGEST = 120
_WORD = re.compile(r"[^\W_]+")
NONE = "(false)"  # a condition that nothing meets

Add = Callable[[Any], int]  # takes a value of a statement and says its number


class Sought(msgspec.Struct, frozen=True):
    """What is looked for: the ways to read what was typed, each in lower case without accents.

    What was read as keys alone is also what was ``typed``, where a name has that in it. As they were ``written``, with the accents,
    are the words that every reading has.
    """

    readings: tuple[str, ...]
    typed: tuple[str, ...] = ()
    written: tuple[str, ...] = ()

    @property
    def accented(self) -> bool:
        """Whether any accent was typed: without one any may be meant."""
        return any(one != plain(one) for one in self.written)

    def apiece(self) -> "list[Sought]":
        """Each reading by itself."""
        readings = [Sought((one,), (), self.written) for one in self.readings]
        return readings + [Sought((), (one,), self.written) for one in self.typed]

    def written_of(self, rest: str) -> tuple[str, ...]:
        """As it was written, what begins or ends what is looked for."""
        count = len(rest.split())
        parts = (
            " ".join(part)
            for one in self.written
            for words in [one.split()]
            for part in (words[:count], words[-count:])
        )
        return tuple(dict.fromkeys(one for one in parts if searched(one) == rest))

    def joined(self) -> "Sought":
        """What is meant where a blank stands inside a word: two words that are beside each other as one."""
        typed = (one.split() for one in (*self.readings, *self.typed))
        return Sought(
            tuple(
                " ".join([*words[:n], words[n] + words[n + 1], *words[n + 2 :]])
                for words in typed
                if len(words) <= _MOST_JOINED
                for n in range(len(words) - 1)
            )
        )

    def held(self, column: str, add: Add) -> str:
        """That ``column`` holds the words of a reading as they were typed, the last one as far as it was."""
        read = [_held(column, reading.split(), add) for reading in self.readings]
        return any_of([*read, *(f"{column} LIKE ${add(f'%{one}%')}" for one in self.typed)])

    def nearly(self, column: str, add: Add) -> str:
        """That ``column`` holds nearly all of a long reading."""
        return any_of(
            [
                _all(_like(column, reading, _NEAR, add), _there(column, reading, add))
                for reading in self.readings
                if groups(reading) > _SHORT
            ]
        )

    def near(self, column: str, add: Add) -> str:
        """That ``column`` holds nearly all of a long reading, or the words of any."""
        return any_of([one for one in (self.held(column, add), self.nearly(column, add)) if one != NONE])

    def far(self, column: str, add: Add) -> str:
        """That ``column`` may be what is meant by a reading that has a slip in it."""
        return any_of(_far(column, self.readings, add))

    def apart(self, column: str, add: Add) -> str:
        """That ``column`` holds every word of a reading somewhere, one of the two longest right and any other with a slip in it.

        Or that it may be what was typed, with a slip in that.
        """
        apart = [_apart(column, reading, add) for reading in self.readings if " " in reading]
        return any_of([*apart, *_far(column, self.typed, add)])


def sought(text: str | None, otherwise: Callable[[str], Iterable[str]] = lambda _: ()) -> Sought | None:
    """What ``text`` looks for, also as it is said ``otherwise``; None where it is empty. Signs alone are like no name.

    One word may be both what it is and the keys of another; where two are keys, all of them are, unless a name is so written.
    """
    if not (text or "").strip():
        return None
    typed, read = (searched(one)[:_LONGEST].strip() for one in (text or "", keystrokes.read(text or "")))
    keys = sum(one != other for one, other in zip(typed.split(), read.split(), strict=False))

    def ways(*texts: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for text in texts for one in (text, *otherwise(text)) if one))

    written = _as_written(text or "", *ways(typed)), _as_written(keystrokes.read(text or ""), *ways(read))
    shown = tuple(dict.fromkeys(one for one in written if one))
    return Sought(ways(read), ways(typed), shown) if keys > 1 else Sought(ways(typed, read), (), shown)


def _as_written(text: str, *ways: str) -> str:
    """The words of ``text`` with their accents, those that all ``ways`` to say it have."""
    words = _WORD.findall(as_written(text)[:_LONGEST])
    return " ".join(one for one in words if all(searched(one) in way.split() for way in ways))


def together(text: str | None) -> str | None:
    """A pattern for what holds the words of ``text`` beside each other, as they were typed; None where it is empty."""
    words = searched(text or "")
    return f"%{words}%" if words else "" if (text or "").strip() else None


def groups(reading: str) -> int:
    """How many three-letter groups a reading has, as PostgreSQL counts them: a word begins with two blanks and ends with one."""
    return len({f"  {word} "[place : place + 3] for word in reading.split() for place in range(len(word) + 1)})


def threshold(reading: str) -> float:
    """How alike a name must be to one reading: as much as a single slip leaves alike, within bounds."""
    count = groups(reading)
    return round(min(_MOST, max(_LEAST, (count - _SPOILT) / (count + _SPOILT))), 2)


def leniency(reading: str) -> Forgiven:
    """How much of a slip is forgiven in the whole of a short reading: in four letters less, and that only where they are words."""
    letters = len(reading.replace(" ", ""))
    if letters >= _FORGIVEN:
        return Forgiven.FINGERS
    return Forgiven.MISSING if letters == _FORGIVEN - 1 and " " in reading else Forgiven.NOTHING


def slips(reading: str) -> Iterator[str]:
    """Patterns for everything of which ``reading`` may be a slip, and more: the index is asked for these. Two letters of a longer
    text may be anything; of a short one that leaves too little."""
    if leniency(reading) == Forgiven.NOTHING:
        return
    if len(reading) < _EIGHT:
        yield from (f"%{one}%" for one in mistyping.patterns(reading, leniency(reading)))
    else:
        yield from (f"%{reading[:n]}%{reading[n + 2 :]}%" for n in range(len(reading) - 1))


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


def _begun(column: str, *words: str, add: Add) -> str:
    """That ``column`` has one of these in it, of which the last word may be only begun; a short one is whole."""
    ways = [
        f"{before}{one}{behind}"
        for one in words
        for before in ("", "% ")
        for behind in (("", " %") if _ended(one.split()[-1]) else ("%",))
    ]
    return f"{column} LIKE ANY (${add(ways)}::text[])"


def _ended(word: str) -> str:
    """What stands behind the last word that was typed: of a short one its end, a longer one may go on."""
    return "" if len(word) >= mistyping.PREFIX else " "


def _held(column: str, words: list[str], add: Add) -> str:
    """That all words are in ``column``, in whichever order: the index is asked once for all the letters of three or more."""
    if len(words) == 1:
        return _begun(column, words[0], add=add)
    if len(words) == 2:
        return _both(column, *words, add=add)
    letters = [f"{column} LIKE ${add(f'%{word}%')}" for word in words]
    whole = add([f" {word} " for word in words[:-1]] + [f" {words[-1]}{_ended(words[-1])}"])
    there = [f"strpos(' ' || {column} || ' ', (${whole}::text[])[{n}]) > 0" for n in range(1, len(words) + 1)]
    return _all(*letters, *there)


def _both(column: str, first: str, last: str, *, add: Add) -> str:
    """The same of two: in the other order, too, the one that was typed last may be only begun."""
    ways, others = [f"{first} {last}", f"{first} % {last}"], [f"{last}% {first}"]
    if _ended(last):
        others = [f"{last} {first}", f"{last} % {first}"]
    if min(len(first), len(last)) < mistyping.PREFIX:  # the index finds a word of two letters by its blanks
        turned = [f"{before}{one}{behind}" for one in others for before in ("", "% ") for behind in ("", " %")]
        return any_of([_begun(column, *ways, add=add), f"{column} LIKE ANY (${add(turned)}::text[])"])
    held = add([*(f"% {one}%" for one in ways), *(f"% {one} %" for one in others)])
    letters = add([f"%{first}% {last}%", f"%{last}% {first}%"])
    return _all(f"{column} LIKE ANY (${letters}::text[])", f"' ' || {column} || ' ' LIKE ANY (${held}::text[])")


def _far(column: str, readings: Iterable[str], add: Add) -> list[str]:
    parts = []
    for reading in readings:
        if groups(reading) > _SHORT:
            likeness = _like(column, reading, threshold(reading), add)
            parts.append(_all(likeness, _there(column, reading, add)))
        elif patterns := list(slips(reading)):
            right = _fits(column, f"${add(mistyping.meant(reading, leniency(reading)))}")
            parts.append(_all(f"{column} LIKE ANY ((SELECT ${add(patterns)}::text[])::text[])", right))
    return parts


def _apart(column: str, reading: str, add: Add) -> str:
    # The index leaves what has one of the two; only those rows are compared with everything that may be meant.
    right = any_of([_begun(column, word, add=add) for word in sorted(reading.split(), key=len)[-2:]])
    return _all(right, _there(column, reading, add))


def _there(column: str, reading: str, add: Add) -> str:
    """That every word of a reading is in ``column``, with a slip in it or none; of few words in their order."""
    words = reading.split()
    forgiven = _FORGIVING[min(len(words), _MANY)]
    held = [mistyping.held(one, forgiven, last=n == len(words)) for n, one in enumerate(words, 1)]
    in_order = _fits(column, f"${add('.*?'.join(held))}") if 1 < len(words) < _MANY else ""
    # A word that stands there as it was typed needs no expression: PostgreSQL keeps few of them ready, and they are slow.
    typed, meant = add([f" {one} " for one in words]), add(held)
    there = [f"strpos(' ' || {column} || ' ', (${typed}::text[])[{n}]) > 0" for n in range(1, len(words) + 1)]
    roughly = [f"({one} OR {_fits(column, f'(${meant}::text[])[{n}]')})" for n, one in enumerate(there, 1)]
    if len(words) > 2:
        in_order = any_of([_all(*there), in_order]) if in_order else ""
        letters = add(words)  # wherever they are: the last one may be the beginning of a word
        right = " + ".join(f"(strpos({column}, (${letters}::text[])[{n}]) > 0)::int" for n in range(1, len(words) + 1))
        roughly.insert(0, f"{right} >= {len(words) - _ASTRAY}")
    return _all(*roughly, in_order) if in_order else _all(*roughly)


def _fits(column: str, expression: str) -> str:
    # Not by the index, which would look for every group of letters that the expression may mean.
    return f"({column} || '') ~ {expression}"


def _all(*conditions: str) -> str:
    return f"({' AND '.join(conditions)})"


def any_of(conditions: list[str]) -> str:
    """That one of these is met."""
    return f"({' OR '.join(conditions)})" if conditions else NONE

"""The place that somebody names beside what is looked for: ``mật ong Đắk Lắk`` is honey of that province."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from events_app import matching, ranking
from events_app.directory import places, spelling
from events_app.directory.places import Province, Set
from events_app.values import as_written

_MOST_WORDS = 5  # of a province: "tp ho chi minh", "ba ria vung tau"
_LONG_ENOUGH = 6  # letters, for a slip to be told from another word


@lru_cache(maxsize=1024)
def called(reading: str) -> tuple[str, tuple[Province, ...]]:
    """What is looked for without its place, and the provinces of either set that the place may be; none where none is named.

    The place stands at the end or at the beginning; ``reading`` is in lower case without accents.
    """
    return _located(reading, _called)


@lru_cache(maxsize=1024)
def meant(reading: str) -> tuple[str, tuple[Province, ...]]:
    """The same of a place with one slip in its name; none where one is called by its name."""
    return (reading, ()) if called(reading)[1] else _located(reading, _meant)


def _located(reading: str, find: Callable[[str], tuple[Province, ...]]) -> tuple[str, tuple[Province, ...]]:
    words = reading.split()
    for count in range(min(_MOST_WORDS, len(words)), 0, -1):
        for place, rest in ((words[-count:], words[:-count]), (words[:count], words[count:])):
            found = find(" ".join(place))
            if found:
                return " ".join(rest), found
    return reading, ()


def _called(text: str) -> tuple[Province, ...]:
    return () if text[:1].isdigit() else spelling.candidates(text)


def _meant(text: str) -> tuple[Province, ...]:
    """The provinces whose name this is but for one slip."""
    if len(text) < _LONG_ENOUGH or text[:1].isdigit():
        return ()
    return tuple(
        one
        for which in (Set.NEW, Set.OLD)
        for one in places.provinces(which).values()
        if matching.slipped(text, spelling.bare(one))
    )


def is_written(place: Province, text: str) -> bool:
    """Whether ``text``, which calls a place, has the accents of its name, however much of it that is."""
    said, name = ([ranking.toned(word) for word in one.split()] for one in (text, _lettered(place.name["vi"])))
    count = min(len(said), len(name))
    return said[-count:] == name[-count:]


def _lettered(name: str) -> str:
    return "".join(letter if letter.isalnum() else " " for letter in as_written(name))


def lying_in(
    codes: Mapping[Set, Sequence[str]], n: int, organization: str = "organization"
) -> tuple[str, list[object]]:
    """The condition that an organization has an address of these codes of either set; values at ``$n``, next."""
    return (
        f"({organization}.province_set = '34' AND {organization}.province_code = ANY(${n}::text[])"
        f" OR {organization}.province_set = '63' AND {organization}.province_code = ANY(${n + 1}::text[]))"
    ), [codes[Set.NEW], codes[Set.OLD]]

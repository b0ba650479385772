"""How headings lie within each other, and what each says of the products below it: a group, stars.

What one says holds until the next one of its level, or of a level around it. Levels are told by what counts the headings, and
where nothing does by where they stand; the one that comes first is around the others.
"""

from collections.abc import Mapping
from typing import Any

from events_app.imports.headings import Field
from events_app.imports.localities import Stand

_Level = str | tuple[int, bool]
_DEPTHS = {"i": 0, "a": 0, "1": 1, "b": 2}  # by what counts a heading; each point in it makes it deeper
_OF_BULLETS = 9
CLASSES = (Field.GROUP, Field.SUBGROUP, Field.OLDER, Field.STARS)


class Outline:
    """Hears headings in order and knows what those say that still speak."""

    def __init__(self) -> None:
        self._levels: dict[_Level, dict[Field, Mapping[Field, Any]]] = {}  # the outer ones first
        self._spoke: set[_Level] = set()  # where headings said something of products
        self._there: set[_Level] = set()  # where the last one said it of those of a place

    def enter(self, stand: Stand) -> set[Field]:
        """Begin with the next heading of a level: what lies within the one before it there says nothing more; of what it spoke."""
        level, levels = _level(stand), list(self._levels)
        if level not in self._levels:
            self._levels[level] = {}
            return set()
        return {of for within in levels[levels.index(level) + 1 :] for of in self._levels.pop(within)}

    def say(self, stand: Stand, of: Field, said: Mapping[Field, Any], *, there: bool = False) -> None:
        """Keep what a heading that was entered says ``of`` the groups or the stars of products, of those of a place ``there``."""
        self._levels[_level(stand)][of] = said
        self._spoke.add(_level(stand))
        (self._there.add if there else self._there.discard)(_level(stand))

    def place(self, stand: Stand, of: Field) -> None:
        """Keep that a heading that was entered is of a place."""
        self.displace(stand)
        self.speak(stand, of)

    def displace(self, stand: Stand) -> None:
        """Let what the heading before one of a place there said of products end, unless it may be around places there."""
        if stand.by or stand.led or _level(stand) in self._there:
            self.end(stand)
            self._there.discard(_level(stand))

    def speak(self, stand: Stand, of: Field) -> None:
        """The same of what is kept elsewhere: entities and places."""
        self._levels[_level(stand)][of] = {}

    def spoke(self, stand: Stand) -> bool:
        """Whether headings of this level have said something of products."""
        return _level(stand) in self._spoke

    def end(self, stand: Stand) -> None:
        """Let the last heading of this level say nothing more of products."""
        for of in CLASSES:
            self._levels.get(_level(stand), {}).pop(of, None)

    def forget(self, of: Field, stand: Stand | None = None) -> None:
        """Let no heading say anything more of this, but those around one that stands there, by what counts it and them."""
        for level, said in self._levels.items():
            if stand is None or _depth(level) >= _depth(_level(stand)):
                said.pop(of, None)

    def said(self) -> dict[Field, Any]:
        """What the headings that speak say of the next row."""
        found: dict[Field, Mapping[Field, Any]] = {}
        for said in self._levels.values():
            found |= said
        return {field: value for one in found.values() for field, value in one.items()}


def _level(stand: Stand) -> _Level:
    return stand.by or (stand.column, stand.led)


def _depth(level: _Level) -> int:
    if isinstance(level, str):
        return _DEPTHS.get(level[:1], 0) + level.count(".")
    return _OF_BULLETS if level[1] else 0

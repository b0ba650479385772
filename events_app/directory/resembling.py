"""Products and organizations whose names are like what is looked for, and how far each is from it.

What is typed without a slip comes first: names that hold every word as it was typed, then those that hold the rest of them in the
place that is named. Where nothing but a place is named as it is written, what lies there comes before names that are written
otherwise. Where there are enough of these, nothing else is asked for. Else those with a slip in them come behind; and
where nothing is found so, a blank may stand inside a word.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from events_app import db, matching, ranking
from events_app.directory import beginnings, likeness, locating, places
from events_app.directory.places import Province
from events_app.matching import Sought

_PLACED, _SLIPPED = 1, 2  # what is added to a rank, which goes from 0 to 1
FURTHEST = 3
_PIECES = 4  # readings; more are looked for in one statement
_ALL_OF_A_PLACE = "0.9"  # rank of what is found for its place alone

How = Callable[[Sought, Sequence[str], list[Any]], Awaitable[str]]
_Condition = Callable[[Sought, str, matching.Add], str]
_Ranked = Callable[[Sought, str, matching.Add], str]
_Located = Callable[[str], tuple[str, tuple[Province, ...]]]


class Found(msgspec.Struct, frozen=True):
    """What holds the words as they were typed, with its ranks: all that does, where it is not ``enough``."""

    ranks: dict[UUID, Decimal]

    @property
    def enough(self) -> bool:
        """Whether names with a slip in them stay away."""
        return len(self.ranks) >= matching.FEW


def sought(q: str | None) -> Sought | None:
    """What ``q`` looks for among names; None where it is empty."""
    return matching.sought(q, likeness.said_otherwise)


async def alike(wanted: Sought, tables: Sequence[str], given: list[Any], *, joined: bool = False) -> str:
    """WITH the ids and ranks of what is like what is ``wanted``, for each of ``tables``; its values are added to ``given``.

    Or of what is ``joined``, where that is asked for and nothing else holds the words.
    """
    found = await _found(Alike(wanted, []), tables)
    if found.enough:
        return await held(wanted, tables, given)
    if joined and not found.ranks and (await _found(Alike(wanted.joined(), []), tables)).ranks:
        return await held(wanted.joined(), tables, given)
    of_each = ", ".join(f"alike_{table} AS (SELECT * FROM alike)" for table in tables)
    return f"{Alike(wanted, given).matched(tables, found)}, {of_each} "


async def held(wanted: Sought, tables: Sequence[str], given: list[Any]) -> str:
    """The same of what holds the words as they were typed."""
    alike = Alike(wanted, given)
    return f"WITH {', '.join(f'alike_{table} AS ({_once([*alike.held(table)])})' for table in tables)} "


async def _found(alike: "Alike", tables: Sequence[str]) -> Found:
    """What holds the words, only as much as shows that there is enough."""
    arms = [arm for table in tables for arm in alike.held(table)]
    if not arms:
        return Found({})
    rows = await db.fetch(
        f"WITH held AS MATERIALIZED ({' UNION ALL '.join(arms)}) SELECT * FROM held LIMIT {matching.FEW * len(arms)}",
        *alike.given,
    )
    ranks: dict[UUID, Decimal] = {}
    for row in rows:
        ranks[row["id"]] = min(row["rank"], ranks.get(row["id"], row["rank"]))
    return Found(ranks)


class Alike:
    """Statements for the ids and ranks of rows whose names are like what is ``sought``; their values are added to ``given``."""

    def __init__(self, sought: Sought, given: list[Any]) -> None:
        self.sought = sought
        self.given = given

    def held(self, table: str) -> Iterator[str]:
        """The rows that hold the words as they were typed, or the rest of them in the place that is named."""
        # An organization is searched by its province too: that it holds the name of one is no more than to lie there.
        placed = table == "organization" and bool(self._rests(locating.called))
        tier = f"CASE WHEN {ranking.named(self.sought, table, self._add)} THEN 0 ELSE {_PLACED} END" if placed else 0
        yield from self._whole(table, self._held, self._held_rank, tier)
        yield from self._there(table, self._held, self._held_rank, _PLACED, locating.called)

    def matched(self, tables: Sequence[str], held: Found) -> str:
        """WITH what is ``held`` and what is far; where nothing is held, what is near, then far, then words that stand apart.

        A place with a slip in its name is not thought of where the name is that of something else.
        """
        located = (locating.called,) if held.ranks else (locating.called, locating.meant)
        if held.ranks:
            ids, ranks = self._add([*held.ranks]), self._add([*held.ranks.values()])
            near = [f"SELECT * FROM unnest(${ids}::uuid[], ${ranks}::numeric[]) AS held (id, rank)"]
        else:
            near = [arm for table in tables for arm in self._near(table)]
        far = self._slipped(tables, Sought.far, located, f"(SELECT count(*) FROM near) < {matching.FEW}")
        apart = [] if held.ranks else self._slipped(tables, Sought.apart, located, "NOT EXISTS (SELECT FROM beside)")
        return f"""
            WITH near AS MATERIALIZED ({_once(near)}),
            beside AS MATERIALIZED ({" UNION ALL ".join(["SELECT * FROM near", *far])}),
            alike AS ({_once(["SELECT * FROM beside", *apart], repeated=True)})
        """

    def _near(self, table: str) -> Iterator[str]:
        yield from self._whole(table, Sought.nearly, ranking.near, _SLIPPED)
        yield from self._there(table, Sought.nearly, ranking.near, _SLIPPED, locating.called)
        yield from self._there(table, Sought.near, ranking.near, _SLIPPED, locating.meant)

    def _slipped(self, tables: Sequence[str], how: _Condition, located: Sequence[_Located], only: str) -> list[str]:
        return [
            f"{arm} AND {only}"
            for table in tables
            for arm in (
                *self._whole(table, how, ranking.far, _SLIPPED),
                *(arm for find in located for arm in self._there(table, how, ranking.far, _SLIPPED, find)),
            )
        ]

    def _whole(self, table: str, how: _Condition, ranked: _Ranked, tier: int | str) -> Iterator[str]:
        """Rows whose name is like what is sought; what is near one reading is not compared with another one."""
        column = f"{table}.search"
        pieces = self.sought.apiece()
        for one in pieces if len(pieces) <= _PIECES else [self.sought]:
            if (condition := how(one, column, self._add)) != matching.NONE:
                yield f"SELECT id, {tier} + {ranked(one, table, self._add)} AS rank FROM {table} WHERE {condition}"

    def _there(self, table: str, how: _Condition, ranked: _Ranked, tier: int, located: _Located) -> Iterator[str]:
        """Rows in the place that is named whose name is like the rest of what is sought; all of them where there is no rest."""
        column = f"{table}.search"
        for place, rest in self._rests(located).items():
            rank, condition = f"{tier} + {_ALL_OF_A_PLACE}", "true"
            if rest is None and self._as_written(place):
                rank = str(ranking.AS_WRITTEN)
            elif rest is not None:
                condition = how(rest, column, self._add)
                if condition == matching.NONE:
                    continue
                rank = f"{tier} + {ranked(rest, table, self._add)}"
            lying, codes = locating.lying_in(places.covered(*place), len(self.given) + 1)
            self.given += codes
            owner = "" if table == "organization" else "JOIN organization ON organization.id = product.organization"
            yield f"SELECT {table}.id, {rank} AS rank FROM {table} {owner} WHERE {condition} AND {lying}"

    def _rests(self, located: _Located) -> dict[tuple[Province, ...], Sought | None]:
        """The places that are named, with what is looked for beside each; None where that is nothing."""
        found: dict[tuple[Province, ...], Sought | None] = {}
        for reading in (*self.sought.readings, *self.sought.typed):
            named, place = located(reading)
            if not place:
                continue
            rest = sought(named)
            if rest is not None:
                known = found.get(place) or Sought(())
                readings = rest.readings if reading in self.sought.readings else ()
                rest = Sought(
                    tuple(dict.fromkeys((*known.readings, *readings))),
                    tuple(dict.fromkeys((*known.typed, *rest.typed))),
                    tuple(dict.fromkeys((*known.written, *self.sought.written_of(named)))),
                )
            found[place] = rest
        return found

    def _as_written(self, place: Sequence[Province]) -> bool:
        return any(locating.is_written(one, said) for one in place for said in self.sought.written)

    def _held(self, wanted: Sought, column: str, add: matching.Add) -> str:
        held = wanted.held(column, add)
        return (
            f"({held} AND {ranking.meant(wanted, column.removesuffix('.search'), add)})"
            if held != matching.NONE
            else held
        )

    def _held_rank(self, wanted: Sought, table: str, add: matching.Add) -> str:
        # Who writes the name of a place that has no accents means none.
        places_alone = (place for place, rest in self._rests(locating.called).items() if rest is None)
        accents = wanted.accented or any(map(self._as_written, places_alone))
        return ranking.held(wanted, table, add, before=beginnings.BEFORE_A_NAME, accents=accents)

    def _add(self, value: Any) -> int:
        """The number of this value in the statement."""
        self.given.append(value)
        return len(self.given)


def _once(arms: list[str], *, repeated: bool = False) -> str:
    """Each row of all arms once, the nearest; a single arm has each but once, unless it is ``repeated``."""
    if len(arms) == 1 and not repeated:
        return arms[0]
    alike = " UNION ALL ".join(arms or ["SELECT NULL::uuid AS id, 1.0 AS rank WHERE false"])
    return f"SELECT id, min(rank) AS rank FROM ({alike}) AS alike GROUP BY id"

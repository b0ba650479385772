"""What every row of a list says, kept batch by batch, with what is noticed meanwhile of entities that must be looked at closely."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import astuple

from events_app import db, values
from events_app.i18n import marked
from events_app.imports import contrasting, facts, filing, matching, meant, numbering, singling, understanding
from events_app.imports.matching import Importer
from events_app.imports.tables import Outcome

Understood = tuple[understanding.Row, facts.Entity | None, str | None]  # with its entity, and the key of that
_OTHER_NAME = marked("Row %(row)s has another entity with this tax code.")


class Noticed(msgspec.Struct):
    """Entities that may not be entered by themselves, those of them of which rows contradict each other or may name two products,
    and names that several have: all others need no second look."""

    entities: set[UUID] = msgspec.field(default_factory=set)
    contradicted: set[UUID] = msgspec.field(default_factory=set)
    alike: set[str] = msgspec.field(default_factory=set)


Shelved = tuple[
    UUID, int, str
]  # of a product: its first row, what that says beside its certificate, the number of that


class _Known(msgspec.Struct):
    """An entity of the list as the first of its rows named it, and its products by their keys."""

    id: UUID
    first_row: int
    name: str
    about: int  # what was said of it, by which another row is known to say the same
    products: dict[str, Shelved]


class Keeping:
    """Keeps the rows of one list and the entities that they speak of; ``noticed`` is of all that was kept."""

    def __init__(self, import_id: UUID, importer: Importer) -> None:
        self.noticed = Noticed()
        self._import = import_id
        self._importer = importer
        self._known: dict[str, _Known] = {}  # by key
        self._alike: set[str] = set()
        self._papers: dict[UUID, set[str]] = {}  # of products of several rows

    def keyed(self, frame: understanding.Rows) -> list[Understood]:
        """The rows of a frame, each with its entity and the key of that."""
        keys = [meant.digest(self._import, one.key) for one in frame.entities]
        return [
            (row, None, None) if row.entity is None else (row, frame.entities[row.entity], keys[row.entity])
            for row in frame.rows
        ]

    async def keep(self, kept: Sequence[Understood]) -> None:
        """A batch of rows and the entities that are new in it, and how far the reading is."""
        new: dict[UUID, tuple[str, _Known, facts.Entity]] = {}
        later: dict[UUID, list[tuple[int, facts.Entity]]] = {}  # rows that say something else of their entity
        last, differs = None, False
        for said, entity, key in kept:
            if entity is None or key is None:
                continue
            if key not in self._known:
                known = _Known(values.new_id(), said.number, entity.name, contrasting.about(entity), {})
                self._known[key] = known
                new[known.id] = (key, known, entity)
                self._notice(entity)
                last, differs = entity, False
            elif entity is not last:
                last, differs = entity, contrasting.about(entity) not in {self._known[key].about, 0}
            if differs:
                later.setdefault(self._known[key].id, []).append((said.number, entity))
        noted, adds = await self._contrasted(later, new) if later else ({}, {})
        entities = [self._entity(*one) for one in new.values()]
        rows = [self._row(*one, noted.get(one[0].number, [])) for one in kept]
        async with db.transaction():
            await db.fetch(db.LATER)
            await db.copy("import_entity", _ENTITY, entities)
            await db.copy("import_row", _ROW, rows)
            await contrasting.complete(adds)
            await db.fetch(
                "UPDATE import SET rows_read = rows_read + $2, version = version + 1 WHERE id = $1",
                self._import,
                len(kept),
            )

    async def _contrasted(
        self,
        later: Mapping[UUID, Sequence[tuple[int, facts.Entity]]],
        new: Mapping[UUID, tuple[str, _Known, facts.Entity]],
    ) -> tuple[dict[int, list[list[Any]]], dict[UUID, dict[str, Any]]]:
        """What these rows say otherwise of their entities than the first of each, by their numbers, and what they add."""
        rows = await db.fetch(
            "SELECT * FROM import_entity WHERE id = ANY($1)", [one for one in later if one not in new]
        )
        first = {row["id"]: row for row in rows}
        first |= {one: contrasting.of(said) for one, (_, _, said) in new.items() if one in later}
        noted, adds = dict[int, list[list[Any]]](), dict[UUID, dict[str, Any]]()
        for one, told in later.items():
            stands: contrasting.Said = first[one]
            for number, said in told:
                found = contrasting.compared(stands, contrasting.of(said))
                stands = {**stands, **found.adds}
                noted[number] = contrasting.notes(found.otherwise)
                adds[one] = {**adds.get(one, {}), **found.adds}
        return noted, {one: added for one, added in adds.items() if added}

    def _notice(self, entity: facts.Entity) -> None:
        if entity.alike in self._alike:
            self.noticed.alike.add(entity.alike)
        elif entity.alike:
            self._alike.add(entity.alike)

    def _row(
        self, said: understanding.Row, entity: facts.Entity | None, key: str | None, noted: Sequence[Any]
    ) -> tuple[Any, ...]:
        wrongs = list(said.wrongs) if said.understood else [("product", said.doubt, {})] if said.doubt else []
        kept = self._known[key] if key is not None else None
        if entity and kept and kept.name != entity.name and not matching.named_alike(kept.name, entity.name):
            wrongs.append(("tax_code", _OTHER_NAME, {"row": kept.first_row}))
        row, columns = values.new_id(), filing.NO_PRODUCT
        product = certificate = None
        if said.product is not None and kept is not None and not wrongs:
            outcome, columns = Outcome.CREATE, astuple(said.product)
            certificate = values.new_id() if facts.is_rated(said.product) else None
            product, contradicts = self._shelve(kept, said.key, row, said.product)
            unsure = contradicts or singling.joined(said.product.name) != ""
            if unsure:
                self.noticed.contradicted.add(kept.id)
            if unsure or not facts.is_alone(said.product):
                self.noticed.entities.add(kept.id)
        else:
            outcome = Outcome.FAULT if said.understood or said.doubt else Outcome.ASIDE
            if kept is not None:
                self.noticed.entities.add(kept.id)
        return (
            row,
            self._import,
            said.number,
            said.taken,
            said.cells,
            *columns,
            kept.id if kept else None,
            said.key,
            product,
            certificate,
            outcome,
            msgspec.json.encode([*noted, *wrongs]) if noted or wrongs else b"[]",
        )

    def _shelve(self, entity: _Known, key: str, row: UUID, said: facts.Product) -> tuple[UUID, bool]:
        """The first row of the product of this one, and whether the two contradict each other.

        Further rows add certificates with numbers of their own, and say the same of the product.
        """
        about = hash((said.name, said.group, said.subgroup, said.older_classification))
        first = entity.products.get(key)
        if first is None:
            entity.products[key] = (row, about, said.number)
            return row, False
        first_row, of_first, number = first
        paper = numbering.key(said.number)
        papers = self._papers.setdefault(first_row, {numbering.key(number)})
        contradicts = about != of_first or paper in papers or not (paper and number)
        papers.add(paper)
        return first_row, contradicts

    def _entity(self, key: str, known: _Known, said: facts.Entity) -> tuple[Any, ...]:
        """An entity of the list, for now as one that nobody knows."""
        match = matching.alone(known.id, said, self._importer)
        plain = match.outcome == Outcome.CREATE
        wrongs = msgspec.json.encode([[*match.wrong, {}]]) if match.wrong else b"[]"
        return (known.id, self._import, key, known.first_row, *astuple(said), plain, match.outcome, wrongs)


_ROW = (
    "id", "within", "number", "taken", "cells", *filing.PRODUCT, "entity", "key", "product", "certificate", "outcome", "wrongs",
)  # fmt: skip
_ENTITY = ("id", "within", "key", "first_row", *filing.ENTITY, "plain", "outcome", "wrongs")

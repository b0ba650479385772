"""What every row of a list says, kept batch by batch, with what is noticed meanwhile of entities that must be looked at closely."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from events_app import db, values
from events_app.i18n import marked
from events_app.imports import facts, matching, meant, understanding
from events_app.imports.matching import Importer
from events_app.imports.tables import Outcome

Understood = tuple[understanding.Row, facts.Entity | None, str | None]  # with its entity, and the key of that
_OTHER_NAME = marked("Row %(row)s has another entity with this tax code.")


class Noticed(msgspec.Struct):
    """Entities that may not be entered by themselves, and names that several of them have: all others need no second look."""

    entities: set[UUID] = msgspec.field(default_factory=set)
    alike: set[str] = msgspec.field(default_factory=set)


class _Known(NamedTuple):
    """An entity of the list as the first of its rows named it."""

    id: UUID
    first_row: int
    name: str


class _Shelved(NamedTuple):
    """A product of the list: its first row, what that says of it beside its certificate, and the number of that."""

    row: UUID
    about: int
    paper: str


class Keeping:
    """Keeps the rows of one list and the entities that they speak of; ``noticed`` is of all that was kept."""

    def __init__(self, import_id: UUID, importer: Importer) -> None:
        self.noticed = Noticed()
        self._import = import_id
        self._importer = importer
        self._known: dict[str, _Known] = {}  # by key
        self._alike: set[str] = set()
        self._products: dict[tuple[UUID, str], _Shelved] = {}  # by entity and key
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
        new: list[tuple[str, _Known, facts.Entity]] = []
        for said, entity, key in kept:
            if entity is not None and key is not None and key not in self._known:
                self._known[key] = _Known(values.new_id(), said.number, entity.name)
                new.append((key, self._known[key], entity))
                self._notice(entity)
        entities = [self._entity(*one) for one in new]
        rows = [self._row(*one) for one in kept]
        async with db.transaction():
            await db.fetch(db.LATER)
            await db.copy("import_entity", _ENTITY, entities)
            await db.copy("import_row", _ROW, rows)
            await db.fetch(
                "UPDATE import SET rows_read = rows_read + $2, version = version + 1 WHERE id = $1",
                self._import,
                len(kept),
            )

    def _notice(self, entity: facts.Entity) -> None:
        if entity.alike in self._alike:
            self.noticed.alike.add(entity.alike)
        elif entity.alike:
            self._alike.add(entity.alike)

    def _row(self, said: understanding.Row, entity: facts.Entity | None, key: str | None) -> tuple[Any, ...]:
        wrongs = list(said.wrongs) if said.understood else [("product", said.doubt, {})] if said.doubt else []
        kept = self._known[key] if key is not None else None
        if entity and kept and not matching.named_alike(kept.name, entity.name):
            wrongs.append(("tax_code", _OTHER_NAME, {"row": kept.first_row}))
        row = values.new_id()
        product = certificate = None
        if said.product is not None and kept is not None and not wrongs:
            outcome = Outcome.CREATE
            certificate = values.new_id() if said.paper is not None else None
            product, contradicts = self._shelve((kept.id, said.key), row, said.product, said.paper or "")
            if contradicts or not said.alone:
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
            said.product if product else None,
            kept.id if kept else None,
            said.key,
            product,
            certificate,
            outcome,
            msgspec.json.encode(wrongs) if wrongs else b"[]",
        )

    def _shelve(self, key: tuple[UUID, str], row: UUID, product: bytes, paper: str) -> tuple[UUID, bool]:
        """The first row of the product of this one, and whether the two contradict each other.

        Further rows add certificates with numbers of their own, and say the same of the product.
        """
        about, bare = hash(product.partition(_CERTIFICATE)[0]), paper.lower().replace("đ", "d")
        first = self._products.get(key)
        if first is None:
            self._products[key] = _Shelved(row, about, bare)
            return row, False
        papers = self._papers.setdefault(first.row, {first.paper})
        contradicts = about != first.about or bare in papers or not (bare and first.paper)
        papers.add(bare)
        return first.row, contradicts

    def _entity(self, key: str, known: _Known, said: facts.Entity) -> tuple[Any, ...]:
        """An entity of the list, for now as one that nobody knows."""
        match = matching.alone(known.id, said, self._importer)
        plain = match.outcome == Outcome.CREATE
        wrongs = msgspec.json.encode([[*match.wrong, {}]]) if match.wrong else b"[]"
        named = (said.personal, said.alike, said.slug)
        return (known.id, self._import, key, known.first_row, _facts(said), *named, plain, match.outcome, wrongs)


_CERTIFICATE = b',"stars":'  # with which the JSON of a product begins to tell of it
_ROW = (
    "id", "within", "number", "taken", "cells", "facts", "entity", "key", "product", "certificate", "outcome", "wrongs",
)  # fmt: skip
_ENTITY = (
    "id", "within", "key", "first_row", "facts", "personal", "alike", "slug", "plain", "outcome", "wrongs",
)  # fmt: skip


def _facts(said: facts.Entity) -> bytes:
    built = msgspec.to_builtins(said)
    del built["personal"], built["alike"], built["slug"]  # they have columns of their own
    if not said.hidden:
        del built["hidden"]
    return msgspec.json.encode(built)

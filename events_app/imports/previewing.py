"""What the rows of a page would change of what is known, each from what to what, by the decisions by which it is then done."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from events_app import db
from events_app.directory import checking
from events_app.directory.masking import HIDDEN
from events_app.directory.tables import EntityKind
from events_app.identifying import masked
from events_app.imports import comparing, deciding, differing, filing, matching, planning
from events_app.imports.headings import Field
from events_app.imports.tables import Import, ImportState, Outcome

_PRODUCT = {
    "name": Field.PRODUCT,
    "group": Field.GROUP,
    "subgroup": Field.SUBGROUP,
    "older_classification": Field.OLDER,
}
_CERTIFICATE = {
    "stars": Field.STARS,
    "potential_five": Field.POTENTIAL,
    "number": Field.NUMBER,
    "issuer": Field.ISSUER,
    "issued_on": Field.ISSUED,
    "valid_to": Field.ENDS,
}
_ENTITY = {
    "entity_kind": Field.KIND,
    "tax_code": Field.TAX_CODE,
    "representative": Field.REPRESENTATIVE,
    "phone": Field.PHONE,
    "email": Field.EMAIL,
    "address": Field.ADDRESS,
    "commune": Field.COMMUNE,
    "district": Field.DISTRICT,
}
_KNOWN = (Outcome.CREATE, Outcome.CHANGE, Outcome.SAME)


class Change(msgspec.Struct, frozen=True):
    """A field of a list, what stands there now (None where something is added), and what would stand there."""

    field: Field
    before: Any
    after: Any


class NewEntity(msgspec.Struct, frozen=True):
    """What a row was taken to say of an entity that is new, as it would stand in the directory; of a person's number the last
    digits."""

    name: str
    kind: EntityKind | None
    tax_code: str | None
    representative: str
    phone: str | None
    email: str | None
    address: str
    commune: str
    district: str


class Understood(msgspec.Struct, frozen=True):
    """What a row was taken to say of a product: group, certificate (valid as long as it says, or as follows), province; and of its
    entity, where that is new."""

    group: int | None
    subgroup: str | None
    stars: int | None
    potential_five: bool
    certificate_number: str
    issued_on: date | None
    valid_to: date | None
    province_set: str | None
    province_code: str | None
    new_entity: NewEntity | None


def understood(row: Mapping[str, Any]) -> Understood | None:
    """What a row of ``queries.rows_of`` says; None of one that is no product, or in which something is wrong."""
    if row["name"] is None:
        return None
    said, of_entity = filing.product(row), row["of_entity"] or _NOBODY
    return Understood(
        group=said.group,
        subgroup=said.subgroup,
        stars=said.stars,
        potential_five=said.potential_five,
        certificate_number=said.number,
        issued_on=said.issued_on,
        valid_to=said.ends_on,
        province_set=of_entity["province_set"],
        province_code=of_entity["province_code"],
        new_entity=_new_entity(of_entity) if of_entity["new"] else None,
    )


_NOBODY: dict[str, Any] = {"province_set": None, "province_code": None, "new": False}


def _new_entity(of: Mapping[str, Any]) -> NewEntity:
    said = filing.entity(of)
    code = HIDDEN + of["personal"] if of["personal"] else said.tax_code
    return NewEntity(
        said.name,
        said.kind,
        code or (HIDDEN + said.hidden if said.hidden else None),
        said.representative,
        said.phone,
        said.email,
        said.address,
        said.commune,
        said.district,
    )


async def changes(of: Import, shown: Sequence[dict[str, Any]], *, at: datetime) -> dict[int, list[Change]]:
    """What each of these rows of ``queries.rows_of`` changes, by its number; nothing once the list is brought in."""
    wanted = [row for row in shown if row["outcome"] in _KNOWN and row["entity"] is not None]
    if of.state != ImportState.READ or not wanted:
        return {}
    batch = await db.fetch(
        f"""
        SELECT id, number, import_row.entity, import_row.key, {", ".join(filing.PRODUCT)}, outcome, wrongs
        FROM import_row
        JOIN (SELECT DISTINCT * FROM unnest($2::uuid[], $3::text[]) AS given (entity, key)) AS given
            ON given.entity = import_row.entity AND given.key = import_row.key
        WHERE within = $1 AND name IS NOT NULL
          AND NOT EXISTS (SELECT FROM import_entity WHERE import_entity.id = import_row.entity AND plain)
        """,
        of.id,
        [row["entity"] for row in wanted],
        [row["key"] for row in wanted],
    )
    importer = await matching.importer_of(of.organization)
    matches = await matching.matched(of, await planning.entities_of(batch), importer)
    decided = await planning.decide(batch, matches, None, at=at)
    known = [one.product.id for _, _, one in decided if one.corrects and one.product]
    before = {row["id"]: row for row in await db.fetch("SELECT * FROM product WHERE id = ANY($1)", known)}
    numbers = {row["number"] for row in wanted}
    return {
        row["number"]: [*_of_row(one, before), *_of_entity(match)]
        for row, match, one in decided
        if row["number"] in numbers
    }


def _of_row(one: deciding.Decided, before: dict[UUID, dict[str, Any]]) -> list[Change]:
    """What a row changes of its product, or adds to it; a row that adds to another one's certificate shows that of both."""
    if one.outcome != Outcome.CHANGE or one.product is None:
        return []
    found = []
    for name, value in one.corrects.items():
        stands = before[one.product.id]["product_group" if name == "group" else name]
        found.append(Change(_PRODUCT[name], _plain(stands), _plain(value)))
    does = one.joins or one
    if does.amends:
        certificate, differing = does.amends
        found += [
            Change(_CERTIFICATE[name], _plain(getattr(certificate, name)), _plain(differing[name]))
            for name in differing
            if getattr(certificate, name) != differing[name]
        ]
    elif does.rates:
        said: dict[str, Any] = {**does.rates.stated}
        found += [
            Change(field, None, _plain(said[name]))
            for name, field in _CERTIFICATE.items()
            if comparing.says(name, said[name])
        ]
    return found


def _of_entity(match: matching.Matched) -> list[Change]:
    if match.outcome != Outcome.SAME or match.organization is None:
        return []
    return [
        Change(
            _ENTITY[name],
            _plain(match.organization[name]),
            masked(value) if checking.is_personal(value) else _plain(value),
        )
        for name, value in differing.changes(match).items()
    ]


def _plain(value: Any) -> Any:
    said = comparing.written(value)
    return said if isinstance(said, bool) else said or None
